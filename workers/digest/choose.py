"""What is worth a letter this week: at most three things for one seller, the best first, or nothing.

- A customer is spoken of once. Whoever is near a journey made anyway is told of there, and not asked about beside it.
- Nothing is said twice in a row, unless something in it has changed.
- What the seller has answered holds, and where the seller is away nobody is sent.
- After four letters without an answer the fifth asks whether to go on, and then it is quiet until somebody answers.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import zip_longest
from zoneinfo import ZoneInfo

from workers.digest.items import (
    Along,
    Ask,
    Decided,
    Digest,
    Earlier,
    History,
    Item,
    LookBack,
    best_slot,
    clear_of,
    proposed,
    slot_days,
)
from workers.relationships.flags import FlagKind
from workers.relationships.rules import Rules
from workers.reviewed import Reviewed
from workers.visits.choice import choose
from workers.visits.red_days import is_day_off
from workers.visits.trip import Trip

__all__ = ["Away", "choose_digest"]

Away = tuple[date, date]  # the first and the last whole day away

MOST = 3  # things in a letter
PATIENCE = 4  # letters in a row without an answer
SOON = timedelta(weeks=4)  # a journey further off than that can wait
LOOK_BACK = timedelta(days=14)  # a visit longer ago than that is not asked about
MET_CLAIMS = frozenset({FlagKind.SCREEN_ONLY, FlagKind.FIRST_MEETING_ON_SCREEN})  # that they have never met

YES = frozenset({"draft", "convert", "hold_travel"})
BOOKED = "convert"
CLOSED = frozenset(
    {"took_place", "fell_through", "not_this", "never_here", "prefers_digital", "wrong", "have_met", "undo"}
)
LATER, NEVER = "later", frozenset({"never_here", "prefers_digital"})
MET = frozenset({"have_met", "took_place"})


def choose_digest(
    reviewed: Sequence[Reviewed],
    trips: Sequence[Trip],
    before: History,
    *,
    week: int,
    now: datetime,
    zone: ZoneInfo,
    rules: Rules | None = None,
    away: Sequence[Away] = (),
) -> Digest | None:
    """The letter of the ISO `week` (202648), or None where there is nothing to say. `reviewed` are the flagged accounts,
    most in need first, `trips` those that still hold."""
    if before.silence > PATIENCE or not _is_there(week, away):
        return None
    room = _Room(reviewed, trips, before, now.astimezone(zone).date(), zone, rules or Rules(), away)
    items = _best(room)
    if not items:
        return None
    if before.silence == PATIENCE:
        return Digest(week, (), asks_to_go_on=True)
    return Digest(week, items)


def _best(room: "_Room") -> tuple[Item, ...]:
    """One of each kind before a second of any; then in the order they are told."""
    asks, alongs, backs = list(room.asks()), list(room.alongs), list(room.backs())
    seconds = zip_longest(asks[1:], alongs[1:], backs[1:])
    ranked = [*asks[:1], *backs[:1], *alongs[:1], *(one for row in seconds for one in row if one)]
    taken: set[str] = set()
    chosen: list[Item] = []
    for one in ranked:
        if len(chosen) < MOST and taken.isdisjoint(one.accounts):
            chosen.append(one)
            taken |= one.accounts
    return tuple(sorted(chosen, key=lambda one: (Ask, Along, LookBack).index(type(one))))


@dataclass(frozen=True)
class _Room:
    """Everything a letter may be about, by kind."""

    reviewed: Sequence[Reviewed]
    trips: Sequence[Trip]
    before: History
    today: date
    zone: ZoneInfo
    rules: Rules
    away: Sequence[Away]

    def asks(self) -> Iterator[Ask]:
        """As many as a week may bring, none that clash."""
        open_ = {one.suggestion.id: one for one in self._open_asks()}
        order = {one.reviewed.relationship.account.key: at for at, one in enumerate(open_.values())}
        candidates = [one.suggestion for one in open_.values()]
        chosen, _ = choose(candidates, rules=self.rules, order=order, week=self.before.week)
        taken: set[date] = set()
        for one in chosen:
            if ask := clear_of(open_[one.id], taken, self.zone):
                taken |= set(slot_days(best_slot(ask.suggestion, self.zone), self.zone))
                yield ask

    @cached_property
    def alongs(self) -> tuple[Along, ...]:
        """The journeys made anyway with somebody to meet on the way, the next first."""
        found = (self._along(one) for one in self._journeys)
        return tuple(one for one in found if one and self._is_news(one))

    def backs(self) -> Iterator[LookBack]:
        """The visits of the last weeks nobody has told us of, the latest first."""
        found = [one for one in map(self._back, self.before.earlier) if one and self._is_news(one)]
        yield from sorted(found, key=lambda one: (one.day, one.suggestion.id), reverse=True)

    def _open_asks(self) -> Iterator[Ask]:
        on_the_way = {stop.account for trip in self._journeys for stop in trip.stops if not stop.fixed}
        for one in self.reviewed:
            key, suggestion = one.relationship.account.key, one.suggestion
            if suggestion is None or key in on_the_way or self._is_closed(one) or suggestion.id in self._answered:
                continue
            ask = Ask(one, suggestion)
            if self._can_go(ask) and self._is_news(ask):
                yield ask

    def _can_go(self, ask: Ask) -> bool:
        slot = best_slot(ask.suggestion, self.zone)
        days = slot_days(slot, self.zone)
        visit_day = slot.start.astimezone(self.zone).date()
        return days[0] > self.today and not is_day_off(visit_day) and not self._is_away(days)

    @cached_property
    def _journeys(self) -> tuple[Trip, ...]:
        """Those made anyway in the coming weeks, the next first."""
        coming = (one for one in self.trips if not one.account and self.today < one.days[0] <= self.today + SOON)
        return tuple(sorted((one for one in coming if not self._is_away(one.days)), key=lambda one: one.days))

    def _along(self, trip: Trip) -> Along | None:
        known = {one.relationship.account.key: one for one in self.reviewed}
        stops = {
            stop.account: stop
            for stop in reversed(trip.stops)
            if not stop.fixed and stop.account in known and not self._is_closed(known[stop.account])
        }
        kept = tuple(stop for stop in trip.stops if stops.get(stop.account) is stop)
        return Along(trip, kept, tuple(known[stop.account] for stop in kept)) if kept else None

    def _back(self, earlier: Earlier) -> LookBack | None:
        suggestion = earlier.suggestion
        said = self._by_suggestion.get(suggestion.id, {})
        if YES.isdisjoint(said) or not CLOSED.isdisjoint(said):
            return None
        booked = said.get(BOOKED)
        day = _last_day(earlier, booked, self.zone)
        if not self.today - LOOK_BACK <= day < self.today:
            return None
        return LookBack(suggestion, earlier.name, day, booked=booked is not None)

    def _is_closed(self, one: Reviewed) -> bool:
        """Whether the seller has said something of this account that an ask would be deaf to."""
        said = self._by_account.get(one.relationship.account.key, frozenset())
        claims_never_met = any(flag.kind in MET_CLAIMS for flag in one.flags)
        return not NEVER.isdisjoint(said) or (claims_never_met and not MET.isdisjoint(said))

    def _is_news(self, item: Item) -> bool:
        return item.fingerprint(self.zone) not in self.before.said

    def _is_away(self, days: Iterable[date]) -> bool:
        return any(first <= day <= last for day in days for first, last in self.away)

    @cached_property
    def _answered(self) -> frozenset[str]:
        """The suggestions that have got an answer which still holds."""
        return frozenset(
            one.suggestion
            for one in self.before.decided
            if one.kind != LATER or self.today < (one.until or one.at.astimezone(self.zone).date() + timedelta(days=1))
        )

    @cached_property
    def _by_suggestion(self) -> Mapping[str, Mapping[str, Decided]]:
        found: dict[str, dict[str, Decided]] = {}
        for one in self.before.decided:
            found.setdefault(one.suggestion, {})[one.kind] = one
        return found

    @cached_property
    def _by_account(self) -> Mapping[str, frozenset[str]]:
        found: dict[str, frozenset[str]] = {}
        for one in self.before.decided:
            found[one.account] = found.get(one.account, frozenset()) | {one.kind}
        return found


def _last_day(earlier: Earlier, booked: Decided | None, zone: ZoneInfo) -> date:
    """The day of a visit that was booked, else the last of those that were offered."""
    if booked is not None:
        return (booked.start or earlier.suggestion.visit.start).astimezone(zone).date()
    return max(proposed(earlier.suggestion, zone)).date()


def _is_there(week: int, away: Sequence[Away]) -> bool:
    """Whether there is a working day in the week that the seller is not away on."""
    monday = date.fromisocalendar(week // 100, week % 100, 1)
    days = (monday + timedelta(days=at) for at in range(5))
    return any(not is_day_off(day) and not any(first <= day <= last for first, last in away) for day in days)
