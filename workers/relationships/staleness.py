"""Until when what has been said of a relation stays true if nothing happens but that time passes."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta

from workers.relationships.relationship import HALF_YEAR, Relationship
from workers.relationships.rules import Rules
from workers.relationships.telling import SAME_YEAR
from workers.relationships.touchpoints import Touchpoint

DAY = timedelta(days=1)


def good_until(
    relationship: Relationship, touchpoints: Iterable[Touchpoint], *, rules: Rules, now: datetime
) -> datetime | None:
    """The first moment, not before `now`, at which a count or the sentence of an account without flags may change; None if
    none ever does. `now` carries the seller's zone. Flagged accounts are looked at every day anyway."""
    rules = rules.for_tier(relationship.account.tier)
    moments = [*_crossings(touchpoints, rules, now), *_ages(relationship, rules, now)]
    return min((moment for moment in moments if moment >= now), default=None)


def _crossings(touchpoints: Iterable[Touchpoint], rules: Rules, now: datetime) -> Iterator[datetime]:
    """When a touchpoint begins, ends, and leaves each of the spans it is counted in, by the seller's clock."""
    spans = (HALF_YEAR, 2 * HALF_YEAR, rules.window)
    for touchpoint in touchpoints:
        yield from (touchpoint.start, touchpoint.end)
        start = touchpoint.start.astimezone(now.tzinfo)
        yield from (start + span for span in spans)


def _ages(relationship: Relationship, rules: Rules, now: datetime) -> Iterator[datetime]:
    """When the last time people met becomes long ago, or needs its year told."""
    for moment in (relationship.last_in_person, relationship.last_hybrid):
        if moment:
            local = moment.astimezone(now.tzinfo)
            yield from (local + SAME_YEAR, local + rules.met_interval)
    if relationship.colleague_met:
        for age in (SAME_YEAR, rules.met_interval + DAY):
            yield _midnight(relationship.colleague_met + age, now)
    said = relationship.account.met
    if said and said > now.date():  # the seller's word runs ahead, and is taken for today
        yield _midnight(now.date() + DAY, now)


def _midnight(day: date, now: datetime) -> datetime:
    return datetime.combine(day, time(), now.tzinfo)
