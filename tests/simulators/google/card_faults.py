"""One card, judged by the rules: each fault says where it is and what is wrong.

https://developers.google.com/workspace/add-ons/reference/rpc/google.apps.card.v1
"""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from tests.simulators.google import card_rules as rules
from tests.simulators.google.card_addresses import Deployment, https_faults, is_under, link_faults
from tests.simulators.google.card_kinds import SPECIAL, is_empty, nothing
from tests.simulators.google.card_parts import INPUTS, Json, Part, parts_of
from tests.simulators.google.card_text import find_plain_faults, find_text_faults, links_of, plain


def judge_card(card: Json, path: str, deployment: Deployment) -> Iterator[str]:
    """Of a card whose shape is right; those a press in it brings are judged by themselves."""
    parts = list(parts_of(card, path))
    yield from (f"{part.path}: {fault}" for part in parts for fault in _part(part, deployment))
    yield from (f"{path}: {fault}" for fault in _whole(parts))


def _part(part: Part, deployment: Deployment) -> Iterator[str]:
    yield from _presence(part)
    for name, value in part.fields():
        yield from (f"{name.partition('.')[2]} {fault}" for fault in _field(name, value, deployment))
    yield from SPECIAL.get(part.kind, nothing)(part.told)


def _presence(part: Part) -> Iterator[str]:
    told = part.told
    yield from (f"{name} is missing or empty" for name in rules.REQUIRED.get(part.kind, ()) if is_empty(told.get(name)))
    if choices := rules.JUST_ONE.get(part.kind):
        found = [name for name in choices if name in told]
        if len(found) != 1:
            yield f"just one of {', '.join(choices)}, not {len(found)}"
    both = [name for name in rules.NOT_TOGETHER.get(part.kind, ()) if name in told]
    if len(both) > 1:
        yield f"{' and '.join(both)} do not go together"
    either = rules.EITHER.get(part.kind)
    if either and all(is_empty(told.get(name)) for name in either):
        yield f"neither {' nor '.join(either)}"


def _field(name: str, value: Any, deployment: Deployment) -> Iterator[str]:
    if value == []:
        yield "is an empty list"
    if isinstance(value, list) and len(value) > rules.AT_MOST.get(name, len(value)):
        yield f"are more than {rules.AT_MOST[name]}: {len(value)}"
    if name in rules.FOR_CHAT:
        yield "is for Chat"
    if name in rules.FOR_STUDIO:
        yield "is for Studio"
    if name in rules.OLD_NAMES:
        yield f"is an old name of {rules.OLD_NAMES[name]}"
    if isinstance(value, str):
        yield from _string(name, value, deployment)


def _string(name: str, value: str, deployment: Deployment) -> Iterator[str]:
    long = len(plain(value)) if name in rules.FORMATTED else len(value)
    if long > rules.LONGEST.get(name, long):
        yield f"is longer than {rules.LONGEST[name]}: {long}"
    if value.endswith("_UNSPECIFIED") or value in rules.OLD_VALUES:
        yield f"is {value}"
    if name in rules.PLAIN:
        yield from (f"has {fault}" for fault in find_plain_faults(value))
    if name in rules.FORMATTED:
        yield from (f"has {fault}" for fault in find_text_faults(value))
        yield from (fault for link in links_of(value) for fault in link_faults(link.url, deployment))
    if name in rules.IMAGES:
        yield from https_faults(value)
    if name == "Action.function":
        yield from https_faults(value)
        yield from [] if is_under(value, deployment.functions) else [f"is not the add-on's: {value}"]
    if name == "OpenLink.url":
        yield from link_faults(value, deployment)


def _whole(parts: list[Part]) -> Iterator[str]:
    widgets = sum(part.kind in ("Widget", "Widgets") for part in parts)
    if widgets > rules.WIDGETS_AT_MOST:
        yield f"more than {rules.WIDGETS_AT_MOST} widgets: {widgets}"
    names = Counter(part.told.get("name") for part in parts if part.kind in INPUTS)
    yield from (f"{count} inputs are called {name}" for name, count in names.items() if count > 1)
    for part in parts:
        wanted = part.told.get("requiredWidgets", ()) if part.kind == "Action" else ()
        yield from (f"no input is called {name}, which is required" for name in wanted if name not in names)
