"""One request on its way to what answers it: who asks, whose calendar, and how things are to look."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

import jsonschema

from tests.simulators.discovery import Method, judge, without_nothing
from tests.simulators.google.calendar import Calendar
from tests.simulators.google.errors import GoogleError, bad_parameter, bad_request, condition_not_met
from tests.simulators.google.event import Json, Look
from tests.simulators.google.idents import Ident
from tests.simulators.google.masks import masked, read_mask
from tests.simulators.google.times import zone_named
from tests.simulators.wire import Answer, Asked, says

if TYPE_CHECKING:
    from tests.simulators.google.google import Google

JSON = "application/json; charset=UTF-8"
PREFIX = "https://www.googleapis.com/auth/"


@dataclass(frozen=True)
class Grant:
    """What a token is good for. An `app` is a service account that stands for nobody."""

    address: str = ""
    scopes: frozenset[str] = frozenset()
    app: bool = False
    client: str = ""
    until: datetime | None = None


def whole_scopes(*named: str) -> frozenset[str]:
    """calendar.events is https://www.googleapis.com/auth/calendar.events; openid and addresses stay as they are."""
    return frozenset(one if one == "openid" or "/" in one else PREFIX + one for one in named)


@dataclass(frozen=True)
class Call:
    google: "Google"
    asked: Asked
    grant: Grant
    box: Calendar
    method: Method
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def params(self) -> Mapping[str, str]:
        return self.asked.params

    def yes(self, name: str) -> bool:
        return self.params.get(name) == "true"

    @property
    def told(self) -> Json:
        """The body, refused where it is not of the kind that Google's document names. What is null is kept."""
        try:
            found = self.asked.json
        except ValueError as error:
            raise bad_request("Parse Error", "parseError") from error
        if not isinstance(found, dict):
            raise bad_request("Parse Error", "parseError")
        try:
            judge(self.method.api, self.method.request).validate(without_nothing(found))
        except jsonschema.ValidationError as error:
            raise bad_request(f"Invalid JSON payload received. {error.message}", "badRequest") from error
        return found

    @property
    def ident(self) -> Ident:
        return self.box.ident(self.names["eventId"])

    @property
    def look(self) -> Look:
        zone = self.params.get("timeZone", self.box.zone)
        if zone_named(zone) is None:
            raise bad_parameter("timeZone", f"Invalid value '{zone}'.")
        return Look(zone, int(self.params.get("maxAttendees", 0)))

    def answer(self, value: Json, status: int = 200) -> Answer:
        """With the fields asked for; nothing where the client has just this already."""
        tag = value.get("etag", "")
        if tag and self.asked.headers.get("if-none-match") in {tag, "*"} and self.asked.method == "GET":
            return says(None, 304, etag=tag)
        fields = self.params.get("fields")
        mask = {} if fields is None else read_mask(fields, self.method.api, self.method.response)
        return says(masked(value, mask), status, kind=JSON, **({"etag": tag} if tag else {}))

    def match(self, tag: str) -> None:
        """Refused where the client has seen something else last."""
        if self.asked.headers.get("if-match", "*") not in {"*", tag}:
            raise condition_not_met()

    def check(self) -> None:
        """The parameters, each by what the document says of it."""
        for name in self.params:
            told = self.method.params.get(name)
            if told is None:
                raise bad_parameter(name, f"Invalid query parameter '{name}'.")
            values = self.asked.every(name)
            if len(values) > 1 and not told.get("repeated"):
                raise bad_parameter(name, f"Parameter '{name}' is told more than once.")
            for value in values:
                _check(name, value, told)


def _check(name: str, value: str, told: Json) -> None:
    if (problem := _problem(value, told)) is not None:
        raise problem if isinstance(problem, GoogleError) else bad_parameter(name, problem)


def _problem(value: str, told: Json) -> Any:
    if told.get("enum") and value not in told["enum"]:
        return f"Invalid string value: '{value}'. Allowed values: {told['enum']}"
    if told["type"] == "boolean" and value not in {"true", "false"}:
        return f"Invalid boolean value: '{value}'."
    if told["type"] != "integer":
        return None
    low, high = int(told.get("minimum", 0)), int(told.get("maximum", 2**32))
    fits = value.isdigit() and low <= int(value) <= high
    return None if fits else f"Invalid value '{value}'. Values must be within the range: [{low}, {high}]"
