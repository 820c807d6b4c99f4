"""What a relation may need attention for: four flags, each with its reasons in words and numbers. Unknown never raises one.

A flag ends in a question about going there. So none is raised for an account where going is out of the question: one
that prefers digital or where the seller has said never, one that is no customer, and, of each kind, one the seller has
called wrong. A visit that stands in the calendar already is the answer, and silences the flags that ask for one.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from workers.relationships.figures import Figures, figures_of, is_silent
from workers.relationships.reasons import Fact, Reason
from workers.relationships.relationship import Half, Relationship, age
from workers.relationships.rules import Rules
from workers.relationships.telling import (
    describe,
    drifting_reasons,
    first_meeting_reasons,
    never_met,
    screen_only_reasons,
    thinning_reasons,
)

__all__ = ["Flag", "FlagKind", "describe", "deserved", "is_silent", "never_met", "raise_flags"]

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
    rules = rules.for_tier(relationship.account.tier)
    kinds = deserved(figures_of(relationship), rules=rules, now=now)
    return tuple(_flag(kind, relationship, rules, now) for kind in kinds)


def deserved(figures: Figures, *, rules: Rules, now: datetime) -> tuple[FlagKind, ...]:
    """The kinds of flags these figures deserve at `now`, under the rules of the account's tier."""
    if figures.silent:
        return ()
    return tuple(
        kind for kind, asks in DESERVED.items() if kind not in figures.wrong_flags and asks(figures, rules, now)
    )


def _flag(kind: FlagKind, relationship: Relationship, rules: Rules, now: datetime) -> Flag:
    reasons = REASONS[kind](relationship, rules, now)
    return Flag(kind, reasons, reasons[0].facts)


def _screen_only(figures: Figures, rules: Rules, _now: datetime) -> bool:
    if figures.digital < rules.screen_only_touchpoints or figures.short_share < rules.short_share:
        return False
    if figures.last_in_person or figures.last_hybrid or figures.visit_ahead or figures.colleague_met:
        return False
    return figures.unknown_share <= rules.unknown_share and figures.longest_unknown < rules.long_unknown


def _first_meeting_on_screen(figures: Figures, _rules: Rules, _now: datetime) -> bool:
    return figures.screen_ahead and not (figures.ever or figures.last_in_person or figures.colleague_met)


def _drifting(figures: Figures, rules: Rules, now: datetime) -> bool:
    last = figures.last_in_person
    if last is None or figures.visit_ahead:
        return False
    if figures.colleague_met and now.date() - figures.colleague_met <= rules.met_interval:
        return False
    return age(last, now) > rules.met_interval and figures.digital_since >= rules.drifting_digital


def _thinning(figures: Figures, rules: Rules, _now: datetime) -> bool:
    earlier, later = figures.earlier, figures.later
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


DESERVED: Mapping[FlagKind, Callable[[Figures, Rules, datetime], bool]] = {
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
