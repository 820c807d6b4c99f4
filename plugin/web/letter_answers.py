"""What the buttons of a letter lead to: a page that says what will be done, and one press that does it.

Mail scanners follow links, so GET changes nothing. A link is the secret itself: no cookie, no script and no sign-in is
needed, and whoever holds it sees what the letter said and no more. One press to stop: https://www.rfc-editor.org/rfc/rfc8058
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from flask import Response, abort, make_response, request
from flask.typing import ResponseReturnValue

from plugin.web.drafting import Drafting, drafting_of, try_drafting
from plugin.web.room import language, office, render, today_of, web
from workers.answers import OF_LETTERS, Answer, AnswerKind, read_answer
from workers.decide import DetailOdd, Outcome, decide, look_up, take_back, wish_letters
from workers.matters import DETAIL, Matter
from workers.store import Seller
from workers.store.decisions import DecisionKind, Surface
from workers.visits.answered import next_monday
from workers.words import say
from workers.words.message import Message, write_message
from workers.words.strangers import tame, tame_facts

ONE_CLICK = ("List-Unsubscribe", "One-Click")
DECISIONS: Mapping[AnswerKind, DecisionKind] = {
    AnswerKind.GO: DecisionKind.DRAFT,
    **{kind: DecisionKind(kind.value) for kind in AnswerKind if kind not in OF_LETTERS | {AnswerKind.GO}},
}
STATES = {Outcome.NEWS: "done", Outcome.ALREADY: "already", Outcome.TOO_EARLY: "early"}
GONE = 410


@dataclass(frozen=True, slots=True)
class Page:
    """`state` is what the page has to say: ask, done, already, undone, early or odd."""

    kind: AnswerKind
    state: str
    facts: Mapping[str, object] = field(default_factory=dict)
    message: Message | None = None
    drafting: Drafting = Drafting()  # noqa: RUF009  # frozen
    problem: str = ""  # why no draft was laid


@web.route("/answer/<token>", methods=["GET", "POST"])
def letter_answer(token: str) -> ResponseReturnValue:
    answer = read_answer(office().settings, token)
    seller = office().store.of(answer.seller_id).seller() if answer else None
    if answer is None or seller is None or not answer.is_for(seller):
        return _private(render("answer_gone.html", seller=None, page="answer", why="old"), GONE)
    if request.method == "POST" and _is_one_click(answer):
        wish_letters(office(), seller.id, wanted=False, week=answer.week)
        return _private(say("answer.stop.done", language()) + "\n", 200, "text/plain; charset=utf-8")
    if answer.kind in OF_LETTERS:
        return _show(_about_letters(answer, seller), seller)
    matter = look_up(office(), seller.id, answer.suggestion)
    if matter is None:
        return _private(render("answer_gone.html", seller=None, page="answer", why="gone"), GONE)
    return _show(_about_suggestion(answer, seller, matter), seller)


def _is_one_click(answer: Answer) -> bool:
    name, value = ONE_CLICK
    return answer.kind is AnswerKind.STOP and request.form.get(name) == value


def _about_letters(answer: Answer, seller: Seller) -> Page:
    wanted = answer.kind is AnswerKind.GO_ON
    if request.method != "POST":
        return Page(answer.kind, "ask" if wanted or seller.letters else "already")
    undo = "undo" in request.form
    outcome = wish_letters(office(), seller.id, wanted=wanted is not undo, week=answer.week)
    return Page(answer.kind, "undone" if undo else "done" if outcome is Outcome.NEWS else "already")


def _about_suggestion(answer: Answer, seller: Seller, matter: Matter) -> Page:
    kind = DECISIONS[answer.kind]
    if request.method != "POST":
        return _page(answer.kind, "already" if kind in matter.standing else "ask", seller, matter)
    if "draft" in request.form and answer.kind is AnswerKind.GO:
        return _lay_draft(answer, seller, matter)
    if "undo" in request.form:
        take_back(office(), seller.id, answer.suggestion, kind)
        state = "undone"
    else:
        state = _press(answer, seller, kind)
    return _page(answer.kind, state, seller, look_up(office(), seller.id, answer.suggestion) or matter)


def _lay_draft(answer: Answer, seller: Seller, matter: Matter) -> Page:
    """In the seller's own mail, which answers the letter as writing does."""
    problem = try_drafting(seller, matter, surface=Surface.LETTER)
    if problem:
        return replace(_page(answer.kind, "ask", seller, matter), problem=problem)
    _press(answer, seller, DecisionKind.DRAFT)
    return _page(answer.kind, "done", seller, matter)


def _press(answer: Answer, seller: Seller, kind: DecisionKind) -> str:
    detail = {DETAIL[kind]: request.form.get("value", "")} if kind in DETAIL else {}
    try:
        outcome = decide(
            office(), seller.id, answer.suggestion, kind, surface=Surface.LETTER, detail=detail, week=answer.week
        )
    except DetailOdd:
        return "odd"
    return STATES.get(outcome) or abort(GONE)  # erased while the page stood open


def _page(kind: AnswerKind, state: str, seller: Seller, matter: Matter) -> Page:
    drafting = drafting_of(seller, matter.suggestion) if kind is AnswerKind.GO else Drafting()
    return Page(kind, state, _facts(kind, seller, matter), _message(kind, matter), drafting)


def _facts(kind: AnswerKind, seller: Seller, matter: Matter) -> dict[str, object]:
    """What the sentences of the page name: the account, the day of the meeting, and what was or would be said."""
    value = matter.standing.get(DECISIONS[kind], "")
    flags = matter.shown.flags if matter.shown else ()
    flag = value if kind is AnswerKind.WRONG else ""
    facts = {
        "name": tame(matter.name, 80),
        "when": _here(matter.start, seller),
        "until": value if kind is AnswerKind.LATER and value else next_monday(today_of(seller)).isoformat(),
        "met": value if kind is AnswerKind.HAVE_MET else "",
        "flag": say(f"review.flag.{flag or flags[0].kind}", language()) if flag or flags else "",
    }
    return tame_facts(facts)


def _here(moment: datetime | None, seller: Seller) -> datetime | None:
    return moment and moment.astimezone(ZoneInfo(seller.zone))


def _message(kind: AnswerKind, matter: Matter) -> Message | None:
    return write_message(matter.shown.draft) if kind is AnswerKind.GO and matter.shown else None


def _show(page: Page, seller: Seller) -> Response:
    today = today_of(seller)
    values = {"answer": page, "facts": page.facts, "today": today, "here": request.path}
    body = render("answer.html", seller=None, page="answer", **values)
    return _private(body, 422 if page.state == "odd" else 200)


def _private(body: str, status: int, content_type: str = "text/html; charset=utf-8") -> Response:
    """Kept by nobody on the way, and found by no search."""
    response = make_response(body, status)
    response.headers.update({"Cache-Control": "no-store", "X-Robots-Tag": "noindex", "Content-Type": content_type})
    return response
