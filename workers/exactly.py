"""The few visits that were chosen, looked at with what engines know: the exact address, the way there, a bakery."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from connectors.routing.geocoder import Position
from connectors.routing.hours import is_open
from workers.engines import Careful
from workers.look import Look
from workers.reviewed import Reviewed
from workers.visits.bakeries import BakeryStop, rank
from workers.visits.situation import Situation
from workers.visits.slots import zone_of
from workers.visits.travel import Travel

FURTHEST = 1500  # metres from the customer's door to a bakery
FARTHEST_OFF = timedelta(minutes=10)  # a detour longer than that is no bun on the way


def look_exactly(
    reviewed: Sequence[Reviewed], situation: Situation, travel: Travel, engines: Careful
) -> tuple[Reviewed, ...]:
    """The same accounts, those chosen with what engines say of their visits; who else is near stays as reckoned."""
    exact = replace(situation, travel=travel, find=engines.places.find, find_bakery=FindBakery(engines, situation.zone))
    look = Look(exact)
    return tuple(_keep_near(one, look.again(one)) if one.chosen else one for one in reviewed)


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
