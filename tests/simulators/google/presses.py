"""Everything of a card that can be pressed, under the words a person would find it by.

https://developers.google.com/workspace/add-ons/concepts/widgets
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from tests.simulators.google.card_parts import Json, Part, parts_of
from tests.simulators.google.card_rules import FORMATTED
from tests.simulators.google.card_text import links_of, plain

PRESSED_ITEM = "grid_item_identifier"


@dataclass(frozen=True, slots=True)
class Pressable:
    """`more` are parameters that go along with those on the click itself."""

    text: str
    click: Json
    disabled: bool = False
    more: Mapping[str, str] = field(default_factory=dict)


def pressables_of(card: Json) -> list[Pressable]:
    """In the order they stand; what a menu has in it too."""
    return [one for part in parts_of(card) for one in _of(part)]


def find_pressable(card: Json, text: str, which: int | None) -> Pressable:
    """`which` counts from 1, where several have the same words."""
    every = pressables_of(card)
    found = [one for one in every if one.text == text]
    assert found, f"nothing says {text!r}; there is {', '.join(repr(one.text) for one in every) or 'nothing to press'}"
    assert len(found) == 1 or which, f"{len(found)} things say {text!r}: say which"
    assert (which or 1) <= len(found), f"just {len(found)} say {text!r}"
    one = found[(which or 1) - 1]
    assert not one.disabled, f"{text!r} cannot be pressed now"
    return one


def _of(part: Part) -> Iterator[Pressable]:
    told = part.told
    if part.kind == "Grid" and "onClick" in told:
        yield from (_item(item, told["onClick"]) for item in told["items"])
    elif part.kind in NAMED and "onClick" in told:
        yield Pressable(NAMED[part.kind](told), told["onClick"], told.get("disabled", False))
    for name, value in part.fields():
        if name in FORMATTED:
            yield from (Pressable(link.text, {"openLink": {"url": link.url}}) for link in links_of(value))


def _item(item: Json, click: Json) -> Pressable:
    return Pressable(item.get("title") or item["image"]["altText"], click, more={PRESSED_ITEM: item["id"]})


def _button(told: Json) -> str:
    shown = (told.get("text"), told.get("label"), told.get("altText"), told.get("icon", {}).get("altText"))
    return next(str(one) for one in shown if one)


NAMED: Mapping[str, Callable[[Json], str]] = {
    "Button": _button,
    "Chip": _button,
    "CardAction": lambda told: str(told["actionLabel"]),
    "DecoratedText": lambda told: plain(told["text"]),
    "Image": lambda told: str(told["altText"]),
    "OverflowMenuItem": lambda told: str(told["text"]),
}
