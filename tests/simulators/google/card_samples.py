"""Cards and answers to try the judge, the panel and the drawing with: a small one, and one with everything in it.

https://developers.google.com/workspace/add-ons/guides/alternate-runtimes
"""

import re
from copy import deepcopy
from typing import Any

from tests.simulators.google.card_parts import Json
from tests.simulators.judges import sample

ACTION = "https://kanelbulle.example/google/action"
GONE = "(gone)"  # a value that says: take it away


def everything() -> Json:
    """A card with every kind of widget."""
    card: Json = sample("google/card_with_everything")
    return card


def small(*widgets: Json, name: str = "small", **more: Any) -> Json:
    """A card of these widgets, or of a word."""
    told = list(widgets) or [paragraph("Ni har aldrig setts.")]
    return {"name": name, "header": {"title": "Bruket"}, "sections": [{"widgets": told}], **more}


def paragraph(text: str) -> Json:
    return {"textParagraph": {"text": text}}


def button(text: str, click: Json) -> Json:
    return {"buttonList": {"buttons": [{"text": text, "onClick": click}]}}


def act(op: str, **more: Any) -> Json:
    return {"action": {"function": ACTION, "parameters": [{"key": "op", "value": op}], **more}}


def opening(url: str, **more: Any) -> Json:
    return {"openLink": {"url": url, **more}}


def shown(*cards: Json, **more: Any) -> Json:
    """What a trigger is answered: these cards are pushed one after another."""
    return {"action": {"navigations": [{"pushCard": card} for card in cards], **more}}


def done(*navigations: Json, **more: Any) -> Json:
    """What a press is answered."""
    moves = {"navigations": list(navigations)} if navigations else {}
    return {"renderActions": {"action": {**moves, **more}}}


def changed(told: Json, path: str, value: Any) -> Json:
    """Another, in which what stands at a path like `sections[0].widgets[1].image` is this, or gone."""
    whole = deepcopy(told)
    *way, last = [int(step) if step.isdigit() else step for step in re.findall(r"[^.\[\]]+", path)]
    inner: Any = whole
    for step in way:
        inner = inner[step]
    if value is GONE:
        del inner[last]
    else:
        inner[last] = value
    return whole
