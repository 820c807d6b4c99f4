"""The customer has said yes: what everybody in the meeting will get, one press, what came of it, and back again.

The same steps as on the page (plugin.web.converting) and in the pane. None where there is no such suggestion.
"""

from collections.abc import Callable

from connectors.errors import ConnectorError, SignInNeeded
from plugin.became import tell_trouble
from plugin.beside.known import Known
from plugin.google.answers import pushed, updated
from plugin.google.asking import Event
from plugin.google.calm_cards import SIGNED_IN
from plugin.google.here import Here
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
from workers.store import Seller
from workers.store.decisions import Surface
from workers.store.visits import OPEN, STANDS, ToVisit

LONGEST = 400
LONGEST_SLOT = 2  # digits
Show = Callable[[Json], Answer]


def preview(known: Known, here: Here, event: Event) -> Answer | None:
    """How the meeting stands and what it would become; or, where it has been pressed, what became of it."""
    return _preview(known, here, wished_in(event), pushed)


def keep(known: Known, here: Here, event: Event) -> Answer | None:
    """The switch for the room on screen has been pressed: an input that is off is not sent."""
    return _preview(known, here, wished_in(event, keep=bool(event.texts("keep"))), updated)


def convert(known: Known, here: Here, event: Event) -> Answer | None:
    """What was seen is done; what is another by now is shown first."""
    wished = wished_in(event, keep=event.parameters.get("kept") != "no")
    if (visit := _standing(known, wished)) is not None:
        return updated(_state(known.seller, here, visit))
    return (
        _or_say_why(here, wished, updated, lambda: _press(known.seller, here, wished, event)) if _may(known) else None
    )


def state(known: Known, here: Here, event: Event) -> Answer | None:
    """What has become of it so far."""
    visit = mine().visit(wished_in(event).suggestion)
    show = updated if event.parameters.get("slot") else pushed  # it is looked at again, or for the first time
    return show(_state(known.seller, here, visit)) if visit else None


def undo(known: Known, here: Here, event: Event) -> Answer | None:
    wished = wished_in(event)
    if not _may(known) or mine().visit(wished.suggestion) is None:
        return None
    ask_to_undo(office(), known.seller.id, wished.suggestion, surface=Surface.CARD)
    visit = mine().visit(wished.suggestion)
    return updated(_state(known.seller, here, visit)) if visit else None


def wished_in(event: Event, *, keep: bool = True) -> Wished:
    told = event.parameters
    slot = told.get("slot", "0")
    number = int(slot) if slot.isascii() and slot.isdecimal() and len(slot) <= LONGEST_SLOT else 0
    return Wished(told.get("suggestion", "")[:LONGEST], told.get("account", "")[:LONGEST], number, keep)


def _preview(known: Known, here: Here, wished: Wished, show: Show) -> Answer | None:
    if (visit := _standing(known, wished)) is not None:
        return show(_state(known.seller, here, visit))
    return _or_say_why(here, wished, show, lambda: _look(known.seller, here, wished)) if _may(known) else None


def _look(seller: Seller, here: Here, wished: Wished) -> Json:
    return preview_card(tell_all_of(look_at(seller, _wish(wished)), seller, ""), wished, here)


def _press(seller: Seller, here: Here, wished: Wished, event: Event) -> Json:
    shown, seen = look_at(seller, _wish(wished)), event.parameters.get("seen", "")
    if seen != mark_of(shown):
        return preview_card(tell_all_of(shown, seller, "changed"), wished, here)
    ask_to_convert(office(), seller.id, shown, surface=Surface.CARD)
    visit = mine().visit(wished.suggestion)
    if visit is None:
        raise CannotConvert("unknown")
    return _state(seller, here, visit)


def _state(seller: Seller, here: Here, visit: ToVisit) -> Json:
    told = tell_all_became(seller, visit, back=SIGNED_IN)
    became = Became(**{**told, "said": tuple(told["said"])})
    return visit_card(became, Wished(visit.suggestion, visit.account, 0, visit.keep_online), here)


def _or_say_why(here: Here, wished: Wished, show: Show, draw: Callable[[], Json]) -> Answer:
    vendor = VENDORS[vendor_here()].name
    try:
        return show(draw())
    except SignInNeeded:
        why = here.say("convert.page.sign_in_about", vendor=vendor)
        return show(cannot_card(why, wished, here, sign_in=ask_leave("write", back=SIGNED_IN), vendor=vendor))
    except (CannotConvert, ConnectorError) as error:
        return show(cannot_card(tell_trouble(error, here.language), wished, here))


def _standing(known: Known, wished: Wished) -> ToVisit | None:
    """What has been pressed already."""
    visit = mine().visit(wished.suggestion)
    return visit if visit and _may(known) and visit.state in OPEN | STANDS else None


def _may(known: Known) -> bool:
    """Whether the calendar can be written to."""
    return known.box is not None and known.box.provider in WRITABLE


def _wish(wished: Wished) -> Wish:
    return Wish(wished.suggestion, wished.account, wished.slot, wished.keep)
