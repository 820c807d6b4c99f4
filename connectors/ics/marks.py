"""How far a calendar file has been read: a fingerprint of every entry, and the day from which it has more to say.

Files carry no change log. What the last reading saw is compared with what is there now; the order of entries means nothing.
"""

import hashlib
from collections.abc import Iterable
from zoneinfo import ZoneInfo

import msgspec

from connectors.calendars import SyncMark, Unread, Window
from connectors.errors import MarkExpired

VERSION = 2  # raised whenever entries are understood differently
NEVER = 2**62


class Seen(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """One UID: its entries' fingerprint, and the first second after the window that holds something of it."""

    fingerprint: bytes = b""  # of nothing there is: known by name only
    beyond: int = 0


class State(msgspec.Struct, array_like=True, frozen=True):
    """What was read: under which circumstances, from which bytes, which entries."""

    version: int
    zone: str
    names: list[str]
    zones: list[str]
    context: bytes
    since: float
    series_since: float
    files: list[bytes]  # none where not all has been read: a reading that broke off, or a file that could not be opened
    unread: list[Unread]  # what is no entry's own, and so is told of at every look
    seen: dict[str, Seen]

    @property
    def is_whole(self) -> bool:
        """Whether everything there was has been read; else the mark is only good to go on from."""
        return bool(self.files)

    def known(self, window: Window, context: bytes) -> dict[str, Seen]:
        """What has been seen, as far as it still holds: under other circumstances only that it was there."""
        if self.context == context and self.reaches(window):
            return self.seen
        return dict.fromkeys(self.seen, Seen())

    def reaches(self, window: Window) -> bool:
        """Whether all of the window's past has been read."""
        return self.since <= window.since.timestamp() and self.series_since <= window.series_since.timestamp()

    def is_current(self, window: Window, zone: str, files: list[bytes]) -> bool:
        """Whether the same bytes in this window would say nothing new."""
        until = window.until.timestamp()
        same = self.files == files and self.zone == zone
        return (
            self.is_whole and same and self.reaches(window) and all(one.beyond >= until for one in self.seen.values())
        )

    def moved_to(self, window: Window) -> SyncMark:
        """The mark for another window over the same past."""
        since, series_since = window.since.timestamp(), window.series_since.timestamp()
        return SyncMark(msgspec.msgpack.encode(msgspec.structs.replace(self, since=since, series_since=series_since)))


def read_mark(mark: SyncMark) -> State:
    """The state in a mark. Raises MarkExpired for one of another making."""
    try:
        state = msgspec.msgpack.decode(mark.state, type=State)
    except msgspec.DecodeError as error:
        raise MarkExpired("the mark was not made by this reader: read again from the start") from error
    if state.version != VERSION:
        raise MarkExpired("the mark was made by an older reader: read again from the start")
    return state


def write_mark(
    window: Window,
    *,
    zone: str,
    names: Iterable[str],
    zones: Iterable[ZoneInfo],
    context: bytes,
    files: list[bytes],
    unread: list[Unread],
    seen: dict[str, Seen],
) -> SyncMark:
    since, series_since = window.since.timestamp(), window.series_since.timestamp()
    own = [one.key for one in zones]
    state = State(VERSION, zone, list(names), own, context, since, series_since, files, unread, seen)
    return SyncMark(msgspec.msgpack.encode(state))


def fingerprint(pieces: Iterable[bytes]) -> bytes:
    """One fingerprint of several things, whatever their order."""
    return hashlib.sha256(b"".join(sorted(hashlib.sha256(piece).digest() for piece in pieces))).digest()[:12]
