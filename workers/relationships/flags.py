"""What a relation may need attention for: four flags, each with its reasons in words and numbers. Unknown never raises one.

A flag ends in a question about going there. So none is raised for an account where going is out of the question: one
that prefers digital or where the seller has said never, one that is no customer, and, of each kind, one the seller has
called wrong. A visit that stands in the calendar already is the answer, and silences the flags that ask for one.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from workers.relationships.accounts import Account, Standing
from workers.relationships.modality import Modality
from workers.relationships.reasons import Fact, Reason
from workers.relationships.relationship import Half, Relationship
from workers.relationships.rules import Rules
from workers.relationships.telling import (
    describe,
    drifting_reasons,
    first_meeting_reasons,
    never_met,
    screen_only_reasons,
    thinning_reasons,
)

__all__ = ["Flag", "FlagKind", "describe", "is_silent", "never_met", "raise_flags"]

NO_CUSTOMER = frozenset({Standing.VENDOR, Standing.NOT_CUSTOMER, Standing.OURS})
HAIR = 1e-9  # two rounded quotients are compared; a fall to exactly three quarters is one


class FlagKind(StrEnum):
    SCREEN_ONLY = "screen_only"
    FIRST_MEETING_ON_SCREEN = "first_meeting_on_screen"
    DRIFTING = "drifting"
    THINNING = "thinning"


@dataclass(frozen=True, slots=True)
class Flag:
    """The first reason is the one sentence; `facts` are plain JSON values: counts, whole minutes, ISO dates."""

    kind: FlagKind
    reasons: tuple[Reason, ...]
    facts: Mapping[str, Fact] = field(default_factory=dict)


def raise_flags(relationship: Relationship, *, rules: Rules, now: datetime) -> tuple[Flag, ...]:
    """The flags a relation deserves at `now`, in the order of FlagKind."""
    account = relationship.account
    if is_silent(account):
        return ()
    rules = rules.for_tier(account.tier)
    return tuple(
        _flag(kind, relationship, rules, now)
        for kind, deserved in DESERVED.items()
        if kind not in account.wrong_flags and deserved(relationship, rules, now)
    )


def is_silent(account: Account) -> bool:
    """Whether no flag is ever raised for an account, whatever its meetings look like."""
    return account.standing in NO_CUSTOMER or account.prefers_digital or account.never_here


def _flag(kind: FlagKind, relationship: Relationship, rules: Rules, now: datetime) -> Flag:
    reasons = REASONS[kind](relationship, rules, now)
    return Flag(kind, reasons, reasons[0].facts)


def _screen_only(relationship: Relationship, rules: Rules, _now: datetime) -> bool:
    counts = relationship.counts
    if counts.digital < rules.screen_only_touchpoints or relationship.short_share < rules.short_share:
        return False
    if relationship.last_in_person or relationship.last_hybrid or _visit_stands(relationship):
        return False
    if relationship.colleague_met:
        return False
    if counts.unknown / counts.total > rules.unknown_share:
        return False
    unknown = (touchpoint for touchpoint in relationship.past if touchpoint.counts_as is Modality.UNKNOWN)
    return all(touchpoint.length < rules.long_unknown for touchpoint in unknown)


def _first_meeting_on_screen(relationship: Relationship, _rules: Rules, _now: datetime) -> bool:
    if relationship.ever or relationship.last_in_person or relationship.colleague_met or not relationship.coming:
        return False
    first = relationship.coming[0]
    return first.digital and first.ours


def _drifting(relationship: Relationship, rules: Rules, now: datetime) -> bool:
    last = relationship.last_in_person
    if last is None or _visit_stands(relationship):
        return False
    if relationship.colleague_met and now.date() - relationship.colleague_met <= rules.met_interval:
        return False
    return now - last > rules.met_interval and relationship.digital_since >= rules.drifting_digital


def _thinning(relationship: Relationship, rules: Rules, _now: datetime) -> bool:
    earlier, later = relationship.earlier, relationship.later
    if earlier is None or later is None or earlier.touchpoints < rules.thinning_touchpoints:
        return False
    return all(share <= rules.thinning_ratio + HAIR for share in _shares(earlier, later))


def _shares(earlier: Half, later: Half) -> tuple[float, float, float]:
    """What is left of usual length, of people a meeting and of meetings a month."""
    return (
        later.median / earlier.median if earlier.median else 1.0,
        later.people / earlier.people if earlier.people else 1.0,
        later.a_month / earlier.a_month,
    )


def _visit_stands(relationship: Relationship) -> bool:
    return any(touchpoint.modality is Modality.IN_PERSON for touchpoint in relationship.coming)


DESERVED: Mapping[FlagKind, Callable[[Relationship, Rules, datetime], bool]] = {
    FlagKind.SCREEN_ONLY: _screen_only,
    FlagKind.FIRST_MEETING_ON_SCREEN: _first_meeting_on_screen,
    FlagKind.DRIFTING: _drifting,
    FlagKind.THINNING: _thinning,
}
REASONS: Mapping[FlagKind, Callable[[Relationship, Rules, datetime], tuple[Reason, ...]]] = {
    FlagKind.SCREEN_ONLY: screen_only_reasons,
    FlagKind.FIRST_MEETING_ON_SCREEN: first_meeting_reasons,
    FlagKind.DRIFTING: drifting_reasons,
    FlagKind.THINNING: thinning_reasons,
}
