"""Where grants are kept, as connectors ask for it: a seller's own, held while it is renewed, and what an admin lets us have
for a company or in a seller's name, which nobody needs to hold.

    with vault.hold() as held: ... ask the vendor, outside of any transaction ... held.keep(cache)
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from connectors.errors import SignInNeeded, TryLater
from workers.means import Means
from workers.store.due import Overtaken
from workers.store.tokens import HeldToken, NoSignIn

LEASE = timedelta(minutes=2)  # a vendor is waited for a minute at most, twice
WHILE_ANOTHER = timedelta(seconds=5)  # renews it: that takes a second


class SellerVault:
    """One seller's grant at one provider; what is kept of another provider is none."""

    def __init__(self, office: Means, seller_id: int, provider: str) -> None:
        self._office, self._seller_id, self._provider = office, seller_id, provider

    def look(self) -> tuple[bytes, tuple[str, ...]] | None:
        with self._office.store.reading() as at:
            token = at.tokens.find(self._seller_id)
        return None if token is None or token.provider != self._provider else (token.cache, token.scopes)

    @contextmanager
    def hold(self) -> Iterator["_Held"]:
        """Raises TryLater while another worker has it, SignInNeeded where nobody has signed in."""
        held = self._take()
        mine = _Held(self._office, held)
        try:
            if held.token.provider != self._provider:
                raise SignInNeeded("the seller has signed in elsewhere")
            yield mine
        finally:
            with self._office.store.writing() as at:
                at.tokens.release(held)

    def _take(self) -> HeldToken:
        try:
            with self._office.store.writing() as at:
                held = at.tokens.hold(self._seller_id, "vault", now=self._office.clock(), length=LEASE)
        except NoSignIn as error:
            raise SignInNeeded("the seller has not signed in") from error
        if held is None:
            raise TryLater("another worker renews this sign-in", WHILE_ANOTHER)
        return held


class _Held:
    """A seller's grant in our hands."""

    def __init__(self, office: Means, held: HeldToken) -> None:
        self._office, self._held = office, held

    @property
    def cache(self) -> bytes:
        return self._held.token.cache

    @property
    def scopes(self) -> tuple[str, ...]:
        return self._held.token.scopes

    def keep(self, cache: bytes, *, scopes: tuple[str, ...] | None = None) -> None:
        """Raises TryLater when another has taken over: what that one keeps is newer."""
        try:
            with self._office.store.writing() as at:
                self._held = at.tokens.save(self._held, cache=cache, scopes=scopes)
        except Overtaken as error:
            raise TryLater("another worker has renewed this sign-in", WHILE_ANOTHER) from error


class CompanyVault:
    """A company's token for one of its directories. It is the app's own: nobody signs in, and nobody holds it."""

    def __init__(self, office: Means, tenant_id: int, provider: str, directory: str) -> None:
        self._office, self._key = office, (tenant_id, provider, directory)

    def look(self) -> tuple[bytes, tuple[str, ...]] | None:
        with self._office.store.reading() as at:
            token = at.directories.token(*self._key)
        return None if token is None else (token, ())

    @contextmanager
    def hold(self) -> Iterator["_Fetched"]:
        yield _Fetched(self._office, self._key)


class _Fetched:
    """Nothing of the old token is needed for a new one."""

    cache = b""
    scopes: tuple[str, ...] = ()

    def __init__(self, office: Means, key: tuple[int, str, str]) -> None:
        self._office, self._key = office, key

    def keep(self, cache: bytes, *, scopes: tuple[str, ...] | None = None) -> None:
        with self._office.store.writing() as at:
            at.directories.keep_token(*self._key, cache)


class DelegationVault:
    """What we may do in one seller's name by an admin's word. Such a token can be had anew at any time: nobody holds it. It
    lies where the seller's own grant would, and gives way to that."""

    def __init__(self, office: Means, seller_id: int, provider: str) -> None:
        self._office, self._seller_id, self._provider = office, seller_id, f"{provider} by delegation"

    def look(self) -> tuple[bytes, tuple[str, ...]] | None:
        with self._office.store.reading() as at:
            token = at.tokens.find(self._seller_id)
        return None if token is None or token.provider != self._provider else (token.cache, ())

    @contextmanager
    def hold(self) -> Iterator["_Lent"]:
        kept = self.look()
        yield _Lent(self._office, self._seller_id, self._provider, kept[0] if kept else b"")


@dataclass(frozen=True, slots=True)
class _Lent:
    office: Means
    seller_id: int
    provider: str
    cache: bytes
    scopes: tuple[str, ...] = ()

    def keep(self, cache: bytes, *, scopes: tuple[str, ...] | None = None) -> None:
        with self.office.store.writing(self.seller_id) as at:
            token = at.tokens.find(self.seller_id)
            if at.sellers.of_id(self.seller_id) and (token is None or token.provider == self.provider):
                now = self.office.clock()
                at.tokens.grant(self.seller_id, provider=self.provider, scopes=(), cache=cache, now=now)


class NoVault:
    """For a token that is only tried."""

    def look(self) -> None:
        return None

    @contextmanager
    def hold(self) -> Iterator["_Thrown"]:
        yield _Thrown()


class _Thrown:
    cache = b""
    scopes: tuple[str, ...] = ()

    def keep(self, cache: bytes, *, scopes: tuple[str, ...] | None = None) -> None:
        """It is not."""
