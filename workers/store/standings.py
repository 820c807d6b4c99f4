"""How every account was judged last, in numbers alone and apart from the accounts themselves: what is looked through to find
the few that time or other thresholds have changed."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

import msgspec
from sqlalchemy import Connection, select

from workers.relationships.figures import Figures
from workers.store.many import put_many, remove_many
from workers.store.tables import standings
from workers.store.texts import key_text, key_texts


@dataclass(frozen=True, slots=True)
class Judged:
    """`by` names the rules its numbers were counted under, `verdict` what came of them, `until` how long time alone
    changes nothing (None: for good)."""

    key: str
    flagged: bool
    until: datetime | None
    by: str
    verdict: str
    figures: Figures


@dataclass(frozen=True, slots=True)
class Standing:
    """A `Judged` as it is kept: `until` in whole seconds since 1970."""

    key: str
    flagged: bool
    until: int | None
    by: str
    verdict: str
    figures: str

    def read(self) -> Figures:
        return _decode(self.figures)


class Standings:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def replace(self, seller_id: int, keys: Collection[str], judged: Iterable[Judged]) -> None:
        """The rows of `keys` give way to `judged`."""
        old = [{"seller_id": seller_id, "account": one} for one in key_texts(keys)]
        remove_many(self._connection, standings, old)
        rows = [
            {
                "seller_id": seller_id,
                "account": key_text(one.key),
                "flagged": one.flagged,
                "until": None if one.until is None else int(one.until.timestamp()),
                "by": one.by,
                "verdict": one.verdict,
                "figures": msgspec.json.encode(one.figures).decode(),
            }
            for one in judged
        ]
        put_many(self._connection, standings, rows)

    def find(self, seller_id: int) -> list[Standing]:
        """Of every account of a seller."""
        return [Standing(*row) for row in self._connection.execute(_ROWS.where(standings.c.seller_id == seller_id))]


_COLUMNS = (standings.c.account, standings.c.flagged, standings.c.until, standings.c.by)
_ROWS = select(*_COLUMNS, standings.c.verdict, standings.c.figures)
_decode = msgspec.json.Decoder(Figures).decode
