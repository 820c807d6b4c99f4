"""The answer beside Google Calendar, both tokens checked, beside an empty Flask route on the same server."""

import json
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

from tests.bench.served import EMPTY, Request, cost
from tests.bench.table import Row, ratio
from tests.mailboxes import add_mailbox
from tests.simulators.google import addon_events as events
from tests.simulators.google import google_server
from tests.simulators.google.accounts import sub_of
from tests.simulators.google.addon_tokens import ACCOUNT, CLIENT_ID, AddonTokens
from tests.simulators.google.calendar import Calendar
from tests.world import NOW
from workers.office import Office, open_office
from workers.store.mailboxes import Mailbox

REQUESTS = 1_600
HERE = "http://127.0.0.1:8027"
SELLERS = 200
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
        office, tokens = open_office(environment, clock=lambda: NOW, migrate=True), AddonTokens(google, HERE)
        people = [_known(office, google.calendar(f"seller{n}@nordverk.example")) for n in range(SELLERS)]
        office.store.close()
        new = list(islice(_asked(tokens, people), REQUESTS))
        empty = cost(EMPTY, [replace(one, path="/") for one in new])
        first, again = cost(SERVE, new, environment), cost(SERVE, [new[0]] * REQUESTS, environment)
    return [
        Row(
            f"An event opened, both tokens new: requests a second beside an empty route ({1 / first:,.0f} / "
            f"{1 / empty:,.0f} a CPU second)",
            ratio(empty, first),
            "0.4 or more",
        ),
        Row(f"The same with tokens shown before ({1 / again:,.0f} a CPU second)", ratio(empty, again), "0.4 or more"),
    ]


def _known(office: Office, box: Calendar) -> Calendar:
    seller_id = add_mailbox(office, box.address)
    with office.store.writing() as at:
        at.mailboxes.save(Mailbox(seller_id, "google", subject=sub_of(box.address)))
    return box


def _asked(tokens: AddonTokens, people: list[Calendar]) -> Iterator[Request]:
    """No two tokens alike."""
    for n in range(REQUESTS):
        event = events.opened(user=tokens.user_token(people[n % len(people)], jti=str(n)))
        system = tokens.system_token("/google/event", jti=str(n))
        headers = {"Authorization": f"Bearer {system}", "Content-Type": "application/json", "Host": "127.0.0.1:8027"}
        yield Request("/google/event", json.dumps(event).encode(), headers)
