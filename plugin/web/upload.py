"""A calendar file dropped on the page: read in whole, or refused in one clear line."""

import re

from flask import Response, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from connectors.errors import Unreadable
from connectors.ics import Source
from plugin.people import is_own_computer
from plugin.web.room import is_fragment, language, mine, office, render, web
from workers.calendar_files import OwnerUnknown, SomebodyElses, read_files
from workers.words.strangers import tame
from workers.words.unread import tell_unread, tell_unreadable

MOST_FILES = 20
_ADDRESS = re.compile(r"[^\s@<>\"]{1,64}@[^\s@<>\"]{1,190}\.[^\s@<>\".]{2,63}")

web.add_app_template_filter(tell_unread, "told")


@web.post("/calendar")
def read_calendar() -> ResponseReturnValue:
    if not is_own_computer():
        abort(404)
    files = [file for file in request.files.getlist("calendar") if file.filename][:MOST_FILES]
    owner = request.form.get("owner", "").strip().lower()
    if not files:
        return refuse("none", 422)
    if owner and not _ADDRESS.fullmatch(owner):
        return refuse("owner_odd", 422, owner=owner)
    sources = [Source(tame(file.filename or "", 120), file.stream.read()) for file in files]
    label = ", ".join(source.name for source in sources)
    try:
        read_files(office(), sources, owner=owner, label=tame(label, 200))
    except Unreadable as error:
        return refuse("unreadable", 422, detail=tell_unreadable(error, language()), owner=owner)
    except OwnerUnknown:
        return refuse("owner_unknown", 422, owner=owner)
    except SomebodyElses:
        return refuse("somebody_elses", 422, owner=owner)
    return _go_home()


def refuse(why: str, status: int, *, detail: str = "", owner: str = "") -> ResponseReturnValue:
    """The form again with one line that says what was wrong; `detail` says why a file could not be read."""
    template = "upload.html" if is_fragment() else "calendar.html"
    seller = None if is_fragment() else mine().seller()
    return render(template, seller=seller, page="calendar", problem=why, detail=detail, owner=owner), status


def _go_home() -> Response:
    """htmx follows a redirect itself and would show the page inside the form: it is told to go there instead."""
    if not is_fragment():
        return redirect(url_for("web.home"), 303)  # type: ignore[return-value]  # werkzeug's Response is Flask's here
    response = Response(status=204)
    response.headers["HX-Redirect"] = url_for("web.home")
    return response
