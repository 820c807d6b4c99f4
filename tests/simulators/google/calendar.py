"""One person's primary calendar, with verbs for tests, and what Google would have mailed for what was done by the interface."""

from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from tests.simulators.google.contents import Contents
from tests.simulators.google.event import Json, Look
from tests.simulators.google.idents import Ident, write_original


@dataclass(frozen=True, slots=True)
class MailOut:
    """What Google mails by itself: an invitation, update, cancellation, or somebody's accepted, tentative or declined."""

    what: str
    to: tuple[str, ...]
    event: str
    summary: str
    comment: str = ""


@dataclass
class Calendar(Contents):
    """Verbs take and give Google's fields; start and end may be datetimes or dates, attendees and organizer addresses; None
    takes a field away. An instance is named by its original start."""

    settings: dict[str, str] = field(default_factory=dict)  # what differs from the usual ones
    working_hours: Json = field(default_factory=dict)
    mails_out: list[MailOut] = field(default_factory=list)
    messages: dict[str, Json] = field(default_factory=dict)  # of Gmail, by id
    drafts: list[Json] = field(default_factory=list)
    domain: str = ""  # of the Workspace, none for a private account

    def add(self, **told: Any) -> Json:
        """A new event, as another client or another person would have put it here."""
        with self.lock:
            return self.event(self.put(self.completed(told)))

    def add_series(self, *, recurrence: list[str], **told: Any) -> Json:
        return self.add(recurrence=recurrence, **told)

    def change(self, named: str, **told: Any) -> Json:
        with self.lock:
            ident = self.ident(named)
            self.update(ident, self.prepared(told))
            return self.event(ident)

    def delete(self, named: str) -> None:
        with self.lock:
            self.remove(self.ident(named))

    def instance(self, series: str, original: date | str) -> Json:
        return self.event(self._instance(series, original))

    def cancel_instance(self, series: str, original: date | str) -> None:
        self.delete(self._instance(series, original))

    def change_instance(self, series: str, original: date | str, **told: Any) -> Json:
        """It becomes an exception."""
        return self.change(self._instance(series, original), **told)

    def event(self, named: "str | Ident", look: Look | None = None) -> Json:
        """As Google shows it to its owner."""
        ident = self.ident(named) if isinstance(named, str) else named
        return deepcopy(self.shown(ident, look or Look(self.zone)))

    def events(self) -> list[Json]:
        """Everything that stands, series as themselves."""
        return [self.event(Ident(named)) for named, kept in self.items.items() if kept["status"] != "cancelled"]

    def _instance(self, series: str, original: date | str) -> str:
        """A naive time is one of the calendar's zone."""
        if isinstance(original, str):
            return f"{series}_{original}"
        if not isinstance(original, datetime):
            return f"{series}_{write_original(original)}"
        if "date" in self.items[series]["start"]:
            return f"{series}_{write_original(original.date())}"
        aware = original if original.tzinfo else original.replace(tzinfo=ZoneInfo(self.zone))
        return f"{series}_{write_original(aware)}"
