"""A touchpoint: one meeting with one account that counts for the relation; and why other meetings do not count."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from connectors.meetings import Place
from workers.relationships.modality import Certainty, Modality, Whose


class Skipped(StrEnum):
    """Why a meeting is no touchpoint."""

    CANCELLED = "cancelled"
    DECLINED = "declined"
    ALL_DAY = "all_day"
    BROADCAST = "broadcast"
    LARGE_GROUP = "large_group"
    MANY_COMPANIES = "many_companies"
    SHOWN_FREE = "shown_free"
    NOBODY_OUTSIDE = "nobody_outside"
    NOT_A_CUSTOMER = "not_a_customer"


@dataclass(frozen=True, slots=True)
class Touchpoint:
    """`people` are the outside attendees of this account, lower-case addresses; `ours`: the seller's side organised it."""

    account: str
    uid: str
    recurrence_id: datetime | None
    start: datetime
    length: timedelta
    title: str
    modality: Modality
    certainty: Certainty
    people: tuple[str, ...]
    ours: bool
    series: bool
    whose: Whose = Whose.UNKNOWN
    place: Place | None = None
