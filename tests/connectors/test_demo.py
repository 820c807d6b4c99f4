"""The demo seller's calendar: the same for the same moment, on days and hours when Swedes meet, with everything in it."""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

import icalendar
import pytest
import recurring_ical_events

from connectors.demo import write_demo, write_demo_crm
from connectors.demo.cast import read_world
from connectors.demo.days import is_met
from connectors.demo.diary import STOCKHOLM, plan
from tests.world import NOW

MOMENTS = [NOW + timedelta(days=73 * step + step) for step in range(5)]  # every season and weekday


def events(now: datetime = NOW) -> list[Any]:
    icalendar.use_zoneinfo()
    return list(icalendar.Calendar.from_ical(write_demo(now)).walk("VEVENT"))


def occurrences(now: datetime) -> Iterator[Any]:
    icalendar.use_zoneinfo()
    calendar = icalendar.Calendar.from_ical(write_demo(now))
    yield from recurring_ical_events.of(calendar).between(now - timedelta(days=760), now + timedelta(days=90))


def test_the_same_moment_gives_the_same_bytes() -> None:
    assert write_demo(NOW) == write_demo(NOW)


def test_the_moment_counts_in_any_zone() -> None:
    assert write_demo(NOW) == write_demo(NOW.astimezone(UTC))


@pytest.mark.parametrize("now", MOMENTS, ids=str)
def test_people_meet_on_working_days_between_eight_and_five(now: datetime) -> None:
    for event in occurrences(now):
        start, end = event["DTSTART"].dt, event["DTEND"].dt
        if "ATTENDEE" not in event:
            continue
        assert start.date().weekday() < 5, event["SUMMARY"]
        assert start.strftime("%H:%M") >= "08:00", event["SUMMARY"]
        assert end.strftime("%H:%M") <= "17:00", event["SUMMARY"]
        soon = timedelta() <= start - now < timedelta(days=12)  # one meeting is soon whenever the demo is looked at
        assert is_met(start.date()) or soon, (event["SUMMARY"], start)


@pytest.mark.parametrize(
    ("day", "met"),
    [
        (date(2026, 11, 24), True),
        (date(2026, 11, 22), False),  # a Sunday
        (date(2026, 6, 19), False),  # Midsummer's eve
        (date(2026, 5, 14), False),  # Ascension day
        (date(2026, 7, 15), False),  # the slump
        (date(2026, 12, 29), False),
        (date(2027, 1, 7), True),
    ],
)
def test_swedes_meet_on_ordinary_weekdays(day: date, met: bool) -> None:
    assert is_met(day) is met


@pytest.mark.parametrize("now", MOMENTS, ids=str)
def test_it_reaches_two_years_back_and_eight_weeks_ahead(now: datetime) -> None:
    people = [entry for entry in plan(read_world(), now) if not entry.booking.all_day]
    today = now.astimezone(STOCKHOLM).replace(tzinfo=None)
    assert today - timedelta(weeks=106) < people[0].start < today - timedelta(weeks=97)
    assert timedelta(weeks=4) < people[-1].start - today < timedelta(weeks=14)


def test_nobody_is_in_two_meetings_at_once_when_they_are_with_customers() -> None:
    visits = [entry for entry in plan(read_world(), NOW) if not (entry.booking.all_day or entry.booking.status)]
    singles = [entry for entry in visits if entry.last is None]
    overlapping = [(one.title, two.title) for one, two in pairwise(singles) if two.start < one.end]
    assert len(overlapping) <= len(singles) / 50, overlapping


def test_a_teams_link_is_in_nearly_every_invitation() -> None:
    invitations = [event for event in events() if "ATTENDEE" in event]
    linked = [event for event in invitations if "X-MICROSOFT-SKYPETEAMSMEETINGURL" in event]
    assert len(linked) > 0.8 * len(invitations)
    assert all("____" in event["DESCRIPTION"] for event in linked)


def test_every_kind_of_entry_is_there() -> None:
    kinds: Counter[str] = Counter()
    for event in events():
        kinds["cancelled"] += event.get("STATUS") == "CANCELLED"
        kinds["private"] += event.get("CLASS") == "PRIVATE"
        kinds["declined"] += "PARTSTAT=DECLINED" in event.to_ical().decode().replace("\r\n ", "")
        kinds["all day"] += not isinstance(event["DTSTART"].dt, datetime)
        kinds["away"] += event["X-MICROSOFT-CDO-BUSYSTATUS"] == "OOF"
        kinds["free"] += event["X-MICROSOFT-CDO-BUSYSTATUS"] == "FREE"
        kinds["series"] += "RRULE" in event
        kinds["exception"] += "RECURRENCE-ID" in event
        kinds["left out"] += "EXDATE" in event
        kinds["room"] += "CUTYPE=ROOM" in event.to_ical().decode().replace("\r\n ", "")
        kinds["journey"] += event["SUMMARY"].startswith(("Tåg till", "Flyg till", "Bil till"))
        kinds["night"] += event["SUMMARY"].startswith("Hotell ")
        kinds["day away"] += event["SUMMARY"] == "Linköping"
    assert all(kinds.values()), kinds


def test_people_write_in_six_languages() -> None:
    bodies = "\n".join(str(event.get("DESCRIPTION", "")) for event in events())
    for tag in ("sv-SE", "en-US", "nb-NO", "da-DK", "fi-FI", "de-DE"):
        assert f"language={tag}" in bodies


@pytest.mark.parametrize("now", MOMENTS, ids=str)
def test_the_journey_home_is_on_the_morrow_of_the_journey_there(now: datetime) -> None:
    entries = {entry.title: entry.start for entry in plan(read_world(), now) if "Kiruna" in entry.title}
    there, home = entries["Flyg till Kiruna"], entries["Flyg hem från Kiruna"]
    assert there.date() == entries["Hotell Norrsken, Kiruna"].date() == home.date() - timedelta(days=1)


def test_nobody_in_it_can_be_real() -> None:
    addresses = {str(address).removeprefix("mailto:") for event in events() for address in _people(event)}
    domains = {address.partition("@")[2] for address in addresses}
    assert domains - {"gmail.com"}
    assert all(domain.endswith(".example") for domain in domains - {"gmail.com"})


def test_the_crm_knows_two_domains_of_one_company() -> None:
    rows = list(csv.DictReader(io.StringIO(write_demo_crm().decode())))
    assert list(rows[0]) == ["name", "domains", "address", "value", "currency", "tier"]
    assert "fyrskar.example;fyrskarshipping.example" in [row["domains"] for row in rows]


def _people(event: Any) -> list[Any]:
    people = event.get("ATTENDEE", [])
    return people if isinstance(people, list) else [people]
