"""The cast: one seller, her company, her customers and their towns. Names carry what they are for.

Invented people on reserved-looking names; the towns are real. NOW is a Monday morning in Stockholm.
"""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from connectors.meetings import Attendee, AttendeeKind, Meeting, OnlineRoom, Person, Place, Response

STOCKHOLM = ZoneInfo("Europe/Stockholm")
NOW = datetime(2026, 11, 23, 8, 0, tzinfo=STOCKHOLM)

ASTRID = Person("astrid@nordverk.example", "Astrid Ek")  # the seller
SVEN = Person("sven@nordverk.example", "Sven Holm")  # a colleague
KARIN = Person("karin@bruket.example", "Karin Lind")  # in every call, never met
PER = Person("per@bruket.example", "Per Dahl")
OLLE = Person("olle@norrgruvan.example", "Olle Niemi")  # coming first meeting
MAJA = Person("maja.berg@gmail.com", "Maja Berg")  # a freemail customer

OWN_DOMAINS = frozenset({"nordverk.example"})


def meeting(
    start: datetime = NOW,
    minutes: int = 30,
    *people: Person,
    uid: str = "m1",
    title: str = "Avstämning",
    organizer: Person | None = ASTRID,
    place: str | Place = "",
    online: OnlineRoom | None = None,
    **more: object,
) -> Meeting:
    """A meeting of Astrid's with `people`; a plain one unless told otherwise."""
    places = (Place(place),) if isinstance(place, str) and place else (place,) if isinstance(place, Place) else ()
    attendees = tuple(Attendee(person, Response.ACCEPTED, AttendeeKind.REQUIRED) for person in people or (KARIN,))
    return Meeting(
        uid=uid,
        start=start.astimezone(UTC) if start.tzinfo is None else start,
        end=start + timedelta(minutes=minutes),
        title=title,
        organizer=organizer,
        attendees=attendees,
        places=places,
        online=online,
        **more,  # type: ignore[arg-type]
    )
