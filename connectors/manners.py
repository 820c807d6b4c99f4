"""How we behave towards any server: we say who we are, and wait as long as it asks us to. RFC 9110, section 10.2.3."""

import logging
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from importlib.metadata import version
from math import isfinite

LONGEST_WAIT = timedelta(days=1)

# They write whole addresses, keys and all, already at their warnings.
for talkative in ("urllib3", "requests_cache", "requests_ratelimiter", "pyrate_limiter"):
    logging.getLogger(talkative).setLevel(logging.CRITICAL)


def utc_now() -> datetime:
    return datetime.now(UTC)


def user_agent(contact: str = "") -> str:
    """`contact` is an address where whoever runs the server can find out who asks."""
    return f"Kanelbulle/{version('kanelbulle')}" + f" (+{contact})" * bool(contact)


def read_retry_after(header: str, *, now: datetime) -> timedelta | None:
    """Seconds, also as 0.5 though RFC 9110 has none such, or a date; a day at most."""
    try:
        seconds = float(header)
    except ValueError:
        return _until(header, now=now)
    if not isfinite(seconds) or seconds < 0:
        return None
    return timedelta(seconds=min(seconds, LONGEST_WAIT.total_seconds()))


def _until(header: str, *, now: datetime) -> timedelta | None:
    moment = read_date(header)
    return None if moment is None else min(max(moment - now, timedelta()), LONGEST_WAIT)


def read_date(header: str) -> datetime | None:
    """A date as HTTP writes it, or None."""
    try:
        moment = parsedate_to_datetime(header)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
