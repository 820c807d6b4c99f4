"""What a meeting would become, shown before anything is done: exactly what everybody in it would get, and what is the seller's.

The vendor is asked how the meeting stands now; nothing is changed.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from zoneinfo import ZoneInfo

from connectors.errors import NotThere
from connectors.meetings import Place
from connectors.routing.addresses import Kind, read
from connectors.writing import CanWrite, Hold, MeetingDraft, Standing, Writable
from workers.metering import metered
from workers.office import Office
from workers.store import Seller
from workers.store.mailboxes import Mailbox
from workers.visits.holding import travel_blocks
from workers.visits.suggestion import Suggestion
from workers.visits.visit import DayPlan, Slot, VisitPlace
from workers.words import say

LONGEST_PLACE = 255  # characters, as Outlook shows
LANGUAGE = "sv"


class Way(StrEnum):
    CONVERT = "convert"  # the seller organises: one write
    PROPOSE = "propose"  # another organises: another time is proposed, and the place told in words
    WRITE = "write"  # another organises and takes no proposals: only a message helps


class CannotConvert(Exception):
    """Nothing could be shown or done; `key` says why, in the words under [convert.cannot]."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


@dataclass(frozen=True, slots=True)
class Preview:
    """Exactly what would be done, before anything is. `slot` counts from 1 as listed, 0 keeps the meeting's own start."""

    suggestion: Suggestion
    standing: Standing
    way: Way
    draft: MeetingDraft
    slot: int
    holds: tuple[Hold, ...]
    comment: str = ""  # what an attendee tells the organiser
    moved: bool = False  # the meeting is no longer when it was suggested


def preview(
    office: Office, seller_id: int, suggestion: Suggestion, *, slot: int = 0, keep_online: bool = True
) -> Preview:
    """How a meeting stands now and what it would become. The vendor is asked, nothing is changed.

    Raises CannotConvert, and what the connector raises: NotThere for a meeting that is gone, SignInNeeded without a grant
    to change the calendar.
    """
    seller, mailbox = whose(office, seller_id)
    chosen, place = _slot(suggestion, slot), suggestion.visit.place
    if place is None:
        raise CannotConvert("no_place")
    if chosen.start <= office.clock():
        raise CannotConvert("past")
    with writing_to(office, seller, mailbox) as writer:
        standing = writer.stands(suggestion.uid, suggestion.recurrence_id)
    if standing.meeting.cancelled:
        raise NotThere("the meeting is cancelled")
    language = suggestion.draft.language
    draft = MeetingDraft(
        start=chosen.start,
        end=chosen.end,
        place=write_place(place),
        text=_text(standing, place, language, keep_online=keep_online),
        keep_online=keep_online,
    )
    return Preview(
        suggestion=suggestion,
        standing=standing,
        way=_way(standing),
        draft=draft,
        slot=slot,
        holds=tuple(_holds(suggestion, chosen, seller)),
        comment=say("draft.visit.comment", language, place=place.text),
        moved=standing.meeting.start != suggestion.start,
    )


def write_place(place: VisitPlace) -> Place:
    """With its address where the words hold one, and its point where we know it."""
    parts = {piece.kind: piece.text for piece in reversed(read(place.text).pieces)}
    return Place(
        place.text[:LONGEST_PLACE],
        street=parts.get(Kind.STREET, ""),
        city=place.town,
        lat=place.lat,
        lon=place.lon,
    )


def _way(standing: Standing) -> Way:
    if standing.mine:
        return Way.CONVERT
    return Way.PROPOSE if standing.takes_proposals else Way.WRITE


def _slot(suggestion: Suggestion, slot: int) -> Slot:
    visit = suggestion.visit
    if slot == 0:
        return Slot(visit.start, visit.end, visit.plan)
    if not 1 <= slot <= len(visit.slots):
        raise CannotConvert("no_slot")
    return visit.slots[slot - 1]


def _text(standing: Standing, place: VisitPlace, language: str, *, keep_online: bool) -> str:
    """What attendees read above what the meeting says already; nothing where writing it would end the online meeting."""
    if keep_online and not standing.takes_text:
        return ""
    stays = keep_online and standing.meeting.online is not None
    return say("draft.visit.text_online" if stays else "draft.visit.text", language, place=place.text)


def _holds(suggestion: Suggestion, slot: Slot, seller: Seller) -> Iterator[Hold]:
    plan: DayPlan | None = slot.plan
    mode = plan.mode if plan else ""
    language = seller.language[:2] if seller.language[:2] in ("sv", "en") else LANGUAGE
    title = say(f"hold.{mode}" if mode in ("car", "train", "flight") else "hold.any", language)
    for number, (start, end) in enumerate(travel_blocks(plan, start=slot.start, end=slot.end)):
        yield Hold(f"{seller.id}:{suggestion.id}:{slot.start:%Y%m%d%H%M}:{number}", title, start, end)


@contextmanager
def writing_to(office: Office, seller: Seller, mailbox: Mailbox) -> Iterator[Writable]:
    """The seller's calendar to write to; what is asked of it meanwhile is counted."""
    calendar = office.calendar(mailbox)
    if not isinstance(calendar, CanWrite):
        raise CannotConvert("read_only")
    with metered(office, mailbox, calendar):
        yield calendar.writer(ZoneInfo(seller.zone))


def whose(office: Office, seller_id: int) -> tuple[Seller, Mailbox]:
    with office.store.reading() as at:
        seller, mailbox = at.sellers.of_id(seller_id), at.mailboxes.find(seller_id)
    if seller is None or mailbox is None:
        raise NotThere("the seller is gone")
    return seller, mailbox
