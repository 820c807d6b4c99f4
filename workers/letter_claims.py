"""One seller's letter of one week as it is kept: claimed, sent, failed or dropped, each in a transaction of its own."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from workers.office import Office
from workers.store import Transaction
from workers.store.letters import NotClaimed, SentLetter

if TYPE_CHECKING:
    from workers.digest.compose import Composed

log = logging.getLogger(__name__)

Check = Callable[[Transaction], None]


@dataclass(frozen=True, slots=True)
class Claims:
    """`now` is when whoever asks has begun, and so the name of a claim of theirs; `way` is who carries their letter."""

    office: Office
    seller_id: int
    week: int
    now: datetime
    way: str

    def find(self) -> SentLetter | None:
        with self.office.store.reading() as at:
            return at.letters.find(self.seller_id, self.week)

    def claim(self, composed: "Composed", message_id: str, lost: SentLetter | None, check: Check) -> bool:
        """Ours to send from now on, in the place of one that was `lost`; False when somebody was quicker."""
        kept = {"suggestions": composed.suggestions, "said": composed.said}
        with self.office.store.writing() as at:
            check(at)
            for one in composed.asks:
                at.suggestions.note(self.seller_id, one, week=self.week, now=self.now)
            if lost:
                return at.letters.take_over(lost, now=self.now, message_id=message_id, way=self.way, **kept)
            return at.letters.claim(
                self.seller_id, self.week, now=self.now, message_id=message_id, way=self.way, **kept
            )

    def sent(self, composed: "Composed", message_id: str) -> None:
        """It has been sent, whoever holds the claim by now."""
        with self.office.store.writing() as at:
            try:
                at.letters.sent(
                    self.seller_id,
                    self.week,
                    message_id=message_id,
                    suggestions=composed.suggestions,
                    said=composed.said,
                    now=self.office.clock(),
                )
            except NotClaimed:
                log.warning("seller %d: the letter was sent and the seller has gone meanwhile", self.seller_id)
            at.sellers.touch(self.seller_id)

    def failed(self, why: str, claimed_at: datetime | None = None) -> bool:
        """Kept where people look; False when somebody else has it in hand by now. Where there is no claim, one is made."""
        mine = claimed_at or self.now
        with self.office.store.writing() as at:
            at.letters.claim(self.seller_id, self.week, now=mine)
            try:
                at.letters.failed(self.seller_id, self.week, why=why, now=self.office.clock(), claimed_at=mine)
            except NotClaimed:
                return False
            at.sellers.touch(self.seller_id)
        log.warning("seller %d: the letter of %d failed: %s", self.seller_id, self.week, why)
        return True

    def drop(self, claimed_at: datetime | None = None) -> None:
        """It has certainly not been sent, and is as if it had never been."""
        with self.office.store.writing() as at:
            at.letters.give_back(self.seller_id, self.week, claimed_at=claimed_at or self.now)
