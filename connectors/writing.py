"""How a calendar is written to, the same at every vendor: one meeting at a time, as it stands now, and taken back.

Nothing here writes to a customer. A vendor mails whoever is in a meeting when its organiser changes it; who that is, is
told beforehand in `Standing.mailed`.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol, runtime_checkable
from zoneinfo import ZoneInfo

from connectors.meetings import Meeting, Person, Place


@dataclass(frozen=True, slots=True)
class Standing:
    """A meeting as it stands at the vendor at this moment, and what may be done with it.

    `handle` is the vendor's own name for this occurrence, `version` changes with every edit, `body` is as it is kept
    there: both are the connector's own. `mine`: the seller organises it, and may change it.
    """

    meeting: Meeting
    handle: str
    version: str
    mine: bool
    mailed: tuple[Person, ...] = ()  # whom the vendor mails when it is changed
    takes_proposals: bool = False  # the organiser lets others propose another time
    can_leave_screen: bool = False  # its online room can be taken out
    takes_text: bool = True  # its body can be changed without ending the online meeting
    join_url: str = ""  # of its own room on screen, as the vendor keeps it
    body: str = field(default="", repr=False)
    body_kind: str = ""
    place: str = ""  # as it is written


@dataclass(frozen=True, slots=True)
class MeetingDraft:
    """What a meeting becomes. `text` goes above what its body says; empty: nothing does. The room on screen stays as a
    back-up with `keep_online`."""

    start: datetime
    end: datetime
    place: Place
    text: str = ""
    keep_online: bool = True


@dataclass(frozen=True, slots=True)
class Before:
    """What a meeting was before it was converted, and the `text` of ours that is to be taken out again. Its body is not
    kept: a room on screen that was taken out comes back as a new one."""

    start: datetime
    end: datetime
    place: str
    text: str
    was_online: bool


@dataclass(frozen=True, slots=True)
class Written:
    """What a meeting has become, as read back. `is_online`: it still has its room on screen."""

    version: str
    is_online: bool


@dataclass(frozen=True, slots=True)
class Hold:
    """A time of the seller's own, set aside for travel. `key` names it for good: asked for twice it is made once."""

    key: str
    title: str
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Made:
    """Something of ours at the vendor."""

    handle: str
    version: str = ""


class Writable(Protocol):
    """A calendar that can be written to. Every verb raises SignInNeeded, AccessDenied, TryLater, NotThere, Refused and
    Unclear; those that change something raise Changed where it is no longer as it was."""

    def stands(self, uid: str, recurrence_id: datetime | None) -> Standing:
        """One meeting, or one occurrence of a series, as it is now."""
        ...

    def convert(self, standing: Standing, draft: MeetingDraft) -> Written:
        """One write, by the organiser. What already is as drafted is left alone."""
        ...

    def restore(self, standing: Standing, before: Before) -> Written:
        """The meeting as it was before. Who is in it is mailed once more."""
        ...

    def propose(self, standing: Standing, *, start: datetime, end: datetime, comment: str) -> None:
        """Another time, proposed to the organiser by an attendee, who answers tentatively with it."""
        ...

    def hold(self, hold: Hold) -> Made:
        """Private, without anybody else in it. One that is there already by this key is that one."""
        ...

    def move_hold(self, made: Made, *, start: datetime, end: datetime) -> Made:
        """Raises NotThere for one its owner has removed."""
        ...

    def remove_hold(self, made: Made) -> None:
        """One that is gone is fine."""
        ...

    def draft_mail(self, *, to: tuple[Person, ...], subject: str, body: str) -> str:
        """A draft in the seller's own mail, never sent by us; where it opens."""
        ...


@runtime_checkable
class CanWrite(Protocol):
    """A calendar that can also be written to."""

    def writer(self, zone: ZoneInfo) -> Writable:
        """`zone` is the seller's: what is written is told in it."""
        ...


SAME_TIME = timedelta(seconds=1)


def is_as_drafted(standing: Standing, draft: MeetingDraft) -> bool:
    """Whether the meeting already is what it was to become: a write whose answer was lost is not done twice."""
    meeting = standing.meeting
    there = standing.place.strip().casefold() == draft.place.text.strip().casefold()
    return there and abs(meeting.start - draft.start) < SAME_TIME and abs(meeting.end - draft.end) < SAME_TIME
