"""Asking an engine where an address is. It finds something for almost anything, so it is asked about addresses only, and
believed when it answers with the street asked for, or with the town where the offline twin knows none.

How near the twin's place it has to lie is for `careful` to say.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from connectors.routing.addresses.streets import WORDS
from connectors.routing.engines.address import Address, find_address
from connectors.routing.gazetteer.folding import fold
from connectors.routing.geocoder import Confidence, Found, Geocoder, Method, NotFound, Position, Sought, Unknown

WORD = re.compile(r"[^\W_]+")
HOUSE = re.compile(r"^\d+\w?\b|\b\d+\s?\w?$")
NOTHING = NotFound(Unknown.NOT_FOUND)


class Kind(StrEnum):
    HOUSE = "house"
    STREET = "street"
    TOWN = "town"  # or a part of one, or a village


@dataclass(frozen=True, slots=True)
class Answered:
    """What an engine has at the position, as it calls it."""

    position: Position
    kind: Kind
    street: str = ""
    number: str = ""
    postal_code: str = ""


Ask = Callable[[Address], Answered | None]
"""One question to one engine: what it has there, None for nothing. Raises ConnectorError."""


def find_by(ask: Ask, sought: Sought, *, twin: Geocoder, by: str) -> Found | NotFound:
    """Where the address in it is. Nothing is asked when there is none, or when the twin says that it is something else.
    Raises ConnectorError."""
    known = twin.find(sought)
    address = find_address(sought)
    asked = address and _in_its_town(address, known)
    answered = asked and ask(asked)
    if not asked or not answered:
        return NOTHING
    return believe(answered, asked, by=by, town_known=isinstance(known, Found) or bool(known.others)) or NOTHING


def believe(answered: Answered, asked: Address, *, by: str, town_known: bool) -> Found | None:
    """None for another street, for the town only where that is known already, and for another town where it is not."""
    same_town = _is_same_town(answered, asked)
    if not same_town and not town_known:
        return None
    if answered.kind is Kind.TOWN:
        return None if town_known else Found(answered.position, asked.text, Method.TOWN, Confidence.LIKELY, by=by)
    if not _telling(answered.street) & _telling(asked.street):
        return None
    house = HOUSE.search(asked.street)
    very_door = answered.kind is Kind.HOUSE and house is not None and _flat(house[0]) == _flat(answered.number)
    confidence = Confidence.CERTAIN if very_door and same_town else Confidence.LIKELY
    return Found(answered.position, asked.text, Method.STREET, confidence, by=by)


def _in_its_town(address: Address, known: Found | NotFound) -> Address | None:
    """As it is asked for: in the town that the twin knows, or by its postal code where it knows none."""
    told = bool(address.postal_code or address.city)
    if isinstance(known, NotFound):
        if known.why is Unknown.AMBIGUOUS and known.others:
            return replace(address, city=address.city or known.others[0].town)
        return address if known.why is Unknown.NOT_FOUND and told else None
    if known.method in (Method.COORDINATES, Method.PHONE):  # known already, or every town round there has such a street
        return None
    town = "" if address.postal_code and known.confidence is Confidence.ROUGH else known.position.town
    return replace(address, city=address.city or town, country=known.position.country)


def _telling(street: str) -> set[str]:
    """The words that are this street's own: "massachusetts" of 77 Massachusetts Ave."""
    words = {word for word in WORD.findall(fold(street)) if not HOUSE.fullmatch(word)}
    return words - WORDS or words


def _is_same_town(answered: Answered, asked: Address) -> bool:
    if asked.postal_code and _flat(asked.postal_code) == _flat(answered.postal_code):
        return True
    return bool(asked.city) and fold(asked.city) == fold(answered.position.town)


def _flat(text: str) -> str:
    return "".join(WORD.findall(text.casefold()))
