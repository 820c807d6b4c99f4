"""A touchpoint: one meeting with one account that counts for the relation; and why other meetings do not count.

Who sits on which side is worked out once a meeting (`read_sides`); everything else asks that.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from connectors.meetings import AttendeeKind, LinkSource, Meeting, Place, Response, ShownAs
from workers.relationships.accounts import AccountBook, account_key
from workers.relationships.addresses import is_own
from workers.relationships.modality import Certainty, Evidence, Judgement, Modality, Whose
from workers.relationships.roles import sounds_like_buying
from workers.relationships.rules import Rules


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
    """`people` are the outside attendees of this account, lower-case addresses; `ours`: the seller's side organised it,
    `theirs`: this account did; neither, when somebody else did or the calendar does not say."""

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
    theirs: bool = False
    provider: str = ""  # of the online room: teams, meet, zoom ...
    evidence: tuple[Evidence, ...] = ()  # what decided the modality
    area: str = ""  # the area code in their signature, where they wrote the invitation
    shared_uid: str = ""

    @property
    def shared_name(self) -> str:
        """What everybody's copy of this very meeting is called; empty where the calendar names none."""
        if not self.shared_uid:
            return ""
        return f"{self.shared_uid}.{int(self.recurrence_id.timestamp()) if self.recurrence_id else 0}"

    @property
    def end(self) -> datetime:
        return self.start + self.length

    @property
    def counts_as(self) -> Modality:
        """The modality a count may lean on: a call we are not sure of is unknown, a visit we are not sure of still
        clears flags. Telling somebody they never met the week after a visit costs more than a flag missed."""
        if self.certainty is UNSURE and self.modality in DIGITAL:
            return Modality.UNKNOWN
        return self.modality

    @property
    def digital(self) -> bool:
        return self.counts_as in DIGITAL


DIGITAL = (Modality.VIDEO, Modality.PHONE)
FACE_TO_FACE = (Modality.IN_PERSON, Modality.HYBRID)
ACCEPTED, DECLINED = Response.ACCEPTED, Response.DECLINED  # asked of every attendee: a name is quicker than a member
RESOURCE, FREE, UNSURE = AttendeeKind.RESOURCE, ShownAs.FREE, Certainty.UNKNOWN
BY_HAND = (LinkSource.LOCATION, LinkSource.TYPED)

CANCELLED = re.compile(
    r"\W*(?:cancell?ed|inställ[td]a?|avbokat|avbokad|avlyst|aflyst|peruutettu|peruttu|abgesagt|geannuleerd|annul[ée])"
    r"(?:\s*[:\N{EN DASH}-]|\s*$)",
    re.IGNORECASE,
)
WATCHED = re.compile(
    r"\b(?:web+inar(?:i?um|iet|ier|er|ie|e|s)?|webinaari\w*|online-?seminar|town\W?hall|all\W?hands|live\W?stream(?:ing)?"
    r"|livesänd\w+|direktesending|virtual event|open house)\b",
    re.IGNORECASE,
)

THEIRS_SHARE = 0.8  # so much of what happens with an account they must organise themselves to look like sellers
BUYING_SHARE = 1 / 3  # and so many of those meetings must sound like it


OURS = ""
LONGEST_TITLE = 300  # as much of it as is read


class Keys(dict[str, str | None]):
    """The account of each address, aliases followed, worked out once: OURS on our side, None for nobody."""

    def __init__(self, own: frozenset[str], book: AccountBook) -> None:
        super().__init__()
        self._own, self._book = own, book

    def __missing__(self, address: str) -> str | None:
        key = account_key(address, own=self._own)
        found = self[address] = self._book.belongs(key) if key else OURS if is_own(address, own=self._own) else None
        return found


class Sides(NamedTuple):
    """Who is in a meeting, seen from the seller. Rooms and people who said no are not in it."""

    others: Mapping[str, list[str]]  # account -> addresses, in the order of the invitation
    organizer: str | None  # the outside account that invites; None when our side does, or nobody knows
    ours: bool
    declined: bool  # by the seller
    agreed: bool  # somebody outside, or the seller as a guest, has said yes

    @property
    def outside(self) -> int:
        return sum(map(len, self.others.values()))

    @property
    def account(self) -> str | None:
        """The one the meeting is most about: whoever invites, else whoever comes with most people."""
        if self.organizer or not self.others:
            return self.organizer
        return (
            max(self.others, key=lambda key: len(self.others[key])) if len(self.others) > 1 else next(iter(self.others))
        )


