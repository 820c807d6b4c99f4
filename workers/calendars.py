"""Which connector reads a mailbox: a row for each provider."""

from collections.abc import Callable, Mapping

from connectors.calendars import Calendar
from connectors.errors import NotThere
from workers.settings import Settings
from workers.store.mailboxes import Mailbox

Open = Callable[[Mailbox, Settings], Calendar]

PROVIDERS: Mapping[str, Open] = {}


def open_calendar(mailbox: Mailbox, settings: Settings, providers: Mapping[str, Open] = PROVIDERS) -> Calendar:
    """The calendar behind a mailbox. Raises NotThere for one that nobody here can read."""
    make = providers.get(mailbox.provider)
    if make is None:
        raise NotThere(f"no calendar is read from {mailbox.provider}")
    return make(mailbox, settings)
