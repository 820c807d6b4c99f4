"""Shared by every test: the cast of `world.py`, both databases, and nothing that reaches outside this machine."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.servers.postgres import Postgres, running_postgres


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    with running_postgres() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database, of each kind there is."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'kanelbulle.db'}"
        return
    server: Postgres = request.getfixturevalue("postgres")
    url = server.new_database()
    yield url
    server.drop(url)
