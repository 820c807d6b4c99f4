"""How long it takes to plan the journeys a seller makes anyway: tours of eight and ten stops, and a day with who is near."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from random import Random

from connectors.meetings import Meeting
from connectors.routing.geocoder import Position
from connectors.routing.router import Mode, Part, PartKind, Route, Ways
from tests.bench.suggesting import calendar
from tests.bench.table import Row, seconds
from tests.workers.visits.relations import RULES
from tests.workers.visits.roads import Atlas, place
from tests.world import ASTRID, KARIN, NOW, STOCKHOLM, meeting
from workers.visits.diary import Diary
from workers.visits.journeys import Planner, Wish
from workers.visits.stays import find_stays, suggested_stay
from workers.visits.tour import Call, Day, find_tour
from workers.visits.travel import Travel
from workers.visits.travel_rules import TravelRules
from workers.visits.whereabouts import distance

ROUNDS = 20
HOUR = 3600
OFFICE = Position(57.71, 11.97, "Göteborg", "", "SE", "Europe/Stockholm")


class Straight:
    """A router that costs nothing to ask: seventy kilometres an hour as the crow flies."""

    def ways(self, start: Position, end: Position, *, arrive: object = None) -> Ways:
        low, high = self._time(start, end), self._time(start, end) * 1.2
        part = Part(PartKind.DRIVE, low, high, distance(start, end))
        return Ways((Route(Mode.CAR, low, high, part.km, (part,)),))

    def drives(self, positions: Sequence[Position]) -> tuple[tuple[timedelta | None, ...], ...]:
        return tuple(tuple(self._time(one, other) for other in positions) for one in positions)

    def _time(self, start: Position, end: Position) -> timedelta:
        return timedelta(hours=distance(start, end) / 70)


def tour(stops: int, *, minutes: int) -> Callable[[], object]:
    """Stops about a town, open from eight to five but not at lunch, by who leaves at six and is back by eight; the same
    every time."""
    random = Random(8)
    points = [(random.random(), random.random()) for _ in range(stops + 1)]
    ways = [[round(HOUR * ((a - c) ** 2 + (b - d) ** 2) ** 0.5) for c, d in points] for a, b in points]
    windows = (8 * HOUR, round(11.5 * HOUR)), (13 * HOUR, 17 * HOUR)
    calls = [Call(n, minutes * 60, windows, HOUR + random.randrange(HOUR)) for n in range(1, stops + 1)]
    return lambda: find_tour(calls, [Day(0, 0, 6 * HOUR, 20 * HOUR)], road=ways)


def rows() -> list[Row]:
    random = Random(8)
    spots = [Position(58.28 + random.random() / 4, 12.2 + random.random() / 4, f"Ort{n}", "", "SE") for n in range(300)]
    wishes = [Wish(f"kund{n}.example", f"Kund {n}", place(spot), n % 7, RULES.visit) for n, spot in enumerate(spots)]
    eight = [Wish(one.account, one.name, one.place, one.need, timedelta(minutes=30)) for one in wishes[:8]]
    book = Diary.of(calendar(), ASTRID.address)
    free = Diary.of([_visit()], ASTRID.address)
    stay = suggested_stay(
        place(spots[0]), _visit().start, _visit().end, account="kund0.example", meeting=None, zone=STOCKHOLM
    )
    rules = {"rules": RULES, "now": NOW, "zone": STOCKHOLM}
    return [
        _row("A tour of 8 visits of an hour", tour(8, minutes=60), aim="5 ms at most"),
        _row("A tour of 10 visits of an hour", tour(10, minutes=60), aim="12 ms at most"),
        _row("A tour of 10 visits of 20 minutes, all of which fit", tour(10, minutes=20)),
        _row("Where the seller will be, of 326 meetings", lambda: find_stays(book, travel=_travel(), **rules)),
        _row(
            "A day with eight short visits, planned",
            lambda: Planner(diary=free, travel=_travel(), **rules).trip(stay, eight),
            aim="10 ms at most",
        ),
        _row(
            "A day with the best of 300 others, planned",
            lambda: Planner(diary=free, travel=_travel(), **rules).trip(stay, wishes),
            aim="10 ms at most",
        ),
        _row(
            "Who of 300 is near a visit",
            lambda: Planner(diary=free, travel=_travel(), **rules).nearby(stay, wishes),
            aim="5 ms at most",
        ),
    ]


def _visit() -> Meeting:
    start = (NOW + timedelta(days=17)).replace(hour=10, minute=0)
    return meeting(start, 60, KARIN, uid="visit", place="Storgatan 1, Trollhättan")


def _travel() -> Travel:
    return Travel(geocoder=Atlas(), router=Straight(), rules=TravelRules(), office=place(OFFICE))


def _row(what: str, work: Callable[[], object], *, aim: str = "") -> Row:
    def many() -> None:
        for _ in range(ROUNDS):
            work()

    return Row(what, f"{seconds(many) / ROUNDS * 1000:.2f} ms", aim)


if __name__ == "__main__":
    for row in rows():
        print(f"{row.what}: {row.figure}" + (f" (aim: {row.aim})" if row.aim else ""))
