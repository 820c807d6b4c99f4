"""The engines of the settings, made ready to be asked, and the answers of our own tables beside them."""

import logging
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from pathlib import Path
from time import monotonic
from typing import Generic, TypeVar
from urllib.parse import urlsplit

from connectors.routing.bakery import Bakeries, NoBakeries
from connectors.routing.engines.care import Tally
from connectors.routing.engines.careful import CarefulBakeries, CarefulGeocoder, CarefulRouter
from connectors.routing.engines.google import KEYS as GOOGLE_KEYS
from connectors.routing.engines.google import Google
from connectors.routing.engines.google_wire import is_used_up as google_is_used_up
from connectors.routing.engines.memory import Seal
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
from workers.settings import TravelSettings

Engine = TypeVar("Engine")

log = logging.getLogger(__name__)

NO_BAKERIES: Bakeries = NoBakeries()
BUDGET = 200  # questions one engine is asked in one look; what is beyond is estimated
DAY = timedelta(days=1)
HALF_HOUR = timedelta(minutes=30)  # Google's terms let nobody keep its answers
PUBLIC_HOSTS = ("openstreetmap.org", "project-osrm.org", "komoot.io", "overpass-api.de", "openstreetmap.de")


@dataclass(frozen=True, slots=True)
class Patience:
    """How long is waited: for an answer, for bakeries, which take longer, for our turn, and for a whole look, after
    which no more is asked."""

    answer: timedelta
    bakeries: timedelta
    turn: timedelta
    look: timedelta


AT_A_TERMINAL = Patience(timedelta(seconds=4), timedelta(seconds=6), timedelta(seconds=2), timedelta(seconds=8))
BEHIND_A_PAGE = Patience(timedelta(seconds=5), timedelta(seconds=30), timedelta(seconds=5), timedelta(minutes=3))


@dataclass(frozen=True, slots=True)
class Pace:
    """So many questions in a row, and so many a second from then on."""

    per_second: float
    burst: int = 1


PUBLIC = Pace(1.0)  # what public servers put up with
OWN = Pace(20.0, 20)
RESROBOT = Pace(RESROBOT_PER_SECOND, 10)


@dataclass(frozen=True, slots=True)
class Named(Generic[Engine]):
    """An engine by the name it has in the settings."""

    name: str
    engine: Engine


@dataclass(frozen=True, slots=True)
class Engines:
    """The engines of the settings, the first to be asked first, and our own twins, which answer where they do not."""

    places: Geocoder
    router: Router
    geocoders: tuple[Named[Geocoder], ...] = ()
    routers: tuple[Named[Router], ...] = ()
    bakeries: tuple[Named[Bakeries], ...] = ()
    patience: Patience = AT_A_TERMINAL

    def for_one_look(self) -> "Careful":
        """The engines with their twins beside them, and a budget of questions and of time for one look."""
        is_over, tallies = _after(self.patience.look), list[tuple[str, Tally]]()
        places, router, bakeries = self.places, self.router, NO_BAKERIES
        for one in reversed(self.geocoders):
            geocoder = CarefulGeocoder(one.engine, places, budget=BUDGET, is_over=is_over)
            tallies.append((one.name, geocoder.tally))
            places = geocoder
        for other in reversed(self.routers):
            roads = not isinstance(other.engine, ResRobot)
            ways = CarefulRouter(other.engine, router, budget=BUDGET, is_over=is_over, roads=roads)
            tallies.append((other.name, ways.tally))
            router = ways
        for source in self.bakeries[:1]:  # bakeries of two sources would be the same ones twice
            shops = CarefulBakeries(source.engine, budget=BUDGET, is_over=is_over)
            tallies.append((source.name, shops.tally))
            bakeries = shops
        return Careful(places, router, bakeries, tuple(tallies))


@dataclass(frozen=True, slots=True)
class Careful:
    """Answers whatever happens, an engine's or an estimate. `tallies` tell what became of the questions so far, by the
    engine's name."""

    places: Geocoder
    router: Router
    bakeries: Bakeries = NO_BAKERIES
    tallies: tuple[tuple[str, Tally], ...] = ()

    @property
    def tally(self) -> Tally:
        """Of all engines together."""
        return sum((tally for _, tally in self.tallies), Tally())


