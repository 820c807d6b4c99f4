"""The customer has said yes: what everybody in the meeting will get, one press, what came of it, and back again.

The same steps as on the page (plugin.web.converting) and in the pane. None where there is no such suggestion.
"""

from collections.abc import Callable

from connectors.errors import ConnectorError, SignInNeeded
from plugin.became import may_pass, tell_trouble
from plugin.google.answers import pushed, updated
from plugin.google.calm_cards import SIGNED_IN
from plugin.google.here import Here
from plugin.google.pressed import Pressed
from plugin.google.room import Answer
from plugin.google.visit_cards import Became, Wished, cannot_card, preview_card, visit_card
from plugin.google.widgets import Json
from plugin.web.converting import look_at, mark_of, tell_all_became, tell_all_of
from plugin.web.hindrances import Wish, ask_leave, vendor_here
from plugin.web.room import mine, office
from workers.calendars import WRITABLE
from workers.carry_out import ask_to_convert, ask_to_undo
from workers.grants import VENDORS
from workers.preview import CannotConvert
from workers.store.decisions import Surface
from workers.store.visits import OPEN, STANDS, ToVisit

Show = Callable[[Json], Answer]


def preview(pressed: Pressed) -> Answer | None:
    """How the meeting stands and what it would become; or, where it has been pressed, what became of it."""
    return _preview(pressed, pressed.wished(), pushed)


def keep(pressed: Pressed) -> Answer | None:
    """The switch for the room on screen has been pressed: an input that is off is not sent."""
    return _preview(pressed, pressed.wished(keep=bool(pressed.event.texts("keep"))), updated)


def convert(pressed: Pressed) -> Answer | None:
    """What was seen is done; what is another by now is shown first."""
    wished = pressed.wished(keep=pressed.value("kept") != "no")
    return _or_state(pressed, wished, updated, lambda: _press(pressed, wished))


def state(pressed: Pressed) -> Answer | None:
    """What has become of it so far."""
    visit = mine().visit(pressed.suggestion)
    show = updated if pressed.value("slot") else pushed  # it is looked at again, or for the first time
    return show(_state(pressed, visit)) if visit else None


def undo(pressed: Pressed) -> Answer | None:
    seller = pressed.known.seller
    if not _may(pressed) or mine().visit(pressed.suggestion) is None:
        return None
    ask_to_undo(office(), seller.id, pressed.suggestion, surface=Surface.CARD)
    visit = mine().visit(pressed.suggestion)
    return updated(_state(pressed, visit)) if visit else None


def _preview(pressed: Pressed, wished: Wished, show: Show) -> Answer | None:
    return _or_state(pressed, wished, show, lambda: _look(pressed, wished))


def _or_state(pressed: Pressed, wished: Wished, show: Show, draw: Callable[[], Json]) -> Answer | None:
    """What has been pressed already is not drawn anew: what became of it is shown."""
    if not _may(pressed):
        return None
    visit = mine().visit(wished.suggestion)
    if visit and visit.state in OPEN | STANDS:
        return show(_state(pressed, visit))
    return _or_say_why(pressed.here, wished, show, draw)


def _look(pressed: Pressed, wished: Wished) -> Json:
    seller = pressed.known.seller
    return preview_card(tell_all_of(look_at(seller, _wish(wished)), seller, ""), wished, pressed.here)


def _press(pressed: Pressed, wished: Wished) -> Json:
    seller = pressed.known.seller
    shown = look_at(seller, _wish(wished))
    if pressed.value("seen") != mark_of(shown):
        return preview_card(tell_all_of(shown, seller, "changed"), wished, pressed.here)
    ask_to_convert(office(), seller.id, shown, surface=Surface.CARD)
    visit = mine().visit(wished.suggestion)
    if visit is None:
        raise CannotConvert("unknown")
    return _state(pressed, visit)


def _state(pressed: Pressed, visit: ToVisit) -> Json:
    told = tell_all_became(pressed.known.seller, visit, back=SIGNED_IN)
    became = Became(**{**told, "said": tuple(told["said"])})
    return visit_card(became, Wished(visit.suggestion, visit.account, 0, visit.keep_online), pressed.here)


def _or_say_why(here: Here, wished: Wished, show: Show, draw: Callable[[], Json]) -> Answer:
    vendor = VENDORS[vendor_here()].name
    try:
        return show(draw())
    except SignInNeeded:
        why = here.say("convert.page.sign_in_about", vendor=vendor)
        return show(cannot_card(why, wished, here, sign_in=ask_leave("write", back=SIGNED_IN), vendor=vendor))
    except (CannotConvert, ConnectorError) as error:
        return show(cannot_card(tell_trouble(error, here.language), wished, here, again=may_pass(error)))


def _may(pressed: Pressed) -> bool:
    """Whether the calendar can be written to."""
    box = pressed.known.box
    return box is not None and box.provider in WRITABLE


def _wish(wished: Wished) -> Wish:
    return Wish(wished.suggestion, wished.account, wished.slot, wished.keep)
