"""Whether to bring buns, and where to look for a bakery; never to the public sector, in a procurement, or against a word.

Swedish code on gifts in business (Institutet mot mutor): what is fine between companies is not fine to an authority.
"""

from collections.abc import Sequence
from datetime import timedelta

from connectors.routing.bakery import language_at, words_to_search
from workers.relationships.accounts import Account
from workers.relationships.public_sector import is_public_sector
from workers.relationships.reasons import Fact, Reason
from workers.relationships.rules import Rules
from workers.visits.bakeries import BakeryStop
from workers.visits.tidy import tidy
from workers.visits.titles import speaks_of_procurement
from workers.visits.visit import Bun, VisitPlace

NAME = 80
OFF_THE_WAY = timedelta(minutes=3)  # a detour worth telling
BAKERY = {  # on the way, with a street, known to be open
    (True, True, True): "bakery_on_open",
    (True, True, False): "bakery_on_hours_unknown",
    (True, False, True): "bakery_open",
    (True, False, False): "bakery_hours_unknown",
    (False, True, True): "detour_on_open",
    (False, True, False): "detour_on_hours_unknown",
    (False, False, True): "detour_open",
    (False, False, False): "detour_hours_unknown",
}


def bring_buns(
    account: Account,
    place: VisitPlace | None,
    titles: Sequence[str],
    *,
    language: str,
    rules: Rules,
    favourite: str = "",
    stop: BakeryStop | None = None,
) -> Bun:
    """`titles` are those of the coming and the recent meetings, `language` the one to search in where the
    place's country is not known. `favourite` is the seller's own, `stop` a real bakery on the way: without either no name is made up, and the fact
    `search` holds the words for a map search; a page makes the link.
    """
    if account.no_gifts:
        return Bun(False, Reason("bun.no_gifts"))
    if account.public_sector or is_public_sector(account.key, account.name):
        return Bun(False, Reason("bun.public_sector"))
    if speaks_of_procurement(titles):
        return Bun(False, Reason("bun.procurement"))
    if favourite:
        return Bun(True, Reason("bun.favourite", {"minutes": rules.bun_minutes, "bakery": favourite}), bakery=favourite)
    if stop:
        return name_bakery(stop, rules)
    if place is None or not (place.position or place.town):  # words that no map would know either
        return Bun(True, Reason("bun.on_the_way", {"minutes": rules.bun_minutes}))
    search = words_to_search(place.text, language_at(place.position, language))
    return Bun(True, Reason("bun.near", {"minutes": rules.bun_minutes, "search": search, "place": place.text}))


def name_bakery(stop: BakeryStop, rules: Rules) -> Bun:
    """A real bakery. That it is open is claimed only where its hours are known."""
    name, street = tidy(stop.bakery.name, NAME), tidy(stop.bakery.street, NAME)
    key = BAKERY[stop.extra < OFF_THE_WAY, bool(street), bool(stop.open)]
    facts: dict[str, Fact] = {"bakery": name, "street": street, "minutes": rules.bun_minutes, "extra": stop.extra}
    return Bun(True, Reason(f"bun.{key}", facts), name, stop.bakery.hours)
