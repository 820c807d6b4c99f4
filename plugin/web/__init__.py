"""The seller's page: server-rendered, in Swedish and English, with nothing from any other host."""

import logging
from traceback import format_tb

from flask import Flask, Response, abort, g, make_response, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException, InternalServerError, MethodNotAllowed, RequestEntityTooLarge

from plugin.web import (
    answers,
    converting,
    decisions,
    drafting,
    erasing,
    feed,
    letter,
    letter_answers,
    pages,
    privacy,
    settings,
    signin,
    signin_google,
    signin_microsoft,
    trips,
    upload,
)
from plugin.web.guard import is_known_host, is_own_press, protect
from plugin.web.language import language_of
from plugin.web.room import furnish, office, web
from plugin.web.shelf import put_up_shelf

__all__ = [
    "add_pages",
    "answers",
    "converting",
    "decisions",
    "drafting",
    "erasing",
    "feed",
    "letter",
    "letter_answers",
    "pages",
    "privacy",
    "settings",
    "signin",
    "signin_google",
    "signin_microsoft",
    "trips",
    "upload",
]

UNGUARDED = frozenset(
    {"web.healthz", "web.readyz", "metrics.show", "hooks.microsoft", "hooks.google"}
)  # asked for by machines, under whatever name they know
BESIDE_CALENDARS = ("outlook.", "google.")  # no cookie is believed there, so no other site can press for the seller
BY_LINK = frozenset({"web.letter_answer"})  # the link is the secret, and a mail provider may press for the seller
log = logging.getLogger(__name__)


def add_pages(app: Flask) -> None:
    furnish(app)
    put_up_shelf(app)
    app.register_blueprint(web)
    app.before_request(_admit)
    app.after_request(protect)
    app.after_request(_note)
    app.register_error_handler(HTTPException, _show_error)
    app.register_error_handler(Exception, _show_fault)


def _admit() -> None:
    g.language = language_of(request)
    if request.endpoint in UNGUARDED:
        return
    base_url = office().settings.base_url
    if not is_known_host(request, base_url):
        abort(400)
    if not _is_proof_enough(request.endpoint) and not is_own_press(request, base_url):
        abort(403)


def _is_proof_enough(endpoint: str | None) -> bool:
    """Whether what comes with a press is known to nobody but the seller; or there is nothing to press."""
    return endpoint is None or endpoint in BY_LINK or endpoint.startswith(BESIDE_CALENDARS)


def _note(response: Response) -> Response:
    """Which page was asked for and what became of it; whose it was and what about stays out."""
    log.info("%s %s %d", request.method, request.endpoint or "-", response.status_code)
    return response


def _show_error(error: HTTPException) -> ResponseReturnValue:
    if error.response is not None or error.code is None or error.code < 400:
        return error  # a redirect of the router's
    if isinstance(error, RequestEntityTooLarge) and request.endpoint == "web.read_calendar":
        return upload.refuse("too_large", 413)
    shown = make_response(pages.show_error(error.code))
    if isinstance(error, MethodNotAllowed):
        shown.allow.update(error.valid_methods or ())
    return shown


def _show_fault(error: Exception) -> ResponseReturnValue:
    note_fault(error)
    return _show_error(InternalServerError())


def note_fault(error: Exception) -> None:
    """Only where it broke goes to the log: what it was about may be somebody's words."""
    log.error("a page broke with %s\n%s", type(error).__name__, "".join(format_tb(error.__traceback__)))
