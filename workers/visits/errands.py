"""What could be done on the days of a journey: what is kept, the wishes near enough, the ways between, and the best of it."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import combinations_with_replacement, pairwise
from math import ceil, isfinite

from connectors.routing.geocoder import Position
from connectors.routing.router import Mode, Route
from workers.visits.day_plans import Halt
from workers.visits.frames import Frame, Framer, Kept
from workers.visits.ground import PLACE, START, STOPS, Ground, choose_way, lay_ground
from workers.visits.legs import say_minutes
from workers.visits.tour import Call, Day, Matrix, Tour, find_tour, settle
from workers.visits.travel import Travel
from workers.visits.visit import Doing, VisitPlace
from workers.visits.whereabouts import AWAY, distance

FASTEST = 110.0  # km/h as the crow flies: nobody adds a stop faster than that
MOST_ASKED = 20  # wishes whose roads are looked up for one journey
TIGHT = 0.6  # so much of what a way is counted with may be enough for it
HOUR, QUARTER, MINUTE = 3600, 900, 60


@dataclass(frozen=True, slots=True)
class Wish:
    """A flagged account one would like to visit. `need` says how badly, beside the others: more is worse."""

    account: str
    name: str
    place: VisitPlace
    need: float
    length: timedelta


@dataclass(frozen=True, slots=True)
class Errands:
    """A frame with its ways. The calls of its tours are what is kept, then the `wishes`, each with its row of the ground."""

    frame: Frame
    framer: Framer
    ground: Ground
    clock: Matrix
    days: tuple[Day, ...]
    wishes: tuple[tuple[int, Wish], ...]

    def only(self, numbers: Collection[int]) -> "Errands":
        """The same with these wishes alone, by their number."""
        return replace(self, wishes=tuple(self.wishes[number] for number in numbers))

    def without(self, call: int) -> "Errands":
        left_out = call - len(self.frame.kept)
        return self.only([number for number in range(len(self.wishes)) if number != left_out])

    def near(self, base: Tour) -> "Errands":
        """With the wishes that each alone add no more than "nearby" to the tour without them: as many as a journey may
        have stops, those worth most for their road."""
        near = self._near
        extras = {number: self._least_extra(row, base) for number, (row, _) in enumerate(self.wishes)}
        worths = [self._worth(wish) for _, wish in self.wishes]
        fitting = sorted((extra - worths[n], n) for n, extra in extras.items() if extra is not None and extra <= near)
        room = max(0, self.framer.travel_rules.most_stops - len(self.frame.kept))
        return self.only(sorted(number for _, number in fitting[:room]))

    def solve(self, *, lunch: bool) -> Tour | None:
        """The best tour; `lunch`: with nobody visited at lunch. Where nothing else takes the journey to its place, passing
        there is a call of its own, unless the best visits are there anyway."""
        calls, anchor = [*self._fixed(), *self._free(lunch)], list(self._anchor())
        tour = self._find(calls)
        if anchor and (tour is None or not any(self._is_there(self._row(one.call)) for one in tour.made)):
            tour = self._find([*calls, *anchor])
        return tour

    def _find(self, calls: Sequence[Call]) -> Tour | None:
        tour = find_tour(calls, self.days, road=self.ground.road, clock=self.clock)
        return settle(tour, calls, self.clock, step=QUARTER) if tour else None

    def _is_there(self, row: int) -> bool:
        return distance(self.ground.positions[row], self.ground.positions[PLACE]) <= AWAY

    def made(self, tour: Tour) -> list[Wish]:
        """The wishes of a tour, in its order."""
        return [stop for one in tour.made if isinstance(stop := self.stop(one.call), Wish)]

    def stop(self, call: int) -> Kept | Wish | None:
        """Whose stop it is; nobody's where one only passes the place."""
        kept = self.frame.kept
        if call < len(kept):
            return kept[call]
        return self.wishes[call - len(kept)][1] if call - len(kept) < len(self.wishes) else None

    def halt(self, call: int) -> Halt:
        stop = self.stop(call)
        if stop is None:
            place = self.frame.stay.place
            return Halt(PLACE, Doing.WAIT, place.town or place.text, "")
        return Halt(self._row(call), stop.what if isinstance(stop, Kept) else Doing.VISIT, stop.name, stop.account)

    # --- what it takes ---------------------------------------------------------------------------------------

    def extras(self, tour: Tour) -> dict[int, int]:
        """What each wish adds to the road, in the order of the journey, those behind it not counted yet."""
        new = [one.call for one in tour.made if isinstance(self.stop(one.call), Wish)]
        roads = [self._road(tour, left_out=new[at:]) for at in range(len(new) + 1)]
        return {call: max(0, after - before) for call, before, after in zip(new, roads, roads[1:], strict=False)}

    def too_far(self, tour: Tour) -> int | None:
        """The wish that adds most to the road, when that is more than "nearby"."""
        extras = self.extras(tour)
        most = max(extras, key=lambda call: (extras[call], call), default=None)
        return most if most is not None and extras[most] > self._near else None

    def minutes(self, tour: Tour) -> tuple[int, int]:
        """On the road in all, from the least to the most, the journeys that stand in the calendar counted in."""
        route, late = self.ground.route, self.ground.late
        if route is None or self.ground.by_car:
            quick = route.low / route.middle if route and route.middle else 1.0
            told = self._told * route.middle.total_seconds() if route else 0.0
            low, high = (tour.road + told) * quick, (tour.road + told) * late
        else:
            long = sum(START in way for way in self._ways(tour))
            local = max(0.0, tour.road - long * route.middle.total_seconds())
            long += self._told
            low, high = local + long * route.low.total_seconds(), local * late + long * route.high.total_seconds()
        return say_minutes(low / MINUTE, high / MINUTE) if high else (0, 0)

    def km(self, tour: Tour) -> int:
        """All that is travelled, the journeys that stand in the calendar counted in."""
        told = self._told * self.ground.route.km if self.ground.route else 0.0
        return round(told + sum(self.ground.km(start, end) for start, end in self._ways(tour)))

    # --- inside ----------------------------------------------------------------------------------------------

    @property
    def _near(self) -> int:
        return round(_nearby(self.framer.travel_rules.near, self.ground.route).total_seconds())

    @property
    def _told(self) -> int:
        """How many of the two long ways the calendar has as journeys of its own."""
        return (self.days[0].start != START) + (self.days[-1].end != START)

    def _fixed(self) -> Iterator[Call]:
        for number, kept in enumerate(self.frame.kept):
            start, end = self.frame.free.shrunk(kept.start), self.frame.free.shrunk(kept.end)
            yield Call(STOPS + number, end - start, ((start, end),), fixed=True)

    def _free(self, lunch: bool) -> Iterator[Call]:
        for row, wish in self.wishes:
            windows = self.framer.windows(self.frame, self.ground.positions[row], lunch=lunch)
            yield Call(row, round(wish.length.total_seconds()), windows, self._worth(wish))

    def _anchor(self) -> Iterator[Call]:
        """The place itself, where nothing else takes the journey there: "Göteborg" on a day that begins and ends at home."""
        near = any(self._is_there(STOPS + number) for number in range(len(self.frame.kept)))
        if not near and all((day.start, day.end) == (START, START) for day in self.days):
            yield Call(PLACE, 0, ((self.days[0].leaves, self.days[-1].back),), fixed=True)

    def _worth(self, wish: Wish) -> int:
        """ "Nearby" at least, and for who needs it most twice that: who is nearby is worth the road, and where not all
        fit the day the need decides."""
        most = max(_need(other) for _, other in self.wishes)
        return round(self._near * (1 + (_need(wish) / most if most else 0.0)))

    def _row(self, call: int) -> int:
        kept = len(self.frame.kept)
        if call < kept:
            return STOPS + call
        return self.wishes[call - kept][0] if call - kept < len(self.wishes) else PLACE

    def _ways(self, tour: Tour, left_out: Collection[int] = ()) -> Iterator[tuple[int, int]]:
        """The ways of a tour one after the other, some of its calls left out; with none left still to the place and back."""
        left = [one for one in tour.made if one.call not in left_out]
        for number, day in enumerate(self.days):
            rows = [self._row(one.call) for one in left if one.day == number]
            if not left and number == 0 and (day.start, day.end) == (START, START):
                rows = [PLACE]
            yield from pairwise((day.start, *rows, day.end))

    def _road(self, tour: Tour, left_out: Collection[int]) -> int:
        return sum(self.ground.road[start][end] or 0 for start, end in self._ways(tour, left_out))

    def _least_extra(self, row: int, base: Tour) -> int | None:
        """What a stop adds to a tour where it adds least; None where no road goes there."""
        road, found = self.ground.road, []
        for start, end in self._ways(base):
            out, back, straight = road[start][row], road[row][end], road[start][end]
            if out is not None and back is not None:
                found.append(max(0, out + back - (straight or 0)))
        return min(found, default=None)


