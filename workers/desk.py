"""What is at hand when a seller's accounts are looked at, inside one transaction: what is known, wished and learned."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec

from workers.look import favourites
from workers.office import Office
from workers.relationships.accounts import AccountBook, OwnSide, build_book
from workers.relationships.corrections import Correction
from workers.relationships.habits import Habits
from workers.relationships.memory import Memory, both
from workers.relationships.relationship import ColleagueMet
from workers.relationships.rules import Rules
from workers.relationships.signs import Seen
from workers.relationships.understanding import Mailbox, read_mailbox
from workers.roads import Roads
from workers.standing import counted_by, name_of
from workers.store import Seller, Transaction
from workers.store.tenants import Tenant
from workers.visits.diary import Diary
from workers.visits.situation import Situation
from workers.visits.travel import Travel
from workers.visits.whereabouts import leave_hotels_free
from workers.week import find_answered

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Learned:
    """What the whole calendar taught: whose rooms are whose, and who adds links to everything. `read_by` names the rules
    its meetings were read by."""

    own: OwnSide
    habits: Habits
    read_by: str = ""


@dataclass(frozen=True, slots=True)
class Desk:
    """What every review of one seller needs at hand, inside one transaction."""

    at: Transaction
    seller: Seller
    tenant: Tenant
    now: datetime
    rules: Rules
    corrections: tuple[Correction, ...]
    book: AccountBook
    roads: Roads
    learned: Learned | None

    @classmethod
    def open(cls, at: Transaction, seller: Seller, *, now: datetime, roads: Roads) -> "Desk":
        corrections = at.corrections.find(seller.id)
        tenant, book = at.tenants.of_id(seller.tenant_id), build_book(seller.crm, corrections)
        return cls(
            at=at,
            seller=seller,
            tenant=tenant,
            now=now.astimezone(ZoneInfo(seller.zone)),
            rules=seller.within_hours(tenant.wishes.judge_by()),
            corrections=corrections,
            book=book,
            roads=roads,
            learned=_decode_learned(at.sellers.learned(seller.id)),
        )

    @property
    def office(self) -> str:
        """Where trips start: where the seller says, or where the calendar shows the office, or where the company has it."""
        learned = self.learned.own.office if self.learned else ""
        return self.seller.office or learned or self.tenant.wishes.office

    @property
    def planned_by(self) -> str:
        """The day, and the name of what else visits are planned under but for the diary."""
        seller = self.seller
        travel = seller.travel or self.roads.rules
        rules = counted_by(self.rules)
        return f"{self.now.date()} {name_of(rules, self.office, seller.home, travel, seller.name, seller.zone)}"

    def memories(self) -> dict[str, Memory]:
        """What stays of erased meetings, by the account it now belongs to."""
        found: dict[str, Memory] = {}
        for key, memory in self.at.memories.find(self.seller.id).items():
            head = self.book.belongs(key)
            found[head] = both(found[head], memory) if head in found else memory
        return found

    def colleagues(self, keys: Collection[str]) -> dict[str, ColleagueMet]:
        """When colleagues last met these accounts, where the company shares that they did."""
        if not self.tenant.sharing:
            return {}
        return self.at.accounts.met_by_colleagues(self.seller.id, self.tenant.id, keys)

    def met_on(self, keys: Collection[str]) -> dict[str, int]:
        return self.at.accounts.met_on(self.seller.id, keys) if self.tenant.sharing else {}

    def tell_colleagues(self, before: Mapping[str, int], keys: Collection[str]) -> None:
        """Whoever has the same customer looks anew when it has been met since."""
        after = self.met_on(keys)
        changed = {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
        for seller_id in self.at.accounts.colleagues_with(self.seller.id, self.tenant.id, changed):
            self.at.due.want("review_seller", seller_id, at=self.now)

    def travel(self) -> Travel:
        """How the seller gets about."""
        seller = self.seller
        return self.roads.travel(office=self.office, home=seller.home, rules=seller.travel, zone=seller.zone)

    def situation(self) -> Situation:
        """What the seller's visits are planned under: the coming weeks of the calendar among it."""
        seller = self.seller
        ahead = self.at.meetings.between(seller.id, self.now - DAY, self.now + self.rules.ahead)
        domains = frozenset({seller.owner, *seller.domains})
        diary = Diary.of([one.meeting for one in ahead], seller.owner, domains=domains)
        said = favourites(self.corrections)
        travel, zone = self.travel(), ZoneInfo(seller.zone)
        diary = leave_hotels_free(diary, travel, zone=zone)
        answered = find_answered(self.at, seller)
        return Situation(diary, self.rules, self.now, zone, seller.name, travel, said, answered)

    def read(self, seen: Sequence[Seen], *, anew: bool = False) -> Mailbox:
        """`seen` in the light of what the whole calendar taught, or, `anew`, as the whole calendar."""
        return read_mailbox(
            seen,
            owner=self.seller.owner,
            domains=frozenset(self.seller.domains),
            book=self.book,
            corrections=self.corrections,
            rules=self.rules,
            office=self.seller.office,
            learned=None if anew or self.learned is None else (self.learned.own, self.learned.habits),
        )


@contextmanager
def alone_with(office: Office, seller_id: int | None) -> Iterator[tuple[Transaction, Seller | None]]:
    """A transaction alone with one seller, by default with the one shown on this computer."""
    if seller_id is None:
        seller_id = office.store.shown.id()
    with office.store.writing(seller_id) as at:
        yield at, None if seller_id is None else at.sellers.of_id(seller_id)


def read_by(rules: Rules) -> str:
    """The name of the rules that decide which meetings count at all."""
    return name_of(rules.large_group, rules.many_companies)


def _decode_learned(kept: bytes | None) -> Learned | None:
    return None if kept is None else msgspec.json.decode(kept, type=Learned)
