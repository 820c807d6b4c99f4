"""What engines answer, made fit to be believed: records of the expected shape, positions on earth, names of one line.

What stands in OpenStreetMap anybody may have written, and a server may answer anything.
"""

import unicodedata
from collections.abc import Iterator
from math import isfinite
from typing import TypeVar

import msgspec

from connectors.routing.gazetteer.town import kilometres
from connectors.routing.geocoder import Position

Record = TypeVar("Record")

LONGEST_NAME = 80
DEEPEST = 12  # records in records that are looked into


def read_record(kind: type[Record], wire: object) -> Record | None:
    """None for what has another shape; numbers may be written as strings."""
    try:
        return msgspec.convert(wire, kind, strict=False)
    except (msgspec.ValidationError, ValueError, OverflowError, RecursionError):
        return None


def read_records(kind: type[Record], wire: object, *, most: int) -> Iterator[Record]:
    """Those of a list that have the expected shape, one instead of a list being a list of one. A null is as if nothing
    had been said."""
    listed = wire if isinstance(wire, list) else [wire]
    for one in listed[:most]:
        record = read_record(kind, _said(one))
        if record is not None:
            yield record


def _said(wire: object, depth: int = DEEPEST) -> object:
    if depth == 0:
        return None
    if isinstance(wire, dict):
        return {name: _said(value, depth - 1) for name, value in wire.items() if value is not None}
    return [_said(one, depth - 1) for one in wire if one is not None] if isinstance(wire, list) else wire


def is_on_earth(lat: float | None, lon: float | None) -> bool:
    """Coordinates that are some, and not the 0,0 of a place nobody has looked up."""
    if lat is None or lon is None or not (isfinite(lat) and isfinite(lon)):
        return False
    return abs(lat) <= 90 and abs(lon) <= 180 and (lat, lon) != (0, 0)


def metres_between(one: Position, other: Position) -> float:
    """As the crow flies."""
    return 1000 * kilometres(one.lat, one.lon, other.lat, other.lon)


def read_name(text: str, longest: int = LONGEST_NAME) -> str:
    """One line that can be shown: no controls, no marks that turn the writing round, spaces as one. Empty when no letter
    or digit is left."""
    plain = unicodedata.normalize("NFC", text[: 4 * longest])
    kept = "".join(" " if unicodedata.category(letter)[0] in "CZ" else letter for letter in plain)
    name = " ".join(kept.split())[:longest].strip()
    return name if any(letter.isalnum() for letter in name) else ""
