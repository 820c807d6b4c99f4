"""An engine with its offline twin beside it: the engine is asked first and believed when it makes sense, and whatever
happens there is an answer. What the twin answers stays marked as an estimate.

A router or geocoder in care keeps the protocol, so that several can stand in a row, each the twin of the next.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from connectors.routing.bakery import Bakeries, Bakery
from connectors.routing.engines.care import BUDGET, Care, Tally, never
from connectors.routing.engines.sense import Matrix
from connectors.routing.engines.wire import is_on_earth, metres_between
from connectors.routing.geocoder import Confidence, Found, Geocoder, Method, NotFound, Position, Sought, Unknown
from connectors.routing.offline.sense import sensible
from connectors.routing.router import Mode, Route, Router, Ways

COMPARED = 20_000  # metres; on shorter trips the estimate itself is too rough to judge by
TIMES = 3  # as fast or as slow as the estimate, and no more

# Nothing is asked about these: there is no place in the text, or nobody could tell which. A link or a phone number is
# nobody else's business either.
FINAL = frozenset(
    {
        Unknown.EMPTY,
        Unknown.ONLINE,
        Unknown.OWN,
        Unknown.VAGUE,
        Unknown.ROOM,
        Unknown.STREET_ONLY,
        Unknown.NOWHERE,
    }
)
SUREST = tuple(Method)
TELLING = frozenset({Method.COORDINATES, Method.STREET, Method.POSTAL_CODE})  # of two towns with one name, which
# How far from the twin's place the engine's may lie: an address is in its town, or where the first digits of a code are.
NEAR = {Confidence.CERTAIN: 50_000, Confidence.LIKELY: 50_000, Confidence.ROUGH: 150_000}


class CarefulRouter:
    """An engine without `roads` knows timetables only and is not asked for minutes by road."""

    def __init__(
        self,
        engine: Router,
        offline: Router,
        *,
        budget: int = BUDGET,
        is_over: Callable[[], bool] = never,
        roads: bool = True,
    ) -> None:
        self._engine = engine
        self._offline = offline
        self._roads = roads
        self._care = Care(budget, is_over)

    @property
    def tally(self) -> Tally:
        return self._care.tally

    def ways(self, start: Position, end: Position, *, arrive: datetime | None = None) -> Ways:
        """The twin's ways with the engine's put in their places."""
        estimate = self._offline.ways(start, end, arrive=arrive)
        answer = self._care.ask(lambda: self._engine.ways(start, end, arrive=arrive))
        apart = metres_between(start, end)
        believed = [route for route in answer.routes if _fits(route, estimate, far=apart > COMPARED)] if answer else []
        if not believed:
            self._care.fall_back()
            return estimate
        return merge_ways(estimate, believed, crow=apart / 1000)

    def drives(self, positions: Sequence[Position]) -> Matrix:
        """All from the engine or all from the twin: figures of two engines do not compare.

        Where the twin knows of no road there is none: the engine's figure would be a ferry's without its timetable.
        """
        estimate = self._offline.drives(positions)
        if not self._roads:
            return estimate
        answer = self._care.ask(lambda: self._engine.drives(positions))
        if answer is None or not _matches(answer, estimate, positions):
            self._care.fall_back()
            return estimate
        return tuple(
            tuple(None if estimated is None else told for told, estimated in zip(row, twin, strict=True))
            for row, twin in zip(answer, estimate, strict=True)
        )


class CarefulGeocoder:
    def __init__(
        self, engine: Geocoder, offline: Geocoder, *, budget: int = BUDGET, is_over: Callable[[], bool] = never
    ) -> None:
        self._engine = engine
        self._offline = offline
        self._care = Care(budget, is_over)

    @property
    def tally(self) -> Tally:
        return self._care.tally

    def find(self, sought: Sought) -> Found | NotFound:
        """What the twin knows tells whether to ask, and what to believe."""
        known = self._offline.find(sought)
        if _is_final(known):
            return known
        answer = self._care.ask(lambda: self._engine.find(sought))
        if not isinstance(answer, Found) or not (_is_surer(answer, known) and _lies_near(answer, known)):
            self._care.fall_back()
            return known
        return _named(answer, known)


class CarefulBakeries:
    """Its twin knows none: no name is made up."""

    def __init__(self, engine: Bakeries, *, budget: int = BUDGET, is_over: Callable[[], bool] = never) -> None:
        self._engine = engine
        self._care = Care(budget, is_over)

    @property
    def tally(self) -> Tally:
        return self._care.tally

    def near(self, position: Position, *, metres: int) -> tuple[Bakery, ...]:
        found = self._care.ask(lambda: self._engine.near(position, metres=metres))
        if not found:
            self._care.fall_back()
        return found or ()


def merge_ways(estimate: Ways, answers: Sequence[Route], *, crow: float) -> Ways:
    """Each way of the engine's in the place of the estimate of its kind, then chosen and ordered as ever, between doors
    that lie `crow` km apart. Where a ferry goes the car's time is not ours to tell, whoever tells it."""
    by_kind: dict[tuple[Mode, bool], Route] = {}
    for route in answers:
        if not (estimate.ferry and route.mode is Mode.CAR):
            by_kind.setdefault(_kind(route), route)
    routes = [by_kind.pop(_kind(route), route) for route in estimate.routes]
    routes += by_kind.values()
    return replace(estimate, routes=sensible(routes, crow, toll=estimate.toll) or tuple(routes))


