"""Which connector reads a mailbox: a row for each provider."""

from collections.abc import Callable, Mapping
from zoneinfo import ZoneInfo

from tzlocal import get_localzone

from connectors.calendars import Calendar
from connectors.errors import NotThere
from workers.means import Means
from workers.store.mailboxes import Mailbox

Open = Callable[[Mailbox, Means], Calendar]


def _feed(mailbox: Mailbox, office: Means) -> Calendar:
    from connectors.ics.feed import IcsFeed  # HTTP is loaded only where somebody is to be asked
    from connectors.web import Guard

    return IcsFeed(
        mailbox.url,
        zone=get_localzone(),
        limit=office.settings.calendar_limit,
        guard=Guard(inside=office.settings.feed_networks),
        contact=office.settings.base_url,
        trust=office.settings.trust,
    )


def _microsoft(mailbox: Mailbox, office: Means) -> Calendar:
    """Each thing is asked for with no wider a grant than it needs: who only reads never holds a key to change."""
    from connectors.microsoft.access import MAIL_DRAFT, READ, WRITE
    from connectors.microsoft.calendar import MicrosoftCalendar
    from workers.microsoft_grants import graph_of

    with office.store.reading() as at:
        seller = at.sellers.of_id(mailbox.seller_id)
    if seller is None:
        raise NotThere("the seller is gone")
    reading = graph_of(office, mailbox, seller.owner, READ)
    return MicrosoftCalendar(
        reading,
        writing=graph_of(office, mailbox, seller.owner, (*READ, *WRITE)),
        drafting=graph_of(office, mailbox, seller.owner, MAIL_DRAFT),
        owner=seller.owner,
        zone=ZoneInfo(seller.zone),
        rooms=reading.me != "/me",  # a seller alone cannot let us see the company's
        clock=office.clock,
    )


def _google(mailbox: Mailbox, office: Means) -> Calendar:
    """Each thing by a grant no wider than it needs, as at Microsoft."""
    from connectors.google.access import MAIL_DRAFT, READ_CALENDAR, WRITE
    from connectors.google.calendar import GoogleCalendar
    from workers.google_grants import google_of

    with office.store.reading() as at:
        seller = at.sellers.of_id(mailbox.seller_id)
    if seller is None:
        raise NotThere("the seller is gone")
    return GoogleCalendar(
        google_of(office, mailbox, READ_CALENDAR),
        writing=google_of(office, mailbox, WRITE),
        drafting=google_of(office, mailbox, MAIL_DRAFT),
        owner=seller.owner,
        zone=ZoneInfo(seller.zone),
        clock=office.clock,
    )


PROVIDERS: Mapping[str, Open] = {"ics": _feed, "microsoft": _microsoft, "google": _google}
WRITABLE = frozenset({"microsoft", "google"})  # whose meetings can be changed too


def open_calendar(mailbox: Mailbox, office: Means, providers: Mapping[str, Open] = PROVIDERS) -> Calendar:
    """The calendar behind a mailbox. Raises NotThere for one that nobody here can read."""
    make = providers.get(mailbox.provider)
    if make is None:
        raise NotThere(f"no calendar is read from {mailbox.provider}")
    return make(mailbox, office)
