"""What every module of the add-on shares: its blueprint, how much may be sent there, and that it answers in JSON or not at all.

https://developers.google.com/workspace/add-ons/guides/alternate-runtimes: whatever is not 200 and JSON Google shows as an
error of its own, so there is nothing to write beside the status.
"""

from typing import NoReturn

import msgspec
from flask import Blueprint, Response, make_response, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed

MOST = 64_000  # bytes that Google may send us; an event with two hundred people in it has half
OTHERS = ("GET", "PUT", "PATCH", "DELETE")
Answer = dict[str, object]

google = Blueprint("google", __name__, url_prefix="/google")


@google.errorhandler(HTTPException)
def tell_error(error: HTTPException) -> Response:
    """The bare status, and with 405 which method it takes."""
    if error.response is not None:
        return make_response(error.response)
    allowed = {"Allow": "POST"} if isinstance(error, MethodNotAllowed) else {}
    return Response(status=error.code, headers=allowed)


@google.before_request
def prepare() -> None:
    request.max_content_length = MOST


@google.after_request
def protect(response: Response) -> Response:
    response.headers.setdefault("Cache-Control", "no-store")
    return response


@google.route("/home", methods=OTHERS)
@google.route("/event", methods=OTHERS)
@google.route("/action", methods=OTHERS)
def refuse() -> NoReturn:
    """Google posts."""
    raise MethodNotAllowed(valid_methods=["POST"])


def answer(said: Answer) -> Response:
    return Response(msgspec.json.encode(said), mimetype="application/json")
