"""Shared by every test: the cast of `world.py`, both databases, and nothing that reaches outside this machine."""

from collections.abc import Generator, Iterator
from pathlib import Path

import pytest

from tests.servers.postgres import Postgres, running_postgres

SERVERS: list[Postgres] = []  # that run


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Where a test with PostgreSQL fails, what the server said last is shown beside it."""
    report = yield
    if report.failed and "postgresql" in item.nodeid:
        report.sections += [("PostgreSQL said", one.last_words()) for one in SERVERS]
    return report


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    with running_postgres() as server:
        SERVERS.append(server)
        yield server
        SERVERS.remove(server)


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
