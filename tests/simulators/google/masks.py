"""Partial answers: `items(id,start/date),nextPageToken` out of the whole.

https://developers.google.com/workspace/calendar/api/guides/performance#partial-response
"""

import re
from typing import Any

from tests.simulators.discovery import inner
from tests.simulators.google.errors import bad_parameter

Mask = dict[str, "Mask"]
PIECE = re.compile(r"[\w\-]+|\*|[(),/]")


def read_mask(text: str, api: str, kind: str) -> Mask:
    """Refused where it names what the answer's kind does not have."""
    pieces = PIECE.findall(text)
    if "".join(pieces) != re.sub(r"\s", "", text) or not text:
        raise _refusal(text)
    mask = _list(pieces, text)
    if pieces:
        raise _refusal(text)
    _check(mask, api, {"$ref": kind})
    return mask


def masked(value: Any, mask: Mask) -> Any:
    if isinstance(value, list):
        return [masked(one, mask) for one in value]
    if not mask or not isinstance(value, dict):
        return value
    everything = mask.get("*")
    chosen = {name: mask.get(name, everything) for name in value}
    return {name: masked(value[name], wanted) for name, wanted in chosen.items() if wanted is not None}


def _list(pieces: list[str], text: str) -> Mask:
    made: Mask = {}
    while True:
        name, rest = _one(pieces, text)
        made[name] = {**made.get(name, {}), **rest}
        if not pieces or pieces[0] != ",":
            return made
        pieces.pop(0)


def _one(pieces: list[str], text: str) -> tuple[str, Mask]:
    if not pieces or pieces[0] in "(),/":
        raise _refusal(text)
    name = pieces.pop(0)
    follows = pieces[0] if pieces else ""
    if follows == "/":
        pieces.pop(0)
        below, rest = _one(pieces, text)
        return name, {below: rest}
    if follows != "(":
        return name, {}
    pieces.pop(0)
    within = _list(pieces, text)
    if not pieces or pieces.pop(0) != ")":
        raise _refusal(text)
    return name, within


def _check(mask: Mask, api: str, schema: dict[str, Any]) -> None:
    for name, rest in mask.items():
        found = schema if name == "*" else inner(api, schema, name)
        if found is None:
            raise _refusal(name)
        if rest and name != "*":
            _check(rest, api, found)


def _refusal(name: str) -> Exception:
    return bad_parameter("fields", f"Invalid field selection {name}")
