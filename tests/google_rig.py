"""Google on this machine, sign-in, calendars and mail, and the command `kanelbulle` set up to use them."""

import json
from datetime import UTC, datetime
from pathlib import Path

from connectors.google.access import READ_CALENDAR, WRITE
from tests.command_rig import CommandRig
from tests.simulators.google import Google


class GoogleRig(CommandRig):
    """An admin of nordverk.example lets our service account read calendars and write them."""

    def __init__(self, home: Path, database_url: str, google: Google) -> None:
        key = google.service_account(*READ_CALENDAR, *WRITE)
        settings = {
            "KANELBULLE_GOOGLE_SERVICE_ACCOUNT": json.dumps(key),
            "KANELBULLE_GOOGLE_API_URL": google.api_url,
            "KANELBULLE_GOOGLE_ACCOUNTS_URL": google.accounts_url,
        }
        super().__init__(home, database_url, **settings)
        self.google = google
        google.now = lambda: self.now.astimezone(UTC)
        google.accounts.clock = lambda: datetime.now(UTC)
