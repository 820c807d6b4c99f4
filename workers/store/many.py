"""Many rows at once, at nearly the driver's own speed: the statement is made once, and the values go to the driver as they are.

https://docs.sqlalchemy.org/en/20/core/connections.html (executemany by the driver)
"""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, Table, insert


def put_many(connection: Connection, table: Table, rows: Sequence[Mapping[str, object]]) -> None:
    """Insert rows that all name the same columns, with values every driver knows: text, whole numbers, truth and bytes."""
    if not rows:
        return
    made = insert(table).compile(dialect=connection.dialect, column_keys=list(rows[0]))
    names = made.positiontup
    values = list(rows) if names is None else [tuple([row[name] for name in names]) for row in rows]
    connection.exec_driver_sql(str(made), values)
