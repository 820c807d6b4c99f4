"""Swedish postal areas, read while building from `postal_areas_se.csv`, which says where its figures come from."""

import csv
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from connectors.routing.gazetteer.folding import keys
from connectors.routing.gazetteer.town import PostalArea

# Kilometres across a postal area by the digits that name it: what lies farther away only has the same name.
FARTHEST = {2: 250.0, 3: 100.0}

_TABLE = Path(__file__).parent / "postal_areas_se.csv"


def read_postal_areas() -> list[PostalArea]:
    with _TABLE.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(line for line in lines if not line.startswith("#"))
        return [
            PostalArea(row["digits"], tuple(row["localities"].split(";")), float(row["lat"]), float(row["lon"]), 0.0)
            for row in rows
        ]


def by_locality(areas: Sequence[PostalArea]) -> Iterator[tuple[str, str]]:
    """Each key a postal town is found under, with the digits of its areas: the narrower ones where there are any."""
    found: dict[str, set[str]] = defaultdict(set)
    for area in areas:
        for locality in area.localities:
            found[locality].add(area.digits)
    for locality, digits in found.items():
        narrow = max(map(len, digits))
        yield from ((key, one) for key in keys(locality) for one in sorted(digits) if len(one) == narrow)
