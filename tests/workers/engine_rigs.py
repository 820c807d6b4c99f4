"""A seller to ask engines about, and the servers to ask: Astrid, whose office is in Göteborg, met Bruket in Trollhättan
long ago and has called since. Every simulator counts what it was asked."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from tests.plugin.web.calendars import calendar, event
from tests.simulators.engines.nominatim import NominatimSimulator
from tests.simulators.engines.osrm import OsrmSimulator
from tests.simulators.engines.overpass import OverpassSimulator, node
from tests.simulators.engines.photon import PhotonSimulator, bakery
from tests.simulators.engines.resrobot import ResRobotSimulator
from tests.simulators.loopback import Answer, Loopback, Respond, serve
from tests.world import NOW, STOCKHOLM, SVEN

KEY = "a-key"
OFFICE, DOOR = "Östra Hamngatan 16, 411 09 Göteborg", "Slussgatan 14, 461 30 Trollhättan"
BAKERY = (58.2840, 12.2895, "Bullens bageri")
WEEK = timedelta(weeks=1)
THURSDAY = 3


def write_calendar(now: datetime = NOW) -> bytes:
    """The office in three meetings with a colleague, a visit a year and a half ago, seven calls, and one ahead."""
    morning = now.astimezone(STOCKHOLM).replace(hour=10, minute=0, second=0, microsecond=0)
    inside = [
        event(f"in{n}", morning - n * WEEK, guest=SVEN.address, guest_name=SVEN.name, location=OFFICE)
        for n in (2, 4, 6)
    ]
    calls = [event(f"call{n}", morning - n * 5 * WEEK) for n in range(1, 8)]
    visit = event("visit", morning - 80 * WEEK, minutes=90, location=DOOR)
    ahead = event("ahead", coming(now), minutes=30)
    return calendar(*inside, *calls, visit, ahead)


def coming(now: datetime = NOW) -> datetime:
    """The call ahead: a Thursday morning in some two weeks."""
    morning = now.astimezone(STOCKHOLM).replace(hour=10, minute=0, second=0, microsecond=0) + 2 * WEEK
    return morning + timedelta(days=(THURSDAY - morning.weekday()) % 7)


@dataclass(frozen=True, slots=True)
class Rig:
    """Servers by the engine they play."""

    servers: Mapping[str, Loopback]

    def settings(self, *, geocoder: str = "photon", bakeries: str = "overpass") -> dict[str, str]:
        url = {name: server.url for name, server in self.servers.items()}
        return {
            "KANELBULLE_ROUTER": f"osrm:{url['osrm']},resrobot:{KEY}@{url['resrobot']}",
            "KANELBULLE_GEOCODER": f"{geocoder}:{url[geocoder]}",
            "KANELBULLE_BAKERIES": f"{bakeries}:{url[bakeries]}",
        }

    @property
    def asked(self) -> dict[str, int]:
        return {name: len(server.asked) for name, server in self.servers.items()}


@contextmanager
def engines_up(answer: Answer | None = None) -> Iterator[Rig]:
    """Every engine there is a simulator of, or servers that all answer alike."""
    lat, lon, name = BAKERY
    simulators: dict[str, Respond] = {
        "osrm": OsrmSimulator(),
        "resrobot": ResRobotSimulator(key=KEY),
        "photon": PhotonSimulator(bakeries=(bakery(lat, lon, name),)),
        "nominatim": NominatimSimulator(),
        "overpass": OverpassSimulator(elements=(node(lat, lon, name),)),
    }
    with ExitStack() as stack:
        yield Rig({name: stack.enter_context(serve(answer or respond)) for name, respond in simulators.items()})
