"""What the trip costs beside what the deal is worth: the seller's own numbers and what divides them, and nothing more.

Nobody has measured what a visit does to a deal, so no sentence here says that it does anything.
"""

from collections.abc import Iterator
from decimal import ROUND_FLOOR, Decimal

from workers.relationships.reasons import Reason
from workers.visits.visit import Leg

MOST = Decimal(10) ** 15  # what is said to be worth more has been mistyped
LONGEST_ODDS = 1_000_000  # further than that nobody can picture
EVEN = 2  # "1 in 1" is no chance


def weigh_money(leg: Leg | None, value: Decimal | None, currency: str) -> tuple[Reason, ...]:
    """The cost of the sensible way there and back beside the account's value, in the order it is told. Without a value
    there is nothing to say; without a price that is said; two currencies are not compared."""
    if not _is_known(value):
        return ()
    worth = Reason("money.value", {"value": float(value or 0), "currency": currency})
    if leg is None:
        return (worth,)
    if leg.cost is None:
        return worth, Reason("money.price_unknown")
    low, high = sorted(leg.cost)
    if high <= 0:
        return (worth,)
    cost = Reason("money.cost", {"cost": (max(low, 0), high), "currency": leg.currency})
    if not currency or currency.strip().casefold() != leg.currency.strip().casefold():
        return cost, worth
    return cost, worth, *_beside(Decimal(high), value or Decimal(1))


def _is_known(value: Decimal | None) -> bool:
    return value is not None and value.is_finite() and 0 < value <= MOST


def _beside(cost: Decimal, value: Decimal) -> Iterator[Reason]:
    """The dearest the trip may get, so that neither figure flatters it."""
    if cost >= value:
        yield Reason("money.too_dear")
        return
    yield Reason("money.share", {"share": float(cost / value)})
    odds = _said(int((value / cost).to_integral_value(ROUND_FLOOR)))
    if odds >= EVEN:
        yield Reason("money.chance", {"odds": odds})


def _said(odds: int) -> int:
    """Two figures, as people say it, and rather the shorter odds: 1 in 1,333 is said as 1 in 1,300."""
    step = int(10 ** max(0, len(str(odds)) - 2))
    return min(odds // step * step, LONGEST_ODDS)
