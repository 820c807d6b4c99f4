"""What is asked of a kind of thing in a card that no table can say: pictures that are told in words, menus, numbers.

https://developers.google.com/workspace/add-ons/reference/rpc/google.apps.card.v1
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from tests.simulators.google import card_rules as rules
from tests.simulators.google.card_parts import Json


def is_empty(value: Any) -> bool:
    return value is None or value in ("", [], {}) or (isinstance(value, str) and not value.strip())


def nothing(told: Json) -> Iterator[str]:
    yield from ()


def _header(told: Json) -> Iterator[str]:
    if "imageUrl" in told and is_empty(told.get("imageAltText")):
        yield "imageAltText is missing or empty"


def _footer(told: Json) -> Iterator[str]:
    for name, button in told.items():
        if is_empty(button.get("text")) or "icon" in button:
            yield f"{name} is no button of text alone"
    first = told.get("primaryButton", {})
    if "color" not in first and first.get("type") != "FILLED":
        yield "primaryButton is not filled"


def _section(told: Json) -> Iterator[str]:
    kept = told.get("uncollapsibleWidgetsCount")
    if kept is not None and not (told.get("collapsible") and 0 <= kept < len(told.get("widgets", ()))):
        yield f"uncollapsibleWidgetsCount leaves nothing to collapse: {kept}"
    if "collapseControl" in told and not told.get("collapsible"):
        yield "collapseControl where nothing collapses"


def _speaking(label: str) -> Callable[[Json], Iterator[str]]:
    def judge(told: Json) -> Iterator[str]:
        icon = told.get("icon", {})
        if is_empty(told.get(label)) and is_empty(told.get("altText")) and is_empty(icon.get("altText")):
            yield "altText is missing or empty, and there is only an icon"

    return judge


def _icon(told: Json) -> Iterator[str]:
    if told.get("knownIcon", "STAR") not in rules.KNOWN_ICONS:
        yield f"knownIcon is not known: {told['knownIcon']}"
    if "iconUrl" in told and is_empty(told.get("altText")):
        yield "altText is missing or empty"


def _material(told: Json) -> Iterator[str]:
    if told.get("weight", 400) not in rules.WEIGHTS:
        yield f"weight is none: {told['weight']}"


def _selection(told: Json) -> Iterator[str]:
    items = told.get("items", ())
    if len({item.get("value") for item in items}) < len(items):
        yield "items have the same value"
    if told.get("type") in ("RADIO_BUTTON", "DROPDOWN") and sum(item.get("selected", False) for item in items) > 1:
        yield "more than one of the items is selected"


def _picker(told: Json) -> Iterator[str]:
    if not str(told.get("valueMsEpoch", "0")).removeprefix("-").isdecimal():
        yield f"valueMsEpoch is no number: {told['valueMsEpoch']}"


def _input(told: Json) -> Iterator[str]:
    limit = told.get("validation", {}).get("characterLimit", 0)
    if limit and len(told.get("value", "")) > limit:
        yield "value is longer than its characterLimit"


def _action(told: Json) -> Iterator[str]:
    keys = Counter(one.get("key") for one in told.get("parameters", ()))
    yield from (f"{count} parameters are called {key}" for key, count in keys.items() if count > 1)


def _parameter(told: Json) -> Iterator[str]:
    if "value" not in told:
        yield "value is missing"


def _colour(told: Json) -> Iterator[str]:
    yield from (f"{name} is not between 0 and 1: {value}" for name, value in told.items() if not 0 <= value <= 1)


def _grid(told: Json) -> Iterator[str]:
    if told.get("columnCount", 1) < 1:
        yield f"columnCount is {told['columnCount']}"
    if "onClick" in told and not all(item.get("id") for item in told.get("items", ())):
        yield "items without an id, and one cannot tell which was pressed"


def _menu_item(told: Json) -> Iterator[str]:
    if "overflowMenu" in told.get("onClick", {}):
        yield "a menu in a menu is dropped"


SPECIAL: Mapping[str, Callable[[Json], Iterator[str]]] = {
    "CardHeader": _header,
    "CardFixedFooter": _footer,
    "Section": _section,
    "Button": _speaking("text"),
    "Chip": _speaking("label"),
    "Icon": _icon,
    "MaterialIcon": _material,
    "SelectionInput": _selection,
    "DateTimePicker": _picker,
    "TextInput": _input,
    "Action": _action,
    "ActionParameter": _parameter,
    "Color": _colour,
    "Grid": _grid,
    "OverflowMenuItem": _menu_item,
}
