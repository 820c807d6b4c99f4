"""A calendar as somebody keeps it who reads it page by page, and Astrid's mailbox in a Graph of our own."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from connectors.calendars import Page, SyncMark, Window
from connectors.meetings import Meeting
from connectors.microsoft.api import Graph
from connectors.microsoft.calendar import MicrosoftCalendar
from connectors.web.deadline import Patience
from tests.simulators.microsoft.graph import Graph as Simulated
from tests.simulators.microsoft.graph import graph_server
from tests.simulators.microsoft.mailbox import Mailbox
from tests.world import ASTRID, NOW, STOCKHOLM

AHEAD = timedelta(weeks=8)
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
QUICK = Patience(connect=timedelta(seconds=2), read=timedelta(seconds=2), total=timedelta(seconds=2))


def window(now: datetime = NOW) -> Window:
    return Window(BEGINNING, BEGINNING, now + AHEAD)


class Held:
    """What is kept of a calendar, and the last mark one can go on from."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, datetime | None], Meeting] = {}
        self.mark: SyncMark | None = None
        self.pages: list[Page] = []

    def take(self, pages: Iterable[Page]) -> "Held":
        for page in pages:
            self.pages.append(page)
            gone = {(uid, _utc(original)) for uid, original in page.gone}
            self.kept = {key: one for key, one in self.kept.items() if one.uid not in page.replaced and key not in gone}
            self.kept |= {(one.uid, _utc(one.recurrence_id)): one for one in page.meetings}
            self.mark = page.mark or self.mark
        return self

    @property
    def titles(self) -> list[str]:
        return [one.title for one in sorted(self.kept.values(), key=lambda one: (one.start, one.title))]

    def plain(self) -> dict[tuple[str, datetime | None], Meeting]:
        return dict(self.kept)


def _utc(moment: datetime | None) -> datetime | None:
    return moment and moment.astimezone(UTC)


class Rig:
    """Astrid's mailbox, and the connector that reads it; `now` moves when told."""

    def __init__(self, simulated: Simulated, box: Mailbox) -> None:
        self.simulated, self.box, self.now = simulated, box, NOW
        self.tokens: list[str] = []
        self.asked_for: list[tuple[bool, str | None]] = []
        self.token = simulated.token(box)

    def give(self, *, force: bool = False, claims: str | None = None) -> str:
        self.asked_for.append((force, claims))
        return self.token

    def graph(self, **more: Any) -> Graph:
        quick: dict[str, Any] = {"url": self.simulated.url, "backoff": timedelta(), "clock": lambda: self.now}
        return Graph(self.give, **{**quick, **more})

    def calendar(self, graph: Graph | None = None, **more: Any) -> MicrosoftCalendar:
        quick: dict[str, Any] = {"owner": ASTRID.address, "zone": STOCKHOLM, "clock": lambda: self.now}
        return MicrosoftCalendar(graph or self.graph(), **{**quick, **more})

    def read(self, held: Held | None = None, **more: Any) -> Held:
        held = held or Held()
        return held.take(self.calendar(**more).changes(window(self.now), held.mark))


@contextmanager
def a_rig() -> Iterator[Rig]:
    rigs: list[Rig] = []
    with graph_server(now=lambda: (rigs[0].now if rigs else NOW).astimezone(UTC)) as simulated:
        rigs.append(Rig(simulated, simulated.mailbox(ASTRID.address, name=ASTRID.name)))
        yield rigs[0]


def at(days: float, hour: int = 9, minutes: int = 30) -> dict[str, datetime]:
    """Start and end, so many days from NOW, in the seller's own wall time."""
    start = (NOW + timedelta(days=days)).replace(hour=hour, minute=0)
    return {"start": start, "end": start + timedelta(minutes=minutes)}


def invited(*addresses: str) -> list[dict[str, Any]]:
    return [{"type": "required", "emailAddress": {"name": "", "address": one}} for one in addresses]


def weekly(start: datetime, weeks: int) -> dict[str, Any]:
    day = start.strftime("%A").lower()
    return {
        "pattern": {"type": "weekly", "interval": 1, "daysOfWeek": [day], "firstDayOfWeek": "monday"},
        "range": {
            "type": "numbered",
            "startDate": f"{start:%Y-%m-%d}",
            "numberOfOccurrences": weeks,
            "recurrenceTimeZone": "W. Europe Standard Time",
        },
    }
