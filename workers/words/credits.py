"""Whose data a page shows, in the words their licences ask for."""

from collections.abc import Iterable

from workers.visits.visit import Leg, VisitPlace
from workers.words import say

OF_OSM = frozenset({"osrm", "nominatim", "photon", "overpass"})  # engines that answer out of OpenStreetMap
OF_TRAFIKLAB = frozenset({"resrobot"})


def credit(
    places: Iterable[VisitPlace], legs: Iterable[Leg], language: str, *, drawn: bool = False, bakery: bool = False
) -> tuple[str, ...]:
    """Everybody behind these places and ways; `drawn` on a map, with a real `bakery`."""
    asked = {place.by for place in places if place.position} | {leg.source for leg in legs}
    keys = ["towns"] if asked else []
    keys += ["coasts"] if drawn else []
    keys += ["osm"] if bakery or asked & OF_OSM else []
    keys += ["trafiklab"] if asked & OF_TRAFIKLAB else []
    return tuple(say(f"page.credits.{key}", language) for key in keys)
