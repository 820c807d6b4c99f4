"""Requests and answers as they go over the wire, and what a client prefers.

https://learn.microsoft.com/graph/use-the-api
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.simulators.microsoft.errors import bad_request

JSON = "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8"
PREFERENCE = re.compile(r"""([\w.\-]+)\s*=\s*("[^"]*"|'[^']*'|[^,;\s]+)""")
KNOWN = {"idtype", "outlook.timezone", "outlook.body-content-type", "odata.maxpagesize"}


@dataclass
class Asked:
    """One request: path without /v1.0, path and parameters decoded, header names in lower case; and how it was answered."""

    method: str
    path: str
    params: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    query: str = ""  # as it was written
    status: int = 0
    sent: int = 0  # bytes of the answer's body

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def object(self) -> dict[str, Any]:
        """The body, refused where it is no JSON object. Names begin in lower case, however they came."""
        try:
            found = json.loads(self.body)
        except ValueError as error:
            raise bad_request("Unable to read JSON request payload.", "BadRequest") from error
        if not isinstance(found, dict):
            raise bad_request("Unable to read JSON request payload.", "BadRequest")
        return dict(_lower(found))

    @property
    def token(self) -> str:
        kind, _, token = self.headers.get("authorization", "").partition(" ")
        return token.strip() if kind.lower() == "bearer" else ""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Preferences:
    """What Prefer asks for; `applied` is what the answer says of it."""

    lasting: bool = False
    zone: str = "UTC"
    text: bool = False
    size: int | None = None
    applied: str = ""


def says(value: Any = None, status: int = 200, /, **headers: str) -> Answer:
    """JSON, or an empty answer; `headers` with _ for -."""
    named = {name.replace("_", "-").title(): text for name, text in headers.items()}
    if value is None:
        return Answer(status, b"", named)
    return Answer(status, json.dumps(value, ensure_ascii=False).encode(), {"Content-Type": JSON, **named})


def read_preferences(text: str) -> Preferences:
    told = {name.lower(): value.strip("\"'") for name, value in PREFERENCE.findall(text)}
    applied = ", ".join(f"{name}={value}" for name, value in PREFERENCE.findall(text) if name.lower() in KNOWN)
    size = told.get("odata.maxpagesize", "")
    return Preferences(
        lasting=told.get("idtype", "").lower() == "immutableid",
        zone=told.get("outlook.timezone", "UTC"),
        text=told.get("outlook.body-content-type", "").lower() == "text",
        size=int(size) if size.isdigit() and int(size) else None,
        applied=applied,
    )


def _lower(value: Any) -> Any:
    if isinstance(value, dict):
        return {name[:1].lower() + name[1:]: _lower(inner) for name, inner in value.items()}
    return [_lower(one) for one in value] if isinstance(value, list) else value