def make_engines(
    settings: TravelSettings,
    places: Geocoder,
    router: Router,
    *,
    home: Path | None,
    sealer: Seal | None,
    patience: Patience | None = None,
) -> Engines:
    """What engines answer is kept sealed under `home`, or for as long as the process lives: then somebody waits for it
    at a terminal, unless other `patience` is told."""
    usual = BEHIND_A_PAGE if home else AT_A_TERMINAL
    maker = _Maker(settings, patience or usual, home if sealer else None, sealer)
    return Engines(
        places,
        router,
        geocoders=tuple(Named(choice.kind, maker.geocoder(choice, places)) for choice in settings.geocoders),
        routers=tuple(Named(choice.kind, maker.router(choice)) for choice in settings.routers),
        bakeries=tuple(Named(choice.kind, maker.bakeries(choice)) for choice in settings.bakeries),
        patience=maker.patience,
    )


@dataclass(frozen=True, slots=True)
class _Manners:
    """How a kind of engine wants to be asked, beside what is true of all."""

    expire: timedelta
    pace: Pace | None = None  # None: as a public server wants it, or as our own puts up with
    keys: Collection[str] = ()
    quota: Callable[[object], bool] = field(default=lambda _answer: False)


ROUTERS: Mapping[str, _Manners] = {
    "osrm": _Manners(30 * DAY),
    "resrobot": _Manners(DAY, RESROBOT, RESROBOT_KEYS, resrobot_is_used_up),
    "google": _Manners(HALF_HOUR, OWN, GOOGLE_KEYS, google_is_used_up),
}
GEOCODERS = _Manners(90 * DAY)
BAKERIES = _Manners(30 * DAY)


@dataclass(frozen=True, slots=True)
class _Maker:
    """Makes engines of choices. Each has its own manners; those of one kind share a memory and, on one server, a pace."""

    settings: TravelSettings
    patience: Patience
    home: Path | None
    seal: Seal | None

    def router(self, choice: EngineChoice) -> Router:
        polite = self._polite(choice, ROUTERS[choice.kind], self.patience.answer)
        at = {"url": choice.url} if choice.url else {}
        if choice.kind == "resrobot":
            return ResRobot(polite, key=choice.key, **at)
        if choice.kind == "google":
            return Google(polite, key=choice.key, **at)
        return Osrm(polite, url=choice.url)

    def geocoder(self, choice: EngineChoice, twin: Geocoder) -> Geocoder:
        polite = self._polite(choice, GEOCODERS, self.patience.answer)
        make = Nominatim if choice.kind == "nominatim" else PhotonGeocoder
        return make(polite, twin=twin, url=choice.url)

    def bakeries(self, choice: EngineChoice) -> Bakeries:
        polite = self._polite(choice, BAKERIES, self.patience.bakeries)
        make = Overpass if choice.kind == "overpass" else PhotonBakeries
        return make(polite, url=choice.url)

    def _polite(self, choice: EngineChoice, manners: _Manners, timeout: timedelta) -> Polite:
        pace = manners.pace or (PUBLIC if is_public(choice.url) else OWN)
        polite = partial(
            Polite,
            choice.kind,
            secret=self.seal,
            per_second=pace.per_second,
            burst=pace.burst,
            expire=manners.expire,
            timeout=timeout,
            patience=self.patience.turn,
            keys=manners.keys,
            quota=manners.quota,
            contact=self.settings.contact,
        )
        try:
            return polite(cache=self.home / f"{choice.kind}.sqlite" if self.home else None)
        except OSError as error:  # a memory that cannot be opened costs nobody the page
            log.warning("what %s answers is not kept: %s", choice.kind, error.strerror)
            return polite()


def is_public(url: str) -> bool:
    """Whether a server is one of those run for everybody."""
    host = urlsplit(url).hostname or ""
    return any(host == public or host.endswith(f".{public}") for public in PUBLIC_HOSTS)


def _after(length: timedelta) -> Callable[[], bool]:
    """Whether so much time has passed since now."""
    end = monotonic() + length.total_seconds()
    return lambda: monotonic() >= end
