"""One name for a meeting in everybody's calendar: each copy has an id of its own, and what they share is written differently.

RFC 5545 UID; [MS-OXOCAL] PidLidGlobalObjectId, in which Exchange writes the day of an occurrence and wraps others' names.
"""

import re
from hashlib import blake2b

GLOBAL = "040000008200E00074C5B7101A82E008"
DAY = slice(len(GLOBAL), len(GLOBAL) + 8)
WRAPPED = re.compile(rb"vCal-Uid\x01\0\0\0([^\0]+)\0?", re.DOTALL)
LONGEST = 4_000  # letters of a name; nobody's are that long
SIZE = 12  # bytes


def shared_uid(ical_uid: str | None) -> str:
    """The same for all copies of a meeting and all days of a series, 24 letters; empty where a calendar names none.

    `ical_uid` is Graph's iCalUId, Google's iCalUID or the UID of a file.
    """
    named = (ical_uid or "").strip()
    if not named or len(named) > LONGEST:
        return ""
    return blake2b(_plain(named).encode(), digest_size=SIZE).hexdigest()


def _plain(named: str) -> str:
    if not named.upper().startswith(GLOBAL) or len(named) < DAY.stop:
        return named
    try:
        data = bytes.fromhex(named[DAY.stop :])
    except ValueError:
        return named
    wrapped = WRAPPED.search(data)
    return wrapped[1].decode("utf-8", "replace") if wrapped else GLOBAL + data.hex()
