"""A Microsoft 365 mailbox as a Calendar. https://learn.microsoft.com/graph/delta-query-events

Of the ways to keep a year of a busy calendar in step (five thousand events, most of them occurrences of series, looked
at some thirty times a day) this asks least:

- `calendarView` again and again: some ten requests and ten megabytes a look, a hundred gigabytes a year.
- `calendarView/delta`: a look costs one request and what changed. It takes no $select, but bodies come as text where
  that is honoured, and an occurrence comes bare: series cost their master once, where calendarView repeats all of it in
  each occurrence. What a bare one lacks is its master's, which comes along or is fetched, twenty in a batch.
- Its window is baked in and cannot roll. A window as far as we look would have to be read anew each day. One that goes
  thirteen weeks further is read anew four times a year; until then each new day at the edge is one small calendarView,
  and what lies beyond it is not kept.

That a series changed is taken as one: with its master the delta brings all its occurrences, without those deleted, of
which it says nothing more (an experiment of 2019, https://github.com/microsoftgraph/microsoft-graph-docs/pull/4501);
where the master did not come along its occurrences are asked for.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec

from connectors.calendars import About, Page, SyncMark, Unread, Watch, Window
from connectors.causes import Cause
from connectors.errors import MarkExpired
from connectors.manners import utc_now
from connectors.meetings import Meeting
from connectors.microsoft.about import fetch_about
from connectors.microsoft.answers import read_json
from connectors.microsoft.api import Graph
from connectors.microsoft.changes import Writer
from connectors.microsoft.marks import Kin, State, read_mark, stamp, write_mark
from connectors.microsoft.meetings import NO_ROOMS, at_another_time, is_bare, is_private, read_event, uid_of
from connectors.microsoft.notices import Subscriptions
from connectors.microsoft.rooms import fetch_rooms
from connectors.microsoft.rounds import MASTER, Found, Round
from connectors.microsoft.series import AS_TEXT, MOST, SOURCE, fetch_instances, fetch_masters, read_pages
from connectors.microsoft.wire import SELECT, Event, Listed, read_page
from connectors.portions import DAY, REACH, SLACK, in_portions, midnight
from connectors.timezones import zone_for

PAGE = 100  # events of a first reading: half a megabyte at most, and no long wait for the first
ROUND = 500  # of a round of changes: most are bare
MOST_PAGES = 2_000  # of one round


class MicrosoftCalendar:
    """One mailbox. `owner` is its address, `zone` what holds until the mailbox has told its own. `writing` and `drafting`
    are the same mailbox by wider grants, for what changes the calendar and for drafts of mail. With `rooms` the company's
    own are asked for, which tells where its offices are."""

    def __init__(
        self,
        graph: Graph,
        *,
        writing: Graph | None = None,
        drafting: Graph | None = None,
        owner: str,
        zone: ZoneInfo,
        rooms: bool = False,
        reach: timedelta = REACH,
        page: int = PAGE,
        in_round: int = ROUND,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._graph, self._owner, self._zone, self._clock = graph, owner.casefold(), zone, clock
        self._writing, self._drafting = writing or graph, drafting or graph
        self._reach, self._subscriptions = reach, Subscriptions(graph, clock=clock)
        self._prefer = (AS_TEXT, f"odata.maxpagesize={page}")
        self._prefer_in_round = (AS_TEXT, f"odata.maxpagesize={in_round}")
        self._about: About | None = None
        self._asks_for_rooms, self._rooms = rooms, NO_ROOMS
        self._masters: dict[str, Meeting | None] = {}  # None: private, gone, or not to be read
        self._private: set[str] = set()

    @property
    def zones(self) -> tuple[ZoneInfo, ...]:
        """The mailbox's own zone, once read."""
        return (self._zone,)

    @property
    def about(self) -> About | None:
        """What the mailbox says of its owner: asked when it is read from the start, and once a day."""
        return self._about

    @property
    def spent(self) -> Mapping[str, int]:
        graphs = {id(graph): graph for graph in (self._graph, self._writing, self._drafting)}
        return sum((graph.spent.counts() for graph in graphs.values()), Counter())

    def changes(self, window: Window, mark: SyncMark | None = None) -> Iterator[Page]:
        """Everything in the window, or what changed since the mark. Raises MarkExpired, SignInNeeded, AccessDenied,
        NotThere and TryLater."""
        state = read_mark(mark) if mark else None
        if state is None:
            yield from self._from_start(self._begin(window))
            return
        self._zone = zone_for(state.zone) or self._zone
        if not state.complete:
            yield from self._from_start(state)
            return
        if window.until > state.until:
            raise MarkExpired("the days looked at have run out")
        yield from self._since(state, window)

    def watch(self, *, tell: str, secret: str) -> Watch:
        return self._subscriptions.watch(tell=tell, secret=secret)

    def renew(self, watch: str) -> Watch:
        return self._subscriptions.renew(watch)

    def unwatch(self, watch: str) -> None:
        self._subscriptions.unwatch(watch)

    def writer(self, zone: ZoneInfo) -> Writer:
        return Writer(self._writing, self._drafting, self._owner, zone)

    def _begin(self, window: Window) -> State:
        self._learn_owner()
        since = midnight(max(window.since, self._clock() - self._reach))
        until = window.until
        further = until + SLACK
        link = f"/calendarView/delta?startDateTime={stamp(since)}&endDateTime={stamp(further)}"
        return State(link, since, further, until, zone=self._zone.key)

    def _learn_owner(self) -> None:
        self._about = fetch_about(self._graph)
        self._zone = self._about.zone or self._zone

    def _from_start(self, state: State) -> Iterator[Page]:
        """Page by page, each a place to go on from."""
        self._rooms = fetch_rooms(self._graph) if self._asks_for_rooms else {}
        kin = Kin(state.kin)
        while True:
            listed, unread = self._fetch(state.link, self._prefer)
            round_ = Round.of(listed.value)
            for master, bare in round_.occurrences.items():
                kin.add(master, bare)
            found = self._found(round_.events.values(), state, list(unread))
            state = replace(
                state,
                link=listed.next_link or listed.delta_link or "",
                complete=listed.next_link is None,
                pages=state.pages + 1,
                kin=kin.kept(),
            )
            if not state.link or state.pages > MOST_PAGES:
                raise MarkExpired("Microsoft 365 sent no way on")
            done = 1.0 if state.complete else state.pages / (state.pages + 4)
            yield found.page(frozenset(round_.removed), len(listed.value), write_mark(state), done, last=state.complete)
            if state.complete:
                return

    def _since(self, state: State, window: Window) -> Iterator[Page]:
        """What changed since, series whole. A round is taken as one: it is asked for again if it is broken off."""
        until = max(state.kept_until, window.until)
        rolled = replace(state, kept_until=until)
        listed, unread, link = self._round(state.link)
        round_, odd = Round.of(listed), list(unread)
        kin = Kin(state.kin)
        series = round_.incomplete | kin.series_of(round_.removed - round_.touched)
        anew = fetch_instances(self._graph, series, since=state.since, until=state.until, unread=odd) if series else {}
        for master, events in ({**round_.series, **anew}).items():
            kin.replace(master, (one.id for one in events if one.type != MASTER))
        for gone in round_.removed:
            kin.replace(gone, ())
        events = [*round_.singles, *(one for uid, of in {**round_.series, **anew}.items() for one in of)]
        events += self._edge(state, rolled, odd)
        found = self._found(events, rolled, odd)
        replaced = round_.touched | round_.removed | frozenset(anew)
        mark = write_mark(replace(rolled, link=link, zone=self._zone.key, kin=kin.kept()))
        yield from in_portions(found.page(replaced, len(events), mark, 1.0, last=True))

    def _edge(self, state: State, rolled: State, odd: list[Unread]) -> list[Event]:
        """The days that have come into view since, once a day."""
        if rolled.kept_until - state.kept_until < DAY:
            return []
        self._learn_owner()
        span = {"startDateTime": stamp(state.kept_until), "endDateTime": stamp(rolled.kept_until)}
        params: dict[str, str | int] = {**span, "$select": SELECT, "$top": MOST}
        body = self._graph.get("/calendarView", params, prefer=(AS_TEXT,))
        return [event for page in read_pages(self._graph, body, odd) for event in page.value]

    def _round(self, link: str) -> tuple[list[Event], list[Unread], str]:
        """All pages up to the next mark."""
        events: list[Event] = []
        unread: list[Unread] = []
        for _ in range(MOST_PAGES):
            listed, odd = self._fetch(link, self._prefer_in_round)
            events += listed.value
            unread += odd
            if listed.delta_link:
                return events, unread, listed.delta_link
            if not listed.next_link:
                break
            link = listed.next_link
        raise MarkExpired("Microsoft 365 sent no way on")

    def _fetch(self, link: str, prefer: Sequence[str]) -> tuple[Listed[Event], tuple[Unread, ...]]:
        return _read(self._graph.get(link, prefer=prefer))

    def _found(self, events: Iterable[Event], state: State, unread: list[Unread]) -> Found:
        """What these events tell, masters and what is out of sight left out."""
        found, bare = Found(unread), []
        for event in events:
            if event.type == MASTER:
                self._masters[event.id] = self._read(event, found)
            elif is_bare(event):
                bare.append(event)
            else:
                self._keep(self._read(event, found), state, found)
        self._fetch_masters({uid_of(one) for one in bare} - self._masters.keys(), found)
        for event in bare:
            self._keep(self._dressed(event, found), state, found)
        return found

    def _read(self, event: Event, found: Found) -> Meeting | None:
        if is_private(event):
            found.private += event.type != MASTER
            self._private.add(event.id)
            return None
        try:
            return read_event(event, owner=self._owner, zone=self._zone, own_rooms=self._rooms)
        except Cause as cause:
            found.unread.append(cause.at(SOURCE, uid=event.id[:400]))
            return None

    def _dressed(self, event: Event, found: Found) -> Meeting | None:
        """A bare occurrence as its master is."""
        master = self._masters.get(uid_of(event))
        if master is None:
            found.private += uid_of(event) in self._private
            return None
        try:
            return at_another_time(master, event, zone=self._zone)
        except Cause as cause:
            found.unread.append(cause.at(SOURCE, uid=event.id[:400]))
            return None

    def _fetch_masters(self, ids: set[str], found: Found) -> None:
        if not ids:
            return
        there = fetch_masters(self._graph, ids, found.unread)
        for one in ids:
            self._masters[one] = self._read(there[one], found) if one in there else None

    def _keep(self, meeting: Meeting | None, state: State, found: Found) -> None:
        if meeting and meeting.start < state.kept_until and meeting.end > state.since:
            found.meetings.append(meeting)


def _read(body: bytes) -> tuple[Listed[Event], tuple[Unread, ...]]:
    try:
        return read_page(body, SOURCE)
    except msgspec.DecodeError:
        return read_json(body, Listed[Event]), ()  # which says what is wrong
