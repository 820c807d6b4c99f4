"""The page of a seller with 300 accounts beside an empty Flask route, both on waitress in a process of their own.

Counted is the CPU time the server process takes for a request, so the client's speed does not matter. Asked as browsers ask,
for a packed page. The map of journeys is drawn here.
"""

import http.client
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from connectors.ics import Source
from plugin.web.map import draw_map
from tests.bench.calendars import write_export
from tests.bench.table import Row, ratio, seconds
from tests.plugin.web.journeys import TOWNS, TRIPS
from tests.world import ASTRID, NOW
from workers.calendar_files import read_files
from workers.office import open_office

REQUESTS = 1_500
SERVE = """
import os, sys
from flask import Flask
from waitress.server import create_server
if sys.argv[1] == "empty":
    app = Flask("empty")
    app.add_url_rule("/", view_func=lambda: "")
else:
    from plugin import create_app
    from workers.office import open_office
    app = create_app(open_office(os.environ))
server = create_server(app, host="127.0.0.1", port=0, threads=4)
print(server.effective_port, flush=True)
server.run()
"""


def rows() -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        accounts = _fill(Path(folder))
        empty, page = _cost("empty", folder), _cost("page", folder)
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


def _cost(what: str, home: str) -> float:
    """CPU seconds the server spends on one request."""
    environment = {**os.environ, "KANELBULLE_HOME": home}
    command = [sys.executable, "-c", SERVE, what]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as server:
        try:
            assert server.stdout is not None
            connection = http.client.HTTPConnection("127.0.0.1", int(server.stdout.readline()))
            _ask(connection, 100)
            before = _cpu(server.pid)
            _ask(connection, REQUESTS)
            return (_cpu(server.pid) - before) / REQUESTS
        finally:
            server.terminate()


def _ask(connection: http.client.HTTPConnection, times: int) -> None:
    for _ in range(times):
        connection.request(
            "GET", "/", headers={"Accept-Language": "sv-SE,sv;q=0.9", "Accept-Encoding": "gzip, deflate, br"}
        )
        answer = connection.getresponse()
        body = answer.read()
        assert answer.status == 200, body[:200]


def _cpu(pid: int) -> float:
    """User and system seconds of a process so far, from /proc."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
