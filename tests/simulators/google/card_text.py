"""The little HTML that Google lets stand in a card's texts: what is wrong with it, what a person reads, where it leads.

https://developers.google.com/workspace/add-ons/concepts/widgets#text_formatting
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from unicodedata import category

ALLOWED = {
    "b": (), "i": (), "u": (), "s": (), "br": (), "time": (), "font": ("color",), "a": ("href",),
}  # fmt: skip
TAG = re.compile(r"<(?P<end>/?)(?P<name>[a-zA-Z][a-zA-Z0-9]*)(?P<rest>(?:\s+[a-z-]+=\"[^\"<>]*\")*)\s*/?>")
ATTRIBUTE = re.compile(r"([a-z-]+)=\"([^\"]*)\"")
ENTITY = re.compile(r"&(?:amp|lt|gt|quot|apos|nbsp|#\d{1,7}|#x[0-9a-fA-F]{1,6});")
COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
SPACES = re.compile(r"[ \t\n]+")


@dataclass(frozen=True, slots=True)
class Link:
    text: str
    url: str


def find_text_faults(text: str) -> Iterator[str]:
    """Of a text with formatting: tags that Google does not know or that are left open, and signs that are not escaped."""
    yield from _steering(text)
    yield from _raw_signs(TAG.sub("", text))
    opened: list[str] = []
    for tag in TAG.finditer(text):
        name = tag["name"]
        if name not in ALLOWED:
            yield f"<{name}> is not for cards"
        elif tag["end"]:
            if not opened or opened.pop() != name:
                yield f"</{name}> ends what was not begun"
        else:
            opened += [name] if name != "br" else []
            yield from _attributes(name, tag["rest"])
    yield from (f"<{name}> is left open" for name in opened)


def find_plain_faults(text: str) -> Iterator[str]:
    """Of a text without formatting, in which everything is shown as it stands, `&amp;` too."""
    yield from _steering(text)


def plain(text: str) -> str:
    """What a person reads of a text with formatting."""
    broken = re.sub(r"<br\s*/?>", "\n", text)
    lines = html.unescape(TAG.sub("", broken)).replace("\xa0", " ").split("\n")
    return "\n".join(SPACES.sub(" ", line).strip() for line in lines)


def links_of(text: str) -> list[Link]:
    found = re.finditer(r"<a\s+href=\"([^\"]*)\"\s*>(.*?)</a>", text, re.DOTALL)
    return [Link(plain(one[2]), html.unescape(one[1])) for one in found]


def _steering(text: str) -> Iterator[str]:
    yield from (f"the control character {sign!r}" for sign in set(text) if category(sign) == "Cc" and sign != "\n")


def _raw_signs(text: str) -> Iterator[str]:
    for sign in "<>":
        if sign in text:
            yield f"a raw {sign}"
    if "&" in ENTITY.sub("", text):
        yield "a raw &"


def _attributes(name: str, rest: str) -> Iterator[str]:
    told = dict(ATTRIBUTE.findall(rest))
    yield from (f"<{name}> has no {one}" for one in ALLOWED[name] if one not in told)
    if name != "time":
        yield from (f"<{name} {one}> is not for cards" for one in told if one not in ALLOWED[name])
    if name == "font" and not COLOUR.fullmatch(told.get("color", "#000000")):
        yield f"<font> of no colour: {told['color']}"
