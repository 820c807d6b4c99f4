"""How far the offline estimates are from what has been told of real journeys, and how long they take to make.

The journeys stand in tests/samples/routes/routes.csv with their sources; which may decide a constant (`fit`) and which
only check (`check`) was settled before anything was fitted. `python -m tests.bench.travel` prints every row as well.
"""

import csv
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import permutations
from pathlib import Path
from statistics import fmean, median

from connectors.routing.geocoder import Position
from connectors.routing.offline import OfflineRouter
from connectors.routing.offline.air import Airways, Flight
from connectors.routing.offline.earth import crow_km
from connectors.routing.offline.router import FILES
from connectors.routing.router import Mode, Part, PartKind, Route
from tests.bench.table import Row, seconds

AIRWAYS = Airways.read(FILES / "airports.csv")
SAMPLE = Path(__file__).parents[1] / "samples" / "routes" / "routes.csv"
AIMS = {
    ("car", "km"): "8 % at most where not fitted",
    ("car", "minutes"): "12 % at most where not fitted",
    ("train", "minutes"): "12 % at most where not fitted",
    ("flight door", "minutes"): "12 % at most where not fitted",
}
RIDDEN = (PartKind.TRAIN, PartKind.NIGHT_TRAIN, PartKind.CHANGE)
NAMES = {
    "car": "car",
    "train": "train, station to station",
    "flight": "flight, gate to gate",
    "flight door": "flight, door to door",
}


@dataclass(frozen=True, slots=True)
class Told:
    """One row of the sample."""

    start: Position
    end: Position
    mode: str
    km: float | None
    minutes: float | None
    use: str


@dataclass(frozen=True, slots=True)
class Miss:
    """What was told beside what is estimated; `held`: the told time lies within the range."""

    told: Told
    what: str
    real: float
    ours: float
    held: bool

    @property
    def share(self) -> float:
        return abs(self.ours - self.real) / self.real

    def __str__(self) -> str:
        told = self.told
        return (
            f"{told.use:6}{told.start.town}-{told.end.town}, {told.mode}, {self.what}: told {self.real:.0f}, "
            f"estimated {self.ours:.0f} ({(self.ours - self.real) / self.real:+.0%}{'' if self.held else ', outside the range'})"
        )


def read_sample() -> list[Told]:
    with SAMPLE.open(encoding="utf-8", newline="") as lines:
        return [_told(row) for row in csv.DictReader(lines)]


def misses(router: OfflineRouter) -> list[Miss]:
    return [miss for told in read_sample() for miss in _misses(router, told)]


def _misses(router: OfflineRouter, told: Told) -> Iterator[Miss]:
    route = _route(router, told)
    if route is None:
        return
    parts = _counted(route, told.mode)
    low, high = (
        sum((getattr(part, end) for part in parts), timedelta()) / timedelta(minutes=1) for end in ("low", "high")
    )
    if told.mode == "flight":
        yield _in_the_air(told, parts)
    elif told.minutes:
        # a train's told time is that of one train, mostly a fast one, and so is the low end
        held = low <= told.minutes <= high
        yield Miss(told, "minutes", told.minutes, low if told.mode == "train" else (low + high) / 2, held)
        if told.mode == "train":
            yield Miss(told, "minutes, middle of the range", told.minutes, (low + high) / 2, held)
    if told.km and told.mode in ("car", "train"):
        yield Miss(told, "km", told.km, sum(part.km for part in parts), True)


def _in_the_air(told: Told, parts: tuple[Part, ...]) -> Miss:
    """What a flight without a change would take, whether our tables fly it or not."""
    assert told.minutes
    start, end = (AIRWAYS.airports[iata] for iata in (parts[0].start, parts[-1].end))
    ours = Flight(start, end, crow_km(start.at, end.at)).minutes
    return Miss(told, "minutes", told.minutes, ours, held=True)


def _route(router: OfflineRouter, told: Told) -> Route | None:
    """The mode's own way, absurd or not: the figures are weighed here, not the choice."""
    mode = Mode(told.mode.split()[0])
    routes = [route for route in router.every(told.start, told.end).routes if route.mode is mode]
    far = (told.minutes or 0) > 600
    return next((route for route in routes if route.overnight == (far and mode is Mode.TRAIN)), None)


