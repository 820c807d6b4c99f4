"""One mailbox, with verbs for tests, and what Exchange would have mailed for what was done by the interface."""

from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tests.simulators.microsoft.contents import Contents
from tests.simulators.microsoft.event import Json, Look
from tests.simulators.microsoft.idents import Ident


@dataclass(frozen=True, slots=True)
class MailOut:
    """What Exchange mails by itself: an invitation, update, cancellation, accepted, tentativelyAccepted or declined."""

    what: str
    to: tuple[str, ...]
    event: str  # lasting id
    subject: str
    comment: str = ""
    proposed: Json | None = None


@dataclass
class Mailbox(Contents):
    """Verbs take and give Graph's fields, with lasting ids and UTC; start and end may be datetimes."""

    enabled: bool = True
    settings: Json = field(default_factory=dict)  # what differs from the usual mailboxSettings
    mails_out: list[MailOut] = field(default_factory=list)
    messages: dict[str, Json] = field(default_factory=dict)
    shares_details: bool = False  # whether colleagues see subjects in getSchedule

    def add(self, **told: Any) -> Json:
        """A new event, as another client or another person would have put it here."""
        with self.lock:
            return self.event(self.put(self.completed(told)))

    def add_series(self, *, recurrence: Json, **told: Any) -> Json:
        return self.add(recurrence=recurrence, **told)

    def change(self, named: str, **told: Any) -> Json:
        with self.lock:
            ident = self.ident(named)
            self.update(ident, self.prepared(told, self.fields(ident)))
            return self.event(ident)

    def delete(self, named: str) -> None:
        with self.lock:
            self.remove(self.ident(named))

    def cancel_occurrence(self, master: str, day: date) -> None:
        with self.lock:
            self.remove(Ident(self.ident(master).number, day))

    def change_occurrence(self, master: str, day: date, **told: Any) -> Json:
        """It becomes an exception; `day` is the one the pattern gives."""
        return self.change(self.id_of(Ident(self.ident(master).number, day)), **told)

    def event(self, named: "str | Ident", look: Look | None = None) -> Json:
        """As Graph shows it."""
        ident = self.ident(named) if isinstance(named, str) else named
        return deepcopy(self.shown(ident, look or Look(lasting=True)))

    def occurrence(self, master: str, day: date) -> Json:
        return self.event(Ident(self.ident(master).number, day))

    def events(self) -> list[Json]:
        """Everything that is kept, series as their masters."""
        return [self.event(Ident(number)) for number in self.items]
