"""A calendar's entries in pages: some hundred meetings each, or so many bytes that a progress bar moves.

Now and then a page is a place to start again from; how often keeps the work for all those marks in step with the reading.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from connectors.calendars import Page, Unread
from connectors.ics.components import Component
from connectors.ics.index import Index
from connectors.ics.marks import Seen
from connectors.ics.reading import Found, Reader


@dataclass(frozen=True, slots=True, kw_only=True)
class Portion:
    """How large a page is, and how many pages lie between two marks: so many, or more where the marks are large."""

    meetings: int = 300
    size: int = 2_000_000  # bytes read
    pages_a_mark: int = 7
    seen_a_page: int = 2_000  # a mark of 20,000 entries is worth writing every tenth page


class Progress:
    """What the pages so far have seen, beside what earlier readings saw and this one has not come to yet."""

    def __init__(self, index: Index, known: Mapping[str, Seen], portion: Portion) -> None:
        self.seen: dict[str, Seen] = {}
        self._index = index
        self._known = known
        self._portion = portion
        self._since_mark: int | None = None

    @property
    def missing(self) -> dict[str, Seen]:
        """What was known and has not been seen."""
        return {uid: one for uid, one in self._known.items() if uid not in self.seen}

    @property
    def so_far(self) -> dict[str, Seen]:
        """What whoever starts again has to know: whatever stands in any page, this one's or a later one's, has its name
        here. If it is gone by then, it is missed. What a later page tells anew may be stored by then too, so that what an
        earlier reading knew of it says nothing any more."""
        ahead = {
            uid: Seen()
            for uid, print_ in self._index.prints.items()
            if uid not in self.seen and not self._is_known(uid, print_)
        }
        return {**self.missing, **ahead, **self.seen}

    def _is_known(self, uid: str, print_: bytes) -> bool:
        one = self._known.get(uid)
        return one is not None and one.fingerprint == print_

    def is_due(self) -> bool:
        """Whether the page that ends here gets a mark: the first does, so that none is stored without one."""
        if self._since_mark is not None:
            self._since_mark += 1
            all_seen = len(self._index.prints) + len(self._known)
            if self._since_mark < max(self._portion.pages_a_mark, all_seen // self._portion.seen_a_page):
                return False
        self._since_mark = 0
        return True

    def pages(self, reader: Reader, unread: Sequence[Unread]) -> Iterator[Page]:
        """What is new or different; `seen` is filled on the way."""
        prints = self._index.prints
        until = reader.window.until.timestamp()
        page = _Draft(list(unread), components=self._index.left_out)
        for number, (uid, print_) in enumerate(prints.items(), 1):
            one = self._known.get(uid)
            if one is not None and one.fingerprint == print_ and one.beyond >= until:
                self.seen[uid] = one
                continue
            components = [self._index.entries[uid], *self._index.more.get(uid, ())]
            found = reader.read(uid, components)
            self.seen[uid] = Seen(print_, found.beyond)
            page.add(uid, components, found)
            if page.fills(self._portion) and number < len(prints):
                yield page.page(number / len(prints), last=False)
                page = _Draft([])
        yield page.page(1.0, last=True)


class _Draft:
    """A page in the making."""

    def __init__(self, unread: list[Unread], *, components: int = 0) -> None:
        self._size = 0
        self._found = Found(unread=unread)
        self._components = components
        self._replaced: list[str] = []

    def fills(self, portion: Portion) -> bool:
        return len(self._found.meetings) >= portion.meetings or self._size >= portion.size

    def add(self, uid: str, components: Sequence[Component], found: Found) -> None:
        self._replaced.append(uid)
        self._components += len(components)
        self._size += sum(end - begin for _, begin, end in components)
        self._found.meetings += found.meetings
        self._found.unread += found.unread
        self._found.private += found.private
        self._found.expanded += found.expanded

    def page(self, done: float, *, last: bool) -> Page:
        return Page(
            meetings=tuple(self._found.meetings),
            replaced=frozenset(self._replaced),
            unread=tuple(self._found.unread),
            components=self._components,
            expanded=self._found.expanded,
            private=self._found.private,
            done=done,
            last=last,
        )
