"""Calendar files as one seller's calendar on one's own computer: whose they are, and whether we know them already.

The same calendar read again costs what changed in it. Meetings, mark and review are kept in one transaction.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from tzlocal import get_localzone

from connectors.crm import CrmRecord
from connectors.errors import MarkExpired
from connectors.ics import CalendarFiles, Source
from workers.keeping import Keeping, count_page, keep_changes, keep_from_start, tell_counts
from workers.office import Office
from workers.reading import Gathered, OwnerUnknown, gather, guess_zone, in_bulk, known_owner, quietly, window_around
from workers.relationships.accounts import AccountBook
from workers.relationships.rules import Rules
from workers.relationships.signs import Seen
from workers.relationships.understanding import own_domains
from workers.store import Seller, Transaction
from workers.store.mailboxes import Mailbox, Tally, fresh_start
from workers.store.tenants import OWN_COMPUTER

__all__ = ["OwnerUnknown", "ReadResult", "SomebodyElses", "read_files"]

SAME_CALENDAR = 0.5  # of what we knew, at least so large a share is still there; else it is another calendar
FILE = "file"


class SomebodyElses(Exception):
    """The calendar's owner is a seller of a company here, and not read from files."""


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
        known = _known(at, owner)
        box = at.mailboxes.find(known.id) if known else None
    mark = box.mark if box else None
    try:
        gathered = gather(files.changes(window, mark), progress=progress)
    except MarkExpired:
        mark, gathered = None, gather(files.changes(window), progress=progress)
    with office.store.writing() as at:
        if known and box and mark and (owner or _is_same_calendar(at, known, gathered)):
            seller = replace(known, source=label or known.source, crm=known.crm if crm is None else crm)
            page = _page(at, gathered, now, office)
            return ReadResult(keep_changes(page, seller, box, anew=seller.crm != known.crm), len(gathered.seen))
        if mark:
            gathered = gather(files.changes(window), progress=progress)
        seller = _new_seller(gathered, files, now=now, owner=owner, label=label)
        known = _known(at, seller.owner)
        if known:
            seller = _with_wishes_of(seller, known)
        seller = seller if crm is None else replace(seller, crm=crm)
        seller = _read_first(_page(at, gathered, now, office), seller)
        return ReadResult(seller, len(gathered.seen))


def _known(at: Transaction, owner: str) -> Seller | None:
    known = at.sellers.find(owner) if owner else at.sellers.shown()
    if known and known.tenant_id != OWN_COMPUTER:
        raise SomebodyElses(known.owner)
    return known


def _page(at: Transaction, gathered: Gathered, now: datetime, office: Office) -> Keeping:
    """The whole calendar as one page."""
    tally = count_page(Tally(), gathered)
    return Keeping(at, gathered, gathered.mark, last=True, done=1.0, now=now, roads=office.roads, tally=tally)


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
    )


def _with_wishes_of(seller: Seller, known: Seller) -> Seller:
    """What the calendar does not tell stays as it was said: accounts, how the seller likes to travel, and the letters."""
    return replace(
        seller, crm=known.crm, office=known.office, home=known.home, travel=known.travel, letters=known.letters
    )


def _read_first(page: Keeping, seller: Seller) -> Seller:
    """A calendar read from the start: everything is kept, learned and reviewed."""
    at = page.at
    seller = replace(seller, id=at.sellers.save(seller))
    box = fresh_start(at.mailboxes.find(seller.id) or Mailbox(seller.id, FILE))
    return keep_from_start(page, seller, box, finish=_told, seen=page.found.seen)


def _told(seller: Seller, tally: Tally, seen: Sequence[Seen]) -> Seller:
    return replace(seller, counts=tell_counts(tally, len(seen)), unread=tally.unread)
