"""The night's work for one seller: meetings older than the company keeps are erased, and what stays of them is that people
met. Then every account is looked at as of the new day.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from workers.office import Office
from workers.relationships.memory import NOTHING, Memory, remember
from workers.review import Desk, review_everything
from workers.store import Seller, Transaction


def tidy_seller(office: Office, seller_id: int, *, check: Callable[[Transaction], None] = lambda _: None) -> int:
    """How many meetings were erased."""
    with office.store.writing(seller_id) as at:
        check(at)
        seller, mailbox = at.sellers.of_id(seller_id), at.mailboxes.find(seller_id)
        if seller is None or mailbox is None or mailbox.read_at is None:  # nothing has been read whole yet
            return 0
        now, count = office.clock(), at.meetings.count(seller_id)
        before = now.replace(microsecond=0) - _keeps(at, seller)
        desk = Desk.open(at, seller, now=now, roads=office.roads)
        at.memories.save(seller_id, _memories(at, desk, before))
        at.corrections.forget_meetings(seller_id, at.meetings.erase_before(seller_id, before))
        at.mailboxes.save(replace(mailbox, kept_from=before))
        left = at.meetings.all(seller_id)
        at.sellers.save(replace(seller, counts={**seller.counts, "meetings": len(left)}))
        review_everything(Desk.open(at, seller, now=now, roads=office.roads), left)
        return count - len(left)


def _keeps(at: Transaction, seller: Seller) -> timedelta:
    return timedelta(days=at.tenants.of_id(seller.tenant_id).wishes.retention_days)


def _memories(at: Transaction, desk: Desk, before: datetime) -> dict[str, Memory]:
    """What there is to remember of every account, now that it has touchpoints to erase."""
    remembered = desk.memories()
    found = dict(remembered)
    for key, ledger in at.accounts.all_ledgers(desk.seller.id).items():
        old = [one for one in ledger.touchpoints if one.end < before]
        if old:
            found[key] = remember(remembered.get(key, NOTHING), old)
    return found
