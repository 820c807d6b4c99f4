"""The company on the other side: which account an address belongs to, and what is known of it.

An account is known by its key: a registrable domain, or a whole address where the domain is a mail provider's.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from connectors.crm import CrmRecord
from workers.relationships.addresses import account_key, is_freemail, registrable
from workers.relationships.corrections import Correction, CorrectionKind
from workers.relationships.names import account_name
from workers.relationships.public_sector import is_public_sector

__all__ = [
    "Account",
    "AccountBook",
    "CrmRecord",
    "OwnSide",
    "Standing",
    "account_key",
    "account_name",
    "build_book",
]


class Standing(StrEnum):
    """What this account is to the seller."""

    CUSTOMER = "customer"  # the seller or the CRM says so
    UNREVIEWED = "unreviewed"  # nobody has said; treated as a customer
    VENDOR = "vendor"  # looks like somebody selling to us: never flagged until somebody says customer
    NOT_CUSTOMER = "not_customer"
    OURS = "ours"


@dataclass(frozen=True, slots=True)
class Account:
    """A company, or one freemail address. `key` is its registrable domain (or the address)."""

    key: str
    name: str
    domains: tuple[str, ...] = ()
    standing: Standing = Standing.UNREVIEWED
    tier: str = ""
    value: Decimal | None = None
    currency: str = ""
    address: str = ""  # from the CRM
    said_place: str = ""  # from the seller
    bakery: str = ""  # from the seller: where to buy buns on the way
    met: date | None = None  # the seller's word
    prefers_digital: bool = False
    never_here: bool = False
    no_gifts: bool = False
    public_sector: bool = False
    wrong_flags: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class OwnSide:
    """The seller and the company the seller works for, and what we know to be its rooms and offices.

    `rooms` are mailboxes and folded texts of own rooms; `offices` folded texts of own addresses; `office` is
    where trips start, as written, or empty.
    """

    owner: str
    domains: frozenset[str]
    rooms: frozenset[str] = frozenset()
    offices: frozenset[str] = frozenset()
    office: str = ""


@dataclass(frozen=True, slots=True)
class AccountBook:
    """Everything said about accounts, by the CRM and by the seller, ready to be looked up by key."""

    aliases: Mapping[str, str] = field(
        default_factory=dict
    )  # key -> key it belongs to, never one that is an alias itself
    accounts: Mapping[str, Account] = field(default_factory=dict)

    def belongs(self, key: str) -> str:
        """The key this one belongs to, itself where nobody has said otherwise."""
        return self.aliases.get(key, key)

    def account(self, key: str, people: Iterable[str] = ()) -> Account:
        """The account of a key; one nobody has spoken of is named after its domain, or as its `people` write it."""
        key = self.belongs(key)
        known = self.accounts.get(key)
        if known and known.name != account_name(key):
            return known
        name = account_name(key, people)
        public = is_public_sector(key, name)
        return replace(known, name=name) if known else Account(key, name, (key,), public_sector=public)

    @property
    def ours(self) -> frozenset[str]:
        """Domains the seller has called ours; the aliases of an account follow it."""
        ours = {key for key, account in self.accounts.items() if account.standing is Standing.OURS}
        return frozenset(ours | {key for key, head in self.aliases.items() if head in ours})


def build_book(crm: Iterable[CrmRecord], corrections: Iterable[Correction]) -> AccountBook:
    """The CRM's rows and the seller's corrections as one book; the seller's word wins, and of two words the latest."""
    rows = [(keys, record) for record in crm if (keys := _keys(record))]
    said = sorted((c for c in corrections if c.account), key=lambda c: c.said_at)
    aliases = _aliases([keys for keys, _ in rows], said)
    accounts: dict[str, Account] = {}
    for keys, record in sorted(rows, key=lambda row: row[0][0] in aliases):  # the head's own row names the account
        key = aliases.get(keys[0], keys[0])
        accounts[key] = _from_crm(key, record, accounts.get(key))
    for correction in said:
        key = _key(correction.account)
        key = aliases.get(key, key)
        accounts[key] = _corrected(accounts.get(key) or Account(key, ""), correction)
    return AccountBook(aliases, {key: _finished(account, aliases) for key, account in accounts.items()})


