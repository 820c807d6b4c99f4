"""The company on the other side: which account an address belongs to, and what is known of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum


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
    met: date | None = None  # the seller's word
    prefers_digital: bool = False
    never_here: bool = False
    no_gifts: bool = False
    public_sector: bool = False
    wrong_flags: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class CrmRecord:
    """One row of the CRM's export."""

    name: str
    domains: tuple[str, ...]
    address: str = ""
    value: Decimal | None = None
    currency: str = ""
    tier: str = ""


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

    aliases: Mapping[str, str] = field(default_factory=dict)  # key -> key it belongs to
    accounts: Mapping[str, Account] = field(default_factory=dict)
