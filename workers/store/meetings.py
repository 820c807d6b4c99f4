"""The meetings of a calendar with their signs, sealed; and which accounts take part in them, so that one account's
meetings are found without opening the others."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

import msgspec
from sqlalchemy import ColumnElement, Connection, Table, and_, bindparam, delete, func, select

from workers.relationships.signs import Seen
from workers.sealing import Sealer
from workers.store.many import put_many, remove_many
from workers.store.tables import meetings, parties
from workers.store.texts import DAY, batches, key_text, key_texts

Key = tuple[str, datetime | None]  # Meeting.key


@dataclass(frozen=True, slots=True)
class Kept:
    """A meeting to keep. `accounts` are the keys of everybody outside, before aliases; `travel`: it looks like a journey."""

    seen: Seen
    accounts: tuple[str, ...]
    travel: bool


@dataclass(frozen=True, slots=True)
class Told:
    """What some meetings tell of: the account keys in them, when they are (UTC), and the days since 1970 with a journey."""

    accounts: frozenset[str]
    spans: list[tuple[datetime, datetime]]
    journeys: frozenset[int]


class Meetings:
    def __init__(self, connection: Connection, sealer: Sealer) -> None:
        self._connection, self._sealer = connection, sealer

    def replace(
        self,
        seller_id: int,
        uids: Collection[str],
        kept: Iterable[Kept],
        *,
        gone: Collection[Key] = (),
        generation: int = 0,
    ) -> None:
        """All rows of `uids` give way to `kept`, seen by the reading from the start of that `generation`. One that is kept
        already, of a series that is not among them, is that one anew, and occurrences that are `gone` go by themselves."""
        self._remove(seller_id, uids)
        rows, links, again = [], [], [_key(seller_id, key) for key in gone]
        for one in kept:
            meeting = one.seen.meeting
            key = _key(seller_id, meeting.key)
            sealed = self._sealer.seal(msgspec.json.encode(one.seen))
            span = {"starts_at": _seconds(meeting.start), "ends_at": _seconds(meeting.end)}
            if meeting.uid not in uids:
                again.append(key)
            rows.append({**key, **span, "travel": one.travel, "generation": generation, "sealed": sealed})
            links += [{**key, "account": account} for account in sorted({key_text(name) for name in one.accounts})]
        for table in (meetings, parties):
            remove_many(self._connection, table, again)
        put_many(self._connection, meetings, rows)
        put_many(self._connection, parties, links)

    def accounts_of(self, seller_id: int, uids: Collection[str]) -> frozenset[str]:
        """The account keys that take part in the meetings of these uids."""
        found: set[str] = set()
        for some in batches(map(key_text, uids)):
            query = select(parties.c.account).where(parties.c.seller_id == seller_id, parties.c.uid.in_(some))
            found.update(self._connection.execute(query.distinct()).scalars())
        return frozenset(found)

    def told_by(self, seller_id: int, keys: Iterable[Key]) -> Told:
        """What single meetings tell of as they are kept now, each found by itself."""
        accounts: set[str] = set()
        spans: list[tuple[datetime, datetime]] = []
        journeys: set[int] = set()
        for key in keys:
            row = self._connection.execute(_WHEN, _key(seller_id, key)).first()
            if row is None:
                continue
            spans.append((_moment(row.starts_at), _moment(row.ends_at)))
            journeys.update((row.starts_at // DAY,) if row.travel else ())
            accounts.update(self._connection.execute(_WHO, _key(seller_id, key)).scalars())
        return Told(frozenset(accounts), spans, frozenset(journeys))

    def of_accounts(self, seller_id: int, keys: Collection[str]) -> tuple[Seen, ...]:
        """Meetings with any of these accounts, and all on days with a journey, which tells of the meetings beside it."""
        found: dict[tuple[str, int], bytes] = {}
        columns = select(meetings.c.uid, meetings.c.occurrence, meetings.c.sealed)
        journeys = select(meetings.c.starts_at // DAY).where(meetings.c.seller_id == seller_id, meetings.c.travel)
        queries = [columns.where(meetings.c.seller_id == seller_id, (meetings.c.starts_at // DAY).in_(journeys))]
        same = and_(
            parties.c.seller_id == meetings.c.seller_id,
            parties.c.uid == meetings.c.uid,
            parties.c.occurrence == meetings.c.occurrence,
        )
        for some in batches(map(key_text, keys)):
            with_them = (parties.c.seller_id == seller_id) & parties.c.account.in_(some)
            queries.append(columns.join_from(parties, meetings, same).where(with_them))
        for query in queries:
            found.update(((row.uid, row.occurrence), row.sealed) for row in self._connection.execute(query))
        return self._open(found.values())

    def spans_of(self, seller_id: int, uids: Collection[str]) -> list[tuple[datetime, datetime]]:
        """When the meetings of these uids are, as they are kept now (UTC)."""
        found: list[tuple[datetime, datetime]] = []
        for some in batches(map(key_text, uids)):
            query = select(meetings.c.starts_at, meetings.c.ends_at).where(
                meetings.c.seller_id == seller_id, meetings.c.uid.in_(some)
            )
            found += [(_moment(row.starts_at), _moment(row.ends_at)) for row in self._connection.execute(query)]
        return found

    def journey_days(self, seller_id: int, uids: Collection[str] | None = None) -> frozenset[int]:
        """Days since 1970 (UTC) with a journey; of these uids only, where they are given."""
        query = (
            select(meetings.c.starts_at // DAY).where(meetings.c.seller_id == seller_id, meetings.c.travel).distinct()
        )
        if uids is None:
            return frozenset(self._connection.execute(query).scalars())
        found: set[int] = set()
        for some in batches(map(key_text, uids)):
            found.update(self._connection.execute(query.where(meetings.c.uid.in_(some))).scalars())
        return frozenset(found)

    def on_days(self, seller_id: int, days: Collection[int]) -> tuple[Seen, ...]:
        """Everything that starts on these days since 1970 (UTC)."""
        found: list[bytes] = []
        for day in sorted(days):
            query = select(meetings.c.sealed).where(
                meetings.c.seller_id == seller_id,
                meetings.c.starts_at >= day * DAY,
                meetings.c.starts_at < (day + 1) * DAY,
            )
            found += self._connection.execute(query).scalars()
        return self._open(found)

    def between(self, seller_id: int, start: datetime, end: datetime) -> tuple[Seen, ...]:
        """Everything that starts in [start, end), by start."""
        query = (
            select(meetings.c.sealed)
            .where(
                meetings.c.seller_id == seller_id,
                meetings.c.starts_at >= _seconds(start),
                meetings.c.starts_at < _seconds(end),
            )
            .order_by(meetings.c.starts_at, meetings.c.uid, meetings.c.occurrence)
        )
        return self._open(self._connection.execute(query).scalars())

    def find(self, seller_id: int, uid: str, recurrence_id: datetime | None) -> Seen | None:
        """One meeting, or one occurrence of a series."""
        this = (meetings.c.seller_id == seller_id) & (meetings.c.uid == key_text(uid))
        query = select(meetings.c.sealed).where(this, meetings.c.occurrence == _seconds(recurrence_id))
        sealed = self._connection.execute(query).scalar()
        return None if sealed is None else _decode(self._sealer.open(sealed))

    def count(self, seller_id: int) -> int:
        query = select(func.count()).select_from(meetings).where(meetings.c.seller_id == seller_id)
        return int(self._connection.execute(query).scalar_one())

    def count_external(self, seller_id: int) -> int:
        """Meetings with somebody from outside."""
        each = select(parties.c.uid, parties.c.occurrence).where(parties.c.seller_id == seller_id).distinct().subquery()
        return int(self._connection.execute(select(func.count()).select_from(each)).scalar_one())

    def clear(self, seller_id: int) -> None:
        for table in (meetings, parties):
            self._connection.execute(delete(table).where(table.c.seller_id == seller_id))

    def erase_before(self, seller_id: int, moment: datetime) -> tuple[str, ...]:
        """Everything that ended before goes; the uids of which nothing is left."""
        old = (meetings.c.seller_id == seller_id) & (meetings.c.ends_at < _seconds(moment))
        gone = self._connection.execute(select(meetings.c.uid, meetings.c.occurrence).where(old)).all()
        self._connection.execute(delete(meetings).where(old))
        rows = [{"s": seller_id, "u": row.uid, "o": row.occurrence} for row in gone]
        if rows:
            mine = (parties.c.seller_id == bindparam("s")) & (parties.c.uid == bindparam("u"))
            self._connection.execute(delete(parties).where(mine, parties.c.occurrence == bindparam("o")), rows)
        names = sorted({row.uid for row in gone})
        left: set[str] = set()
        for some in batches(names):
            still = select(meetings.c.uid).where(meetings.c.seller_id == seller_id, meetings.c.uid.in_(some))
            left.update(self._connection.execute(still).scalars())
        return tuple(name for name in names if name not in left)

    def sweep(self, seller_id: int, generation: int) -> None:
        """What the reading from the start of this generation has not seen is gone."""
        gone = select(meetings.c.uid).where(meetings.c.seller_id == seller_id, meetings.c.generation != generation)
        self._connection.execute(delete(parties).where(parties.c.seller_id == seller_id, parties.c.uid.in_(gone)))
        self._connection.execute(
            delete(meetings).where(meetings.c.seller_id == seller_id, meetings.c.generation != generation)
        )

    def all(self, seller_id: int) -> tuple[Seen, ...]:
        query = (
            select(meetings.c.sealed)
            .where(meetings.c.seller_id == seller_id)
            .order_by(meetings.c.starts_at, meetings.c.uid, meetings.c.occurrence)
        )
        return self._open(self._connection.execute(query).scalars())

    def _open(self, sealed: Iterable[bytes]) -> tuple[Seen, ...]:
        return tuple(_decode(self._sealer.open(one)) for one in sealed)

    def _remove(self, seller_id: int, uids: Collection[str]) -> None:
        old = [{"seller_id": seller_id, "uid": uid} for uid in key_texts(uids)]
        for table in (meetings, parties):
            remove_many(self._connection, table, old)


def _this(table: Table) -> ColumnElement[bool]:
    return and_(*(table.c[name] == bindparam(name) for name in ("seller_id", "uid", "occurrence")))


def _key(seller_id: int, key: Key) -> dict[str, int | str]:
    return {"seller_id": seller_id, "uid": key_text(key[0]), "occurrence": _seconds(key[1])}


_WHEN = select(meetings.c.starts_at, meetings.c.ends_at, meetings.c.travel).where(_this(meetings))
_WHO = select(parties.c.account).where(_this(parties))
_decode = msgspec.json.Decoder(Seen).decode


def day_of(seen: Seen) -> int:
    """The day since 1970 (UTC) a meeting starts on."""
    return _seconds(seen.meeting.start) // DAY


def _seconds(when: datetime | None) -> int:
    return 0 if when is None else int(when.timestamp())


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
