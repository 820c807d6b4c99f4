"""How long a full suggestion takes, part by part, for a seller in Göteborg with eight busy weeks and customers far and near.

Places, ways and journeys are the real ones: our own tables, a calendar with addresses in a third of its meetings. What is
remembered between suggestions is told apart: `cold` has a new Travel for each, as a single review has; `warm` is the same
seller's next one. A calendar's whereabouts are read again for each in both.
"""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from random import Random
from statistics import median
from typing import Any

from connectors.meetings import LinkSource, Meeting, OnlineRoom, ShownAs
from connectors.routing.offline import OfflineRouter
from connectors.routing.router import Router
from tests.bench.table import Row
from tests.workers.visits.relations import RULES, contact, flag, past, places, relation, touchpoint
from tests.world import ASTRID, KARIN, NOW, STOCKHOLM, SVEN, meeting
from workers.relationships.accounts import Account
from workers.relationships.relationship import Relationship
from workers.visits.agenda import plan_agenda
from workers.visits.day import plan_day
from workers.visits.diary import Diary
from workers.visits.journeys import Planner, Wish
from workers.visits.places import place_of
from workers.visits.situation import Situation
from workers.visits.slots import find_conflicts, free_slots
from workers.visits.stays import find_stays
from workers.visits.suggestion import Slot, Suggestion, suggest
from workers.visits.travel import Travel
from workers.visits.travel_rules import TravelRules

MEETINGS, DAYS, CALLS = 300, 56, 4
ROUNDS = 15
TEAMS = OnlineRoom("teams", LinkSource.FIELD)
OFFICE = "Kungsgatan 1, 411 19 Göteborg"
CUSTOMERS = (
    "Slussgatan 14, 461 30 Trollhättan",
    "Varvsgatan 21, 972 32 Luleå",
    "Storgatan 3, 582 23 Linköping",
    "Hamngatan 4, 211 22 Malmö",
    "Kungsgatan 44, 111 35 Stockholm",
    "Rådhusesplanaden 6, 903 28 Umeå",
    "Drottninggatan 21, 652 25 Karlstad",
    "Östra Storgatan 3, 553 21 Jönköping",
)
IN_TOWN = ("Vasagatan 3, 411 24 Göteborg", "Kontoret", "Göteborgsvägen 4, 431 30 Mölndal", "Rum Luleå", "Lindholmen")
EVERY_NINTH = 9  # day is spent in another town
AROUND = ("Trollhättan", "Vänersborg", "Uddevalla", "Lilla Edet", "Grästorp", "Vargön", "Sjuntorp", "Ljungskile")
SHOWN = (ShownAs.BUSY, ShownAs.BUSY, ShownAs.TENTATIVE, ShownAs.BUSY, ShownAs.FREE)
IN_A_PROCESS = """
import json
from pathlib import Path
from resource import getpagesize
import tests.bench.suggesting as bench
from workers.roads import open_roads
from workers.settings import TravelSettings
from workers.visits.red_days import holiday_name
held = lambda: int(Path("/proc/self/statm").read_text().split()[1]) * getpagesize()
book, relations = bench.diary(), bench.relations()
holiday_name(bench.NOW.date())  # the package of holidays is there anyway
before = held()
roads = open_roads(TravelSettings())
travel = roads.travel(office=bench.OFFICE, zone="Europe/Stockholm")
found = [bench.weigh(relations[n % len(relations)], bench.situation(book, travel)) for n in range(200)]
print(json.dumps({"suggestions": len(found), "bytes": held() - before}))
"""


