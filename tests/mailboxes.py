"""Companies' mailboxes for tests: Astrid's and her colleagues', with a calendar of the simulator behind each."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from connectors.meetings import LinkSource, Meeting, OnlineRoom, Person
from tests.simulators.paged import PagedCalendar
from tests.world import ASTRID, NOW, meeting
from workers.office import Carrier, Office, open_office
from workers.reviewed import Reviewed
from workers.store import Seller
from workers.store.mailboxes import Mailbox
from workers.store.tenants import Tenant

TEAMS = OnlineRoom("teams", LinkSource.FIELD, "https://teams.microsoft.com/l/meetup-join/x")
CUSTOMERS = ("bruket", "norrgruvan", "alvkaj")


def make_office(
    home: Path,
    database_url: str,
    *,
    clock: Callable[[], datetime] = lambda: NOW,
    calendars: Mapping[int, PagedCalendar] | None = None,
    queue: Carrier | None = None,
    base_url: str = "http://127.0.0.1:8027",
) -> Office:
    """An office on a database of its own; `calendars` are those behind the mailboxes, by seller."""
    settings = {
        "KANELBULLE_HOME": str(home),
        "KANELBULLE_DATABASE_URL": database_url,
        "KANELBULLE_BASE_URL": base_url,
    }
    office = open_office(settings, clock=clock, migrate=True)
    behind = calendars if calendars is not None else {}
    return replace(office, queue=queue, providers={"ics": lambda mailbox, _: behind[mailbox.seller_id]})


def add_mailbox(office: Office, address: str = ASTRID.address, company: str = "Nordverk") -> int:
    """A seller of a company with a calendar nobody has read yet."""
    domain = address.rpartition("@")[2]
    with office.store.writing() as at:
        tenant = at.tenants.find(company)
        tenant_id = tenant.id if tenant else at.tenants.save(Tenant(company, (domain,)))
        seller = Seller(address, (domain,), "UTC", "", NOW, tenant_id=tenant_id)
        seller_id = at.sellers.save(seller)
        at.mailboxes.save(Mailbox(seller_id, "ics", url="https://calendar.example/secret"))
    return seller_id


def call(number: int, weeks: float, customer: str = "bruket") -> Meeting:
    """A call of 27 minutes with a customer, so many weeks from now."""
    karin = Person(f"kund@{customer}.example", "Karin Lind")
    return meeting(NOW + timedelta(weeks=weeks), 27, karin, uid=f"{customer}-{number:03}", online=TEAMS)


def a_year(calendar: PagedCalendar) -> PagedCalendar:
    """Calls with three customers over a year, and one ahead with each: 60 meetings."""
    for customer in CUSTOMERS:
        calendar.put(*(call(n, -n * 2 - 1, customer) for n in range(1, 20)), call(0, 3, customer))
    return calendar


def accounts(office: Office, seller_id: int) -> dict[str, Reviewed]:
    return {one.relationship.account.key: one for one in office.store.of(seller_id).accounts(start=0, limit=100)}
