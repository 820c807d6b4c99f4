"""What sellers have pressed, carried out on their calendars: a meeting becomes a visit, travel is set aside, and back.

A press is kept first and done by a worker, so that it is done once: before each write the meeting is read anew, and one
that already is as it was to become is not written again. Whatever became of it is kept where the seller sees it.
"""

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from connectors.errors import AccessDenied, Changed, ConnectorError, NotThere, Refused, SignInNeeded, TryLater, Unclear
from connectors.meetings import Place
from connectors.routing.addresses import Kind, read
from connectors.writing import Before, CanWrite, Hold, MeetingDraft, Standing, Writable, Written, is_as_drafted
from workers.metering import metered
from workers.office import Office
from workers.store import Seller, Transaction
from workers.store.decisions import Decision, DecisionKind, Surface
from workers.store.mailboxes import Mailbox
from workers.store.visits import OPEN, STANDS, KeptHold, ToVisit, VisitState
from workers.visits.holding import travel_blocks
from workers.visits.suggestion import Suggestion
from workers.visits.visit import DayPlan, Slot, VisitPlace
from workers.words import say

log = logging.getLogger(__name__)

CARRY_OUT, SYNC = "carry_out_visits", "sync_mailbox"
OPERATOR = "operator_"  # how the keys begin of what only who runs the service can mend
SOON = timedelta(seconds=30)
SETTLING = timedelta(minutes=15)  # a calendar may tell of our own change so late
LANGUAGE = "sv"
LONGEST_PLACE = 255  # characters, as Outlook shows

Check = Callable[[Transaction], None]


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
    seller, mailbox = _whose(office, seller_id)
    chosen, place = _slot(suggestion, slot), suggestion.visit.place
    if place is None:
        raise CannotConvert("no_place")
    if chosen.start <= office.clock():
        raise CannotConvert("past")
    with _writing(office, seller, mailbox) as writer:
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


def ask_to_convert(office: Office, seller_id: int, shown: Preview, *, surface: Surface) -> ToVisit:
    """The seller has seen what would be done and said yes: kept at once, done by a worker."""
    now, suggestion, standing = office.clock(), shown.suggestion, shown.standing
    if shown.way is Way.WRITE:
        raise CannotConvert("no_proposals")
    visit = ToVisit(
        seller_id=seller_id,
        suggestion=suggestion.id,
        account=suggestion.account,
        uid=suggestion.uid,
        recurrence_id=suggestion.recurrence_id,
        state=VisitState.ASKED,
        asked_at=now,
        changed_at=now,
        start=shown.draft.start,
        end=shown.draft.end,
        place=shown.draft.place,
        version=standing.version,
        keep_online=shown.draft.keep_online,
        text=shown.draft.text,
        comment=shown.comment,
        mine=standing.mine,
        before=_before(standing, shown.draft),
        holds=tuple(KeptHold(one) for one in shown.holds),
    )
    decision = Decision(suggestion.id, DecisionKind.CONVERT, surface, now, {"slot": str(shown.slot)})
    with office.store.writing(seller_id) as at:
        known = at.visits.find(seller_id, suggestion.id)
        if known and known.state in OPEN | STANDS:
            return known  # pressed twice, or another time wanted: what it was before would be lost
        if known and known.state is VisitState.PROPOSED and (known.start, known.end) == (visit.start, visit.end):
            return known
        at.visits.save(visit)
        at.decisions.save(seller_id, decision)
        at.due.want(CARRY_OUT, seller_id, at=now)
        at.sellers.touch(seller_id)
    office.ask(CARRY_OUT, seller_id)
    return visit


def ask_to_undo(office: Office, seller_id: int, suggestion: str, *, surface: Surface) -> bool:
    """The meeting is to be as it was; False where nothing of ours stands."""
    now = office.clock()
    with office.store.writing(seller_id) as at:
        visit = at.visits.find(seller_id, suggestion)
        if visit is None or visit.state not in (VisitState.WRITTEN, VisitState.DONE):
            return False
        at.visits.save(replace(visit, state=VisitState.UNDOING, changed_at=now, why=""))
        at.decisions.take_back(seller_id, suggestion, DecisionKind.CONVERT)
        at.decisions.save(seller_id, Decision(suggestion, DecisionKind.UNDO, surface, now))
        at.due.want(CARRY_OUT, seller_id, at=now)
        at.sellers.touch(seller_id)
    office.ask(CARRY_OUT, seller_id)
    return True


