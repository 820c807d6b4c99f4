"""Whether a bakery is open when somebody passes, by the `opening_hours` of OpenStreetMap.

Syntax: https://wiki.openstreetmap.org/wiki/Key:opening_hours/specification. Hours that cannot be read, or that leave
the moment open, are not known: that is the usual case, and nobody is sent to a closed door on a guess.
"""

import re
from datetime import datetime

from opening_hours import OpeningHours, State

LONGEST = 255  # a value in OpenStreetMap holds no more
ALWAYS = "24/7"
UNTOLD = re.compile(r"\bSH\b|sunrise|sunset|dawn|dusk", re.IGNORECASE)  # school holidays, and the sun over no place
PUBLIC_HOLIDAYS = re.compile(r"\bPH\b")


def is_open(hours: str, at: datetime, *, country: str = "SE") -> bool | None:
    """Open or not at `at`, which is in the zone of the bakery; None when not known.

    Hours that say nothing of public holidays are not trusted on one, and a remark ("ring först") is not a promise.
    """
    read = _read(hours.strip(), country)
    if read is None:
        return None
    clock = at.replace(tzinfo=None)  # by the clock on its wall; the library takes no hour that a clock skips
    state, remark = read.state(clock)
    if state == State.CLOSED:
        return False
    if state != State.OPEN or remark or _holiday_untold(hours, clock, country):
        return None
    return True


def _read(hours: str, country: str) -> OpeningHours | None:
    if not hours or len(hours) > LONGEST or UNTOLD.search(hours):
        return None
    try:
        return OpeningHours(hours, country=country or None)
    except Exception:  # not its syntax, or a country without holidays; the library's types do not name its errors
        return None


def _holiday_untold(hours: str, clock: datetime, country: str) -> bool:
    if hours.strip() == ALWAYS or PUBLIC_HOLIDAYS.search(hours) or not country:
        return False
    return OpeningHours("PH 00:00-24:00", country=country).is_open(clock)
