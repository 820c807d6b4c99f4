"""What the seller has said, the latest word for each (kind, account, meeting). The words themselves are sealed."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from workers.relationships.corrections import Correction, CorrectionKind
from workers.sealing import Sealer
from workers.store.tables import corrections
from workers.store.texts import batches


class Corrections:
    def __init__(self, connection: Connection, sealer: Sealer) -> None:
        self._connection, self._sealer = connection, sealer

    def save(self, seller_id: int, correction: Correction) -> None:
        self.remove(seller_id, correction.kind, correction.account, correction.uid)
        self._connection.execute(
            insert(corrections).values(
                seller_id=seller_id,
                kind=correction.kind.value,
                account=correction.account,
                uid=correction.uid,
                sealed=self._sealer.seal(correction.value.encode()),
                said_at=correction.said_at.isoformat(),
            )
        )

    def remove(self, seller_id: int, kind: CorrectionKind, account: str, uid: str = "") -> None:
        self._connection.execute(
            delete(corrections).where(
                corrections.c.seller_id == seller_id,
                corrections.c.kind == kind.value,
                corrections.c.account == account,
                corrections.c.uid == uid,
            )
        )

    def forget_meetings(self, seller_id: int, uids: Collection[str], *, before: datetime) -> None:
        """What was said of meetings that are erased goes with them, and of occurrences older than what is kept."""
        for one in self.find(seller_id):
            uid, occurrence = one.meeting
            if occurrence is not None and (uid in uids or occurrence < before):
                self.remove(seller_id, one.kind, one.account, one.uid)
        for some in batches(uids):
            said = (corrections.c.seller_id == seller_id) & corrections.c.uid.in_(some)
            kind = corrections.c.kind == CorrectionKind.MODALITY.value
            self._connection.execute(delete(corrections).where(said, kind))

    def find(self, seller_id: int) -> tuple[Correction, ...]:
        """All of a seller's, oldest word first."""
        rows = self._connection.execute(
            select(corrections).where(corrections.c.seller_id == seller_id).order_by(corrections.c.said_at)
        )
        return tuple(
            Correction(
                kind=CorrectionKind(row.kind),
                account=row.account,
                said_at=datetime.fromisoformat(row.said_at),
                value=self._sealer.open(row.sealed).decode(),
                uid=row.uid,
            )
            for row in rows
        )