def carry_out_visits(office: Office, seller_id: int, *, check: Check = lambda _: None) -> int:
    """Whatever is to be done on this seller's calendar; how many visits were touched. Raises TryLater."""
    seller, mailbox = _whose(office, seller_id)
    with office.store.reading() as at:
        waiting = at.visits.in_state(seller_id, OPEN)
        standing = at.visits.standing(seller_id, since=office.clock())
    if not waiting and not standing:
        return 0
    hand = _Hand(office, seller, mailbox, check)
    for visit in waiting:
        hand.do(visit)
    followed = [hand.follow(visit) for visit in standing if visit.state is VisitState.DONE]
    return len(waiting) + sum(followed)


@dataclass(frozen=True, slots=True)
class _Hand:
    """At work on one seller's calendar."""

    office: Office
    seller: Seller
    mailbox: Mailbox
    check: Check

    def do(self, visit: ToVisit) -> None:
        try:
            with _writing(self.office, self.seller, self.mailbox) as writer:
                self._undo(visit, writer) if visit.state is VisitState.UNDOING else self._make(visit, writer)
        except (Changed, NotThere, Refused, SignInNeeded, AccessDenied, Unclear) as error:
            self._give_up(visit.suggestion, error)
        except CannotConvert as error:
            self._keep(replace(visit, state=VisitState.REFUSED, why=error.key))

    def follow(self, visit: ToVisit) -> bool:
        """Travel goes where its meeting went, and with it."""
        found = self._moved(visit)
        if found is None:
            return False
        try:
            with _writing(self.office, self.seller, self.mailbox) as writer:
                self._move(visit, writer, *found) if found else self._let_go(visit, writer, VisitState.GONE)
        except (SignInNeeded, AccessDenied, Refused) as error:
            log.warning("seller %d: travel was not moved: %s", self.seller.id, type(error).__name__)
        return True

    def _make(self, visit: ToVisit, writer: Writable) -> None:
        if visit.state is VisitState.ASKED:
            visit = self._write(visit, writer)
        if visit.state is VisitState.WRITTEN:
            self._set_aside(visit, writer)

    def _set_aside(self, visit: ToVisit, writer: Writable) -> None:
        """The travel. The meeting is a visit already, whatever becomes of this. One that its owner removes before we know
        that it was made stays removed."""
        for one in visit.holds:
            if one.made:
                continue
            try:
                made = KeptHold(one.hold, writer.hold(one.hold))
            except Unclear as error:
                raise TryLater(str(error), SOON) from error  # asked for twice it is made once
            except NotThere:
                made = None
            except (Refused, SignInNeeded, AccessDenied):
                self._keep(replace(visit, state=VisitState.DONE, why="no_hold"))
                return
            holds = (made if other is one else other for other in visit.holds)
            visit = self._keep(replace(visit, holds=tuple(other for other in holds if other)))
        self._keep(replace(visit, state=VisitState.DONE, why=""))

    def _write(self, visit: ToVisit, writer: Writable) -> ToVisit:
        standing, draft = writer.stands(visit.uid, visit.recurrence_id), _draft(visit)
        if not visit.mine:
            writer.propose(standing, start=visit.start, end=visit.end, comment=visit.comment)
            return self._keep(replace(visit, state=VisitState.PROPOSED, why=""))
        if is_as_drafted(standing, draft):  # written before, and the answer was lost
            written = Written(standing.version, standing.meeting.online is not None)
        elif standing.version != visit.version:
            raise Changed("the meeting was changed since it was shown")
        else:
            written = writer.convert(standing, draft)
        done = replace(visit, state=VisitState.WRITTEN, version=written.version, is_online=written.is_online, why="")
        return self._keep(done, look=True)

    def _undo(self, visit: ToVisit, writer: Writable) -> None:
        """Whoever wants no visit wants no travel either, whatever has become of the meeting."""
        try:
            standing = writer.stands(visit.uid, visit.recurrence_id)
        except NotThere:
            self._let_go(visit, writer, VisitState.GONE)
            return
        before = visit.before
        if before and is_as_drafted(standing, _draft(visit)):
            written = writer.restore(standing, before)
            new_room = before.was_online and standing.meeting.online is None
            done = replace(visit, version=written.version, is_online=written.is_online, new_room=new_room)
            visit = self._keep(done, look=True)
        elif before and not _is_as_before(standing, before):
            self._let_go(visit, writer, VisitState.CHANGED, why="changed")
            return
        self._let_go(visit, writer, VisitState.UNDONE)

    def _let_go(self, visit: ToVisit, writer: Writable, state: VisitState, *, why: str = "") -> None:
        for one in visit.holds:
            if one.made:
                writer.remove_hold(one.made)
        self._keep(replace(visit, state=state, holds=(), why=why), look=True)

    def _moved(self, visit: ToVisit) -> tuple[datetime, datetime] | tuple[()] | None:
        """When the meeting is now, where that is news; an empty pair where it is gone."""
        with self.office.store.reading() as at:
            seen = at.meetings.find(self.seller.id, visit.uid, visit.recurrence_id)
            box = at.mailboxes.find(self.seller.id)
        if box is None or box.read_at is None or box.anew or box.read_at < visit.changed_at + SETTLING:
            return None
        if seen is None or seen.meeting.cancelled:
            return ()
        times = (seen.meeting.start, seen.meeting.end)
        return None if times == (visit.start, visit.end) else times

    def _move(self, visit: ToVisit, writer: Writable, start: datetime, end: datetime) -> None:
        """By as much as the meeting; the seller's own change of a hold, or its removal, stands."""
        holds: list[KeptHold] = []
        for one in visit.holds:
            by = start - visit.start if one.hold.end <= visit.start else end - visit.end
            hold = replace(one.hold, start=one.hold.start + by, end=one.hold.end + by)
            try:
                made = one.made and writer.move_hold(one.made, start=hold.start, end=hold.end)
            except NotThere:
                continue
            holds.append(KeptHold(hold, made))
        self._keep(replace(visit, start=start, end=end, holds=tuple(holds)))

    def _keep(self, visit: ToVisit, *, look: bool = False) -> ToVisit:
        """What has become of it. With `look` the calendar is read, so that pages show it."""
        kept = replace(visit, changed_at=self.office.clock())
        with self.office.store.writing(self.seller.id) as at:
            self.check(at)
            at.visits.save(kept)
            at.sellers.touch(self.seller.id)
            if look:
                at.due.want(SYNC, self.seller.id, at=self.office.clock())
        if look:
            self.office.ask(SYNC, self.seller.id)
        return kept

    def _give_up(self, suggestion: str, error: ConnectorError) -> None:
        """Nothing more is tried: the seller sees why, and presses again or not. Raises what is only ours to mend."""
        if isinstance(error, AccessDenied) and error.key.startswith(OPERATOR):
            raise error
        state, why = next(told for kind, told in ENDS.items() if isinstance(error, kind))
        log.warning("seller %d: a visit was not carried out: %s", self.seller.id, type(error).__name__)
        with self.office.store.reading() as at:
            visit = at.visits.find(self.seller.id, suggestion)
        if visit is None:
            return
        if visit.state is VisitState.UNDOING and state is VisitState.REFUSED:
            state = VisitState.DONE  # it is a visit as before, and may be undone again
        self._keep(replace(visit, state=state, why=why), look=isinstance(error, Changed | NotThere))


