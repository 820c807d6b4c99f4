"""Which account a mail address belongs to: its registrable domain by the public suffix list, or the address itself.

The list is https://publicsuffix.org, as the package `publicsuffixlist` ships it.
"""

import re
from functools import cache, lru_cache

from publicsuffixlist import PublicSuffixList

from workers.relationships.freemail import (
    FREEMAIL,
    FREEMAIL_FAMILIES,
    MACHINES,
    SAME_PROVIDER,
    SHARED_SUFFIXES,
)
from workers.relationships.roles import of_nobody

LONGEST = 254
ADDRESS = re.compile(r"[^\s@<>()\[\]\",;:\\]{1,64}@[^\s@]{1,253}")
HOST = re.compile(r"(?:(?!-)[\w-]{1,63}(?<!-)\.)*(?!-)[\w-]{1,63}(?<!-)")


@lru_cache(maxsize=100_000)
def account_key(address: str, *, own: frozenset[str]) -> str | None:
    """The account of an address; None for the own side, for machines and rooms, and for what is no address.

    `own` holds domains, and whole addresses where the seller's mail is a freemail one.
    """
    local, host = _parts(address)
    if not is_mailbox(address):
        return None
    if is_freemail(host):
        return None if f"{local}@{host}" in _own_addresses(own) else f"{local}@{host}"
    key = registrable(host)
    return None if key is None or key in _own_keys(own) else key


def is_own(address: str, *, own: frozenset[str]) -> bool:
    """Whether an address is on the seller's side."""
    local, host = _parts(address)
    if not host:
        return False
    return f"{local}@{host}" in _own_addresses(own) if is_freemail(host) else registrable(host) in _own_keys(own)


@lru_cache(maxsize=50_000)
def registrable(host: str) -> str | None:
    """The domain somebody registered: `mail.bruket.co.uk` is `bruket.co.uk`; of an unknown suffix the last two labels."""
    name = _readable(host)
    if name is None:
        return None
    for suffix, written in SHARED_SUFFIXES.items():
        front, found, nothing = name.rpartition("." + suffix)
        if found and not nothing and front:
            return f"{front.rpartition('.')[2]}.{written}"
    if "." not in name:
        return None if _suffixes().publicsuffix(name, accept_unknown=False) else name
    return _suffixes().privatesuffix(name) or name


@lru_cache(maxsize=20_000)
def is_freemail(host: str) -> bool:
    """Whether anybody at all can have an address there."""
    if host in FREEMAIL:
        return True
    family, _, rest = host.partition(".")
    return family in FREEMAIL_FAMILIES and bool(_suffixes().publicsuffix(rest, accept_unknown=False) == rest)


def is_mailbox(address: str) -> bool:
    """Whether a person can be behind an address: neither a machine, a room nor something that is no address."""
    local, host = _parts(address)
    return bool(host) and not of_nobody(local) and not _is_machine(host)


def stem(key: str) -> str:
    """The label in front of the public suffix: `bruket` of `bruket.co.uk`."""
    return key.partition(".")[0]


def _parts(address: str) -> tuple[str, str]:
    """The part before the @ and the host, folded, as one mailbox is always written the same way; empty when neither."""
    folded = address.strip().casefold().removeprefix("mailto:")
    if len(folded) > LONGEST or not ADDRESS.fullmatch(folded):
        return "", ""
    local, _, written = folded.partition("@")
    host = _readable(written)
    if host is None:
        return "", ""
    if is_freemail(host):
        return local.partition("+")[0] or local, SAME_PROVIDER.get(host, host)
    return local, host


@lru_cache(maxsize=50_000)
def _readable(host: str) -> str | None:
    """The host with its letters rather than their encoding; None for a number, or what cannot be a host."""
    name = host.strip().casefold().rstrip(".")
    if "xn--" in name:
        try:
            name = name.encode("ascii").decode("idna").casefold()
        except UnicodeError:
            return None
    if not HOST.fullmatch(name) or len(name) > LONGEST or name.rpartition(".")[2].isdigit():
        return None
    return name


@lru_cache(maxsize=20_000)
def _is_machine(host: str) -> bool:
    labels = host.split(".")
    return any(".".join(labels[at:]) in MACHINES for at in range(len(labels)))


@lru_cache(maxsize=1_000)
def _own_keys(own: frozenset[str]) -> frozenset[str]:
    """Registrable domains of the own side. A freemail domain is nobody's own."""
    hosts = (name.rpartition("@")[2].casefold() for name in own)
    return frozenset(key for host in hosts if not is_freemail(host) and (key := registrable(host)))


@lru_cache(maxsize=1_000)
def _own_addresses(own: frozenset[str]) -> frozenset[str]:
    return frozenset("@".join(_parts(name)) for name in own if "@" in name)


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()
