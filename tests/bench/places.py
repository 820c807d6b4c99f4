"""How many place texts are read and found a second, none asked twice, and how much memory places take of a process."""

import json
import subprocess
import sys
from itertools import cycle
from pathlib import Path

from connectors.routing.addresses.reading import REMEMBERED
from connectors.routing.gazetteer import Gazetteer, open_gazetteer
from connectors.routing.geocoder import Found, Sought
from connectors.routing.offline_geocoder import OfflineGeocoder
from tests.bench.table import Row, seconds
from tests.connectors.routing.places import is_right, samples

LEAST_TEXTS = 5000
STREETS = ("Storgatan", "Slussgatan", "Industrivägen", "Hamngatan", "Södra Verkstadsgatan", "Järnvägsesplanaden")
FIRMS = ("Bruket AB", "Norrgruvan", "Nordverk", "Hamnkontoret", "Reception")
SHAPES = (
    "{street} {n}, {code} {town}",
    "{firm}, {street} {n}, {code} {town}, Sverige",
    "{firm}, {street} {n} {code} {town}; Microsoft Teams-möte",
    "{street} {n}, {town}",
    "{firm}, {town}",
    "Lunch i {town}, {street}",
    "{town} C, {firm}",
    "Rum {town}, plan {n}",
    "{street} {n}, våning {n}",
    "https://teams.example/l/meetup-join/{n}{code}",
    "Hos {firm} {street}",
)
ABROAD = {  # a box around the country, and how an address is written there
    (55.0, 57.8, 8.0, 12.7): "{street} {n}, 2100 {town}, Danmark",
    (58.0, 64.0, 5.0, 11.0): "{street} {n}, NO-5013 {town}",
    (60.0, 66.0, 22.0, 30.0): "{street} {n}, FI-00100 {town}",
    (48.0, 54.0, 7.0, 13.0): "Hauptstr. {n}, D-80331 {town}",
    (51.0, 54.0, -3.0, 0.0): "{n} Station Road, {town} NW1 6XE",
    (33.0, 45.0, -95.0, -72.0): "{n} Main Street, {town}, {region}",
}
IN_A_PROCESS = """
import json, sys
from pathlib import Path
from resource import getpagesize
from connectors.routing.gazetteer import open_gazetteer
from connectors.routing.geocoder import Found, Sought
from connectors.routing.offline_geocoder import OfflineGeocoder
wanted = [Sought(text) for text in json.load(sys.stdin)]
held = lambda: int(Path("/proc/self/statm").read_text().split()[1]) * getpagesize()  # the peak is the parent's after a fork
before = held()
geocoder = OfflineGeocoder(open_gazetteer())
assert sum(isinstance(geocoder.find(one), Found) for one in wanted) > len(wanted) // 2
print(held() - before)
"""


def texts(gazetteer: Gazetteer) -> list[str]:
    """Distinct texts of the kinds that stand in calendars, each town with a code that is its own."""
    streets, firms, shapes = cycle(STREETS), cycle(FIRMS), cycle(SHAPES)
    written = []
    for digits in range(100, 1000):
        area = gazetteer.postal_area(f"{digits} 30")
        for number, town in enumerate(area.localities if area and area.digits == str(digits) else ()):
            for _ in range(3):
                facts = {"street": next(streets), "firm": next(firms), "code": f"{digits} {30 + number}", "town": town}
                written.append(next(shapes).format(n=len(written) % 90 + 1, **facts))
    for box, shape in ABROAD.items():
        for town in gazetteer.towns_within(*box, least=5000):
            written.append(
                shape.format(street=next(streets), n=len(written) % 90 + 1, town=town.name, region=town.region)
            )
    return list(dict.fromkeys(written))


def rows() -> list[Row]:
    gazetteer = open_gazetteer()
    wanted = [Sought(text) for text in texts(gazetteer)]
    assert len(wanted) >= max(LEAST_TEXTS, 2 * REMEMBERED), "asked in turn, none is remembered when it comes again"

    def find_all() -> int:
        geocoder = OfflineGeocoder(gazetteer)
        return sum(isinstance(geocoder.find(one), Found) for one in wanted)

    found = find_all()
    labelled = [one for name in ("known", "held_out", "messy", "abroad") for one in samples(name)]
    geocoder = OfflineGeocoder(gazetteer)
    right = sum(is_right(one, geocoder.find(one.sought), gazetteer) for one in labelled)
    return [
        Row(
            f"{len(wanted)} different place texts, {found * 100 // len(wanted)} % of them found, none remembered",
            f"{len(wanted) / seconds(find_all):.0f} a second",
            aim="10000 at least",
        ),
        Row(f"Memory for the gazetteer and {len(wanted)} texts", f"{_megabytes(wanted):.1f} MB", aim="20 MB at most"),
        Row(f"{len(labelled)} labelled texts read as a reader would", f"{right}"),
    ]


def _megabytes(wanted: list[Sought]) -> float:
    """How much a fresh process grows by asking where they all are."""
    done = subprocess.run(
        [sys.executable, "-c", IN_A_PROCESS],
        input=json.dumps([one.text for one in wanted]),
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    return int(done.stdout) / 1024**2


if __name__ == "__main__":
    for row in rows():
        print(f"{row.what}: {row.figure}")
