"""What every module of the page shares: its blueprint, the office behind it, and how a template is spoken."""

import hashlib
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, cast
from zoneinfo import ZoneInfo

from flask import Blueprint, Flask, current_app, g, render_template, request

from plugin.people import is_own_computer, my_sight
from plugin.web.language import other_than
from plugin.web.marks import Year
from plugin.web.signs import alone
from plugin.web.timeline import glyph, legend
from workers.grants import ways_in
from workers.office import Office
from workers.relationships.accounts import AccountBook, build_book
from workers.relationships.reasons import Reason
from workers.store import Seller, Sight
from workers.words import say, strangers
from workers.words.strangers import tame

HERE = Path(__file__).parent
WORDS = HERE.parents[1] / "workers" / "words"

PLACE_SOURCES = frozenset({"seller", "earlier_visit", "meeting", "crm", "phone"})  # those the words know

web = Blueprint("web", __name__, template_folder="templates", static_folder="static", static_url_path="/static")


def furnish(app: Flask) -> None:
    app.extensions["build"] = _build()
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters["tame"] = tame
    app.jinja_env.globals["glyph"] = glyph
    app.jinja_env.globals["alone"] = alone
    app.jinja_env.globals["place_sources"] = PLACE_SOURCES


def office() -> Office:
    return cast(Office, current_app.extensions["office"])


def mine() -> Sight:
    """What whoever asks may see."""
    return my_sight()


def language() -> str:
    return cast(str, g.language)


def speak(reason: Reason, tongue: str) -> str:
    """A reason as a sentence, with strangers' words in it tamed."""
    return strangers.speak(reason, tongue)


def is_fragment() -> bool:
    """htmx asks for a piece of a page, unless it restores its history."""
    return "HX-Request" in request.headers and "HX-History-Restore-Request" not in request.headers


def zone_of(seller: Seller) -> ZoneInfo:
    return ZoneInfo(seller.zone)


def today_of(seller: Seller) -> date:
    return office().clock().astimezone(zone_of(seller)).date()


def year_of(seller: Seller) -> Year:
    return Year(today_of(seller), zone_of(seller))


def book_of(seller: Seller) -> AccountBook:
    """Everything said about accounts: which belong together, and what they are called."""
    return build_book(seller.crm, mine().corrections())


def render(template: str, *, seller: Seller | None, **values: Any) -> str:
    tongue = language()
    return render_template(
        template,
        say=lambda key, **facts: say(key, tongue, **facts),
        speak=partial(speak, tongue=tongue),
        language=tongue,
        other_language=other_than(tongue),
        legend=legend(tongue),
        local=lambda moment: moment.astimezone(zone_of(seller)) if seller else moment,
        seller=seller,
        old=_old(seller),
        waiting=is_waiting(seller),
        build=current_app.extensions["build"],
        limit=office().settings.calendar_limit,
        own_computer=is_own_computer(),
        vendors=ways_in(office().settings),
        **{"here": request.full_path.rstrip("?") if request.method == "GET" else "/", **values},
    )


def is_waiting(seller: Seller | None) -> bool:
    """Whether the seller's calendar has never been read to its end; until then nothing can be said of it."""
    return seller is not None and not seller.counts


def _old(seller: Seller | None) -> str:
    """How it is said that the calendar was last read before today: a file can be read in again, a mailbox reads itself."""
    if seller is None or is_waiting(seller) or seller.read_at.astimezone(zone_of(seller)).date() >= today_of(seller):
        return ""
    return "old" if is_own_computer() else "old_here"


def _build() -> str:
    """Changes with every change of code, template, style or word here, so that no browser keeps an old one."""
    digest = hashlib.sha256()
    for file in sorted([*HERE.rglob("*.*"), *WORDS.glob("*.*")]):
        if file.is_file() and "__pycache__" not in file.parts:
            digest.update(file.read_bytes())
    return digest.hexdigest()[:12]
