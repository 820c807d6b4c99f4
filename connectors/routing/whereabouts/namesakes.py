"""Which of several towns of one name is meant: the one at home, the one that calls itself so, the one with most people.

Mora, Viken, Ryd and Anderstorp lie twice in Sweden, Boston in Massachusetts and in Lincolnshire. Where one is not much
likelier than the others the answer is that nobody can tell.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from connectors.routing.gazetteer import Town
from connectors.routing.gazetteer.folding import fold, strip
from connectors.routing.gazetteer.town import kilometres

NORDIC = frozenset({"SE", "NO", "DK", "FI", "IS", "AX", "FO", "GL", "SJ"})

AT_HOME, NEXT_DOOR = 100.0, 10.0  # how much likelier a town is there than as large a one elsewhere
OVERSEAS = 0.2  # a city outside Europe, the US and Canada, for somebody who is elsewhere
IN_REACH = ("Europe/", "Atlantic/", "Arctic/")  # zones
AMERICA = frozenset({"US", "CA"})
FOREIGN_NAME = 0.2  # a town that others call so, beside one that calls itself so
SURELY, MUCH_LIKELIER = 10.0, 4.0  # times as likely as the next
WORTH_TELLING = 0.02  # of the likeliest
MOST_OTHERS = 5
SAME_PLACE_KM = 15.0  # two entries of one town
LEAST_ABROAD = 50_000  # inhabitants of a town abroad that is known by its name alone
LEAST_ABROAD_BY_ALIAS = 150_000
LEAST_NEXT_DOOR = 3_000


@dataclass(frozen=True, slots=True)
class Choice:
    """The likeliest town, how many times as likely as the next, and the others worth telling of. `lead_told` counts only
    those that a region or a country would tell from it: where none does, asking again is no help."""

    town: Town
    lead: float
    lead_told: float
    others: tuple[Town, ...] = ()

    @property
    def sure(self) -> bool:
        return self.lead >= SURELY

    @property
    def open(self) -> bool:
        return self.lead_told < MUCH_LIKELIER


def choose(name: str, towns: Sequence[Town], *, here: str) -> Choice:
    """The likeliest of the towns of that name, at least one, for somebody in the country `here`."""
    key = fold(name)
    ranked = sorted(((_weight(town, key, here), town) for town in towns), key=lambda one: -one[0])
    most, first = ranked[0]
    rest = [(weight, town) for weight, town in ranked[1:] if _apart(first, town)]
    told = [(weight, town) for weight, town in rest if _written_so(town) != _written_so(first)]
    others = tuple(town for weight, town in told if weight >= most * WORTH_TELLING)[:MOST_OTHERS]
    return Choice(first, _lead(most, rest), _lead(most, told), others)


def is_known(name: str, town: Town, *, here: str, at_street: bool) -> bool:
    """Whether a name without a country can mean that town: at home each, abroad a larger one, since "best" and "caller"
    are towns too; behind a street each that calls itself so."""
    own = fold(town.name) == fold(name)
    if town.country == here or (own and at_street):
        return True
    if own and here in NORDIC and town.country in NORDIC:
        return town.population >= LEAST_NEXT_DOOR
    return town.population >= (LEAST_ABROAD if own else LEAST_ABROAD_BY_ALIAS)


def _weight(town: Town, key: str, here: str) -> float:
    return max(1, town.population) * _nearness(town, here) * (1.0 if fold(town.name) == key else FOREIGN_NAME)


def _nearness(town: Town, here: str) -> float:
    if town.country == here:
        return AT_HOME
    if here in NORDIC and town.country in NORDIC:
        return NEXT_DOOR
    return 1.0 if town.country in AMERICA or town.zone.startswith(IN_REACH) else OVERSEAS


def _lead(most: float, rest: Sequence[tuple[float, Town]]) -> float:
    return most / rest[0][0] if rest else SURELY


def _written_so(town: Town) -> tuple[str, str, str]:
    """All that a text can say of a town besides its postal code."""
    return strip(fold(town.name)), town.region, town.country


def _apart(one: Town, other: Town) -> bool:
    return kilometres(one.lat, one.lon, other.lat, other.lon) > SAME_PLACE_KM
