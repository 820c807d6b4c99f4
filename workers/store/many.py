"""Many rows at once, at nearly the driver's own speed: the statement is made once, and the values go to the driver as they are.

https://docs.sqlalchemy.org/en/20/core/connections.html (executemany by the driver)
"""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, Delete, Insert, Table, bindparam, delete, insert


def put_many(connection: Connection, table: Table, rows: Sequence[Mapping[str, object]]) -> None:
    """Insert rows that all name the same columns, with values every driver knows: text, whole numbers, truth and bytes."""
    if not rows:
        return
    _each(connection, insert(table), rows)


def remove_many(connection: Connection, table: Table, rows: Sequence[Mapping[str, object]]) -> None:
    """Delete what has the values of any of these rows, each of which names the same columns: a key, or the beginning of an
    index, so that each is found by itself however much else there is."""
    if not rows:
        return
    named = (table.c[name] == bindparam(name) for name in rows[0])
    _each(connection, delete(table).where(*named), rows)


def _each(connection: Connection, what: Insert | Delete, rows: Sequence[Mapping[str, object]]) -> None:
    made = what.compile(dialect=connection.dialect, column_keys=list(rows[0]))
    names = made.positiontup
    values = list(rows) if names is None else [tuple([row[name] for name in names]) for row in rows]
    connection.exec_driver_sql(str(made), values)
