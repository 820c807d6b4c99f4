"""A company and one seller of it, taken in by the command as an admin does, and what the seller says on the page."""

from pathlib import Path

from tests.command_rig import CommandRig
from tests.mailboxes import make_office
from tests.workers.in_the_cloud import BRUKET
from tests.world import ASTRID, NOW
from workers.correcting import correct
from workers.relationships.corrections import Correction, CorrectionKind

MILL = "Slussgatan 2, 461 30 Trollhättan"


def take_in(rig: CommandRig, provider: str) -> None:
    """A company, and Astrid's calendar by the admin's grant."""
    rig.well("tenant", "add", "Nordverk", "--domain", "nordverk.example")
    rig.well("tenant", "set", "Nordverk", "--office", "Göteborg")
    rig.well("mailbox", "add", ASTRID.address, "--tenant", "Nordverk", "--provider", provider)
    rig.well("sync", ASTRID.address)


def say_where(rig: CommandRig, home: Path) -> None:
    """As the seller does on the page."""
    office = make_office(home, rig.environment["KANELBULLE_DATABASE_URL"])
    with office.store.reading() as at:
        seller = at.sellers.find(ASTRID.address)
    assert seller
    correct(office, Correction(CorrectionKind.PLACE, BRUKET, NOW, MILL), seller_id=seller.id)
    office.store.close()