def _kind(route: Route) -> tuple[Mode, bool]:
    return route.mode, route.overnight


def _fits(route: Route, estimate: Ways, *, far: bool) -> bool:
    if not timedelta() < route.low <= route.high or route.km < 0:
        return False
    twin = next((one for one in estimate.routes if _kind(one) == _kind(route)), None)
    return twin is None or not far or _compares(route.middle, twin.middle)


def _compares(told: timedelta, estimated: timedelta) -> bool:
    return estimated <= TIMES * told and told <= TIMES * estimated


def _matches(answer: Matrix, estimate: Matrix, positions: Sequence[Position]) -> bool:
    """One cell that cannot be means that the others are not to be trusted either; a null where the twin knows a road
    is a map that ends there."""
    size = len(positions)
    if len(answer) != size or any(len(row) != size for row in answer):
        return False
    return all(
        _cell_fits(answer[row][column], estimate[row][column], positions[row], positions[column])
        for row in range(size)
        for column in range(size)
    )


def _cell_fits(told: timedelta | None, estimated: timedelta | None, start: Position, end: Position) -> bool:
    if told is None:
        return estimated is None
    if told < timedelta():
        return False
    if estimated is None or metres_between(start, end) <= COMPARED:
        return True
    return _compares(told, estimated)


def _is_final(known: Found | NotFound) -> bool:
    if isinstance(known, NotFound):
        return known.why in FINAL
    return known.method is Method.COORDINATES


def _is_surer(answer: Found, known: Found | NotFound) -> bool:
    """A town chosen among several of its name is a guess, however it was chosen."""
    if isinstance(known, Found):
        return SUREST.index(answer.method) < SUREST.index(known.method)
    return known.why is not Unknown.AMBIGUOUS or answer.method in TELLING


def _lies_near(answer: Found, known: Found | NotFound) -> bool:
    """In or round the place the twin found, or one of those it could not choose between."""
    if not is_on_earth(answer.position.lat, answer.position.lon):
        return False
    if isinstance(known, Found):
        return metres_between(answer.position, known.position) <= NEAR[known.confidence]
    return not known.others or any(
        metres_between(answer.position, other) <= NEAR[Confidence.LIKELY] for other in known.others
    )


def _named(answer: Found, known: Found | NotFound) -> Found:
    """With the names and the time zone of the town it lies in, where the engine tells none."""
    near = known.others if isinstance(known, NotFound) else (known.position,)
    town = min(near, key=lambda one: metres_between(answer.position, one), default=None)
    if town is None:
        return answer
    names = ("town", "region", "country", "zone")
    told = {name: getattr(answer.position, name) or getattr(town, name) for name in names}
    return replace(answer, position=replace(answer.position, **told))
