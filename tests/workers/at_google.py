"""Astrid's calendar at Google, read by an office of its own: seven calls with the mill in a year, and one ahead."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from tests.connectors.google.held import a_rig
from tests.simulators.google import meet
from tests.simulators.google.calendar import Calendar
from tests.workers.in_the_cloud import InTheCloud
from tests.world import ASTRID, KARIN, NOW


class AtGoogle(InTheCloud):
    provider = "google"

    def held(self) -> list[dict[str, Any]]:
        return [
            one for one in self.box.events() if "kanelbulle" in one.get("extendedProperties", {}).get("private", {})
        ]


@contextmanager
def a_google(home: Path, database_url: str) -> Iterator[AtGoogle]:
    with a_rig() as rig:
        for weeks in range(4, 32, 4):
            call(rig.box, NOW - timedelta(weeks=weeks))
        call(rig.box, NOW + timedelta(days=17))
        yield AtGoogle(rig, home, database_url)


def set_aside(box: Calendar) -> list[dict[str, Any]]:
    """Travel of ours."""
    return [one for one in box.events() if "kanelbulle" in one.get("extendedProperties", {}).get("private", {})]


def call(box: Calendar, day: datetime) -> dict[str, Any]:
    start = day.replace(hour=9, minute=0)
    return box.add(
        summary="Avstämning",
        start=start,
        end=start + timedelta(minutes=27),
        attendees=[ASTRID.address, {"email": KARIN.address, "displayName": KARIN.name}],
        **meet.room(f"abc-{day:%m%d}-hij"),
    )
