"""How a calendar is read: page by page, from a mark, within a window; the same for every vendor."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from enum import StrEnum
from typing import Protocol, runtime_checkable
from zoneinfo import ZoneInfo

from connectors.meetings import Meeting

Fact = str | int


@dataclass(frozen=True, slots=True)
class Window:
    """What is worth reading: single meetings from `since`, occurrences of series from `series_since`, all before `until`.
    `until` is a midnight in UTC, so that it is the same all day."""

    since: datetime
    series_since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Unread:
    """One thing that could not be read, kept so that a person can find it: the rest was read all the same.

    `line` counts from 1 in the source and is 0 where unknown. `why` is one plain line in English, for logs; `key` and
    `facts` say the same to people, in their own language (connectors/causes.py has all keys).
    """

    source: str
    uid: str
    line: int
    why: str
    key: str = ""
    facts: Mapping[str, Fact] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class SyncMark:
    """How far a calendar has been read; only its connector understands `state`."""

    state: bytes


@dataclass(frozen=True, slots=True)
class Page:
    """A piece of a calendar's changes. Rows of the uids in `replaced` give way to `meetings` (a uid with none is gone), a
    meeting of another uid to the same occurrence as it was, and single occurrences that are `gone` to nothing.

    `last` is True on the last page, and only there `mark` stands for all that was read. An earlier page's mark, where it
    has one, is a place to go on from: once the pages up to it are stored, `changes(window, mark)` gives what is missing,
    and names what has gone since. Pages stored after it may come again; that changes nothing. `done` is the share read
    so far, 0 to 1.
    """

    meetings: tuple[Meeting, ...] = ()
    replaced: frozenset[str] = frozenset()
    gone: frozenset[tuple[str, datetime | None]] = frozenset()  # Meeting.key
    unread: tuple[Unread, ...] = ()
    components: int = 0  # entries seen, before series were expanded
    expanded: int = 0  # occurrences that came out of series
    private: int = 0  # dropped because private or confidential
    mark: SyncMark | None = None
    done: float = 1.0
    last: bool = True


@dataclass(frozen=True, slots=True)
class Watch:
    """A vendor's promise to tell us of changes, until it `expires_at`."""

    id: str
    expires_at: datetime


class NoticeKind(StrEnum):
    CHANGED = "changed"  # something in the calendar is new, different or gone
    MISSED = "missed"  # some notices were lost: look
    RENEW = "renew"  # the watch pauses unless it is renewed
    OVER = "over"  # the watch is gone: make another, and look


@dataclass(frozen=True, slots=True)
class Notice:
    """What a vendor, or whoever says it is one, tells of a watch. `secret` is to be the one we gave with the watch, and
    `tenant` the vendor's own name of the company, where it tells."""

    watch: str
    secret: str = field(repr=False)
    kind: NoticeKind = NoticeKind.CHANGED
    tenant: str = ""


@dataclass(frozen=True, slots=True)
class About:
    """What a mailbox says of its owner. `language` is a tag like sv-SE; days count from Monday, 0."""

    zone: ZoneInfo | None = None
    language: str = ""
    working_days: frozenset[int] = frozenset()
    day_starts: time | None = None
    day_ends: time | None = None


class Calendar(Protocol):
    """One seller's calendar at one vendor."""

    @property
    def about(self) -> About | None:
        """What the mailbox says of its owner, where it has been asked while reading."""
        ...

    @property
    def zones(self) -> Sequence[ZoneInfo]:
        """The zones the calendar calls its own, once it has been read."""
        ...

    def changes(self, window: Window, mark: SyncMark | None = None) -> Iterator[Page]:
        """Everything in the window, or what changed since the mark. Raises MarkExpired, Unreadable ..."""
        ...


@runtime_checkable
class Watched(Protocol):
    """A calendar whose vendor tells us of changes."""

    def watch(self, *, tell: str, secret: str) -> Watch:
        """Ask to be told at the address `tell`, with the `secret` in every notice."""
        ...

    def renew(self, watch: str) -> Watch:
        """Ask for longer. Raises NotThere for a watch that is gone."""
        ...

    def unwatch(self, watch: str) -> None:
        """No more of it; one that is gone is fine."""
        ...


@runtime_checkable
class Glanced(Protocol):
    """A calendar in which one meeting can be looked at by itself."""

    def glance(self, ident: str) -> Meeting | None:
        """The meeting of this id as it stands now; None where there is none, or none that is ours to know."""
        ...


@runtime_checkable
class Metered(Protocol):
    """A calendar whose vendor counts what it is asked."""

    @property
    def spent(self) -> Mapping[str, int]:
        """What it has cost so far: requests, bytes that came, and of the requests those throttled and failed."""
        ...
