"""What we have asked of each vendor so far, in sums that only grow: quotas are counted against these.

Each is kept in a few rows, so that many who add to it at once seldom wait for each other.
"""

from collections.abc import Mapping

from sqlalchemy import Connection, func, select, update

from workers.store.once import put_once
from workers.store.tables import spent

ROWS = 16
KINDS = ("requests", "bytes", "throttled", "failed")


class Spent:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, provider: str, more: Mapping[str, int], *, by: int) -> None:
        """`by` is anybody's number: it tells which row."""
        if not any(more.values()):
            return
        part = by % ROWS
        put_once(self._connection, spent, {"provider": provider, "part": part, **dict.fromkeys(KINDS, 0)})
        row = (spent.c.provider == provider) & (spent.c.part == part)
        sums = {name: spent.c[name] + more.get(name, 0) for name in KINDS}
        self._connection.execute(update(spent).where(row).values(**sums))

    def totals(self) -> dict[tuple[str, str], int]:
        """By provider and kind: requests, bytes that came, and how many requests were throttled or failed."""
        sums = (func.sum(spent.c[name]).label(name) for name in KINDS)
        rows = self._connection.execute(select(spent.c.provider, *sums).group_by(spent.c.provider))
        return {(row.provider, name): int(getattr(row, name)) for row in rows for name in KINDS}
