"""Which directories at a vendor are a company's: who comes from one may come in, and where an admin has let us in for
everybody its token is kept, sealed.

A token of an app by itself can be had anew at any time, and nothing is lost when two fetch one at once: so it has no holder.
It is kept all the same, or each of a hundred workers would ask for one an hour and directory.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, select, update

from workers.sealing import Sealer
from workers.store.moments import moment_if, seconds_of
from workers.store.once import put_once
from workers.store.tables import directories


@dataclass(frozen=True, slots=True)
class Directory:
    """`id` is the vendor's own name of it: a GUID at Microsoft."""

    tenant_id: int
    provider: str
    id: str
    agreed_at: datetime | None = None  # when an admin let us in for everybody


class Directories:
    def __init__(self, connection: Connection, sealer: Sealer) -> None:
        self._connection, self._sealer = connection, sealer

    def add(self, tenant_id: int, provider: str, name: str, *, agreed_at: datetime | None = None) -> None:
        """It is this company's from now on; what an admin has agreed to stays agreed to."""
        row = {"tenant_id": tenant_id, "provider": provider, "id": name}
        put_once(self._connection, directories, row)
        if agreed_at is not None:
            this = _this(tenant_id, provider, name)
            self._connection.execute(update(directories).where(this).values(agreed_at=seconds_of(agreed_at)))

    def of(self, tenant_id: int, provider: str) -> tuple[Directory, ...]:
        """A company's, those first in which an admin has let us in."""
        mine = and_(directories.c.tenant_id == tenant_id, directories.c.provider == provider)
        return self._found(mine)

    def named(self, provider: str, name: str) -> tuple[Directory, ...]:
        """The companies that one directory is of: a group's may be several."""
        return self._found(and_(directories.c.provider == provider, directories.c.id == name))

    def token(self, tenant_id: int, provider: str, name: str) -> bytes | None:
        """What was kept, for its connector to read."""
        query = select(directories.c.secret).where(_this(tenant_id, provider, name))
        sealed = self._connection.execute(query).scalar()
        return None if sealed is None else self._sealer.open(sealed)

    def keep_token(self, tenant_id: int, provider: str, name: str, token: bytes) -> None:
        self.add(tenant_id, provider, name)
        this = _this(tenant_id, provider, name)
        self._connection.execute(update(directories).where(this).values(secret=self._sealer.seal(token)))

    def _found(self, which: ColumnElement[bool]) -> tuple[Directory, ...]:
        order = (directories.c.agreed_at.is_(None), directories.c.tenant_id, directories.c.id)
        columns = (directories.c.tenant_id, directories.c.provider, directories.c.id, directories.c.agreed_at)
        rows = self._connection.execute(select(*columns).where(which).order_by(*order))
        return tuple(Directory(tenant, provider, name, moment_if(agreed)) for tenant, provider, name, agreed in rows)


def _this(tenant_id: int, provider: str, name: str) -> ColumnElement[bool]:
    own = and_(directories.c.provider == provider, directories.c.id == name)
    return and_(directories.c.tenant_id == tenant_id, own)
