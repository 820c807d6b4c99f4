"""Calendars as a test writes them down, and how they read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from connectors.calendars import Page, SyncMark, Unread, Window
from connectors.ics import CalendarFiles, Source
from connectors.meetings import Meeting
from tests.world import NOW, STOCKHOLM

SAMPLES = Path(__file__).parents[2] / "samples" / "ics"
YEAR = Window(NOW - timedelta(days=365), NOW - timedelta(days=365), NOW + timedelta(days=180))
ALWAYS = Window(
    datetime(1990, 1, 1, tzinfo=STOCKHOLM),
    datetime(2024, 1, 1, tzinfo=STOCKHOLM),
    datetime(2030, 1, 1, tzinfo=STOCKHOLM),
)
WHEN = ("DTSTART:20261201T080000Z", "DTEND:20261201T083000Z")


def vevent(*lines: str, uid: str = "m1", when: Iterable[str] = WHEN) -> str:
    """A VEVENT: one half-hour meeting on the first of December 2026 unless told otherwise."""
    named = (f"UID:{uid}",) if uid else ()
    return "\r\n".join(("BEGIN:VEVENT", *named, "DTSTAMP:20261123T070000Z", *when, *lines, "END:VEVENT", ""))


def vcalendar(*components: str, head: Iterable[str] = ()) -> bytes:
    lines = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Nordverk//Test//SV", *head, "")
    return ("\r\n".join(lines) + "".join(components) + "END:VCALENDAR\r\n").encode()


@dataclass(frozen=True, slots=True)
class Read:
    """Everything a reading said."""

    pages: tuple[Page, ...]
    names: tuple[str, ...]

    @property
    def meetings(self) -> list[Meeting]:
        return [meeting for page in self.pages for meeting in page.meetings]

    @property
    def unread(self) -> list[Unread]:
        return [unread for page in self.pages for unread in page.unread]

    @property
    def replaced(self) -> frozenset[str]:
        return frozenset().union(*(page.replaced for page in self.pages))

    @property
    def private(self) -> int:
        return sum(page.private for page in self.pages)

    @property
    def components(self) -> int:
        return sum(page.components for page in self.pages)

    @property
    def mark(self) -> SyncMark:
        mark = self.pages[-1].mark
        assert mark is not None
        return mark

    @property
    def only(self) -> Meeting:
        (meeting,) = self.meetings
        return meeting


def read(*data: bytes, window: Window = YEAR, mark: SyncMark | None = None, limit: int = 200_000_000) -> Read:
    """What calendar files, named 1.ics, 2.ics ..., give in Astrid's Stockholm."""
    sources = [Source(f"{number}.ics", one) for number, one in enumerate(data, 1)]
    files = CalendarFiles(sources, zone=STOCKHOLM, limit=limit)
    pages = tuple(files.changes(window, mark))
    assert [page.last for page in pages] == [False] * (len(pages) - 1) + [True]
    return Read(pages, files.names)


def at(text: str) -> datetime:
    """A moment in Stockholm: "2026-12-01 09:00"."""
    return datetime.fromisoformat(text).replace(tzinfo=STOCKHOLM)
