"""The night's work for one seller: meetings older than the company keeps are erased, and what stays of them is that people
met. Then every account is looked at as of the new day.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from workers.desk import Desk
from workers.office import Office
from workers.relationships.memory import NOTHING, Memory, remember
from workers.relationships.understanding import Ledger
from workers.review import review_differing
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
        aged = _aged(at, seller_id, before)
        remembered = Desk.open(at, seller, now=now, roads=office.roads).memories()
        at.memories.save(seller_id, _memories(remembered, aged, before))
        at.corrections.forget_meetings(seller_id, at.meetings.erase_before(seller_id, before), before=before)
        for noun in (at.suggestions, at.decisions, at.letters, at.visits):
            noun.erase_before(seller_id, before)
        left = at.meetings.count(seller_id)
        at.mailboxes.save(replace(mailbox, kept_from=before, changed=mailbox.changed + count - left))
        at.sellers.save(replace(seller, counts={**seller.counts, "meetings": left}))
        younger = {key: ledger.since(before) for key, ledger in aged.items()}
        review_differing(Desk.open(at, seller, now=now, roads=office.roads), younger)
        return count - left


def _keeps(at: Transaction, seller: Seller) -> timedelta:
    return timedelta(days=at.tenants.of_id(seller.tenant_id).wishes.retention_days)


def _aged(at: Transaction, seller_id: int, before: datetime) -> dict[str, Ledger]:
    """The ledgers with an entry to erase."""
    ledgers = at.accounts.all_ledgers(seller_id)
    return {key: ledger for key, ledger in ledgers.items() if any(one.end < before for one in ledger.touchpoints)}


def _memories(remembered: Mapping[str, Memory], aged: Mapping[str, Ledger], before: datetime) -> dict[str, Memory]:
    """What there is to remember of every account, now that it has touchpoints to erase."""
    old = {key: [one for one in ledger.touchpoints if one.end < before] for key, ledger in aged.items()}
    fresh = {key: remember(remembered.get(key, NOTHING), held) for key, held in old.items()}
    return {**remembered, **fresh}
