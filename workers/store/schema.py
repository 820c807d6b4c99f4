"""Brings a database to the newest schema with Alembic; the steps lie in `migrations/versions`."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine

from workers.sealing import Sealer

MIGRATIONS = Path(__file__).with_name("migrations")


def upgrade(engine: Engine, sealer: Sealer) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.begin() as connection:
        config.attributes.update(connection=connection, sealer=sealer)
        command.upgrade(config, "head")
