"""One account's relation with the seller, counted: how often, how long, how, with whom, and whether they have met.

`weigh` needs the account's touchpoints and nothing else of the mailbox, so one account can be looked at alone.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from connectors.meetings import Place
from workers.relationships.accounts import Account, Standing
from workers.relationships.memory import NOTHING, Memory, city_of
from workers.relationships.modality import Certainty, Modality, Whose
from workers.relationships.names import person_name
from workers.relationships.rules import Rules
from workers.relationships.touchpoints import Touchpoint, seller_is_buyer

HALF_YEAR = timedelta(days=365) / 2
SAID = timedelta(hours=1)  # a visit is taken for so long where nobody knows
MONTHS = 6


@dataclass(frozen=True, slots=True)
class Counts:
    """Past touchpoints inside the window, by modality. A call we are not sure of is unknown."""

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
    perhaps_met: bool = False  # in a hybrid one: in the room or on the screen, nobody can tell


@dataclass(frozen=True, slots=True)
class ColleagueMet:
    """That a colleague met an account, on which day last; `meeting` is its `Touchpoint.shared_name`, or empty."""

    on: date
    meeting: str = ""


@dataclass(frozen=True, slots=True)
class Half:
    """Six months of a relation, for comparing with the six beside it."""

    touchpoints: int
    median: timedelta
    people: float  # outside people a meeting
    a_month: float


@dataclass(frozen=True, slots=True)
class Relationship:
    """`past` holds touchpoints that have ended and lie within the window, `coming` those ahead, both oldest first.

    One that is going on just now is in neither, yet counts among those that have begun: `ever`, `last_in_person`.
    """

    account: Account
    past: tuple[Touchpoint, ...]
    coming: tuple[Touchpoint, ...]
    counts: Counts
    ever: int  # touchpoints that began before now, the window's and older
    median_digital: timedelta | None  # of past digital touchpoints in the window
    short_share: float  # of past digital touchpoints in the window
    last_in_person: datetime | None  # ever: from calendars or the seller's word; hybrid is no visit and not here
    last_place: Place | None  # where people last met at their place, to go there again
    contacts: tuple[Contact, ...]
    earlier: Half | None
    later: Half | None
    last_hybrid: datetime | None = None  # ever: no visit, but no proof of never having met either
    digital_since: int = 0  # digital touchpoints after last_in_person, the window's and older
    last_city: str = ""  # the town of last_in_person, where the calendar has it
    at: datetime | None = None  # the moment it was weighed
    colleague_met: date | None = None  # the day a colleague last met them, where the company shares that they did
    colleague_beside: bool = False  # that was in a meeting the seller was in too

    @property
    def pictured(self) -> tuple[Touchpoint, ...]:
        """What a picture shows of the past: `past`, and the day the seller says they met where no calendar has a visit."""
        said = _as_said(self.account, self.at) if self.at else None
        if said is None or any(one.modality is Modality.IN_PERSON and _same_day(one, said) for one in self.past):
            return self.past
        return tuple(sorted((*self.past, said), key=lambda one: one.start))


def weigh(
    account: Account,
    touchpoints: Iterable[Touchpoint],
    *,
    names: Mapping[str, str],
    rules: Rules,
    now: datetime,
    memory: Memory = NOTHING,
    colleague: ColleagueMet | None = None,
) -> Relationship:
    """The relation with one account, counted at `now`. `names` are people's names by address; `memory` is what stays of
    older touchpoints; `colleague` is all that is known of colleagues."""
    rules = rules.for_tier(account.tier)
    known = sorted(touchpoints, key=lambda touchpoint: (touchpoint.start, touchpoint.uid))
    begun = [touchpoint for touchpoint in known if touchpoint.start < now]
    ended = [touchpoint for touchpoint in begun if touchpoint.end <= now]
    past = tuple(touchpoint for touchpoint in ended if touchpoint.start >= now - rules.window)
    digital = [touchpoint.length for touchpoint in past if touchpoint.digital]
    visit = next((touchpoint for touchpoint in reversed(begun) if touchpoint.modality is Modality.IN_PERSON), None)
    met = _last_met(account, visit.start if visit else memory.met_at, now)
    remembered = visit is None and met is not None and met == memory.met_at
    return Relationship(
        account=_judged(account, known),
        past=past,
        coming=tuple(touchpoint for touchpoint in known if touchpoint.start >= now),
        counts=_count(past),
        ever=len(begun) + memory.touchpoints,
        median_digital=_median(digital) if digital else None,
        short_share=sum(length <= rules.short for length in digital) / len(digital) if digital else 0.0,
        last_in_person=met,
        last_place=_their_place(begun) or memory.place,
        contacts=_contacts(ended, names, memory),
        earlier=_half(ended, now - 2 * HALF_YEAR, now - HALF_YEAR),
        later=_half(ended, now - HALF_YEAR, now),
        last_hybrid=next((t.start for t in reversed(begun) if t.modality is Modality.HYBRID), memory.hybrid_at),
        digital_since=_digital_since(ended, met) + (memory.digital_since if remembered else 0),
        last_city=memory.city if remembered else _city(visit, met),
        at=now,
        colleague_met=colleague.on if colleague else None,
        colleague_beside=colleague is not None and any(one.shared_name == colleague.meeting != "" for one in begun),
    )


def age(moment: datetime, now: datetime) -> timedelta:
    """How long ago by the seller's clock, whose zone `now` carries: to the same hour in another season whole days."""
    return now - moment.astimezone(now.tzinfo)


