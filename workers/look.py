"""A look at relations: asks the thinking rooms, one after the other, what each account needs and what could be done."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from workers.relationships.flags import Flag
from workers.relationships.relationship import Relationship
from workers.relationships.rules import Rules
from workers.relationships.telling import describe, never_met
from workers.reviewed import Reviewed
from workers.visits.diary import Diary
from workers.visits.slots import days_looked_at
from workers.visits.suggestion import NoVisit, choose, suggest
from workers.visits.visit import Slot


@dataclass(frozen=True, slots=True)
class Look:
    """What a relation is looked at with: the seller's diary and rules, at a moment, in a zone. `seller` signs messages."""

    diary: Diary
    rules: Rules
    now: datetime
    zone: ZoneInfo
    seller: str

    def review(self, relationship: Relationship, flags: Mapping[str, tuple[Flag, ...]]) -> Reviewed:
        """The account with its flags, its sentence and its best coming meeting; not chosen yet."""
        raised = flags.get(relationship.account.key, ())
        return self.again(
            Reviewed(
                relationship=relationship,
                flags=raised,
                sentence=raised[0].reasons[0] if raised else describe(relationship, rules=self.rules),
                never_met=never_met(relationship),
            )
        )

    def hangs_on(self, reviewed: Reviewed, days: Collection[date]) -> bool:
        """Whether what the diary says of these days could change what is suggested."""
        if not reviewed.flags:
            return False
        coming = {touchpoint.start.astimezone(self.zone).date() for touchpoint in reviewed.relationship.coming}
        if not coming.isdisjoint(days):
            return True
        if reviewed.suggestion is None:
            return False
        visit, rules = reviewed.suggestion.visit, self.rules.for_tier(reviewed.relationship.account.tier)
        looked = days_looked_at(Slot(visit.start, visit.end), visit.slots, zone=self.zone, rules=rules)
        return looked is None or any(looked[0] <= day <= looked[1] for day in days)

    def again(self, reviewed: Reviewed) -> Reviewed:
        """The same account with what the diary says of its coming meetings now."""
        if not reviewed.flags:
            return reviewed
        found = suggest(
            reviewed.relationship,
            reviewed.flags,
            diary=self.diary,
            rules=self.rules,
            now=self.now,
            zone=self.zone,
            seller=self.seller,
        )
        if isinstance(found, NoVisit):
            return replace(reviewed, suggestion=None, chosen=False, no_visit=found.reason)
        return replace(reviewed, suggestion=found, chosen=False, no_visit=None)


def choose_this_week(reviewed: Sequence[Reviewed], *, rules: Rules) -> tuple[Reviewed, ...]:
    """The same accounts, most in need first, at most two of them chosen; the others with a suggestion wait and say so."""
    order = {one.relationship.account.key: place for place, one in enumerate(reviewed)}
    chosen, waiting = choose([one.suggestion for one in reviewed if one.suggestion], rules=rules, order=order)
    picked = {one.account for one in chosen}
    why = {one.account: one.reason for one in waiting}
    return tuple(
        replace(one, chosen=one.suggestion.account in picked, no_visit=why.get(one.suggestion.account))
        if one.suggestion
        else one
        for one in reviewed
    )
