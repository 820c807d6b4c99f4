"""Brings a database to the newest schema with Alembic; the steps lie in `migrations/versions`."""

from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from workers.sealing import Sealer

MIGRATIONS = Path(__file__).with_name("migrations")
NEWEST = max(path.name.partition("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))
LOCK = 0x6B616E656C  # one process at a time brings a PostgreSQL forward
WITHOUT_KEYS = (
    "PRAGMA foreign_keys=OFF"  # a table made anew is dropped meanwhile, and must not take its rows' children along
)


def is_newest(engine: Engine) -> bool:
    """Whether there is nothing to bring forward: one short question, without Alembic."""
    with engine.connect() as connection:
        return _revision(connection) == NEWEST


def upgrade(engine: Engine, sealer: Sealer, *, to: str = "head") -> None:
    """Bring the database forward, all of it or nothing. Harmless when several processes start at once."""
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            connection.connection.cursor().execute(WITHOUT_KEYS)  # by the driver: inside a transaction it does nothing
        try:
            with connection.execution_options(writing=True).begin():
                if engine.dialect.name == "postgresql":
                    connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
                _run(connection, sealer, to)
        finally:
            connection.invalidate()  # the next one has its foreign keys again


def _run(connection: Connection, sealer: Sealer, to: str) -> None:
    from alembic import command  # a tenth of a second that most starts do not need
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes.update(connection=connection, sealer=sealer)
    before = _revision(connection) or "0000"
    command.upgrade(config, to) if to == "head" or to > before else command.downgrade(config, to)


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
