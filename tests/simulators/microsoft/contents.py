"""What a mailbox holds: its events, series with their exceptions, and which change came when."""

import threading
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from tests.simulators.microsoft.bodies import read_body
from tests.simulators.microsoft.errors import not_found
from tests.simulators.microsoft.event import PLAIN, Json, Look, begins, ends, lasts, read_attendee, read_locations, show
from tests.simulators.microsoft.idents import Ident, change_key, new_uid, read_id, uid_of_day, write_id
from tests.simulators.microsoft.series import days_of, last_day, read_recurrence
from tests.simulators.microsoft.times import NEVER, moment, stamp, wall, zulu

DAY = timedelta(days=1)


@dataclass
class Contents:
    """Everything has a version: the number of the change it was touched by last."""

    address: str
    oid: str
    name: str = ""
    zone: str = "W. Europe Standard Time"
    language: str = "sv-SE"
    tenant: str = ""
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    lock: threading.RLock = field(default_factory=threading.RLock, repr=False)

    def __post_init__(self) -> None:
        self.items: dict[int, Json] = {}
        self.exceptions: dict[int, dict[date, Json]] = {}
        self.cancelled: dict[int, set[date]] = {}
        self.transactions: dict[str, Ident] = {}
        self.version = 0
        self.touched: dict[Ident, int] = {}  # what has changed, and at which version last
        self.gone: dict[Ident, int] = {}
        self.born: dict[int, int] = {}
        self._days: dict[int, tuple[date, list[date]]] = {}
        self._count = 0

    def ident(self, named: str) -> Ident:
        ident = read_id(self.oid, named)
        if ident is None or not self.has(ident):
            raise not_found()
        return ident

    def id_of(self, ident: Ident, *, lasting: bool = True) -> str:
        return write_id(self.oid, ident, lasting=lasting)

    def has(self, ident: Ident) -> bool:
        kept = self.items.get(ident.number)
        if kept is None or ident.day is None:
            return kept is not None
        if not kept["recurrence"] or ident.day in self.cancelled[ident.number]:
            return False
        return ident.day in self.days(ident.number, ident.day)

    def days(self, number: int, until: date) -> list[date]:
        """Of a series, those the pattern gives; cancelled ones too."""
        known, days = self._days.get(number, (date.min, []))
        if known < until:
            days = list(days_of(self.items[number]["recurrence"], until))
            self._days[number] = (until, days)
        return [day for day in days if day <= until]

    def fields(self, ident: Ident) -> Json:
        """What is kept, of an occurrence what its series and its own changes make it; times in their own zone."""
        kept = self.items[ident.number]
        if ident.day is None:
            return {**kept, "type": "seriesMaster" if kept["recurrence"] else "singleInstance"}
        zone = kept["start"]["timeZone"]
        start = datetime.combine(ident.day, wall(kept["start"]).time())
        own = self.exceptions[ident.number].get(ident.day)
        return {
            **kept,
            "start": stamp(start, zone),
            "end": stamp(start + lasts(kept), zone),
            "recurrence": None,
            "type": "exception" if own else "occurrence",
            "iCalUId": uid_of_day(kept["iCalUId"], ident.day),
            "originalStart": f"{moment(stamp(start, zone)):%Y-%m-%dT%H:%M:%SZ}",
            **(own or {}),
        }

    def shown(self, ident: Ident, look: Look) -> Json:
        names: Json = {"id": self.id_of(ident, lasting=look.lasting), "seriesMasterId": None, "occurrenceId": None}
        if ident.day:
            master = self.id_of(ident.master, lasting=look.lasting)
            names |= {"seriesMasterId": master, "occurrenceId": f"OID.{master}.{ident.day}"}
        return show(self.fields(ident), look, names)

    def window(self, start: datetime, end: datetime) -> list[Ident]:
        """Everything that overlaps, series as their occurrences, by start."""
        found = [
            (begins(fields), ident.number, ident)
            for ident in self._candidates(start, end)
            if overlaps(fields := self.fields(ident), start, end)
        ]
        return [ident for *_, ident in sorted(found, key=lambda one: one[:2])]

    def occurrences(self, number: int, start: datetime, end: datetime) -> list[Ident]:
        return [ident for ident in self._of_series(number, start, end) if overlaps(self.fields(ident), start, end)]

    def _candidates(self, start: datetime, end: datetime) -> Iterator[Ident]:
        for number, kept in self.items.items():
            if kept["recurrence"]:
                yield from self._of_series(number, start, end)
            else:
                yield Ident(number)

    def _of_series(self, number: int, start: datetime, end: datetime) -> Iterator[Ident]:
        kept = self.items[number]
        earliest = start.date() - DAY - lasts(kept)
        moved = self.exceptions[number]
        days = [day for day in self.days(number, end.date() + DAY) if day >= earliest and day not in moved]
        return (Ident(number, day) for day in sorted({*days, *moved}) if day not in self.cancelled[number])

    # Changes, each a version of its own

    def completed(self, told: Json, *, by_api: bool = False) -> Json:
        """A whole event of what is told."""
        fresh = {name: deepcopy(value) for name, value in PLAIN.items()}
        kept = fresh | self.prepared({"location": None, **told}, fresh, by_api=by_api)
        kept.setdefault("organizer", {"emailAddress": {"name": self.name, "address": self.address}})
        organizer = (kept["organizer"] or {}).get("emailAddress", {}).get("address") or self.address
        kept.setdefault("isOrganizer", organizer.casefold() == self.address.casefold())
        answer = "organizer" if kept["isOrganizer"] else "notResponded"
        kept.setdefault("responseStatus", {"response": answer, "time": NEVER})
        for edge, name in (("start", "originalStartTimeZone"), ("end", "originalEndTimeZone")):
            kept.setdefault(name, kept[edge]["timeZone"])
        return kept

    def prepared(self, told: Json, kept: Json, *, by_api: bool = False) -> Json:
        """What is told, in the form it is kept in."""
        ready = {**deepcopy(told), **deepcopy(read_locations(told, by_api=by_api))}
        for edge in {"start", "end"} & told.keys():
            if isinstance(told[edge], date):
                ready[edge] = stamp(_moment(told[edge]), self.zone)
        if "body" in told:
            ready["body"] = read_body(told["body"])
        if "attendees" in told:
            ready["attendees"] = [read_attendee(one, by_api=by_api) for one in told["attendees"] or []]
        if told.get("recurrence"):
            start = ready.get("start") or kept["start"]
            ready["recurrence"] = read_recurrence(told["recurrence"], wall(start).date(), start["timeZone"])
        return ready

    def put(self, kept: Json) -> Ident:
        self._count += 1
        ident = Ident(self._count)
        kept.setdefault("iCalUId", new_uid(self.oid, ident.number))
        kept.setdefault("createdDateTime", zulu(self.now()))
        self.items[ident.number] = kept
        self.exceptions[ident.number], self.cancelled[ident.number] = {}, set()
        self.born[ident.number] = self.version + 1
        if kept.get("transactionId"):
            self.transactions[kept["transactionId"]] = ident
        self.touch(ident)
        return ident

    def update(self, ident: Ident, told: Json) -> None:
        if ident.day:
            self.exceptions[ident.number].setdefault(ident.day, {}).update(told)
        else:
            before = self._series_days(ident.number)
            if told.get("recurrence", self.items[ident.number]["recurrence"]) != self.items[ident.number]["recurrence"]:
                self.exceptions[ident.number], self.cancelled[ident.number] = {}, set()  # a new pattern begins anew
            self.items[ident.number] |= told
            self._forget(ident.number, before)
        self.touch(ident)

    def remove(self, ident: Ident) -> None:
        if not self.has(ident):
            raise not_found()
        self.version += 1
        self.gone[ident] = self.version
        self.touched.pop(ident, None)
        if ident.day is None:
            self.gone |= dict.fromkeys(
                (Ident(ident.number, day) for day in self._series_days(ident.number)), self.version
            )
            self.touched = {one: at for one, at in self.touched.items() if one.number != ident.number}
            del self.items[ident.number]
            return
        self.cancelled[ident.number].add(ident.day)
        self.exceptions[ident.number].pop(ident.day, None)
        self._stamp(self.items[ident.number])

    def touch(self, ident: Ident) -> None:
        self.version += 1
        self.touched[ident] = self.version
        kept = self.exceptions[ident.number][ident.day] if ident.day else self.items[ident.number]
        self._stamp(kept)

    def _stamp(self, kept: Json) -> None:
        kept["changeKey"] = change_key(self.oid, self.version)
        kept["lastModifiedDateTime"] = zulu(self.now())

    def _series_days(self, number: int) -> set[date]:
        recurrence = self.items[number]["recurrence"]
        if not recurrence:
            return set()
        until = min(last_day(recurrence), self.now().date() + timedelta(days=1500))
        return set(self.days(number, until)) - self.cancelled[number]

    def _forget(self, number: int, before: set[date]) -> None:
        """Days that a changed pattern no longer has."""
        self._days.pop(number, None)
        vanished = before - self._series_days(number)
        for day in vanished:
            self.gone[Ident(number, day)] = self.version + 1
            self.exceptions[number].pop(day, None)


def _moment(told: date) -> datetime:
    return told if isinstance(told, datetime) else datetime.combine(told, time())


def overlaps(fields: Json, start: datetime, end: datetime) -> bool:
    """What lasts no time counts where it begins."""
    first, last = begins(fields), ends(fields)
    return bool(first < end and (last > start or first == last >= start))
