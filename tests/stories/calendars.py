"""Sellers' calendars as files, an entry a line: calls with customers, visits, nights away, and what else fills a week.

Invented people on .example domains; the towns are real. Written with icalendar, in the zone of whoever it is.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vCalAddress

from connectors.meetings import Person
from tests.world import STOCKHOLM

TEAMS = "https://teams.microsoft.com/l/meetup-join/19%3ameeting_X%40thread.v2/0"
WRITTEN = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
CENTRAL = ZoneInfo("America/Chicago")


@dataclass(frozen=True, slots=True)
class Customer:
    """Somebody to call, and where the CRM says the company sits."""

    person: Person
    company: str
    address: str = ""
    value: str = ""
    currency: str = "SEK"

    @property
    def key(self) -> str:
        return self.person.address.rpartition("@")[2]


@dataclass(frozen=True, slots=True)
class Seller:
    """Whose calendar it is; `zone` is where the clock on the wall is."""

    person: Person
    zone: ZoneInfo = STOCKHOLM

    def at(self, month: int, day: int, hour: int = 9, minute: int = 0, *, year: int = 2026) -> datetime:
        return datetime(year, month, day, hour, minute, tzinfo=self.zone)

    def call(self, customer: Customer, start: datetime, *, minutes: int = 27, uid: str = "", **more: str) -> Event:
        """A Teams call the seller has booked; `more` are other lines of the entry, `organizer` whoever else booked it."""
        plain = {"location": "Microsoft Teams Meeting", "X-MICROSOFT-SKYPETEAMSMEETINGURL": TEAMS}
        return self.meeting(customer, start, minutes=minutes, uid=uid, **{"summary": "Avstämning", **plain, **more})

    def visit(self, customer: Customer, start: datetime, where: str, *, minutes: int = 90, uid: str = "") -> Event:
        """A meeting at somebody's address, without a screen."""
        return self.meeting(customer, start, minutes=minutes, uid=uid, summary="Genomgång på plats", location=where)

    def meeting(self, customer: Customer, start: datetime, *, minutes: int, uid: str = "", **lines: str) -> Event:
        organizer = lines.pop("organizer", self.person.address)
        event = self.own(start, minutes=minutes, uid=uid or f"{customer.key}-{start:%Y%m%d%H%M}", **lines)
        event.add("organizer", _address(Person(organizer)))
        for person in (self.person, customer.person):
            event.add("attendee", _address(person))
        return event

    def own(self, start: datetime | date, *, minutes: int = 60, days: int = 1, uid: str = "", **lines: str) -> Event:
        """An entry nobody else is in: a train, a hotel night, a whole day somewhere."""
        event = Event()
        event.add("uid", uid or f"own-{start:%Y%m%d%H%M}-{lines.get('summary', '')}")
        event.add("dtstamp", WRITTEN)
        event.add("dtstart", start)
        event.add("dtend", start + (timedelta(minutes=minutes) if isinstance(start, datetime) else timedelta(days)))
        for name, text in lines.items():
            event.add(name.replace("_", "-"), text)
        return event

    def calls(self, customer: Customer, *, times: int = 6, hour: int = 9) -> Iterator[Event]:
        """So many calls in the year behind, all on screen: nobody has met."""
        for month in range(times):
            yield self.call(customer, self.at(11 - month, 3, hour))

    def export(self, *entries: Event | Iterable[Event]) -> bytes:
        """The calendar as a file, as the seller would download it."""
        calendar = Calendar()
        calendar.add("version", "2.0")
        calendar.add("prodid", "-//Stories//EN")
        calendar.add("X-WR-CALNAME", self.person.address)
        calendar.add("X-WR-TIMEZONE", self.zone.key)
        for entry in entries:
            for event in (entry,) if isinstance(entry, Event) else entry:
                calendar.add_component(event)
        calendar.add_missing_timezones()
        return bytes(calendar.to_ical())


def customer_list(*customers: Customer) -> bytes:
    """What a CRM exports of them."""
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(("name", "domains", "address", "value", "currency"))
    for one in customers:
        rows.writerow((one.company, one.key, one.address, one.value, one.currency if one.value else ""))
    return text.getvalue().encode()


def _address(person: Person) -> vCalAddress:
    address = vCalAddress(f"mailto:{person.address}")
    address.params["PARTSTAT"] = "ACCEPTED"
    if person.name:
        address.params["CN"] = person.name
    return address