def calendar() -> list[Meeting]:
    """Seven meetings a working day, a third of them with an address and half of the others on screen; a day elsewhere now
    and then, and nights at hotels."""
    random = Random(3)
    days = [NOW + timedelta(days=n) for n in range(DAYS) if (NOW + timedelta(days=n)).weekday() < 5]
    coming = []
    for n in range(MEETINGS):
        number = n % len(days)
        start = days[number].replace(hour=8 + n // len(days), minute=15 * random.randrange(3))
        town = CUSTOMERS[number // EVERY_NINTH] if number % EVERY_NINTH == 0 else random.choice(IN_TOWN)
        more = {"place": town} if n % 3 == 0 else {"online": TEAMS} if n % 2 else {}
        coming.append(meeting(start, 30, SVEN, KARIN, uid=f"m{n}", shown_as=SHOWN[n % len(SHOWN)], **more))
    nights = [days[n].replace(hour=0) for n in (12, 25)]
    return coming + [meeting(day, 1440, ASTRID, uid=f"{day}", title="Scandic Malmö", all_day=True) for day in nights]


def diary(*more: Meeting) -> Diary:
    return Diary.of([*calendar(), *more], ASTRID.address)


def relations() -> list[Relationship]:
    """One account at each of the addresses, with four calls ahead."""
    random = Random(5)
    return [_relation(f"kund{n}.example", address, random) for n, address in enumerate(CUSTOMERS)]


def _relation(key: str, address: str, random: Random) -> Relationship:
    starts = sorted(NOW + timedelta(days=random.randrange(8, 50), hours=random.randrange(1, 8)) for _ in range(CALLS))
    calls = [touchpoint(_on_a_weekday(start), account=key, uid=f"{key}{n}") for n, start in enumerate(starts)]
    return relation(
        *calls, account=Account(key, key, address=address), past=past(7, account=key), contacts=(contact(),)
    )


def _on_a_weekday(moment: datetime) -> datetime:
    return moment if moment.weekday() < 5 else moment + timedelta(days=2)


def travelling(router: Router | None = None, office: str = OFFICE) -> Travel:
    start = place_of(office, "seller", places().find, here="SE")
    return Travel(geocoder=places(), router=router or OfflineRouter(), rules=TravelRules(), office=start)


def situation(book: Diary, travel: Travel) -> Situation:
    return Situation(book, RULES, NOW, STOCKHOLM, ASTRID.name, travel)


def weigh(relationship: Relationship, known: Situation) -> Suggestion:
    found = suggest(relationship, (flag(),), known)
    assert isinstance(found, Suggestion)
    return found


def rows() -> list[Row]:
    book, accounts, router = diary(), relations(), OfflineRouter()
    warm = situation(book, travelling(router))
    found = [weigh(one, warm) for one in accounts]
    assert any(one.visit.slots for one in found)
    return [
        *_suggestions(book, accounts, router, warm),
        *_parts(book, found, router, warm),
        *_journeys(book, router),
        _memory(),
    ]


def _suggestions(book: Diary, accounts: Iterable[Relationship], router: Router, warm: Situation) -> Iterable[Row]:
    accounts = list(accounts)
    yield _row(f"A diary of {len(book.meetings)} coming meetings made ready", [diary])
    cold = [lambda one=one: weigh(one, situation(book, travelling(router))) for one in accounts]
    yield _row("A full suggestion to one of eight towns, cold", cold, aim="10 ms at most")
    again = [lambda one=one: weigh(one, warm) for one in accounts]
    yield _row("A full suggestion to one of eight towns, warm", again, aim="10 ms at most")
    yield _row("The slowest of the eight, warm", [max(again, key=_milliseconds)], aim="10 ms at most")


def _parts(book: Diary, found: list[Suggestion], router: Router, warm: Situation) -> Iterable[Row]:
    visits = [
        (one, one.visit, one.visit.place.position) for one in found if one.visit.place and one.visit.place.position
    ]
    office = warm.travel.office
    assert office
    assert office.position
    start = office.position
    means = {"diary": book, "zone": STOCKHOLM, "rules": RULES, "travel": warm.travel, "bun": True}
    yield _row(
        "Its place found",
        [lambda text=text: place_of(text, "crm", travelling(router).find, here="SE") for text in CUSTOMERS],
    )
    yield _row(
        "The ways there as they are told", [lambda to=to: travelling(router).legs(start, to) for _, _, to in visits]
    )
    yield _row(
        "What stands in its way",
        [lambda v=v, to=to: find_conflicts(v.start, v.end, position=to, **means) for _, v, to in visits],  # type: ignore[arg-type]
    )
    yield _row(
        "Other times over eight weeks, each with its day",
        [
            lambda v=v, to=to: free_slots(Slot(v.start, v.end), now=NOW, position=to, **means)  # type: ignore[arg-type]
            for _, v, to in visits
        ],
    )
    yield _row(
        "The day at its own time",
        [lambda v=v, to=to: plan_day(v.start, v.end, position=to, **means) for _, v, to in visits],  # type: ignore[arg-type]
    )


def _journeys(book: Diary, router: Router) -> Iterable[Row]:
    """A day away that holds eight stops, and the whole agenda with it."""
    day = datetime.combine((NOW + timedelta(days=17)).date(), datetime.min.time(), STOCKHOLM)
    there = meeting(day, 1440, ASTRID, uid="day", title="Trollhättan", all_day=True, shown_as=ShownAs.FREE)
    entries = [there, *(one for one in book.meetings.values() if one.start.date() != day.date())]
    free, travel = Diary.of(entries, ASTRID.address), travelling(router)
    known = situation(free, travel)
    wishes = [
        Wish(f"{name}.example", name, place_of(name, "crm", travel.find, here="SE"), 1, timedelta(minutes=30))
        for name in AROUND
    ]
    means: dict[str, Any] = {"diary": free, "travel": travel, "now": NOW, "zone": STOCKHOLM, "rules": RULES}
    stays = find_stays(**means)
    (that_day,) = (stay for stay in stays if stay.start == day)
    trip = Planner(**means).trip(that_day, wishes)
    assert trip is not None
    first = relations()[0]

    def both() -> None:
        weigh(first, known)
        Planner(**means).trip(that_day, wishes)

    yield _row(
        f"Where the seller will be, of {len(entries)} entries: {len(stays)} stays", [lambda: find_stays(**means)]
    )
    yield _row(f"A journey of {len(trip.stops)} stops", [lambda: Planner(**means).trip(that_day, wishes)])
    yield _row("A suggestion and that journey", [both], aim="10 ms at most")
    yield _row("All journeys of eight weeks", [lambda: plan_agenda([], wishes, known)])


def _memory() -> Row:
    run = subprocess.run([sys.executable, "-c", IN_A_PROCESS], capture_output=True, text=True, check=True, timeout=120)
    told = json.loads(run.stdout)
    what = f"Memory of tables, ways and {told['suggestions']} suggestions in a process"
    return Row(what, f"{told['bytes'] / 1e6:.1f} MB", "20 MB at most")


def _row(what: str, works: list[Callable[[], object]], *, aim: str = "") -> Row:
    return Row(what, f"{median(_milliseconds(work) for work in works for _ in range(ROUNDS)):.2f} ms", aim)


def _milliseconds(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return (time.process_time() - began) * 1000


if __name__ == "__main__":
    for row in rows():
        print(f"{row.what}: {row.figure}" + (f" (aim: {row.aim})" if row.aim else ""))
