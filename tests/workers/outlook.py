"""Astrid's mailbox at Microsoft 365, read by an office of its own: seven calls with the mill in a year, and one ahead."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from tests.connectors.microsoft.held import Rig, a_rig
from tests.mailboxes import make_office
from tests.simulators.microsoft.mailbox import Mailbox as Box
from tests.simulators.microsoft.teams import with_block
from tests.world import ASTRID, KARIN, NOW
from workers.jobs import carry_out
from workers.office import Office
from workers.relationships.corrections import Correction, CorrectionKind
from workers.review import correct
from workers.reviewed import Reviewed
from workers.store import Seller
from workers.store.mailboxes import Mailbox
from workers.store.tenants import Tenant, TenantWishes
from workers.visits.suggestion import Suggestion

BRUKET = "bruket.example"
SYNC = "sync_mailbox"


class Outlook:
    """`now` is the rig's. Jobs are done when told to."""

    def __init__(self, rig: Rig, home: Path, database_url: str) -> None:
        self.rig, self.box = rig, rig.box
        office = make_office(home, database_url, clock=lambda: rig.now)
        self.office: Office = replace(office, providers={"microsoft": lambda mailbox, _: rig.calendar(page=1000)})
        with self.office.store.writing() as at:
            tenant = at.tenants.save(Tenant("Nordverk", ("nordverk.example",), wishes=TenantWishes(office="Göteborg")))
            seller = Seller(ASTRID.address, ("nordverk.example",), "UTC", "microsoft", NOW, tenant_id=tenant)
            self.seller = at.sellers.save(seller)
            at.mailboxes.save(Mailbox(self.seller, "microsoft"))

    def do(self, job: str = SYNC) -> None:
        self.office.want(job, self.seller)
        carry_out(self.office, job, self.seller)

    def ready(self) -> Suggestion:
        """Read, and told where the mill is."""
        self.do()
        place = Correction(CorrectionKind.PLACE, BRUKET, NOW, "Storgatan 4, 461 30 Trollhättan")
        correct(self.office, place, seller_id=self.seller)
        found = self.reviewed().suggestion
        assert found
        return found

    def reviewed(self) -> Reviewed:
        found = self.office.store.of(self.seller).account(BRUKET)
        assert found
        return found

    def meeting(self, suggestion: Suggestion) -> dict[str, Any]:
        """As the mailbox has it now."""
        return self.box.event(suggestion.uid)

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
