"""Names of things in a mailbox: two kinds of id for one item, keys that change at each edit, and iCalUId.

https://learn.microsoft.com/graph/outlook-immutable-id
https://learn.microsoft.com/openspecs/exchange_server_protocols/ms-oxocal (PidLidGlobalObjectId)
"""

import base64
import binascii
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from tests.simulators.microsoft.errors import malformed_id

LASTING = "AAkALgAAAAAAHYQDEapmEc2byACqAC-EWg0A"  # as ids begin that stay
CHANGING = "AAMkADBhNzc3ZWMyLTk5NmEtNDE3MC04ZDYx_"
GLOBAL = "040000008200E00074C5B7101A82E008"


@dataclass(frozen=True, slots=True)
class Ident:
    """An item of a mailbox by its number, or with a day, one occurrence of the series of that number."""

    number: int
    day: date | None = None

    @property
    def master(self) -> "Ident":
        return Ident(self.number)


def write_id(box: str, ident: Ident, *, lasting: bool) -> str:
    """As clients see it; `box` is the mailbox's own id."""
    day = ident.day.toordinal() if ident.day else 0
    raw = _mark(box) + ident.number.to_bytes(4, "big") + day.to_bytes(4, "big")
    return (LASTING if lasting else CHANGING) + base64.urlsafe_b64encode(raw).decode()


def read_id(box: str, text: str) -> Ident | None:
    """Either kind, letter by letter; None where it is of another mailbox."""
    for start in (LASTING, CHANGING):
        if text.startswith(start):
            break
    else:
        raise malformed_id()
    try:
        raw = base64.b64decode(text.removeprefix(start), altchars=b"-_", validate=True)
    except binascii.Error as error:
        raise malformed_id() from error
    if len(raw) != 20:
        raise malformed_id()
    if raw[:12] != _mark(box):
        return None
    day = int.from_bytes(raw[16:], "big")
    return Ident(int.from_bytes(raw[12:16], "big"), date.fromordinal(day) if 0 < day < date.max.toordinal() else None)


def change_key(box: str, version: int) -> str:
    return base64.b64encode(_mark(box + "keys") + b"\0\0\0" + version.to_bytes(4, "big") + b"\0\0\0").decode()


def new_uid(box: str, number: int) -> str:
    return f"{GLOBAL}00000000{sha256(f'{box}/{number}'.encode()).hexdigest()[:32].upper()}"


def uid_of_day(uid: str, day: date) -> str:
    """The iCalUId of an occurrence: the day stands in the middle. A foreign uid is wrapped first."""
    stands = f"{day.year:04X}{day.month:02X}{day.day:02X}"
    if uid.upper().startswith(GLOBAL) and len(uid) >= 40:
        return uid[:32] + stands + uid[40:]
    data = b"vCal-Uid\x01\0\0\0" + uid.encode() + b"\0"
    return f"{GLOBAL}{stands}{'00' * 16}{len(data).to_bytes(4, 'little').hex()}{data.hex()}".upper()


def _mark(box: str) -> bytes:
    return sha256(box.encode()).digest()[:12]