def _keys(record: CrmRecord) -> tuple[str, ...]:
    """Account keys of a row, the first one its head. A mail provider's domain names nobody and is left out."""
    return tuple(dict.fromkeys(key for domain in record.domains if (key := _crm_key(domain))))


def _crm_key(domain: str) -> str | None:
    if "@" in domain:
        return account_key(domain, own=frozenset())
    return None if is_freemail(domain.casefold()) else registrable(domain)


def _key(text: str) -> str:
    """A key as it is kept, whichever way it was typed."""
    return _crm_key(text.strip().casefold()[:300]) or text.strip().casefold()[:300]


def _aliases(rows: Iterable[tuple[str, ...]], said: Sequence[Correction]) -> dict[str, str]:
    """Every key that belongs to another, straight to the last of its chain.

    Latest word first, each key linked once: a cycle ends at the newest head. A key said to be its own never becomes
    somebody else's, whatever the CRM thinks.
    """
    links: dict[str, str] = {}

    def head(key: str) -> str:
        while links.get(key, key) != key:
            key = links[key]
        return key

    by_hand = {_key(c.account) for c in said if c.kind is CorrectionKind.ALIAS and c.value}
    for correction in reversed(said):
        key = _key(correction.account)
        if correction.kind is CorrectionKind.ALIAS and correction.value and key not in links:
            links[key] = head(_key(correction.value))
    for row in rows:
        for key in row[1:]:
            if key not in by_hand and head(key) != head(row[0]):
                links[head(key)] = head(row[0])
    return {key: head(key) for key in links if head(key) != key}


def _from_crm(key: str, record: CrmRecord, earlier: Account | None) -> Account:
    """The row as an account. Of two rows for one account the first keeps what the second leaves out."""
    known = earlier or Account(key, "")
    return replace(
        known,
        name=known.name or record.name,
        standing=Standing.CUSTOMER,
        tier=record.tier or known.tier,
        value=record.value if record.value is not None else known.value,
        currency=record.currency if record.value is not None else known.currency,
        address=record.address or known.address,
    )


def _corrected(account: Account, said: Correction) -> Account:
    match said.kind:
        case CorrectionKind.CUSTOMER:
            return replace(account, standing=Standing.CUSTOMER)
        case CorrectionKind.NOT_CUSTOMER:
            return replace(account, standing=Standing.NOT_CUSTOMER)
        case CorrectionKind.OURS:
            return replace(account, standing=Standing.OURS)
        case CorrectionKind.MET:
            return replace(account, met=_date(said))
        case CorrectionKind.PREFERS_DIGITAL:
            return replace(account, prefers_digital=_yes(said))
        case CorrectionKind.NEVER_HERE:
            return replace(account, never_here=_yes(said))
        case CorrectionKind.NO_GIFTS:
            return replace(account, no_gifts=_yes(said))
        case CorrectionKind.PLACE:
            return replace(account, said_place=" ".join(said.value.split())[:500])
        case CorrectionKind.BAKERY:
            return replace(account, bakery=" ".join(said.value.split())[:200])
        case CorrectionKind.WRONG:
            return replace(account, wrong_flags=account.wrong_flags | {said.value})
        case CorrectionKind.ALIAS | CorrectionKind.MODALITY | CorrectionKind.MODALITY_ONCE:
            return account


def _yes(said: Correction) -> bool:
    """A correction is a yes unless it takes itself back."""
    return said.value.casefold() not in {"no", "false", "0"}


def _date(said: Correction) -> date | None:
    """The day they met; without a readable one, the day it was said."""
    try:
        return date.fromisoformat(said.value[:10])
    except ValueError:
        return said.said_at.date() if _yes(said) else None


def _finished(account: Account, aliases: Mapping[str, str]) -> Account:
    """With its domains, and its public sector settled by whichever of them or of its name tells."""
    key = account.key
    domains = (key, *sorted(alias for alias, head in aliases.items() if head == key))
    name = account.name or account_name(key)
    public = any(is_public_sector(domain, name) for domain in domains)
    return replace(account, name=name, domains=domains, public_sector=public)
