"""The private address at which a seller's suggested visits are published, and in which edition each was last told there.

Of the secret in the address a hash is kept, to know it again, and the secret sealed, to show its seller.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

import msgspec
from sqlalchemy import Connection, delete, select, update

from workers.sealing import Sealer
from workers.store.moments import moment_of, seconds_of
from workers.store.once import put_once
from workers.store.tables import feeds


@dataclass(frozen=True, slots=True)
class Feed:
    secret: str
    opened_at: datetime


@dataclass(frozen=True, slots=True)
class Edition:
    """How an event was last told: `mark` stands for its content, `number` grows each time that has become another."""

    mark: str
    number: int
    changed_at: datetime


Editions = Mapping[str, Edition]  # by Suggestion.id


class Feeds:
    """One a seller."""

    def __init__(self, connection: Connection, sealer: Sealer) -> None:
        self._connection, self._sealer = connection, sealer

    def find(self, seller_id: int) -> Feed | None:
        row = self._connection.execute(select(feeds).where(feeds.c.seller_id == seller_id)).first()
        return None if row is None else Feed(self._sealer.open(row.secret).decode(), moment_of(row.opened_at))

    def open(self, seller_id: int, secret: str, *, now: datetime) -> None:
        """From now on it is published under this secret and no other."""
        address = {
            "name": name_of(secret),
            "opened_at": seconds_of(now),
            "secret": self._sealer.seal(secret.encode()),
        }
        if not put_once(self._connection, feeds, {"seller_id": seller_id, **address, "told": self._sealer.seal(b"{}")}):
            self._connection.execute(update(feeds).where(feeds.c.seller_id == seller_id).values(**address))

    def close(self, seller_id: int) -> None:
        self._connection.execute(delete(feeds).where(feeds.c.seller_id == seller_id))

    def editions(self, seller_id: int) -> dict[str, Edition] | None:
        """None where nothing is published."""
        sealed = self._connection.execute(select(feeds.c.told).where(feeds.c.seller_id == seller_id)).scalar()
        return None if sealed is None else _decode(self._sealer.open(sealed))

    def save_editions(self, seller_id: int, editions: Editions) -> None:
        sealed = self._sealer.seal(msgspec.json.encode(editions, order="sorted"))
        self._connection.execute(update(feeds).where(feeds.c.seller_id == seller_id).values(told=sealed))


def name_of(secret: str) -> bytes:
    """What a secret is known by. It is drawn by chance and long, so that nobody comes back from here to it."""
    return sha256(secret.encode("utf-8", "surrogatepass")).digest()


_decode = msgspec.json.Decoder(dict[str, Edition]).decode

# Asked whenever somebody's calendar looks for news, and so put straight to the driver.
WHOSE_FEED = "SELECT feeds.seller_id, sellers.revision FROM feeds JOIN sellers ON sellers.id = feeds.seller_id WHERE feeds.name = "
