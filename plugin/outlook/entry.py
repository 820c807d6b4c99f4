"""The pane's page before anything is known: the same for everybody, so that it stands before Outlook has told who is there.

And the way in where Outlook gives no token: a window in which one signs in as on the page, and which then hands the pane a
code. The code is good for a minute, and only together with a word that never left the pane (as in RFC 7636).
https://learn.microsoft.com/office/dev/add-ins/develop/dialog-api-in-office-add-ins
"""

import json
from base64 import urlsafe_b64encode
from hashlib import sha256
from hmac import compare_digest
from pathlib import Path

from flask import Response, abort, current_app, jsonify, make_response, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from connectors.microsoft.identity import SCOPE
from plugin.outlook.answering import Token, answer
from plugin.outlook.asking import Code, read
from plugin.outlook.room import OFFICE_JS, outlook, render
from plugin.people import is_own_computer, signed_in
from plugin.web.room import office
from workers.links import LASTS, Purpose, read_signed, sign

SHORT = 43  # letters of a SHA-256 in base64url
CHALLENGE = "pane"  # the session's name for it
AN_HOUR = "public, max-age=3600"
OFFICE = f"{OFFICE_JS}/lib/1/hosted/office.js"
STATIC = Path(__file__).parent / "static"
ALONE = ("vendor/msal-nested.es2015.min.js", "item.js", "nested.js", "events.js")


@outlook.get("/pane")
def pane() -> Response:
    """Whoever asks: what is in it stands in every seller's pane."""
    return _public(render("pane.html", office_js=OFFICE, told=_told()))


@outlook.get("/events")
def events() -> Response:
    """Where Outlook runs what happens without the pane: nothing is shown there."""
    return _public(render("events.html", office_js=OFFICE, told=_told()))


@outlook.get("/events.js")
def events_alone() -> Response:
    """All of it in one script, for classic Outlook on Windows, which runs it without a page and loads nothing beside it.
    https://learn.microsoft.com/office/dev/add-ins/testing/runtimes"""
    told = {**_told(), "here": f"{office().settings.base_url}/outlook"}
    said = f"var kanelbulle = {{ told: {json.dumps(told)} }};"
    scripts = [(STATIC / name).read_text() for name in ALONE]
    response = Response("\n".join((said, *scripts)), mimetype="text/javascript")
    response.headers["Cache-Control"] = AN_HOUR
    return response


def allowed_scripts() -> Response:
    """Outlook on Windows asks here whether its runtime may ask us anything.
    https://learn.microsoft.com/office/dev/add-ins/outlook/use-sso-in-event-based-activation"""
    return jsonify(allowed=[f"{office().settings.base_url}/outlook/events.js"])


def _told() -> dict[str, str]:
    """What the scripts must know, as attributes of the page."""
    ours = office().settings.microsoft
    return {
        "here": "/outlook",
        "client": ours.client_id if ours else "",
        "authority": f"{ours.authority}/{ours.tenant_id or 'organizations'}" if ours else "",
        "scope": f"api://{ours.client_id}/{SCOPE}" if ours else "",
        "msal": url_for("outlook.static", filename="vendor/msal-browser.min.js", v=current_app.extensions["build"]),
    }


@outlook.get("/signin")
def sign_in_window() -> ResponseReturnValue:
    """In a window of its own, with cookies: on to the vendor, or straight back for who is signed in already."""
    challenge = request.args.get("challenge", "")
    if is_own_computer() or len(challenge) != SHORT or not challenge.isascii():
        abort(404)
    session[CHALLENGE] = challenge
    done = url_for("outlook.signed_in_window")
    if signed_in() is not None and request.args.get("anew") != "yes":
        return redirect(done, 303)
    return redirect(url_for("web.signin_microsoft", back=done), 303)


@outlook.get("/signed-in")
def signed_in_window() -> ResponseReturnValue:
    """Hands the pane its code, and asks to be closed. Who has not signed in after all reads how to go on."""
    seller, challenge = signed_in(), session.pop(CHALLENGE, "")
    if seller is None:
        return make_response(render("signed_in.html", office_js=OFFICE, code="", done=False), 401)
    code = sign(Purpose.PANE_CODE, [seller.id, seller.owner, challenge], _secrets()) if challenge else ""
    page = render("signed_in.html", office_js=OFFICE, code=code, done=True)
    return make_response(page)


@outlook.post("/token")
def exchange_code() -> ResponseReturnValue:
    """A code for a token. Answers 401 to what is none, or is not this pane's."""
    asked = read(Code)
    facts = read_signed(Purpose.PANE_CODE, asked.code, _secrets())
    if not facts or len(facts) != 3 or not compare_digest(str(facts[2]), challenge_of(asked.verifier)):
        abort(401)
    token = sign(Purpose.PANE, facts[:2], _secrets())
    return answer(Token(token, int(LASTS[Purpose.PANE].total_seconds())))


def challenge_of(verifier: str) -> str:
    return urlsafe_b64encode(sha256(verifier.encode()).digest()).decode().rstrip("=")


def _public(page: str) -> Response:
    response = make_response(page)
    response.headers["Cache-Control"] = AN_HOUR
    return response


def _secrets() -> tuple[str, ...]:
    return office().settings.secret_keys
