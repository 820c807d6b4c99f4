"""A row that is put once, however many put it at the same moment.

https://www.sqlite.org/lang_upsert.html, https://www.postgresql.org/docs/current/sql-insert.html#SQL-ON-CONFLICT
"""

from collections.abc import Mapping

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def put_once(connection: Connection, table: Table, row: Mapping[str, object]) -> bool:
    """False when a row with this key is there already, or was put by somebody quicker: then that one stays as it is."""
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    put = insert(table).values(**row).on_conflict_do_nothing().returning(*table.primary_key)
    return connection.execute(put).first() is not None
