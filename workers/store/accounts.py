"""Every account as it was last reviewed, in the order a page shows them: nothing is computed while someone waits."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import msgspec
from sqlalchemy import ColumnElement, Connection, Select, func, select, update

from workers.relationships.relationship import ColleagueMet
from workers.relationships.understanding import Ledger
from workers.reviewed import Reviewed
from workers.sealing import Sealer
from workers.store.many import put_many, remove_many
from workers.store.tables import accounts, flags, sellers
from workers.store.texts import DAY, batches, key_text, key_texts

EPOCH = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Placed:
    """A reviewed account and where it stands: `rank` sorts, `to_review` counts touchpoints nobody has judged yet."""

    reviewed: Reviewed
    ledger: Ledger
    rank: str
    to_review: int

    @property
    def key(self) -> str:
        return self.reviewed.relationship.account.key


class Accounts:
    def __init__(self, connection: Connection, sealer: Sealer) -> None:
        self._connection, self._sealer = connection, sealer

    def replace(self, seller_id: int, keys: Collection[str], placed: Iterable[Placed]) -> None:
        """The rows of `keys` give way to `placed`."""
        self._remove(seller_id, keys)
        held = list(placed)
        rows = [
            {
                "seller_id": seller_id,
                "key": key_text(one.key),
                "rank": one.rank,
                "flagged": bool(one.reviewed.flags),
                "to_review": one.to_review,
                "met_on": _day_met(one.reviewed),
                "met_in": _meeting_met(one),
                "sealed": self._sealer.seal(msgspec.json.encode(one.reviewed)),
                "ledger": self._sealer.seal(msgspec.json.encode(one.ledger)),
            }
            for one in held
        ]
        raised = [
            {"seller_id": seller_id, "account": key_text(one.key), "kind": flag.kind.value}
            for one in held
            for flag in one.reviewed.flags
        ]
        put_many(self._connection, accounts, rows)
        put_many(self._connection, flags, raised)

    def show(self, seller_id: int, key: str, reviewed: Reviewed) -> None:
        """The same account and ledger, said differently."""
        sealed = self._sealer.seal(msgspec.json.encode(reviewed))
        row = (accounts.c.seller_id == seller_id) & (accounts.c.key == key_text(key))
        self._connection.execute(update(accounts).where(row).values(sealed=sealed))

    def ledgers(self, seller_id: int, keys: Collection[str]) -> dict[str, Ledger]:
        stored = {key_text(key): key for key in keys}
        found: dict[str, Ledger] = {}
        for some in batches(stored):
            query = select(accounts.c.key, accounts.c.ledger).where(_named(seller_id, some))
            rows = self._connection.execute(query)
            found.update((stored[row.key], _decode_ledger(self._sealer.open(row.ledger))) for row in rows)
        return found

    def all_ledgers(self, seller_id: int) -> dict[str, Ledger]:
        return self._by_account(_LEDGERS.where(accounts.c.seller_id == seller_id))

    def ledgers_kept_as(self, seller_id: int, kept_as: Collection[str]) -> dict[str, Ledger]:
        """The ledgers of keys as they are kept, by the keys themselves."""
        found: dict[str, Ledger] = {}
        for some in batches(kept_as):
            found |= self._by_account(_LEDGERS.where(_named(seller_id, some)))
        return found

    def _by_account(self, query: Select[tuple[bytes]]) -> dict[str, Ledger]:
        opened = (_decode_ledger(self._sealer.open(row.ledger)) for row in self._connection.execute(query))
        return {ledger.touchpoints[0].account: ledger for ledger in opened if ledger.touchpoints}

    def met_on(self, seller_id: int, keys: Collection[str]) -> dict[str, int]:
        """The day since 1970 people of these accounts were last met, where they were."""
        found: dict[str, int] = {}
        for some in batches(map(key_text, keys)):
            query = select(accounts.c.key, accounts.c.met_on).where(_named(seller_id, some))
            found.update((row.key, row.met_on) for row in self._connection.execute(query) if row.met_on is not None)
        return found

    def met_by_colleagues(self, seller_id: int, tenant_id: int, keys: Collection[str]) -> dict[str, ColleagueMet]:
        """When anybody else of the company last met each of these accounts; nothing more is told of them."""
        found: dict[str, ColleagueMet] = {}
        columns = select(accounts.c.key, accounts.c.met_on, accounts.c.met_in).join(sellers)
        order = (accounts.c.met_on, accounts.c.met_in.is_(None), accounts.c.met_in)  # the last of a key is kept
        for some in batches(map(key_text, keys)):
            theirs = (_of_colleagues(seller_id, tenant_id)) & accounts.c.key.in_(some) & accounts.c.met_on.is_not(None)
            for row in self._connection.execute(columns.where(theirs).order_by(*order)):
                found[row.key] = ColleagueMet(EPOCH + timedelta(days=row.met_on), row.met_in or "")
        return found

    def colleagues_with(self, seller_id: int, tenant_id: int, keys: Collection[str]) -> tuple[int, ...]:
        """The sellers of the company who have any of these accounts too."""
        found: set[int] = set()
        for some in batches(map(key_text, keys)):
            query = select(accounts.c.seller_id).join(sellers).where(_of_colleagues(seller_id, tenant_id))
            found.update(self._connection.execute(query.where(accounts.c.key.in_(some)).distinct()).scalars())
        return tuple(sorted(found))

    def keys(self, seller_id: int) -> frozenset[str]:
        return frozenset(
            self._connection.execute(select(accounts.c.key).where(accounts.c.seller_id == seller_id)).scalars()
        )

    def _remove(self, seller_id: int, keys: Collection[str]) -> None:
        old = key_texts(keys)
        remove_many(self._connection, accounts, [{"seller_id": seller_id, "key": one} for one in old])
        remove_many(self._connection, flags, [{"seller_id": seller_id, "account": one} for one in old])

    def page(self, seller_id: int, *, start: int, limit: int) -> tuple[Reviewed, ...]:
        query = select(accounts.c.sealed).where(accounts.c.seller_id == seller_id).order_by(accounts.c.rank)
        return self._open(self._connection.execute(query.offset(start).limit(limit)).scalars())

    def flagged(self, seller_id: int) -> tuple[Reviewed, ...]:
        query = select(accounts.c.sealed).where(accounts.c.seller_id == seller_id, accounts.c.flagged)
        return self._open(self._connection.execute(query.order_by(accounts.c.rank)).scalars())

    def find(self, seller_id: int, key: str) -> Reviewed | None:
        query = select(accounts.c.sealed).where(accounts.c.seller_id == seller_id, accounts.c.key == key_text(key))
        found = self._open(self._connection.execute(query).scalars())
        return found[0] if found else None

    def to_review(self, seller_id: int, limit: int) -> tuple[Reviewed, ...]:
        """Accounts nobody has said anything of, most touchpoints first."""
        query = select(accounts.c.sealed).where(accounts.c.seller_id == seller_id, accounts.c.to_review > 0)
        order = (accounts.c.to_review.desc(), accounts.c.key)
        return self._open(self._connection.execute(query.order_by(*order).limit(limit)).scalars())

    def count(self, seller_id: int) -> int:
        return self._count(accounts.c.seller_id == seller_id)

    def flagged_count(self, seller_id: int) -> int:
        return self._count((accounts.c.seller_id == seller_id) & accounts.c.flagged)

    def _count(self, where: ColumnElement[bool]) -> int:
        return int(self._connection.execute(select(func.count()).select_from(accounts).where(where)).scalar_one())

    def _open(self, sealed: Iterable[bytes]) -> tuple[Reviewed, ...]:
        return tuple(_decode(self._sealer.open(one)) for one in sealed)


def _of_colleagues(seller_id: int, tenant_id: int) -> ColumnElement[bool]:
    return (sellers.c.tenant_id == tenant_id) & (accounts.c.seller_id != seller_id)


def _named(seller_id: int, keys: Collection[str]) -> ColumnElement[bool]:
    return (accounts.c.seller_id == seller_id) & accounts.c.key.in_(keys)


def _day_met(reviewed: Reviewed) -> int | None:
    """The day since 1970 (UTC) people last met in person."""
    met = reviewed.relationship.last_in_person
    return None if met is None else int(met.timestamp()) // DAY


def _meeting_met(placed: Placed) -> str | None:
    """What everybody's copy of that meeting is called, where it is in the calendar."""
    met = placed.reviewed.relationship.last_in_person
    return next((t.shared_name for t in placed.ledger.touchpoints if t.start == met and t.shared_name), None)


_LEDGERS = select(accounts.c.ledger)
_decode_ledger = msgspec.json.Decoder(Ledger).decode
_decode = msgspec.json.Decoder(Reviewed).decode
