"""What goes over the wire as Graph wants it: JSON whose names begin in lower case, and what a client prefers.

https://learn.microsoft.com/graph/use-the-api
"""

import re
from dataclasses import dataclass
from typing import Any

from tests.simulators import wire
from tests.simulators.microsoft.errors import bad_request
from tests.simulators.wire import Answer, Asked

JSON = "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8"
PREFERENCE = re.compile(r"""([\w.\-]+)\s*=\s*("[^"]*"|'[^']*'|[^,;\s]+)""")
KNOWN = {"idtype", "outlook.timezone", "outlook.body-content-type", "odata.maxpagesize"}


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
    return wire.says(value, status, kind=JSON, **headers)


def read_object(asked: Asked) -> dict[str, Any]:
    """The body, refused where it is no JSON object. Names begin in lower case, however they came."""
    try:
        found = asked.json
    except ValueError as error:
        raise bad_request("Unable to read JSON request payload.", "BadRequest") from error
    if not isinstance(found, dict):
        raise bad_request("Unable to read JSON request payload.", "BadRequest")
    return dict(_lower(found))


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
