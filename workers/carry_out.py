"""What sellers have pressed, carried out on their calendars: a meeting becomes a visit, travel is set aside, and back.

A press is kept first and done by a worker, so that it is done once: before each write the meeting is read anew, and one
that already is as it was to become is not written again. Whatever became of it is kept where the seller sees it.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from connectors.errors import AccessDenied, Changed, ConnectorError, NotThere, Refused, SignInNeeded, TryLater, Unclear
from connectors.writing import Before, MeetingDraft, Standing, Writable, Written, is_as_drafted
from workers.office import Office
from workers.preview import CannotConvert, Preview, Way, whose, writing_to
from workers.store import Seller, Transaction
from workers.store.decisions import Decision, DecisionKind, Surface
from workers.store.mailboxes import Mailbox
from workers.store.visits import OPEN, STANDS, KeptHold, ToVisit, VisitState

log = logging.getLogger(__name__)

CARRY_OUT, SYNC = "carry_out_visits", "sync_mailbox"
OPERATOR = "operator_"  # how the keys begin of what only who runs the service can mend
SOON = timedelta(seconds=30)
SETTLING = timedelta(minutes=15)  # a calendar may tell of our own change so late

Check = Callable[[Transaction], None]


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
    seller, mailbox = whose(office, seller_id)
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
            with writing_to(self.office, self.seller, self.mailbox) as writer:
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
            with writing_to(self.office, self.seller, self.mailbox) as writer:
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


def _before(standing: Standing, draft: MeetingDraft) -> Before:
    meeting = standing.meeting
    return Before(meeting.start, meeting.end, standing.place, draft.text, meeting.online is not None)


def _draft(visit: ToVisit) -> MeetingDraft:
    return MeetingDraft(visit.start, visit.end, visit.place, visit.text, visit.keep_online)


def _is_as_before(standing: Standing, before: Before) -> bool:
    meeting = standing.meeting
    return (meeting.start, meeting.end, standing.place) == (before.start, before.end, before.place)
