"""The companies that install, and what their admins have set. The first is nobody's: one's own computer, tried out."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, Table, delete, func, insert, select, update

from workers.relationships.rules import Rules
from workers.store.tables import accounts, domains, flags, sellers, tenants

OWN_COMPUTER = 1  # the tenant of calendars read from files without any company
FEWEST = 5  # sellers behind every figure, and behind the difference that a new one makes
ROUNDED = 5  # figures are told in whole fives


@dataclass(frozen=True, slots=True)
class TenantWishes:
    """What an admin may set. `rules` are the numbers of `Rules` that differ, lengths of time in seconds; `tiers` those of
    an account's tier."""

    rules: Mapping[str, float] = field(default_factory=dict)
    tiers: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    office: str = ""  # where trips start, for sellers who have said nothing
    retention_days: int = 400  # what ended longer ago is erased nightly, but for the fact that people met

    def judge_by(self) -> Rules:
        """The thresholds that hold in this company."""
        own = {name: _number(name, value) for name, value in self.rules.items()}
        tiers = {
            tier: {name: _number(name, value) for name, value in said.items()} for tier, said in self.tiers.items()
        }
        return replace(Rules(), **own, tiers=tiers)  # type: ignore[arg-type]  # checked where they are set


@dataclass(frozen=True, slots=True)
class Tenant:
    """`id` is the store's own number, 0 before the first save."""

    name: str
    domains: tuple[str, ...] = ()
    sharing: bool = False  # a colleague's visit counts, its existence only
    wishes: TenantWishes = field(default_factory=TenantWishes)
    id: int = 0


@dataclass(frozen=True, slots=True)
class Sums:
    """What an admin may know: sums over at least five sellers, nothing finer.

    What holds: sellers without customers, an empty calendar among them, do not count towards the five. The sums are made
    of the first five, ten, fifteen ... `counted` of the company's `sellers`, so that a sixth, or tenth, changes nothing
    until the five are full, and two sums before and after differ by five sellers. A figure fewer than five of them have
    anything in is held back, a nought like a one to four. All figures are rounded to fives, and no sum can be had over
    chosen sellers, accounts or days.

    What does not: whoever may add calendars can fill a five with made-up ones whose customers they know, and an erased
    seller makes room for the next, so that two sums may differ by those two, rounded. Who asks every day sees a rounded
    figure move, not whose it was. A figure may be mostly one seller's. An admin who holds the database and its keys
    needs no sums.
    """

    counted: int
    sellers: int
    accounts: int
    met: int | None  # accounts met in person within the window; None: held back
    flags: Mapping[str, int]  # accounts by the kind of their flags, without those held back


class DomainTaken(Exception):
    """The domain belongs to another company here."""


class TooFew(Exception):
    """A sum over so few sellers would tell of single ones."""


class Tenants:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def save(self, tenant: Tenant) -> int:
        """Insert or update by name; returns the id. Raises DomainTaken."""
        values = {"sharing": tenant.sharing, "wishes": msgspec.json.encode(tenant.wishes)}
        known = self._connection.execute(select(tenants.c.id).where(tenants.c.name == tenant.name)).scalar()
        if known is None:
            row = insert(tenants).values(name=tenant.name, **values).returning(tenants.c.id)
            known = self._connection.execute(row).scalar_one()
        else:
            self._connection.execute(update(tenants).where(tenants.c.id == known).values(**values))
        self._save_domains(int(known), tenant.domains)
        return int(known)

    def find(self, name: str) -> Tenant | None:
        return self._open(self._connection.execute(select(tenants).where(tenants.c.name == name)).first())

    def of_id(self, tenant_id: int) -> Tenant:
        found = self._open(self._connection.execute(select(tenants).where(tenants.c.id == tenant_id)).first())
        if found is None:
            raise LookupError(f"no tenant {tenant_id}")
        return found

    def owning(self, domain: str) -> Tenant | None:
        """The company a domain belongs to, itself or as part of a longer one."""
        parts = domain.split(".")
        tails = [".".join(parts[at:]) for at in range(len(parts) - 1)]
        found = self._connection.execute(select(domains.c.tenant_id).where(domains.c.domain.in_(tails))).scalar()
        return None if found is None else self.of_id(found)

    def all(self) -> tuple[Tenant, ...]:
        """Every company, by name, without one's own computer."""
        rows = self._connection.execute(select(tenants).where(tenants.c.id != OWN_COMPUTER).order_by(tenants.c.name))
        return tuple(one for row in rows.all() if (one := self._open(row)))

    def erase(self, tenant_id: int) -> None:
        self._connection.execute(delete(tenants).where(tenants.c.id == tenant_id))

    def seller_ids(self, tenant_id: int) -> tuple[int, ...]:
        query = select(sellers.c.id).where(sellers.c.tenant_id == tenant_id).order_by(sellers.c.id)
        return tuple(self._connection.execute(query).scalars())

    def sums(self, tenant_id: int, *, met_since: int) -> Sums:
        """Sums over a company's sellers in whole fives; `met_since` is a day since 1970. Raises TooFew."""
        with_customers = sellers.c.id.in_(select(accounts.c.seller_id))
        able = select(sellers.c.id).where(sellers.c.tenant_id == tenant_id, with_customers).order_by(sellers.c.id)
        counted = len(self._connection.execute(able).all()) // FEWEST * FEWEST
        if not counted:
            raise TooFew
        theirs = able.limit(counted)
        mine, raised = accounts.c.seller_id.in_(theirs), flags.c.seller_id.in_(theirs)
        kinds = select(flags.c.kind, *_figure(flags)).where(raised).group_by(flags.c.kind).order_by(flags.c.kind)
        told = {kind: _told(count, people) for kind, count, people in self._connection.execute(kinds)}
        return Sums(
            counted=counted,
            sellers=len(self.seller_ids(tenant_id)),
            accounts=self._sum(mine) or 0,
            met=self._sum(mine & (accounts.c.met_on >= met_since)),
            flags={kind: figure for kind, figure in told.items() if figure is not None},
        )

    def _sum(self, which: ColumnElement[bool]) -> int | None:
        count, people = self._connection.execute(select(*_figure(accounts)).where(which)).one()
        return _told(count, people)

    def _save_domains(self, tenant_id: int, wanted: tuple[str, ...]) -> None:
        for domain in wanted:
            owner = self.owning(domain)
            if owner and owner.id != tenant_id:
                raise DomainTaken(domain)
        self._connection.execute(delete(domains).where(domains.c.tenant_id == tenant_id))
        if wanted:
            self._connection.execute(insert(domains), [{"domain": one, "tenant_id": tenant_id} for one in wanted])

    def _open(self, row: Row[tuple[int, str, bool, bytes]] | None) -> Tenant | None:
        if row is None:
            return None
        names = select(domains.c.domain).where(domains.c.tenant_id == row.id).order_by(domains.c.domain)
        own = tuple(self._connection.execute(names).scalars())
        return Tenant(row.name, own, row.sharing, msgspec.json.decode(row.wishes, type=TenantWishes), row.id)


def _figure(table: Table) -> tuple[ColumnElement[int], ColumnElement[int]]:
    """How many rows, and how many sellers they are of."""
    return func.count(), func.count(table.c.seller_id.distinct())


def _told(count: int, people: int) -> int | None:
    """A figure as it may be told, None where it is held back."""
    return None if people < FEWEST else (count + ROUNDED // 2) // ROUNDED * ROUNDED


def _number(name: str, value: float) -> object:
    """A threshold as `Rules` has it."""
    default = getattr(Rules(), name)
    return timedelta(seconds=value) if isinstance(default, timedelta) else type(default)(value)
