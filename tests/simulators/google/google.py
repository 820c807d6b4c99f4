"""Google on this machine's own address: calendars with their Gmail, sign-in, and what goes wrong.

with google_server() as google:
    box = google.calendar("astrid@nordverk.example")
    token = google.token(box)
    box.add(summary="Avstämning", start=..., end=...)
"""

import secrets
import ssl
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.simulators.google import keys, meet
from tests.simulators.google.accounts import CLIENT_ID, Accounts
from tests.simulators.google.calendar import Calendar
from tests.simulators.google.call import JSON, Grant, whole_scopes
from tests.simulators.google.changes import Mark
from tests.simulators.google.channels import Channels
from tests.simulators.google.errors import GoogleError
from tests.simulators.google.mail import Sent
from tests.simulators.google.robots import ServiceAccount
from tests.simulators.google.routes import respond
from tests.simulators.google.troubles import TokenError
from tests.simulators.played import Played
from tests.simulators.troubles import Trouble
from tests.simulators.wire import Answer, Asked, says, single

USUAL_SCOPES = whole_scopes(
    "openid",
    "userinfo.email",
    "calendar.events",
    "calendar.settings.readonly",
    "calendar.freebusy",
    "gmail.send",
    "gmail.compose",
)
PRIVATE = ("gmail.com", "googlemail.com")


