"""Water that roads go round or do not cross: how far it is by road as the crow would walk it, or which ferry there is.

The map is our own (`waters.toml`, general knowledge, coarse): islands, mainlands, the gates between them, and lines in
lakes and along sounds that a straight line must not cross. No road network: what is between two gates is straight.
"""

import tomllib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from heapq import heappop, heappush
from itertools import pairwise
from math import inf
from pathlib import Path
from typing import Any

from connectors.routing.offline.earth import Box, Point, box_of, crosses, crow_km, inside, overlap

ABSURD = ((3.0, 150.0), (2.0, 500.0))  # so many times the straight distance and so many km more: nobody drives that
TOLLED = "sealand"  # both bridges to it, over Öresund and the Great Belt
SAME_SPOT = 0.5  # km: wherever on earth it is, one can walk
ROUNDABOUT = (2.0, 80.0)  # a ferry is worth naming beside the road

Toll = Callable[[Point, Point], float]


@dataclass(frozen=True, slots=True)
class Land:
    """A road network; `outline` is empty where the box is all of it."""

    name: str
    box: Box
    outline: tuple[Point, ...]
    island: bool

    def holds(self, point: Point) -> bool:
        south, west, north, east = self.box
        if not (south <= point[0] <= north and west <= point[1] <= east):
            return False
        return not self.outline or inside(point, self.outline)


@dataclass(frozen=True, slots=True)
class Barrier:
    box: Box
    line: tuple[Point, ...]
    by: tuple[Point, ...]
    ferry: str

    def stops(self, start: Point, end: Point) -> bool:
        """Most barriers are far away and seen to be so at a glance."""
        south, west, north, east = self.box
        if (start[0] < south and end[0] < south) or (start[0] > north and end[0] > north):
            return False
        if (start[1] < west and end[1] < west) or (start[1] > east and end[1] > east):
            return False
        return any(crosses(start, end, *stretch) for stretch in pairwise(self.line))


@dataclass(frozen=True, slots=True)
class Ferry:
    name: str
    between: frozenset[str]
    near: tuple[float, float, float] | None

    def joins(self, lands: frozenset[str], start: Point, end: Point) -> bool:
        if lands != self.between:
            return False
        if self.near is None:
            return True
        lat, lon, reach = self.near
        return all(abs(point[0] - lat) <= reach and abs(point[1] - lon) <= 2 * reach for point in (start, end))


@dataclass(frozen=True, slots=True)
class Crossing:
    """`km` straight from gate to gate, None where no road goes that anybody would drive. `ferry` names the water."""

    km: float | None
    ferry: str = ""
    toll: bool = False  # a bridge that is dear to drive over


NOWHERE = Land("", (0, 0, 0, 0), (), island=False)  # the sea, or a part of the world we have no map of


