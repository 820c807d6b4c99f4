"""The pane's answer for an open item, its token checked, beside an empty Flask route on the same server, with a million
meetings stored; and what its page weighs.
"""

import gzip
import json
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice, product
from pathlib import Path
from uuid import uuid4

from connectors.ics import Source
from plugin import create_app
from tests.bench import ready
from tests.bench.calendars import write_export
from tests.bench.served import EMPTY, Asked, Request, costs
from tests.bench.table import Row, ratio
from tests.many_sellers import copy_seller
from tests.simulators.certificates import Authority
from tests.simulators.microsoft.entra import CLIENT_ID, NORDVERK, SECRET, Entra, entra_server
from tests.world import ASTRID, NOW
from workers.calendar_files import read_files
from workers.office import Office, open_office
from workers.store.mailboxes import Mailbox, MailboxState

MEETINGS = 1_000_000
REQUESTS, MANY = 1_600, 4_800
ASKING = 200  # sellers
SERVE = """
import os
from datetime import datetime
from plugin import create_app
from workers.office import open_office
now = datetime.fromisoformat(os.environ["NOW"])
app = create_app(open_office(os.environ, clock=lambda: now), own_computer=False)
"""
ASSETS = (
    "pane",
    "static/pane.css",
    "static/item.js",
    "static/nested.js",
    "static/entry.js",
    "static/pane.js",
    "static/presses.js",
)


def rows() -> list[Row]:
    with tempfile.TemporaryDirectory() as folder, entra_server(Authority(Path(folder))) as entra:
        home = Path(folder) / "home"
        environment = _environment(home, entra)
        stored, tokens, accounts = _fill(open_office(environment, clock=lambda: NOW), home, entra)
        other = list(islice(_items(tokens, accounts), REQUESTS))
        empty, first, again = costs(
            Asked(EMPTY, [replace(other[0], path="/")] * MANY),
            Asked(SERVE, other, environment),
            Asked(SERVE, [other[0]] * MANY, environment),
        )
        weight = _weight(environment)
    return [
        Row(
            f"An item opened for the first time, {stored:,} meetings stored: requests a second beside an empty route "
            f"({1 / first:,.0f} / {1 / empty:,.0f} a CPU second)",
            ratio(empty, first),
            "0.4 or more",
        ),
        Row(f"The same item opened again ({1 / again:,.0f} a CPU second)", ratio(empty, again), "0.4 or more"),
        Row("The pane's page with its styles and scripts, packed", f"{weight / 1000:.1f} kB", "under 40 kB"),
        *ready.rows(),
    ]


def _environment(home: Path, entra: Entra) -> dict[str, str]:
    return {
        "KANELBULLE_HOME": str(home),
        "KANELBULLE_SECRET_KEYS": "a-secret-of-the-bench-long-enough",
        "KANELBULLE_MICROSOFT_CLIENT_ID": CLIENT_ID,
        "KANELBULLE_MICROSOFT_CLIENT_SECRET": SECRET,
        "KANELBULLE_MICROSOFT_TENANT_ID": NORDVERK,
        "KANELBULLE_MICROSOFT_AUTHORITY": entra.url,
        "REQUESTS_CA_BUNDLE": entra.trust,
        "NOW": NOW.isoformat(),
    }


def _fill(office: Office, home: Path, entra: Entra) -> tuple[int, list[str], list[tuple[str, str]]]:
    """How many meetings are stored then, tokens of some sellers, and each account with somebody of it."""
    file = write_export(home / "export.ics", dialect="outlook", years=3, end=NOW)
    read_files(office, [Source("export.ics", file.read_bytes())], owner=ASTRID.address)
    first = office.store.shown.id()
    assert first is not None
    with office.store.writing() as at:
        held = at.meetings.count(first)
        at.mailboxes.save(Mailbox(first, "microsoft", MailboxState.IN_STEP, read_at=NOW))
    copies = copy_seller(office, first, MEETINGS // held, read_at=NOW)
    tokens = [_know(office, seller_id, entra) for seller_id in copies[:ASKING]]
    known = office.store.of(copies[0]).accounts(start=0, limit=500)
    accounts = [
        (one.relationship.account.key, one.relationship.contacts[0].address)
        for one in known
        if one.relationship.contacts
    ]
    office.store.close()
    return held * (len(copies) + 1), tokens, accounts


def _know(office: Office, seller_id: int, entra: Entra) -> str:
    """The seller's token, who is somebody at Microsoft from now on."""
    user = entra.user(f"seller{seller_id}@nordverk.example", oid=str(uuid4()))
    with office.store.writing() as at:
        box = at.mailboxes.find(seller_id)
        assert box
        at.mailboxes.save(replace(box, subject=f"{user.tid}/{user.oid}"))
    return entra.issue(user)


def _items(tokens: list[str], accounts: list[tuple[str, str]]) -> Iterator[Request]:
    """No two alike."""
    for (_, address), token in product(accounts, tokens):
        item = {"kind": "message", "organizer": {"address": address}, "people": []}
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        yield Request("/outlook/item", json.dumps(item).encode(), headers)


def _weight(environment: dict[str, str]) -> int:
    office = open_office(environment, clock=lambda: NOW)
    client = create_app(office).test_client()
    paths = ["/static/pictures.css", *(f"/outlook/{one}" for one in ASSETS)]
    weight = sum(len(gzip.compress(client.get(path).data)) for path in paths)
    office.store.close()
    return weight
