"""The calendar feed: suggested visits at an address nobody can guess, for Google Calendar, Outlook and Apple's Calendar to
look at, and where its seller opens, renews and closes it.

Whoever asks is a machine without cookies: the address is the secret, and what is wrong with one is told to nobody.
Caching: https://www.rfc-editor.org/rfc/rfc9111, and If-None-Match: https://www.rfc-editor.org/rfc/rfc9110#section-13.1.2
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from flask import Response, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from plugin.web.guard import LOOPBACK, name_in
from plugin.web.room import mine, office, web
from plugin.web.shelf import Kept, half_hour_here, shelf
from workers.feed import close_feed, feed_url, open_feed, publish
from workers.office import Office

CALENDAR = "text/calendar; charset=utf-8"
QUARTER = 900  # seconds; most readers look less often by themselves
KEPT_BY_THE_READER = f"private, max-age={QUARTER}"
TO_NOBODY = {"Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex, nofollow"}
PRESSES: Mapping[str, Callable[[Office, int], None]] = {
    "open": partial(open_feed, anew=False),
    "renew": partial(open_feed, anew=True),
    "close": close_feed,
}


@dataclass(frozen=True, slots=True)
class Address:
    """`link` asks the seller's own program to subscribe; one that is `here` alone cannot be reached by a vendor's servers."""

    url: str
    link: str
    here: bool


@web.get("/feed/<secret>.ics")
def feed(secret: str) -> ResponseReturnValue:
    known = office().store.whose_feed(secret)
    kept = _calendar(*known) if known else None
    if kept is None:
        return Response("404\n", 404, {**TO_NOBODY, "Cache-Control": "no-store"}, content_type="text/plain")
    if request.if_none_match.contains_weak(kept.tag):
        return Response(status=304, headers=kept.headers)
    return Response(kept.body, headers=kept.headers, content_type=CALENDAR)


@web.post("/feed")
def press_feed() -> ResponseReturnValue:
    press, seller_id = PRESSES.get(request.form.get("feed", "")), mine().id()
    if press is None:
        abort(400)
    if seller_id is None:
        abort(404)
    press(office(), seller_id)
    return redirect(url_for("web.settings", _anchor="feed"), 303)


def address_of_feed() -> Address | None:
    """Where the seller who asks is published, None where that is nowhere."""
    found, settings = mine().feed(), office().settings
    if found is None:
        return None
    url = feed_url(settings, found.secret)
    return Address(url, f"webcal:{url.partition(':')[2]}", name_in(url) in LOOPBACK)


def _calendar(seller_id: int, revision: int) -> Kept | None:
    """Written once for as long as nothing in it can have changed."""
    name = ("feed", seller_id, revision, half_hour_here())
    kept = shelf().find(name)
    if kept is None and (body := publish(office(), seller_id)) is not None:
        kept = _kept(body)
        shelf().keep(name, kept)
    return kept


def _kept(body: bytes) -> Kept:
    """Its name is that of its bytes: the same calendar after a change elsewhere is no news."""
    tag = hashlib.sha256(body).hexdigest()[:32]
    headers = {
        **TO_NOBODY,
        "Cache-Control": KEPT_BY_THE_READER,
        "Content-Disposition": 'inline; filename="kanelbulle.ics"',
        "ETag": f'"{tag}"',
    }
    return Kept(body, tuple(headers.items()), tag)
