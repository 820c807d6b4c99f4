"""What is open in Outlook as a meeting of ours. Pure."""

from datetime import UTC, datetime, timedelta

from connectors.conferencing.locations import read_location
from connectors.meetings import Attendee, LinkSource, Meeting, OnlineRoom, Person
from plugin.outlook.asking import Item, Somebody
from workers.words.strangers import tame

LONGEST_ADDRESS, LONGEST_NAME, LONGEST_TITLE, LONGEST_PLACE = 320, 200, 300, 500
MOST_PEOPLE = 500
HALF_HOUR = timedelta(minutes=30)
COMPOSED = "composed"  # the uid of what nobody has sent yet
ADDED_BY_ITSELF = OnlineRoom("teams", LinkSource.FIELD)
"""To all meetings where nobody says otherwise; Office.js never tells."""


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
