"""The seller's zone, from the meetings and the calendars they stand in; and what a place with a copied link comes to."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from connectors.ics import Source
from tests.world import ASTRID, NOW, STOCKHOLM, meeting
from workers.calendar_files import read_files
from workers.office import open_office
from workers.reading import guess_zone, see, window_around
from workers.relationships.rules import Rules
from workers.scan import ScanOptions, scan

ZULU, OSLO, YORK = ZoneInfo("UTC"), ZoneInfo("Europe/Oslo"), ZoneInfo("America/New_York")

GUESSES = [
    ({}, (), ZULU, ZULU),
    ({}, (OSLO,), ZULU, OSLO),
    ({STOCKHOLM: 1}, (), ZULU, STOCKHOLM),
    ({STOCKHOLM: 2, YORK: 1}, (OSLO,), ZULU, STOCKHOLM),
    ({UTC: 3}, (), OSLO, OSLO),
    ({UTC: 3}, (), ZULU, ZULU),
    ({UTC: 3}, (STOCKHOLM,), ZULU, STOCKHOLM),
    ({ZULU: 3}, (ZULU, STOCKHOLM), ZULU, STOCKHOLM),
    ({UTC: 3, YORK: 1}, (STOCKHOLM,), ZULU, STOCKHOLM),
    ({UTC: 3, YORK: 1}, (), ZULU, YORK),
    ({UTC: 1, YORK: 3}, (STOCKHOLM,), ZULU, YORK),
]


@pytest.mark.parametrize(("made_in", "own", "machine", "zone"), GUESSES)
def test_where_the_seller_is_at_home(
    made_in: dict[ZoneInfo, int], own: tuple[ZoneInfo, ...], machine: ZoneInfo, zone: ZoneInfo
) -> None:
    seen = [see(meeting(NOW.astimezone(one))) for one in Counter(made_in).elements()]
    assert guess_zone(seen, own, machine) == zone


def test_a_calendar_read_again_on_the_same_day_is_looked_at_just_as_far() -> None:
    day = NOW.astimezone(UTC).replace(hour=0, minute=0)
    windows = {window_around(day + timedelta(minutes=minutes), Rules()) for minutes in (0, 1, 539, 541, 1439)}
    assert len(windows) == 1
    assert window_around(day + timedelta(days=1), Rules()) not in windows


TEAMS = "https://teams.microsoft.com/meet/31240455013?p=Zk3uQ9dXyTnPm2aLbe"


def google_export(*lines: str, meetings: int = 6) -> bytes:
    """What Google writes: every time in UTC, the calendar's zone beside its name."""
    entries = (
        "\r\n".join(
            (
                "BEGIN:VEVENT",
                f"UID:m{number}",
                f"DTSTART:{start:%Y%m%dT%H%M%SZ}",
                f"DTEND:{start + timedelta(minutes=30):%Y%m%dT%H%M%SZ}",
                f"ORGANIZER;CN={ASTRID.name}:mailto:{ASTRID.address}",
                f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:{ASTRID.address}",
                "ATTENDEE;CN=Karin Lind:mailto:karin@bruket.example",
                *lines,
                "END:VEVENT",
                "",
            )
        )
        for number in range(meetings)
        for start in [datetime(2026, 11, 2, 8, tzinfo=UTC) + timedelta(days=number)]
    )
    head = ("BEGIN:VCALENDAR", "VERSION:2.0", f"X-WR-CALNAME:{ASTRID.address}", "X-WR-TIMEZONE:Europe/Stockholm", "")
    return ("\r\n".join(head) + "".join(entries) + "END:VCALENDAR\r\n").encode()


def test_a_google_export_is_read_in_its_own_zone_whatever_the_machines(tmp_path: object) -> None:
    sources = [Source("a.ics", google_export("SUMMARY:Avstämning"))]
    result = scan(sources, options=ScanOptions(), now=NOW)
    assert result.zone == STOCKHOLM
    office = open_office({"KANELBULLE_HOME": str(tmp_path)}, clock=lambda: NOW)
    assert read_files(office, sources).seller.zone == "Europe/Stockholm"
    office.store.close()


@pytest.mark.parametrize("link", [f"X-MICROSOFT-SKYPETEAMSMEETINGURL:{TEAMS}", f"CONFERENCE;VALUE=URI:{TEAMS}"])
def test_a_place_beside_a_copy_of_the_automatic_link_is_where_they_met(link: str) -> None:
    place = rf"LOCATION:Bruket\, Bruksvägen 4\, 461 30 Trollhättan\; {TEAMS}"
    result = scan([Source("a.ics", google_export(place, link))], options=ScanOptions(), now=NOW)
    judged = {(one.judgement.modality.value, one.judgement.certainty.value) for one in result.understood}
    assert judged == {("in_person", "likely")}
