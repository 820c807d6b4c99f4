"""Astrid's calendar at a vendor, read by an office of its own. `rig` is the vendor played, with its clock."""

from abc import abstractmethod
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar

from tests.mailboxes import make_office
from tests.world import ASTRID, NOW
from workers.correcting import correct
from workers.jobs import carry_out
from workers.office import Office
from workers.relationships.corrections import Correction, CorrectionKind
from workers.reviewed import Reviewed
from workers.store import Seller
from workers.store.mailboxes import Mailbox
from workers.store.tenants import Tenant, TenantWishes
from workers.visits.suggestion import Suggestion

BRUKET = "bruket.example"
SYNC = "sync_mailbox"


class InTheCloud:
    """`now` is the rig's. Jobs are done when told to."""

    provider: ClassVar[str]

    def __init__(self, rig: Any, home: Path, database_url: str) -> None:
        self.rig, self.box = rig, rig.box
        office = make_office(home, database_url, clock=lambda: rig.now)
        self.office: Office = replace(office, providers={self.provider: lambda mailbox, _: rig.calendar(page=1000)})
        with self.office.store.writing() as at:
            tenant = at.tenants.save(Tenant("Nordverk", ("nordverk.example",), wishes=TenantWishes(office="Göteborg")))
            seller = Seller(ASTRID.address, ("nordverk.example",), "UTC", self.provider, NOW, tenant_id=tenant)
            self.seller = at.sellers.save(seller)
            at.mailboxes.save(Mailbox(self.seller, self.provider))

    @abstractmethod
    def held(self) -> list[dict[str, Any]]:
        """What was set aside for travel."""

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
