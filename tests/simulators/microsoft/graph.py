"""Microsoft Graph on this machine's own address: mailboxes, who may enter them, and what goes wrong.

with graph_server() as graph:
    box = graph.mailbox("astrid@nordverk.example")
    token = graph.token(box)
    box.add(subject="Avstämning", start=..., end=...)
"""

import secrets
import ssl
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_URL, uuid4, uuid5

from tests.simulators.microsoft.call import Grant
from tests.simulators.microsoft.delta import Mark
from tests.simulators.microsoft.errors import GraphError
from tests.simulators.microsoft.event import Json
from tests.simulators.microsoft.mail import Sent
from tests.simulators.microsoft.mailbox import Mailbox
from tests.simulators.microsoft.notices import Subscriptions
from tests.simulators.microsoft.routes import respond
from tests.simulators.microsoft.wire import read_preferences, says
from tests.simulators.played import Played
from tests.simulators.troubles import Trouble
from tests.simulators.wire import Answer, Asked

if TYPE_CHECKING:
    from tests.simulators.microsoft.entra import Entra

TENANT = "11111111-aaaa-4bbb-8ccc-dddddddddddd"  # the directory that sign-in calls Nordverk's
USUAL_SCOPES = frozenset(
    ["User.Read", "Calendars.ReadWrite", "Mail.Send", "Mail.ReadWrite", "MailboxSettings.Read", "Place.Read.All"]
)


class Graph(Played):
    """Switches are the habits that are reported but not promised; `batched` are the parts of batches."""

    masters_in_delta = True
    series_whole = True  # any change to a series brings all of it, and no word of an occurrence that is gone
    repeats = False  # items come twice in a round
    empty_pages = False
    whole_days_float = False  # at midnight in whatever zone is asked for
    body_flips = "drops"  # what a body without its block does to a Teams meeting: drops, ignored, comes_back
    declined_stay = True
    tells_existing = True  # whether a transactionId used twice names the event it has made
    most_at_once = 4

    def __init__(self, trusted: ssl.SSLContext | None = None, now: Callable[[], datetime] | None = None) -> None:
        super().__init__()
        self.now = now or (lambda: datetime.now(UTC))
        self.tenant = TENANT
        self.mailboxes: list[Mailbox] = []
        self.rooms: list[Json] = []
        self.grants: dict[str, Grant] = {}
        self.accepts: Callable[[str], Grant | None] = self.grants.get
        self.marks: dict[str, Mark] = {}
        self.batched: list[Asked] = []
        self.sent: list[Sent] = []
        self.trusts: str | bool = True  # by which the addresses of subscribers are trusted over TLS
        self.subscriptions = Subscriptions(self)
        self._server = self.serve(trusted, "/v1.0")
        self.port, self.url = self._server.port, self._server.url

    # What tests set up

    def mailbox(self, address: str, *, id: str = "", name: str = "", **told: Any) -> Mailbox:  # noqa: A002
        box = Mailbox(
            address,
            id or str(uuid5(NAMESPACE_URL, address)),
            name or address.partition("@")[0].replace(".", " ").title(),
            **{"tenant": self.tenant, "now": lambda: self.now(), "lock": self.lock, **told},
        )
        self.mailboxes.append(box)
        return box

    def room(self, name: str, mailbox: str, **told: Any) -> Json:
        """A room of the house by its name and its address for mail, with any of Graph's fields."""
        plain: Json = {"id": str(uuid5(NAMESPACE_URL, mailbox)), "emailAddress": mailbox, "displayName": name}
        plain |= {
            "address": None,
            "geoCoordinates": None,
            "phone": "",
            "nickname": name,
            "label": None,
            "capacity": None,
        }
        plain |= {"building": None, "floorNumber": None, "floorLabel": None, "isWheelChairAccessible": False}
        plain |= {
            "bookingType": "standard",
            "tags": [],
            "audioDeviceName": None,
            "videoDeviceName": None,
            "displayDeviceName": None,
        }
        self.rooms.append({**plain, **told})
        return self.rooms[-1]

    def trust_tokens_of(self, entra: "Entra", *roles: str, only: Iterable[str] | None = None) -> None:
        """What that sign-in has given is good here; the application itself has these roles, in `only` these mailboxes."""
        allowed = None if only is None else frozenset(only)

        def accepts(token: str) -> Grant | None:
            try:
                told = entra.who(token)
            except LookupError:
                return None
            if told.app:
                return Grant(scopes=frozenset(roles) or USUAL_SCOPES, app=True, only=allowed, tid=told.tid)
            return Grant(told.oid, told.scopes, tid=told.tid)

        self.accepts = accepts

    def token(
        self, box: Mailbox | None = None, *scopes: str, app: bool = False, only: Iterable[str] | None = None
    ) -> str:
        """A new one: of a person, or with `app` of the application itself, for all mailboxes or `only` these."""
        return self.grant(secrets.token_urlsafe(24), box, *scopes, app=app, only=only)

    def grant(
        self,
        token: str,
        box: Mailbox | None = None,
        *named: str,
        scopes: Iterable[str] = (),
        app: bool = False,
        only: Iterable[str] | None = None,
    ) -> str:
        """The same for a token one has; scopes one after the other or together, the usual ones where none are named."""
        told = frozenset(named) | frozenset(scopes) or USUAL_SCOPES
        allowed = None if only is None else frozenset(only)
        self.grants[token] = Grant(box.oid if box else "", told, app or box is None, allowed)
        return token

    def expire_tokens(self) -> None:
        self.marks.clear()

    def notify(self) -> list[int]:
        """Tells subscribers what has changed since they were told last; the status of each answer."""
        return self.subscriptions.notify()

    def lifecycle(self, event: str, subscription: str = "") -> list[int]:
        """reauthorizationRequired, subscriptionRemoved or missed, to one subscriber or all."""
        return self.subscriptions.tell(event, subscription)

    # What the server does

    def mailbox_of(self, who: str) -> Mailbox | None:
        """By object id or principal name, whatever their case."""
        named = who.casefold()
        return next((box for box in self.mailboxes if named in {box.oid.casefold(), box.address.casefold()}), None)

    def answer(self, asked: Asked, trouble: Trouble | None = None, *, part: bool = False) -> Answer:
        (self.batched if part else self.asked).append(asked)
        request_id, asked_id = str(uuid4()), asked.headers.get("client-request-id", "")
        try:
            self.heed(asked, trouble)
            answer = respond(self, asked)
        except GraphError as error:
            answer = says(error.body(request_id, asked_id or request_id, self.now()), error.status, **error.headers)
        except Exception as error:  # a fault of the simulator's own: the test is to see it
            told = "".join(traceback.format_exception(error))
            answer = says({"error": {"code": "SimulatorFault", "message": told}}, 500)
        applied = read_preferences(asked.headers.get("prefer", "")).applied if answer.status < 300 else ""
        more = {"request-id": request_id, "client-request-id": asked_id or request_id, "OData-Version": "4.0"}
        asked.status = answer.status
        return Answer(
            answer.status,
            answer.body,
            {**more, **({"Preference-Applied": applied} if applied else {}), **answer.headers},
        )


@contextmanager
def graph_server(trusted: ssl.SSLContext | None = None, now: Callable[[], datetime] | None = None) -> Iterator[Graph]:
    graph = Graph(trusted, now)
    try:
        yield graph
    finally:
        graph.close()
