"""Bakeries near a position: the answer, and the protocol every source of them keeps."""

from dataclasses import dataclass
from typing import Protocol

from connectors.routing.geocoder import Position

NEAR = {
    "sv": "bageri nära",
    "en": "bakery near",
    "nb": "bakeri nær",
    "da": "bageri nær",
    "fi": "leipomo lähellä",
    "de": "Bäckerei nahe",
}
"""What one searches a map for, by language."""

SPOKEN = {
    "SE": "sv", "AX": "sv", "NO": "nb", "SJ": "nb", "DK": "da", "FO": "da", "GL": "da", "FI": "fi", "DE": "de", "AT": "de",
    "CH": "de", "LI": "de",
}  # fmt: skip


def words_to_search(where: str, language: str) -> str:
    """ "bageri nära Luleå": what a map is asked in that language, in English where we do not speak it."""
    return f"{NEAR.get(language, NEAR['en'])} {where}"


def language_at(position: Position | None, otherwise: str) -> str:
    """What bakeries are called by where it is; `otherwise` where the country is not known."""
    return SPOKEN.get(position.country, "en") if position and position.country else otherwise


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
