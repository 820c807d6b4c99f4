"""The ways to a customer as they are told: minutes and kilometres the way people say them, what it costs, what it emits.

Carbon is told in grams of CO2e a kilometre, from two editions of one Swedish method: trains and cars from
https://klimatresa.se, a seat in a plane with its effect at altitude from https://klimatsmartsemester.se.
"""

from collections.abc import Mapping
from math import ceil, floor, inf

from connectors.routing.geocoder import Position
from connectors.routing.router import Mode, PartKind, Route, Ways
from workers.visits.travel_rules import TravelRules
from workers.visits.visit import Leg

Range = tuple[float, float]

ROUGHLY = 120  # minutes: shorter journeys are told to 5 minutes, longer ones to 15
THERE_AND_BACK = 2
AROUND_THE_CORNER = 1.0  # km: no journey to tell of, and nobody knows the minutes within one town
GREEN_RAILS = frozenset({"SE", "NO", "FI"})  # electric, on power without much carbon
GREEN_TRAIN: Range = (7, 7)
ANY_TRAIN: Range = (24, 91)  # electric in Europe .. diesel
SEAT: Range = (133, 133)  # economy, its effect at altitude and making the fuel counted
NOT_KNOWN = frozenset({PartKind.FERRY})  # neither edition has a figure we could lean on
OF_MODE = {
    Mode.CAR: frozenset({PartKind.DRIVE}),
    Mode.TRAIN: frozenset({PartKind.TRAIN, PartKind.NIGHT_TRAIN}),
    Mode.FLIGHT: frozenset({PartKind.FLY}),
}
SOURCES = {Mode.CAR: "klimatresa.se", Mode.TRAIN: "klimatresa.se", Mode.FLIGHT: "klimatsmartsemester.se"}
Steps = tuple[tuple[float, int], ...]
ROUND_MONEY: Steps = ((100, 10), (1_000, 50), (10_000, 100), (inf, 1_000))  # under so much, to so much
ROUND_KM: Steps = ((20, 1), (100, 5), (1_000, 10), (inf, 50))


def write_legs(ways: Ways, rules: TravelRules, *, start: Position, end: Position) -> tuple[Leg, ...]:
    """The ways the seller uses, in their order; none within the same town. `start` and `end` tell in which countries the
    trains run."""
    countries = {start.country, end.country}
    usable = (route for route in ways.routes if route.mode in rules.modes and route.km >= AROUND_THE_CORNER)
    return tuple(_leg(route, rules, countries) for route in usable)


def say_minutes(low: float, high: float) -> tuple[int, int]:
    """A range of minutes rounded outward to what people say, and never a single figure."""
    first, last = _step(low), _step(high)
    lower, upper = max(floor(low / first) * first, first), ceil(high / last) * last
    return lower, upper if upper > lower else lower + last


def _leg(route: Route, rules: TravelRules, countries: set[str]) -> Leg:
    price = rules.prices.get(route.mode)
    known = not any(part.kind in NOT_KNOWN for part in route.parts)
    return Leg(
        mode=route.mode.value,
        minutes=say_minutes(route.low.total_seconds() / 60, route.high.total_seconds() / 60),
        km=_rounded(route.km, ROUND_KM),
        cost=_cost(route, rules),
        currency=price.currency if price else "",
        co2e_kg=_co2e(route, rules, countries) if known else (0.0, 0.0),
        source=route.by,
        co2e_source=SOURCES[route.mode] if known else "",
        overnight=route.overnight,
        parts=route.parts,
    )


def _cost(route: Route, rules: TravelRules) -> tuple[int, int] | None:
    """There and back: of a price a kilometre what the mode itself runs, the way to the station not counted."""
    price = rules.prices.get(route.mode)
    if price is None:
        return None
    times = THERE_AND_BACK * (1.0 if price.per == "trip" else _own_km(route))
    return _rounded(price.low * times, ROUND_MONEY), _rounded(price.high * times, ROUND_MONEY)


def _own_km(route: Route) -> float:
    """Kilometres in the mode itself; all of them where the parts are not told."""
    return sum(part.km for part in route.parts if part.kind in OF_MODE[route.mode]) or route.km


def _co2e(route: Route, rules: TravelRules, countries: set[str]) -> tuple[float, float]:
    """Kilograms there and back. Nobody knows how one gets to the airport: from the train to a car alone."""
    train = _train(countries)
    grams: Mapping[PartKind, Range] = {
        PartKind.DRIVE: rules.car_co2e,
        PartKind.TRAIN: train,
        PartKind.NIGHT_TRAIN: train,
        PartKind.FLY: SEAT,
        PartKind.ACCESS: (train[0], rules.car_co2e[1]),
        PartKind.BUS: (train[0], rules.car_co2e[1]),
    }
    of_mode = {Mode.CAR: rules.car_co2e, Mode.TRAIN: train, Mode.FLIGHT: SEAT}[route.mode]
    told = [(part.km, grams[part.kind]) for part in route.parts if part.km and part.kind in grams]
    low, high = (sum(km * grams[at] for km, grams in told or [(route.km, of_mode)]) for at in (0, 1))
    return _kilograms(low), _kilograms(high)


def _train(countries: set[str]) -> Range:
    """What a train emits between two countries; where one of them is green and the other not, anything between."""
    green = countries & GREEN_RAILS
    if green == countries:
        return GREEN_TRAIN
    return (GREEN_TRAIN[0] if green or "" in countries else ANY_TRAIN[0]), ANY_TRAIN[1]


def _kilograms(grams: float) -> float:
    kilograms = grams * THERE_AND_BACK / 1000
    return round(kilograms, 1) if kilograms < 10 else float(round(kilograms, 0 if kilograms < 100 else -1))


def _step(minutes: float) -> int:
    return 5 if minutes <= ROUGHLY else 15


def _rounded(amount: float, steps: Steps) -> int:
    """To what people say; something never becomes nothing."""
    step = next(step for under, step in steps if amount < under)
    return max(round(amount / step) * step, step if amount > 0 else 0)
