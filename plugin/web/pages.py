"""What the seller reads: the accounts, one account, the day-one review. Nothing here changes anything."""

from flask import Response, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from plugin.web.room import is_fragment, language, office, render, today_of, web, year_of
from plugin.web.shelf import serve
from plugin.web.shown import Shown, Told, show, sort_contacts, sort_meetings, tell
from workers.relationships.corrections import Correction
from workers.reviewed import Reviewed
from workers.store import Seller
from workers.words import knows

PICTURED = 12  # flagged accounts shown with their picture
ROWS = 20
MOST_FLAGGED = 200
MOST_TOLD = 200


@web.get("/")
def home() -> ResponseReturnValue:
    return serve(draw_home)


@web.get("/accounts")
def more_accounts() -> ResponseReturnValue:
    start = request.args.get("start", "0")
    if not start.isascii() or not start.isdecimal() or len(start) > 6:
        abort(400)
    return serve(lambda: draw_rows(int(start)))


@web.get("/account/<path:key>")
def account(key: str) -> ResponseReturnValue:
    return serve(lambda: draw_account(key))


@web.get("/review")
def review() -> ResponseReturnValue:
    return serve(draw_review)


@web.get("/calendar")
def calendar() -> ResponseReturnValue:
    return serve(lambda: render("calendar.html", seller=office().store.seller(), page="calendar"))


@web.get("/healthz")
def healthz() -> ResponseReturnValue:
    return Response("alive\n", mimetype="text/plain")


@web.get("/readyz")
def readyz() -> ResponseReturnValue:
    """Raises, and so answers 500, when the database does not."""
    office().store.revision()
    return Response("ready\n", mimetype="text/plain")


@web.get("/favicon.ico")
def favicon() -> ResponseReturnValue:
    return redirect(url_for("web.static", filename="bun.svg"), 301)


def draw_home() -> str:
    store = office().store
    seller = store.seller()
    if seller is None:
        return render("empty.html", seller=None, page="home")
    flagged_count, count = store.flagged_count(), store.account_count()
    flagged = store.accounts(start=0, limit=min(flagged_count, MOST_FLAGGED))
    chosen = [one for one in flagged if one.chosen]
    pictured = [one for one in flagged[:PICTURED] if not one.chosen]
    first = min(flagged_count, PICTURED)
    return render(
        "home.html",
        seller=seller,
        page="home",
        chosen=_shown(chosen, seller),
        flagged=_shown(pictured, seller),
        flagged_count=flagged_count,
        account_count=count,
        rows=_rows(first),
        more=_more(first, count),
        flagged_more=flagged_count > PICTURED,
        review_waits=not store.corrections() and bool(store.to_review(1)),
    )


def draw_rows(start: int) -> str:
    store = office().store
    template = "rows.html" if is_fragment() else "accounts.html"
    more = _more(start, store.account_count())
    return render(template, seller=store.seller(), page="home", rows=_rows(start), more=more, start=start)


def draw_account(key: str, problem: str = "") -> str:
    store = office().store
    reviewed, seller = store.account(key), store.seller()
    if reviewed is None or seller is None:
        abort(404)
    corrections = [one for one in store.corrections() if one.account == key]
    year, tongue = year_of(seller), language()
    shown = show(reviewed, language=tongue, year=year, scale=1.25, corrections=corrections)
    return render(
        "account.html",
        seller=seller,
        page="account",
        shown=shown,
        contacts=sort_contacts(reviewed.relationship),
        meetings=sort_meetings(reviewed.relationship),
        told=[tell(one, reviewed, tongue) for one in corrections],
        today=year.today,
        problem=problem,
    )


def draw_review(problem: str = "", problem_key: str = "") -> str:
    """`problem` names what was wrong with the answer about `problem_key`."""
    store = office().store
    seller = store.seller()
    if seller is None:
        return render("empty.html", seller=None, page="review")
    corrections = store.corrections()
    return render(
        "review.html",
        seller=seller,
        page="review",
        accounts=[show(one, language=language(), corrections=corrections) for one in store.to_review(ROWS)],
        told=_told(corrections),
        today=today_of(seller),
        problem=problem,
        problem_key=problem_key,
    )


def draw_error(code: int) -> str:
    kind = code if knows(f"page.error.{code}.heading", language()) else 500 if code >= 500 else 400
    return render("error.html", seller=None, page="error", code=kind)


def show_error(code: int) -> tuple[str, int]:
    return draw_error(code), code


def _shown(accounts: list[Reviewed], seller: Seller) -> list[Shown]:
    year = year_of(seller)
    return [show(one, language=language(), year=year) for one in accounts]


def _rows(start: int) -> list[Shown]:
    return [show(one, language=language()) for one in office().store.accounts(start=start, limit=ROWS)]


def _more(start: int, count: int) -> int | None:
    """Where the next rows start, when there are any."""
    return start + ROWS if start + ROWS < count else None


def _told(corrections: tuple[Correction, ...]) -> list[Told]:
    latest = sorted(corrections, key=lambda one: one.said_at, reverse=True)[:MOST_TOLD]
    accounts = {key: office().store.account(key) for key in {one.account for one in latest}}
    return [tell(one, accounts[one.account], language()) for one in latest]
