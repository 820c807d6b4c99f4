"""A card as it is read, from its head to its foot, with what stands in the inputs.

https://developers.google.com/workspace/add-ons/concepts/cards
"""

from collections.abc import Iterator
from typing import Any

from tests.simulators.google.card_parts import Json, kind_of
from tests.simulators.google.card_rules import FORMATTED, WIDGETS
from tests.simulators.google.card_text import plain
from tests.simulators.google.forms import Form

# What is read of each kind, and in which order; a picture is read by its words.
READING = {
    "Card": ("header", "sections", "fixedFooter", "cardActions"),
    "CardHeader": ("imageAltText", "title", "subtitle"),
    "Section": ("header", "widgets"),
    "Widget": WIDGETS,
    "Widgets": WIDGETS,
    "TextParagraph": ("text",),
    "Image": ("altText",),
    "ImageComponent": ("altText",),
    "DecoratedText": ("startIcon", "topLabel", "text", "bottomLabel", "endIcon", "button"),
    "Icon": ("altText",),
    "ButtonList": ("buttons",),
    "Button": ("text", "onClick"),
    "ChipList": ("chips",),
    "Chip": ("label", "onClick"),
    "OnClick": ("overflowMenu",),
    "OverflowMenu": ("items",),
    "OverflowMenuItem": ("text",),
    "Columns": ("columnItems",),
    "Column": ("widgets",),
    "Grid": ("title", "items"),
    "GridItem": ("image", "title", "subtitle"),
    "SelectionInput": ("label", "items", "hintText"),
    "SelectionItem": ("text", "bottomText"),
    "TextInput": ("label",),
    "DateTimePicker": ("label",),
    "CardFixedFooter": ("primaryButton", "secondaryButton"),
    "CardAction": ("actionLabel",),
}


def read_card(card: Json, form: Form) -> str:
    return "\n".join(line for line in _read(card, "Card", form) if line)


def _read(told: Json, kind: str, form: Form) -> Iterator[str]:
    for name in READING.get(kind, ()):
        yield from _one(told.get(name), f"{kind}.{name}", form)
    if kind == "Button" and not told.get("text"):
        yield told.get("altText") or told["icon"].get("altText", "")
    if kind == "Chip" and not told.get("label"):
        yield told.get("altText") or told["icon"].get("altText", "")
    if kind in ("TextInput", "DateTimePicker"):
        yield form.said(told["name"]) or told.get("placeholderText", "")
        yield told.get("hintText", "")


def _one(value: Any, name: str, form: Form) -> Iterator[str]:
    if isinstance(value, str):
        yield plain(value) if name in FORMATTED else value
    elif isinstance(value, list):
        for one in value:
            yield from _one(one, name, form)
    elif isinstance(value, dict):
        yield from _read(value, kind_of(*name.split(".")), form)
