"""The sellers: whose calendar it is, what they wish, and what their whole calendar has taught."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, time
from secrets import randbelow

import msgspec
from sqlalchemy import Connection, Select, delete, func, insert, select, update

from connectors.calendars import Unread
from connectors.crm import CrmRecord
from workers.relationships.reasons import Reason
from workers.relationships.rules import Rules
from workers.sealing import Sealer
from workers.store.tables import sellers
from workers.store.tenants import OWN_COMPUTER
from workers.visits.travel_rules import TravelRules
from workers.visits.trip import Trip

ANYWHERE = 2**30  # where a seller's revisions begin: as many again are left to come


@dataclass(frozen=True, slots=True)
class Seller:
    """`id` is the store's own number, 0 before the first save. `zone` is an IANA name."""

    owner: str
    domains: tuple[str, ...]
    zone: str
    source: str  # the file's name, or "demo"
    read_at: datetime
    name: str = ""
    known_by: Reason | None = None  # how we know whose calendar it is
    office: str = ""  # where trips start and where home is, as the seller says; empty: as the calendar tells
    home: str = ""
    travel: TravelRules | None = None  # None: as the installation says
    crm: tuple[CrmRecord, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    unread: tuple[Unread, ...] = ()
    letters: bool = True  # whether the seller wants the weekly letter
    id: int = 0
    tenant_id: int = OWN_COMPUTER
    language: str = ""  # sv-SE, as the mailbox says
    day_starts: time | None = None  # working hours, as the mailbox says
    day_ends: time | None = None

    def within_hours(self, rules: Rules) -> Rules:
        """The company's rules with the seller's own working hours."""
        if self.day_starts is None or self.day_ends is None:
            return rules
        return replace(rules, day_starts=self.day_starts, day_ends=self.day_ends)


class Sellers:
    """One row each; the column `revision` grows with every change a page could show."""

    def __init__(self, connection: Connection, sealer: Sealer) -> None:
        self._connection, self._sealer = connection, sealer

    def save(self, seller: Seller) -> int:
        """Insert or update by owner; returns the id and moves the revision on. One of this computer's own is shown from
        now on."""
        values = {"sealed": self._sealer.seal(msgspec.json.encode(seller)), "shown": self._next_shown(seller)}
        known = self._connection.execute(select(sellers.c.id).where(sellers.c.owner == seller.owner)).scalar()
        if known is not None:
            moved = update(sellers).where(sellers.c.id == known)
            self._connection.execute(moved.values(**values, revision=sellers.c.revision + 1))
            return int(known)
        # SQLite gives an erased seller's number anew: whoever gets it is never taken for what was kept under that number.
        first = 1 + randbelow(ANYWHERE)
        row = insert(sellers).values(owner=seller.owner, tenant_id=seller.tenant_id, revision=first, **values)
        return int(self._connection.execute(row.returning(sellers.c.id)).scalar_one())

    def _next_shown(self, seller: Seller) -> int:
        """The highest is shown. Sellers of companies are shown to nobody but themselves."""
        if seller.tenant_id != OWN_COMPUTER:
            return 0
        return int(self._connection.execute(select(func.max(sellers.c.shown))).scalar() or 0) + 1

    def find(self, owner: str) -> Seller | None:
        return self._open(_ROW.where(sellers.c.owner == owner))

    def of_id(self, seller_id: int) -> Seller | None:
        return self._open(_ROW.where(sellers.c.id == seller_id))

    def is_owned(self, seller_id: int, owner: str) -> bool:
        """Whether the seller of this number is there, and still the one of this address."""
        known = select(sellers.c.owner).where(sellers.c.id == seller_id)
        return bool(self._connection.execute(known).scalar() == owner)

    def shown(self) -> Seller | None:
        """The seller the pages of one's own computer show."""
        return self._open(_ROW.where(_OWN).order_by(sellers.c.shown.desc()).limit(1))

    def shown_id(self) -> int | None:
        newest = select(sellers.c.id).where(_OWN).order_by(sellers.c.shown.desc()).limit(1)
        return self._connection.execute(newest).scalar()

    def lock(self, seller_id: int) -> None:
        """Until the transaction ends nobody else changes what is kept of this seller (SQLite has one writer anyway)."""
        self._connection.execute(select(sellers.c.id).where(sellers.c.id == seller_id).with_for_update())

    def erase(self, seller_id: int) -> None:
        """Everything kept of the seller goes: every table that tells of one says so in its foreign key."""
        self._connection.execute(delete(sellers).where(sellers.c.id == seller_id))

    def wish_letters(self, seller_id: int, *, wanted: bool) -> None:
        seller = self.of_id(seller_id)
        if seller is not None:
            sealed = self._sealer.seal(msgspec.json.encode(replace(seller, letters=wanted)))
            this = update(sellers).where(sellers.c.id == seller_id)
            self._connection.execute(this.values(sealed=sealed, revision=sellers.c.revision + 1))

    def touch(self, seller_id: int) -> None:
        self._connection.execute(
            update(sellers).where(sellers.c.id == seller_id).values(revision=sellers.c.revision + 1)
        )

    def learned(self, seller_id: int) -> bytes | None:
        sealed = self._connection.execute(select(sellers.c.learned).where(sellers.c.id == seller_id)).scalar()
        return None if sealed is None else self._sealer.open(sealed)

    def save_learned(self, seller_id: int, learned: bytes) -> None:
        sealed = self._sealer.seal(learned)
        self._connection.execute(update(sellers).where(sellers.c.id == seller_id).values(learned=sealed))

    def trips(self, seller_id: int) -> tuple[Trip, ...]:
        sealed = self._connection.execute(select(sellers.c.trips).where(sellers.c.id == seller_id)).scalar()
        return () if sealed is None else _decode_trips(self._sealer.open(sealed))

    def save_trips(self, seller_id: int, trips: tuple[Trip, ...]) -> None:
        sealed = self._sealer.seal(msgspec.json.encode(trips))
        self._connection.execute(update(sellers).where(sellers.c.id == seller_id).values(trips=sealed))

    def planned(self, seller_id: int) -> str:
        """The day, and the name of what else all visits were last planned under."""
        return self._connection.execute(select(sellers.c.planned).where(sellers.c.id == seller_id)).scalar() or ""

    def save_planned(self, seller_id: int, planned: str) -> None:
        self._connection.execute(update(sellers).where(sellers.c.id == seller_id).values(planned=planned))

    def _open(self, query: Select[tuple[int, int, bytes]]) -> Seller | None:
        row = self._connection.execute(query).first()
        return (
            None if row is None else replace(_decode(self._sealer.open(row.sealed)), id=row.id, tenant_id=row.tenant_id)
        )


_ROW = select(sellers.c.id, sellers.c.tenant_id, sellers.c.sealed)
_OWN = sellers.c.tenant_id == OWN_COMPUTER
_decode = msgspec.json.Decoder(Seller).decode
_decode_trips = msgspec.json.Decoder(tuple[Trip, ...]).decode


# Asked at every request of a page, and so put straight to the driver.
REVISION_SHOWN = (
    "SELECT id, shown, revision FROM sellers WHERE tenant_id = 1 ORDER BY shown DESC LIMIT 1"  # OWN_COMPUTER
)
REVISION_OF = "SELECT id, shown, revision FROM sellers WHERE id = {:d}"
WHOSE = (
    "SELECT sellers.id, sellers.shown, sellers.revision FROM mailboxes JOIN sellers ON sellers.id = mailboxes.seller_id"
    " WHERE mailboxes.provider = {0} AND mailboxes.subject = {0}"
)


def name_revision(row: Iterable[object]) -> str:
    """Changes with everything a page could show: a cache key and an ETag."""
    return ".".join(map(str, row))
