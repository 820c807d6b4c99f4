"""Bakeries near a position: the answer, and the protocol every source of them keeps."""

from dataclasses import dataclass
from typing import Protocol

from connectors.routing.geocoder import Position


@dataclass(frozen=True, slots=True)
class Bakery:
    """`hours` is in the opening_hours syntax of OpenStreetMap, empty when not known, which is the usual case."""

    name: str
    position: Position
    street: str = ""
    hours: str = ""


class Bakeries(Protocol):
    def near(self, position: Position, *, metres: int) -> tuple[Bakery, ...]:
        """Real bakeries, nearest first, none invented; nothing when the source does not answer."""


class NoBakeries:
    """The offline twin: no names are made up."""

    def near(self, position: Position, *, metres: int) -> tuple[Bakery, ...]:
        return ()
