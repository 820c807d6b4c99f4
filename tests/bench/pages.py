"""The page of a seller with 300 accounts beside an empty Flask route, both on waitress in a process of their own.

Counted is the CPU time the server process takes for a request, so the client's speed does not matter. Asked as browsers ask,
for a packed page. The map of journeys is drawn here.
"""

import tempfile
from pathlib import Path

from connectors.ics import Source
from plugin.web.map import draw_map
from tests.bench.calendars import write_export
from tests.bench.served import EMPTY, Asked, Request, costs
from tests.bench.table import Row, ratio, seconds
from tests.plugin.web.journeys import TOWNS, TRIPS
from tests.world import ASTRID, NOW
from workers.calendar_files import read_files
from workers.office import open_office

REQUESTS = 1_600
PAGE = """
import os
from plugin import create_app
from workers.office import open_office
app = create_app(open_office(os.environ))
"""


def rows() -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        accounts = _fill(Path(folder))
        asked = [Request()] * REQUESTS
        empty, page = costs(Asked(EMPTY, asked), Asked(PAGE, asked, {"KANELBULLE_HOME": folder}))
    return [
        Row(
            f"Page of a seller with {accounts} accounts: requests a second beside an empty route "
            f"({1 / page:,.0f} / {1 / empty:,.0f} a CPU second)",
            ratio(empty, page),
            "0.5 or more",
        ),
        Row("A map of journeys to three corners of Sweden drawn", f"{_map_seconds() * 1_000:.1f} ms"),
    ]


def _map_seconds() -> float:
    trips = [TRIPS[name] for name in ("trollhattan", "lulea", "hassleholm")]

    def draw() -> None:
        for _ in range(20):
            draw_map(trips, language="sv", ident="m", towns=TOWNS)

    draw()  # the outlines are read once
    return seconds(draw) / 20


def _fill(home: Path) -> int:
    office = open_office({"KANELBULLE_HOME": str(home)}, clock=lambda: NOW)
    first = write_export(home / "first.ics", dialect="outlook", years=3, end=NOW).read_bytes()
    second = (
        first.replace(b"UID:", b"UID:2").replace(b".example", b".test").replace(b"nordverk.test", b"nordverk.example")
    )
    read_files(office, [Source("first.ics", first), Source("second.ics", second)], owner=ASTRID.address)
    accounts = office.store.shown.account_count()
    office.store.close()
    return accounts
