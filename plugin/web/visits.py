"""What stands on an account's page of its meetings that are to become visits, or have become ones by our hand."""

from collections.abc import Iterable
from dataclasses import dataclass

from plugin.became import tell_state
from plugin.previewed import Span
from plugin.web.room import language, mine, office, zone_of
from workers.calendars import WRITABLE
from workers.store import Seller
from workers.store.mailboxes import Mailbox
from workers.store.visits import OPEN, STANDS, ToVisit, VisitState
from workers.words.strangers import tame

OVER = frozenset({VisitState.UNDONE, VisitState.GONE})


@dataclass(frozen=True, slots=True)
class Row:
    suggestion: str
    when: Span
    place: str
    said: str
    working: bool
    undoable: bool


def list_visits(account: str, seller: Seller, coming: Iterable[ToVisit] | None = None) -> list[Row]:
    """Those that are not over yet, the next first, of those that are `coming` where they are known already."""
    all_of_them = mine().visits(since=office().clock()) if coming is None else coming
    return [_row(one, seller) for one in all_of_them if one.account == account and one.state not in OVER]


def booked_visits(seller: Seller) -> list[Row]:
    """Visits that stand in the calendar by our hand and are not over yet, whoever they are to."""
    return [_row(one, seller) for one in mine().visits(since=office().clock()) if one.state in STANDS]


def is_convertible(suggestion: str, visits: list[Row], box: Mailbox | None) -> bool:
    """Whether its meeting can be made a visit: its calendar can be written, and none is made of it yet."""
    taken = any(one.suggestion == suggestion and (one.working or one.undoable) for one in visits)
    return box is not None and box.provider in WRITABLE and not taken


def _row(visit: ToVisit, seller: Seller) -> Row:
    zone = zone_of(seller)
    return Row(
        suggestion=visit.suggestion,
        when=(visit.start.astimezone(zone), visit.end.astimezone(zone)),
        place=tame(visit.place.text, 200),
        said=" ".join(tell_state(visit, language())),
        working=visit.state in OPEN,
        undoable=visit.state in STANDS,
    )
