"""What the seller says: presses about accounts and meetings, and which language to speak. Every press is one POST, safe
to repeat. With htmx the pressed piece comes back changed; without it the browser is sent to the page it came from.
"""

from flask import Response, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from plugin.people import my_id
from plugin.web.guard import is_ours
from plugin.web.language import remember_language
from plugin.web.pages import draw_account, draw_review, find_page
from plugin.web.press import Misunderstood, Press, check_value, find_meeting, read_press
from plugin.web.room import is_fragment, language, mine, office, render, today_of, web
from plugin.web.shown import show
from plugin.web.told import tell, tell_of
from workers.correcting import correct, take_back
from workers.relationships.corrections import Correction, CorrectionKind
from workers.store import Seller
from workers.words import LANGUAGES

STANDINGS = frozenset({CorrectionKind.CUSTOMER, CorrectionKind.NOT_CUSTOMER, CorrectionKind.OURS})


@web.post("/answers")
def answer() -> ResponseReturnValue:
    seller, press = mine().seller(), read_press(request.form)
    if seller is None:
        abort(404)
    kind, account, uid = _about(press)
    try:
        value = press.value if press.undo else check_value(press, seller)
    except Misunderstood as problem:
        return _show_problem(press, seller, str(problem)), 422
    said = Correction(kind, account, office().clock(), value, uid)
    if press.undo:
        said = forget_it(said)
    else:
        say_it(said)
    return _show_answered(press, said, seller)


@web.post("/language")
def choose_language() -> ResponseReturnValue:
    chosen, back = request.form.get("language", ""), request.form.get("back", "/")
    if chosen not in LANGUAGES:
        abort(400)
    response = redirect(back if is_ours(back) else "/", 303)
    return remember_language(response, chosen, secure=office().settings.base_url.startswith("https:"))


def _about(press: Press) -> tuple[CorrectionKind, str, str]:
    """The kind, account and uid a press is kept under. Not found: an account we neither have nor have heard of, no such meeting."""
    if press.kind is CorrectionKind.MODALITY:
        kind, uid = find_meeting(press) or abort(404)
        return kind, "", uid
    there = mine().account(press.account) is not None
    said = {one.account for one in mine().corrections()} if press.may_be_gone else set()
    if not there and press.account not in said:
        abort(404)
    if press.kind is CorrectionKind.BAKERY and not press.undo:
        return press.kind, press.account, _town_of(press.account)
    return press.kind, press.account, press.uid


def _town_of(account: str) -> str:
    """The town an account sits in, as bakeries are kept by: a favourite serves all customers of its town."""
    reviewed = mine().account(account)
    return reviewed.place.town.casefold() if reviewed and reviewed.place else ""


def say_it(correction: Correction) -> None:
    for other in _replaced(correction):
        take_back(office(), other.kind, other.account, other.uid, seller_id=my_id())
    correct(office(), correction, seller_id=my_id())


def forget_it(correction: Correction) -> Correction:
    """Forgets it and returns it as it was said; harmless when it is forgotten already."""
    key = (correction.kind, correction.account, correction.uid)
    said = [one for one in mine().corrections() if (one.kind, one.account, one.uid) == key]
    take_back(office(), correction.kind, correction.account, correction.uid, seller_id=my_id())
    return said[0] if said else correction


def _replaced(correction: Correction) -> list[Correction]:
    """A customer is not ours: of the three standings the latest word replaces the others, and so does a bakery."""
    if correction.kind is CorrectionKind.BAKERY:
        others = {CorrectionKind.BAKERY}
    elif correction.kind in STANDINGS:
        others = set(STANDINGS - {correction.kind})
    else:
        return []
    return [one for one in mine().corrections() if one.account == correction.account and one.kind in others]


def _show_problem(press: Press, seller: Seller, problem: str) -> str:
    if press.back != "review":
        return draw_account(press.page, problem, written=press.value)
    if is_fragment():
        return _draw_row(press, None, seller, problem)
    return draw_review(problem, press.account)


def _show_answered(press: Press, said: Correction, seller: Seller) -> ResponseReturnValue:
    if is_fragment() and press.back == "review":
        return _draw_row(press, said, seller)
    key = find_page(press.page, seller) if press.back == "account" else None
    if is_fragment() and key == press.page:
        return draw_account(key, answered=tell(said, seller), undone=press.undo)
    return _go(url_for("web.account", key=key, _anchor=press.row) if key else url_for("web.review"))


def _go(where: str) -> ResponseReturnValue:
    """htmx would follow a redirect and keep the old address: it is told to go there instead."""
    if not is_fragment():
        return redirect(where, 303)
    return Response(status=204, headers={"HX-Redirect": where})


def _draw_row(press: Press, said: Correction | None, seller: Seller, problem: str = "") -> str:
    """The pressed row as it now stands, and a word for those who listen instead of look."""
    reviewed = mine().account(press.account)
    corrections = mine().corrections()
    return render(
        "row_answered.html",
        seller=seller,
        page="review",
        shown=show(reviewed, language=language(), corrections=corrections) if reviewed else None,
        told=tell_of(press.account, corrections, seller),
        answered=tell(said, seller) if said else None,
        undone=press.undo,
        today=today_of(seller),
        problem=problem,
        problem_key=press.account,
    )
