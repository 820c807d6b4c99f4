"""Swedish postal areas as places: what the first digits of a code tell when its postal town is not known."""

from dataclasses import replace
from functools import lru_cache

from connectors.routing.gazetteer import Gazetteer, PostalArea, Town
from connectors.routing.gazetteer.town import kilometres
from connectors.routing.geocoder import Confidence, Found, Method, Position
from connectors.routing.whereabouts.surroundings import Surroundings

BEYOND_KM = 60.0  # a town that far outside the area of its code is another town
MIDDLE_KM = 2.0
SWEDISH, ZONE = "SE", "Europe/Stockholm"


class Areas:
    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self.middle = lru_cache(maxsize=256)(self._middle)

    def of(self, code: str) -> PostalArea | None:
        return self._gazetteer.postal_area(code)

    def found(self, area: PostalArea, *, used: str, exact: bool) -> Found:
        """The middle of an area, called after the town that is there. Not `exact` when a postal town is named that may lie
        anywhere in it."""
        confidence = Confidence.LIKELY if exact and self._is_small(area) else Confidence.ROUGH
        return Found(self.middle(area), used, Method.POSTAL_AREA, confidence)

    def found_by_name(self, name: str, *, used: str, within: Surroundings) -> Found | None:
        """The area that a postal town without a code lies in, the others of that name told."""
        middles = [self.middle(area) for area in self._gazetteer.locality(name)] if within.hold_country(SWEDISH) else []
        if not middles:
            return None
        return Found(middles[0], used, Method.POSTAL_AREA, Confidence.ROUGH, tuple(middles[1:]))

    def town(self, area: PostalArea) -> Position:
        """The town that most of an area's mail goes to, as a place of its own."""
        middle = self.middle(area)
        towns = self._gazetteer.named(middle.town, country=SWEDISH)
        return min(towns, key=lambda town: _away(area, town)).position if towns else middle

    def _is_small(self, area: PostalArea) -> bool:
        """No wider than a town, and none of its postal towns is somewhere that we do not know."""
        return not area.rough and all(self._gazetteer.named(town, country=SWEDISH) for town in area.localities)

    def _middle(self, area: PostalArea) -> Position:
        named = (self._gazetteer.named(locality, country=SWEDISH)[:1] for locality in area.localities)
        around = [town for towns in named for town in towns if _away(area, town) < MIDDLE_KM]
        town = around[0] if around else self._gazetteer.nearest(area.lat, area.lon)
        if town is None:
            return Position(area.lat, area.lon, town=area.localities[0], country=SWEDISH, zone=ZONE)
        return replace(town.position, lat=area.lat, lon=area.lon)


def is_locality(town: str, area: PostalArea) -> bool:
    return town.casefold() in {name.casefold() for name in area.localities}


def is_near(area: PostalArea, town: Town) -> bool:
    return _away(area, town) <= area.radius + BEYOND_KM


def _away(area: PostalArea, town: Town) -> float:
    return kilometres(area.lat, area.lon, town.lat, town.lon)
