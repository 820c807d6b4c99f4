"""Everything kept of one seller, whatever table it lies in: to be handed over, and to be seen gone.

It goes by the tables themselves, so that a new one is never forgotten.
"""

import base64
from collections.abc import Mapping
from typing import Any

import msgspec
from sqlalchemy import Column, ColumnElement, Connection, Table, func, select

from workers.sealing import Sealer
from workers.store.tables import CLEAR, NEVER_TOLD, due, metadata, sellers

UNTOLD = "kept, and told to nobody"  # what would let whoever reads an export sign in as the seller
ABOUT_NOBODY = frozenset({"tenants", "domains", "directories", "spent"})  # but companies and vendors
OF_A_TENANT = "review_tenant"  # the one job whose subject is no seller


class Whole:
    def __init__(self, connection: Connection, sealer: Sealer) -> None:
        self._connection, self._sealer = connection, sealer

    def export(self, seller_id: int) -> dict[str, list[dict[str, object]]]:
        """Every row about the seller by table, opened, as plain JSON values."""
        return {
            table.name: [
                self._open(table, row._asdict()) for row in self._connection.execute(select(table).where(about))
            ]
            for table, about in _about(seller_id)
        }

    def count(self, seller_id: int) -> dict[str, int]:
        """How many rows each table has about the seller."""
        return {
            table.name: int(self._connection.execute(select(func.count()).select_from(table).where(about)).scalar_one())
            for table, about in _about(seller_id)
        }

    def totals(self) -> dict[str, int]:
        """How many rows each table has."""
        return {
            table.name: int(self._connection.execute(select(func.count()).select_from(table)).scalar_one())
            for table in metadata.sorted_tables
        }

    def _open(self, table: Table, row: Mapping[str, object]) -> dict[str, object]:
        return {column.name: self._plain(column, row[column.name]) for column in table.columns}

    def _plain(self, column: Column[Any], value: object) -> object:
        if not isinstance(value, bytes):
            return value
        if column.info.get(NEVER_TOLD):
            return UNTOLD
        if column.info.get(CLEAR):  # marks: only their connector can read them
            return base64.b64encode(value).decode()
        opened = self._sealer.open(value)
        try:
            return msgspec.json.decode(opened)
        except msgspec.DecodeError:  # a text as it was said
            return opened.decode()


def _about(seller_id: int) -> list[tuple[Table, ColumnElement[bool]]]:
    """Every table that tells of sellers, and which of its rows are about this one."""
    found: list[tuple[Table, ColumnElement[bool]]] = []
    for table in metadata.sorted_tables:
        if table is sellers:
            found.append((table, table.c.id == seller_id))
        elif table is due:
            found.append((table, (table.c.subject == seller_id) & (table.c.job != OF_A_TENANT)))
        elif table.name not in ABOUT_NOBODY:
            found.append((table, table.c.seller_id == seller_id))
    return found