def _judged(account: Account, touchpoints: Sequence[Touchpoint]) -> Account:
    """The account as a vendor where it looks like one and nobody has said what it is."""
    if account.standing is Standing.UNREVIEWED and seller_is_buyer(touchpoints):
        return replace(account, standing=Standing.VENDOR)
    return account


def _count(past: Iterable[Touchpoint]) -> Counts:
    counted = Counter(touchpoint.counts_as for touchpoint in past)
    return Counts(**{modality.value: counted[modality] for modality in Modality})


def _last_met(account: Account, seen: datetime | None, now: datetime) -> datetime | None:
    """The last time in person: a visit in the calendar or the day the seller names, whichever is later."""
    said = datetime.combine(min(account.met, now.date()), time(), now.tzinfo) if account.met else None
    if said and seen:
        return seen if seen.astimezone(now.tzinfo).date() >= said.date() else said
    return seen or said


def _as_said(account: Account, now: datetime) -> Touchpoint | None:
    """The visit that the seller's word alone tells of: nobody knows its hour or its length."""
    if account.met is None:
        return None
    noon = datetime.combine(min(account.met, now.date()), time(12), now.tzinfo)
    return Touchpoint(
        account=account.key,
        uid="",
        recurrence_id=None,
        start=min(noon, now),
        length=SAID,
        title="",
        modality=Modality.IN_PERSON,
        certainty=Certainty.CERTAIN,
        people=(),
        ours=False,
        series=False,
    )


def _same_day(one: Touchpoint, other: Touchpoint) -> bool:
    return one.start.astimezone(other.start.tzinfo).date() == other.start.date()


def _their_place(begun: Sequence[Touchpoint]) -> Place | None:
    for touchpoint in reversed(begun):
        if touchpoint.modality is Modality.IN_PERSON and touchpoint.whose is Whose.CUSTOMER and touchpoint.place:
            return touchpoint.place
    return None


def _city(visit: Touchpoint | None, met: datetime | None) -> str:
    """The town of a visit, where it was the last time people met."""
    return city_of(visit.place) if visit and visit.place and visit.start == met else ""


def _digital_since(ended: Iterable[Touchpoint], met: datetime | None) -> int:
    return sum(touchpoint.digital and touchpoint.start > met for touchpoint in ended) if met else 0


def _contacts(ended: Iterable[Touchpoint], names: Mapping[str, str], memory: Memory) -> tuple[Contact, ...]:
    """Everybody met or spoken with, most meetings first."""
    meetings: dict[str, list[Touchpoint]] = {}
    for touchpoint in ended:
        for address in touchpoint.people:
            meetings.setdefault(address, []).append(touchpoint)
    contacts = [
        Contact(
            address=address,
            name=person_name(address, names.get(address, "")),
            meetings=len(seen),
            met=address in memory.met or any(touchpoint.modality is Modality.IN_PERSON for touchpoint in seen),
            last=seen[-1].start,
            perhaps_met=address in memory.perhaps_met
            or any(touchpoint.modality is Modality.HYBRID for touchpoint in seen),
        )
        for address, seen in meetings.items()
    ]
    return tuple(sorted(contacts, key=lambda contact: (-contact.meetings, contact.address)))


def _half(ended: Iterable[Touchpoint], since: datetime, until: datetime) -> Half | None:
    """The touchpoints that began from `since` and before `until`; None when there were none, for then nothing is usual."""
    held = [touchpoint for touchpoint in ended if since <= touchpoint.start < until]
    if not held:
        return None
    return Half(
        touchpoints=len(held),
        median=_median([touchpoint.length for touchpoint in held]),
        people=sum(len(touchpoint.people) for touchpoint in held) / len(held),
        a_month=len(held) / MONTHS,
    )


def _median(lengths: Sequence[timedelta]) -> timedelta:
    ordered = sorted(lengths)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2
