"""What the gazetteer answers with: towns, regions and postal areas as plain values, and how far apart two points are."""

from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

from connectors.routing.geocoder import Position

EARTH_KM = 6371.0
KNOWN_BY_CODE = {"US", "CA"}  # where people write the region as its code: "Memphis, TN"


@dataclass(frozen=True, slots=True)
class Town:
    """`name` is what people there call it. `region_code` is the letters or digits of ISO 3166-2 after the hyphen."""

    name: str
    lat: float
    lon: float
    country: str
    region: str
    region_code: str
    zone: str
    population: int

    @property
    def position(self) -> Position:
        region = self.region_code if self.country in KNOWN_BY_CODE else self.region
        return Position(self.lat, self.lon, town=self.name, region=region, country=self.country, zone=self.zone)


@dataclass(frozen=True, slots=True)
class Region:
    """A county, state or province."""

    country: str
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class PostalArea:
    """All codes that begin with `digits`. `localities` are the postal towns with most codes, most first; the position is
    where most of the codes are, `radius` (km) reaches the farthest of the localities that we know."""

    digits: str
    localities: tuple[str, ...]
    lat: float
    lon: float
    radius: float

    @property
    def rough(self) -> bool:
        """The area is wider than a town: its middle is no place to go to."""
        return self.radius > 15


def kilometres(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Along the great circle."""
    north, east = radians(other_lat - lat) / 2, radians(other_lon - lon) / 2
    chord = sin(north) ** 2 + cos(radians(lat)) * cos(radians(other_lat)) * sin(east) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(chord)))
