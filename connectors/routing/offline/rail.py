"""By train where we know the railway: stations, typical fast times between them, and which trains go through.

Everything here is an estimate from general knowledge, and each row of the tables says so: `stations.csv` (towns of
GeoNames, CC BY 4.0), `rail.csv` (minutes between two stations), `trains.csv` (the stops of one train, without a change),
`night_trains.csv` (minutes from the first stop). No timetable: where no train of ours goes, there is no answer.
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from heapq import heappop, heappush
from itertools import groupby, pairwise, product
from math import inf
from pathlib import Path

from connectors.routing.offline.earth import Point, crow_km
from connectors.routing.offline.nearness import Near, Reach

REACH = 30.0  # km straight to a station that anybody would start from
NIGHT_REACH = 15.0
FEW = 3  # stations looked at near each door
RAILS = 1.11  # rail kilometres to a straight one
CHANGE = 17.0  # minutes between two trains
WALK, WALK_KM, RIDE = 12.0, 2.0, 2.0  # minutes to a station nearby; further off, so many more a km by bus or taxi
LONGEST = 900.0  # minutes in the train

State = tuple[int, int]  # a train and one of its stops


@dataclass(frozen=True, slots=True)
class Station:
    name: str
    country: str
    at: Point


@dataclass(frozen=True, slots=True)
class Ride:
    """In one train from `start` to `end`."""

    start: str
    end: str
    minutes: float
    km: float


@dataclass(frozen=True, slots=True)
class Journey:
    """From door to door: straight kilometres to the first station, the rides, and from the last one."""

    before: float
    rides: tuple[Ride, ...]
    after: float
    night: bool = False

    @property
    def riding(self) -> float:
        return sum(ride.minutes for ride in self.rides)

    @property
    def minutes(self) -> float:
        changes = CHANGE * (len(self.rides) - 1)
        return access_minutes(self.before) + self.riding + changes + access_minutes(self.after)


def access_minutes(km: float) -> float:
    return WALK + RIDE * max(0.0, km - WALK_KM)


class Railway:
    """The network, read once; the ways from a station are found once for the stations asked for last."""

    def __init__(
        self,
        stations: Mapping[str, Station],
        trains: list[tuple[str, ...]],
        minutes: Mapping[frozenset[str], float],
        nights: list[tuple[tuple[str, float], ...]],
        reach: Reach = crow_km,
    ) -> None:
        self.stations, self._trains, self._nights, self._reach = stations, trains, nights, reach
        self._near = Near(list(stations.values()), lambda station: station.at)
        self._ahead = [tuple(minutes[frozenset(pair)] for pair in pairwise(stops)) for stops in trains]
        self._states: list[list[State]] = [
            [(train, stop) for stop in range(len(stops))] for train, stops in enumerate(trains)
        ]
        self._calls: dict[str, list[State]] = {}
        for train, stops in enumerate(trains):
            for stop, name in enumerate(stops):
                self._calls.setdefault(name, []).append(self._states[train][stop])
        self._nights_at: dict[str, set[int]] = {}
        for number, night in enumerate(nights):
            for name, _ in night:
                self._nights_at.setdefault(name, set()).add(number)
        self._tree = lru_cache(maxsize=24)(self._grow)

    @classmethod
    def read(cls, folder: Path, reach: Reach = crow_km) -> "Railway":
        stations = {
            row["name"]: Station(row["name"], row["country"], (float(row["lat"]), float(row["lon"])))
            for row in _rows(folder / "stations.csv")
        }
        minutes = {frozenset((row["from"], row["to"])): float(row["minutes"]) for row in _rows(folder / "rail.csv")}
        trains = [tuple(row["stops"].split(" - ")) for row in _rows(folder / "trains.csv")]
        nights = [
            tuple(_call(stop) for stop in row["stops"].split(" - ")) for row in _rows(folder / "night_trains.csv")
        ]
        return cls(stations, trains, minutes, nights, reach)

    def by_day(self, start: Point, end: Point) -> Journey | None:
        """The quickest way there, changes and the ways to and from the stations counted."""
        best: Journey | None = None
        for (before, one), (after, other) in product(self._close(start), self._close(end)):
            rides = self._rides(one.name, other.name)
            journey = Journey(before, rides, after) if rides else None
            if journey and (best is None or journey.minutes < best.minutes):
                best = journey
        return best

    def by_night(self, start: Point, end: Point) -> Journey | None:
        """In a sleeper all the way."""
        found = [
            Journey(before, (ride,), after, night=True)
            for (before, one), (after, other) in product(self._close(start), self._close(end))
            if max(before, after) <= NIGHT_REACH and (ride := self._sleeper(one.name, other.name))
        ]
        return min(found, key=lambda journey: journey.minutes, default=None)

    def _close(self, point: Point) -> list[tuple[float, Station]]:
        around = self._near.within(REACH, point)
        reached = [(self._reach(point, station.at), station) for _, station in around[: 2 * FEW]]
        return [(km, station) for km, station in reached if km <= REACH][:FEW]

    def _sleeper(self, start: str, end: str) -> Ride | None:
        for number in sorted(self._nights_at.get(start, set()) & self._nights_at.get(end, set())):
            names = [name for name, _ in self._nights[number]]
            stops = [name for name in names if names.index(start) <= names.index(name) <= names.index(end)]
            stops = stops or [name for name in names if names.index(end) <= names.index(name) <= names.index(start)]
            times = dict(self._nights[number])
            if len(stops) > 1:
                return Ride(start, end, abs(times[end] - times[start]), self._km(stops))
        return None

    def _rides(self, start: str, end: str) -> tuple[Ride, ...]:
        took, came = self._tree(start)
        calls = [state for state in self._calls.get(end, ()) if state in took]
        if start == end or not calls:
            return ()
        states = [min(calls, key=lambda state: took[state])]
        while states[-1] in came:
            states.append(came[states[-1]])
        states.reverse()
        return tuple(self._ride(list(group)) for _, group in groupby(states, key=lambda state: state[0]))

    def _ride(self, states: list[State]) -> Ride:
        (train, first), (_, last) = states[0], states[-1]
        stops, low, high = self._trains[train], min(first, last), max(first, last)
        minutes = sum(self._ahead[train][low:high])
        return Ride(stops[first], stops[last], minutes, self._km(stops[low : high + 1]))

    def _km(self, stops: tuple[str, ...] | list[str]) -> float:
        return RAILS * sum(crow_km(self.stations[one].at, self.stations[other].at) for one, other in pairwise(stops))

    def _grow(self, start: str) -> tuple[dict[State, float], dict[State, State]]:
        """The quickest way from a station to every stop of every train (Dijkstra); a change of trains costs its wait."""
        took: dict[State, float] = dict.fromkeys(self._calls.get(start, ()), 0.0)
        came: dict[State, State] = {}
        queue = [(0.0, state) for state in took]
        changed: set[str] = {start}
        while queue:
            so_far, state = heappop(queue)
            if so_far > took[state]:
                continue
            for more, beyond in self._onward(state, changed):
                if (minutes := so_far + more) < took.get(beyond, inf) and minutes <= LONGEST:
                    took[beyond], came[beyond] = minutes, state
                    heappush(queue, (minutes, beyond))
        return took, came

    def _onward(self, state: State, changed: set[str]) -> Iterator[tuple[float, State]]:
        train, stop = state
        stops, ahead = self._trains[train], self._ahead[train]
        if stop + 1 < len(stops):
            yield ahead[stop], self._states[train][stop + 1]
        if stop > 0:
            yield ahead[stop - 1], self._states[train][stop - 1]
        if (name := stops[stop]) not in changed:  # whoever comes first to a station changes there first
            changed.add(name)
            for other in self._calls[name]:
                yield CHANGE, other


def _rows(file: Path) -> Iterator[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def _call(text: str) -> tuple[str, float]:
    name, _, minutes = text.rpartition(" ")
    return name, float(minutes)
