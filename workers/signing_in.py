"""Somebody has signed in at a vendor: whose calendar it is, and what is done about it.

A person is known by the vendor's own ids. An address is believed the first time only, and only of the directory in which
its domain is verified: whoever runs a directory may write any address into it. At Google a directory has the name of the
domain it was made for.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from connectors.errors import SignInNeeded
from workers.grants import MICROSOFT
from workers.office import Office
from workers.store import Seller, Transaction
from workers.store.mailboxes import Mailbox, MailboxState, fresh_start
from workers.store.tenants import OWN_COMPUTER, Tenant

ADDRESS = re.compile(r"[^\s@<>\"]{1,64}@((?:[\w-]{1,63}\.)+[\w-]{2,63})")
OwnerOf = Callable[[str], str]
"""The directory in which a domain is verified, as the vendor itself says; empty where there is none."""


class Stranger(SignInNeeded):
    """Somebody nobody here knows; `key` says why, in the words."""

    def __init__(self, key: str) -> None:
        super().__init__("nobody here knows who has signed in", key=key)


Given = tuple[bytes, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """Who has signed in, as the vendor says: `subject` is who it is there. `given` tells what to keep from now on, and what
    it is good for, of what was kept before (empty where nothing was)."""

    provider: str
    directory: str
    subject: str
    address: str
    name: str
    given: Callable[[bytes], Given]


def take_in(office: Office, who: Arrival, *, owner_of: OwnerOf) -> Seller:
    """The seller who has signed in, taken in where it is the first time; the calendar is read from now on, or again. What
    was kept stays. Raises Stranger, and what `who.given` raises."""
    with office.store.reading() as at:
        known = at.mailboxes.by_subject(who.provider, who.subject)
    company = None if known else company_of(office, who, owner_of=owner_of)
    with office.store.writing(known.seller_id if known else None) as at:
        seller_id = _welcome(office, at, who, company) if company else _welcome_back(at, who)
        now = office.clock()
        cache, scopes = who.given(_kept(at, seller_id, who.provider))
        at.tokens.grant(seller_id, provider=who.provider, scopes=scopes, cache=cache, now=now)
        at.due.want("sync_mailbox", seller_id, at=now)
        at.sellers.touch(seller_id)
        seller = at.sellers.of_id(seller_id)
    assert seller
    office.ask("sync_mailbox", seller_id)
    return seller


def recognise(office: Office, who: Arrival, *, owner_of: OwnerOf) -> int | None:
    """The number of a seller whom an admin has added by this address, at this provider, and who has never signed in: known
    from now on by who they are there, as if they had. None for everybody else; nothing is kept then."""
    with office.store.reading() as at:
        seller = at.sellers.find(who.address)
        box = at.mailboxes.find(seller.id) if seller else None
    if seller is None or not _awaits(box, who):
        return None
    try:
        company = company_of(office, who, owner_of=owner_of)
    except Stranger:
        return None
    with office.store.writing(seller.id) as at:
        box = at.mailboxes.find(seller.id)
        if box is None or company.id != seller.tenant_id or not _awaits(box, who):
            return None
        at.mailboxes.save(replace(box, subject=who.subject))
    return seller.id


def _awaits(box: Mailbox | None, who: Arrival) -> bool:
    return box is not None and box.provider == who.provider and box.subject in ("", who.subject)


def company_of(office: Office, who: Arrival, *, owner_of: OwnerOf) -> Tenant:
    """The company somebody is of: their domain is its, and their directory too. Raises Stranger."""
    named = ADDRESS.fullmatch(who.address)
    domain = named[1] if named else ""
    with office.store.reading() as at:
        company = at.tenants.owning(domain) if domain else None
        known = {one.id for one in at.directories.of(company.id, who.provider)} if company else set()
    if company is None or company.id == OWN_COMPUTER:
        raise Stranger("unknown_company")
    if who.directory in known:
        return company
    if not _is_theirs(office, who, owner_of(domain)):
        raise Stranger("unproven")
    with office.store.writing() as at:
        at.directories.add(company.id, who.provider, who.directory)
    return company


def _is_theirs(office: Office, who: Arrival, owner: str) -> bool:
    """Whether a domain's people are of this directory: as the vendor says, or where it says nothing, as our registration at
    Microsoft."""
    ours = office.settings.microsoft if who.provider == MICROSOFT else None
    return owner == who.directory or (not owner and ours is not None and ours.tenant_id == who.directory)


def _kept(at: Transaction, seller_id: int, provider: str) -> bytes:
    token = at.tokens.find(seller_id)
    return token.cache if token and token.provider == provider else b""


def _welcome_back(at: Transaction, who: Arrival) -> int:
    box = at.mailboxes.by_subject(who.provider, who.subject)
    if box is None:  # erased a moment ago
        raise Stranger("gone")
    at.mailboxes.save(_in_step(box))
    return box.seller_id


def _welcome(office: Office, at: Transaction, who: Arrival, company: Tenant) -> int:
    """The first time: a new seller, or one an admin has added by this address."""
    seller = at.sellers.find(who.address)
    if seller is None:
        domains = company.domains or (who.address.rpartition("@")[2],)
        made = Seller(who.address, domains, "UTC", who.provider, office.clock(), name=who.name, tenant_id=company.id)
        seller_id = at.sellers.save(made)
        at.mailboxes.save(Mailbox(seller_id, who.provider, subject=who.subject))
        return seller_id
    at.sellers.lock(seller.id)
    box = at.mailboxes.find(seller.id) or Mailbox(seller.id, who.provider)
    if (
        seller.tenant_id != company.id or box.subject
    ):  # another person had this address before, and what is kept is theirs
        raise Stranger("taken")
    at.mailboxes.save(replace(_moved(box, who.provider), subject=who.subject))
    return seller.id


def _moved(box: Mailbox, provider: str) -> Mailbox:
    """What was read elsewhere is read anew there."""
    return _in_step(box) if box.provider == provider else replace(fresh_start(box), provider=provider, url="")


def _in_step(box: Mailbox) -> Mailbox:
    """No longer in trouble; while it is being read the first time it goes on."""
    if box.state in (MailboxState.NEW, MailboxState.READING):
        return box
    return replace(box, state=MailboxState.IN_STEP if box.read_at else MailboxState.NEW, why="")