ENDS: Mapping[type[ConnectorError], tuple[VisitState, str]] = {
    Changed: (VisitState.CHANGED, "changed"),
    NotThere: (VisitState.GONE, "gone"),
    SignInNeeded: (VisitState.REFUSED, "sign_in"),
    AccessDenied: (VisitState.REFUSED, "denied"),
    Unclear: (VisitState.REFUSED, "unclear"),
    Refused: (VisitState.REFUSED, "refused"),
}


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


def _before(standing: Standing, draft: MeetingDraft) -> Before:
    meeting = standing.meeting
    return Before(meeting.start, meeting.end, standing.place, draft.text, meeting.online is not None)


def _draft(visit: ToVisit) -> MeetingDraft:
    return MeetingDraft(visit.start, visit.end, visit.place, visit.text, visit.keep_online)


def _is_as_before(standing: Standing, before: Before) -> bool:
    meeting = standing.meeting
    return (meeting.start, meeting.end, standing.place) == (before.start, before.end, before.place)


@contextmanager
def _writing(office: Office, seller: Seller, mailbox: Mailbox) -> Iterator[Writable]:
    """The seller's calendar to write to; what is asked of it meanwhile is counted."""
    calendar = office.calendar(mailbox)
    if not isinstance(calendar, CanWrite):
        raise CannotConvert("read_only")
    with metered(office, mailbox, calendar):
        yield calendar.writer(ZoneInfo(seller.zone))


def _whose(office: Office, seller_id: int) -> tuple[Seller, Mailbox]:
    with office.store.reading() as at:
        seller, mailbox = at.sellers.of_id(seller_id), at.mailboxes.find(seller_id)
    if seller is None or mailbox is None:
        raise NotThere("the seller is gone")
    return seller, mailbox
