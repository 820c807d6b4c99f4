"""Which account an open item is most about. Pure: who is in it, and what is known of addresses, decide."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from connectors.conferencing.locations import read_location
from connectors.meetings import Attendee, LinkSource, Meeting, OnlineRoom, Person
from plugin.outlook.asking import Item, Somebody
from workers.relationships.accounts import AccountBook
from workers.relationships.touchpoints import Keys, read_sides
from workers.relationships.understanding import own_domains
from workers.words.strangers import tame

LONGEST_ADDRESS, LONGEST_NAME, LONGEST_TITLE, LONGEST_PLACE = 320, 200, 300, 500
MOST_PEOPLE = 500
HALF_HOUR = timedelta(minutes=30)
COMPOSED = "composed"  # the uid of what nobody has sent yet
ADDED_BY_ITSELF = OnlineRoom("teams", LinkSource.FIELD)
"""To all meetings where nobody says otherwise; Office.js never tells."""


@dataclass(frozen=True, slots=True)
class Found:
    """`account` is the key, None where there is nobody from outside; `names` people's by their addresses."""

    account: str | None
    meeting: Meeting
    names: dict[str, str]


def find_account(item: Item, *, owner: str, domains: frozenset[str], book: AccountBook, now: datetime) -> Found:
    """Whoever invites, else whoever comes with most people, as in the calendar itself."""
    meeting, names = as_meeting(item, now=now), dict[str, str]()
    keys = Keys(own_domains(domains, book) | {owner}, book)
    return Found(read_sides(meeting, owner=owner, keys=keys, names=names).account, meeting, names)


def as_meeting(item: Item, *, now: datetime) -> Meeting:
    """The item as if it stood in the calendar; a mail is one with its writer, now."""
    start = _aware(item.start) or now
    end = max(_aware(item.end) or start + HALF_HOUR, start)
    places, online = read_location(item.place[:LONGEST_PLACE])
    invited = tuple(Attendee(one) for one in filter(None, map(_person, item.people[:MOST_PEOPLE])))
    return Meeting(
        uid=COMPOSED,
        start=start,
        end=end,
        title=tame(item.subject, LONGEST_TITLE),
        organizer=_person(item.organizer) if item.organizer else None,
        attendees=invited,
        places=places,
        online=online or (None if places else ADDED_BY_ITSELF),
    )


def _person(one: Somebody) -> Person | None:
    address = one.address.strip().casefold()
    if "@" not in address or len(address) > LONGEST_ADDRESS:
        return None
    return Person(address, tame(one.name, LONGEST_NAME))


def _aware(moment: datetime | None) -> datetime | None:
    if moment is None or not 1990 <= moment.year <= 2200:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
