"""Graph with one mailbox in it, and its owner, who asks."""

from collections.abc import Iterator

import pytest

from tests.simulators.microsoft import Graph, Mailbox, graph_server
from tests.simulators.microsoft.client import NOW, Client


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
