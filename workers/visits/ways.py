"""The ways between anywhere and one place, each with what a day is planned with and with the most it may take."""

from dataclasses import dataclass

from connectors.routing.geocoder import Position
from connectors.routing.router import Route
from workers.relationships.rules import Rules
from workers.visits.rides import up
from workers.visits.travel import Travel, likely
from workers.visits.whereabouts import Where, distance

SAME = 1.0  # km: the same town, whose streets nobody has told; the room kept between meetings is what there is


@dataclass(frozen=True, slots=True)
class Way:
    """`route` is None within a town where no way is told. `length` is what a day is planned with, in seconds, `most`
    what the way may take at worst."""

    route: Route | None
    length: float
    most: float


class WaysTo:
    """Both directions count alike. The sensible way is first."""

    __slots__ = ("_any", "_by_day", "_near", "_travel", "position")

    def __init__(self, position: Position, *, travel: Travel, rules: Rules) -> None:
        self.position, self._travel, self._near = position, travel, rules.breathing.total_seconds()
        self._any: dict[Position, tuple[Way, ...]] = {}
        self._by_day: dict[Position, tuple[Way, ...]] = {}

    def all(self, where: Where | None) -> tuple[Way, ...]:
        if where is None:
            return ()
        known = self._any.get(where.position)
        if known is None:
            known = self._any[where.position] = self._ways(where.position)
        return known

    def by_day(self, where: Where | None) -> tuple[Way, ...]:
        """The ways that take no night."""
        if where is None:
            return ()
        known = self._by_day.get(where.position)
        if known is None:
            ways = tuple(way for way in self.all(where) if way.route is None or not way.route.overnight)
            known = self._by_day[where.position] = ways
        return known

    def _ways(self, where: Position) -> tuple[Way, ...]:
        near = self._near if distance(where, self.position) < SAME else 0.0
        ways = tuple(
            Way(route, up(max(likely(route).total_seconds(), near)), up(max(route.high.total_seconds(), near)))
            for route in self._travel.usable(where, self.position)
        )
        return ways or ((Way(None, up(near), up(near)),) if near else ())
