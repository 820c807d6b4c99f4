"""One seller's calendar behind a link that they shared: asked whether it changed, fetched whole, and read like a file.

The link is often its own key (Google's "secret address", Outlook's published calendar): only its host is ever told.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from connectors.calendars import Page, SyncMark, Window
from connectors.causes import Cause, not_read
from connectors.errors import AccessDenied, NotThere, TryLater, Unreadable
from connectors.ics.feed_marks import NONE, Validators, read_feed_mark, validators_of, write_feed_mark
from connectors.ics.files import PORTION, CalendarFiles
from connectors.ics.marks import State, read_mark
from connectors.ics.pages import Portion
from connectors.ics.source import LIMIT, SAMPLE, SOMETHING, Source, read_source
from connectors.manners import read_retry_after, user_agent, utc_now
from connectors.web import Download, Guard, Link, Patience, download, read_link
from connectors.web.download import AFTER

GUARD, PATIENCE = Guard(), Patience()
REFUSALS = frozenset({401, 403, 407})
GONE = frozenset({404, 410})
PASSING = frozenset({206, 304, 408, 425, 429})  # and whatever is the server's own fault
SAME = 304

END = re.compile(rb"\nEND[ \t]*:[ \t]*VCALENDAR", re.IGNORECASE)
BEGIN = re.compile(rb"\nBEGIN[ \t]*:", re.IGNORECASE)


class IcsFeed:
    """A feed as a connectors.calendars.Calendar. `zone` is the seller's, for times that name none.

    `limit` is in bytes, unpacked. `contact` is an address where whoever runs the server can find out who asks. `trust`
    is a file of certificates to trust instead of the usual ones. Raises Unreadable where the link is none.
    """

    def __init__(
        self,
        url: str,
        *,
        zone: ZoneInfo,
        limit: int = LIMIT,
        guard: Guard = GUARD,
        patience: Patience = PATIENCE,
        contact: str = "",
        trust: str | None = None,
        portion: Portion = PORTION,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._link = _read(url)
        self._zone = zone
        self._limit = limit
        self._guard = guard
        self._patience = patience
        self._agent = user_agent(contact)
        self._trust = trust
        self._portion = portion
        self._clock = clock
        self._files = CalendarFiles((), zone=zone)

    def __repr__(self) -> str:
        return f"<IcsFeed {self.host}>"

    @property
    def host(self) -> str:
        """All of the link that may be shown."""
        return self._link.host

    @property
    def names(self) -> tuple[str, ...]:
        """What the calendar calls itself, once read."""
        return self._files.names

    @property
    def zones(self) -> tuple[ZoneInfo, ...]:
        """The zone the calendar calls its own, once read."""
        return self._files.zones

    @property
    def about(self) -> None:
        """A file says nothing of its owner but in its meetings."""

    def changes(self, window: Window, mark: SyncMark | None = None) -> Iterator[Page]:
        """Everything in the window, or what changed since the mark.

        Raises Unreadable, MarkExpired, AccessDenied, NotThere, and TryLater: also for a calendar that did not come whole,
        of which nothing must be taken for deleted.
        """
        before = read_feed_mark(mark) if mark else None
        file_mark = SyncMark(before.file) if before else None
        state = read_mark(file_mark) if file_mark else None
        # Asked whether it is the same only when the same would say nothing new, as the days go by.
        is_current = state is not None and state.is_current(window, str(self._zone), state.files)
        validators = before.validators if before and is_current else NONE
        got = self._ask(validators)
        if state and validators.headers(got.link) and got.status == SAME:
            pages = self._nothing_new(state, window)
        else:
            pages, validators = self._read(got, window, file_mark), validators_of(got)
        for page in pages:
            kept = page.mark and write_feed_mark(page.mark, validators if page.last else NONE)
            yield replace(page, mark=kept)

    def _nothing_new(self, state: State, window: Window) -> Iterator[Page]:
        self._files = CalendarFiles((), zone=self._zone)
        yield self._files.nothing_new(state, window)

    def _read(self, got: Download, window: Window, mark: SyncMark | None) -> Iterator[Page]:
        self._check(got)
        lines = self._whole(got.body)
        self._files = CalendarFiles(
            [Source(self.host, lines)], zone=self._zone, limit=len(lines), portion=self._portion
        )
        return self._files.changes(window, mark)

    def _ask(self, validators: Validators) -> Download:
        try:
            return download(
                self._link,
                headers=lambda link: {"User-Agent": self._agent, "Accept": "text/calendar", **validators.headers(link)},
                guard=self._guard,
                patience=self._patience,
                limit=self._limit,
                trust=self._trust,
            )
        except Cause as cause:
            unread = cause.at(self.host)
        raise Unreadable(unread)  # outside of the except: nothing of the link is left behind

    def _check(self, got: Download) -> None:
        if got.status == 200:
            return
        if got.status in REFUSALS:
            raise AccessDenied(f"{self.host} does not let us read the calendar ({got.status}): is it still shared?")
        if got.status in GONE:
            raise NotThere(f"{self.host} no longer has the calendar ({got.status})")
        if got.status in PASSING or got.status >= 500:
            after = read_retry_after(got.headers.get("Retry-After", ""), now=self._clock())
            raise TryLater(f"{self.host} asks us to wait ({got.status})", after=AFTER if after is None else after)
        raise Unreadable(not_read("link.status", self.host, status=got.status))

    def _whole(self, body: bytes) -> bytes:
        """The calendar's lines. Servers also hang up in the middle of one, or before it, and call it well done."""
        if not SOMETHING.search(body):
            raise TryLater(f"{self.host} sent nothing", after=AFTER)
        try:
            lines = read_source(Source(self.host, body), self._limit)
        except Unreadable as error:
            is_page = error.unread[0].key == "file.web_page"
            raise Unreadable(not_read("link.web_page" if is_page else "link.no_calendar", self.host)) from error
        if not _has_end(lines):
            raise TryLater(f"{self.host} sent half a calendar", after=AFTER)
        return lines


def _read(url: str) -> Link:
    try:
        return read_link(url)
    except Cause as cause:
        unread = cause.at("")
    raise Unreadable(unread)


def _has_end(lines: bytes) -> bool:
    """Whether the last calendar in it ends. Some servers add a line of their own after it; none begins another entry."""
    tail = lines[-SAMPLE:]
    ends = [found.end() for found in END.finditer(tail)]
    return bool(ends) and not BEGIN.search(tail, ends[-1])
