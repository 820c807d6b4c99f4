"""The card beside an open event, both tokens checked, beside an empty Flask route on the same server."""

import json
import tempfile
from dataclasses import replace
from itertools import islice, product
from pathlib import Path

from connectors.ics import Source
from tests.bench.calendars import write_export
from tests.bench.served import AT_ONCE, EMPTY, Asked, Request, costs, slowest
from tests.bench.table import Row, ratio
from tests.many_sellers import copy_seller
from tests.simulators.google import Google, google_server
from tests.simulators.google import addon_events as events
from tests.simulators.google.accounts import sub_of
from tests.simulators.google.addon_tokens import ACCOUNT, CLIENT_ID, AddonTokens
from tests.simulators.google.calendar import Calendar
from tests.world import ASTRID, NOW
from workers.calendar_files import read_files
from workers.office import Office, open_office
from workers.store.mailboxes import Mailbox, MailboxState

REQUESTS, MANY = 1_600, 4_800
HERE = "http://127.0.0.1:8027"
MEETINGS = 1_000_000
ASKING = 20  # sellers
FRESH = "An event opened for the first time"
AGAIN = "The same event opened again"
Customer = tuple[str, str]  # somebody's address, and the id of a meeting with them
SERVE = """
import os
from datetime import datetime
from plugin import create_app
from workers.office import open_office
now = datetime.fromisoformat(os.environ["NOW"])
app = create_app(open_office(os.environ, clock=lambda: now), own_computer=False)
"""


def rows() -> list[Row]:
    with tempfile.TemporaryDirectory() as folder, google_server(now=lambda: NOW) as google:
        environment = {
            "KANELBULLE_HOME": str(Path(folder) / "home"),
            "KANELBULLE_BASE_URL": HERE,
            "KANELBULLE_GOOGLE_ADDON_ACCOUNT": ACCOUNT,
            "KANELBULLE_GOOGLE_ADDON_CLIENT_ID": CLIENT_ID,
            "KANELBULLE_GOOGLE_ACCOUNTS_URL": google.accounts_url,
            "NOW": NOW.isoformat(),
        }
        tokens = AddonTokens(google, HERE)
        office = open_office(environment, clock=lambda: NOW, migrate=True)
        people, customers = _fill(office, Path(folder), google)
        office.store.close()
        ways = _ways(tokens, people, customers)
        nothing = Asked(EMPTY, [replace(one, path="/") for one in ways[AGAIN]])
        empty, *told = costs(nothing, *(Asked(SERVE, asked, environment) for asked in ways.values()))
        wait = slowest(SERVE, ways[FRESH], environment)
    return [
        Row(
            f"{what}: requests a second beside an empty route ({1 / one:,.0f} / {1 / empty:,.0f} a CPU second)",
            ratio(empty, one),
            "0.4 or more",
        )
        for what, one in zip(ways, told, strict=True)
    ] + [Row(f"{FRESH}: 99 of 100 are answered within, {AT_ONCE} asked at once", f"{wait:.2f} s", "far below 10 s")]


def _ways(tokens: AddonTokens, people: list[Calendar], customers: list[Customer]) -> dict[str, list[Request]]:
    others = islice(product(customers, people), REQUESTS)
    again = _ask(tokens, people[0], customers[0])
    return {
        FRESH: [_ask(tokens, box, customer) for customer, box in others],
        AGAIN: [again] * MANY,
        f"{AGAIN}, both tokens new": [_ask(tokens, people[0], customers[0], jti=str(n)) for n in range(MANY)],
    }


def _fill(office: Office, home: Path, google: Google) -> tuple[list[Calendar], list[Customer]]:
    """Some of many sellers with three years of meetings each, and of accounts somebody with one of their meetings."""
    file = write_export(home / "export.ics", dialect="outlook", years=3, end=NOW)
    read_files(office, [Source("export.ics", file.read_bytes())], owner=ASTRID.address)
    first = office.store.shown.id()
    assert first is not None
    with office.store.writing() as at:
        at.mailboxes.save(Mailbox(first, "google", MailboxState.IN_STEP, read_at=NOW))
        held = at.meetings.count(first)
    copies = copy_seller(office, first, MEETINGS // held, read_at=NOW)
    known = office.store.of(copies[0]).accounts(start=0, limit=500)
    met = [next((past for past in one.relationship.past if not past.series), None) for one in known]
    customers = [(one.people[0], one.uid) for one in met if one and one.people]
    return [_know(office, seller_id, google) for seller_id in copies[:ASKING]], customers


def _know(office: Office, seller_id: int, google: Google) -> Calendar:
    """The seller's calendar, who is somebody at Google from now on."""
    person = google.calendar(f"seller{seller_id}@nordverk.example")
    with office.store.writing() as at:
        box = at.mailboxes.find(seller_id)
        assert box
        at.mailboxes.save(replace(box, subject=sub_of(person.address)))
    return person


def _ask(tokens: AddonTokens, box: Calendar, customer: Customer, jti: str = "") -> Request:
    address, ident = customer
    event = events.opened(ident=ident, user=tokens.user_token(box, jti=jti))
    event["calendar"]["attendees"] = [{"email": box.address, "self": True}, {"email": address}]
    token = tokens.system_token("/google/event", jti=jti)
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json", "Host": "127.0.0.1:8027"}
    return Request("/google/event", json.dumps(event).encode(), headers)
