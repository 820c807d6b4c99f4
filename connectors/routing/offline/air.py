"""By air: which airports are really served, which pairs are flown without a change, and how long it takes.

`airports.csv` says of each airport where it comes from: those of Sweden and the Nordic countries, and what each of their
smaller ones flies to, are general knowledge of 2025-26; elsewhere only large ones with scheduled service (OurAirports,
public domain, by way of airports-py, MIT; positions from airportsdata, MIT). Bromma has had next to no scheduled flights
since the end of 2024 and is not there. No timetable: how often there is a flight is not known here.

Minutes from gate to gate are a beginning and so much a kilometre, fitted on the rows marked `fit` in
tests/samples/routes/routes.csv.
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from math import inf
from pathlib import Path

from connectors.routing.offline.earth import Point, crow_km
from connectors.routing.offline.nearness import Near, Reach

NORDIC = frozenset({"SE", "NO", "FI", "DK", "IS", "FO"})
BEGINNING = {"nordic": 28.0, "north_america": 50.0}  # minutes of taxiing, climbing and queueing
ELSEWHERE = 38.0
A_KM = 0.073
CHANGE = 75.0
ABROAD, THIN = 10.0, 45.0  # so much nearer must an airport be in another country, or one with a flight or two a day
HUBS, SPOKES = ("hub", "world"), ("spoke", "thin")
SHORTEST = 120.0  # km: nobody flies less
REACH = {("hub", "hub"): 4800.0, ("hub", "large"): 2800.0}  # km flown without a change within one part of the world
ACROSS = 14000.0  # km from one part of the world to another
NEAR, FAR, FEW = 110.0, 220.0, 4  # km straight to an airport, to the nearest large one; how many are looked at
TO_THE_AIRPORT, ACCESS_KMH = 8.0, 60.0
BEFORE, BEFORE_FAR = 60.0, 120.0  # minutes at the airport, and before a flight to another part of the world
AFTER, AFTER_FAR = 20.0, 40.0


@dataclass(frozen=True, slots=True)
class Airport:
    """`kind`: thin or spoke (flies to its `lines` only), large, hub, or world (flies to other parts of the world as well)."""

    iata: str
    country: str
    area: str
    at: Point
    kind: str
    lines: frozenset[str]

    def flies_to(self, other: "Airport", km: float) -> bool:
        """Without a change, as far as can be told from the kind of each."""
        if other.iata in self.lines or self.iata in other.lines:
            return True
        kinds = {self.kind, other.kind}
        if km < SHORTEST or kinds & set(SPOKES) or kinds == {"large"}:
            return False
        if self.area != other.area:
            return kinds == {"world"} and km <= ACROSS
        return km <= REACH["hub", "large" if "large" in kinds else "hub"]


@dataclass(frozen=True, slots=True)
class Flight:
    start: Airport
    end: Airport
    km: float

    @property
    def back(self) -> "Flight":
        return Flight(self.end, self.start, self.km)

    @property
    def minutes(self) -> float:
        both = {self.start.country, self.end.country}
        areas = {self.start.area, self.end.area}
        area = "nordic" if both <= NORDIC else self.start.area if len(areas) == 1 else ""
        return BEGINNING.get(area, ELSEWHERE) + A_KM * self.km


@dataclass(frozen=True, slots=True)
class Journey:
    """From door to door: straight kilometres to the first airport, the flights, and from the last one."""

    before: float
    flights: tuple[Flight, ...]
    after: float

    @property
    def far(self) -> bool:
        return self.flights[0].start.area != self.flights[-1].end.area

    @property
    def waits(self) -> tuple[float, float]:
        return (BEFORE_FAR, AFTER_FAR) if self.far else (BEFORE, AFTER)

    @property
    def minutes(self) -> float:
        return access_minutes(self.before) + sum(self.waits) + in_the_air(self.flights) + access_minutes(self.after)


def access_minutes(km: float) -> float:
    return TO_THE_AIRPORT + km / ACCESS_KMH * 60


def in_the_air(flights: Iterable[Flight]) -> float:
    """From the first gate to the last, changes and all."""
    minutes = [flight.minutes for flight in flights]
    return sum(minutes) + CHANGE * (len(minutes) - 1)


class Airways:
    """The airports, read once; the flights between two of them are found once for those asked for last."""

    def __init__(self, airports: Iterable[Airport], reach: Reach = crow_km) -> None:
        self._reach = reach
        self.airports = {airport.iata: airport for airport in airports}
        self._near = Near(list(self.airports.values()), lambda airport: airport.at)
        self._hubs = [airport for airport in self.airports.values() if airport.kind in HUBS]
        self._short = lru_cache(maxsize=2048)(self._with_one)
        self.flights = lru_cache(maxsize=2048)(self._find)

    @classmethod
    def read(cls, file: Path, reach: Reach = crow_km) -> "Airways":
        with file.open(encoding="utf-8", newline="") as rows:
            return cls((_airport(row) for row in csv.DictReader(rows)), reach)

    def journey(self, start: Point, end: Point, *, countries: tuple[str, str] = ("", "")) -> Journey | None:
        """The quickest way by air, whether anybody would take it or not."""
        best: Journey | None = None
        least = inf
        ends = self._close(end, countries[1])
        for before, one, abroad in self._close(start, countries[0]):
            for after, other, abroad_too in ends:
                against = abroad + abroad_too
                if _at_best(before, one, other, after) + against >= least:
                    continue
                flights = self.flights(one.iata, other.iata)
                if flights and (journey := Journey(before, flights, after)).minutes + against < least:
                    best, least = journey, journey.minutes + against
        return best

    def _close(self, point: Point, country: str) -> list[tuple[float, Airport, float]]:
        """The nearest few, and the nearest that more than one line flies from; last, what speaks against it."""
        around = self._near.within(FAR, point)
        close = [pair for pair in around if pair[0] <= NEAR][:FEW]
        close += [pair for pair in around if pair[1].kind not in SPOKES and pair not in close][:1]
        reached = [(self._reach(point, airport.at), airport) for _, airport in close]
        return [(km, airport, _against(airport, country)) for km, airport in reached if km <= FAR]

    def _find(self, start: str, end: str) -> tuple[Flight, ...]:
        """With no change where that is flown, else with one, else with two at most; back the same way as there."""
        if start == end:
            return ()
        if start > end:
            return tuple(flight.back for flight in reversed(self.flights(end, start)))
        return self._short(start, end) or self._by_two(self.airports[start], self.airports[end])

    def _with_one(self, start: str, end: str) -> tuple[Flight, ...]:
        one, other = self.airports[start], self.airports[end]
        return self._straight(one, other) or self._by_one(one, other)

    def _straight(self, start: Airport, end: Airport) -> tuple[Flight, ...]:
        km = crow_km(start.at, end.at)
        return (Flight(start, end, km),) if start.flies_to(end, km) else ()

    def _by_one(self, start: Airport, end: Airport) -> tuple[Flight, ...]:
        ways = [self._straight(start, hub) + self._straight(hub, end) for hub in self._changes(start, end)]
        return min((way for way in ways if len(way) == 2), key=in_the_air, default=())

    def _by_two(self, start: Airport, end: Airport) -> tuple[Flight, ...]:
        """A flight without a change at either end, and one change on the rest of the way."""
        ways = [self._straight(start, hub) + self._short(hub.iata, end.iata) for hub in self._changes(start, end)] + [
            self._short(start.iata, hub.iata) + self._straight(hub, end) for hub in self._changes(end, start)
        ]
        return min((way for way in ways if len(way) == 3), key=in_the_air, default=())

    def _changes(self, one: Airport, other: Airport) -> Iterable[Airport]:
        """Where one can change: a spoke leaves no choice."""
        for airport in (one, other):
            if airport.kind in SPOKES:
                return [self.airports[iata] for iata in sorted(airport.lines)]
        return [hub for hub in self._hubs if hub.iata not in (one.iata, other.iata)]


def _against(airport: Airport, country: str) -> float:
    """Minutes by which another airport may be further off and still be chosen."""
    return (ABROAD if country and airport.country != country else 0.0) + (THIN if airport.kind == "thin" else 0.0)


def _at_best(before: float, start: Airport, end: Airport, after: float) -> float:
    """No way between these two airports is quicker: a flight without a change, as in the north."""
    flown = BEGINNING["nordic"] + A_KM * crow_km(start.at, end.at)
    return access_minutes(before) + BEFORE + flown + AFTER + access_minutes(after)


def _airport(row: dict[str, str]) -> Airport:
    at = float(row["lat"]), float(row["lon"])
    return Airport(row["iata"], row["country"], row["area"], at, row["kind"], frozenset(row["lines"].split()))
