"""Everything a seller sets, in one place and each thing once: the calendar, the letter, the journeys, the private address."""

from collections.abc import Iterator
from dataclasses import replace

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from connectors.routing.geocoder import NotFound, Sought, Unknown
from plugin.people import is_own_computer, my_id
from plugin.web.connection import Connection, connection_of
from plugin.web.feed import address_of_feed
from plugin.web.hindrances import ask_leave, private
from plugin.web.room import language, mine, office, render, web
from plugin.web.travel_form import Problems, fill_travel_form, read_travel_form
from workers.calendars import WRITABLE
from workers.decide import wish_letters
from workers.digest.choose import PATIENCE
from workers.leaving import take_grant_back
from workers.store import Seller
from workers.travel_wishes import set_travel, travel_wishes
from workers.visits.travel_rules import TravelWishes

PARTS = frozenset({"travel", "letter", "access"})
WANTED = {"on": True, "off": False}


@web.get("/settings")
def settings() -> ResponseReturnValue:
    saved = request.args.get("saved", "")
    return private(draw_settings(saved=saved if saved in PARTS else ""))


def draw_settings(
    *, saved: str = "", written: MultiDict[str, str] | None = None, problems: dict[str, str] | None = None
) -> str:
    """`saved` is the part just changed; `written` a form that came back with `problems`, field by field."""
    seller = mine().seller()
    if seller is None:
        return render("empty.html", seller=None, page="settings")
    box, here = mine().mailbox(), url_for("web.settings")
    connection = connection_of(box, back=here) if box else None
    form = written if written is not None else fill_travel_form(travel_wishes(office(), seller_id=my_id()), language())
    return render(
        "settings.html",
        seller=seller,
        page="settings",
        saved=saved,
        connection=connection,
        letter=_letter(seller, connection),
        silence=mine().silence(),
        ask_send=ask_leave("send", back=here) if connection and connection.way_in else "",
        feed=address_of_feed(),
        form=form,
        problems=problems or {},
        here=here,
    )


@web.post("/trips/settings")
def save_travel() -> ResponseReturnValue:
    """How the seller wants to travel: kept, and every visit planned anew."""
    seller = _seller()
    read = read_travel_form(request.form, before=travel_wishes(office(), seller_id=my_id()).rules)
    problems = dict(read.of) if isinstance(read, Problems) else dict(_unknown_places(read, seller))
    if problems or isinstance(read, Problems):
        return private(draw_settings(written=request.form, problems=problems), 422)
    set_travel(office(), read, seller_id=my_id())
    return _back("travel")


@web.post("/settings/letter")
def save_letter() -> ResponseReturnValue:
    """Whoever wants letters again has thereby answered the last one, after which we had fallen silent."""
    wanted, seller = WANTED.get(request.form.get("letter", "")), _seller()
    if wanted is None:
        abort(400)
    wish_letters(office(), seller.id, wanted=wanted, week=mine().last_letter() if wanted else 0)
    return _back("letter")


@web.post("/settings/access")
def end_access() -> ResponseReturnValue:
    seller = _seller()
    if request.form.get("access") != "end":
        abort(400)
    take_grant_back(replace(office(), hurried=True), seller.id)
    return _back("access")


def _seller() -> Seller:
    return mine().seller() or abort(404)


def _back(part: str) -> ResponseReturnValue:
    return redirect(url_for("web.settings", saved=part, _anchor=part), 303)


def _letter(seller: Seller, connection: Connection | None) -> str:
    """How it stands with the letter on Mondays, as a key of the words."""
    if is_own_computer():
        return "own_computer"
    if not seller.letters:
        return "off"
    if connection and connection.in_trouble:
        return "paused"
    by_own_mail = connection is not None and connection.provider in WRITABLE
    if office().settings.smtp is None and not (connection and connection.leave.get("send")):
        return "ask" if by_own_mail and connection and connection.way_in else "no_way"
    return "quiet" if mine().silence() > PATIENCE else "on"


def _unknown_places(wishes: TravelWishes, seller: Seller) -> Iterator[tuple[str, str]]:
    """Places nobody could travel from."""
    here = office().roads.country(wishes.office, wishes.home, zone=seller.zone)
    for name, text in (("office", wishes.office), ("home", wishes.home)):
        found = office().roads.places.find(Sought(text=text, here=here)) if text else None
        if isinstance(found, NotFound):
            yield name, f"page.travel.odd.{'ambiguous' if found.why is Unknown.AMBIGUOUS else 'not_found'}"
