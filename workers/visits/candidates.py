"""Which coming meetings of an account could become a visit, and why each of the others could not."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from connectors.meetings import Meeting
from workers.relationships.accounts import Account, Standing
from workers.relationships.modality import Modality
from workers.relationships.reasons import Fact, Reason
from workers.relationships.relationship import Relationship
from workers.relationships.rules import Rules
from workers.relationships.touchpoints import Touchpoint
from workers.visits.answered import NOTHING, Answered
from workers.visits.diary import Diary, declined
from workers.visits.titles import kind_of

ON_SCREEN = frozenset({Modality.VIDEO, Modality.PHONE})
NOT_CUSTOMERS = frozenset({Standing.VENDOR, Standing.NOT_CUSTOMER, Standing.OURS})
WEEK = timedelta(days=7)
OFTEN = 3  # so many times in a week a meeting is a stand-up, whatever it is called

TELLING = (
    "not_this", "too_soon", "too_far_off", "too_many", "webinar", "support", "stand_up", "not_on_screen", "cancelled"
)  # fmt: skip
"""Why no meeting will do, the seller's own word and then the nearest miss first: that one is told."""


@dataclass(frozen=True, slots=True)
class Candidate:
    touchpoint: Touchpoint
    meeting: Meeting | None
    known: bool  # whether we know that it would be on screen or by phone
    never_met: int  # people in it whom the seller has not been seen to meet


def why_stay(account: Account) -> Reason | None:
    """Why nobody travels to this account at all, where that has been said."""
    if account.standing in NOT_CUSTOMERS:
        return Reason("suggestion.none.not_a_customer")
    if account.never_here:
        return Reason("suggestion.none.never_here")
    if account.prefers_digital:
        return Reason("suggestion.none.prefers_digital")
    return None


def why_wait(relationship: Relationship, answered: Answered, *, now: datetime, zone: ZoneInfo) -> Reason | None:
    """That the seller wants to hear of this account later."""
    until = answered.until(relationship.coming, today=now.astimezone(zone).date())
    return Reason("suggestion.none.later", {"when": until}) if until else None


def find_candidates(
    relationship: Relationship,
    diary: Diary,
    *,
    rules: Rules,
    now: datetime,
    zone: ZoneInfo,
    answered: Answered = NOTHING,
) -> tuple[tuple[Candidate, ...], Reason]:
    """The coming meetings that could become a visit, and the reason to give when there are none."""
    coming = [touchpoint for touchpoint in relationship.coming if touchpoint.start > now]
    going = next((t for t in coming if t.modality is Modality.IN_PERSON and t.start <= now + rules.ahead), None)
    if going:
        return (), Reason("suggestion.none.already_going", {"when": going.start.astimezone(zone)})
    judge = _Judge(diary, rules, now, zone, frozenset(_frequent(coming)), answered)
    met = {contact.address for contact in relationship.contacts if contact.met}
    found: list[Candidate] = []
    refused: dict[str, Touchpoint] = {}
    for touchpoint in coming:
        meeting = diary.find(touchpoint.uid, touchpoint.recurrence_id)
        if why := judge.why_not(touchpoint, meeting):
            refused.setdefault(why, touchpoint)
            continue
        new = sum(address not in met for address in touchpoint.people)
        found.append(Candidate(touchpoint, meeting, touchpoint.modality in ON_SCREEN, new))
    return tuple(found), _refusal(refused, rules, zone)


@dataclass(frozen=True, slots=True)
class _Judge:
    diary: Diary
    rules: Rules
    now: datetime
    zone: ZoneInfo
    frequent: frozenset[str]
    answered: Answered

    def why_not(self, touchpoint: Touchpoint, meeting: Meeting | None) -> str | None:
        """What kind of meeting it is comes before when it is: a stand-up tomorrow is a stand-up."""
        if self.answered.refuses(touchpoint):
            return "not_this"
        return self._nature(touchpoint, meeting) or self._timing(touchpoint)

    def _nature(self, touchpoint: Touchpoint, meeting: Meeting | None) -> str | None:
        if meeting and (meeting.cancelled or declined(meeting, self.diary.owner)):
            return "cancelled"
        if not _could_be_on_screen(touchpoint):
            return "not_on_screen"
        if meeting and meeting.online and meeting.online.broadcast:
            return "webinar"
        if kind := kind_of(touchpoint.title):
            return kind
        if touchpoint.uid in self.frequent:
            return "stand_up"
        people = max(len(touchpoint.people), self.diary.outside(meeting) if meeting else 0)
        return "too_many" if people > self.rules.most_people else None

    def _timing(self, touchpoint: Touchpoint) -> str | None:
        if self._day(touchpoint.start) < self._day(self.now + self.rules.lead):
            return "too_soon"
        return "too_far_off" if touchpoint.start > self.now + self.rules.ahead else None

    def _day(self, moment: datetime) -> date:
        return moment.astimezone(self.zone).date()


def _could_be_on_screen(touchpoint: Touchpoint) -> bool:
    """On screen or by phone; or nobody has said how, and no place stands there: worth a question, and said so."""
    if touchpoint.modality in ON_SCREEN:
        return True
    return touchpoint.modality is Modality.UNKNOWN and touchpoint.place is None


def _frequent(coming: Iterable[Touchpoint]) -> Iterator[str]:
    starts: defaultdict[str, list[datetime]] = defaultdict(list)
    for touchpoint in coming:
        if touchpoint.series:
            starts[touchpoint.uid].append(touchpoint.start)
    for uid, when in starts.items():
        when.sort()
        if any(late - early < WEEK for early, late in zip(when, when[OFTEN - 1 :], strict=False)):
            yield uid


def _refusal(refused: dict[str, Touchpoint], rules: Rules, zone: ZoneInfo) -> Reason:
    for why in TELLING:
        if touchpoint := refused.get(why):
            facts: dict[str, Fact] = {"when": touchpoint.start.astimezone(zone)}
            if why == "too_many":
                facts["most"] = rules.most_people
            return Reason(f"suggestion.none.{why}", facts)
    return Reason("suggestion.none.nothing_coming")
