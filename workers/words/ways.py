"""A way of going, said: how and how long, what it costs there and back, what it emits, and who counted."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from workers.visits.visit import Leg
from workers.words import knows, say
from workers.words.strangers import tame


@dataclass(frozen=True, slots=True)
class Way:
    """One way of going: `said` is how and how long, `cost` there and back, `small` carbon and who counted."""

    mode: str
    said: str
    cost: str
    small: str


def tell_ways(legs: Iterable[Leg], language: str) -> tuple[Way, ...]:
    return tuple(tell_way(leg, language) for leg in legs)


def tell_way(leg: Leg, language: str, *, round_trip: bool = False) -> Way:
    """One way; of a whole journey the minutes and kilometres are there and back too."""
    mode = "night" if leg.overnight else leg.mode if knows(f"page.travel.way.{leg.mode}", "en") else "other"
    key = "page.travel.in_all" if round_trip else f"page.travel.way.{mode}"
    said = say(key, language, span=leg.minutes, km=leg.km)
    if leg.cost is None:
        cost = say("page.travel.price_unknown", language)
    else:
        cost = say("page.travel.cost", language, cost=leg.cost, currency=leg.currency)
    return Way(leg.mode, said, cost, " ".join(_small(leg, language)))


def _small(leg: Leg, language: str) -> Sequence[str]:
    low, high = leg.co2e_kg
    if leg.co2e_source:
        key = "page.travel.co2e" if low == high else "page.travel.co2e_range"
        carbon = say(key, language, low=low, high=high, source=leg.co2e_source)
    else:
        carbon = say("page.travel.co2e_unknown", language)
    counted = "page.travel.estimate" if leg.estimate else "page.travel.by"
    return carbon, say(counted, language, source=tame(leg.source, 40))
