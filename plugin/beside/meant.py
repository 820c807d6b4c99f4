"""Which account an open meeting or mail is most about, and how it would stand if what is being written were sent."""

from dataclasses import dataclass

from connectors.meetings import Meeting
from plugin.beside.known import Known
from plugin.web.room import office
from plugin.web.visits import Row
from workers.desk import Desk
from workers.imagined import imagine
from workers.relationships.accounts import Standing
from workers.relationships.flags import FlagKind
from workers.relationships.touchpoints import Keys, read_sides
from workers.relationships.understanding import own_domains
from workers.reviewed import Reviewed
from workers.store import Transaction

NO_CUSTOMERS = frozenset({Standing.NOT_CUSTOMER, Standing.OURS, Standing.VENDOR})


@dataclass(frozen=True, slots=True)
class Meant:
    """`account` is the key, None where there is nobody from outside; `names` people's by their addresses."""

    account: str | None
    meeting: Meeting
    names: dict[str, str]


def find_meant(meeting: Meeting, known: Known) -> Meant:
    """Whoever invites, else whoever comes with most people, as in the calendar itself."""
    owner, names = known.seller.owner, dict[str, str]()
    keys = Keys(own_domains(frozenset(known.seller.domains), known.book) | {owner}, known.book)
    return Meant(read_sides(meeting, owner=owner, keys=keys, names=names).account, meeting, names)


def imagine_first(at: Transaction, known: Known, meant: Meant) -> Reviewed | None:
    """The account as it would stand with the invitation being written, where it is the first of all."""
    if meant.account is None:
        return None
    stored = at.accounts.find(known.seller.id, meant.account)
    if stored is not None and (stored.relationship.ever or stored.relationship.last_in_person):
        return None
    desk = Desk.open(at, known.seller, now=office().clock(), roads=office().roads)
    return imagine(desk, meant.account, meant.meeting)


def is_nudged(first: Reviewed) -> bool:
    """Whether the first meeting would be on screen, as far as anybody can tell."""
    return any(one.kind is FlagKind.FIRST_MEETING_ON_SCREEN for one in first.flags)


def state_of(reviewed: Reviewed, visits: list[Row]) -> str:
    """One word for how the account stands, for styles and tests."""
    if visits:
        return "booked"
    if reviewed.flags:
        return "suggested" if reviewed.suggestion else "flagged"
    return "no_customer" if reviewed.relationship.account.standing in NO_CUSTOMERS else "healthy"
