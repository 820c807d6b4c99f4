"""Graph with one mailbox in it and Google with one calendar, and their owner, who asks."""

from collections.abc import Iterator
from typing import Any

import pytest

from connectors.demo.calendar import write_calendar
from connectors.demo.cast import read_world
from connectors.demo.diary import plan
from tests.simulators import google as googles
from tests.simulators.google.client import ASTRID
from tests.simulators.google.client import Client as Asker
from tests.simulators.judges import is_exchange
from tests.simulators.microsoft import Graph, Mailbox, graph_server
from tests.simulators.microsoft.client import NOW, Client
from tests.simulators.outlook.fixtures import chromium, office_js  # noqa: F401
from tests.simulators.troubles import Trouble
from tests.simulators.wire import Answer, Asked


@pytest.fixture
def graph() -> Iterator[Graph]:
    with graph_server(now=lambda: NOW) as graph:
        yield graph


@pytest.fixture
def box(graph: Graph) -> Mailbox:
    return graph.mailbox("astrid@nordverk.example", name="Astrid Ek")


@pytest.fixture
def client(graph: Graph, box: Mailbox) -> Iterator[Client]:
    client = Client(graph, graph.token(box))
    yield client
    client.session.close()


@pytest.fixture
def google() -> Iterator[googles.Google]:
    """All that goes to and fro is judged by Google's own documents."""
    with googles.google_server(now=lambda: NOW) as google:
        answer, went = google.answer, list[tuple[Asked, Answer]]()

        def judged(asked: Asked, trouble: Trouble | None = None) -> Answer:
            given = answer(asked, trouble)
            went.append((asked, given))
            return given

        google.servers[0].answer = judged
        yield google
    for asked, given in went:
        is_exchange(asked, given)


@pytest.fixture
def calendar(google: googles.Google) -> googles.Calendar:
    return google.calendar(ASTRID, name="Astrid Ek")


@pytest.fixture
def asker(google: googles.Google, calendar: googles.Calendar) -> Iterator[Asker]:
    asker = Asker(google, google.token(calendar))
    yield asker
    asker.session.close()


@pytest.fixture(scope="session")
def ics() -> bytes:
    """Of the demo seller's calendar one entry of every kind, and the series of which something was moved."""
    world, kinds = read_world(), dict[Any, Any]()
    for entry in plan(world, NOW):
        told = entry.booking
        where = (bool(told.room), bool(told.place), bool(told.link), told.webinar, entry.travel)
        kinds[told.status, told.all_day > 0, bool(told.by), bool(entry.last), bool(entry.moved), where] = entry
    return write_calendar(world.seller, kinds.values())
