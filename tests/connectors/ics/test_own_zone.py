"""The zone a calendar is kept in, where it says so: X-WR-TIMEZONE, or the one zone it brings along."""

import pytest

from connectors.ics import CalendarFiles, Source
from tests.connectors.ics.written import YEAR, vcalendar, vevent
from tests.world import STOCKHOLM


def definition(name: str) -> str:
    return f"BEGIN:VTIMEZONE\r\nTZID:{name}\r\nEND:VTIMEZONE\r\n"


CALENDARS = [
    (vcalendar(vevent()), ()),
    (vcalendar(vevent(), head=("X-WR-TIMEZONE:Europe/Helsinki",)), ("Europe/Helsinki",)),
    (vcalendar(vevent(), head=("X-WR-TIMEZONE:Nangijala",)), ()),
    (vcalendar(definition("W. Europe Standard Time"), vevent()), ("Europe/Berlin",)),
    (vcalendar(definition("Nangijala"), vevent()), ()),
    (vcalendar(definition("Europe/Oslo"), definition("Europe/Helsinki"), vevent()), ()),
    (vcalendar(definition("Europe/Oslo"), vevent(), head=("X-WR-TIMEZONE:UTC",)), ("UTC",)),
]


@pytest.mark.parametrize(("data", "zones"), CALENDARS, ids=[str(zones) for _, zones in CALENDARS])
def test_a_calendar_says_which_zone_it_is_kept_in(data: bytes, zones: tuple[str, ...]) -> None:
    files = CalendarFiles([Source("a.ics", data)], zone=STOCKHOLM)
    (page,) = files.changes(YEAR)
    assert tuple(zone.key for zone in files.zones) == zones
    again = CalendarFiles([Source("a.ics", data)], zone=STOCKHOLM)
    list(again.changes(YEAR, page.mark))
    assert again.zones == files.zones


def test_several_calendars_have_each_their_own() -> None:
    data = [vcalendar(vevent(uid=zone), head=(f"X-WR-TIMEZONE:{zone}",)) for zone in ("Europe/Oslo", "Asia/Tokyo")]
    files = CalendarFiles([Source("a.ics", one) for one in (*data, data[0])], zone=STOCKHOLM)
    list(files.changes(YEAR))
    assert [zone.key for zone in files.zones] == ["Europe/Oslo", "Asia/Tokyo"]
