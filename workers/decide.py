"""Where presses become decisions: what each changes, once, wherever it was pressed; and how it is taken back.

What lasts beyond the suggestion becomes a correction; "later" and "not this" are heeded by the next choice.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from workers.desk import Desk
from workers.matters import DETAIL, SAID_AS, Matter, find_matter
from workers.office import Office
from workers.relationships.corrections import Correction, read_met
from workers.relationships.flags import FlagKind
from workers.relationships.modality import Modality
from workers.relationships.touchpoints import FACE_TO_FACE
from workers.review import review_accounts, review_said
from workers.store import Seller, Transaction
from workers.store.decisions import Decision, DecisionKind, Surface
from workers.visits.answered import next_monday

LONGEST_PAUSE = timedelta(days=366)
OPPOSITES = {
    DecisionKind.LATER: DecisionKind.NOT_THIS,
    DecisionKind.NOT_THIS: DecisionKind.LATER,
    DecisionKind.TOOK_PLACE: DecisionKind.FELL_THROUGH,
    DecisionKind.FELL_THROUGH: DecisionKind.TOOK_PLACE,
}
"""The latest word takes the place of the other."""
AFTERWARDS = frozenset({DecisionKind.TOOK_PLACE, DecisionKind.FELL_THROUGH})


class Outcome(StrEnum):
    NEWS = "news"
    ALREADY = "already"  # it was so before, and nothing has changed
    TOO_EARLY = "too_early"  # nobody knows yet whether the meeting came to anything
    UNKNOWN = "unknown"  # no such suggestion


class DetailOdd(ValueError):
    """What was said with a press makes no sense."""


def look_up(office: Office, seller_id: int, suggestion: str, *, account: str = "") -> Matter | None:
    """What can be pressed about and what stands, for whoever shows it. See `find_matter`."""
    with office.store.reading() as at:
        seller = at.sellers.of_id(seller_id)
        if seller is None:
            return None
        return find_matter(at, seller, suggestion, now=_here(office, seller), account=account)


def decide(
    office: Office,
    seller_id: int,
    suggestion: str,
    kind: DecisionKind,
    *,
    surface: Surface,
    detail: Mapping[str, str] | None = None,
    account: str = "",
    week: int = 0,
) -> Outcome:
    """Keep a press and do what it says, at once. `account` helps to find a suggestion that was never chosen; `week` is
    the letter's in which it was pressed. Raises DetailOdd."""
    with office.store.writing(seller_id) as at:
        found = _find(office, at, seller_id, suggestion, account)
        if found is None:
            return Outcome.UNKNOWN
        if week:
            at.letters.answered(seller_id, week, now=office.clock())
        return found.press(kind, detail or {}, surface)


def take_back(office: Office, seller_id: int, suggestion: str, kind: DecisionKind, *, account: str = "") -> bool:
    """As if it had never been pressed; whether it had been."""
    with office.store.writing(seller_id) as at:
        found = _find(office, at, seller_id, suggestion, account)
        return found is not None and found.take_back(kind)


def wish_letters(office: Office, seller_id: int, *, wanted: bool, week: int = 0) -> Outcome:
    """Stop the weekly letter, or go on with it. Saying "go on" answers the letter of `week`, which is news in itself."""
    with office.store.writing(seller_id) as at:
        seller = at.sellers.of_id(seller_id)
        if seller is None:
            return Outcome.UNKNOWN
        letter = at.letters.find(seller_id, week) if week else None
        news = seller.letters is not wanted or bool(wanted and letter and letter.answered_at is None)
        if letter:
            at.letters.answered(seller_id, week, now=office.clock())
        if seller.letters is not wanted:
            at.sellers.wish_letters(seller_id, wanted=wanted)
        return Outcome.NEWS if news else Outcome.ALREADY


