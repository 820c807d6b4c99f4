"""What would be said of an account if a meeting stood in the calendar that is only being written: at that moment a visit
costs nothing yet. Nothing is kept of it."""

from connectors.meetings import Meeting
from workers.look import Look
from workers.reading import see
from workers.relationships.understanding import relate
from workers.review import NO_LEDGER, Desk
from workers.reviewed import Reviewed


def imagine(desk: Desk, account: str, meeting: Meeting) -> Reviewed | None:
    """The account as it would stand; None where the meeting would not count for it."""
    fresh = desk.read([see(meeting)]).ledgers.get(account)
    if fresh is None:
        return None
    kept = desk.at.accounts.ledgers(desk.seller.id, [account]).get(account, NO_LEDGER)
    relationships, flags = relate(
        {account: kept.beside(fresh)},
        book=desk.book,
        rules=desk.rules,
        now=desk.now,
        memories=desk.memories(),
        colleagues=desk.colleagues([account]),
    )
    return Look(desk.situation()).review(relationships[0], flags)
