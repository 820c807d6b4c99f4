"""The letter on Monday as it would be written now, for the seller to look at. Its buttons lead nowhere here.

It is drawn in a frame of its own, in which nothing runs, nothing is sent and no other page is opened:
https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Content-Security-Policy/sandbox
"""

from functools import partial

from flask import Response, abort
from flask.typing import ResponseReturnValue

from plugin.web.guard import HEADERS
from plugin.web.room import language, mine, office, render, web
from plugin.web.shelf import HTML
from workers.digest.compose import Composed, compose, idle_links

POLICY = "Content-Security-Policy"
AROUND = f"{HEADERS[POLICY]}; frame-src 'self'"
INSIDE = "; ".join(
    (
        "default-src 'none'",
        "style-src 'unsafe-inline'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'self'",
        "sandbox",
    )
)
HERS_ALONE = {"Cache-Control": "private, no-store"}


@web.get("/letter")
def letter() -> ResponseReturnValue:
    seller = mine().seller()
    if seller is None:
        return render("empty.html", seller=None, page="letter")
    text = render("letter.html", seller=seller, page="letter", letter=_composed())
    return Response(text, headers={POLICY: AROUND, **HERS_ALONE}, content_type=HTML)


@web.get("/letter/drawn")
def drawn_letter() -> ResponseReturnValue:
    composed = _composed()
    if composed is None:
        abort(404)
    return Response(composed.rendered.html, headers={POLICY: INSIDE, **HERS_ALONE}, content_type=HTML)


def _composed() -> Composed | None:
    here, seller_id = office(), mine().id()
    if seller_id is None:
        return None
    return compose(here, seller_id, now=here.clock(), links=partial(idle_links, here.settings), language=language())
