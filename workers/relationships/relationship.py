"""One account's relation with the seller, counted: how often, how long, how, with whom, and whether they have met."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from connectors.meetings import Place
from workers.relationships.accounts import Account
from workers.relationships.touchpoints import Touchpoint


@dataclass(frozen=True, slots=True)
class Counts:
    """Past touchpoints inside the window, by modality."""

    in_person: int = 0
    hybrid: int = 0
    video: int = 0
    phone: int = 0
    unknown: int = 0

    @property
    def digital(self) -> int:
        return self.video + self.phone

    @property
    def total(self) -> int:
        return self.in_person + self.hybrid + self.video + self.phone + self.unknown


@dataclass(frozen=True, slots=True)
class Contact:
    """One person on the other side: in how many past meetings, and whether in one where people met in person."""

    address: str
    name: str
    meetings: int
    met: bool
    last: datetime


@dataclass(frozen=True, slots=True)
class Half:
    """Six months of a relation, for comparing with the six beside it."""

    touchpoints: int
    median: timedelta
    people: float  # outside people a meeting
    a_month: float


@dataclass(frozen=True, slots=True)
class Relationship:
    """`past` holds touchpoints that have ended and lie within the window, `coming` those ahead, both oldest first."""

    account: Account
    past: tuple[Touchpoint, ...]
    coming: tuple[Touchpoint, ...]
    counts: Counts
    ever: int  # touchpoints before now, the window's and older
    median_digital: timedelta | None  # of past digital touchpoints in the window
    short_share: float  # of past digital touchpoints in the window
    last_in_person: datetime | None  # ever: from calendars or the seller's word; hybrid counts as having met
    last_place: Place | None  # where that was, when the place was theirs
    contacts: tuple[Contact, ...]
    earlier: Half | None
    later: Half | None
