"""One meeting looked at while somebody waits: saved a moment ago, it has not been read yet. Nothing of it is kept.

The seller's own grant is asked, once and not for long; it reads the calendar anyway.
"""

from dataclasses import dataclass, replace

from connectors.calendars import Glanced
from connectors.errors import ConnectorError
from connectors.meetings import Meeting
from workers.metering import metered
from workers.office import Office
from workers.store.mailboxes import Mailbox


@dataclass(frozen=True, slots=True)
class Glance:
    """`meeting` is None where there is none that is ours to know, and where nobody `answered`."""

    meeting: Meeting | None = None
    answered: bool = False


def glance(office: Office, box: Mailbox, ident: str) -> Glance:
    """The meeting of this id at the vendor's."""
    try:
        calendar = replace(office, hurried=True).calendar(box)
        if not isinstance(calendar, Glanced):
            return Glance()
        with metered(office, box, calendar):
            return Glance(calendar.glance(ident), answered=True)
    except ConnectorError:
        return Glance()
