"""A look at relations: asks the thinking rooms, one after the other, what each account needs and what could be done."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from workers.relationships.corrections import Correction, CorrectionKind
from workers.relationships.flags import Flag
from workers.relationships.modality import Modality
from workers.relationships.relationship import Relationship
from workers.relationships.rules import Rules
from workers.relationships.telling import describe, never_met
from workers.reviewed import Reviewed
from workers.visits.agenda import Agenda, plan_agenda
from workers.visits.candidates import why_stay, why_wait
from workers.visits.choice import A_NEW_WEEK, WeekSoFar, choose
from workers.visits.diary import DAY, Key
from workers.visits.journeys import Wish
from workers.visits.situation import Situation
from workers.visits.slots import days_looked_at
from workers.visits.suggestion import NoVisit, suggest
from workers.visits.trip import Trip
from workers.visits.visit import Slot


@dataclass(frozen=True, slots=True)
class Look:
    """What relations are looked at with."""

    situation: Situation

    def review(self, relationship: Relationship, flags: Mapping[str, tuple[Flag, ...]]) -> Reviewed:
        """The account with its flags, its sentence and its best coming meeting; not chosen yet."""
        raised = flags.get(relationship.account.key, ())
        rules = self.situation.rules
        return self.again(
            Reviewed(
                relationship=relationship,
                flags=raised,
                sentence=raised[0].reasons[0] if raised else describe(relationship, rules=rules),
                never_met=never_met(relationship),
            )
        )

    def hangs_on(self, reviewed: Reviewed, days: Collection[date]) -> bool:
        """Whether what the diary says of these days could change what is suggested."""
        if not reviewed.flags:
            return False
        zone, relationship = self.situation.zone, reviewed.relationship
        coming = {touchpoint.start.astimezone(zone).date() for touchpoint in relationship.coming}
        beside = {day + DAY * n for day in coming for n in (-1, 0, 1)}  # a visit may take the night before or after
        if not beside.isdisjoint(days):
            return True
        if reviewed.suggestion is None:
            return False
        visit, rules = reviewed.suggestion.visit, self.situation.rules.for_tier(relationship.account.tier)
        looked = days_looked_at(Slot(visit.start, visit.end), visit.slots, zone=zone, rules=rules)
        return looked is None or any(looked[0] <= day <= looked[1] for day in days)

    def again(self, reviewed: Reviewed) -> Reviewed:
        """The same account with what the diary says of its coming meetings now."""
        if not reviewed.flags:
            return reviewed
        found = suggest(reviewed.relationship, reviewed.flags, self.situation)
        if isinstance(found, NoVisit):
            place = self.situation.where(reviewed.relationship)
            return replace(reviewed, suggestion=None, chosen=False, no_visit=found.reason, place=place)
        return replace(reviewed, suggestion=found, chosen=False, no_visit=None, place=found.visit.place)


def choose_this_week(
    reviewed: Sequence[Reviewed], *, rules: Rules, week: WeekSoFar = A_NEW_WEEK
) -> tuple[Reviewed, ...]:
    """The same accounts, most in need first, at most two of them chosen; the others with a suggestion wait and say so.
    `week` is what has been chosen already."""
    order = {one.relationship.account.key: place for place, one in enumerate(reviewed)}
    candidates = [one.suggestion for one in reviewed if one.suggestion]
    chosen, waiting = choose(candidates, rules=rules, order=order, week=week)
    picked = {one.account for one in chosen}
    why = {one.account: one.reason for one in waiting}
    return tuple(
        replace(one, chosen=one.suggestion.account in picked, no_visit=why.get(one.suggestion.account))
        if one.suggestion
        else one
        for one in reviewed
    )


def favourites(corrections: Iterable[Correction]) -> dict[str, str]:
    """The seller's bakeries by town, the latest word for each."""
    said = [one for one in corrections if one.kind is CorrectionKind.BAKERY and one.uid]
    return {one.uid.casefold(): one.value for one in sorted(said, key=lambda one: one.said_at)}


def plan_trips(
    reviewed: Sequence[Reviewed], situation: Situation, *, aliases: Mapping[str, str]
) -> tuple[tuple[Reviewed, ...], tuple[Trip, ...]]:
    """The same accounts, those chosen told who else is near, and the journeys of the coming weeks. `reviewed` are the
    flagged accounts at least, most in need first."""
    agenda = plan_agenda(
        [one.suggestion for one in reviewed if one.chosen and one.suggestion],
        list(_wishes(reviewed, situation)),
        situation,
        on_screen=frozenset(_on_screen(reviewed)),
        aliases=aliases,
    )
    return tuple(_with_nearby(one, agenda) for one in reviewed), agenda.trips


def _with_nearby(one: Reviewed, agenda: Agenda) -> Reviewed:
    if one.suggestion is None or not one.chosen:
        return one
    near = agenda.near.get(one.suggestion.account, ())
    return replace(one, suggestion=replace(one.suggestion, nearby=near))


def _wishes(reviewed: Sequence[Reviewed], situation: Situation) -> Iterator[Wish]:
    """The accounts that would like a visit and have none ahead, where we know the place."""
    horizon = situation.now + situation.rules.ahead
    for place, one in enumerate(reviewed):
        relationship = one.relationship
        account = relationship.account
        met = any(t.modality is Modality.IN_PERSON and t.start <= horizon for t in relationship.coming)
        if one.flags and one.place and one.place.position and not met and not _stays(relationship, situation):
            need = float(len(reviewed) - place)
            yield Wish(account.key, account.name, one.place, need, situation.rules.for_tier(account.tier).visit)


def _stays(relationship: Relationship, situation: Situation) -> bool:
    """Whether nobody is to be sent there, ever or now, by what the seller has said."""
    if why_stay(relationship.account):
        return True
    return why_wait(relationship, situation.answered, now=situation.now, zone=situation.zone) is not None


def _on_screen(reviewed: Sequence[Reviewed]) -> Iterator[Key]:
    for one in reviewed:
        yield from ((t.uid, t.recurrence_id) for t in one.relationship.coming if t.digital)