@dataclass(frozen=True, slots=True)
class _Case:
    """One press, alone with what is kept of its seller. `now` is in the seller's zone."""

    office: Office
    at: Transaction
    seller: Seller
    matter: Matter
    now: datetime

    def press(self, kind: DecisionKind, detail: Mapping[str, str], surface: Surface) -> Outcome:
        matter = self.matter
        if kind in AFTERWARDS and (matter.start is None or matter.start > self.now):
            return Outcome.TOO_EARLY
        value = self._value(kind, detail)
        if matter.standing.get(kind) == value:
            return Outcome.ALREADY
        if (other := OPPOSITES.get(kind)) and other in matter.standing:
            self._forget(other)
        said = {DETAIL[kind]: value} if kind in DETAIL else dict(detail)
        self.at.decisions.save(self.seller.id, Decision(matter.suggestion, kind, surface, self.now, said))
        self._do(kind, value)
        self.at.sellers.touch(self.seller.id)
        return Outcome.NEWS

    def take_back(self, kind: DecisionKind) -> bool:
        if kind not in self.matter.standing:
            return False
        self._forget(kind)
        self.at.sellers.touch(self.seller.id)
        return True

    def _value(self, kind: DecisionKind, detail: Mapping[str, str]) -> str:
        """The detail that goes with a decision, as it is kept. Raises DetailOdd."""
        read = VALUES.get(kind)
        if read is None:
            return ""
        try:
            return read(self, detail.get(DETAIL[kind], ""))
        except ValueError as error:
            raise DetailOdd(str(error)) from error

    def until(self, written: str) -> str:
        """The day somebody wants to hear of it again: Monday, if nothing is said."""
        today = self.now.date()
        day = date.fromisoformat(written) if written else next_monday(today)
        if not today < day <= today + LONGEST_PAUSE:
            raise ValueError("later is a day from tomorrow to a year from now")
        return day.isoformat()

    def met(self, written: str) -> str:
        return read_met(written, today=self.now.date()).isoformat()

    def flag(self, written: str) -> str:
        """Which flag is wrong: the one the seller reads first, if nothing is said. A second press means the same one."""
        shown = self.matter.shown
        first = shown.flags[0].kind if shown and shown.flags else ""
        return FlagKind(written or self.matter.standing.get(DecisionKind.WRONG) or first).value

    def _do(self, kind: DecisionKind, value: str) -> None:
        if kind in SAID_AS:
            self._say(self.matter.says(kind, self.now, value))
        elif kind is DecisionKind.TOOK_PLACE or (kind in LEAVES and self._looks_like_a_visit()):
            self._say(self.matter.says(kind, self.now, LEAVES[kind].value))
        elif kind in HEEDED:
            self._review()

    def _looks_like_a_visit(self) -> bool:
        """Whether the calendar says they met, which would clear flags; how else they spoke, if they did, nobody knows."""
        found = find_matter(self.at, self.seller, self.matter.suggestion, now=self.now, account=self.matter.account)
        return bool(found and found.meeting and found.meeting.modality in FACE_TO_FACE)

    def _forget(self, kind: DecisionKind) -> None:
        matter, value = self.matter, self.matter.standing[kind]
        self.at.decisions.take_back(self.seller.id, matter.suggestion, kind)
        if kind in SAID_AS:
            self._unsay(matter.says(kind, self.now, value))
        elif kind in LEAVES:
            self._unsay(matter.says(kind, self.now, LEAVES[kind].value))
        elif kind in HEEDED:
            self._review()

    def _say(self, correction: Correction) -> None:
        self.at.corrections.save(self.seller.id, correction)
        review_said(self._desk(), correction)

    def _unsay(self, correction: Correction) -> None:
        """Unless something else has been said there since."""
        said = {replace(one, said_at=self.now) for one in self.at.corrections.find(self.seller.id)}
        if correction in said:
            self.at.corrections.remove(self.seller.id, correction.kind, correction.account, correction.uid)
            review_said(self._desk(), correction)

    def _review(self) -> None:
        review_accounts(self._desk(), {self.matter.account})

    def _desk(self) -> Desk:
        return Desk.open(self.at, self.seller, now=self.now, roads=self.office.roads)


HEEDED = frozenset({DecisionKind.LATER, DecisionKind.NOT_THIS})
LEAVES = {DecisionKind.TOOK_PLACE: Modality.IN_PERSON, DecisionKind.FELL_THROUGH: Modality.UNKNOWN}
VALUES: Mapping[DecisionKind, Callable[[_Case, str], str]] = {
    DecisionKind.LATER: _Case.until,
    DecisionKind.HAVE_MET: _Case.met,
    DecisionKind.WRONG: _Case.flag,
}


def _find(office: Office, at: Transaction, seller_id: int, suggestion: str, account: str) -> _Case | None:
    seller = at.sellers.of_id(seller_id)
    if seller is None:
        return None
    now = _here(office, seller)
    matter = find_matter(at, seller, suggestion, now=now, account=account)
    return None if matter is None else _Case(office, at, seller, matter, now)


def _here(office: Office, seller: Seller) -> datetime:
    return office.clock().astimezone(ZoneInfo(seller.zone))
