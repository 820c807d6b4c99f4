"""Many requests in one: each part answered by itself, in an order of its own.

https://learn.microsoft.com/graph/json-batching
"""

import base64
import json
from typing import Any
from urllib.parse import unquote, urlsplit

from tests.simulators.microsoft.call import Call
from tests.simulators.microsoft.errors import GraphError, bad_request
from tests.simulators.microsoft.event import Json
from tests.simulators.microsoft.wire import says
from tests.simulators.troubles import Wire
from tests.simulators.wire import Answer, Asked, single

MOST = 20
METHODS = {"GET", "POST", "PATCH", "PUT", "DELETE"}


def answer(call: Call) -> Answer:
    """The whole is 200 even where parts failed."""
    parts = _parts(call)
    done: dict[str, Json] = {}
    for part in parts:
        done[part["id"]] = _failed_dependency(part) if _waits_in_vain(part, done) else _one(call, part)
    return says({"responses": list(reversed(done.values()))})


def _parts(call: Call) -> list[Json]:
    parts = call.told.get("requests")
    if not isinstance(parts, list) or not parts:
        raise bad_request("Invalid batch payload format.", "BadRequest")
    if len(parts) > MOST:
        raise bad_request(f"Number of batch request steps exceeds the maximum value of {MOST}.", "BadRequest")
    seen: set[str] = set()
    for part in parts:
        whole = isinstance(part, dict) and all(isinstance(part.get(name), str) for name in ("id", "method", "url"))
        if not whole or part["id"] in seen or part["method"].upper() not in METHODS:
            raise bad_request("Each request of a batch needs an id of its own, a method and a url.", "BadRequest")
        if set(part.get("dependsOn") or []) - seen:
            raise bad_request("A request of a batch depends on one that does not come before it.", "BadRequest")
        seen.add(part["id"])
    return parts


def _waits_in_vain(part: Json, done: dict[str, Json]) -> bool:
    return any(done[name]["status"] >= 400 for name in part.get("dependsOn") or [])


def _failed_dependency(part: Json) -> Json:
    return _written(part["id"], GraphError(424, "FailedDependency", "A request this one depends on has failed."))


def _one(call: Call, part: Json) -> Json:
    try:
        asked = _asked(call, part)
    except GraphError as error:
        return _written(part["id"], error)
    trouble = call.graph.trouble(asked)
    if trouble and not trouble.instead and trouble.wire is not Wire.WHOLE:
        return _written(part["id"], GraphError(504, "UnknownError", ""))
    return _told(part["id"], call.graph.answer(asked, trouble, part=True))


def _asked(call: Call, part: Json) -> Asked:
    address = urlsplit(part["url"])
    headers = {str(name).lower(): str(text) for name, text in (part.get("headers") or {}).items()}
    if address.scheme or "$batch" in part["url"]:
        raise bad_request("The url of a request in a batch is relative to the version.", "BadRequest")
    if part.get("body") is not None and "content-type" not in headers:
        raise bad_request("Write request id : does not contain Content-Type header or body.", "BadRequest")
    headers = {"authorization": call.asked.headers.get("authorization", ""), **headers}
    path = "/" + unquote(address.path).lstrip("/")
    return Asked(
        part["method"].upper(), path, single(address.query), headers, _body(part.get("body"), headers), address.query
    )


def _body(told: Any, headers: dict[str, str]) -> bytes:
    if told is None:
        return b""
    is_json = "json" in headers.get("content-type", "")
    return json.dumps(told).encode() if is_json else base64.b64decode(told)


def _told(name: str, given: Answer) -> Json:
    body = json.loads(given.body) if given.body else None
    headers = {
        key: text
        for key, text in given.headers.items()
        if key in {"Content-Type", "Retry-After", "Location", "Preference-Applied"}
    }
    return {"id": name, "status": given.status, "headers": headers, "body": body}


def _written(name: str, error: GraphError) -> Json:
    body = {"error": {"code": error.code, "message": error.message}}
    return {"id": name, "status": error.status, "headers": {"Content-Type": "application/json"}, "body": body}
