"""Who has promised to tell us of changes in which calendar, and how long yet. Of the secret in each notice only a hash is
kept: it is enough to know it again.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from hmac import compare_digest
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select

from connectors.calendars import Watch
from workers.store.moments import moment_of, seconds_of
from workers.store.tables import mailboxes, watches
from workers.store.texts import batches, key_text


@dataclass(frozen=True, slots=True)
class Kept:
    """A watch of one seller's calendar. `tenant` is the vendor's own name of the company, where that is known."""

    seller_id: int
    watch: Watch
    secret: bytes  # its hash
    tenant: str = ""

    def is_told_with(self, secret: str) -> bool:
        """Whether a notice comes from whom we gave the secret."""
        return compare_digest(self.secret, _hash(secret))


class Watches:
    """One a seller."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def save(self, seller_id: int, provider: str, watch: Watch, *, secret: str | None = None) -> None:
        """A new watch with its secret, or the same one for longer."""
        known = self.find(seller_id)
        kept = _hash(secret) if secret is not None else known.secret if known else b""
        self.remove(seller_id)
        row = {"seller_id": seller_id, "provider": provider, "id": key_text(watch.id), "secret": kept}
        self._connection.execute(insert(watches).values(**row, expires_at=seconds_of(watch.expires_at)))

    def find(self, seller_id: int) -> Kept | None:
        row = self._connection.execute(_ALL.where(watches.c.seller_id == seller_id)).first()
        return None if row is None else _read(row)

    def named(self, provider: str, names: Collection[str]) -> dict[str, Kept]:
        """Those of these there are, by the vendor's names for them."""
        found: dict[str, Kept] = {}
        for some in batches(key_text(name) for name in names):
            query = _ALL.where(watches.c.provider == provider, watches.c.id.in_(some))
            found.update((row.id, _read(row)) for row in self._connection.execute(query))
        return found

    def remove(self, seller_id: int) -> None:
        self._connection.execute(delete(watches).where(watches.c.seller_id == seller_id))

    def count(self, *, now: datetime) -> dict[str, int]:
        """How many watches of each provider last yet."""
        alive = select(watches.c.provider, func.count()).where(watches.c.expires_at > seconds_of(now))
        return {
            provider: int(count) for provider, count in self._connection.execute(alive.group_by(watches.c.provider))
        }


def _hash(secret: str) -> bytes:
    return sha256(secret.encode("utf-8", "surrogatepass")).digest()


def _read(row: Row[Any]) -> Kept:
    tenant = (row.subject or "").partition("/")[0]  # "<directory>/<object>"
    return Kept(row.seller_id, Watch(row.id, moment_of(row.expires_at)), row.secret, tenant)


_ALL = select(watches, mailboxes.c.subject).outerjoin(mailboxes, mailboxes.c.seller_id == watches.c.seller_id)
