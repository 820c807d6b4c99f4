"""Microsoft 365 on this machine, sign-in and Graph over TLS, and the command `kanelbulle` set up to use them."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from tests.servers.commands import obey_in_words
from tests.simulators.certificates import Authority
from tests.simulators.microsoft.entra import CLIENT_ID, NORDVERK, SECRET, Entra, entra_server
from tests.simulators.microsoft.graph import Graph, graph_server
from tests.world import NOW


class Rig:
    """`run` is the command, at `now`, in English unless told otherwise. An admin of Nordverk has let the app in."""

    def __init__(self, home: Path, database_url: str, entra: Entra, graph: Graph) -> None:
        self.entra, self.graph, self.now = entra, graph, NOW
        graph.now = lambda: self.now.astimezone(UTC)
        graph.trust_tokens_of(entra)
        self.environment = {
            "PATH": os.environ["PATH"],
            "LANG": "C",
            "KANELBULLE_HOME": str(home),
            "KANELBULLE_DATABASE_URL": database_url,
            "KANELBULLE_MICROSOFT_CLIENT_ID": CLIENT_ID,
            "KANELBULLE_MICROSOFT_CLIENT_SECRET": SECRET,
            "KANELBULLE_MICROSOFT_TENANT_ID": NORDVERK,
            "KANELBULLE_MICROSOFT_AUTHORITY": entra.url,
            "KANELBULLE_GRAPH_URL": graph.url,
            "REQUESTS_CA_BUNDLE": entra.trust,
        }

    def run(self, *arguments: str, said: str = "", **more: str) -> "subprocess.CompletedProcess[str]":
        environment = {**self.environment, **more}
        return obey_in_words(*arguments, environment=environment, said=said, now=self.now)

    def well(self, *arguments: str, **more: str) -> str:
        """What it wrote, all being well."""
        done = self.run(*arguments, **more)
        assert (done.returncode, done.stderr) == (0, ""), done.stdout
        return done.stdout


@contextmanager
def cloud(folder: Path) -> Iterator[tuple[Entra, Graph]]:
    """Both servers, by one authority."""
    authority = Authority(folder)
    with entra_server(authority) as entra, graph_server(authority.server("localhost")) as graph:
        yield entra, graph


def moment(told: dict[str, str]) -> datetime:
    """Graph's start or end, in UTC as tests read it."""
    return datetime.fromisoformat(told["dateTime"][:19]).replace(tzinfo=UTC)
