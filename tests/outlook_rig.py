"""Microsoft 365 on this machine, sign-in and Graph over TLS, and the command `kanelbulle` set up to use them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from tests.command_rig import CommandRig
from tests.simulators.certificates import Authority
from tests.simulators.microsoft.entra import CLIENT_ID, NORDVERK, SECRET, Entra, entra_server
from tests.simulators.microsoft.graph import Graph, graph_server


class Rig(CommandRig):
    """An admin of Nordverk has let the app in."""

    def __init__(self, home: Path, database_url: str, entra: Entra, graph: Graph) -> None:
        settings = {
            "KANELBULLE_MICROSOFT_CLIENT_ID": CLIENT_ID,
            "KANELBULLE_MICROSOFT_CLIENT_SECRET": SECRET,
            "KANELBULLE_MICROSOFT_TENANT_ID": NORDVERK,
            "KANELBULLE_MICROSOFT_AUTHORITY": entra.url,
            "KANELBULLE_GRAPH_URL": graph.url,
            "REQUESTS_CA_BUNDLE": entra.trust,
        }
        super().__init__(home, database_url, **settings)
        self.entra, self.graph = entra, graph
        graph.now = lambda: self.now.astimezone(UTC)
        graph.trust_tokens_of(entra)


@contextmanager
def cloud(folder: Path) -> Iterator[tuple[Entra, Graph]]:
    """Both servers, by one authority."""
    authority = Authority(folder)
    with entra_server(authority) as entra, graph_server(authority.server("localhost")) as graph:
        yield entra, graph


def moment(told: dict[str, str]) -> datetime:
    """Graph's start or end, in UTC as tests read it."""
    return datetime.fromisoformat(told["dateTime"][:19]).replace(tzinfo=UTC)
