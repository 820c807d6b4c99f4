"""Which repetition rules can be followed: those that come to an end, within a bounded number of steps.

RFC 5545, section 3.3.10 allows a meeting every second since 1601, and rules that never match; libraries follow them.
"""

from datetime import date

MOST_STEPS = 60_000
MOST_A_DAY = 24
LAST_DAY = {2: 29, 4: 30, 6: 30, 9: 30, 11: 30}
STEPS_A_YEAR = {"DAILY": 366, "WEEKLY": 53, "MONTHLY": 12, "YEARLY": 1}
WITHIN_A_DAY = ("BYHOUR", "BYMINUTE", "BYSECOND")


def objection(rule: str, start: date | None = None, until: date | None = None) -> str:
    """The cause why the rule cannot be followed from `start` to `until`, or an empty text when it can."""
    parts = dict(part.partition("=")[::2] for part in rule.upper().replace(" ", "").split(";") if "=" in part)
    frequency = parts.get("FREQ", "")
    if frequency not in STEPS_A_YEAR:
        return "entry.within_a_day" if frequency.endswith("LY") else "entry.no_frequency"
    interval = parts.get("INTERVAL", "1")
    if not (interval.isascii() and interval.isdigit() and 1 <= int(interval[:9]) <= 9999):
        return "entry.interval"
    if _times_a_day(parts) > MOST_A_DAY:
        return "entry.times_a_day"
    if "BYEASTER" in parts or not _can_match(parts):
        return "entry.never"
    if start and until:
        steps = (until.year - start.year + 1) * STEPS_A_YEAR[frequency] // int(interval)
        days = len(parts["BYDAY"].split(",")) if frequency == "WEEKLY" and "BYDAY" in parts else 1
        if steps * days * _times_a_day(parts) > MOST_STEPS:
            return "entry.since_long"
    return ""


def _times_a_day(parts: dict[str, str]) -> int:
    times = 1
    for name in WITHIN_A_DAY:
        times *= len(parts[name].split(",")) if name in parts else 1
    return times


def _can_match(parts: dict[str, str]) -> bool:
    """False for what no calendar has: the 30th of February, the sixth Monday of a month."""
    months, days = _numbers(parts, "BYMONTH"), _numbers(parts, "BYMONTHDAY")
    if any(not 1 <= month <= 12 for month in months) or any(not 1 <= abs(day) <= 31 for day in days):
        return False
    longest = max((LAST_DAY.get(month, 31) for month in months), default=31)
    if days and min(abs(day) for day in days) > longest:
        return False
    ordinals = [day[:-2] for day in parts.get("BYDAY", "").split(",") if len(day) > 2]
    if ordinals and (days or "BYWEEKNO" in parts or "BYYEARDAY" in parts):
        return False
    most = 53 if parts["FREQ"] == "YEARLY" and not months else 5
    if any(not 1 <= abs(_number(ordinal)) <= most for ordinal in ordinals):
        return False
    return _position_exists(parts)


def _position_exists(parts: dict[str, str]) -> bool:
    positions = _numbers(parts, "BYSETPOS")
    if not positions:
        return True
    weekdays = len(parts["BYDAY"].split(",")) if "BYDAY" in parts else 1
    weeks = {"DAILY": 0, "WEEKLY": 1, "MONTHLY": 4, "YEARLY": 52}[parts["FREQ"]]
    candidates = max(1, weekdays * weeks, len(_numbers(parts, "BYMONTHDAY"))) * _times_a_day(parts)
    return min(abs(position) for position in positions) <= candidates and 0 not in positions


def _numbers(parts: dict[str, str], name: str) -> list[int]:
    return [_number(part) for part in parts[name].split(",")] if parts.get(name) else []


def _number(text: str) -> int:
    try:
        return int(text[:6])
    except ValueError:
        return 0
