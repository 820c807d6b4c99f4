"""Which days a series has, from its pattern and range.

https://learn.microsoft.com/graph/api/resources/patternedrecurrence
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import takewhile
from typing import Any

from dateutil.rrule import DAILY, FR, MO, MONTHLY, SA, SU, TH, TU, WE, WEEKLY, YEARLY, rrule

from tests.simulators.microsoft.errors import bad_request

DAYS = {"monday": MO, "tuesday": TU, "wednesday": WE, "thursday": TH, "friday": FR, "saturday": SA, "sunday": SU}
INDEX = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1}
OFTEN = {
    "daily": DAILY,
    "weekly": WEEKLY,
    "absoluteMonthly": MONTHLY,
    "relativeMonthly": MONTHLY,
    "absoluteYearly": YEARLY,
    "relativeYearly": YEARLY,
}
FAR = timedelta(days=365 * 30)


def days_of(recurrence: dict[str, Any], until: date) -> Iterator[date]:
    """Every day the pattern gives, in order, up to and with `until`."""
    begin = date.fromisoformat(recurrence["range"]["startDate"])
    rule = rrule(
        dtstart=datetime.combine(begin, time()), **_pattern(recurrence["pattern"]), **_range(recurrence["range"])
    )
    return (at.date() for at in takewhile(lambda at: at.date() <= until, rule))


def last_day(recurrence: dict[str, Any]) -> date:
    """The last day, or one far away for what does not end."""
    begin = date.fromisoformat(recurrence["range"]["startDate"])
    if recurrence["range"]["type"] == "endDate":
        return date.fromisoformat(recurrence["range"]["endDate"])
    return begin + FAR


def read_recurrence(told: Any, begin: date, zone: str) -> dict[str, Any]:
    """What a client wrote, with what Graph fills in; refused where it is no recurrence."""
    try:
        pattern, limit = dict(told["pattern"]), dict(told["range"])
        whole = {"pattern": {**PLAIN_PATTERN, **pattern}, "range": {**PLAIN_RANGE, "recurrenceTimeZone": zone, **limit}}
        whole["range"].setdefault("startDate", begin.isoformat())
        if whole["range"]["type"] != "endDate":
            whole["range"]["endDate"] = "0001-01-01"
        next(days_of(whole, begin + FAR))
    except (KeyError, TypeError, ValueError, AttributeError, StopIteration) as error:
        raise bad_request("The recurrence pattern is not valid.", "ErrorInvalidRecurrence") from error
    return whole


PLAIN_PATTERN = {"interval": 1, "month": 0, "dayOfMonth": 0, "firstDayOfWeek": "sunday", "index": "first"}
PLAIN_RANGE = {"numberOfOccurrences": 0}


def _pattern(told: dict[str, Any]) -> dict[str, Any]:
    kind = told["type"]
    rule: dict[str, Any] = {"freq": OFTEN[kind], "interval": told.get("interval", 1)}
    if kind == "weekly":
        rule["wkst"] = DAYS[told.get("firstDayOfWeek", "sunday")]
    if kind == "weekly" or kind.startswith("relative"):
        rule["byweekday"] = [DAYS[day] for day in told["daysOfWeek"]]
    if kind.startswith("relative"):
        rule["bysetpos"] = INDEX[told.get("index", "first")]
    if kind.startswith("absolute"):
        rule |= _day_of_month(told["dayOfMonth"])
    if kind.endswith("Yearly"):
        rule["bymonth"] = told["month"]
    return rule


def _day_of_month(day: int) -> dict[str, Any]:
    """The 31st is the last day in a shorter month."""
    return {"bymonthday": day} if day <= 28 else {"bymonthday": list(range(28, day + 1)), "bysetpos": -1}


def _range(told: dict[str, Any]) -> dict[str, Any]:
    if told["type"] == "numbered":
        return {"count": told["numberOfOccurrences"]}
    if told["type"] == "endDate":
        return {"until": datetime.combine(date.fromisoformat(told["endDate"]), time.max)}
    return {}
