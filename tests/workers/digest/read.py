"""An HTML letter as a mail program reads it: its words, its links, its elements with their styles."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset({"br", "img", "meta", "link", "hr", "input"})
SILENT = frozenset({"style", "title", "script", "xml", "head"})


@dataclass
class Element:
    tag: str
    attributes: dict[str, str]
    path: tuple[str, ...]

    @property
    def style(self) -> dict[str, str]:
        rules = (one.partition(":") for one in self.attributes.get("style", "").split(";") if one.strip())
        return {name.strip().lower(): value.strip() for name, _, value in rules}


@dataclass
class Read(HTMLParser):
    elements: list[Element] = field(default_factory=list)
    words: list[str] = field(default_factory=list)  # those a screen reader says
    comments: list[str] = field(default_factory=list)
    _open: list[Element] = field(default_factory=list)

    @classmethod
    def letter(cls, html: str) -> "Read":
        made = cls()
        HTMLParser.__init__(made)
        made.feed(html)
        made.close()
        return made

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {k: v or "" for k, v in attrs}, tuple(one.tag for one in self._open))
        self.elements.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop().tag != tag:
            pass

    def handle_data(self, data: str) -> None:
        hidden = any(one.attributes.get("aria-hidden") == "true" for one in self._open)
        if data.strip() and not hidden and not SILENT & {one.tag for one in self._open}:
            self.words.append(" ".join(data.split()))

    def handle_comment(self, data: str) -> None:
        self.comments.append(data)

    def of(self, *tags: str) -> Iterator[Element]:
        return (one for one in self.elements if one.tag in tags)

    @property
    def links(self) -> list[str]:
        return [one.attributes["href"] for one in self.of("a")]
