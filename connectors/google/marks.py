"""How far a calendar has been read: the sync token, or the page to go on from, and the days it covers."""

from dataclasses import dataclass
from datetime import UTC, datetime

import msgspec

from connectors.calendars import SyncMark
from connectors.errors import MarkExpired

VERSION = 1  # of what is asked for, too: a token goes with its parameters


@dataclass(frozen=True, slots=True)
class State:
    """It covers `since` to `until`; kept is what begins before `kept_until`. `page` goes on with the first reading, `token`
    with what has changed since it was `complete`."""

    since: datetime
    until: datetime
    kept_until: datetime
    page: str = ""
    token: str = ""
    zone: str = ""
    pages: int = 0
    version: int = VERSION

    @property
    def complete(self) -> bool:
        return bool(self.token)


def read_mark(mark: SyncMark) -> State:
    """Raises MarkExpired for one of another make."""
    try:
        state = _decoder.decode(mark.state)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise MarkExpired("the mark is not one of ours") from error
    if state.version != VERSION:
        raise MarkExpired("the mark is of another version")
    return state


def write_mark(state: State) -> SyncMark:
    return SyncMark(msgspec.msgpack.encode(state))


def stamp(moment: datetime) -> str:
    """As Google reads a moment: an offset is a must."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


_decoder = msgspec.msgpack.Decoder(State)
