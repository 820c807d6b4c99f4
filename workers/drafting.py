"""The draft to a customer laid among the seller's own in their mail: once a suggestion, and never sent by us."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from connectors.errors import ConnectorError, NotThere, TryLater
from connectors.meetings import Person
from connectors.writing import CanWrite
from workers.grants import VENDORS
from workers.matters import Matter
from workers.metering import metered
from workers.office import Office
from workers.preview import CannotConvert
from workers.store import Transaction
from workers.store.decisions import Decision, DecisionKind, Surface
from workers.words.message import Message, write_message

LINK, BEGUN = "link", "begun"  # in Decision.detail: where the draft opens, or since when a press is at it
AT_IT = timedelta(minutes=1)
SOON = timedelta(seconds=5)
DRAFT = DecisionKind.DRAFT


def may_draft(at: Transaction, seller_id: int) -> bool:
    """Whether the seller has let us lay drafts in their mail."""
    token = at.tokens.find(seller_id)
    vendor = VENDORS.get(token.provider) if token else None
    return token is not None and vendor is not None and vendor.drafting in token.scopes


def link_of(decision: Decision | None) -> str | None:
    """Where the draft opens, empty where that is not known; None where none has been laid."""
    return None if decision is None else decision.detail.get(LINK)


def lay_draft(office: Office, seller_id: int, matter: Matter, *, surface: Surface) -> str:
    """Where it opens. Pressed again it is the same one. Raises CannotConvert, TryLater while another press is at it, and
    what the connector raises."""
    if matter.shown is None:
        raise CannotConvert("unknown")
    now, message = office.clock(), write_message(matter.shown.draft)
    with office.store.writing(seller_id) as at:
        before = at.decisions.find(seller_id, matter.suggestion, DRAFT)
        if (known := link_of(before)) is not None:
            return known
        if before and _is_fresh(before.detail.get(BEGUN, ""), now):
            raise TryLater("another press lays the draft", SOON)
        begun = {BEGUN: now.isoformat()}
        at.decisions.save(seller_id, Decision(matter.suggestion, DRAFT, surface, now, begun))
    try:
        link = _lay(office, seller_id, message)
    except (ConnectorError, CannotConvert):
        with office.store.writing(seller_id) as at:
            at.decisions.take_back(seller_id, matter.suggestion, DRAFT)
            if before:
                at.decisions.save(seller_id, before)
        raise
    with office.store.writing(seller_id) as at:
        at.decisions.save(seller_id, Decision(matter.suggestion, DRAFT, surface, now, {LINK: link}))
        at.sellers.touch(seller_id)
    return link


def _lay(office: Office, seller_id: int, message: Message) -> str:
    with office.store.reading() as at:
        seller, mailbox = at.sellers.of_id(seller_id), at.mailboxes.find(seller_id)
    if seller is None or mailbox is None:
        raise NotThere("the seller is gone")
    calendar = office.calendar(mailbox)
    if not isinstance(calendar, CanWrite):
        raise CannotConvert("read_only")
    to = tuple(Person(address) for address in message.to)
    with metered(office, mailbox, calendar):
        link = calendar.writer(ZoneInfo(seller.zone)).draft_mail(to=to, subject=message.subject, body=message.body)
    return link if link.startswith("https://") else ""


def _is_fresh(begun: str, now: datetime) -> bool:
    return bool(begun) and now - datetime.fromisoformat(begun) < AT_IT
