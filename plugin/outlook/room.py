"""What every module of the pane shares: its blueprint, and what a browser may do with its answers.

The pane is a page inside Outlook's: https://learn.microsoft.com/office/dev/add-ins/concepts/privacy-and-security, and
no cookie of ours comes with it. CSP: https://www.w3.org/TR/CSP3/
"""

from functools import partial
from typing import Any

from flask import Blueprint, Response, current_app, g, make_response, render_template, request
from werkzeug.exceptions import HTTPException

from plugin.web.language import language_asked_for
from plugin.web.room import office, speak, zone_of
from workers.store import Seller
from workers.words import LANGUAGES, say

OFFICE_JS = "https://appsforoffice.microsoft.com"
AJAX = (
    "https://ajax.aspnetcdn.com"  # office.js in a browser loads MicrosoftAjax.js from there, and does not start without
)
MOST = 1_000_000  # bytes anybody may send us here

outlook = Blueprint(
    "outlook",
    __name__,
    url_prefix="/outlook",
    template_folder="templates",
    static_folder="static",
    static_url_path="/static",
)


@outlook.errorhandler(HTTPException)
def tell_error(error: HTTPException) -> Response:
    """A status and a line: the pane has words of its own for what a seller should read."""
    if error.response is not None:
        return make_response(error.response)
    return Response(f"{error.name}\n", error.code, mimetype="text/plain")


@outlook.before_request
def prepare() -> None:
    """Outlook's language is asked for with each request; a cookie chosen elsewhere says nothing here."""
    request.max_content_length = MOST
    g.language = language_asked_for(request)


@outlook.after_request
def protect(response: Response) -> Response:
    """The frames are Outlook's; scripts are ours and the vendor's."""
    if response.mimetype == "text/html":
        response.headers["Content-Security-Policy"] = _policy()
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin" if _is_picture(response) else "same-origin"
    response.headers.setdefault("Cache-Control", "no-store")
    return response


def render(template: str, *, seller: Seller | None = None, **values: Any) -> str:
    """A piece of the pane in Outlook's language, its times in the seller's zone."""
    tongue = g.language
    return render_template(
        f"outlook/{template}",
        say=lambda key, **facts: say(key, tongue, **facts),
        speak=partial(speak, tongue=tongue),
        language=tongue,
        local=lambda moment: moment.astimezone(zone_of(seller)) if seller else moment,
        languages=LANGUAGES,
        words=lambda other, key: say(key, other),
        build=current_app.extensions["build"],
        **values,
    )


def _policy() -> str:
    frames, ours = office().settings.pane_frames, office().settings.microsoft
    vendor = ours.authority if ours else ""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'self' {OFFICE_JS} {AJAX}",
            "style-src 'self'",
            "img-src 'self' data:",
            f"connect-src 'self' {vendor}".strip(),
            "form-action 'none'",
            "base-uri 'none'",
            f"frame-ancestors {' '.join(frames) or chr(39) + 'none' + chr(39)}",
        )
    )


def _is_picture(response: Response) -> bool:
    """Outlook itself shows the icons."""
    return (response.mimetype or "").startswith("image/")
