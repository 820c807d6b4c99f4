"""Whether to bring buns, and where to look for a bakery; never to the public sector, in a procurement, or against a word.

Swedish code on gifts in business (Institutet mot mutor): what is fine between companies is not fine to an authority.
"""

from collections.abc import Sequence

from workers.relationships.accounts import Account
from workers.relationships.public_sector import is_public_sector
from workers.relationships.reasons import Reason
from workers.relationships.rules import Rules
from workers.visits.titles import speaks_of_procurement
from workers.visits.visit import Bun, VisitPlace

NEAR = {
    "sv": "bageri nära",
    "en": "bakery near",
    "nb": "bakeri nær",
    "da": "bageri nær",
    "fi": "leipomo lähellä",
    "de": "Bäckerei nahe",
}


def bring_buns(
    account: Account, place: VisitPlace | None, titles: Sequence[str], *, language: str, rules: Rules
) -> Bun:
    """`titles` are those of the coming and the recent meetings, `language` the one bakeries are called by there.

    The fact `search` holds the words for a map search; a page makes the link.
    """
    if account.no_gifts:
        return Bun(False, Reason("bun.no_gifts"))
    if account.public_sector or is_public_sector(account.key, account.name):
        return Bun(False, Reason("bun.public_sector"))
    if speaks_of_procurement(titles):
        return Bun(False, Reason("bun.procurement"))
    if place is None:
        return Bun(True, Reason("bun.on_the_way", {"minutes": rules.bun_minutes}))
    search = f"{NEAR.get(language, NEAR['en'])} {place.text}"
    return Bun(True, Reason("bun.near", {"minutes": rules.bun_minutes, "search": search, "place": place.text}))
