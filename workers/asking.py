"""Asks engines about the few visits that were chosen: the exact address, the way there, a bakery. Nobody waits for it,
and no transaction is open meanwhile; what has changed since is left as it is.
"""

from workers.exactly import look_exactly
from workers.office import Office
from workers.review import Desk, encode


def ask_engines(office: Office) -> int:
    """Look at this week's visits of the seller shown with what engines know. Returns how many were kept."""
    engines = office.roads.engines
    if engines is None:
        return 0
    with office.store.reading() as at:
        seller = at.sellers.shown()
        if seller is None:
            return 0
        desk = Desk.open(at, seller, now=office.clock(), roads=office.roads)
        before = [one for one in at.accounts.flagged(seller.id) if one.chosen]
        careful = engines.for_one_look()
        situation, exact = desk.situation(), desk.travel(router=careful.router)
    after = look_exactly(before, situation, exact, careful)
    with office.store.writing() as at:
        kept = 0
        for old, new in zip(before, after, strict=True):
            key = old.relationship.account.key
            now = at.accounts.find(seller.id, key)
            if now is not None and encode(now) == encode(old) and encode(new) != encode(old):
                at.accounts.show(seller.id, key, new)
                kept += 1
        if kept:
            at.sellers.touch(seller.id)
    return kept
