"""What the seller has said about an account or a meeting. Corrections last and win over everything read."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum


class CorrectionKind(StrEnum):
    CUSTOMER = "customer"
    NOT_CUSTOMER = "not_customer"
    OURS = "ours"
    MET = "met"  # value: the date, ISO 8601
    PREFERS_DIGITAL = "prefers_digital"
    NEVER_HERE = "never_here"
    NO_GIFTS = "no_gifts"
    PLACE = "place"  # value: where they sit, in the seller's words
    BAKERY = "bakery"  # value: where to buy buns on the way there; uid: the town it is in, where that is known
    ALIAS = "alias"  # value: the account key this one belongs to
    WRONG = "wrong"  # value: the flag kind that was wrong, never to be raised for this account again
    MODALITY = "modality"  # `account` is empty; uid says which meeting or series, value which modality
    MODALITY_ONCE = "modality_once"  # the same of one occurrence of a series; uid is what `once` makes of it


EARLIEST = date(1990, 1, 1)
OF_MEETINGS = frozenset({CorrectionKind.MODALITY, CorrectionKind.MODALITY_ONCE})


@dataclass(frozen=True, slots=True)
class Correction:
    """One thing said, once per (kind, account, uid): the latest word stands. `account` is an account key."""

    kind: CorrectionKind
    account: str
    said_at: datetime
    value: str = ""
    uid: str = ""

    @property
    def meeting(self) -> tuple[str, datetime | None]:
        """The uid of the meeting it is about, and which occurrence of it: None for all there are."""
        return _read_once(self.uid) if self.kind is CorrectionKind.MODALITY_ONCE else (self.uid, None)


def read_met(written: str, *, today: date) -> date:
    """The day people say they met. Raises ValueError for what is no day, or none on which they can have."""
    met = date.fromisoformat(written)
    if not EARLIEST <= met <= today:
        raise ValueError("nobody has met on that day")
    return met


def once(uid: str, recurrence_id: datetime) -> str:
    """One occurrence of a series as the `uid` of a correction."""
    return f"{int(recurrence_id.timestamp())} {uid}"


def _read_once(written: str) -> tuple[str, datetime]:
    seconds, _, uid = written.partition(" ")
    return uid, datetime.fromtimestamp(int(seconds), UTC)
