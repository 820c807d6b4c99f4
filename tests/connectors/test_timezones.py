"""Zone names as Outlook, Exchange, Thunderbird and others really write them."""

from datetime import UTC, datetime, timedelta
from zoneinfo import available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tzlocal.windows_tz import win_tz

from connectors.timezones import zone_for

KNOWN = [
    ("Europe/Stockholm", "Europe/Stockholm"),
    ("europe/stockholm", "Europe/Stockholm"),
    ("/Europe/Stockholm", "Europe/Stockholm"),
    ("/mozilla.org/20070129_1/Europe/Stockholm", "Europe/Stockholm"),
    ("/freeassociation.sourceforge.net/Tzfile/America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires"),
    ("posix/Europe/Vaduz", "Europe/Vaduz"),
    ("W. Europe Standard Time", "Europe/Berlin"),
    ("w. europe standard time", "Europe/Berlin"),
    ("W. Europe Daylight Time", "Europe/Berlin"),
    ("W. Europe Standard Time 1", "Europe/Berlin"),
    ("W. Europe", "Europe/Berlin"),
    ("FLE Standard Time", "Europe/Kiev"),
    ("Eastern Standard Time", "America/New_York"),
    ('"Romance Standard Time"', "Europe/Paris"),
    ("(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna", "Europe/Amsterdam"),
    ("(GMT+01.00) nowhere known", None),
    ("(UTC+01:00) Stockholm", "Europe/Stockholm"),
    ("(UTC-05:00) Eastern Time (US & Canada)", "America/New_York"),
    ("(UTC) Dublin, Edinburgh, Lisbon, London", "Europe/Dublin"),
    ("(UTC) Coordinated Universal Time", "UTC"),
    ("(UTC)", "UTC"),
    ("(UTC-03:00) Brasilia", None),
    ("(UTC+01:00) Belgrade, Bratislava, Budapest", "Europe/Belgrade"),
    ("GMT +0100 (Standard) / GMT +0200 (Daylight)", "Europe/Berlin"),
    ("tzone://Microsoft/Utc", "UTC"),
    ("tzone://Microsoft/Custom", None),
    ("UTC", "UTC"),
    ("Z", "UTC"),
    ("GMT+0100", "Etc/GMT-1"),
    ("UTC+1", "Etc/GMT-1"),
    ("UTC+01:00", "Etc/GMT-1"),
    ("UTC-11", "Etc/GMT+11"),
    ("+0530", "Asia/Kolkata"),
    ("GMT+99", None),
    ("GMT+0117", None),
    ("Customized Time Zone", None),
    ("Nangijala/Körsbärsdalen", None),
    ("localtime", None),
    ("../../etc/passwd", None),
    ("Europe", None),
    ("", None),
    ("/", None),
    ("Europe/Stockholm\0", None),
    ("x" * 100_000, None),
]


@pytest.mark.parametrize(("name", "expected"), KNOWN, ids=[name[:40] for name, _ in KNOWN])
def test_a_zone_name_means_what_its_writer_meant(name: str, expected: str | None) -> None:
    zone = zone_for(name)
    if expected is None:
        assert zone is None
    else:
        assert zone is not None
        for month in (1, 7):
            moment = datetime(2026, month, 1, 12, tzinfo=UTC)
            assert moment.astimezone(zone).utcoffset() == moment.astimezone(_expected(expected)).utcoffset()


def test_a_bare_offset_has_the_sign_people_mean() -> None:
    zone = zone_for("GMT+0100")
    assert datetime(2026, 7, 1, tzinfo=zone).utcoffset() == timedelta(hours=1)


@pytest.mark.parametrize("name", sorted(win_tz))
def test_every_windows_zone_is_known(name: str) -> None:
    assert zone_for(name) is not None


def test_every_iana_zone_is_itself() -> None:
    unsure = {"localtime", "Factory", "posixrules"}
    assert all(str(zone_for(name)) == name for name in available_timezones() - unsure)


@given(st.text())
def test_no_name_raises(name: str) -> None:
    found = zone_for(name)
    assert found is None or found.key


def _expected(name: str):  # type: ignore[no-untyped-def]
    from zoneinfo import ZoneInfo

    return ZoneInfo(name)
