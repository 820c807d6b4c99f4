"""What the seller says: presses about accounts, and which language to speak. Every press is one POST, safe to repeat.

With htmx the pressed piece comes back changed; without it the browser is sent to the page it came from.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from plugin.web.language import remember_language
from plugin.web.pages import draw_account, draw_review
from plugin.web.room import is_fragment, language, office, render, today_of, web
from plugin.web.shown import show, tell
from plugin.web.strangers import tame
from workers.relationships.corrections import Correction, CorrectionKind
from workers.relationships.flags import FlagKind
from workers.review import correct, take_back
from workers.store import Seller
from workers.words import LANGUAGES

ANSWERS = frozenset(CorrectionKind) - {CorrectionKind.ALIAS, CorrectionKind.MODALITY}
STANDINGS = frozenset({CorrectionKind.CUSTOMER, CorrectionKind.NOT_CUSTOMER, CorrectionKind.OURS})
LONGEST_PLACE = 200
EARLIEST = date(1990, 1, 1)


class Misunderstood(Exception):
    """The value makes no sense; the text is the word that says so."""


@dataclass(frozen=True, slots=True)
class Press:
    kind: CorrectionKind
    account: str
    value: str
    uid: str
    undo: bool
    back: str


@web.post("/answers")
def answer() -> ResponseReturnValue:
    seller = office().store.seller()
    press = _read_press(request.form)
    if seller is None or not _is_known(press):
        abort(404)
    try:
        said = _carry_out(press, seller)
    except Misunderstood as problem:
        return _show_problem(press, str(problem)), 422
    if is_fragment() and press.back == "review":
        return _draw_row(press, said, seller)
    return redirect(_where_to(press), 303)


@web.post("/language")
def choose_language() -> ResponseReturnValue:
    chosen, back = request.form.get("language", ""), request.form.get("back", "/")
    if chosen not in LANGUAGES:
        abort(400)
    response = redirect(back if _is_ours(back) else "/", 303)
    return remember_language(response, chosen, secure=office().settings.base_url.startswith("https:"))


def _read_press(form: Mapping[str, str]) -> Press:
    undo, kind, value = form.get("undo", ""), form.get("kind", ""), form.get("value", "").strip()
    if undo not in frozenset(CorrectionKind) if undo else kind not in ANSWERS:
        abort(400)
    return Press(
        kind=CorrectionKind(undo or kind),
        account=form.get("account", ""),
        value=value,
        uid=value if kind == CorrectionKind.WRONG and not undo else form.get("uid", ""),  # one word for each flag
        undo=bool(undo),
        back=form.get("back", ""),
    )


def _is_known(press: Press) -> bool:
    """An account we have, or one we no longer show because of what was said of it."""
    said = (one.account for one in office().store.corrections())
    return office().store.account(press.account) is not None or press.account in said


def _carry_out(press: Press, seller: Seller) -> Correction:
    correction = Correction(
        kind=press.kind,
        account=press.account,
        said_at=office().clock(),
        value=press.value if press.undo else _checked(press, seller),
        uid=press.uid,
    )
    if press.undo:
        return _take_back(correction)
    for other in _replaced(correction):
        take_back(office(), other.kind, other.account)
    correct(office(), correction)
    return correction


def _take_back(correction: Correction) -> Correction:
    """Forgets it and returns it as it was said; harmless when it is forgotten already."""
    key = (correction.kind, correction.account, correction.uid)
    said = [one for one in office().store.corrections() if (one.kind, one.account, one.uid) == key]
    take_back(office(), correction.kind, correction.account, correction.uid)
    return said[0] if said else correction


def _replaced(correction: Correction) -> list[Correction]:
    """A customer is not ours: of the three standings the latest word replaces the others."""
    if correction.kind not in STANDINGS:
        return []
    others = STANDINGS - {correction.kind}
    return [one for one in office().store.corrections() if one.account == correction.account and one.kind in others]


def _checked(press: Press, seller: Seller) -> str:
    if press.kind is CorrectionKind.MET:
        return _checked_date(press.value, today_of(seller))
    if press.kind is CorrectionKind.PLACE:
        place = tame(press.value, LONGEST_PLACE + 1)
        if not 1 < len(place) <= LONGEST_PLACE:
            raise Misunderstood("review.place_odd")
        return place
    if press.kind is CorrectionKind.WRONG:
        return press.value if press.value in frozenset(FlagKind) else abort(400)
    return ""


def _checked_date(text: str, today: date) -> str:
    try:
        met = date.fromisoformat(text)
    except ValueError:
        raise Misunderstood("review.date_odd") from None
    if not EARLIEST <= met <= today:
        raise Misunderstood("review.date_odd")
    return met.isoformat()


def _show_problem(press: Press, problem: str) -> str:
    if is_fragment() and press.back == "review":
        return _draw_row(press, None, office().store.seller(), problem)
    if press.back == "review":
        return draw_review(problem, press.account)
    return draw_account(press.account, problem)


def _draw_row(press: Press, said: Correction | None, seller: Seller | None, problem: str = "") -> str:
    """The pressed row as it now stands, and a word for those who listen instead of look."""
    store, tongue = office().store, language()
    reviewed = store.account(press.account)
    corrections = [one for one in store.corrections() if one.account == press.account]
    return render(
        "row_answered.html",
        seller=seller,
        page="review",
        shown=show(reviewed, language=tongue, corrections=corrections) if reviewed else None,
        told=[tell(one, reviewed, tongue) for one in corrections],
        status=tell(said, reviewed, tongue) if said else None,
        undone=press.undo,
        today=today_of(seller) if seller else None,
        problem=problem,
        problem_key=press.account,
        key=press.account,
    )


def _where_to(press: Press) -> str:
    if press.back == "account" and office().store.account(press.account) is not None:
        return url_for("web.account", key=press.account)
    return url_for("web.review")


def _is_ours(path: str) -> bool:
    """A path on this site and nothing a browser could take for another one."""
    parts = urlsplit(path)
    plain = path.isprintable() and "\\" not in path and not path.startswith("//")
    return plain and path.startswith("/") and not parts.scheme and not parts.netloc
