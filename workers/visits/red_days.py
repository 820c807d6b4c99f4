"""Which days people are off in Sweden: public holidays, the eves everybody takes, and the squeezed days between.

The days come from the package `holidays` (https://holidays.readthedocs.io), one year at a time, when first asked for.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache

ONE_DAY = timedelta(days=1)
SATURDAY = 5
JULY = 7


def holiday_name(day: date, language: str = "sv") -> str | None:
    """What the holiday is called, in Swedish or English; None on an ordinary day."""
    return _year(day.year, "sv" if language == "sv" else "en_US").get(day)


def is_weekend(day: date) -> bool:
    return day.weekday() >= SATURDAY


def is_day_off(day: date) -> bool:
    return is_weekend(day) or day in _year(day.year, "sv")


def is_squeezed(day: date) -> bool:
    """A working day alone between two days off: a klämdag, when half the country is away."""
    return not is_day_off(day) and is_day_off(day - ONE_DAY) and is_day_off(day + ONE_DAY)


def is_quiet(day: date) -> bool:
    """A day on which people may be away though it is a working day."""
    return day.month == JULY or is_squeezed(day)


@lru_cache(maxsize=64)
def _year(year: int, language: str) -> Mapping[date, str]:
    from holidays import country_holidays  # costs a tenth of a second to import: only when a visit is weighed

    found = country_holidays("SE", years=year, language=language, categories=("public", "de_facto"))
    return dict(found)
