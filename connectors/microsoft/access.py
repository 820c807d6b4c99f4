"""Tokens for Graph by a grant that is kept: a seller's own, or an admin's for the app by itself.

A token is used while it lasts. Who renews one holds the grant meanwhile, and keeps what came.
https://learn.microsoft.com/entra/identity-platform/refresh-tokens
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from connectors.errors import TryLater
from connectors.microsoft.client import Cache, open_client, scopes_of, token_of
from connectors.microsoft.refusals import NextStep, error_of
from connectors.microsoft.registration import Registration
from connectors.tokens import HeldGrant, TokenVault

READ = ("User.Read", "Calendars.Read", "MailboxSettings.Read")
WRITE = ("Calendars.ReadWrite",)
MAIL_DRAFT = ("Mail.ReadWrite",)
MAIL_SEND = ("Mail.Send",)  # in the seller's name: asked for on its own, and last

SOON = 300  # seconds: msal, too, takes what lasts no longer for gone


class Access(Protocol):
    """A way to Graph."""

    def token(self, *, scopes: Sequence[str] = READ, force: bool = False, claims: str | None = None) -> str:
        """An access token, kept or fetched. `force` is for one that Graph no longer takes, `claims` are what it wants
        instead. Raises SignInNeeded, AccessDenied, NotThere and TryLater."""
        ...


class Delegated:
    """A seller's own consent."""

    def __init__(self, registration: Registration, vault: TokenVault) -> None:
        self._registration, self._vault = registration, vault

    def token(self, *, scopes: Sequence[str] = READ, force: bool = False, claims: str | None = None) -> str:
        kept = self._vault.look()
        if kept is None:
            raise error_of(NextStep.SIGN_IN_AGAIN)
        seen = _lasting(_opened(kept[0]), scopes)
        if seen and not (seen.ages or force or claims):
            return seen.secret
        try:
            with self._vault.hold() as held:
                return self._refresh(held, scopes, seen, force=force, claims=claims)
        except TryLater:
            if seen is None or force or claims:
                raise
            return seen.secret  # it ages, and still lasts

    def _refresh(
        self, held: HeldGrant, scopes: Sequence[str], seen: "_Kept | None", *, force: bool, claims: str | None
    ) -> str:
        cache = _opened(held.cache)
        newest = _lasting(cache, scopes)
        if newest and not newest.ages and newest != seen and not claims:
            return newest.secret  # somebody was quicker
        with open_client(self._registration, cache) as client:
            account = next(iter(client.get_accounts()), None)
            result = client.acquire_token_silent_with_error(
                list(scopes), account, force_refresh=force, claims_challenge=claims
            )
        if result and "access_token" in result:
            wider = tuple(dict.fromkeys((*held.scopes, *scopes_of(result, ()))))
            _keep(cache, held, scopes=wider if wider != held.scopes else None)
        return token_of(result)


class AppOnly:
    """The app by itself, as the admin of one directory has let it in. What it may do is said there, whatever is asked."""

    def __init__(self, registration: Registration, tenant_id: str, vault: TokenVault) -> None:
        self._registration, self._tenant_id, self._vault = registration, tenant_id, vault

    def token(self, *, scopes: Sequence[str] = (), force: bool = False, claims: str | None = None) -> str:
        if not self._tenant_id:
            raise error_of(NextStep.ASK_ADMIN)
        everything = (self._registration.everything,)
        kept = self._vault.look()
        seen = _lasting(_opened(kept[0]), everything) if kept else None
        if seen and not (seen.ages or force or claims):
            return seen.secret
        try:
            return self._fetch(everything, claims)
        except TryLater:
            if seen is None or force or claims:
                raise
            return seen.secret

    def _fetch(self, everything: Sequence[str], claims: str | None) -> str:
        cache = Cache()  # a new one: msal would take what it finds in the old, and there is no more to it
        with self._vault.hold() as held:
            with open_client(self._registration, cache, tenant=self._tenant_id) as client:
                result = client.acquire_token_for_client(list(everything), claims_challenge=claims)
            if "access_token" in result:
                _keep(cache, held)
        return token_of(result, signed_in=False)


@dataclass(frozen=True, slots=True)
class _Kept:
    """An access token in a cache; one that `ages` is best renewed, and still good."""

    secret: str = field(repr=False)
    ages: bool = field(compare=False)


def _lasting(cache: Cache, scopes: Sequence[str]) -> _Kept | None:
    """The one for these scopes that lasts longest, looked for without msal's client, whose making asks Microsoft."""
    wanted, now = {_plain(one) for one in scopes}, time.time()
    found = [
        entry
        for entry in cache.search(Cache.CredentialType.ACCESS_TOKEN)
        if wanted <= {_plain(one) for one in entry["target"].split()} and int(entry["expires_on"]) > now + SOON
    ]
    if not found:
        return None
    best = max(found, key=lambda entry: int(entry["expires_on"]))
    return _Kept(best["secret"], int(best.get("refresh_on", best["expires_on"])) <= now)


def _plain(scope: str) -> str:
    """A scope however it is spelt: Calendars.Read is https://graph.microsoft.com/Calendars.Read."""
    return scope.lower().rpartition("/")[2]


def _opened(cache: bytes) -> Cache:
    """What was kept; something else than that is nothing."""
    opened = Cache()
    try:
        opened.deserialize(cache.decode() if cache else None)
    except ValueError:
        raise error_of(NextStep.SIGN_IN_AGAIN) from None
    return opened


def _keep(cache: Cache, held: HeldGrant, *, scopes: tuple[str, ...] | None = None) -> None:
    if cache.has_state_changed:
        held.keep(cache.serialize().encode(), scopes=scopes)
