"""Keeps a mailbox in step with its calendar: page by page, so that whoever is stopped anywhere goes on from there.

Every page is one transaction, in which `check` sees that the mailbox is still ours to read (workers/jobs.py).
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import time

from tzlocal import get_localzone

from connectors.calendars import About, Calendar, Page, Window
from connectors.errors import MarkExpired, NotThere
from workers.keeping import Keeping, count_page, keep_changes, keep_from_start, tell_counts
from workers.office import Office
from workers.reading import Gathered, display_name, gather, in_bulk, likeliest_zone, quietly, window_around
from workers.relationships.signs import Seen
from workers.store import Seller, Transaction
from workers.store.mailboxes import Mailbox, MailboxState, Tally, fresh_start

__all__ = ["Turn", "sync"]

Check = Callable[[Transaction], None]

SHORTEST_DAY = 6 * 60  # minutes
NOWHERE = "UTC"  # the zone of a seller nothing is known of yet


@dataclass(frozen=True, slots=True)
class Turn:
    """What one turn came to: so many meetings new or different; `finished` when the calendar has been read to its end."""

    changed: int = 0
    unread: int = 0
    pages: int = 0
    finished: bool = True


@in_bulk()
def sync(
    office: Office,
    seller_id: int,
    calendar: Calendar,
    *,
    check: Check = lambda _: None,
    enough: Callable[[], bool] = lambda: False,
    progress: Callable[[float], None] = quietly,
) -> Turn:
    """Read what changed, or go on where the last turn stopped. `enough` ends the turn after a page one can go on from.

    Raises what the connector raises, NotThere for a mailbox that is gone, and whatever `check` does.
    """
    reading = _Reading(office, seller_id, calendar, check, enough, progress)
    try:
        return reading.turn()
    except MarkExpired:
        reading.start_over()
        return reading.turn()


@dataclass(frozen=True, slots=True)
class _Reading:
    office: Office
    seller_id: int
    calendar: Calendar
    check: Check
    enough: Callable[[], bool]
    progress: Callable[[float], None]

    def turn(self) -> Turn:
        box, window = self._begin()
        turn, tally = Turn(), box.tally
        for page in self.calendar.changes(window, box.resume or box.mark):
            found = gather([page])
            tally = count_page(tally, found)
            self._take(page, found, tally)
            turn = Turn(turn.changed + len(found.seen), turn.unread + len(found.unread), turn.pages + 1)
            self.progress(page.done)
            if page.mark and not page.last and self.enough():
                return replace(turn, finished=False)
        return turn

    def start_over(self) -> None:
        """The vendor no longer knows our mark. What the seller has said and what is shown stays meanwhile."""
        with self.office.store.writing(self.seller_id) as at:
            self.check(at)
            at.mailboxes.save(fresh_start(_mailbox(at, self.seller_id)))

    def _begin(self) -> tuple[Mailbox, Window]:
        with self.office.store.writing(self.seller_id) as at:
            self.check(at)
            box, seller = _mailbox(at, self.seller_id), _seller(at, self.seller_id)
            if box.mark is None and box.resume is None:
                box = fresh_start(box)
            if box.state is not MailboxState.IN_STEP:
                box = replace(box, state=MailboxState.NEW if box.read_at is None else MailboxState.IN_STEP)
            at.mailboxes.save(box)
            rules = at.tenants.of_id(seller.tenant_id).wishes.judge_by()
        return box, window_around(self.office.clock(), rules)

    def _take(self, page: Page, found: Gathered, tally: Tally) -> None:
        with self.office.store.writing(self.seller_id) as at:
            self.check(at)
            box, seller = _mailbox(at, self.seller_id), _seller(at, self.seller_id)
            now, roads = self.office.clock(), self.office.roads
            seller = _as_told(seller, self.calendar.about)
            keeping = Keeping(at, found, page.mark, page.last, page.done, now, roads, tally)
            if box.anew:
                keep_from_start(keeping, seller, box, finish=self._finish)
            else:
                keep_changes(keeping, seller, box)

    def _finish(self, seller: Seller, tally: Tally, seen: Sequence[Seen]) -> Seller:
        """What the whole calendar tells of its seller."""
        about = self.calendar.about
        zone = (about and about.zone) or likeliest_zone(Counter(tally.zones), self.calendar.zones, get_localzone())
        name = display_name(seller.owner, (one.meeting for one in seen))
        counts = tell_counts(tally, len(seen))
        return replace(seller, zone=zone.key, name=name, counts=counts, unread=tally.unread)


def _as_told(seller: Seller, about: About | None) -> Seller:
    """The seller as the mailbox says now. Hours nobody could visit in are no working hours."""
    if about is None:
        return seller
    told = replace(seller, language=about.language or seller.language)
    if about.zone and seller.zone != NOWHERE:
        told = replace(told, zone=about.zone.key)
    starts, ends = about.day_starts, about.day_ends
    if starts and ends and _minutes(ends) - _minutes(starts) >= SHORTEST_DAY:
        told = replace(told, day_starts=starts, day_ends=ends)
    return told


def _minutes(clock: time) -> int:
    return clock.hour * 60 + clock.minute


def _mailbox(at: Transaction, seller_id: int) -> Mailbox:
    box = at.mailboxes.find(seller_id)
    if box is None:
        raise NotThere("the mailbox is gone")
    return box


def _seller(at: Transaction, seller_id: int) -> Seller:
    seller = at.sellers.of_id(seller_id)
    if seller is None:
        raise NotThere("the seller is gone")
    return seller
