"""What a Microsoft 365 calendar costs, beside O365 and Microsoft's own client. Run by itself: `python -m tests.bench.microsoft`."""

import sys
from collections.abc import Iterator
from datetime import datetime

from connectors.calendars import Calendar
from tests.bench.in_step import ROUNDS, Vendor, compare, measure
from tests.bench.table import Row
from tests.world import ASTRID, STOCKHOLM

MICROSOFT = Vendor(
    provider="microsoft",
    ours="tests.bench.microsoft",
    played="tests.bench.mailbox",
    others={"o365": ("O365", ROUNDS), "msgraph": ("msgraph-sdk", 1)},
)


def rows() -> Iterator[Row]:
    return compare(MICROSOFT)


def _opened(url: str, token: str, now: datetime) -> Calendar:
    from connectors.microsoft.api import Graph
    from connectors.microsoft.calendar import MicrosoftCalendar

    graph = Graph(lambda **_: token, url=url)
    return MicrosoftCalendar(graph, owner=ASTRID.address, zone=STOCKHOLM, clock=lambda: now)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        measure(_opened, *sys.argv[1:])
    else:
        for row in rows():
            print(f"{row.what}: {row.figure} (aim: {row.aim})")
