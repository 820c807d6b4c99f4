"""What the pane may ask and what it is told, described for machines out of the very structs that are read and written.

OpenAPI 3.1: https://spec.openapis.org/oas/v3.1.1.html
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from typing import Any

import msgspec
from flask import Response

from plugin.manifests.deployment import release
from plugin.outlook.answering import Answer, Nudge, Token
from plugin.outlook.asking import Asked, Code, Decided, Item, Opened, Said, Visiting
from plugin.outlook.entry import AN_HOUR
from plugin.outlook.room import outlook

Json = dict[str, Any]

PLACE = "#/components/schemas/{name}"
ABOUT = (
    "Asked by the pane in Outlook alone, and changed together with it: no promise is made to anybody else. Names that a body "
    "has beside those told here are passed over."
)
BEARER = {
    "type": "http",
    "scheme": "bearer",
    "description": "Microsoft's for this API, with the scope access_as_user; or what /outlook/token has given.",
}
A_PIECE = ("text/html", None)
NOTHING = ("", None)
UNREAD = {
    400: "Nothing that can be understood, or more than is taken.",
    413: "More than a million bytes.",
    415: "No JSON.",
}
SHUT = {
    401: "No token, or one that lets nobody in; or somebody whom nobody knows yet.",
    403: "The company is not in here.",
    404: "There is no such thing, or not for this seller; or nobody signs in here at all.",
    503: "Whose token it is cannot be asked now.",
}


@dataclass(frozen=True, slots=True)
class Route:
    """`told` is what is answered when all is well: media type and, of JSON, what is in it. `open`: without a token."""

    does: str
    asked: type[Asked]
    told: Mapping[int, tuple[str, type[Answer] | None]]
    refused: Mapping[int, str]
    open: bool = False


def _piece(does: str, asked: type[Asked]) -> Route:
    """What answers with a piece of the pane."""
    return Route(does, asked, {200: A_PIECE}, SHUT)


ROUTES = {
    "item": _piece("The pane for what is open in Outlook.", Item),
    "nudge": Route(
        "A line for Outlook's own bar while an invitation is written, where there is one.",
        Item,
        {200: ("application/json", Nudge), 204: NOTHING},
        SHUT,
    ),
    "decide": _piece("Answers a suggestion.", Decided),
    "opened": _piece("Keeps that the draft has been opened. What is told is empty.", Opened),
    "say": _piece("Keeps what the seller says of an account. Answers 400 to a flag that is none.", Said),
    "preview": _piece("What a suggestion would make of the meeting, or has.", Visiting),
    "convert": _piece("Makes a visit of the meeting, as it was seen.", Visiting),
    "state": _piece("What has become of it so far.", Visiting),
    "undo": _piece("Makes the visit a meeting on screen again.", Visiting),
    "token": Route(
        "A token for the code from a window in which somebody has signed in.",
        Code,
        {200: ("application/json", Token)},
        {401: "The code is none, is too old, or belongs to another pane."},
        open=True,
    ),
}


@outlook.get("/openapi.json")
def show_description() -> Response:
    response = Response(_written(), mimetype="application/json")
    response.headers["Cache-Control"] = AN_HOUR
    return response


@cache
def _written() -> bytes:
    return msgspec.json.format(msgspec.json.encode(describe()))


def describe() -> Json:
    return {
        "openapi": "3.1.1",
        "info": {"title": "Kanelbulle's pane in Outlook", "version": release(), "description": ABOUT},
        "paths": {f"/outlook/{name}": {"post": _operation(name, route)} for name, route in ROUTES.items()},
        "components": {"schemas": _schemas(), "securitySchemes": {"bearer": BEARER}},
    }


def _schemas() -> Json:
    asked = {route.asked for route in ROUTES.values()}
    told = {kind for route in ROUTES.values() for _, kind in route.told.values() if kind}
    found = msgspec.json.schema_components(sorted(asked | told, key=lambda kind: kind.__name__), ref_template=PLACE)[1]
    return {name: _unfold(schema) for name, schema in found.items()}


def _unfold(schema: Json) -> Json:
    """A docstring is one line here."""
    return {**schema, "description": " ".join(schema["description"].split())} if "description" in schema else schema


def _operation(name: str, route: Route) -> Json:
    refused = {**UNREAD, **route.refused}
    return {
        "operationId": name,
        "summary": route.does,
        "security": [] if route.open else [{"bearer": []}],
        "requestBody": {"required": True, "content": _content("application/json", route.asked)},
        "responses": {
            **{str(status): _answered(status, *told) for status, told in route.told.items()},
            **{str(status): {"description": why, "content": _content("text/plain")} for status, why in refused.items()},
        },
    }


def _answered(status: int, media: str, kind: type[Answer] | None) -> Json:
    described = {"description": HTTPStatus(status).phrase}
    return {**described, "content": _content(media, kind)} if media else described


def _content(media: str, kind: type[Asked | Answer] | None = None) -> Json:
    return {media: {"schema": {"$ref": PLACE.format(name=kind.__name__)} if kind else {"type": "string"}}}
