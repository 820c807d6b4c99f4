"""Which days are off in Sweden, and which days half the country takes off."""

from datetime import date

import pytest

from workers.visits.red_days import holiday_name, is_day_off, is_quiet, is_squeezed


@pytest.mark.parametrize(
    ("day", "sv", "en"),
    [
        (date(2026, 6, 19), "Midsommarafton", "Midsummer Eve"),
        (date(2027, 6, 25), "Midsommarafton", "Midsummer Eve"),
        (date(2026, 12, 24), "Julafton", "Christmas Eve"),
        (date(2026, 12, 25), "Juldagen", "Christmas Day"),
        (date(2026, 12, 31), "Nyårsafton", "New Year's Eve"),
        (date(2027, 1, 6), "Trettondedag jul", "Epiphany"),
        (date(2027, 3, 26), "Långfredagen", "Good Friday"),
        (date(2027, 5, 6), "Kristi himmelsfärdsdag", "Ascension Day"),
    ],
)
def test_a_holiday_is_off_and_has_a_name(day: date, sv: str, en: str) -> None:
    assert (holiday_name(day), holiday_name(day, "en")) == (sv, en)
    assert is_day_off(day)


@pytest.mark.parametrize("day", [date(2026, 12, 10), date(2026, 12, 23), date(2027, 3, 25), date(2026, 6, 18)])
def test_an_ordinary_day_is_not(day: date) -> None:
    assert holiday_name(day) is None
    assert not is_day_off(day)


@pytest.mark.parametrize(
    ("day", "squeezed"),
    [
        (date(2027, 5, 7), True),  # the Friday after Ascension Day
        (date(2026, 1, 5), True),  # the Monday before Epiphany on a Tuesday
        (date(2026, 12, 28), False),  # a Monday with a Tuesday after it
        (date(2026, 12, 11), False),  # an ordinary Friday
        (date(2026, 12, 12), False),  # a Saturday is off itself
    ],
)
def test_a_working_day_alone_between_days_off_is_squeezed(day: date, squeezed: bool) -> None:
    assert is_squeezed(day) is squeezed


def test_july_is_quiet_and_august_is_not() -> None:
    assert is_quiet(date(2026, 7, 1))
    assert is_quiet(date(2026, 7, 31))
    assert not is_quiet(date(2026, 8, 3))