class Google(Played):
    """Switches are the habits that are reported but not promised; `asked` is what was asked of calendars and Gmail,
    `accounts.asked` of sign-in. Paths for `next` are whole: */events, /token."""

    empty_pages = False
    repeats = False  # items come twice in a round of changes
    tells_outside = True  # a round of changes has what lies outside the window it began with
    most_in_page = 2500  # shorter pages than asked for
    meets = "soon"  # when a conference that is asked for comes to be: soon, later (by finish_meets), never
    expiration_as_number = False  # of channels

    def __init__(self, trusted: ssl.SSLContext | None = None, now: Callable[[], datetime] | None = None) -> None:
        super().__init__()
        self.now = now or (lambda: datetime.now(UTC))
        self.calendars: list[Calendar] = []
        self.grants: dict[str, Grant] = {}
        self.accepts: Callable[[str], Grant | None] = self._granted
        self.marks: dict[str, Mark] = {}
        self.sent: list[Sent] = []
        self.trusts: str | bool = True  # by which the addresses of channels are trusted over TLS
        self.accounts = Accounts(self)
        self.channels = Channels(self)
        self._server = self.serve(trusted)
        self.port, self.api_url = self._server.port, self._server.url
        self.accounts_url = self.serve(trusted, answer=self.answer_sign_in).url

    # What tests set up

    def calendar(self, address: str, *, zone: str = "Europe/Stockholm", locale: str = "sv", **told: Any) -> Calendar:
        """Somebody's primary calendar; they sit at the browser from now on."""
        domain = address.partition("@")[2]
        usual = {
            "name": address.partition("@")[0].replace(".", " ").title(),
            "domain": "" if domain in PRIVATE else domain,
        }
        clock = {"now": lambda: self.now(), "lock": self.lock}
        box = Calendar(address, zone=zone, locale=locale, **{**usual, **clock, **told})
        self.calendars.append(box)
        self.accounts.signed_in = box
        return box

    def token(self, box: Calendar | None = None, *scopes: str, app: bool = False) -> str:
        """A new access token: of a person, with these scopes or the usual ones; short names do."""
        return self.grant(f"ya29.{secrets.token_urlsafe(24)}", box, *scopes, app=app)

    def grant(
        self, token: str, box: Calendar | None = None, *named: str, scopes: Iterable[str] = (), app: bool = False
    ) -> str:
        """The same for a token one has. One of an `app` is a service account's that stands for nobody."""
        told = whole_scopes(*named, *scopes) or USUAL_SCOPES
        self.grants[token] = Grant(box.address if box else "", told, app)
        return token

    def refresh_token(self, box: Calendar, *scopes: str, client: str = CLIENT_ID) -> str:
        """As if they had consented earlier."""
        told = whole_scopes(*scopes) or USUAL_SCOPES
        self.accounts.consented.setdefault((box.address, client), set()).update(told)
        return self.accounts.new_refresh(Grant(box.address, told, client=client))

    def service_account(
        self, *scopes: str, domain: str = "nordverk.example", name: str = "kanelbulle"
    ) -> dict[str, str]:
        """A key file; `scopes` are those an admin of the domain has delegated to it."""
        email = f"{name}@kanelbulle.iam.gserviceaccount.com"
        self.accounts.robots[email] = ServiceAccount(email, whole_scopes(*scopes), domain)
        return {
            "type": "service_account",
            "project_id": "kanelbulle",
            "private_key_id": keys.KID,
            "private_key": keys.private_pem(email),
            "client_email": email,
            "client_id": "100000000000000000001",
            "auth_uri": f"{self.accounts_url}/o/oauth2/auth",
            "token_uri": f"{self.accounts_url}/token",
            "universe_domain": "googleapis.com",
        }

    def client_config(self, *redirects: str, client: str = CLIENT_ID) -> dict[str, Any]:
        """A client secrets file; the redirect addresses are registered."""
        self.accounts.redirects |= set(redirects)
        told = {"client_id": client, "client_secret": self.accounts.clients[client], "redirect_uris": list(redirects)}
        ends = {"auth_uri": f"{self.accounts_url}/o/oauth2/auth", "token_uri": f"{self.accounts_url}/token"}
        return {"web": {**told, **ends}}

    def visit(self, address: str) -> dict[str, str]:
        """Open an address of ours in a browser: the parameters one is sent back with. Raises LookupError for a page that
        sends nobody back, as for a redirect address that is not registered."""
        parts = urlsplit(address)
        assert f"{parts.scheme}://{parts.netloc}" == self.accounts_url, address
        answer = self.answer_sign_in(Asked("GET", parts.path, single(parts.query), query=parts.query))
        if answer.status != 302:
            raise LookupError(answer.body.decode())
        back = parse_qs(urlsplit(answer.headers["Location"]).query)
        return {name: values[-1] for name, values in back.items()}

    def expire_tokens(self) -> None:
        """Sync tokens: the next round is answered with fullSyncRequired."""
        self.marks.clear()

    def expire_access(self) -> None:
        """Access tokens; refresh tokens go on."""
        self.grants.clear()

    def notify(self) -> list[int]:
        """Tells channels that something has changed since they were told last; the status of each answer."""
        return self.channels.notify()

    def finish_meets(self, *, works: bool = True) -> None:
        for box in self.calendars:
            meet.finish(box, works=works)

    # What the server does

    def calendar_of(self, address: str) -> Calendar | None:
        named = address.casefold()
        return next((box for box in self.calendars if box.address.casefold() == named), None)

    def answer(self, asked: Asked, trouble: Trouble | None = None) -> Answer:
        self.asked.append(asked)
        return self._answered(asked, trouble, lambda: respond(self, asked))

    def answer_sign_in(self, asked: Asked, trouble: Trouble | None = None) -> Answer:
        self.accounts.asked.append(asked)
        return self._answered(asked, trouble, lambda: self._sign_in(asked))

    def _answered(self, asked: Asked, trouble: Trouble | None, usual: Callable[[], Answer]) -> Answer:
        try:
            self.heed(asked, trouble)
            answer = usual()
        except (GoogleError, TokenError) as error:
            answer = says(error.body(), error.status, kind=JSON, **error.headers)
        except Exception as error:  # a fault of the simulator's own: the test is to see it
            told = "".join(traceback.format_exception(error))
            answer = says({"error": {"code": 500, "message": told, "errors": [{"reason": "simulatorFault"}]}}, 500)
        asked.status = answer.status
        return replace(answer, headers={"Vary": "Origin", **answer.headers})

    def _sign_in(self, asked: Asked) -> Answer:
        self.wait(asked)
        with self.lock:
            return self.accounts.respond(asked)

    def _granted(self, token: str) -> Grant | None:
        grant = self.grants.get(token)
        return None if grant is None or (grant.until and grant.until <= self.accounts.now()) else grant


@contextmanager
def google_server(trusted: ssl.SSLContext | None = None, now: Callable[[], datetime] | None = None) -> Iterator[Google]:
    google = Google(trusted, now)
    try:
        yield google
    finally:
        google.close()
