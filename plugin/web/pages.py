"""What the seller reads: the accounts, one account, the day-one review. Nothing here changes anything."""

from flask import Response, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from plugin.people import is_own_computer
from plugin.web.decided import Decided, list_decided
from plugin.web.drafting import drafting_of
from plugin.web.meetings import list_meetings
from plugin.web.room import book_of, is_fragment, is_waiting, language, mine, office, render, today_of, web, year_of
from plugin.web.shelf import serve
from plugin.web.shown import Shown, show, sort_contacts
from plugin.web.told import Told, tell_all, tell_of
from plugin.web.visits import is_convertible, list_visits
from workers.letters import WHYS
from workers.relationships.accounts import Account
from workers.relationships.corrections import OF_MEETINGS, CorrectionKind
from workers.reviewed import Reviewed
from workers.store import Seller
from workers.store.mailboxes import Mailbox, MailboxState
from workers.store.moments import week_of
from workers.words import knows

PICTURED = 12  # flagged accounts shown with their picture
ROWS = 20
MOST_FLAGGED = 200
OTHERS = 100  # accounts offered to be merged with
GONE = frozenset({CorrectionKind.NOT_CUSTOMER, CorrectionKind.OURS})


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
    if not is_own_computer():
        abort(404)
    return serve(lambda: render("calendar.html", seller=mine().seller(), page="calendar"))


@web.get("/healthz")
def healthz() -> ResponseReturnValue:
    return Response("alive\n", mimetype="text/plain")


@web.get("/readyz")
def readyz() -> ResponseReturnValue:
    """Raises, and so answers 500, when the database or the queue does not."""
    office().store.answers()
    if (queue := office().queue) is not None:
        queue.answers()
    return Response("ready\n", mimetype="text/plain")


@web.get("/favicon.ico")
def favicon() -> ResponseReturnValue:
    return redirect(url_for("web.static", filename="bun.svg"), 301)


def draw_home() -> str:
    store = mine()
    seller = store.seller()
    if seller is None:
        return render("empty.html", seller=None, page="home")
    mailbox = _worth_telling(store.mailbox())
    if mailbox and is_waiting(seller):
        return render("waiting.html", seller=seller, mailbox=mailbox, page="home")
    flagged_count, count = store.flagged_count(), store.account_count()
    flagged = store.accounts(start=0, limit=min(flagged_count, MOST_FLAGGED))
    chosen = [one for one in flagged if one.chosen]
    pictured = [one for one in flagged[:PICTURED] if not one.chosen]
    first = min(flagged_count, PICTURED)
    return render(
        "home.html",
        seller=seller,
        mailbox=mailbox,
        unsent=_unsent_letter(seller),
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


def _worth_telling(mailbox: Mailbox | None) -> Mailbox | None:
    """A mailbox that is in step is nothing to speak of."""
    return None if mailbox is None or mailbox.state is MailboxState.IN_STEP else mailbox


def _unsent_letter(seller: Seller) -> str:
    """Why the letter of this week could not be sent, as a key of the words; empty where there is nothing to tell."""
    letter = mine().letter(week_of(today_of(seller)))
    return letter.why if letter and letter.failed_at and letter.why in WHYS else ""


def draw_rows(start: int) -> str:
    store = mine()
    template = "rows.html" if is_fragment() else "accounts.html"
    more = _more(start, store.account_count())
    return render(template, seller=store.seller(), page="home", rows=_rows(start), more=more, start=start)


def draw_account(
    key: str, problem: str = "", *, written: str = "", answered: Told | Decided | None = None, undone: bool = False
) -> str:
    """`problem` names what was wrong with the answer `written`; `answered` is what has just been said, or `undone`."""
    store = mine()
    reviewed, seller = store.account(key), store.seller()
    if seller is None:
        abort(404)
    if reviewed is None:
        abort(_lead_on(key, seller))
    corrections = store.corrections()
    year, tongue = year_of(seller), language()
    visits, suggestion = list_visits(key, seller), reviewed.suggestion.id if reviewed.suggestion else ""
    corrected = {one.uid for one in corrections if one.kind in OF_MEETINGS}
    return render(
        "account.html",
        seller=seller,
        page="account",
        shown=show(reviewed, language=tongue, year=year, scale=1.25, corrections=corrections),
        bakery=reviewed.relationship.account.bakery,
        contacts=sort_contacts(reviewed.relationship),
        meetings=list_meetings(reviewed.relationship, corrected, tongue),
        others=_others(key),
        told=tell_of(key, corrections, seller),
        decided=list_decided(reviewed.relationship, seller),
        visits=visits,
        convertible=is_convertible(suggestion, visits, mine().mailbox()),
        drafting=drafting_of(seller, suggestion, back=url_for("web.account", key=key)),
        today=year.today,
        problem=problem,
        written=written,
        answered=answered,
        undone=undone,
    )


def find_page(key: str, seller: Seller) -> str | None:
    """The key of the account whose page tells of this one: itself, or the one it belongs to."""
    head = book_of(seller).belongs(key)
    return next((one for one in (key, head) if mine().account(one)), None)


def _lead_on(key: str, seller: Seller) -> Response | int:
    """From an account without a page to where it is told of: the one it belongs to, or what the seller said of it."""
    head = find_page(key, seller)
    if head:
        return _redirect(url_for("web.account", key=head))
    gone = any(one.account == key and one.kind in GONE for one in mine().corrections())
    return _redirect(url_for("web.review", _anchor="told")) if gone else 404


def _redirect(where: str) -> Response:
    return redirect(where, Response=Response)  # type: ignore[return-value]  # it makes the class it is given


def _others(key: str) -> list[Account]:
    """Accounts to choose among, by name."""
    accounts = [one.relationship.account for one in mine().accounts(start=0, limit=OTHERS + 1)]
    return sorted((one for one in accounts if one.key != key), key=lambda one: (one.name.casefold(), one.key))[:OTHERS]


def draw_review(problem: str = "", problem_key: str = "") -> str:
    """`problem` names what was wrong with the answer about `problem_key`."""
    store = mine()
    seller = store.seller()
    if seller is None:
        return render("empty.html", seller=None, page="review")
    corrections = store.corrections()
    return render(
        "review.html",
        seller=seller,
        page="review",
        accounts=[show(one, language=language(), corrections=corrections) for one in store.to_review(ROWS)],
        told=tell_all(corrections, seller),
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
    return [show(one, language=language()) for one in mine().accounts(start=start, limit=ROWS)]


def _more(start: int, count: int) -> int | None:
    """Where the next rows start, when there are any."""
    return start + ROWS if start + ROWS < count else None
