"""What is sealed with another key than the newest, in every table: found, sealed anew, and counted.

It goes by the tables themselves, so that a new column is never forgotten.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    LargeBinary,
    Table,
    and_,
    func,
    literal,
    or_,
    select,
    tuple_,
    update,
)

from workers.sealing import NAME, SealBroken, Sealer
from workers.store.tables import metadata, sealed_columns, sellers

Key = tuple[int | str, ...]


@dataclass(frozen=True, slots=True)
class Stale:
    """A row with values under an older key, as they were found and sealed anew; `anew` lacks those no key opens.
    `seller_id` is whose row it is, None for nobody's."""

    table: str
    key: Key
    seller_id: int | None
    found: Mapping[str, bytes]
    anew: Mapping[str, bytes]


class Seals:
    def __init__(self, connection: Connection, sealer: Sealer) -> None:
        self._connection, self._sealer = connection, sealer

    def tables(self) -> tuple[str, ...]:
        """Those with anything sealed."""
        return tuple(table.name for table in metadata.sorted_tables if sealed_columns(table))

    def stale(self, name: str, *, after: Key | None, limit: int) -> tuple[Stale, ...]:
        """Rows of a table under an older key, by their keys, from behind `after` on."""
        table, columns = metadata.tables[name], sealed_columns(metadata.tables[name])
        keys = tuple(table.primary_key)
        query = select(*keys, *columns).where(self._is_stale(table)).order_by(*keys).limit(limit)
        if after is not None:
            query = query.where(tuple_(*keys) > tuple_(*map(_bound, keys, after)))
        return tuple(self._open(table, row._asdict()) for row in self._connection.execute(query))

    def renew(self, stale: Stale) -> bool:
        """Put what was sealed anew in the place of what was found; False when somebody has changed the row meanwhile."""
        table = metadata.tables[stale.table]
        this = [column == value for column, value in zip(table.primary_key, stale.key, strict=True)]
        same = [table.c[name] == stale.found[name] for name in stale.anew]
        return self._connection.execute(update(table).where(*this, *same).values(**stale.anew)).rowcount > 0

    def left(self) -> dict[str, int]:
        """How many rows each table still has under an older key."""
        return {name: self._count(metadata.tables[name]) for name in self.tables()}

    def _count(self, table: Table) -> int:
        query = select(func.count()).select_from(table).where(self._is_stale(table))
        return int(self._connection.execute(query).scalar_one())

    def _is_stale(self, table: Table) -> ColumnElement[bool]:
        return or_(*(self._is_old(column) for column in sealed_columns(table)))

    def _is_old(self, column: Column[bytes]) -> ColumnElement[bool]:
        named = func.substr(column, 1, NAME, type_=LargeBinary) != self._sealer.newest
        return and_(column.is_not(None), named)

    def _open(self, table: Table, row: Mapping[str, object]) -> Stale:
        found: dict[str, bytes] = {}
        for column in sealed_columns(table):
            value = row[column.name]
            if isinstance(value, bytes) and not self._sealer.is_newest(value):
                found[column.name] = value
        return Stale(
            table=table.name,
            key=tuple(row[column.name] for column in table.primary_key),  # type: ignore[misc]
            seller_id=_whose(table, row),
            found=found,
            anew={name: fresh for name, value in found.items() if (fresh := self._fresh(value))},
        )

    def _fresh(self, sealed: bytes) -> bytes | None:
        try:
            return self._sealer.seal(self._sealer.open(sealed))
        except SealBroken:  # counted among what is left
            return None


def _whose(table: Table, row: Mapping[str, object]) -> int | None:
    found = row["id"] if table is sellers else row.get("seller_id")
    return found if isinstance(found, int) else None


def _bound(column: Column[int] | Column[str], value: int | str) -> ColumnElement[int | str]:
    return literal(value, column.type)
