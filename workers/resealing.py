"""Sealing everything anew with the newest key, so that an older one can be thrown away, beside whoever is working.

Each batch is read by itself and written in a transaction of its own; what somebody changed meanwhile is theirs. Broken off,
it is begun again and only does what is left.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from workers.store import Store
from workers.store.seals import Key, Stale

BATCH = 200  # rows; other writers of a file wait for as long as these take


@dataclass(frozen=True, slots=True)
class Resealed:
    """How many rows of a table have been sealed anew."""

    table: str
    rows: int


def reseal(store: Store, *, batch: int = BATCH) -> Iterator[Resealed]:
    """One table after the other."""
    with store.reading() as at:
        tables = at.seals.tables()
    for table in tables:
        yield Resealed(table, sum(_renew(store, stale) for stale in _batches(store, table, batch)))
    store.settle()  # what the old key opens does not lie beside a file either


def still_old(store: Store) -> dict[str, int]:
    """The rows under an older key, by table, where there are any: no key opens them, or somebody still seals with it."""
    with store.reading() as at:
        return {table: count for table, count in at.seals.left().items() if count}


def _batches(store: Store, table: str, batch: int) -> Iterator[Sequence[Stale]]:
    after: Key | None = None
    while True:
        with store.reading() as at:
            found = at.seals.stale(table, after=after, limit=batch)
        if not found:
            return
        yield found
        after = found[-1].key


def _renew(store: Store, stale: Sequence[Stale]) -> int:
    """Seller by seller, alone with what is kept of each: whoever changes several rows at once is not crossed."""
    done = 0
    for seller_id, theirs in groupby(stale, key=lambda one: one.seller_id):
        with store.writing(seller_id) as at:
            done += sum(at.seals.renew(one) for one in theirs if one.anew)
    return done
