"""Names of things in a calendar: ids, those of instances by their original start, and etags that change at each edit.

https://developers.google.com/workspace/calendar/api/v3/reference/events
"""

import base64
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256

INSTANCE = re.compile(r"(?P<id>.+)_(?P<original>\d{8}(?:T\d{6}Z)?)")
OWN_ID = re.compile(r"[0-9a-v]{5,1024}")


@dataclass(frozen=True, slots=True)
class Ident:
    """An event by its id, or with its original start, as it stands in the id, one instance of a series."""

    id: str
    original: str = ""

    def __str__(self) -> str:
        return f"{self.id}_{self.original}" if self.original else self.id

    @property
    def series(self) -> "Ident":
        return Ident(self.id)


def write_original(start: date) -> str:
    """A start in UTC, or a day."""
    return f"{start.astimezone(UTC):%Y%m%dT%H%M%SZ}" if isinstance(start, datetime) else f"{start:%Y%m%d}"


def new_id(box: str, number: int) -> str:
    return base64.b32hexencode(sha256(f"{box}/{number}".encode()).digest()[:16]).decode().rstrip("=").lower()


def new_token(*parts: object) -> str:
    """Of pages, rounds and channels: nothing to be read in it."""
    return base64.urlsafe_b64encode(sha256("/".join(map(str, parts)).encode()).digest()[:21]).decode()


def etag(now: datetime, version: int) -> str:
    """With its quotes."""
    return f'"{int(now.timestamp()) * 2_000_000 + version * 2}"'


def html_link(box: str, ident: str) -> str:
    told = base64.urlsafe_b64encode(f"{ident} {box}".encode()).decode().rstrip("=")
    return f"https://www.google.com/calendar/event?eid={told}"
