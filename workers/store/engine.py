"""The database behind the store: SQLite in a file, or PostgreSQL by its address, each with the manners the store counts on.

https://docs.sqlalchemy.org/en/20/dialects/sqlite.html (transactions) and https://www.sqlite.org/wal.html
"""

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

PATIENCE = 30  # seconds: to wait for another writer, and for a server to take the connection
PRAGMAS = (
    "PRAGMA journal_mode=WAL",  # readers never wait for the writer
    "PRAGMA synchronous=NORMAL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA secure_delete=ON",  # what is erased is overwritten, not only let go of
    f"PRAGMA busy_timeout={PATIENCE * 1000}",
)


def make_engine(url: str) -> Engine:
    """`sqlite:///PATH` or `postgresql+psycopg://...`."""
    if not url.startswith("sqlite"):
        return create_engine(url, pool_pre_ping=True, connect_args={"connect_timeout": PATIENCE})
    engine = create_engine(url)
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # the driver would begin late, and let what was read grow old
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def _begin(connection: Connection) -> None:
    """Who is going to write takes the writer's place at once: two who read first would both have to give up."""
    writing = connection.get_execution_options().get("writing")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
