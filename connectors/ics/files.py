"""One seller's calendar in one or several iCalendar files, read page by page; a second look reads only what changed.

Several files are one calendar: of two entries with one UID the newer counts, and an override finds its series wherever it
stands. A file that cannot be read is listed and the others are used.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from zoneinfo import ZoneInfo

from connectors.calendars import Page, SyncMark, Unread, Window
from connectors.causes import not_read
from connectors.errors import Unreadable
from connectors.ics.index import Index
from connectors.ics.marks import State, fingerprint, read_mark, write_mark
from connectors.ics.pages import Portion, Progress
from connectors.ics.reading import TIME_FOR_SERIES, Reader
from connectors.ics.source import LIMIT, Source, read_source

PORTION = Portion()


class CalendarFiles:
    """Calendar files as a connectors.calendars.Calendar. `zone` is the seller's, for times that name none."""

    def __init__(
        self,
        sources: Sequence[Source],
        *,
        zone: ZoneInfo,
        limit: int = LIMIT,
        time_for_series: timedelta = TIME_FOR_SERIES,
        portion: Portion = PORTION,
    ) -> None:
        self._sources = tuple(sources)
        self._zone = zone
        self._limit = limit
        self._time_for_series = time_for_series
        self._portion = portion
        self.names: tuple[str, ...] = ()  # what the calendars call themselves, once read
        self.zones: tuple[ZoneInfo, ...] = ()  # the zones the calendars call their own, once read

    def changes(self, window: Window, mark: SyncMark | None = None) -> Iterator[Page]:
        """Everything in the window, or what changed since the mark; `replaced` names every UID that was looked at.

        The first page of several has a mark and so have some later ones: stored with the pages up to there, it is where
        another reading goes on, also of files that have changed since.

        Raises Unreadable when no source can be read, MarkExpired for a mark that is not ours.
        """
        before = read_mark(mark) if mark else None
        opened, unread = self._open()
        files = sorted(hashlib.sha256(data).digest()[:12] for _, data in opened)
        if before and not unread and before.is_current(window, str(self._zone), files):
            yield self.nothing_new(before, window)
            return
        index = Index(opened)
        reader = Reader(window, self._zone, self._time_for_series)
        context = self._get_to_know(index, reader)
        progress = Progress(index, before.known(window, context) if before else {}, self._portion)
        marked = partial(
            write_mark,
            window,
            zone=str(self._zone),
            names=self.names,
            zones=self.zones,
            context=context,
            unread=index.unread,
        )
        for page in progress.pages(reader, [*unread, *index.unread]):
            if not page.last:
                yield replace(page, mark=marked(files=[], seen=progress.so_far)) if progress.is_due() else page
            elif unread:  # what stands in a file that could not be opened today is not gone
                yield replace(page, mark=marked(files=[], seen=progress.missing | progress.seen))
            else:
                gone = progress.missing.keys()
                yield replace(page, replaced=page.replaced | gone, mark=marked(files=files, seen=progress.seen))

    def nothing_new(self, before: State, window: Window) -> Page:
        """The only page of a calendar that is as it was."""
        self.names, self.zones = tuple(before.names), tuple(map(ZoneInfo, before.zones))
        return Page(unread=tuple(before.unread), mark=before.moved_to(window))

    def _get_to_know(self, index: Index, reader: Reader) -> bytes:
        """What the calendars say of themselves; the fingerprint of what all of their entries depend on."""
        zones = [reader.zones(part) for part in index.parts]
        self.names = tuple(dict.fromkeys(one.calendar_name for one in zones if one.calendar_name))
        self.zones = tuple(dict.fromkeys(one.own for one in zones if one.own))
        return fingerprint((str(self._zone).encode(), *{one.context for one in zones}))

    def _open(self) -> tuple[list[tuple[str, bytes]], list[Unread]]:
        opened: list[tuple[str, bytes]] = []
        unread: list[Unread] = []
        for source in self._sources:
            try:
                opened.append((source.shown, read_source(source, self._limit)))
            except Unreadable as error:
                unread += error.unread
        if not opened:
            raise Unreadable(*(unread or [not_read("file.none", "")]))
        return opened, unread
