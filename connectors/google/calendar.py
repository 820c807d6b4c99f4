"""A Google calendar as a Calendar: read once with a window, then kept in step by a sync token.

https://developers.google.com/workspace/calendar/api/guides/sync. The window of a token does not roll, and what it tells may
lie outside: everything is held against the days we keep, each new day at the edge is one small list, and a calendar is read
anew when the window has run out. Instances of a series come one by one, those deleted with no more than their id.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from connectors.calendars import About, Page, SyncMark, Unread, Watch, Window
from connectors.causes import Cause
from connectors.errors import AccessDenied, MarkExpired, NotThere, SignInNeeded
from connectors.google.api import Google, GoogleError, meaning, read_json
from connectors.google.changes import Writer
from connectors.google.marks import State, read_mark, stamp, write_mark
from connectors.google.meetings import CANCELLED, Key, is_meeting, is_private, key_of, read_event
from connectors.google.notices import Channels
from connectors.google.wire import EVENT, LIST, Event, Listed, Setting, read_page
from connectors.manners import utc_now
from connectors.meetings import Meeting
from connectors.portions import DAY, REACH, SLACK, in_portions, midnight
from connectors.timezones import zone_for

SOURCE = "Google"
PRIMARY = "primary"
PAGE = 250  # events of a first reading
ROUND = 2_500  # Google's largest page
MOST_PAGES = 2_000


class GoogleCalendar:
    """One account's own calendar. `owner` is its address, `zone` what holds until the calendar has told its own. `writing`
    and `drafting` are the same account by wider grants, for what changes the calendar and for drafts of mail."""

    def __init__(
        self,
        google: Google,
        *,
        writing: Google | None = None,
        drafting: Google | None = None,
        owner: str,
        zone: ZoneInfo,
        reach: timedelta = REACH,
        page: int = PAGE,
        in_round: int = ROUND,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._google, self._owner, self._zone, self._clock = google, owner.casefold(), zone, clock
        self._writing, self._drafting = writing or google, drafting or google
        self._reach, self._page, self._in_round = reach, page, in_round
        self._channels = Channels(google, clock=clock)
        self._about: About | None = None

    @property
    def zones(self) -> tuple[ZoneInfo, ...]:
        """The calendar's own zone, once read."""
        return (self._zone,)

    @property
    def about(self) -> About | None:
        """What the account says of its owner: asked when it is read from the start, and once a day."""
        return self._about

    @property
    def spent(self) -> Mapping[str, int]:
        """What has been asked of Google so far."""
        accounts = {id(one): one for one in (self._google, self._writing, self._drafting)}.values()
        total = sum((one.spent.counts() for one in accounts), start=type(self._google.spent.counts())())
        return dict(total)

    def changes(self, window: Window, mark: SyncMark | None = None) -> Iterator[Page]:
        """Everything in the window, or what changed since the mark. Raises MarkExpired, SignInNeeded, AccessDenied,
        NotThere and TryLater."""
        state = read_mark(mark) if mark else None
        if state is None:
            self._learn_owner()
            since = midnight(max(window.since, self._clock() - self._reach))
            until = window.until
            yield from self._from_start(State(since, until + SLACK, until))
            return
        self._zone = zone_for(state.zone) or self._zone
        if not state.complete:
            yield from self._from_start(state)
        elif window.until > state.until:
            raise MarkExpired("the days looked at have run out")
        else:
            yield from self._since(state, window)

    def glance(self, ident: str) -> Meeting | None:
        request = self._google.events.get(calendarId=PRIMARY, eventId=ident, fields=EVENT)
        try:
            event: Event = read_json(self._google.ask(request), Event)
        except NotThere:
            return None
        return self._read(event, _Found([]))

    def watch(self, *, tell: str, secret: str) -> Watch:
        return self._channels.watch(tell=tell, secret=secret)

    def renew(self, watch: str) -> Watch:
        return self._channels.renew(watch)

    def unwatch(self, watch: str) -> None:
        self._channels.unwatch(watch)

    def writer(self, zone: ZoneInfo) -> Writer:
        return Writer(self._writing, self._drafting, self._owner, zone)

    def _from_start(self, state: State) -> Iterator[Page]:
        """Page by page, each a place to go on from as long as Google knows it."""
        span = {"timeMin": stamp(state.since), "timeMax": stamp(state.until), "maxResults": self._page}
        while True:
            listed, unread = self._list({**span, **({"pageToken": state.page} if state.page else {})}, marked=True)
            self._zone = zone_for(listed.time_zone or "") or self._zone
            found = _Found(list(unread))
            for event in listed.items:
                self._take(event, state, found)
            state = replace(
                state,
                page=listed.next_page_token or "",
                token=listed.next_sync_token or "",
                zone=self._zone.key,
                pages=state.pages + 1,
            )
            if not (state.page or state.token) or state.pages > MOST_PAGES:
                raise MarkExpired("Google sent no way on")
            done = 1.0 if state.complete else state.pages / (state.pages + 4)
            yield found.page(len(listed.items), write_mark(state), done, last=state.complete)
            if state.complete:
                return

    def _since(self, state: State, window: Window) -> Iterator[Page]:
        """What changed since. A round is taken as one: broken off, it is asked for again from its token."""
        rolled = replace(state, kept_until=max(state.kept_until, window.until))
        events, unread, token = self._round(state.token)
        found = _Found(list(unread))
        for event in events:
            self._take(event, rolled, found, changed=True)
        for event in self._edge(state, rolled, found.unread):
            self._take(event, rolled, found)
        mark = write_mark(replace(rolled, token=token, zone=self._zone.key))
        yield from in_portions(found.page(len(events), mark, 1.0, last=True))

    def _round(self, token: str) -> tuple[list[Event], list[Unread], str]:
        """All pages up to the next token; the same thing once, as it was said last."""
        events: dict[str, Event] = {}
        unread: list[Unread] = []
        asked: dict[str, Any] = {"syncToken": token, "maxResults": self._in_round}
        for _ in range(MOST_PAGES):
            listed, odd = self._list(asked, marked=True)
            events |= {one.id: one for one in listed.items}
            unread += odd
            if listed.next_sync_token:
                return list(events.values()), unread, listed.next_sync_token
            if not listed.next_page_token:
                break
            asked["pageToken"] = listed.next_page_token
        raise MarkExpired("Google sent no way on")

    def _edge(self, state: State, rolled: State, odd: list[Unread]) -> Iterator[Event]:
        """The days that have come into view since, once a day."""
        if rolled.kept_until - state.kept_until < DAY:
            return
        self._learn_owner()
        span = {"timeMin": stamp(state.kept_until), "timeMax": stamp(rolled.kept_until), "maxResults": self._in_round}
        for _ in range(MOST_PAGES):
            listed, unread = self._list(span)
            odd += unread
            yield from listed.items
            if not listed.next_page_token:
                return
            span["pageToken"] = listed.next_page_token

    def _list(self, asked: Mapping[str, Any], *, marked: bool = False) -> tuple[Listed, tuple[Unread, ...]]:
        """With `marked` a token is in it: what Google says is wrong with the question is wrong with that."""
        request = self._google.events.list(calendarId=PRIMARY, singleEvents=True, fields=LIST, **asked)
        try:
            body = self._google.try_asking(request)
        except GoogleError as error:
            if marked and error.status == 400 and asked.keys() & {"syncToken", "pageToken"}:
                raise MarkExpired("Google no longer knows how far we had read") from error
            raise meaning(error) from error
        try:
            return read_page(body, SOURCE)
        except (msgspec.DecodeError, UnicodeDecodeError):
            return read_json(body, Listed), ()  # which says what is wrong

    def _take(self, event: Event, state: State, found: "_Found", *, changed: bool = False) -> None:
        """What an event tells; `changed` since, it takes the place of what was kept of it."""
        key = key_of(event, self._zone)
        if changed and (key is None or not event.recurring_event_id):
            found.replaced.add(event.id)
        meeting = self._read(event, found)
        if meeting and meeting.start < state.kept_until and meeting.end > state.since:
            found.meetings.append(meeting)
        elif changed and key:
            found.gone.add(key)

    def _read(self, event: Event, found: "_Found") -> Meeting | None:
        if event.status == CANCELLED or not is_meeting(event):
            return None
        if is_private(event):
            found.private += 1
            return None
        try:
            return read_event(event, owner=self._owner, zone=self._zone)
        except Cause as cause:
            found.unread.append(cause.at(SOURCE, uid=event.id[:400]))
            return None

    def _learn_owner(self) -> None:
        """Zone and language, where the grant reaches them: the calendar is read all the same."""
        told = {name: self._setting(name) for name in ("timezone", "locale")}
        self._about = About(zone=zone_for(told["timezone"]), language=told["locale"][:20])
        self._zone = self._about.zone or self._zone

    def _setting(self, name: str) -> str:
        try:
            body = self._google.ask(self._google.settings.get(setting=name, fields="value"))
        except (AccessDenied, NotThere, SignInNeeded):
            return ""
        setting: Setting = read_json(body, Setting)
        return setting.value or ""


@dataclass(slots=True)
class _Found:
    unread: list[Unread]
    meetings: list[Meeting] = field(default_factory=list)
    replaced: set[str] = field(default_factory=set)
    gone: set[Key] = field(default_factory=set)
    private: int = 0

    def page(self, components: int, mark: SyncMark, done: float, *, last: bool) -> Page:
        return Page(
            meetings=tuple(self.meetings),
            replaced=frozenset(self.replaced),
            gone=frozenset(self.gone),
            unread=tuple(self.unread),
            components=components,
            expanded=sum(one.series for one in self.meetings),
            private=self.private,
            mark=mark,
            done=done,
            last=last,
        )
