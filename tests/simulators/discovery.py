"""What Google's own discovery documents say: methods with their parameters and scopes, and the shapes of what goes to and fro.

https://developers.google.com/discovery/v1/reference/apis
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import googleapiclient
import jsonschema

Json = dict[str, Any]
DOCUMENTS = Path(googleapiclient.__file__).parent / "discovery_cache" / "documents"
APIS = {"calendar": "calendar.v3", "gmail": "gmail.v1"}
FILES = {**APIS, "chat": "chat.v1"}  # the last is not played: it is the one document that has the shapes of cards
KEPT = ("type", "enum")


@dataclass(frozen=True, slots=True)
class Method:
    """`id` as calendar.events.list; `params` as the document has them, those of every method with them."""

    id: str
    api: str
    http: str
    path: re.Pattern[str]
    params: Mapping[str, Json]
    scopes: frozenset[str]
    request: str
    response: str


@cache
def document(api: str) -> Json:
    told: Json = json.loads((DOCUMENTS / f"{FILES[api]}.json").read_text(encoding="utf-8"))
    return told


@cache
def methods(api: str) -> tuple[Method, ...]:
    whole = document(api)
    return tuple(_method(api, whole, told) for told in _walk(whole))


@cache
def judge(api: str, kind: str) -> jsonschema.Draft202012Validator:
    """Names that the document does not know are refused. It says nothing of what must be there."""
    defs = {name: _converted(told) for name, told in document(api)["schemas"].items()}
    return jsonschema.Draft202012Validator({"$ref": f"#/$defs/{kind}", "$defs": defs})


def find(http: str, path: str) -> Method:
    """Raises LookupError where Google has no such method."""
    every = (one for api in APIS for one in methods(api))
    found = next((one for one in every if one.http == http and one.path.fullmatch(path)), None)
    if found is None:
        raise LookupError(f"{http} {path}")
    return found


def without_nothing(value: Any) -> Any:
    """A body without its nulls, which take a field away whatever it is."""
    if isinstance(value, dict):
        return {name: without_nothing(one) for name, one in value.items() if one is not None}
    return [without_nothing(one) for one in value] if isinstance(value, list) else value


def inner(api: str, schema: Json, name: str) -> Json | None:
    """The shape behind a name, of lists that of their entries; None where there is no such name."""
    whole = _resolved(api, schema)
    if name in whole.get("properties", {}):
        found = _resolved(api, whole["properties"][name])
        return _resolved(api, found["items"]) if "items" in found else found
    return whole.get("additionalProperties")


def _resolved(api: str, schema: Json) -> Json:
    found: Json = document(api)["schemas"][schema["$ref"]] if "$ref" in schema else schema
    return found


def _walk(told: Json) -> Iterator[Json]:
    yield from told.get("methods", {}).values()
    for one in told.get("resources", {}).values():
        yield from _walk(one)


def _method(api: str, whole: Json, told: Json) -> Method:
    path = re.sub(r"\\\{\\?\+?(\w+)\\\}", r"(?P<\1>[^/]+)", re.escape(f"/{whole['servicePath']}{told['path']}"))
    return Method(
        told["id"],
        api,
        told["httpMethod"],
        re.compile(path),
        {**whole["parameters"], **told.get("parameters", {})},
        frozenset(told.get("scopes", ())),
        told.get("request", {}).get("$ref", ""),
        told.get("response", {}).get("$ref", ""),
    )


def _converted(told: Json) -> Json:
    """As JSON Schema has it: numbers of 64 bits are text or number, `any` is anything, and unknown names are none."""
    if "$ref" in told:
        return {"$ref": f"#/$defs/{told['$ref']}"}
    if told.get("type") == "any":
        return {}
    made: Json = {name: told[name] for name in KEPT if name in told}
    if told.get("format") in {"int64", "uint64"}:
        made["type"] = ["string", "integer"]
    if "items" in told:
        made["items"] = _converted(told["items"])
    if "properties" in told:
        made["properties"] = {name: _converted(one) for name, one in told["properties"].items()}
        made["additionalProperties"] = False
    if "additionalProperties" in told:
        made["additionalProperties"] = _converted(told["additionalProperties"])
    return made
