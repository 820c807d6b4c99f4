"""What was suggested and answered before, as this week's choice wants to know it."""

from datetime import date

from workers.store import Seller, Transaction
from workers.store.decisions import DecisionKind
from workers.store.moments import week_of
from workers.visits.answered import Answered
from workers.visits.choice import WeekSoFar

LATER, NOT_THIS = DecisionKind.LATER, DecisionKind.NOT_THIS


def find_answered(at: Transaction, seller: Seller) -> Answered:
    said = at.decisions.of_kinds(seller.id, (LATER, NOT_THIS))
    return Answered(
        later={one.suggestion: date.fromisoformat(one.detail["until"]) for one in said if one.kind is LATER},
        refused=frozenset(one.suggestion for one in said if one.kind is NOT_THIS),
    )


def find_week(at: Transaction, seller: Seller, today: date) -> WeekSoFar:
    """What has been chosen so far in the week of `today`, by the seller's calendar."""
    week, weeks = week_of(today), at.suggestions.weeks(seller.id)
    letter = at.letters.find(seller.id, week)
    return WeekSoFar(
        new=frozenset(name for name, first in weeks.items() if first == week),
        told=at.decisions.answered(seller.id) | frozenset(letter.suggestions if letter else ()),
        older=frozenset(name for name, first in weeks.items() if first != week),
    )
