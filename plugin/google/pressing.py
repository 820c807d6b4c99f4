"""What is pressed on a card: said once, safe to repeat, taken back by one press. Each answer is the card as it then stands.

What stood on a button comes back from a browser, so nothing in it is believed: everything is looked up among what is the
seller's. https://developers.google.com/workspace/add-ons/concepts/actions
"""

from collections.abc import Callable, Mapping

from flask import Response

from plugin.beside.known import asker_of, know
from plugin.beside.saying import forget_decided, forget_said, keep_decided, keep_opened, keep_said
from plugin.google import visiting
from plugin.google.answers import asked_who, back, noticed, pushed, updated
from plugin.google.bearer import asked_here, asker_by
from plugin.google.cards import draft_card
from plugin.google.drawing import draw_account, draw_blank, draw_event, draw_home, here_of, show_account
from plugin.google.parts import Answered
from plugin.google.pressed import Pressed
from plugin.google.room import Answer, answer, google
from plugin.google.showing import ask_to_connect, blank_answer
from plugin.people import hold
from plugin.web.press import Misunderstood
from workers.relationships.corrections import CorrectionKind
from workers.relationships.flags import FlagKind
from workers.store.decisions import DecisionKind, Surface

SAID = frozenset(
    {
        CorrectionKind.CUSTOMER,
        CorrectionKind.NOT_CUSTOMER,
        CorrectionKind.OURS,
        CorrectionKind.MET,
        CorrectionKind.WRONG,
        CorrectionKind.PLACE,
    }
)


@google.post("/action")
def press() -> Response:
    asked = asked_here()
    if asked.person is None:
        return answer(asked_who())
    asker = asker_by(asked.person)
    known = know(asker) if asker is not None else None
    if known is None:
        return answer(ask_to_connect())
    hold(known.seller)
    return answer(_answer(Pressed(known, here_of(known), asked.event)))


def _answer(pressed: Pressed) -> Answer:
    blank = draw_blank(pressed.known, pressed.here)
    if blank is not None:
        return blank_answer(pressed.known, blank, otherwise=updated)
    do = DOES.get(pressed.value("do"))
    return (do(pressed) if do else None) or _gone(pressed)


def _look(pressed: Pressed) -> Answer:
    known, here = pressed.known, pressed.here
    return updated(draw_event(known, here, pressed.opened) if pressed.event.calendar else draw_home(known, here))


def _open(pressed: Pressed) -> Answer:
    return pushed(draw_account(pressed.known, pressed.here, pressed.account, pressed.opened))


def _draft(pressed: Pressed) -> Answer | None:
    shown = show_account(pressed.known, pressed.here, pressed.account)
    if shown is None or shown.suggestion is None or shown.suggestion.id != pressed.suggestion:
        return None
    return pushed(draft_card(shown, pressed.here))


def _opened(pressed: Pressed) -> Answer | None:
    """The draft has been sent on its way; back to the account."""
    there = keep_opened(pressed.known.seller, pressed.suggestion, pressed.account, surface=Surface.CARD)
    return back(pressed.here.say("card.written")) if there else None


def _decide(pressed: Pressed) -> Answer | None:
    kind, seller = DecisionKind(pressed.value("do")), pressed.known.seller
    if pressed.value("undo"):
        there = forget_decided(seller, kind, pressed.suggestion, pressed.account)
        return _updated(pressed, _undone(pressed)) if there else None
    words = keep_decided(seller, kind, pressed.suggestion, pressed.account, surface=Surface.CARD)
    if not words:
        return None
    undo = pressed.here.press(kind.value, suggestion=pressed.suggestion, account=pressed.account, undo="yes")
    return _updated(pressed, Answered(_sentence(words), undo))


def _say(pressed: Pressed) -> Answer | None:
    kind, account = pressed.value("kind"), pressed.account
    if kind not in SAID or not account:
        return None
    said, value = CorrectionKind(kind), _value_of(pressed)
    if pressed.value("undo"):
        forget_said(said, account, value)
        return _updated(pressed, _undone(pressed))
    if said is CorrectionKind.WRONG and value not in frozenset(FlagKind):
        return None
    try:
        words = keep_said(pressed.known.seller, said, account, value)
    except Misunderstood as problem:
        return noticed(pressed.here.say(str(problem)))
    undo = pressed.here.press("say", kind=kind, account=account, value=value, undo="yes")
    return _updated(pressed, Answered(_sentence(words), undo))


def _value_of(pressed: Pressed) -> str:
    """On the button, or else in the field beside it."""
    told = pressed.value("value")
    if told:
        return told
    if pressed.value("kind") == CorrectionKind.MET:
        day = pressed.event.day("met")
        return day.isoformat() if day else ""
    return (pressed.event.texts("place") or ("",))[0]


def _updated(pressed: Pressed, answered: Answered) -> Answer:
    """The account's card as it stands after the press."""
    known = know(asker_of(pressed.known.seller.id)) or pressed.known
    card = draw_account(known, pressed.here, pressed.account, pressed.opened, answered)
    return updated(card, notice=answered.words)


def _back(_pressed: Pressed) -> Answer:
    return back()


def _gone(pressed: Pressed) -> Answer:
    return noticed(pressed.here.say("answer.gone.heading"))


def _undone(pressed: Pressed) -> Answered:
    return Answered(pressed.here.say("pane.undone"))


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"


Do = Callable[[Pressed], Answer | None]
DOES: Mapping[str, Do] = {
    "look": _look,
    "account": _open,
    "draft": _draft,
    "opened": _opened,
    "later": _decide,
    "not_this": _decide,
    "never_here": _decide,
    "say": _say,
    "preview": visiting.preview,
    "keep": visiting.keep,
    "convert": visiting.convert,
    "state": visiting.state,
    "undo": visiting.undo,
    "back": _back,
}
