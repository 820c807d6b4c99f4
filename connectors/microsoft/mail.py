"""A seller's letter by the seller's own mail: Graph's sendMail takes it whole, as MIME, so that no header of ours is lost.

https://learn.microsoft.com/graph/api/user-sendmail. An answer of 202 means taken, not delivered. There is no sending it
at most once: what broke off after it was handed over is Unclear, and looked for where the grant lets us.
"""

import base64

import msgspec

from connectors.errors import AccessDenied, NotThere
from connectors.mail import Letter
from connectors.microsoft.answers import read_json
from connectors.microsoft.api import Graph
from connectors.mime import write_mime

PLAIN = "text/plain"


class MicrosoftMail:
    """The mail of whoever gave the grant."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    def send(self, letter: Letter) -> None:
        self._graph.ask_once("POST", "/sendMail", data=base64.b64encode(write_mime(letter)), kind=PLAIN)

    def find(self, message_id: str) -> bool | None:
        """Looked for among what was sent. Not to find it proves nothing: Exchange may keep no copy, or one under an id of
        its own."""
        wanted = f"<{message_id}>".replace("'", "''")
        try:
            body = self._graph.get(
                "/mailFolders/sentitems/messages",
                {"$filter": f"internetMessageId eq '{wanted}'", "$select": "id", "$top": 1},
            )
        except (AccessDenied, NotThere):
            return None
        found: _Found = read_json(body, _Found)
        return True if found.value else None


class _Found(msgspec.Struct, frozen=True):
    value: list[msgspec.Raw]
