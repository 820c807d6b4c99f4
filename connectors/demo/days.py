"""Which days people meet in Sweden: not on weekends, holidays and their eves, in July, or between Christmas and Epiphany."""

from datetime import date, timedelta
from functools import cache

import holidays

WEEK = timedelta(weeks=1)
FREE = ("public", "de_facto")  # by law, and the eves everybody takes off


def is_free(day: date) -> bool:
    """Nobody works: a weekend, a holiday, or an eve that Swedes take off."""
    return day.weekday() >= 5 or day in _holidays(day.year)


def is_quiet(day: date) -> bool:
    """The slump of July, and the weeks round Christmas."""
    return day.month == 7 or (day.month, day.day) >= (12, 22) or (day.month, day.day) <= (1, 6)


def is_met(day: date) -> bool:
    """Whether people meet that day."""
    return not is_free(day) and not is_quiet(day)


def slide(day: date, towards: timedelta) -> date:
    """The same day, or the nearest one people meet in steps of `towards`."""
    while not is_met(day):
        day += towards
    return day


@cache
def _holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("SE", years=year, include_sundays=False, categories=FREE))
