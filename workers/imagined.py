"""What would be said of an account if a meeting stood in the calendar that is only being written: at that moment a visit
costs nothing yet. Nothing is kept of it."""

from dataclasses import replace

from connectors.meetings import Meeting
from workers.desk import Desk
from workers.look import Look
from workers.reading import see
from workers.relationships.understanding import relate
from workers.review import NO_LEDGER
from workers.reviewed import Reviewed
from workers.visits.situation import Situation


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
    return Look(_beside(desk.situation(), meeting)).review(relationships[0], flags)


def _beside(situation: Situation, meeting: Meeting) -> Situation:
    """Where the meeting can be looked up too: who is invited has a name there."""
    diary = situation.diary
    return replace(situation, diary=replace(diary, meetings={**diary.meetings, meeting.key: meeting}))
