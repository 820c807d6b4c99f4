"""Swedish postal areas, read while building from `postal_areas_se.csv`, which says where its figures come from."""

import csv
from pathlib import Path

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
