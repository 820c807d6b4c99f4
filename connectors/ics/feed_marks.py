"""How far a calendar feed has been read: how far its file was, and what its server wants to hear to say that it is the same.

RFC 9110, sections 8.8 and 13.1.
"""

from collections.abc import Mapping
from datetime import timedelta

import msgspec

from connectors.calendars import SyncMark
from connectors.errors import MarkExpired
from connectors.manners import read_date
from connectors.web import Download, Link

VERSION = 1
LONGEST_TAG = 1_000
SURE = timedelta(minutes=1)  # a file changed so short a time ago may have changed again within the same second


class Validators(msgspec.Struct, array_like=True, frozen=True):
    """What tells one state of the feed from another, by the very address it came from; empty where nothing does."""

    link: bytes = b""
    tag: str = ""
    modified: str = ""

    def headers(self, link: Link) -> Mapping[str, str]:
        """What to ask an address with: nothing of another address is told, since its tags mean something else there."""
        if link.digest != self.link:
            return {}
        return {"If-None-Match": self.tag} if self.tag else {"If-Modified-Since": self.modified}


NONE = Validators()


class FeedState(msgspec.Struct, array_like=True, frozen=True):
    version: int
    validators: Validators
    file: bytes


def read_feed_mark(mark: SyncMark) -> FeedState:
    """The state in a mark. Raises MarkExpired for one of another making."""
    try:
        state = msgspec.msgpack.decode(mark.state, type=FeedState)
    except msgspec.DecodeError as error:
        raise MarkExpired("the mark was not made by this reader of feeds: read again from the start") from error
    if state.version != VERSION:
        raise MarkExpired("the mark was made by an older reader of feeds: read again from the start")
    return state


def write_feed_mark(file: SyncMark, validators: Validators) -> SyncMark:
    return SyncMark(msgspec.msgpack.encode(FeedState(VERSION, validators, file.state)))


def validators_of(got: Download) -> Validators:
    """The tag, or else the date where that can be trusted."""
    tag = got.headers.get("ETag", "")
    if 0 < len(tag) <= LONGEST_TAG:
        return Validators(got.link.digest, tag=tag)
    modified = got.headers.get("Last-Modified", "")
    then, now = read_date(modified), read_date(got.headers.get("Date", ""))
    if then and now and now - then >= SURE:
        return Validators(got.link.digest, modified=modified)
    return NONE
