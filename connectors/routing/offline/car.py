"""How far and how long by road, of a straight distance: a winding factor, a slow beginning and a country's own speed.

The constants are fitted on the rows marked `fit` in tests/samples/routes/routes.csv; `tests/bench/travel.py` prints
what they miss by on the others. Norway, Britain and North America are set by general knowledge of their roads.
"""

from dataclasses import dataclass
from math import exp


@dataclass(frozen=True, slots=True)
class Roads:
    """`winding` is road kilometres to a straight one, `kmh` the speed once out on the road."""

    winding: float = 1.17
    kmh: float = 96.0


ORDINARY = Roads()
NORTH, NORTHERN = 61.0, Roads(winding=1.23, kmh=93.0)  # few roads, round bays and along rivers
BY_COUNTRY = {
    "US": Roads(kmh=105.0),
    "CA": Roads(kmh=100.0),
    "NO": Roads(winding=1.35, kmh=75.0),  # fjords and mountains
    "GB": Roads(winding=1.25, kmh=85.0),
    "IE": Roads(winding=1.22, kmh=88.0),
}
SHORT_WINDING, SHORT = 0.1, 15.0  # streets wind more: so much extra at the door, fading over so many km
AT_THE_DOORS = 3.0  # minutes, to the car and from it
STREETS, STREETS_KM = 10.0, 12.0  # minutes lost in towns at both ends, on a way longer than so many km
SPREAD = 0.1  # low and high lie so far from the middle


def road_km(crow: float, roads: Roads) -> float:
    return crow * (roads.winding + SHORT_WINDING * exp(-crow / SHORT))


def drive_minutes(km: float, roads: Roads) -> float:
    return AT_THE_DOORS + STREETS * (1 - exp(-km / STREETS_KM)) + km / roads.kmh * 60


def roads_of(start: str, end: str, lat: float) -> Roads:
    """Of one country, or half way between two; `lat` is where the middle of the way lies."""
    one, other = BY_COUNTRY.get(start, ORDINARY), BY_COUNTRY.get(end, ORDINARY)
    if one is other:
        return NORTHERN if one is ORDINARY and lat > NORTH else one
    return Roads((one.winding + other.winding) / 2, (one.kmh + other.kmh) / 2)
