"""The add-on's server as Google meets it: Astrid's calendar at Google, read; and the tokens of its platform, played."""

from dataclasses import replace
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from plugin import create_app
from tests.simulators.google import CLIENT_ID as SELLERS_CLIENT
from tests.simulators.google import SECRET, Google
from tests.simulators.google import addon_events as events
from tests.simulators.google.accounts import sub_of
from tests.simulators.google.addon_tokens import ACCOUNT, CLIENT_ID, AddonTokens
from tests.simulators.google.calendar import Calendar
from tests.workers.at_google import AtGoogle
from tests.world import ASTRID
from workers.google_settings import GoogleSettings
from workers.office import Office
from workers.store.mailboxes import Mailbox

HERE = "https://kanelbulle.example.com"
Json = dict[str, Any]


class Beside:
    """What stands beside a seller's calendar. `astrid` is who is signed in at Google; she has signed in here as well."""

    def __init__(self, at_google: AtGoogle) -> None:
        self.at_google = at_google
        self.google: Google = at_google.rig.simulated
        self.office: Office = self.registered(at_google.office)
        at_google.office = self.office
        self.astrid: Calendar = at_google.box
        self.tokens = AddonTokens(self.google, HERE)
        self.app: Flask = create_app(self.office, own_computer=False)
        self.client: FlaskClient = self.app.test_client()
        self.know(at_google.seller, sub_of(ASTRID.address))

    def registered(self, office: Office, **changes: Any) -> Office:
        ours = GoogleSettings(
            SELLERS_CLIENT,
            secret=SECRET,
            api_url=self.google.api_url,
            accounts_url=self.google.accounts_url,
            addon_account=ACCOUNT,
            addon_client_id=CLIENT_ID,
        )
        return replace(office, settings=replace(office.settings, base_url=HERE, google=replace(ours, **changes)))

    def know(self, seller_id: int, subject: str, provider: str = "google") -> None:
        """Who the seller is at Google; nobody yet where that is empty."""
        with self.office.store.writing() as at:
            box = at.mailboxes.find(seller_id) or Mailbox(seller_id, provider)
            at.mailboxes.save(replace(box, provider=provider, subject=subject))

    def ask(self, path: str = "home", event: Json | None = None, *, system: str | None = None) -> TestResponse:
        """As Google does, by its own token unless another is told; the event is the home page's for Astrid."""
        asked = self.home() if event is None else event
        token = self.tokens.system_token(f"/google/{path}") if system is None else system
        return self.post(path, asked, Authorization=f"Bearer {token}")

    def post(self, path: str, body: Json | bytes, **headers: str) -> TestResponse:
        """`headers` with _ for -."""
        told = {name.replace("_", "-"): text for name, text in headers.items()}
        sent: Json = {"data": body, "content_type": "application/json"} if isinstance(body, bytes) else {"json": body}
        return self.client.post(f"/google/{path}", base_url=HERE, headers=told, **sent)

    def home(self, **claims: Any) -> Json:
        return events.home(user=self.user(**claims))

    def user(self, box: Calendar | None = None, **claims: Any) -> str:
        return self.tokens.user_token(box or self.astrid, **claims)
