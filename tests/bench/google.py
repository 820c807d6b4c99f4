"""What a Google calendar costs, beside gcsa. Run by itself: `python -m tests.bench.google`."""

import sys
from collections.abc import Iterator
from datetime import datetime

from connectors.calendars import Calendar
from tests.bench.in_step import ROUNDS, Vendor, compare, measure
from tests.bench.table import Row
from tests.world import ASTRID, STOCKHOLM

GOOGLE = Vendor(
    provider="google",
    ours="tests.bench.google",
    played="tests.bench.google_events",
    others={"gcsa": ("gcsa", ROUNDS)},
)


def rows() -> Iterator[Row]:
    return compare(GOOGLE)


def _opened(url: str, token: str, now: datetime) -> Calendar:
    from connectors.google.api import Google
    from connectors.google.calendar import GoogleCalendar

    google = Google(lambda **_: token, url=url)
    return GoogleCalendar(google, owner=ASTRID.address, zone=STOCKHOLM, clock=lambda: now)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        measure(_opened, *sys.argv[1:])
    else:
        for row in rows():
            print(f"{row.what}: {row.figure} (aim: {row.aim})")
