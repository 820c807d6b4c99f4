"""What is read, what is kept and who sees it, for everybody to read; and what is kept of whoever asks, to take along."""

import json

from flask import Response, abort
from flask.typing import ResponseReturnValue

from plugin.people import asking
from plugin.web.hindrances import private
from plugin.web.kept import list_kept
from plugin.web.promises import promises_of
from plugin.web.room import mine, office, render, web
from plugin.web.shelf import HTML
from workers.leaving import export_seller

FOR_EVERYBODY = {"Cache-Control": "private, no-cache", "Vary": "Accept-Language, Cookie"}
FILE = 'attachment; filename="kanelbulle.json"'


@web.get("/privacy")
def privacy() -> ResponseReturnValue:
    seller = asking()
    tables = mine().kept() if seller else {}
    text = render(
        "privacy.html",
        seller=seller,
        page="privacy",
        told=promises_of(office().settings, mine().tenant() if seller else None),
        kept=list_kept(tables),
        rows=sum(tables.values()),
    )
    return private(text) if seller else Response(text, headers=FOR_EVERYBODY, content_type=HTML)


@web.post("/privacy/export")
def take_along() -> ResponseReturnValue:
    """A press and no link: nothing that follows links by itself fetches somebody's calendar."""
    seller_id = mine().id()
    if seller_id is None:
        abort(404)
    text = json.dumps(export_seller(office(), seller_id), indent=1)  # in ASCII, whatever somebody wrote
    headers = {"Content-Disposition": FILE, "Cache-Control": "no-store"}
    return Response(text, headers=headers, content_type="application/json")
