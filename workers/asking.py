"""Asks engines about the few visits that were chosen: the exact address, the way there, a bakery. Nobody waits for it,
and no transaction is open meanwhile; what has changed since is left as it is.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field

from connectors.routing.engines.care import Tally
from workers.desk import Desk
from workers.exactly import look_exactly
from workers.office import Office
from workers.review import encode
from workers.reviewed import Reviewed
from workers.store import Transaction
from workers.visits.situation import Situation

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a look with engines came to: so many visits told better than before, and what became of the questions."""

    kept: int = 0
    tally: Tally = field(default_factory=Tally)


@dataclass(frozen=True, slots=True)
class _Before:
    """The visits of one seller as they were when the engines were asked."""

    seller_id: int
    chosen: tuple[Reviewed, ...]
    situation: Situation


def ask_engines(office: Office, seller_id: int | None = None) -> Asked:
    """Look at a seller's visits of this week with what engines know, and keep what that says of them; by default those of
    the seller shown on this computer."""
    engines, before = office.roads.engines, _read(office, seller_id)
    if engines is None or before is None or not before.chosen:
        return Asked()
    careful = engines.for_one_look()
    after = look_exactly(before.chosen, before.situation, careful)
    with office.store.writing(before.seller_id) as at:
        kept = _keep(at, before, after)
    log.info("seller %d: %d visits, %d kept; %s", before.seller_id, len(before.chosen), kept, careful.tally)
    return Asked(kept, careful.tally)


def _read(office: Office, seller_id: int | None) -> _Before | None:
    with office.store.reading() as at:
        seller = at.sellers.shown() if seller_id is None else at.sellers.of_id(seller_id)
        if seller is None:
            return None
        chosen = tuple(one for one in at.accounts.flagged(seller.id) if one.chosen)
        return _Before(seller.id, chosen, Desk.open(at, seller, now=office.clock(), roads=office.roads).situation())


def _keep(at: Transaction, before: _Before, after: Sequence[Reviewed]) -> int:
    """How many are told differently now, those left out that somebody else has changed meanwhile."""
    kept = 0
    for old, new in zip(before.chosen, after, strict=True):
        key, was = old.relationship.account.key, encode(old)
        now = at.accounts.find(before.seller_id, key)
        if now is not None and encode(now) == was and encode(new) != was:
            at.accounts.show(before.seller_id, key, new)
            kept += 1
    if kept:
        at.sellers.touch(before.seller_id)
    return kept
