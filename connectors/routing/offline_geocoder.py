"""Finds places without a network: coordinates, then what the calendar has in fields, then what the text says, then a phone
number's area code. It answers from the gazetteer or says why not.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from math import isfinite

from connectors.routing.addresses import Kind, Piece, Reading, read, tidy
from connectors.routing.addresses.codes import find_code
from connectors.routing.addresses.line import LONGEST
from connectors.routing.addresses.names import Ground
from connectors.routing.gazetteer import Gazetteer
from connectors.routing.geocoder import Confidence, Found, Method, NotFound, Sought, Unknown
from connectors.routing.whereabouts.search import Search, Tables
from connectors.routing.whereabouts.surroundings import Surroundings

REMEMBERED = 2048
LONGEST_FIELD = 120
NO_SURROUNDINGS = Surroundings()
COUNTRY_CODES = (2, 3)  # letters

# Of several reasons the one that helps most is told.
TELLING = (
    Unknown.AMBIGUOUS, Unknown.STREET_ONLY, Unknown.ROOM, Unknown.OWN, Unknown.VAGUE, Unknown.ONLINE,
    Unknown.OTHER_SCRIPT, Unknown.NOWHERE, Unknown.NOT_FOUND, Unknown.EMPTY,
)  # fmt: skip


class OfflineGeocoder:
    """The twin that every engine falls back on. One instance serves all threads."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._tables = Tables(gazetteer)
        self._remembered = lru_cache(maxsize=REMEMBERED)(self._look_up)

    def find(self, sought: Sought) -> Found | NotFound:
        return self._remembered(_bounded(sought))

    def _look_up(self, sought: Sought) -> Found | NotFound:
        if found := self._by_coordinates(sought.lat, sought.lon):
            return found
        answers = list(self._by_words(sought))
        if isinstance(answers[-1], Found):
            return answers[-1]
        if town := self._gazetteer.phone_area(sought.phone) if sought.phone else None:
            return Found(town.position, sought.phone, Method.PHONE, Confidence.ROUGH)
        if sought.lat is not None or sought.lon is not None:
            return NotFound(Unknown.NOWHERE)
        return min(
            (answer for answer in answers if isinstance(answer, NotFound)), key=lambda one: TELLING.index(one.why)
        )

    def _by_coordinates(self, lat: float | None, lon: float | None) -> Found | None:
        """A point near a town of ours: without one neither its country nor its zone would be known."""
        if lat is None or lon is None or not (isfinite(lat) and isfinite(lon)) or (lat, lon) == (0, 0):
            return None
        town = self._gazetteer.nearest(lat, lon)
        if town is None:
            return None
        position = replace(town.position, lat=lat, lon=lon)
        return Found(position, f"{lat:.5f}, {lon:.5f}", Method.COORDINATES, Confidence.CERTAIN)

    def _by_words(self, sought: Sought) -> Iterator[Found | NotFound]:
        """Answers until one is found; the last is the best."""
        within = self._within(sought)
        if pieces := tuple(_read_fields(sought)):
            answer = self._by_pieces(Reading("", pieces), sought.here, within)
            yield answer
            if isinstance(answer, Found):
                return
            if answer.others:  # the text chooses only if it says more than one of the names
                text = NotFound(Unknown.ROOM) if sought.room else self._by_text(sought, within)
                yield text if isinstance(text, NotFound) or text.confidence is Confidence.CERTAIN else answer
                return
        yield NotFound(Unknown.ROOM) if sought.room else self._by_text(sought, within)

    def _by_text(self, sought: Sought, within: Surroundings) -> Found | NotFound:
        reading = read(sought.text)
        if reading.point:
            return self._by_coordinates(*reading.point) or NotFound(Unknown.NOWHERE)
        return NotFound(reading.why) if reading.why else self._by_pieces(reading, sought.here, within)

    def _by_pieces(self, reading: Reading, here: str, within: Surroundings) -> Found | NotFound:
        return Search(self._tables, reading, here=here, within=within).answer()

    def _within(self, sought: Sought) -> Surroundings:
        """The country and the region that the calendar has in fields of their own."""
        if not (sought.country or sought.region):
            return NO_SURROUNDINGS
        country = tidy(sought.country)
        named = [tidy(sought.region), country.upper() if len(country) in COUNTRY_CODES else country]
        texts = [text for text in named if text]
        return replace(self._tables.regions.at_end(texts, NO_SURROUNDINGS, sought.here)[-1], texts=())


def _bounded(sought: Sought) -> Sought:
    """The question without what nobody reads, so that a letter in a place's field is not kept in memory."""
    fields = ("street", "postal_code", "city", "region", "country", "phone", "here")
    long = {name: text[:LONGEST_FIELD] for name in fields if len(text := getattr(sought, name)) > LONGEST_FIELD}
    if sought.here.islower():
        long["here"] = sought.here[:LONGEST_FIELD].upper()
    if len(sought.text) > LONGEST:
        long["text"] = sought.text[: LONGEST + 1]
    return replace(sought, **long) if long else sought


def _read_fields(sought: Sought) -> Iterator[Piece]:
    """The pieces of an address that the calendar has in fields. A town in its own field is one, whatever else its name is."""
    if sought.street:
        pieces = read(sought.street).pieces
        yield from pieces if not sought.city else (Piece(Kind.STREET, tidy(sought.street)),)
    if sought.postal_code and (code := find_code(tidy(sought.postal_code).upper())):
        yield Piece(Kind.CODE, code.text, code=replace(code, sure=True))
    for piece in read(sought.city).pieces if sought.city else ():
        yield replace(piece, names=tuple(replace(name, ground=_told(name.ground)) for name in piece.names))


def _told(ground: Ground) -> Ground:
    return Ground.WHOLE if ground in (Ground.GIVEN, Ground.ORDINARY) else ground