def lay_errands(
    frame: Frame, wishes: Sequence[Wish], *, framer: Framer, travel: Travel, start: Position | None
) -> Errands | None:
    """The ways of a frame with the wishes that may be near; None for a stay without a position."""
    place = frame.stay.place.position
    if place is None:
        return None
    kept = [one.position for one in frame.kept]
    way = choose_way(travel, start, place) if start else None
    anyway = [place, *kept, *([start] if start and way and way.mode is Mode.CAR else [])]
    met = {frame.stay.account, *(one.account for one in frame.kept)}
    asked = _asked([wish for wish in wishes if wish.account not in met], anyway, _nearby(travel.rules.near, way))
    ground = lay_ground(travel, start, place, [*kept, *(position for _, position in asked)])
    rows = tuple((STOPS + len(kept) + number, wish) for number, (wish, _) in enumerate(asked))
    clock = _with_pauses(ground.clock, frame, round(framer.rules.breathing.total_seconds()))
    return Errands(frame, framer, ground, clock, tuple(framer.days(frame)), rows)


def _nearby(near: timedelta, way: Route | None) -> timedelta:
    """Who comes by train or plane goes out from there and back again: nearby is one way, and not both, then."""
    return near if way is None or way.mode is Mode.CAR else 2 * near


def _asked(wishes: Sequence[Wish], anyway: Sequence[Position], near: timedelta) -> list[tuple[Wish, Position]]:
    """The wishes that could be near as the crow flies, those with most need and then the nearest first."""
    straight = [(a, b, distance(a, b)) for a, b in combinations_with_replacement(anyway, 2)]
    reach = near.total_seconds() / HOUR * FASTEST
    found = []
    for wish in wishes:
        if wish.place.position is None:
            continue
        aside = {a: distance(a, wish.place.position) for a in anyway}
        least = min(aside[a] + aside[b] - between for a, b, between in straight)
        if least <= reach:
            found.append((-_need(wish), least, wish.account, wish, wish.place.position))
    found.sort(key=lambda one: one[:3])
    return [(wish, position) for *_, wish, position in found[:MOST_ASKED]]


def _with_pauses(clock: Matrix, frame: Frame, pause: int) -> Matrix:
    """What the ways take of the day: one is at every door in good time, and visits begin on the quarter when what is
    before them ends there. Between two times that stand already the seller has decided that it can be done."""
    kept = {STOPS + number: one for number, one in enumerate(frame.kept)}
    new = STOPS + len(kept)
    paused = [list(row) for row in clock]
    for row in paused:
        for end, way in enumerate(row):
            if way is not None and end >= STOPS:
                row[end] = way + pause if end < new else ceil((way + pause) / QUARTER) * QUARTER
    for start, one in kept.items():
        for end, other in kept.items():
            way, gap = clock[start][end], frame.free.shrunk(other.start) - frame.free.shrunk(one.end)
            paused[start][end] = gap if way is not None and way > gap >= way * TIGHT else way
    return paused


def _need(wish: Wish) -> float:
    return max(0.0, float(wish.need)) if isfinite(wish.need) else 0.0
