"""Astrid's mailbox at Microsoft 365, read by an office of its own: seven calls with the mill in a year, and one ahead."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from tests.connectors.microsoft.held import a_rig
from tests.simulators.microsoft.mailbox import Mailbox as Box
from tests.simulators.microsoft.teams import with_block
from tests.workers.in_the_cloud import InTheCloud
from tests.world import KARIN, NOW


class Outlook(InTheCloud):
    provider = "microsoft"

    def held(self) -> list[dict[str, Any]]:
        return [one for one in self.box.events() if one["categories"] == ["Kanelbulle"]]


@contextmanager
def an_outlook(home: Path, database_url: str) -> Iterator[Outlook]:
    with a_rig() as rig:
        for weeks in range(4, 32, 4):
            call(rig.box, NOW - timedelta(weeks=weeks))
        call(rig.box, NOW + timedelta(days=17))
        rig.box.mails_out.clear()
        yield Outlook(rig, home, database_url)


def call(box: Box, day: datetime) -> dict[str, Any]:
    start = day.replace(hour=9, minute=0)
    link = f"https://teams.microsoft.com/l/meetup-join/19%3ameeting_{day:%Y%m%d}%40thread.v2/0"
    return box.add(
        subject="Avstämning",
        start=start,
        end=start + timedelta(minutes=27),
        attendees=[{"type": "required", "emailAddress": {"name": KARIN.name, "address": KARIN.address}}],
        location={"displayName": "Microsoft Teams-möte"},
        isOnlineMeeting=True,
        onlineMeetingProvider="teamsForBusiness",
        onlineMeeting={"joinUrl": link},
        body=with_block({"contentType": "html", "content": ""}, link, "sv-SE"),
    )
