"""Reads a calendar into the store: what changed since the mark, then a review of the accounts it touches.

The same calendar read again costs what changed in it. Meetings, mark and review are kept in one transaction.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from tzlocal import get_localzone

from connectors.calendars import SyncMark, Unread
from connectors.crm import CrmRecord
from connectors.errors import MarkExpired
from connectors.ics import CalendarFiles, Source
from connectors.meetings import AttendeeKind, Meeting
from workers.office import Office
from workers.reading import Gathered, OwnerUnknown, gather, guess_zone, in_bulk, known_owner, quietly, window_around
from workers.relationships.accounts import AccountBook, account_key
from workers.relationships.rules import Rules
from workers.relationships.signs import Seen
from workers.relationships.travelling import travel_word
from workers.relationships.understanding import own_domains
from workers.review import Desk, review_changes, review_everything
from workers.roads import Roads
from workers.store import Seller, Transaction
from workers.store.mailboxes import Mailbox, MailboxState
from workers.store.meetings import Kept, day_of

__all__ = ["OwnerUnknown", "ReadResult", "read_files"]

SAME_CALENDAR = 0.5  # of what we knew, at least so large a share is still there; else it is another calendar
LEARN_AGAIN = 0.2  # when so large a share changed, habits and own rooms are learned anew


@dataclass(frozen=True, slots=True)
class ReadResult:
    seller: Seller
    changed: int  # meetings that were new or different


@in_bulk()
def read_files(
    office: Office,
    sources: Sequence[Source],
    *,
    owner: str = "",
    label: str = "",
    crm: tuple[CrmRecord, ...] | None = None,
    progress: Callable[[float], None] = quietly,
) -> ReadResult:
    """Read calendar files as one seller's calendar, and show that seller from now on. `label` names it on the page.

    Raises Unreadable when nothing could be read and OwnerUnknown when the files do not tell whose they are.
    """
    now, window = office.clock(), window_around(office.clock(), Rules())
    files = CalendarFiles(sources, zone=get_localzone(), limit=office.settings.calendar_limit)
    with office.store.reading() as at:
        known = at.sellers.find(owner) if owner else at.sellers.shown()
        box = at.mailboxes.find(known.id) if known else None
        mark = box.mark if box else None
    try:
        gathered = gather(files.changes(window, mark), progress=progress)
    except MarkExpired:
        mark, gathered = None, gather(files.changes(window), progress=progress)
    with office.store.writing() as at:
        if known and mark and (owner or _is_same_calendar(at, known, gathered)):
            seller = _read_again(at, known, gathered, now=now, roads=office.roads, label=label, crm=crm)
            return ReadResult(seller, len(gathered.seen))
        if mark:
            gathered = gather(files.changes(window), progress=progress)
        seller = _new_seller(gathered, files, now=now, owner=owner, label=label)
        known = at.sellers.find(seller.owner)
        if known:
            seller = _with_wishes_of(seller, known)
        seller = seller if crm is None else replace(seller, crm=crm)
        seller = _read_first(at, seller, gathered, now=now, roads=office.roads)
        return ReadResult(seller, len(gathered.seen))


def _is_same_calendar(at: Transaction, known: Seller, gathered: Gathered) -> bool:
    """Whether what was read is the calendar we know: little of it is gone."""
    gone = gathered.replaced - {one.meeting.uid for one in gathered.seen}
    return len(gone) <= (1 - SAME_CALENDAR) * at.meetings.count(known.id)


def _new_seller(gathered: Gathered, files: CalendarFiles, *, now: datetime, owner: str, label: str) -> Seller:
    address, name, reason = known_owner(gathered, files.names, owner)
    return Seller(
        owner=address,
        name=name,
        known_by=reason,
        domains=tuple(own_domains(frozenset({address.rpartition("@")[2]}), AccountBook())),
        zone=guess_zone(gathered.seen, files.zones, get_localzone()).key,
        source=label,
        read_at=now,
        counts=gathered.counts(),
        unread=tuple(gathered.unread),
    )


def _with_wishes_of(seller: Seller, known: Seller) -> Seller:
    """What the calendar does not tell stays as it was said: accounts, and how the seller likes to travel."""
    return replace(seller, crm=known.crm, office=known.office, home=known.home, travel=known.travel)


def _read_first(at: Transaction, seller: Seller, gathered: Gathered, *, now: datetime, roads: Roads) -> Seller:
    """A calendar read from the start: everything is kept, learned and reviewed."""
    seller_id = at.sellers.save(seller)
    seller = replace(seller, id=seller_id)
    at.meetings.clear(seller_id)
    at.meetings.replace(seller_id, (), _kept(gathered.seen, seller))
    at.mailboxes.save(_in_step(seller_id, gathered.mark, now))
    review_everything(Desk.open(at, seller, now=now, roads=roads), gathered.seen)
    return seller


def _read_again(
    at: Transaction,
    known: Seller,
    gathered: Gathered,
    *,
    now: datetime,
    roads: Roads,
    label: str,
    crm: tuple[CrmRecord, ...] | None,
) -> Seller:
    """A calendar we know: only what changed is kept, and only the accounts it touches are reviewed. What cannot be told
    from the changes (entries, private ones) keeps its count from the last whole reading."""
    seller = replace(
        known,
        read_at=now,
        source=label or known.source,
        crm=known.crm if crm is None else crm,
        unread=_still_unread(known, gathered),
    )
    changed, replaced = gathered.seen, gathered.replaced
    accounts_before = at.meetings.accounts_of(seller.id, replaced)
    spans = at.meetings.spans_of(seller.id, replaced) + [(one.meeting.start, one.meeting.end) for one in changed]
    journeys_before = at.meetings.journey_days(seller.id, replaced)
    at.meetings.replace(seller.id, replaced, _kept(changed, seller))
    at.mailboxes.save(_in_step(seller.id, gathered.mark, now))
    seller = replace(seller, counts={**known.counts, "meetings": at.meetings.count(seller.id)})
    at.sellers.save(seller)
    desk = Desk.open(at, seller, now=now, roads=roads)
    a_new_day = known.read_at.date() != now.date()  # what was ahead is behind: every account looks different
    many = len(changed) > LEARN_AGAIN * at.meetings.count(seller.id)
    if a_new_day or many or seller.crm != known.crm:
        review_everything(desk, at.meetings.all(seller.id))
        return seller
    journeys = journeys_before | (at.meetings.journey_days(seller.id) & {day_of(one) for one in changed})
    beside = {one.meeting.key: one for one in at.meetings.on_days(seller.id, journeys)}
    touched = beside | {one.meeting.key: one for one in changed}
    review_changes(desk, list(touched.values()), gone=replaced, before=accounts_before, spans=spans)
    return seller


def _in_step(seller_id: int, mark: SyncMark | None, now: datetime) -> Mailbox:
    return Mailbox(seller_id, "file", MailboxState.IN_STEP, done=1.0, anew=False, mark=mark, read_at=now)


def _still_unread(known: Seller, gathered: Gathered) -> tuple[Unread, ...]:
    """What could not be read before and was not looked at again, and what cannot be read now, each once."""
    before = (one for one in known.unread if one.uid and one.uid not in gathered.replaced)
    return tuple(dict.fromkeys((*before, *gathered.unread)))


def _kept(seen: Iterable[Seen], seller: Seller) -> list[Kept]:
    own = frozenset({seller.owner, *seller.domains})
    return [Kept(one, _parties(one.meeting, own), bool(travel_word(one.meeting))) for one in seen]


def _parties(meeting: Meeting, own: frozenset[str]) -> tuple[str, ...]:
    """The account keys of everybody outside, before aliases."""
    people = [attendee.person for attendee in meeting.attendees if attendee.kind is not AttendeeKind.RESOURCE]
    if meeting.organizer:
        people.append(meeting.organizer)
    return tuple({key for person in people if (key := account_key(person.address, own=own))})
