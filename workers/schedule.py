"""When each job is due: a table to read aloud, and the reckoning behind it. Pure: nothing here looks at a clock.

Wall times are the seller's own. One that a change of clocks skips is due at the first moment there is after it, one that
comes twice the first time it comes. https://peps.python.org/pep-0495/
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from hashlib import blake2b
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Every:
    """Again and again, each subject at a moment of its own in the interval, so that thousands do not come at once."""

    interval: timedelta


@dataclass(frozen=True, slots=True)
class Daily:
    """At a wall time, each subject so much later that all fall within `spread`."""

    at: time
    spread: timedelta = timedelta()


@dataclass(frozen=True, slots=True)
class Weekly:
    """At a wall time on one day of the week, Monday being 0; worth doing before `until` of the same day, or not at all."""

    weekday: int
    at: time
    until: time = time(23, 59)


Rule = Every | Daily | Weekly

# Whoever comes home from work on Monday has begun the week without it: then it is old.
LETTER = Weekly(0, time(7, 0), until=time(18, 0))

TIMETABLE: Mapping[str, Rule] = {
    "sync_mailbox": Every(timedelta(minutes=15)),
    "watch_mailbox": Every(timedelta(days=1)),
    "tidy_seller": Daily(time(3, 0), spread=timedelta(hours=3)),
    "send_letter": LETTER,
}

WHEN_WATCHED = Every(timedelta(hours=6))  # a calendar whose vendor tells us of changes; notices can be lost


def next_due(rule: Rule, name: str, subject: int, *, after: datetime, zone: ZoneInfo) -> datetime:
    """The first moment after `after`, in UTC. What was missed meanwhile is not made up for: once is enough."""
    if isinstance(rule, Every):
        return _next_beat(rule.interval, share(name, subject), after)
    late = share(name, subject) * rule.spread if isinstance(rule, Daily) else timedelta()
    day = after.astimezone(zone).date() - 2 * DAY
    while (due := moment(day, rule.at, zone) + late) <= after or not _falls_on(rule, day):
        day += DAY
    return due


def hours(rule: Weekly, *, now: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """From when until when it is worth doing in the ISO week `now` is in."""
    today = now.astimezone(zone).date()
    day = today + (rule.weekday - today.weekday()) * DAY
    return moment(day, rule.at, zone), moment(day, rule.until, zone)


def reach(rule: Rule | None) -> timedelta:
    """How far off the next time can be, also on a day when the clocks change; nothing without a rule waits by itself."""
    if isinstance(rule, Every):
        return rule.interval
    return timedelta() if rule is None else (1 if isinstance(rule, Daily) else 7) * DAY + timedelta(hours=2)


def week_of(day: date) -> str:
    """The ISO week, as 2026-W48."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


def moment(day: date, at: time, zone: ZoneInfo) -> datetime:
    """When a wall clock in `zone` shows this, in UTC."""
    wall = datetime.combine(day, at)
    found = wall.replace(tzinfo=zone).astimezone(UTC)
    if found.astimezone(zone).replace(tzinfo=None) == wall:
        return found
    return _change_before(found, zone)


def share(*names: object) -> float:
    """A number from 0 to 1 that is always the same for the same names, and anyhow for others."""
    digest = blake2b("/".join(map(str, names)).encode(), digest_size=6).digest()
    return int.from_bytes(digest) / 2**48


def _next_beat(interval: timedelta, phase: float, after: datetime) -> datetime:
    first = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=int(phase * interval.total_seconds()))
    return first + interval * ((after - first) // interval + 1)


def _falls_on(rule: Daily | Weekly, day: date) -> bool:
    return isinstance(rule, Daily) or day.weekday() == rule.weekday


def _change_before(found: datetime, zone: ZoneInfo) -> datetime:
    """The moment the clocks were put forward, somewhere in the day before `found`."""
    new, early = found.astimezone(zone).utcoffset(), found - DAY - SECOND
    while found - early > SECOND:
        middle = early + SECOND * ((found - early) // SECOND // 2)
        if middle.astimezone(zone).utcoffset() == new:
            found = middle
        else:
            early = middle
    return found
