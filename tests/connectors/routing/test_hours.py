"""Open, closed, or not known, at the moment somebody passes."""

from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.routing.hours import LONGEST, is_open
from tests.world import STOCKHOLM

THURSDAY = datetime(2026, 12, 10, 9, 0, tzinfo=STOCKHOLM)
SUNDAY = datetime(2026, 12, 13, 9, 0, tzinfo=STOCKHOLM)
CHRISTMAS = datetime(2026, 12, 25, 9, 0, tzinfo=STOCKHOLM)  # a Friday
MIDSUMMER = datetime(2027, 6, 26, 9, 0, tzinfo=STOCKHOLM)  # a Saturday, a holiday in Sweden and Finland only
WEEKDAYS = "Mo-Fr 07:00-18:00"
PIECES = (
    *("Mo", "-", "Fr", "Feb 30", "week", "53", "2000-3000/1", "9999", "easter", "[1]", "/2", "/00:01"),
    *(",", ";", "||", "+", "08:00", "26:00", "24/7", "PH", "off", "unknown", '"x"'),
)
SKIPPED = datetime(2026, 3, 29, 2, 30, tzinfo=STOCKHOLM)  # an hour that no clock in Sweden shows


@pytest.mark.parametrize(
    ("hours", "at", "open_"),
    [
        (WEEKDAYS, THURSDAY, True),
        (WEEKDAYS, THURSDAY.replace(hour=6, minute=59), False),
        (WEEKDAYS, THURSDAY.replace(hour=18), False),
        (WEEKDAYS, SUNDAY, False),
        ("Tu-Sa 06:30-17:00; Su,Mo off", SUNDAY, False),
        ("Mo-Fr 07:00-18:00; Sa 08:00-15:00; Su,PH off", THURSDAY, True),
        ("Mo-Fr 07:00-18:00; Sa 08:00-15:00; Su,PH off", CHRISTMAS, False),
        ("24/7", CHRISTMAS, True),
        (" 24/7 ", THURSDAY, True),
        ("22:00-03:00", SKIPPED, True),
        ("off", THURSDAY, False),
        ('Dec 01-31 off "semester"', THURSDAY, False),
    ],
)
def test_hours_are_read_for_the_moment_of_passing(hours: str, at: datetime, open_: bool) -> None:
    assert is_open(hours, at) is open_


@pytest.mark.parametrize(
    "hours",
    [
        "",
        "   ",
        "Mo-Fr 8-17",
        "vardagar 7-18",
        "https://bageriet.example",
        "Mo-Fr 07:00-18:00 unknown",
        'Mo-Fr 07:00-18:00 "ring först"',
        '"efter överenskommelse"',
        "SH off; Mo-Fr 07:00-18:00",
        "sunrise-sunset",
        "Mo-Fr 07:00-18:00\0",
        "\ud800",
        "; ".join(["Mo-Fr 07:00-18:00"] * 1000),
    ],
)
def test_hours_that_leave_the_moment_open_are_not_known(hours: str) -> None:
    assert is_open(hours, THURSDAY) is None


def test_a_shop_that_says_nothing_of_holidays_is_not_promised_to_be_open_on_one() -> None:
    assert is_open(WEEKDAYS, CHRISTMAS) is None
    assert is_open("Mo-Sa 07:00-18:00", MIDSUMMER) is None
    assert is_open("Mo-Sa 07:00-18:00", MIDSUMMER, country="DK") is True


@pytest.mark.parametrize("country", ["", "XX", "Sverige", "\ud800"])
def test_a_country_whose_holidays_nobody_knows_is_no_error(country: str) -> None:
    assert is_open(WEEKDAYS, THURSDAY, country=country) in (True, None)


@settings(max_examples=300)
@given(
    st.one_of(
        st.text(max_size=2 * LONGEST),
        st.lists(
            st.sampled_from(PIECES),
            max_size=60,
        ).map(" ".join),
    ),
    st.datetimes(min_value=datetime(2020, 1, 1), max_value=datetime(2040, 1, 1)),  # noqa: DTZ001
)
def test_whatever_stands_there_the_answer_is_one_of_three(hours: str, clock: datetime) -> None:
    assert is_open(hours, clock.replace(tzinfo=STOCKHOLM)) in (True, False, None)
