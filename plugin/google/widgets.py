"""The pieces of a card, as Google's panel draws them: words in, JSON out. Pure.

https://developers.google.com/workspace/add-ons/reference/rpc/google.apps.card.v1. Some texts may hold a little HTML, so
what anybody wrote is escaped there; labels, titles and buttons hold none, and are told as they are.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from html import escape
from typing import Any

Json = dict[str, Any]
NOTHING = "–"
ON, AWAY = "chevron_right", "open_in_new"  # what a press leads to: another card, or a window
LONGEST, LONGEST_LABEL = 2_000, 200  # letters of a text, and of what stands on or above something


def text(words: str) -> Json:
    return {"textParagraph": {"text": rich(words)}}


def fact(words: str, *, icon: str = "", label: str = "", below: str = "", press: Json | None = None) -> Json:
    """A line with what it is above it, and more below; the whole of it can be pressed, and looks so."""
    told: Json = {"text": rich(words), "wrapText": True}
    if icon:
        told["startIcon"] = {"materialIcon": {"name": icon}}
    if label:
        told["topLabel"] = plain(label)
    if below:
        told["bottomLabel"] = plain(below, LONGEST)
    if press:
        told |= {"onClick": press, "endIcon": {"materialIcon": {"name": AWAY if "openLink" in press else ON}}}
    return {"decoratedText": told}


def with_button(widget: Json, button: Json) -> Json:
    return {"decoratedText": {**widget["decoratedText"], "button": button}}


def button(words: str, on_click: Json, *, kind: str = "OUTLINED") -> Json:
    """`kind` is FILLED for the one thing to do, OUTLINED for another, BORDERLESS for what is rarely wanted."""
    return {"text": plain(words), "type": kind, "onClick": on_click}


def buttons(*all_of_them: Json) -> Json:
    return {"buttonList": {"buttons": list(all_of_them)}}


def image(url: str, *, alt: str) -> Json:
    return {"image": {"imageUrl": url, "altText": plain(alt, LONGEST)}}


def text_field(name: str, label: str) -> Json:
    return {"textInput": {"name": name, "label": plain(label), "type": "SINGLE_LINE"}}


def day_field(name: str, label: str, day: date) -> Json:
    """Google's days are midnight in UTC."""
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
    picker = {"name": name, "label": plain(label), "type": "DATE_ONLY"}
    return {"dateTimePicker": {**picker, "valueMsEpoch": str(int(midnight.timestamp() * 1000))}}


def switch(name: str, words: str, *, on: bool, changed: Json) -> Json:
    control = {
        "name": name,
        "value": "yes",
        "selected": on,
        "controlType": "SWITCH",
        "onChangeAction": changed["action"],
    }
    return {"decoratedText": {"text": rich(words), "wrapText": True, "switchControl": control}}


def section(widgets: Iterable[Json], *, header: str = "", folded: bool = False) -> list[Json]:
    """None at all where there is nothing in it. A `folded` one shows its header alone until it is opened."""
    inside = list(widgets)
    if not inside:
        return []
    made: Json = {"widgets": inside}
    if header:
        made["header"] = rich(header)
    if folded:
        made |= {"collapsible": True, "uncollapsibleWidgetsCount": 0}
    return [made]


def card(name: str, title: str, *sections: Sequence[Json]) -> Json:
    return {"name": name, "header": {"title": plain(title)}, "sections": [one for some in sections for one in some]}


def press(url: str, values: Mapping[str, str]) -> Json:
    """What is posted there when it is pressed, beside the card's form."""
    parameters = [{"key": key, "value": value} for key, value in values.items()]
    return {"action": {"function": url, "parameters": parameters, "loadIndicator": "SPINNER"}}


def link(url: str, *, again: bool = False) -> Json:
    """`again`: when its window is closed, Google asks us anew."""
    return {"openLink": {"url": url, **({"openAs": "OVERLAY", "onClose": "RELOAD"} if again else {})}}


def rich(words: str) -> str:
    """Where a little HTML may stand, nothing that anybody wrote is any."""
    return escape(cut(words, LONGEST), quote=False).replace("\n", "<br>")


def plain(words: str, most: int = LONGEST_LABEL) -> str:
    return cut(words, most)


def cut(words: str, most: int) -> str:
    """Google shows no card in which a text is empty."""
    if not words.strip():
        return NOTHING
    return words if len(words) <= most else f"{words[: most - 1]}…"
