"""What is pressed in the pane about an account or a suggestion: said once, safe to repeat, and taken back by one press.

Each answer is the pane as it then stands.
"""

from flask import abort

from plugin.beside.saying import forget_decided, forget_said, keep_decided, keep_opened, keep_said
from plugin.outlook.asking import Decided, Opened, Said, read
from plugin.outlook.bearer import my_seller
from plugin.outlook.room import outlook
from plugin.outlook.showing import Answered, draw_again
from plugin.web.press import Misunderstood
from plugin.web.room import language
from workers.relationships.corrections import CorrectionKind
from workers.store.decisions import DecisionKind, Surface
from workers.words import say


@outlook.post("/decide")
def decide_in_pane() -> str:
    """Later, not this one, never here."""
    seller, said = my_seller(), read(Decided)
    kind = DecisionKind(said.kind)
    if said.undo:
        there = forget_decided(seller, kind, said.suggestion, said.account)
        return draw_again(seller, said.item, _undone()) if there else abort(404)
    words = keep_decided(seller, kind, said.suggestion, said.account, surface=Surface.PANE)
    back = _back(kind=said.kind, account=said.account, suggestion=said.suggestion)
    return draw_again(seller, said.item, Answered(words, "decide", back)) if words else abort(404)


@outlook.post("/opened")
def draft_opened() -> str:
    """The draft has been opened in the seller's own mail: an answer to the suggestion. The draft itself stays there."""
    seller, opened = my_seller(), read(Opened)
    return "" if keep_opened(seller, opened.suggestion, opened.account, surface=Surface.PANE) else abort(404)


@outlook.post("/say")
def say_in_pane() -> str:
    """What an account is, that people have met, where it sits, that a flag is wrong."""
    seller, said = my_seller(), read(Said)
    kind = CorrectionKind(said.kind)
    if said.undo:
        forget_said(kind, said.account, said.value)
        return draw_again(seller, said.item, _undone())
    try:
        words = keep_said(seller, kind, said.account, said.value)
    except Misunderstood as problem:
        return draw_again(seller, said.item, Answered(say(str(problem), language())))
    back = _back(kind=said.kind, account=said.account, value=said.value)
    return draw_again(seller, said.item, Answered(words, "say", back))


def _back(**values: str) -> tuple[tuple[str, str], ...]:
    """What takes it back again."""
    return (*((name, value) for name, value in values.items() if value), ("undo", "yes"))


def _undone() -> Answered:
    return Answered(say("pane.undone", language()))
