"""What a calendar holds: its events, series with their exceptions, and which change came when."""

import threading
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tests.simulators.google.errors import not_found
from tests.simulators.google.event import Json, Look, read_attendee, show
from tests.simulators.google.idents import INSTANCE, Ident, etag, new_id, write_original
from tests.simulators.google.series import ENDS, starts_of
from tests.simulators.google.times import Stamp, moment, stamp, turned, wall, zulu

FAR = 10_000
CANCELLED = {"status": "cancelled"}
# What an invitation says anew when it changes.
SIGNIFICANT = frozenset({"start", "end", "recurrence", "location"})


@dataclass
class Contents:
    """Everything has a version: the number of the change it was touched by last."""

    address: str
    name: str = ""
    zone: str = "Europe/Stockholm"
    locale: str = "sv"
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    lock: threading.RLock = field(default_factory=threading.RLock, repr=False)
    most_instances: int = 730  # of a series without an end

    def __post_init__(self) -> None:
        self.items: dict[str, Json] = {}  # cancelled ones too: Google remembers what is deleted
        self.exceptions: dict[str, dict[str, Json]] = {}
        self.version = 0
        self.updated = zulu(self.now())
        self.touched: dict[Ident, int] = {}  # what has changed, and at which version last
        self.gone: dict[Ident, int] = {}  # instances that a changed series no longer has
        self._starts: dict[str, tuple[Any, dict[str, Stamp]]] = {}
        self._count = 0

    def ident(self, named: str) -> Ident:
        """Of what is there, be it cancelled. Raises GoogleError."""
        if named in self.items:
            return Ident(named)
        found = INSTANCE.fullmatch(named)
        if not found or found["original"] not in self.starts(found["id"]):
            raise not_found()
        return Ident(found["id"], found["original"])

    def starts(self, named: str) -> Mapping[str, Stamp]:
        """Of a series, the starts its recurrence gives, cancelled ones too, by how they stand in ids."""
        kept = self.items.get(named)
        if kept is None or not kept.get("recurrence"):
            return {}
        known, found = self._starts.get(named, (None, {}))
        said = (kept["recurrence"], kept["start"])
        if known != said:
            found = dict(self._expanded(kept))
            self._starts[named] = (deepcopy(said), found)
        return found

    def fields(self, ident: Ident) -> Json:
        """What is kept, of an instance what its series and its own changes make it."""
        kept = self.items[ident.id]
        if not ident.original:
            return kept
        start = self.starts(ident.id)[ident.original]
        own = self.exceptions[ident.id].get(ident.original, {})
        whole = {name: value for name, value in kept.items() if name != "recurrence"}
        said = {"id": str(ident), "recurringEventId": ident.id, "originalStartTime": start}
        gone = CANCELLED if kept["status"] == "cancelled" else {}
        return {**whole, **said, "start": start, "end": self._end(kept, start), **own, **gone}

    def shown(self, ident: Ident, look: Look) -> Json:
        return show(self.fields(ident), look, self.address)

    def is_cancelled(self, ident: Ident) -> bool:
        if self.items[ident.id]["status"] == "cancelled":
            return True
        own = self.exceptions[ident.id].get(ident.original, {})
        return bool(ident.original) and own.get("status") == "cancelled"

    def everything(self, *, single: bool) -> Iterator[Ident]:
        """Series as their instances where `single`, else as themselves with their exceptions."""
        for named, kept in self.items.items():
            if not kept.get("recurrence"):
                yield Ident(named)
                continue
            if not single:
                yield Ident(named)
            for original in self.starts(named) if single else self.exceptions[named]:
                yield Ident(named, original)

    def overlaps(self, ident: Ident, after: datetime | None, before: datetime | None) -> bool:
        """Of a series that is not expanded, whether any of it does."""
        kept = self.fields(ident)
        if kept.get("recurrence"):
            return any(self.overlaps(Ident(ident.id, one), after, before) for one in self.starts(ident.id))
        ends, begins = moment(kept["end"], self.zone), moment(kept["start"], self.zone)
        return (after is None or ends > after) and (before is None or begins < before)

    def gone_start(self, ident: Ident, zone: str) -> Stamp:
        """The original start of an instance its series no longer has, out of its id."""
        if "T" not in ident.original:
            return {"date": date.fromisoformat(ident.original).isoformat()}
        at = datetime.fromisoformat(ident.original)
        own = self.items[ident.id]["start"].get("timeZone", self.zone)
        return turned(stamp(at, own), zone)

    # Changes, each a version of its own

    def completed(self, told: Json) -> Json:
        """A whole event of what is told."""
        kept: Json = {"status": "confirmed", "eventType": "default", "sequence": 0, **self.prepared(told)}
        kept.setdefault("organizer", {"email": self.address})
        kept.setdefault("creator", dict(kept["organizer"]))
        kept.setdefault("reminders", {"useDefault": "date" not in kept["start"]})
        return {name: value for name, value in kept.items() if value is not None}

    def prepared(self, told: Json) -> Json:
        """What is told, in the form it is kept in."""
        ready = deepcopy(told)
        for edge in {"start", "end"} & told.keys():
            ready[edge] = stamp(told[edge], self.zone)
        for name in {"organizer", "creator"} & told.keys():
            ready[name] = {"email": told[name]} if isinstance(told[name], str) else dict(told[name])
        if told.get("attendees"):
            ready["attendees"] = [read_attendee(one) for one in told["attendees"]]
        return ready

    def put(self, kept: Json) -> Ident:
        self._count += 1
        ident = Ident(kept.setdefault("id", new_id(self.address, self._count)))
        kept.setdefault("iCalUID", f"{ident.id}@google.com")
        kept.setdefault("created", zulu(self.now().replace(microsecond=0)))
        self.items[ident.id], self.exceptions[ident.id] = kept, {}
        self.touch(ident)
        return ident

    def update(self, ident: Ident, told: Json) -> None:
        """What is told to be None is no longer there."""
        before = self.fields(ident)
        news = dict(told)
        if any(told[name] != before.get(name) for name in SIGNIFICANT & told.keys()):
            news.setdefault("sequence", before.get("sequence", 0) + 1)
        if ident.original:
            self.exceptions[ident.id].setdefault(ident.original, {}).update(news)
        else:
            held = set(self.starts(ident.id))
            kept = self.items[ident.id] | news
            self.items[ident.id] = {name: value for name, value in kept.items() if value is not None}
            self._forget(ident.id, held)
        self.touch(ident)

    def remove(self, ident: Ident) -> None:
        self.update(ident, {"status": "cancelled"})

    def touch(self, ident: Ident) -> None:
        self.version += 1
        self.touched[ident] = self.version
        kept = self.exceptions[ident.id][ident.original] if ident.original else self.items[ident.id]
        self.updated = zulu(self.now())
        kept["etag"], kept["updated"] = etag(self.now(), self.version), self.updated

    def _expanded(self, kept: Json) -> Iterator[tuple[str, Stamp]]:
        begins = kept["start"]
        zone = begins.get("timeZone", self.zone)
        ends = all(ENDS.search(line) for line in kept["recurrence"] if line.upper().startswith("RRULE"))
        most = FAR if ends else self.most_instances
        for at in starts_of(kept["recurrence"], wall(begins, self.zone), zone, most):
            start: date = at.date() if "date" in begins else at.replace(tzinfo=ZoneInfo(zone))
            yield write_original(start), stamp(start, zone)

    def _end(self, kept: Json, start: Stamp) -> Stamp:
        """As long as the first one by the clock on the wall."""
        lasts: timedelta = wall(kept["end"], self.zone) - wall(kept["start"], self.zone)
        at = wall(start, self.zone) + lasts
        return stamp(at.date() if "date" in start else at, start.get("timeZone", self.zone))

    def _forget(self, named: str, held: set[str]) -> None:
        """Instances that a changed recurrence no longer has."""
        for original in held - set(self.starts(named)):
            self.gone[Ident(named, original)] = self.version + 1
            self.exceptions[named].pop(original, None)
            self.touched.pop(Ident(named, original), None)
