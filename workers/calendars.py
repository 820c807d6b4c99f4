"""Which connector reads a mailbox: a row for each provider."""

from collections.abc import Callable, Mapping

from tzlocal import get_localzone

from connectors.calendars import Calendar
from connectors.errors import NotThere
from workers.settings import Settings
from workers.store.mailboxes import Mailbox

Open = Callable[[Mailbox, Settings], Calendar]


def _feed(mailbox: Mailbox, settings: Settings) -> Calendar:
    from connectors.ics.feed import IcsFeed  # HTTP is loaded only where somebody is to be asked
    from connectors.web import Guard

    return IcsFeed(
        mailbox.url,
        zone=get_localzone(),
        limit=settings.calendar_limit,
        guard=Guard(inside=settings.feed_networks),
        contact=settings.base_url,
        trust=settings.trust,
    )


PROVIDERS: Mapping[str, Open] = {"ics": _feed}


def open_calendar(mailbox: Mailbox, settings: Settings, providers: Mapping[str, Open] = PROVIDERS) -> Calendar:
    """The calendar behind a mailbox. Raises NotThere for one that nobody here can read."""
    make = providers.get(mailbox.provider)
    if make is None:
        raise NotThere(f"no calendar is read from {mailbox.provider}")
    return make(mailbox, settings)
