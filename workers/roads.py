"""What journeys are weighed with, put together once per process: places, ways and bakeries, our own and those of engines.

Everything is reckoned with our own tables first; engines are asked afterwards, about the few visits that were chosen.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from babel.core import get_global

from connectors.errors import ConnectorError
from connectors.routing.gazetteer import Gazetteer, open_gazetteer
from connectors.routing.geocoder import Confidence, Found, Geocoder, NotFound, Sought, Unknown
from connectors.routing.offline import OfflineRouter
from connectors.routing.offline_geocoder import OfflineGeocoder
from connectors.routing.router import Router
from workers.settings import TravelSettings
from workers.visits.places import place_of
from workers.visits.travel import Travel
from workers.visits.travel_rules import TravelRules
from workers.visits.visit import VisitPlace

if TYPE_CHECKING:
    from workers.engines import Engines
    from workers.sealing import Sealer

SWEDEN = "SE"


@dataclass(frozen=True, slots=True)
class Roads:
    """`places` and `router` are our own and answer at once; `engines` answer better and later, None without any.
    `problem` says why places are not known, where our table of them cannot be had."""

    places: Geocoder
    router: Router
    gazetteer: Gazetteer | None
    rules: TravelRules
    engines: "Engines | None" = None
    problem: str = ""

    def travel(
        self,
        *,
        office: str = "",
        home: str = "",
        rules: TravelRules | None = None,
        zone: str = "",
    ) -> Travel:
        """How a seller gets about. `office` and `home` are as written; they tell the country, or else `zone` does."""
        here = self.country(office, home, zone=zone)
        return Travel(
            geocoder=self.places,
            router=self.router,
            rules=rules or self.rules,
            office=self._start(office, here),
            home=self._start(home, here),
            here=here,
        )

    def country(self, *starts: str, zone: str) -> str:
        """Where somebody is at home: in the country of the first of these places that is known, else in the time zone's.
        Outlook has one name for the clocks of Berlin, Rome and Stockholm, so that a zone alone may tell another country."""
        told = country_of(zone)
        for text in starts:
            for here in dict.fromkeys((told, SWEDEN)):
                found = self.places.find(Sought(text=text, here=here))
                if isinstance(found, Found) and found.confidence is not Confidence.ROUGH and found.position.country:
                    return found.position.country
        return told

    def _start(self, text: str, here: str) -> VisitPlace | None:
        return place_of(text, "seller", self.places.find, here=here) if text else None


class Nowhere:
    """A geocoder without a table: nothing is known, and nothing guessed."""

    def find(self, sought: Sought) -> NotFound:
        return NotFound(Unknown.NOT_FOUND)


def open_roads(
    settings: TravelSettings,
    *,
    home: Path | None = None,
    sealer: "Sealer | None" = None,
    folders: Sequence[Path] | None = None,
) -> Roads:
    """Our own tables, and the engines of the settings. What engines answer is kept sealed under `home`, or for as long as
    the process lives. `folders` are where the table of places may lie, by default those of this installation."""
    gazetteer, problem = _open_gazetteer(folders)
    places: Geocoder = OfflineGeocoder(gazetteer) if gazetteer else Nowhere()
    router = OfflineRouter()
    roads = Roads(places, router, gazetteer, TravelRules(prices=dict(settings.prices)), problem=problem)
    if not (settings.routers or settings.geocoders or settings.bakeries):
        return roads
    from workers.engines import make_engines  # HTTP is loaded only where somebody is to be asked

    return replace(roads, engines=make_engines(settings, places, router, home=home, sealer=sealer))


def _open_gazetteer(folders: Sequence[Path] | None) -> tuple[Gazetteer | None, str]:
    """The table, or why there is none: a seller without places is better off than one without an answer."""
    try:
        return open_gazetteer(folders), ""
    except ConnectorError as error:
        return None, str(error)
    except OSError as error:
        return None, f"{error.filename or 'the place database'}: {error.strerror}"


def country_of(zone: str) -> str:
    """The country a time zone is kept in, Sweden where nobody says."""
    return str(get_global("zone_territories").get(zone, "")) or SWEDEN
