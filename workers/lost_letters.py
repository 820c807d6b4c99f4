"""Letters that were claimed, and then the worker died: looked for by their Message-ID, where whoever carries them can look.

What has been found is sent, what was certainly not sent may be sent anew in its week, and of what nobody can tell it is kept
that nobody can.
"""

from datetime import datetime, timedelta

from connectors.errors import ConnectorError, TryLater
from connectors.mail import Mailer
from workers.store import Store
from workers.store.letters import UNCLEAR, SentLetter

GRACE = timedelta(minutes=15)  # by then whoever claimed it has sent it or is dead: longer than any mailer takes
LOOKED_FOR = timedelta(days=1)  # who does not tell for so long whether it was sent is not asked any more
LATE = "late"  # why a letter failed that could not be sent while it was worth reading


def settle_letters(store: Store, mailer: Mailer, seller_id: int, *, week: int, now: datetime) -> SentLetter | None:
    """The letter of `week`, if it was claimed, has certainly not been sent, and nobody is at it; all others are settled.

    Raises TryLater while somebody may be at it, and what `find` raises.
    """
    with store.reading() as at:
        unsettled = at.letters.unsettled(seller_id)
    again = None
    for lost in unsettled:
        if abs(now - lost.claimed_at) <= GRACE:  # both ways: clocks jump
            raise TryLater("somebody may be sending it", GRACE)
        found = _look_for(mailer, lost, now)
        if found is False and lost.week == week:
            again = lost
        else:
            _settle(store, lost, found, now)
    return again


def _look_for(mailer: Mailer, lost: SentLetter, now: datetime) -> bool | None:
    """None also where somebody else carried it, who cannot be asked any more."""
    if not lost.message_id or lost.way != type(mailer).__name__:
        return None
    try:
        return mailer.find(lost.message_id)
    except ConnectorError:
        if abs(now - lost.claimed_at) <= LOOKED_FOR:
            raise
        return None


def _settle(store: Store, lost: SentLetter, found: bool | None, now: datetime) -> None:
    with store.writing() as at:
        if found:
            at.letters.sent(
                lost.seller_id,
                lost.week,
                message_id=lost.message_id,
                suggestions=lost.suggestions,
                said=lost.said,
                now=lost.claimed_at,
            )
        else:
            why = UNCLEAR if found is None else LATE
            at.letters.failed(lost.seller_id, lost.week, why=why, now=now, claimed_at=lost.claimed_at)
        at.sellers.touch(lost.seller_id)
