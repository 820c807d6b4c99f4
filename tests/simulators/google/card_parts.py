"""A card taken apart: every object in it with the kind Google's document gives it, in the order they stand.

The kinds are those of chat.v1.json, GoogleAppsCardV1*: https://developers.google.com/workspace/add-ons/reference/rpc/google.apps.card.v1
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from tests.simulators import discovery

Json = dict[str, Any]
PREFIX = "GoogleAppsCardV1"
CARD = f"{PREFIX}Card"
INPUTS = ("SelectionInput", "TextInput", "DateTimePicker", "SwitchControl")


@dataclass(frozen=True, slots=True)
class Part:
    """`kind` without its prefix."""

    path: str
    kind: str
    told: Json

    def fields(self) -> Iterator[tuple[str, Any]]:
        """By names like `Button.text`."""
        yield from ((f"{self.kind}.{name}", value) for name, value in self.told.items())


def parts_of(told: Json, path: str = "card", kind: str = "Card") -> Iterator[Part]:
    """Cards that only a press brings are not entered, see `cards_of`."""
    yield Part(path, kind, told)
    for name, at, one in _inner(told, path):
        inner = kind_of(kind, name)
        if inner not in ("", "Card"):
            yield from parts_of(one, at, inner)


def cards_of(card: Json, path: str = "card") -> Iterator[tuple[str, Json]]:
    """The card, and those that a press in it brings."""
    yield path, card
    for part in parts_of(card, path):
        if part.kind == "OnClick" and "card" in part.told:
            yield from cards_of(part.told["card"], f"{part.path}.card")


def inputs_of(card: Json) -> list[Part]:
    return [part for part in parts_of(card) if part.kind in INPUTS]


@cache
def kind_of(kind: str, name: str) -> str:
    """Of what stands under a name; nothing where that is no object."""
    schemas = discovery.document("chat")["schemas"]
    told = schemas[PREFIX + kind if PREFIX + kind in schemas else kind].get("properties", {}).get(name, {})
    return str(told.get("$ref") or told.get("items", {}).get("$ref", "")).removeprefix(PREFIX)


def _inner(told: Json, path: str) -> Iterator[tuple[str, str, Json]]:
    for name, value in told.items():
        if isinstance(value, dict):
            yield name, f"{path}.{name}", value
        elif isinstance(value, list):
            yield from ((name, f"{path}.{name}[{at}]", one) for at, one in enumerate(value) if isinstance(one, dict))
