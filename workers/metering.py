"""What vendors were asked on a mailbox's behalf: kept when the work is over, however it ended, for their quotas have counted it."""

import logging
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from connectors.calendars import Metered
from workers.office import Office
from workers.store.mailboxes import Mailbox

log = logging.getLogger(__name__)


@contextmanager
def metered(office: Office, mailbox: Mailbox, calendar: object) -> Iterator[None]:
    """While a calendar is used. One whose vendor does not count costs nothing."""
    before = _spent(calendar)
    try:
        yield
    finally:
        more = _spent(calendar) - before
        if more:
            _keep(office, mailbox, more)


def _spent(calendar: object) -> Counter[str]:
    return Counter(calendar.spent) if isinstance(calendar, Metered) else Counter()


def _keep(office: Office, mailbox: Mailbox, more: Counter[str]) -> None:
    """In a transaction of its own. That a figure is short spoils nothing."""
    try:
        with office.store.writing() as at:
            at.spent.add(mailbox.provider, more, by=mailbox.seller_id)
    except Exception as error:
        log.warning("mailbox %d: what it cost was not kept: %s", mailbox.seller_id, type(error).__name__)
