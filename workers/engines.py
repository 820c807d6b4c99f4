"""The engines of the settings, made ready to be asked, and the answers of our own tables beside them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from connectors.routing.bakery import Bakeries, NoBakeries
from connectors.routing.engines.careful import CarefulGeocoder, CarefulRouter
from connectors.routing.engines.google import KEYS as GOOGLE_KEYS
from connectors.routing.engines.google import Google
from connectors.routing.engines.google_wire import is_used_up as google_is_used_up
from connectors.routing.engines.nominatim import Nominatim
from connectors.routing.engines.osrm import Osrm
from connectors.routing.engines.overpass import Overpass
from connectors.routing.engines.photon import PhotonBakeries, PhotonGeocoder
from connectors.routing.engines.polite import Polite
from connectors.routing.engines.resrobot import KEYS as RESROBOT_KEYS
from connectors.routing.engines.resrobot import PER_SECOND as RESROBOT_PER_SECOND
from connectors.routing.engines.resrobot import ResRobot
from connectors.routing.engines.resrobot import is_used_up as resrobot_is_used_up
from connectors.routing.geocoder import Geocoder
from connectors.routing.router import Router
from workers.engine_settings import EngineChoice
from workers.sealing import Sealer
from workers.settings import TravelSettings

BUDGET = 200  # questions of one look; what is beyond is estimated
DAY = timedelta(days=1)
HALF_HOUR = timedelta(minutes=30)  # Google's terms let nobody keep its answers
PUBLIC = 1.0  # questions a second that public servers put up with
OWN = 20.0
PUBLIC_HOSTS = ("openstreetmap.org", "project-osrm.org", "komoot.io", "overpass-api.de", "openstreetmap.de")


@dataclass(frozen=True, slots=True)
class Engines:
    """The engines of the settings, the first to be asked first, and our own twins, which answer where they do not."""

    places: Geocoder
    router: Router
    geocoders: tuple[Geocoder, ...]
    routers: tuple[Router, ...]
    bakeries: Bakeries

    def for_one_look(self) -> "Careful":
        """The engines with their twins beside them, and a budget of questions for one look."""
        places, router = self.places, self.router
        for geocoder in reversed(self.geocoders):
            places = CarefulGeocoder(geocoder, places, budget=BUDGET)
        for engine in reversed(self.routers):
            router = CarefulRouter(engine, router, budget=BUDGET)
        return Careful(places, router, self.bakeries)


@dataclass(frozen=True, slots=True)
class Careful:
    """Answers whatever happens, an engine's or an estimate."""

    places: Geocoder
    router: Router
    bakeries: Bakeries


def make_engines(
    settings: TravelSettings, places: Geocoder, router: Router, *, home: Path | None, sealer: Sealer | None
) -> Engines:
    """What engines answer is kept sealed under `home`, or for as long as the process lives."""
    return _Maker(settings, home, sealer).make(places, router)


@dataclass(frozen=True, slots=True)
class _Maker:
    """Makes engines of choices. Each server has its own manners and its own memory."""

    settings: TravelSettings
    home: Path | None
    sealer: Sealer | None

    def make(self, places: Geocoder, router: Router) -> Engines:
        return Engines(
            places,
            router,
            geocoders=tuple(self._geocoder(choice, places) for choice in self.settings.geocoders),
            routers=tuple(self._router(choice) for choice in self.settings.routers),
            bakeries=self._bakeries(self.settings.bakeries),
        )

    def _router(self, choice: EngineChoice) -> Router:
        if choice.kind == "resrobot":
            polite = self._polite(
                choice, DAY, per_second=RESROBOT_PER_SECOND, keys=RESROBOT_KEYS, quota=resrobot_is_used_up
            )
            return ResRobot(polite, key=choice.key, **_at(choice))
        if choice.kind == "google":
            polite = self._polite(choice, HALF_HOUR, per_second=OWN, keys=GOOGLE_KEYS, quota=google_is_used_up)
            return Google(polite, key=choice.key, **_at(choice))
        return Osrm(self._polite(choice, 30 * DAY), url=choice.url)

    def _geocoder(self, choice: EngineChoice, twin: Geocoder) -> Geocoder:
        polite = self._polite(choice, 90 * DAY)
        if choice.kind == "nominatim":
            return Nominatim(polite, twin=twin, url=choice.url)
        return PhotonGeocoder(polite, twin=twin, url=choice.url)

    def _bakeries(self, choices: Sequence[EngineChoice]) -> Bakeries:
        """The first of them: bakeries of two sources would be the same ones twice."""
        if not choices:
            return NoBakeries()
        polite = self._polite(choices[0], 30 * DAY, timeout=timedelta(seconds=30))
        if choices[0].kind == "overpass":
            return Overpass(polite, url=choices[0].url)
        return PhotonBakeries(polite, url=choices[0].url)

    def _polite(
        self,
        choice: EngineChoice,
        expire: timedelta,
        *,
        per_second: float | None = None,
        keys: Sequence[str] = (),
        quota: Callable[[object], bool] = lambda _answer: False,
        timeout: timedelta = timedelta(seconds=5),
    ) -> Polite:
        return Polite(
            choice.kind,
            cache=self.home / f"{choice.kind}.sqlite" if self.home and self.sealer else None,
            secret=self.sealer,
            per_second=per_second or (PUBLIC if _is_public(choice.url) else OWN),
            expire=expire,
            timeout=timeout,
            keys=keys,
            quota=quota,
            contact=self.settings.contact,
        )


def _at(choice: EngineChoice) -> Mapping[str, str]:
    return {"url": choice.url} if choice.url else {}


def _is_public(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    return any(host == public or host.endswith(f".{public}") for public in PUBLIC_HOSTS)