def _counted(route: Route, mode: str) -> tuple[Part, ...]:
    if mode == "train":
        return tuple(part for part in route.parts if part.kind in RIDDEN)
    if mode == "flight":
        return tuple(part for part in route.parts if part.kind is PartKind.FLY)
    return route.parts


def _told(row: dict[str, str]) -> Told:
    ends = [
        Position(float(row[f"{end}_lat"]), float(row[f"{end}_lon"]), row[end], country=row[f"{end}_country"])
        for end in ("from", "to")
    ]
    return Told(*ends, row["mode"], float(row["km"] or 0) or None, float(row["minutes"] or 0) or None, row["use"])


def rows() -> list[Row]:
    router = OfflineRouter()
    found = misses(router)
    return [*_errors(found), *_speeds(router)]


def _errors(found: list[Miss]) -> Iterator[Row]:
    for mode, name in NAMES.items():
        for what in ("km", "minutes", "minutes, middle of the range"):
            some = [miss for miss in found if miss.told.mode == mode and miss.what == what]
            if not any(miss.told.use == "check" for miss in some):
                continue
            sides = ", ".join(
                f"{word} {_error(some, use)}" for use, word in (("check", "not fitted"), ("fit", "fitted"))
            )
            yield Row(f"Travel offline, mean error in {what}: {name}", sides, AIMS.get((mode, what), ""))
    for miss in found:
        if miss.told.use == "other":
            yield Row(
                f"The same, counted otherwise (left out above): {miss.told.start.town}-{miss.told.end.town}",
                str(miss).partition(": ")[2],
            )


def _error(found: list[Miss], use: str) -> str:
    some = [miss for miss in found if miss.told.use == use]
    return f"{fmean(miss.share for miss in some):.1%} ({len(some)} rows)" if some else "no rows"


def _speeds(router: OfflineRouter) -> Iterator[Row]:
    towns = list({told.start.town: told.start for told in read_sample()}.values())
    pairs = list(permutations(towns, 2))
    for start, end in pairs:
        router.ways(start, end)
    taken = [_taken(router, start, end) for start, end in pairs]
    yield Row(
        f"Travel offline, the ways of one of {len(pairs)} pairs, seen before",
        f"{median(taken) * 1000:.2f} ms",
        "below 0.3 ms",
    )
    twelve = _district()
    first = median(_first_matrix(twelve) for _ in range(20))
    yield Row("Travel offline, a matrix of 12 towns by car, never seen", f"{first * 1000:.2f} ms", "below 0.5 ms")
    again = seconds(lambda: [router.drives(twelve) for _ in range(100)]) / 100
    yield Row("Travel offline, the same matrix again", f"{again * 1000:.2f} ms")
    began = time.process_time()
    OfflineRouter().ways(towns[0], towns[1])
    yield Row(
        "Travel offline, a new router with its first answer",
        f"{(time.process_time() - began) * 1000:.0f} ms",
        "below 50 ms",
    )


def _district() -> list[Position]:
    """Twelve towns that a day in the west of Sweden could have stops in."""
    with (FILES / "stations.csv").open(encoding="utf-8", newline="") as lines:
        towns = [
            Position(float(row["lat"]), float(row["lon"]), row["name"], country=row["country"])
            for row in csv.DictReader(lines)
        ]
    return sorted(towns, key=lambda town: crow_km((town.lat, town.lon), (57.71, 11.97)))[:12]


def _first_matrix(towns: list[Position]) -> float:
    """By a router that has its tables and remembers nothing."""
    router = OfflineRouter()
    router.drives([Position(40.0, -90.0), Position(41.0, -91.0)])
    began = time.perf_counter()
    router.drives(towns)
    return time.perf_counter() - began


def _taken(router: OfflineRouter, start: Position, end: Position) -> float:
    began = time.perf_counter()
    router.ways(start, end)
    return time.perf_counter() - began


if __name__ == "__main__":
    for miss in misses(OfflineRouter()):
        print(miss)
    for row in rows():
        print(f"{row.what}: {row.figure}" + (f" (aim: {row.aim})" if row.aim else ""))
