"""The few visits that were chosen, looked at with what engines know: the exact address, the way there, a bakery."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from connectors.routing.geocoder import Position
from connectors.routing.hours import is_open
from workers.engines import Careful
from workers.look import Look
from workers.reviewed import Reviewed
from workers.visits.bakeries import BakeryStop, rank
from workers.visits.places import Find, place_of
from workers.visits.situation import Situation
from workers.visits.slots import zone_of
from workers.visits.timetable import time_to_be_there
from workers.visits.travel import Travel
from workers.visits.visit import VisitPlace

FURTHEST = 1500  # metres from the customer's door to a bakery
FARTHEST_OFF = timedelta(minutes=10)  # a detour longer than that is no bun on the way


def look_exactly(reviewed: Sequence[Reviewed], situation: Situation, engines: Careful) -> tuple[Reviewed, ...]:
    """The same accounts, those chosen with what engines say of their visits; who else is near stays as reckoned."""
    exactly = _Exactly(situation, engines, cache(engines.places.find))
    return tuple(exactly.again(one) if one.chosen else one for one in reviewed)


@dataclass(frozen=True, slots=True)
class _Exactly:
    situation: Situation
    engines: Careful
    find: Find

    def again(self, before: Reviewed) -> Reviewed:
        """The account with its visit looked at anew, by the timetables of its very day."""
        if before.suggestion is None:
            return before
        visit, bun = before.suggestion.visit, before.suggestion.bun
        rules = self.situation.rules.for_tier(before.relationship.account.tier)
        exact = replace(
            self.situation,
            travel=self.travel(time_to_be_there(visit.start, rules, bun=bun.allowed)),
            find=self.find,
            find_bakery=FindBakery(self.engines, self.situation.zone),
        )
        return _keep_near(before, Look(exact).again(before))

    def travel(self, arrive: datetime) -> Travel:
        """Ways by engines and from the very doors; where other meetings are is known from our own tables as before."""
        usual = self.situation.travel
        return Travel(
            geocoder=usual,
            router=self.engines.router,
            rules=usual.rules,
            office=self._found(usual.office),
            home=self._found(usual.home),
            here=usual.here,
            arrive=arrive,
        )

    def _found(self, place: VisitPlace | None) -> VisitPlace | None:
        return place and place_of(place.text, place.source, self.find, here=self.situation.travel.here)


def _keep_near(before: Reviewed, after: Reviewed) -> Reviewed:
    """A visit that engines make impossible keeps our own reckoning: it is chosen anew when the calendar changes."""
    if before.suggestion is None or after.suggestion is None or after.suggestion.id != before.suggestion.id:
        return before
    suggestion = replace(after.suggestion, nearby=before.suggestion.nearby)
    return replace(after, suggestion=suggestion, chosen=before.chosen, no_visit=before.no_visit)


@dataclass(frozen=True, slots=True)
class FindBakery:
    """A real bakery near the customer for somebody who leaves `start` then; hours are read by the customer's clock."""

    engines: Careful
    zone: ZoneInfo

    def __call__(self, start: Position, end: Position, leaves: datetime) -> BakeryStop | None:
        found = rank(
            self.engines.bakeries.near(end, metres=FURTHEST),
            start=start,
            end=end,
            drives=self.engines.router.drives,
            leaves=leaves.astimezone(zone_of(end, self.zone)),
            is_open=is_open,
        )
        return next((stop for stop in found if stop.extra <= FARTHEST_OFF), None)
