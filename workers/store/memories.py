"""What stays of relations once their old meetings are erased, by account."""

from collections.abc import Mapping

import msgspec
from sqlalchemy import Connection, delete, insert, select

from workers.relationships.memory import Memory
from workers.sealing import Sealer
from workers.store.tables import memories
from workers.store.texts import key_text


class Memories:
    def __init__(self, connection: Connection, sealer: Sealer) -> None:
        self._connection, self._sealer = connection, sealer

    def save(self, seller_id: int, kept: Mapping[str, Memory]) -> None:
        """All of a seller's memories, in place of what was remembered."""
        self._connection.execute(delete(memories).where(memories.c.seller_id == seller_id))
        rows = [
            {
                "seller_id": seller_id,
                "account": key_text(account),
                "sealed": self._sealer.seal(msgspec.json.encode(memory)),
            }
            for account, memory in kept.items()
        ]
        if rows:
            self._connection.execute(insert(memories), rows)

    def find(self, seller_id: int) -> dict[str, Memory]:
        """All of a seller's, by the account's key as it then was."""
        rows = self._connection.execute(select(memories).where(memories.c.seller_id == seller_id))
        return {row.account: _decode(self._sealer.open(row.sealed)) for row in rows}


_decode = msgspec.json.Decoder(Memory).decode
