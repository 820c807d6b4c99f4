"""Astrid's calendar in a Google of our own, and the connector that reads it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from connectors.google.api import Google
from connectors.google.calendar import GoogleCalendar
from tests.connectors.microsoft.held import Held, window
from tests.simulators.google import Google as Simulated
from tests.simulators.google import google_server
from tests.simulators.google.calendar import Calendar
from tests.world import ASTRID, NOW, STOCKHOLM


class Rig:
    """`now` moves when told."""

    def __init__(self, simulated: Simulated, box: Calendar) -> None:
        self.simulated, self.box, self.now = simulated, box, NOW
        self.asked_for: list[bool] = []
        self.token = simulated.token(box)

    def give(self, *, force: bool = False) -> str:
        self.asked_for.append(force)
        return self.token

    def google(self, **more: Any) -> Google:
        quick: dict[str, Any] = {"url": self.simulated.api_url, "backoff": timedelta(), "clock": lambda: self.now}
        return Google(self.give, **{**quick, **more})

    def calendar(self, google: Google | None = None, **more: Any) -> GoogleCalendar:
        quick: dict[str, Any] = {"owner": ASTRID.address, "zone": STOCKHOLM, "clock": lambda: self.now}
        return GoogleCalendar(google or self.google(), **{**quick, **more})

    def read(self, held: Held | None = None, **more: Any) -> Held:
        held = held or Held()
        return held.take(self.calendar(**more).changes(window(self.now), held.mark))


@contextmanager
def a_rig() -> Iterator[Rig]:
    rigs: list[Rig] = []
    with google_server(now=lambda: (rigs[0].now if rigs else NOW).astimezone(UTC)) as simulated:
        rigs.append(Rig(simulated, simulated.calendar(ASTRID.address, zone="Europe/Stockholm", locale="sv")))
        yield rigs[0]


def at(days: float, hour: int = 9, minutes: int = 30) -> dict[str, datetime]:
    """Start and end, so many days from NOW, in the seller's own wall time."""
    start = (NOW + timedelta(days=days)).replace(hour=hour, minute=0)
    return {"start": start, "end": start + timedelta(minutes=minutes)}


def weekly(weeks: int) -> list[str]:
    return [f"RRULE:FREQ=WEEKLY;COUNT={weeks}"]