class Waters:
    """The map, read once; what lies between two of its gates is kept."""

    def __init__(
        self,
        lands: Sequence[Land],
        gates: dict[Point, tuple[str, str]],
        barriers: dict[str, list[Barrier]],
        ferries: Sequence[Ferry],
    ) -> None:
        self._lands, self._gates, self._barriers, self._ferries = lands, gates, barriers, ferries
        self._known: dict[tuple[Point, Point], float] = {}
        self._land_of = lru_cache(maxsize=4096)(self._find_land)
        self._between = lru_cache(maxsize=4096)(self._find_crossing)
        self._chains: dict[tuple[str, str], tuple[Point, ...]] = {}

    @classmethod
    def read(cls, file: Path) -> "Waters":
        data = tomllib.loads(file.read_text(encoding="utf-8"))
        barriers: dict[str, list[Barrier]] = {}
        for entry in data["barrier"]:
            line = _points(entry["line"])
            barriers.setdefault(entry["land"], []).append(
                Barrier(box_of(line), line, _points(entry["by"]), entry.get("ferry", ""))
            )
        return cls(
            [
                *(_land(entry, island=True) for entry in data["island"]),
                *(_land(entry, island=False) for entry in data["mainland"]),
            ],
            {(entry["at"][0], entry["at"][1]): (entry["between"][0], entry["between"][1]) for entry in data["gate"]},
            barriers,
            [Ferry(entry["name"], frozenset(entry["between"]), entry.get("near")) for entry in data["ferry"]],
        )

    def land_of(self, point: Point) -> Land:
        """Where roads lead from this point; kept for the points asked for last."""
        return self._land_of(point)

    def _find_land(self, point: Point) -> Land:
        return next((land for land in self._lands if land.holds(point)), NOWHERE)

    def reach(self, start: Point, end: Point) -> float:
        """Straight kilometres to something near, lakes left out; infinite where no road goes."""
        from_land, to_land = self.land_of(start), self.land_of(end)
        if from_land is to_land:
            return crow_km(start, end)
        km = self.between(start, end).km
        return inf if km is None else km

    def between(self, start: Point, end: Point) -> Crossing:
        """By road from one to the other, the same both ways; kept for the pairs asked for last."""
        return self._between(start, end) if start <= end else self._between(end, start)

    def _find_crossing(self, start: Point, end: Point) -> Crossing:
        from_land, to_land = self._land_of(start), self._land_of(end)
        straight = crow_km(start, end)
        if straight < SAME_SPOT:
            return Crossing(straight)
        if from_land is NOWHERE or to_land is NOWHERE:
            return Crossing(None)
        if from_land is to_land:
            km, water = self._within(start, end, from_land.name, straight)
        else:
            km, water = self._across(start, end, from_land, to_land), self._water(start, end, from_land, to_land)
        if km <= ROUNDABOUT[0] * straight:
            return Crossing(km, toll=TOLLED in (from_land.name, to_land.name) and from_land is not to_land)
        longer = [(km > times * straight and km > straight + more) for times, more in (*ABSURD, ROUNDABOUT)]
        return Crossing(None if any(longer[:2]) else km, water if any(longer) else "")

    def _water(self, start: Point, end: Point, from_land: Land, to_land: Land) -> str:
        for land in (to_land, from_land):
            if land.island:
                return land.name
        both = frozenset({from_land.name, to_land.name})
        return next((ferry.name for ferry in self._ferries if ferry.joins(both, start, end)), "")

    def _within(self, start: Point, end: Point, land: str, straight: float) -> tuple[float, str]:
        """Round the water inside one land."""
        barriers = self._barriers.get(land, ())
        stopped = [barrier for barrier in barriers if barrier.stops(start, end)]
        if not stopped:
            return straight, ""
        wider = box_of([start, end, *(point for barrier in stopped for point in barrier.by)])
        gates = tuple({gate for barrier in barriers if overlap(wider, barrier.box) for gate in barrier.by})
        return _shortest(start, end, gates, lambda one, other: self._free(one, other, barriers, gates)), next(
            (barrier.ferry for barrier in stopped if barrier.ferry), ""
        )

    def _free(self, one: Point, other: Point, barriers: Iterable[Barrier], gates: Sequence[Point]) -> float:
        """Straight where nothing stands between, else no way."""
        known = self._known.get((one, other))
        if known is not None:
            return known
        km = inf if any(barrier.stops(one, other) for barrier in barriers) else crow_km(one, other)
        if one in gates and other in gates:
            self._known[one, other] = self._known[other, one] = km
        return km

    def _across(self, start: Point, end: Point, from_land: Land, to_land: Land) -> float:
        """Through the gates between mainlands, the shortest way."""
        lands: dict[Point, tuple[str, ...]] = {at: self._gates[at] for at in self._chain(from_land.name, to_land.name)}
        gates = tuple(lands)
        lands |= {start: (from_land.name,), end: (to_land.name,)}

        def step(one: Point, other: Point) -> float:
            shared = next((land for land in lands[one] if land in lands[other]), "")
            return self._kept(one, other, shared) if shared else inf

        return _shortest(start, end, gates, step)

    def _kept(self, one: Point, other: Point, land: str) -> float:
        """From one gate to another is walked once."""
        if one not in self._gates or other not in self._gates:
            return self._within(one, other, land, crow_km(one, other))[0]
        if (one, other) not in self._known:
            self._known[one, other] = self._within(one, other, land, crow_km(one, other))[0]
        return self._known[one, other]

    def _chain(self, from_land: str, to_land: str) -> tuple[Point, ...]:
        """The gates on the way from one mainland to another: only one chain of lands leads there, if any does."""
        chain = self._chains.get((from_land, to_land))
        if chain is None:
            chain = self._chains[from_land, to_land] = self._find_chain(from_land, to_land)
        return chain

    def _find_chain(self, from_land: str, to_land: str) -> tuple[Point, ...]:
        queue: list[tuple[str, ...]] = [(from_land,)]
        while queue:
            lands = queue.pop()
            if lands[-1] == to_land:
                pairs = [frozenset(pair) for pair in pairwise(lands)]
                return tuple(at for at, between in self._gates.items() if frozenset(between) in pairs)
            for one, other in {pair for between in self._gates.values() for pair in (between, between[::-1])}:
                if one == lands[-1] and other not in lands:
                    queue.append((*lands, other))
        return ()


def _shortest(start: Point, end: Point, by: Sequence[Point], step: Toll) -> float:
    """Dijkstra over a handful of points that looks ahead as the crow flies; infinite where no way leads."""
    best = dict.fromkeys(by, inf) | {end: inf}
    ahead = {point: crow_km(point, end) for point in best}
    queue = [(0.0, 0.0, start)]
    while queue:
        _, so_far, here = heappop(queue)
        if here == end:
            return so_far
        if so_far > best.get(here, inf):
            continue
        for there, known in best.items():
            least = so_far + crow_km(here, there)
            if least < known and least + ahead[there] < best[end] and (km := so_far + step(here, there)) < known:
                best[there] = km
                heappush(queue, (km + ahead[there], km, there))
    return inf


def _land(entry: dict[str, Any], *, island: bool) -> Land:
    if "box" in entry:
        south, west, north, east = entry["box"]
        return Land(entry["name"], (south, west, north, east), (), island)
    outline = _points(entry["outline"])
    return Land(entry["name"], box_of(outline), outline, island)


def _points(pairs: Iterable[Sequence[float]]) -> tuple[Point, ...]:
    return tuple((lat, lon) for lat, lon in pairs)
