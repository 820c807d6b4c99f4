"""An add-in only manifest taken apart: its elements by name, whatever their namespace.

https://learn.microsoft.com/javascript/api/manifest
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element

TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"


@dataclass(frozen=True, slots=True)
class Read:
    """What is looked through, and what it is held against: the server's address, and the folder of its icons."""

    root: Element
    url: str
    icons: Path


def name_of(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def type_of(element: Element) -> str:
    return element.get(TYPE, "")


def id_of(element: Element) -> str:
    """What it is known by, or what it is."""
    return element.get("id") or name_of(element)


def number_of(element: Element, name: str) -> int:
    """A number among its attributes, 0 where there is none."""
    text = element.get(name, "")
    return int(text) if text.isdecimal() else 0


def values_of(element: Element) -> list[str]:
    """What it says, in every language."""
    return [element.get("DefaultValue", ""), *(override.get("Value", "") for override in element)]


def own(parent: Element, name: str) -> list[Element]:
    return [child for child in parent if name_of(child) == name]


def every(root: Element, name: str) -> Iterator[Element]:
    return (element for element in root.iter() if name_of(element) == name)


def text_of(parent: Element, name: str) -> str:
    return "".join(child.text or "" for child in own(parent, name))
