"""This week's few among all suggestions, best first, and why each of the others waits."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from workers.relationships.flags import FlagKind
from workers.relationships.reasons import Reason
from workers.relationships.rules import Rules
from workers.visits.suggestion import NoVisit, Suggestion
from workers.visits.visit import Visit

NOON = 12
URGENCY = (FlagKind.FIRST_MEETING_ON_SCREEN, FlagKind.SCREEN_ONLY, FlagKind.DRIFTING, FlagKind.THINNING)
"""Whose turn it is when nobody says: a first meeting happens once, the others wait better."""


@dataclass(frozen=True, slots=True)
class WeekSoFar:
    """What has been chosen already, by Suggestion.id: new in this week, and new in an earlier one. Of this week's, `told`
    have been in a letter or have been answered."""

    new: frozenset[str] = frozenset()
    told: frozenset[str] = frozenset()
    older: frozenset[str] = frozenset()

    def taken(self, candidates: Collection[str]) -> frozenset[str]:
        """Those of this week's that hold their place in it."""
        return self.new & (self.told | frozenset(candidates))


A_NEW_WEEK = WeekSoFar()


def choose(
    candidates: Iterable[Suggestion],
    *,
    rules: Rules,
    order: Mapping[str, int] | None = None,
    week: WeekSoFar = A_NEW_WEEK,
) -> tuple[tuple[Suggestion, ...], tuple[NoVisit, ...]]:
    """This week's few, best first, and why each of the other accounts waits. `order` ranks accounts, lowest first.

    No more are new in a week than the rules say, nor are more shown at a time, however the week goes:
    - What was new on Monday stays until Sunday though somebody more in need turns up: the page says what the letter said.
    - "Not this one" on Tuesday is an answer, not a wish for another: its place stays taken, and the next new one comes on
      Monday. What was new in an earlier week is no news, and may come back in its stead.
    - What nobody was told of and nobody answered, and which is a candidate no more (the meeting was moved, they are no
      customer), was our mistake: it gives its place back.
    """
    ranked = sorted(candidates, key=lambda one: _rank(one, order or {}))
    taken = week.taken({one.id for one in ranked})
    room = rules.new_suggestions_a_week - len(taken)
    chosen: dict[str, Suggestion] = {}
    waiting: dict[str, NoVisit] = {}
    for one in sorted(ranked, key=lambda one: one.id not in taken):
        is_new = one.id not in taken | week.older
        if one.account in chosen:
            continue
        if len(chosen) >= rules.new_suggestions_a_week or (is_new and room <= 0):
            reason = Reason("suggestion.none.waits", {"count": rules.new_suggestions_a_week})
        elif any(_clash(one.visit, other.visit, rules) for other in chosen.values()):
            reason = Reason("suggestion.none.same_half_day", {"when": one.visit.start})
        else:
            chosen[one.account] = one
            room -= is_new
            continue
        waiting.setdefault(one.account, NoVisit(one.account, reason))
    best_first = tuple(one for one in ranked if chosen.get(one.account) is one)
    return best_first, tuple(one for account, one in waiting.items() if account not in chosen)


def _rank(one: Suggestion, order: Mapping[str, int]) -> tuple[int, int, bool, datetime, str]:
    urgency = min((URGENCY.index(flag.kind) for flag in one.flags), default=len(URGENCY))
    return order.get(one.account, len(order)), urgency, not one.visit.fits, one.visit.start, one.account


def _clash(one: Visit, other: Visit, rules: Rules) -> bool:
    """Whether two visits cannot both be made: at the same time, or in different towns while the other's journey lasts;
    where no journey is known, on the same half-day."""
    if one.start < other.end + rules.breathing and other.start < one.end + rules.breathing:
        return True
    if one.place and other.place and one.place.town and one.place.town == other.place.town:
        return False
    if one.plan and other.plan:
        return one.plan.leave < other.plan.back and other.plan.leave < one.plan.back
    return not _half_days(one).isdisjoint(_half_days(other))


def _half_days(visit: Visit) -> frozenset[tuple[date, bool]]:
    return frozenset({(visit.start.date(), visit.start.hour < NOON), (visit.end.date(), visit.end.hour < NOON)})
