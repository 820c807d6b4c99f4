"""Keeps what one page of a calendar says: its meetings, the mark and the review of what they touch, in one transaction.

A reading from the start keeps its pages under a new generation and reviews everything with the last one; what no page of
it has named is gone then. A reading of changes reviews page by page, and costs what changed.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from connectors.calendars import SyncMark, Unread
from connectors.meetings import AttendeeKind, Meeting
from workers.desk import Desk
from workers.reading import Gathered, count_zones
from workers.relationships.accounts import account_key
from workers.relationships.signs import Seen
from workers.relationships.travelling import travel_word
from workers.review import review_changes, review_everything
from workers.roads import Roads
from workers.store import Seller, Transaction
from workers.store.mailboxes import Mailbox, MailboxState, Tally
from workers.store.meetings import Kept, day_of

LEARN_AGAIN = 0.1  # when so large a share changed, habits and own rooms are learned anew

Finish = Callable[[Seller, Tally, Sequence[Seen]], Seller]
"""What a whole reading tells of the seller."""


@dataclass(frozen=True, slots=True)
class Keeping:
    """One page in hand. `mark` is where to go on from, the end itself with the `last` page; `done` the share read. `tally`
    is what all pages of this reading came to, this one among them."""

    at: Transaction
    found: Gathered
    mark: SyncMark | None
    last: bool
    done: float
    now: datetime
    roads: Roads
    tally: Tally

    def underway(self, box: Mailbox) -> Mailbox:
        """The mailbox after a page that is not the last. What comes after a mark may come again, and is counted then."""
        return replace(box, tally=self.tally, resume=self.mark) if self.mark else box


def keep_from_start(
    page: Keeping, seller: Seller, box: Mailbox, *, finish: Finish, seen: Sequence[Seen] = ()
) -> Seller:
    """A page of a reading from the start. `seen` are all its meetings where they are still at hand; else the last page
    looks them up."""
    at, found = page.at, page.found
    kept = keep(found.seen, seller, box)
    at.meetings.replace(seller.id, found.replaced, kept, gone=found.gone, generation=box.generation)
    if not page.last:
        state = MailboxState.READING if box.state is MailboxState.NEW else box.state
        at.mailboxes.save(replace(page.underway(box), done=page.done, state=state))
        at.sellers.touch(seller.id)
        return seller
    at.meetings.sweep(seller.id, box.generation)
    seen = [one.seen for one in kept] if seen else at.meetings.all(seller.id)
    seller = finish(replace(seller, read_at=page.now), page.tally, seen)
    at.sellers.save(seller)
    at.mailboxes.save(_in_step(replace(box, changed=0), page))
    review_everything(_desk(page, seller), seen)
    return seller


def keep_changes(page: Keeping, seller: Seller, box: Mailbox, *, anew: bool = False) -> Seller:
    """A page of what changed since the mark: only the accounts it touches are reviewed, or all of them `anew`. What cannot
    be told from changes (entries, private ones) keeps its count from the last whole reading."""
    at, replaced, gone = page.at, page.found.replaced, page.found.gone
    kept = keep(page.found.seen, seller, box)
    changed = [one.seen for one in kept]
    known = seller
    single = at.meetings.told_by(
        seller.id, gone | {one.meeting.key for one in changed if one.meeting.uid not in replaced}
    )
    accounts_before = at.meetings.accounts_of(seller.id, replaced) | single.accounts
    spans = at.meetings.spans_of(seller.id, replaced) + [(one.meeting.start, one.meeting.end) for one in changed]
    journeys_before = at.meetings.journey_days(seller.id, replaced) | single.journeys
    at.meetings.replace(seller.id, replaced, kept, gone=gone, generation=box.generation)
    count = at.meetings.count(seller.id)
    counts = {**known.counts, "meetings": count}
    seller = replace(seller, counts=counts, unread=_still_unread(known, page.found))
    a_new_day = page.last and known.read_at.date() != page.now.date()
    everything = page.last and (anew or box.changed + page.tally.changed > LEARN_AGAIN * count)
    if page.last:
        seller = replace(seller, read_at=page.now)
    at.sellers.save(seller)
    learned = replace(box, changed=0 if everything else box.changed + page.tally.changed)
    at.mailboxes.save(_in_step(learned, page) if page.last else page.underway(box))
    desk = _desk(page, seller)
    if everything:
        review_everything(desk, at.meetings.all(seller.id))
        return seller
    journeys = journeys_before | (at.meetings.journey_days(seller.id) & {day_of(one) for one in changed})
    beside = {one.meeting.key: one for one in at.meetings.on_days(seller.id, journeys)}
    touched = beside | {one.meeting.key: one for one in changed}
    review_changes(
        desk,
        list(touched.values()),
        gone=replaced,
        gone_keys=gone,
        before=accounts_before,
        spans=spans + single.spans,
        a_new_day=a_new_day,
    )
    return seller


def keep(seen: Iterable[Seen], seller: Seller, box: Mailbox) -> list[Kept]:
    """What is kept of these meetings: those that were erased as too old do not come back."""
    own = frozenset({seller.owner, *seller.domains})
    return [
        Kept(one, _parties(one.meeting, own), bool(travel_word(one.meeting)))
        for one in seen
        if box.kept_from is None or one.meeting.end >= box.kept_from
    ]


def tell_counts(tally: Tally, meetings: int) -> dict[str, int]:
    """The counts of a whole reading."""
    return {
        "components": tally.components,
        "meetings": meetings,
        "unreadable": len(tally.unread),
        "private": tally.private,
        "expanded": tally.expanded,
    }


def count_page(tally: Tally, found: Gathered) -> Tally:
    """The tally with one page more."""
    zones = count_zones(found.seen)
    zones.update(tally.zones)
    return Tally(
        components=tally.components + found.components,
        expanded=tally.expanded + found.expanded,
        private=tally.private + found.private,
        changed=tally.changed + len(found.seen),
        unread=tuple(dict.fromkeys((*tally.unread, *found.unread))),
        zones=dict(zones),
    )


def _in_step(box: Mailbox, page: Keeping) -> Mailbox:
    return replace(
        box,
        state=MailboxState.IN_STEP,
        anew=False,
        mark=page.mark,
        resume=None,
        tally=Tally(),
        done=1.0,
        read_at=page.now,
        why="",
    )


def _desk(page: Keeping, seller: Seller) -> Desk:
    return Desk.open(page.at, seller, now=page.now.astimezone(ZoneInfo(seller.zone)), roads=page.roads)


def _still_unread(known: Seller, found: Gathered) -> tuple[Unread, ...]:
    """What could not be read before and was not looked at again, and what cannot be read now, each once."""
    before = (one for one in known.unread if one.uid and one.uid not in found.replaced)
    return tuple(dict.fromkeys((*before, *found.unread)))


def _parties(meeting: Meeting, own: frozenset[str]) -> tuple[str, ...]:
    """The account keys of everybody outside, before aliases."""
    people = [attendee.person for attendee in meeting.attendees if attendee.kind is not AttendeeKind.RESOURCE]
    if meeting.organizer:
        people.append(meeting.organizer)
    return tuple({key for person in people if (key := account_key(person.address, own=own))})
