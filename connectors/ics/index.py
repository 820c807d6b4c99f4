"""Every entry of one or several calendar files by its UID, with a fingerprint, before anything has been read."""

from collections.abc import Sequence

from connectors.calendars import Unread
from connectors.causes import not_read
from connectors.ics.components import MOST_ENTRIES, Component, Part, fingerprints, split, uid_of
from connectors.ics.marks import fingerprint

NO_UID = "no-uid-"


class Index:
    """The entries of all files. What is left out stands in `unread`: entries that never end, and answers to invitations."""

    def __init__(self, opened: Sequence[tuple[str, bytes]]) -> None:
        self.parts: list[Part] = []
        self.entries: dict[str, Component] = {}
        self.more: dict[str, list[Component]] = {}  # further entries of a UID
        self.prints: dict[str, bytes] = {}
        self.unread: list[Unread] = []
        self.left_out = 0
        several: dict[str, list[bytes]] = {}
        for name, data in opened:
            components = self._split(name, data)
            for component, print_ in zip(components, fingerprints(components), strict=True):
                uid = uid_of(component) or NO_UID + print_.hex()
                if uid in self.entries:
                    self.more.setdefault(uid, []).append(component)
                    several.setdefault(uid, [self.prints[uid]]).append(print_)
                else:
                    self.entries[uid] = component
                    self.prints[uid] = print_
        self.prints.update((uid, fingerprint(prints)) for uid, prints in several.items())

    def _split(self, name: str, data: bytes) -> list[Component]:
        """The entries of one file that can be meetings."""
        parts, components, unended = split(name, data)
        self.parts += parts
        self.unread += (not_read("entry.unended", name, line=one.line, uid=uid_of(one)) for one in unended)
        if len(components) == MOST_ENTRIES:
            self.unread.append(not_read("file.too_many", name, line=components.pop().line, count=MOST_ENTRIES))
        found = len(components)
        if any(part.answers for part in parts):
            components = [one for one in components if not one.part.answers]
        answers = found - len(components)
        if answers:
            self.unread.append(not_read("file.answers", name, count=answers))
        self.left_out += len(unended) + answers
        return components
