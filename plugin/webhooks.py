"""What vendors tell us by themselves: answered at once, and done by the workers. Nothing in it is believed but the secret.

https://learn.microsoft.com/graph/change-notifications-delivery-webhooks
"""

from typing import cast

from flask import Blueprint, Response, current_app, request

from connectors.google.headers import read_notice
from connectors.microsoft.notices import read_notices
from workers.office import Office
from workers.watching import take_notices

LARGEST = 4_000_000  # bytes; a POST with a thousand notices has a tenth
LONGEST_TOKEN = 4_096

hooks = Blueprint("hooks", __name__, url_prefix="/hooks")


@hooks.post("/microsoft")
@hooks.post("/microsoft/lifecycle")
def microsoft() -> Response:
    """The handshake gives its token back and nothing else. Whatever else comes is taken without a word about whose it is."""
    token = request.args.get("validationToken")
    if token is not None:
        return _give_back(token)
    request.max_content_length = LARGEST
    notices = read_notices(request.get_data())
    if notices is None:
        return Response(status=400)
    take_notices(cast(Office, current_app.extensions["office"]), "microsoft", notices)
    return Response(status=202)


@hooks.post("/google")
def google() -> Response:
    """All of it stands in the headers."""
    notice = read_notice(dict(request.headers))
    if notice is not None:
        take_notices(cast(Office, current_app.extensions["office"]), "google", [notice])
    return Response(status=204)


def _give_back(token: str) -> Response:
    if len(token) > LONGEST_TOKEN:
        return Response(status=400)
    return Response(token, mimetype="text/plain", headers={"X-Content-Type-Options": "nosniff"})
