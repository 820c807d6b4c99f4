"""Astrid's pane as its server meets it: her calendar at Microsoft 365, read; and tokens by Entra, played."""

import re
from dataclasses import replace
from html import unescape
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from plugin import create_app
from tests.simulators.microsoft.entra import CLIENT_ID, NORDVERK, SECRET, Entra, User
from tests.workers.outlook import Outlook
from tests.world import ASTRID, KARIN
from workers.microsoft_settings import MicrosoftSettings
from workers.visits.suggestion import Suggestion

Json = dict[str, Any]


class Pane:
    """`open` is the item in Outlook: a meeting with Karin, unless told otherwise."""

    def __init__(self, outlook: Outlook, entra: Entra) -> None:
        ours = MicrosoftSettings(CLIENT_ID, secret=SECRET, tenant_id=NORDVERK, authority=entra.url)
        settings = replace(outlook.office.settings, microsoft=ours, trust=entra.trust)
        outlook.office = replace(outlook.office, settings=settings)
        self.outlook, self.entra, self.office = outlook, entra, outlook.office
        self.astrid: User = entra.user(ASTRID.address)
        self.app: Flask = create_app(self.office, own_computer=False)
        self.client: FlaskClient = self.app.test_client()
        self.token = entra.issue(self.astrid)
        self.open: Json = invitation()
        self._know(outlook.seller, f"{self.astrid.tid}/{self.astrid.oid}")

    def _know(self, seller_id: int, subject: str) -> None:
        with self.office.store.writing() as at:
            box = at.mailboxes.find(seller_id)
            assert box
            at.mailboxes.save(replace(box, provider="microsoft", subject=subject))

    def cookie(self) -> str:
        """Of a browser in which Astrid is signed in."""
        signer = self.app.session_interface.get_signing_serializer(self.app)  # type: ignore[attr-defined]
        return str(signer.dumps({"seller": self.outlook.seller, "owner": ASTRID.address}))

    def post(self, path: str, body: Json, *, token: str = "", language: str = "sv-SE") -> TestResponse:
        headers = {"Authorization": f"Bearer {token or self.token}", "Accept-Language": language}
        return self.client.post(f"/outlook/{path}", json=body, headers=headers)

    def show(self, **item: Any) -> str:
        """What the pane shows of the open item."""
        return self._text(self.post("item", {**self.open, **item}))

    def press(self, path: str, **values: Any) -> str:
        return self._text(self.post(path, {"item": self.open, **values}))

    def ready(self) -> Suggestion:
        suggestion = self.outlook.ready()
        self.open = invitation(start=suggestion.start.isoformat(), end=suggestion.end.isoformat())
        return suggestion

    @staticmethod
    def _text(answered: TestResponse) -> str:
        assert answered.status_code == 200, answered.text
        return unescape(answered.text)


def invitation(**changes: Any) -> Json:
    people = [{"address": KARIN.address, "name": KARIN.name}]
    return {"kind": "appointment", "organizer": {"address": ASTRID.address}, "people": people, **changes}


def state(shown: str) -> str:
    """The one word for what is shown."""
    found = re.search(r'<section[^>]* data-state="(\w+)"', shown)
    assert found, shown
    return found[1]


def forms(shown: str) -> list[Json]:
    """What each form would send, with where to under `post`."""
    return [
        {"post": path, **dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', inner))}
        for path, inner in re.findall(r'<form[^>]* data-post="(\w+)"[^>]*>(.*?)</form>', shown, re.DOTALL)
    ]
