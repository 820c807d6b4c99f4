"""Moments as the tables have them: whole seconds since 1970, and ISO weeks as one number that sorts."""

from datetime import UTC, date, datetime


def seconds_of(moment: datetime) -> int:
    return int(moment.timestamp())


def moment_of(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def moment_if(seconds: int | None) -> datetime | None:
    return None if seconds is None else moment_of(seconds)


def week_of(day: date) -> int:
    """202648 for a day of the 48th ISO week of 2026. The day is the seller's own, in the seller's zone."""
    year, week, _ = day.isocalendar()
    return year * 100 + week
