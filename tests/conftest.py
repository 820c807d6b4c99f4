"""Shared by every test: the cast of `world.py`, both databases, and nothing that reaches outside this machine."""

import shutil
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.servers.postgres import Postgres, running_postgres
from tests.simulators.certificates import Authority
from tests.simulators.microsoft.entra import Entra, entra_server
from workers.sealing import Sealer
from workers.store import Store

settings.register_profile("no test asserts a time", deadline=None)
settings.load_profile("no test asserts a time")

SERVERS: list[Postgres] = []  # that run


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest is begun first, so that nobody waits for it at the end."""
    items.sort(key=lambda one: one.get_closest_marker("storm") is None)


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


@pytest.fixture(scope="session")
def made_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database of the newest schema, with nothing in it."""
    file = tmp_path_factory.mktemp("made") / "kanelbulle.db"
    migrate(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def made_on_server(postgres: Postgres) -> str:
    """The same, by its name on the server."""
    url = postgres.new_database()
    migrate(url)
    return postgres.name_of(url)


def migrate(url: str) -> None:
    store = Store(url, Sealer(["nothing is sealed in an empty database"]))
    store.migrate()
    store.settle()
    store.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def empty_database_url(database_kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database without a single table, of each kind there is."""
    yield from _database(database_kind, request, tmp_path)


@pytest.fixture
def database_url(database_kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database of the newest schema with nothing in it, of each kind there is."""
    made = request.getfixturevalue("made_file" if database_kind == "sqlite" else "made_on_server")
    yield from _database(database_kind, request, tmp_path, like=str(made))


def _database(kind: str, request: pytest.FixtureRequest, folder: Path, *, like: str = "") -> Iterator[str]:
    """An empty one, or one that begins as `like` is: a file or, on a server, a name."""
    if kind == "sqlite":
        file = folder / "kanelbulle.db"
        if like:
            shutil.copy(like, file)
        yield f"sqlite:///{file}"
        return
    server: Postgres = request.getfixturevalue("postgres")
    url = server.new_database(like=like or "template1")
    yield url
    server.drop(url)


@pytest.fixture(scope="session")
def running_entra(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Entra]:
    with entra_server(Authority(tmp_path_factory.mktemp("entra"))) as entra:
        yield entra


@pytest.fixture
def entra(running_entra: Entra) -> Entra:
    """Microsoft's sign-in as it is before anybody has done anything."""
    running_entra.start_over()
    return running_entra
