"""How far a mailbox has been read: the link to go on from, the days it covers, and which series an occurrence is of.

Graph may tell of a deleted occurrence by nothing but its id, and an id says nothing of its series. So four bytes of each
occurrence's id are kept with its series; two that are alike cost no more than reading a series in vain.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import blake2b

import msgspec

from connectors.calendars import SyncMark
from connectors.errors import MarkExpired

VERSION = 1
SIZE = 4  # bytes of an id


@dataclass(frozen=True, slots=True)
class State:
    """`link` goes on reading: to the next page of the first reading, or once `complete` to what has changed since.

    It covers `since` to `until`; kept is what begins before `kept_until`. `kin` are the occurrences of each series.
    """

    link: str
    since: datetime
    until: datetime
    kept_until: datetime
    complete: bool = False
    zone: str = ""
    pages: int = 0
    kin: Mapping[str, bytes] = field(default_factory=dict)
    version: int = VERSION


def read_mark(mark: SyncMark) -> State:
    """Raises MarkExpired for one of another version."""
    try:
        state = _decoder.decode(mark.state)
    except msgspec.DecodeError as error:
        raise MarkExpired("the mark is not one of ours") from error
    if state.version != VERSION:
        raise MarkExpired("the mark is of another version")
    return state


def write_mark(state: State) -> SyncMark:
    return SyncMark(msgspec.msgpack.encode(state))


class Kin:
    """Which series each occurrence is of."""

    def __init__(self, kept: Mapping[str, bytes]) -> None:
        self._series = {
            master: {short[at : at + SIZE] for at in range(0, len(short), SIZE)} for master, short in kept.items()
        }

    def add(self, master: str, occurrences: Iterable[str]) -> None:
        self._series.setdefault(master, set()).update(map(_short, occurrences))

    def replace(self, master: str, occurrences: Iterable[str]) -> None:
        self._series.pop(master, None)
        if short := set(map(_short, occurrences)):
            self._series[master] = short

    def series_of(self, ids: Iterable[str]) -> frozenset[str]:
        """The series that any of these may be an occurrence of."""
        wanted = set(map(_short, ids))
        return frozenset(master for master, known in self._series.items() if not wanted.isdisjoint(known))

    def kept(self) -> dict[str, bytes]:
        return {master: b"".join(sorted(known)) for master, known in self._series.items()}


def stamp(moment: datetime) -> str:
    """As Graph reads a moment in an address."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _short(name: str) -> bytes:
    return blake2b(name.encode(), digest_size=SIZE).digest()


_decoder = msgspec.msgpack.Decoder(State)
