"""The page on a real office: a database of its own for each test, the clock standing at NOW."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import BytecodeCache, FileSystemBytecodeCache
from waitress.server import create_server

from connectors.crm import read_crm
from connectors.demo import write_demo, write_demo_crm
from connectors.ics import Source
from plugin import create_app
from plugin.answering import answering
from tests.plugin.web.calendars import bruket
from tests.world import ASTRID, NOW
from workers.calendar_files import read_files
from workers.office import Office, open_office

SAME_SITE = {"Sec-Fetch-Site": "same-origin", "Accept-Language": "sv"}


def open_at(home: Path) -> Office:
    return open_office({"KANELBULLE_HOME": str(home)}, clock=lambda: NOW)


@pytest.fixture(scope="session")
def kept_nothing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home just moved into."""
    home = tmp_path_factory.mktemp("nothing")
    open_at(home).store.close()
    return home


@pytest.fixture(scope="session")
def kept_demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo seller, read once."""
    home = tmp_path_factory.mktemp("demo")
    office = open_at(home)
    crm, _ = read_crm(write_demo_crm(), source="demo")
    read_files(office, [Source("demo.ics", write_demo(NOW))], label="demo", crm=crm)
    office.store.close()
    return home


@pytest.fixture
def office(kept_nothing: Path, tmp_path: Path) -> Office:
    """Nobody's calendar yet."""
    return open_at(Path(shutil.copytree(kept_nothing, tmp_path / "home")))


@pytest.fixture
def demo(kept_demo: Path, tmp_path: Path) -> Office:
    return open_at(Path(shutil.copytree(kept_demo, tmp_path / "demo")))


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> BytecodeCache:
    """What Jinja has made of the templates, for every app of a test."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("compiled")))


@pytest.fixture
def browse(compiled: BytecodeCache) -> Callable[[Office], FlaskClient]:
    """A browser of somebody who speaks Swedish, on a page of ours."""

    def client(office: Office) -> FlaskClient:
        app = create_app(office)
        app.jinja_env.bytecode_cache = compiled
        made = app.test_client()
        for name, value in SAME_SITE.items():
            made.environ_base[f"HTTP_{name.upper().replace('-', '_')}"] = value
        return made

    return client


@pytest.fixture
def page(office: Office, browse: Callable[[Office], FlaskClient]) -> FlaskClient:
    """Astrid, who has met Bruket on screen seven times."""
    read_files(office, [Source("astrid.ics", bruket())], owner=ASTRID.address, label="astrid.ics")
    return browse(office)


@pytest.fixture
def serve_app() -> Iterator[Callable[[Flask], str]]:
    """Puts an app on a loopback port for as long as the test lasts."""
    with ExitStack() as served:

        def start(app: Flask) -> str:
            server = create_server(app, host="127.0.0.1", port=0, threads=4)
            served.enter_context(answering(server))
            return f"http://127.0.0.1:{server.effective_port}"

        yield start


@pytest.fixture
def serve(serve_app: Callable[[Flask], str]) -> Callable[..., str]:
    """The same with an office's page."""

    def start(office: Office, *, own_computer: bool = True) -> str:
        return serve_app(create_app(office, own_computer=own_computer))

    return start
