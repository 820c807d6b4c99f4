"""How fast a mailbox is understood: meetings a second, and beside it a plain loop over the same meetings.

Run by itself: `python -m tests.bench.understanding`. The meetings are made up here, five years of a busy seller.
"""

import gc
import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from connectors.meetings import Attendee, LinkSource, Meeting, OnlineRoom, Person, Place, Response
from tests.bench.table import Row, ratio, seconds
from workers.relationships.accounts import AccountBook
from workers.relationships.rules import Rules
from workers.relationships.signs import Seen, read_signs
from workers.relationships.understanding import understand

ZONE = ZoneInfo("Europe/Stockholm")
NOW = datetime(2026, 11, 23, 8, tzinfo=ZONE)
OWNER = Person("astrid@nordverk.example", "Astrid Ek")
COLLEAGUES = [Person(f"kollega{n}@nordverk.example", f"Kollega {n}") for n in range(30)]
DOMAINS = frozenset({"nordverk.example"})
TITLES = (
    "Avstämning",
    "Veckomöte",
    "Genomgång av offert",
    "Demo",
    "Planering Q{n}",
    "Lunch",
    "Ring mig",
    "Besök hos er",
)
PLACES = (*[""] * 8, "Konferensrum {n}", "Storgatan {n}, Trollhättan", "Hos er", "Björken")
BODIES = (
    "",
    "",
    "Hej, ser fram emot mötet.\nHälsningar Astrid",
    "Vi går igenom offerten och planen för våren.",
    "Vi ses hos er kl 9.",
)
MEETINGS = 24_000


def rows() -> list[Row]:
    meetings = make_meetings(MEETINGS)

    def work() -> None:
        seen = [Seen(meeting, read_signs(meeting)) for meeting in meetings]
        understand(seen, owner=OWNER.address, domains=DOMAINS, book=AccountBook(), rules=Rules(), now=NOW)

    taken, plain = seconds(work), seconds(lambda: _plain_loop(meetings))
    with _collector_paused():
        paused = seconds(work)
    return [
        Row(
            "Understanding: meetings a second, one core, garbage collector paused",
            f"{MEETINGS / paused:,.0f}",
            "50,000 or more",
        ),
        Row("Understanding: the same with the collector at its defaults", f"{MEETINGS / taken:,.0f}"),
        Row("Understanding: times a plain loop over every attendee", ratio(paused, plain)),
    ]


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Nothing here makes cycles, and a collector that looks through a whole mailbox again and again finds nothing."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def make_meetings(number: int, *, seed: int = 7) -> list[Meeting]:
    """So many meetings over five years and eight weeks ahead: 300 customers, a link on nearly every one."""
    dice = random.Random(seed)
    customers = [
        [Person(f"person{n}@kund{company}.example", f"Person {n}") for n in range(dice.randint(1, 5))]
        for company in range(300)
    ]
    begins = NOW - timedelta(days=5 * 365)
    return [
        _make(dice, n, begins + (NOW - begins + timedelta(weeks=8)) * (n / number), customers) for n in range(number)
    ]


def _make(dice: random.Random, number: int, start: datetime, customers: Sequence[Sequence[Person]]) -> Meeting:
    company = dice.choice(customers)
    internal = dice.random() < 0.35
    people = (
        dice.sample(COLLEAGUES, dice.randint(1, 6))
        if internal
        else [*dice.sample(company, dice.randint(1, len(company)))]
    )
    organizer = OWNER if dice.random() < 0.7 else people[0]
    place = dice.choice(PLACES).format(n=dice.randint(1, 40))
    link = OnlineRoom("teams", LinkSource.BLOCK, f"https://teams.microsoft.com/meet/{number}")
    return Meeting(
        uid=f"m{number}",
        start=start,
        end=start + timedelta(minutes=dice.choice((25, 30, 45, 60))),
        title=dice.choice(TITLES).format(n=dice.randint(1, 400)),
        organizer=organizer,
        attendees=tuple(Attendee(person, Response.ACCEPTED) for person in (OWNER, *people)),
        places=(Place(place),) if place else (),
        online=link if dice.random() < 0.93 else None,
        human_text=dice.choice(BODIES),
    )


def _plain_loop(meetings: Sequence[Meeting]) -> int:
    """The least that anybody who looks at every attendee once has to do."""
    outside = 0
    for meeting in meetings:
        for attendee in meeting.attendees:
            if attendee.person.address.rpartition("@")[2] not in DOMAINS:
                outside += 1
    return outside


if __name__ == "__main__":
    for row in rows():
        print(f"{row.what}: {row.figure}" + (f" (aim: {row.aim})" if row.aim else ""))