def read_sides(meeting: Meeting, *, owner: str, keys: Keys, names: dict[str, str]) -> Sides:
    """Who is on which side of a meeting. People's names are noted in `names` in passing."""
    others: dict[str, list[str]] = {}
    declined = agreed = False
    host = None
    hosting = ""
    if meeting.organizer is not None:
        hosting = meeting.organizer.address
        host = keys[hosting]
        if host:
            others[host] = [hosting]
            if meeting.organizer.name:
                names[hosting] = meeting.organizer.name
    for attendee in meeting.attendees:
        person, response = attendee.person, attendee.response
        address = person.address
        if address == owner:
            declined = declined or response is DECLINED
            agreed = agreed or (response is ACCEPTED and address != hosting)
            continue
        key = keys[address]
        if not key or response is DECLINED or attendee.kind is RESOURCE:
            continue
        if person.name:
            names[address] = person.name
        agreed = agreed or response is ACCEPTED
        people = others.get(key)
        if people is None:
            others[key] = [address]
        elif address not in people:
            people.append(address)
    return Sides(others, host or None, host == OURS, declined, agreed)


def skip(
    meeting: Meeting, sides: Sides, judgement: Judgement, *, refused: Collection[str], rules: Rules
) -> Skipped | None:
    """Why the meeting does not count for any relation, or None. `refused` are accounts said not to be customers."""
    cancelled, watched = _title_says(meeting.title[:LONGEST_TITLE])
    if meeting.cancelled or cancelled:
        return Skipped.CANCELLED
    if sides.declined:
        return Skipped.DECLINED
    if meeting.all_day:
        return Skipped.ALL_DAY
    if _is_broadcast(meeting, judgement, watched=watched):
        return Skipped.BROADCAST
    if not sides.others:
        return Skipped.NOBODY_OUTSIDE
    if sides.outside + meeting.omitted >= rules.large_group:
        return Skipped.LARGE_GROUP
    if len(sides.others) >= rules.many_companies:
        return Skipped.MANY_COMPANIES
    if refused and all(key in refused for key in sides.others):
        return Skipped.NOT_A_CUSTOMER
    if meeting.shown_as is FREE and not _is_real(meeting, sides, judgement):
        return Skipped.SHOWN_FREE
    return None


def _is_broadcast(meeting: Meeting, judgement: Judgement, *, watched: bool) -> bool:
    """A broadcast link always is one; a word in the title is not enough where people met ("Webbinarium, planering")."""
    if meeting.online is not None and meeting.online.broadcast:
        return True
    return watched and judgement.modality not in FACE_TO_FACE


def _is_real(meeting: Meeting, sides: Sides, judgement: Judgement) -> bool:
    """Whether a meeting shown as free is one all the same: somebody said yes, or a person chose how to meet.

    Shown as free with an automatic link and no answer is a note sent to many, a holiday, a held time.
    """
    if sides.agreed or judgement.modality in (Modality.IN_PERSON, Modality.HYBRID, Modality.PHONE):
        return True
    return meeting.online is not None and meeting.online.source in BY_HAND


@lru_cache(maxsize=8192)
def _title_says(title: str) -> tuple[bool, bool]:
    """Whether a title says the meeting is off, and whether it says people watch rather than meet."""
    return bool(CANCELLED.match(title)), bool(WATCHED.search(title))


def touchpoints(
    meeting: Meeting, sides: Sides, judgement: Judgement, *, area: str = "", refused: Collection[str] = ()
) -> list[Touchpoint]:
    """One touchpoint for each account in the meeting that may be a customer."""
    return [
        Touchpoint(
            key,
            meeting.uid,
            meeting.recurrence_id,
            meeting.start,
            meeting.end - meeting.start,
            meeting.title,
            judgement.modality,
            judgement.certainty,
            tuple(people),
            sides.ours,
            meeting.series,
            judgement.whose,
            judgement.place,
            key == sides.organizer,
            meeting.online.provider if meeting.online is not None else "",
            judgement.evidence,
            area if key == sides.organizer else "",
            meeting.shared_uid,
        )
        for key, people in sides.others.items()
        if key not in refused
    ]


def seller_is_buyer(touchpoints: Sequence[Touchpoint]) -> bool:
    """Whether an account sells to the seller, or recruits: they invite, and their titles say so. Either alone is not
    enough: customers invite too, and a seller gives demos."""
    theirs = [touchpoint for touchpoint in touchpoints if touchpoint.theirs]
    if not theirs or len(theirs) / len(touchpoints) < THEIRS_SHARE:
        return False
    return (
        sum(sounds_like_buying(touchpoint.title[:LONGEST_TITLE]) for touchpoint in theirs) / len(theirs) >= BUYING_SHARE
    )
