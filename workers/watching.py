"""Being told of changes: a watch on each calendar whose vendor offers one, and what comes of the notices.

A notice is a hint from whoever knows our address. It counts with the secret we gave, and then only says: look.
"""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from secrets import token_urlsafe

from connectors.calendars import Notice, NoticeKind, Watched
from connectors.errors import Changed, ConnectorError, NotThere, Refused, TryLater
from workers.metering import metered
from workers.office import Office
from workers.store import Transaction
from workers.store.mailboxes import Mailbox, MailboxState
from workers.store.watches import Kept

log = logging.getLogger(__name__)

UNREACHABLE = timedelta(hours=6)  # until a vendor that could not reach us is asked to try again
TOO_SHORT = timedelta(minutes=30)  # a watch that ends so soon is as good as over
STOPPED = frozenset({MailboxState.SIGNED_OUT, MailboxState.DENIED, MailboxState.GONE})
SYNC, WATCH = "sync_mailbox", "watch_mailbox"


def can_be_told(office: Office) -> bool:
    """Whether vendors can reach us: they only call where strangers cannot listen."""
    return office.settings.base_url.startswith("https://")


def keep_watch(office: Office, seller_id: int, *, check: Callable[[Transaction], None] = lambda _: None) -> None:
    """A watch for longer, or a new one; where it is new the calendar is looked at once more, for what came before it.

    Raises what the connector raises, and TryLater where the vendor could not reach us.
    """
    with office.store.reading() as at:
        mailbox, known = at.mailboxes.find(seller_id), at.watches.find(seller_id)
    if mailbox is None:
        raise NotThere("the mailbox is gone")
    calendar = office.calendar(mailbox)
    if not isinstance(calendar, Watched) or not can_be_told(office) or mailbox.state in STOPPED:
        return
    with metered(office, mailbox, calendar):
        if known and known.watch.expires_at > office.clock() and _renewed(office, calendar, mailbox, known, check):
            return
        _begin(office, calendar, mailbox, check)
        if known:  # where none is renewed the old one is there yet
            calendar.unwatch(known.watch.id)


def _begin(office: Office, calendar: Watched, mailbox: Mailbox, check: Callable[[Transaction], None]) -> None:
    seller_id, secret = mailbox.seller_id, token_urlsafe(32)
    try:
        watch = calendar.watch(tell=f"{office.settings.base_url}/hooks/{mailbox.provider}", secret=secret)
    except (Refused, Changed) as error:
        log.warning("mailbox %d: no watch: %s", seller_id, error)
        raise TryLater("the vendor could not reach us", UNREACHABLE) from error
    with office.store.writing(seller_id) as at:
        check(at)
        at.watches.save(seller_id, mailbox.provider, watch, secret=secret)
        at.due.want(SYNC, seller_id, at=office.clock())
    office.ask(SYNC, seller_id)


def _renewed(
    office: Office, calendar: Watched, mailbox: Mailbox, known: Kept, check: Callable[[Transaction], None]
) -> bool:
    """Whether it lasts longer now; one that is gone, or that the vendor will not prolong, is made anew."""
    try:
        watch = calendar.renew(known.watch.id)
    except (NotThere, Refused):
        return False
    with office.store.writing(mailbox.seller_id) as at:
        check(at)
        at.watches.save(mailbox.seller_id, mailbox.provider, watch)
    return True


def take_notices(office: Office, provider: str, notices: Sequence[Notice]) -> int:
    """What is to be done because of these, wanted at once; how many of them were for us."""
    with office.store.reading() as at:
        kept = at.watches.named(provider, {one.watch for one in notices})
    ours = [(kept[one.watch], one) for one in notices if _is_ours(kept.get(one.watch), one)]
    wanted = sorted({(job, known.seller_id) for known, one in ours for job in JOBS[one.kind]})
    if len(ours) < len(notices):
        log.info("%d of %d notices were not for us", len(notices) - len(ours), len(notices))
    if not wanted:
        return 0
    with office.store.writing() as at:
        for known, one in ours:
            if one.kind is NoticeKind.OVER:
                at.watches.remove(known.seller_id)
        for job, seller_id in wanted:
            at.due.want(job, seller_id, at=office.clock())
    for job, seller_id in wanted:
        office.ask(job, seller_id)
    return len(ours)


def _is_ours(known: Kept | None, notice: Notice) -> bool:
    """By its secret, and by its company where both sides name one."""
    if known is None or not known.is_told_with(notice.secret):
        return False
    return not (known.tenant and notice.tenant) or known.tenant.casefold() == notice.tenant.casefold()


JOBS = {
    NoticeKind.CHANGED: (SYNC,),
    NoticeKind.MISSED: (SYNC,),
    NoticeKind.RENEW: (WATCH,),
    NoticeKind.OVER: (WATCH, SYNC),
}


def is_watched(at: Transaction, seller_id: int, *, now: datetime) -> bool:
    """Whether we are told of changes, so that looking by ourselves can wait longer."""
    known = at.watches.find(seller_id)
    return known is not None and known.watch.expires_at > now + TOO_SHORT


def end_watch(office: Office, seller_id: int) -> None:
    """The vendor is asked to tell us no more. Where it cannot be asked the watch ends by itself within days, and whatever
    it tells meanwhile is of nobody."""
    with office.store.reading() as at:
        mailbox, known = at.mailboxes.find(seller_id), at.watches.find(seller_id)
    if mailbox is None or known is None:
        return
    try:
        calendar = office.calendar(mailbox)
        if isinstance(calendar, Watched):
            calendar.unwatch(known.watch.id)
    except ConnectorError as error:
        log.warning("mailbox %d: its watch was not ended: %s", seller_id, type(error).__name__)
