"""The address in what is known of a place, and nothing else of it: what other people's servers may be asked about.

A street with a town or a postal code is an address. Rooms, links, "hos oss", towns alone and what else stands in a text,
companies and people, are none: those are answered here, and leave nobody's calendar.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from connectors.routing.addresses import Kind, Piece, Reading, read, tidy
from connectors.routing.addresses.codes import Code, find_code
from connectors.routing.addresses.words import LEGAL_FORMS
from connectors.routing.geocoder import Sought

LONGEST = 80  # characters of a street or a town
NO_STREET = (Kind.ROOM, Kind.SEATS, Kind.ONLINE, Kind.OWN, Kind.VAGUE, Kind.INDOORS)
SHORTEST_CODE = 4  # of fewer digits it rather is the number of a house
STATE = re.compile(r"[A-Z]{2}")
TOWN_FIRST = ("US", "CA", "GB")  # on an envelope, before the code


@dataclass(frozen=True, slots=True)
class Address:
    """`country` is ISO 3166 alpha-2, empty when not said. `in_parts`: whoever wrote it kept street and town apart. A
    town is taken from a text only beside its postal code: alone it could be anybody's name."""

    street: str
    postal_code: str = ""
    city: str = ""
    country: str = ""
    in_parts: bool = False

    @property
    def text(self) -> str:
        """In one line, as on an envelope."""
        town = (self.city, self.postal_code) if self.country in TOWN_FIRST else (self.postal_code, self.city)
        return ", ".join(part for part in (self.street, " ".join(town).strip()) if part)


def find_address(sought: Sought) -> Address | None:
    """What to ask an engine for; None where there is no street, or no need: a room, a position that is known."""
    if sought.room or (sought.lat is not None and sought.lon is not None):
        return None
    if sought.street and (sought.city or sought.postal_code):
        return _in_fields(sought)
    return _in_text(read(sought.text))


def _in_fields(sought: Sought) -> Address | None:
    reading = read(sought.street)
    if reading.has(*NO_STREET) or reading.point or not reading.pieces:
        return None
    street = next((piece.text for piece in reading.pieces if piece.kind is Kind.STREET), reading.line)
    code, city, country = (tidy(part)[:LONGEST] for part in (sought.postal_code, sought.city, sought.country))
    written = find_code(code.upper())
    told = country.upper() if len(country) == 2 else _country(written)
    return Address(street[:LONGEST], code, city, told, in_parts=True)


def _in_text(reading: Reading) -> Address | None:
    """The last street in it, for what stands before may be a company's name: "Torget AB, Storgatan 5"."""
    streets = [number for number, piece in enumerate(reading.pieces) if piece.kind is Kind.STREET]
    if not streets:
        return None
    street = _without_company(reading.pieces[streets[-1]].text)[:LONGEST]
    for number, piece in enumerate(reading.pieces):
        if piece.code is not None and len(piece.code.text) >= SHORTEST_CODE:
            return Address(street, piece.code.text, _beside(reading.pieces, number, piece.code), _country(piece.code))
    return Address(street)


def _beside(pieces: Sequence[Piece], number: int, code: Code) -> str:
    """The town's name beside its code: "461 30 Trollhättan", "Boston, MA 02110"."""
    there = reversed(pieces[max(number - 2, 0) : number]) if code.town_first else pieces[number + 1 : number + 2]
    names = (piece.text for piece in there if piece.kind is Kind.NAME)
    return next((name[:LONGEST] for name in names if not STATE.fullmatch(name)), "")


def _country(code: Code | None) -> str:
    return code.countries[0] if code and len(code.countries) == 1 else ""


def _without_company(street: str) -> str:
    """What stands after "AB" in "Bruket AB Slussgatan 14"."""
    words = street.split()
    last = max((number for number, word in enumerate(words) if word.casefold() in LEGAL_FORMS), default=-1)
    return " ".join(words[last + 1 :]) or street
