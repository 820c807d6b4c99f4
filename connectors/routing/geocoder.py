"""What a text says about where on earth: the question, the answer, and the protocol every geocoder keeps.

A geocoder answers with a position and how it is known, or with why not; it never guesses where nothing stands.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class Method(StrEnum):
    """How a position is known, surest first."""

    COORDINATES = "coordinates"  # the calendar holds a position
    STREET = "street"  # an engine found the very address
    POSTAL_CODE = "postal_code"  # a whole code, and the town it belongs to
    TOWN = "town"  # the town's name
    POSTAL_AREA = "postal_area"  # the first digits of a code
    PHONE = "phone"  # an area code


class Confidence(StrEnum):
    CERTAIN = "certain"
    LIKELY = "likely"
    ROUGH = "rough"  # tens of kilometres, or one of several of that name: ask before building on it


class Unknown(StrEnum):
    """Why a text names no place, each with another thing that would help."""

    EMPTY = "empty"
    ONLINE = "online"  # a link, a phone number, "Teams"
    OWN = "own"  # "kontoret", "hos oss", "hemma"
    VAGUE = "vague"  # "hos er", "på plats": somewhere, without saying where
    ROOM = "room"  # a meeting room, whatever town it is named after
    STREET_ONLY = "street_only"  # a street that could be in any town
    NOWHERE = "nowhere"  # coordinates 0,0 or out of range
    OTHER_SCRIPT = "other_script"  # letters we have no names in
    AMBIGUOUS = "ambiguous"  # several places of that name, none likelier than the others
    NOT_FOUND = "not_found"


@dataclass(frozen=True, slots=True)
class Position:
    """A place on earth: degrees, and what people call it. `country` is ISO 3166 alpha-2, `zone` an IANA name, `region`
    what tells it from others of its name ("Dalarnas län", "TN"); each empty when not known."""

    lat: float
    lon: float
    town: str = ""
    region: str = ""
    country: str = ""
    zone: str = ""


@dataclass(frozen=True, slots=True)
class Sought:
    """What is known of a place before it is looked up. `here` is the country of whoever asks: of two towns with one
    name the one at home is likelier. `phone` is a number or its beginning, E.164."""

    text: str = ""
    street: str = ""
    postal_code: str = ""
    city: str = ""
    region: str = ""
    country: str = ""  # name or code, as written
    lat: float | None = None
    lon: float | None = None
    room: bool = False  # the calendar says that the text is a bookable room
    phone: str = ""
    here: str = "SE"


@dataclass(frozen=True, slots=True)
class Found:
    """`used` is the part of the text that decided. `others` are places of the same name that it could be as well,
    likeliest first. `by` is empty for the offline twin, else the engine's name."""

    position: Position
    used: str
    method: Method
    confidence: Confidence
    others: tuple[Position, ...] = ()
    by: str = ""


@dataclass(frozen=True, slots=True)
class NotFound:
    """`others` are the places it could be, when they are several."""

    why: Unknown
    others: tuple[Position, ...] = ()


class Geocoder(Protocol):
    def find(self, sought: Sought) -> Found | NotFound:
        """Where it is. Raises nothing: an engine that fails is answered for by its offline twin."""
