"""What a press is about: a suggestion, its meeting and its account as they stand now, and what has been said of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from workers.relationships.accounts import build_book
from workers.relationships.corrections import Correction, CorrectionKind, once
from workers.relationships.modality import Modality
from workers.relationships.touchpoints import Touchpoint
from workers.store import Seller, Transaction
from workers.store.decisions import DecisionKind
from workers.visits.answered import suggestion_id
from workers.visits.suggestion import Suggestion

DETAIL = {DecisionKind.LATER: "until", DecisionKind.HAVE_MET: "met", DecisionKind.WRONG: "flag"}
"""What else is said with a decision, as Decision.detail names it: a day, a day, a kind of flag."""

SAID_AS: Mapping[DecisionKind, CorrectionKind] = {
    DecisionKind.NEVER_HERE: CorrectionKind.NEVER_HERE,
    DecisionKind.PREFERS_DIGITAL: CorrectionKind.PREFERS_DIGITAL,
    DecisionKind.HAVE_MET: CorrectionKind.MET,
    DecisionKind.WRONG: CorrectionKind.WRONG,
}
"""What lasts beyond the suggestion is a correction of its account, and stands as long as that does."""


@dataclass(frozen=True, slots=True)
class Matter:
    """`shown` is the suggestion as it looks now, or looked last; `meeting` is what the calendar has, where it still has it.
    `standing` are the decisions that hold, each with its detail or an empty text."""

    suggestion: str  # Suggestion.id
    account: str
    name: str  # of the account
    uid: str
    recurrence_id: datetime | None
    shown: Suggestion | None = None
    meeting: Touchpoint | None = None
    standing: Mapping[DecisionKind, str] = field(default_factory=dict)

    @property
    def start(self) -> datetime | None:
        return self.meeting.start if self.meeting else self.shown.start if self.shown else None

    def says(self, kind: DecisionKind, now: datetime, value: str = "") -> Correction:
        """The correction a decision of this kind leaves: of the account, or of this one meeting."""
        said = SAID_AS.get(kind)
        if said is not None:
            return Correction(said, self.account, now, value, value if said is CorrectionKind.WRONG else "")
        if self.recurrence_id is None:
            return Correction(CorrectionKind.MODALITY, "", now, value, self.uid)
        return Correction(CorrectionKind.MODALITY_ONCE, "", now, value, once(self.uid, self.recurrence_id))


def find_matter(at: Transaction, seller: Seller, suggestion: str, *, now: datetime, account: str = "") -> Matter | None:
    """`now` in the seller's zone. None for a suggestion that was never chosen, and is not one of `account` either."""
    kept = at.suggestions.find(seller.id, suggestion)
    last = kept.suggestion if kept else None
    key = last.account if last else account
    reviewed = at.accounts.find(seller.id, key)
    if last and reviewed is None:  # it may belong to another by now
        key = build_book(seller.crm, at.corrections.find(seller.id)).belongs(key)
        reviewed, suggestion = at.accounts.find(seller.id, key), suggestion_id(key, last.uid, last.recurrence_id)
    current = reviewed.suggestion if reviewed else None
    shown = current if current and current.id == suggestion else last
    meeting = _meeting(at, seller.id, key, suggestion)
    found = shown or meeting
    if found is None:
        return None
    name = (reviewed.relationship.account.name if reviewed else "") or key
    matter = Matter(suggestion, key, name, found.uid, found.recurrence_id, shown, meeting)
    return replace(matter, standing=_standing(at, seller.id, matter, now))


def find_suggestion(
    at: Transaction, seller: Seller, suggestion: str, *, now: datetime, account: str = ""
) -> Suggestion | None:
    """As it looks now, or looked last; one that was never chosen too, as long as its account suggests it."""
    matter = find_matter(at, seller, suggestion, now=now, account=account)
    if matter and matter.shown:
        return matter.shown
    reviewed = at.accounts.flagged(seller.id)
    return next((one.suggestion for one in reviewed if one.suggestion and one.suggestion.id == suggestion), None)


def _meeting(at: Transaction, seller_id: int, key: str, suggestion: str) -> Touchpoint | None:
    """The meeting behind a suggestion, as the calendar has it now."""
    ledger = at.accounts.ledgers(seller_id, [key]).get(key)
    held = ledger.touchpoints if ledger else ()
    return next((one for one in held if suggestion_id(key, one.uid, one.recurrence_id) == suggestion), None)


def _standing(at: Transaction, seller_id: int, matter: Matter, now: datetime) -> dict[DecisionKind, str]:
    decided = {
        one.kind: one.detail.get(DETAIL.get(one.kind, ""), "")
        for one in at.decisions.of_suggestion(seller_id, matter.suggestion)
    }
    said = {(one.kind, one.account, one.uid): one.value for one in at.corrections.find(seller_id)}
    for kind in SAID_AS:
        one = matter.says(kind, now, decided.pop(kind, ""))
        if (value := said.get((one.kind, one.account, one.uid))) is not None:
            decided[kind] = value
    visit = matter.says(DecisionKind.TOOK_PLACE, now)
    if said.get((visit.kind, visit.account, visit.uid)) != Modality.IN_PERSON:
        decided.pop(DecisionKind.TOOK_PLACE, None)
    if DecisionKind.LATER in decided and date.fromisoformat(decided[DecisionKind.LATER]) <= now.date():
        del decided[DecisionKind.LATER]
    return decided
