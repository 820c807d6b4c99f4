"""The companies that install, and what their admins have set. The first is nobody's: one's own computer, tried out."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta

import msgspec
from sqlalchemy import Connection, Row, Select, delete, func, insert, select, update

from workers.relationships.rules import Rules
from workers.store.tables import accounts, domains, flags, sellers, tenants

OWN_COMPUTER = 1  # the tenant of calendars read from files without any company
FEWEST = 5  # sellers a sum is made of at least


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
    """What an admin may know: sums over at least five sellers, nothing finer."""

    sellers: int
    accounts: int
    met: int  # accounts met in person within the window
    flags: Mapping[str, int]  # accounts by the kind of their flags


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
        """Sums over all of a company's sellers; `met_since` is a day since 1970. Raises TooFew."""
        count = len(self.seller_ids(tenant_id))
        if count < FEWEST:
            raise TooFew
        theirs = select(sellers.c.id).where(sellers.c.tenant_id == tenant_id)
        of_them = accounts.c.seller_id.in_(theirs)
        kinds = (
            select(flags.c.kind, func.count()).where(flags.c.seller_id.in_(theirs)).group_by(flags.c.kind)
        ).order_by(flags.c.kind)
        return Sums(
            sellers=count,
            accounts=self._count(select(func.count()).select_from(accounts).where(of_them)),
            met=self._count(select(func.count()).select_from(accounts).where(of_them, accounts.c.met_on >= met_since)),
            flags={kind: int(number) for kind, number in self._connection.execute(kinds)},
        )

    def _count(self, query: Select[int]) -> int:
        return int(self._connection.execute(query).scalar_one())

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


def _number(name: str, value: float) -> object:
    """A threshold as `Rules` has it."""
    default = getattr(Rules(), name)
    return timedelta(seconds=value) if isinstance(default, timedelta) else type(default)(value)
