"""What is pressed in the pane about an account or a suggestion: said once, safe to repeat, and taken back by one press.

Each answer is the pane as it then stands.
"""

from flask import abort

from plugin.outlook.asking import Decided, Opened, Said, read
from plugin.outlook.bearer import my_seller
from plugin.outlook.room import outlook
from plugin.outlook.showing import Answered, draw_again
from plugin.web.answers import forget_it, say_it
from plugin.web.decided import tell_decided
from plugin.web.press import Misunderstood, Press, check_value
from plugin.web.room import language, office
from plugin.web.told import tell
from workers.decide import Outcome, decide, look_up, take_back
from workers.relationships.corrections import Correction, CorrectionKind
from workers.store import Seller
from workers.store.decisions import DecisionKind, Surface
from workers.words import say


@outlook.post("/decide")
def decide_in_pane() -> str:
    """Later, not this one, never here."""
    seller, said = my_seller(), read(Decided)
    kind = DecisionKind(said.kind)
    matter = look_up(office(), seller.id, said.suggestion, account=said.account) or abort(404)
    if said.undo:
        take_back(office(), seller.id, said.suggestion, kind, account=said.account)
        return draw_again(seller, said.item, _undone())
    done = decide(office(), seller.id, said.suggestion, kind, surface=Surface.PANE, account=said.account)
    if done is Outcome.UNKNOWN:
        abort(404)
    back = _back(kind=said.kind, account=said.account, suggestion=said.suggestion)
    return draw_again(seller, said.item, Answered(tell_decided(kind, matter, seller).text, "decide", back))


@outlook.post("/opened")
def draft_opened() -> str:
    """The draft has been opened in the seller's own mail: an answer to the suggestion. The draft itself stays there."""
    seller, opened = my_seller(), read(Opened)
    detail = {"where": "pane"}
    done = decide(
        office(),
        seller.id,
        opened.suggestion,
        DecisionKind.DRAFT,
        surface=Surface.PANE,
        detail=detail,
        account=opened.account,
    )
    return "" if done is not Outcome.UNKNOWN else abort(404)


@outlook.post("/say")
def say_in_pane() -> str:
    """What an account is, that people have met, where it sits, that a flag is wrong."""
    seller, said = my_seller(), read(Said)
    kind = CorrectionKind(said.kind)
    uid = said.value if kind is CorrectionKind.WRONG else ""
    correction = Correction(kind, said.account, office().clock(), said.value, uid)
    if said.undo:
        forget_it(correction)
        return draw_again(seller, said.item, _undone())
    return _say(seller, said, correction)


def _say(seller: Seller, said: Said, correction: Correction) -> str:
    try:
        value = check_value(_as_press(correction), seller)
    except Misunderstood as problem:
        return draw_again(seller, said.item, Answered(say(str(problem), language())))
    kept = Correction(correction.kind, correction.account, correction.said_at, value, correction.uid)
    say_it(kept)
    back = _back(kind=said.kind, account=said.account, value=said.value)
    return draw_again(seller, said.item, Answered(tell(kept, seller).text, "say", back))


def _as_press(said: Correction) -> Press:
    return Press(
        kind=said.kind,
        account=said.account,
        value=said.value,
        uid=said.uid,
        meeting="",
        undo=False,
        back="",
        page=said.account,
    )


def _back(**values: str) -> tuple[tuple[str, str], ...]:
    """What takes it back again."""
    return (*((name, value) for name, value in values.items() if value), ("undo", "yes"))


def _undone() -> Answered:
    return Answered(say("pane.undone", language()))
