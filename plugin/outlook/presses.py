"""What is pressed in the pane about an account or a suggestion: said once, safe to repeat, and taken back by one press.

Each answer is the pane as it then stands.
"""

from flask import abort

from plugin.outlook.asking import Press, read
from plugin.outlook.bearer import my_seller
from plugin.outlook.room import outlook
from plugin.outlook.showing import Answered, draw_again
from plugin.web.answers import forget_it, say_it
from plugin.web.decided import OFFERED, tell_decided
from plugin.web.press import Misunderstood, check_value
from plugin.web.press import Press as Said
from plugin.web.room import language, office
from plugin.web.told import tell
from workers.decide import Outcome, decide, look_up, take_back
from workers.relationships.corrections import Correction, CorrectionKind
from workers.store import Seller
from workers.store.decisions import DecisionKind, Surface
from workers.words import say

DECISIONS = {kind.value: kind for kind in OFFERED}
CORRECTIONS = {
    kind.value: kind
    for kind in (
        CorrectionKind.CUSTOMER,
        CorrectionKind.NOT_CUSTOMER,
        CorrectionKind.OURS,
        CorrectionKind.MET,
        CorrectionKind.WRONG,
        CorrectionKind.PLACE,
    )
}


@outlook.post("/decide")
def decide_in_pane() -> str:
    """Later, not this one, never here."""
    seller, press = my_seller(), read(Press)
    kind = DECISIONS.get(press.kind) or abort(400)
    matter = look_up(office(), seller.id, press.suggestion, account=press.account) or abort(404)
    if press.undo:
        take_back(office(), seller.id, press.suggestion, kind, account=press.account)
        return draw_again(seller, press.item, _undone())
    done = decide(office(), seller.id, press.suggestion, kind, surface=Surface.PANE, account=press.account)
    if done is Outcome.UNKNOWN:
        abort(404)
    return draw_again(seller, press.item, _answered(tell_decided(kind, matter, seller).text, "decide", press))


@outlook.post("/opened")
def draft_opened() -> str:
    """The draft has been opened in the seller's own mail: an answer to the suggestion. The draft itself stays there."""
    seller, press = my_seller(), read(Press)
    detail = {"where": "pane"}
    done = decide(
        office(),
        seller.id,
        press.suggestion,
        DecisionKind.DRAFT,
        surface=Surface.PANE,
        detail=detail,
        account=press.account,
    )
    return "" if done is not Outcome.UNKNOWN else abort(404)


@outlook.post("/say")
def say_in_pane() -> str:
    """What an account is, that people have met, where it sits, that a flag is wrong."""
    seller, press = my_seller(), read(Press)
    kind = CORRECTIONS.get(press.kind) or abort(400)
    if not press.account:
        abort(400)
    uid = press.value if kind is CorrectionKind.WRONG else ""
    said = Correction(kind, press.account, office().clock(), press.value, uid)
    if press.undo:
        forget_it(said)
        return draw_again(seller, press.item, _undone())
    return _say(seller, press, said)


def _say(seller: Seller, press: Press, said: Correction) -> str:
    try:
        value = check_value(_as_said(said), seller)
    except Misunderstood as problem:
        return draw_again(seller, press.item, Answered(say(str(problem), language())))
    kept = Correction(said.kind, said.account, said.said_at, value, said.uid)
    say_it(kept)
    return draw_again(seller, press.item, _answered(tell(kept, seller).text, "say", press))


def _as_said(said: Correction) -> Said:
    return Said(
        kind=said.kind,
        account=said.account,
        value=said.value,
        uid=said.uid,
        meeting="",
        undo=False,
        back="",
        page=said.account,
    )


def _answered(text: str, path: str, press: Press) -> Answered:
    values = {
        "kind": press.kind,
        "account": press.account,
        "suggestion": press.suggestion,
        "value": press.value,
        "undo": "yes",
    }
    return Answered(text, path, tuple((name, value) for name, value in values.items() if value))


def _undone() -> Answered:
    return Answered(say("pane.undone", language()))
