"""Tokens for Google by a grant that is kept: a seller's own, or an admin's for everybody of a domain.

Whoever asks Google gets a token and no credentials of google-auth: those renew by themselves, with no regard to who else
does, and look up where a request may be sent beside it. Who renews one here holds the grant meanwhile, and keeps what came.
https://developers.google.com/identity/protocols/oauth2/web-server#offline,
https://developers.google.com/identity/protocols/oauth2/service-account#delegatingauthority
"""

import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Protocol, cast

from google.oauth2.credentials import Credentials
from google.oauth2.service_account import Credentials as ServiceAccount

from connectors.errors import SignInNeeded, TryLater
from connectors.google.kept import IDENTITY, PREFIX, Grant, covering, plain, read_kept, scopes_of, write_kept
from connectors.google.line import open_line, unreadable
from connectors.google.refusals import NextStep, error_of
from connectors.google.registration import Registration, fetch_endpoints
from connectors.tokens import HeldGrant, TokenVault

READ_CALENDAR = (f"{PREFIX}calendar.events.readonly", f"{PREFIX}calendar.settings.readonly")
READ = ("openid", f"{PREFIX}userinfo.email", f"{PREFIX}userinfo.profile", *READ_CALENDAR)
WRITE = (f"{PREFIX}calendar.events",)
MAIL_DRAFT = (f"{PREFIX}gmail.compose",)  # restricted: where the app is a company's own, and there only
MAIL_SEND = (f"{PREFIX}gmail.send",)  # in the seller's name: asked for on its own, and last

AGES = 600  # seconds: renewed ahead of its end, so that whoever finds it in somebody's hands still has one
SOON = 120  # seconds: as good as over


class Access(Protocol):
    """A way to Google."""

    def token(self, *, scopes: Sequence[str] = READ_CALENDAR, force: bool = False) -> str:
        """An access token for all of these, kept or fetched. `force` is for one that Google no longer takes. Raises
        SignInNeeded, AccessDenied, NotThere and TryLater."""
        ...


class Delegated:
    """A seller's own consent."""

    def __init__(self, registration: Registration, vault: TokenVault) -> None:
        self._registration, self._vault = registration, vault

    def token(self, *, scopes: Sequence[str] = READ_CALENDAR, force: bool = False) -> str:
        kept = self._vault.look()
        seen = _found(read_kept(kept[0]) if kept else (), scopes)
        if not force and _left(seen) > AGES:
            return seen.token
        return _or_what_lasts(lambda: self._renew(scopes, seen), seen, force=force)

    def _renew(self, scopes: Sequence[str], seen: Grant) -> str:
        with self._vault.hold() as held:
            grants = read_kept(held.cache)
            newest = _found(grants, scopes)
            if newest.token != seen.token and _left(newest) > SOON:
                return newest.token  # somebody was quicker
            others = tuple(one for one in grants if one != newest)
            try:
                renewed = renew_grant(self._registration, newest)
            except SignInNeeded:
                _keep(held, others)  # what Google no longer takes is nothing to keep
                raise
            _keep(held, (*others, renewed))
        return _found((renewed,), scopes).token


class Impersonating:
    """Ourselves in the name of a `subject`, as the admin of their domain has let our service account; without one in nobody's,
    which tells whether the key is good. `key` is what its key file says. What may be done is said there: of what is asked, all or nothing is granted."""

    def __init__(
        self,
        key: Mapping[str, Any],
        subject: str,
        vault: TokenVault,
        *,
        trust: str | None = None,
        hurried: bool = False,
    ) -> None:
        self._key, self._subject, self._vault = key, subject, vault
        self._trust, self._hurried = trust, hurried

    def token(self, *, scopes: Sequence[str] = READ_CALENDAR, force: bool = False) -> str:
        wanted = plain({*scopes} - IDENTITY)
        kept = self._vault.look()
        seen = next((one for one in _readable(kept[0] if kept else b"") if one.scopes == wanted), None)
        if seen and not force and _left(seen) > AGES:
            return seen.token
        return _or_what_lasts(lambda: self._fetch(wanted), seen, force=force)

    def _fetch(self, scopes: tuple[str, ...]) -> str:
        with self._vault.hold() as held:
            account = self._account(scopes)
            with open_line(self._trust, hurried=self._hurried, delegated=True) as line:
                account.refresh(line)  # type: ignore[no-untyped-call]
                fetched = Grant(scopes, token=_word(account.token), expires=_expiry(account.expiry))
            held.keep(write_kept([fetched, *(one for one in _readable(held.cache) if one.scopes != scopes)]))
        return fetched.token

    def _account(self, scopes: tuple[str, ...]) -> ServiceAccount:
        try:
            made = ServiceAccount.from_service_account_info(  # type: ignore[no-untyped-call]
                self._key, scopes=scopes, subject=self._subject or None
            )
        except (ValueError, TypeError):  # a key that is none
            raise error_of(NextStep.OPERATOR_SECRET) from None
        return cast("ServiceAccount", made)


def renew_grant(ours: Registration, grant: Grant) -> Grant:
    """What Google gives for a grant now. Raises SignInNeeded, AccessDenied and TryLater."""
    there = fetch_endpoints(ours)
    held = Credentials(  # type: ignore[no-untyped-call]
        None,
        refresh_token=grant.refresh,
        token_uri=there.token,
        client_id=ours.client_id,
        client_secret=ours.secret,
    )
    with open_line(ours.trust, hurried=ours.hurried) as line:
        held.refresh(line)  # type: ignore[no-untyped-call]
        scopes = plain(held.granted_scopes or grant.scopes)
        return Grant(scopes, str(held.refresh_token or grant.refresh), _word(held.token), _expiry(held.expiry))


def _or_what_lasts(renew: Callable[[], str], seen: Grant | None, *, force: bool) -> str:
    """A renewed token; the old one where that has to wait and the old one ages, and still lasts."""
    try:
        return renew()
    except TryLater:
        if seen is None or force or _left(seen) <= SOON:
            raise
        return seen.token


def _found(grants: Sequence[Grant], scopes: Sequence[str]) -> Grant:
    """Raises SignInNeeded: nobody has signed in, or not for that."""
    found = covering(grants, scopes)
    if found is None:
        raise error_of(NextStep.CONSENT if grants else NextStep.SIGN_IN_AGAIN)
    return found


def _keep(held: HeldGrant, grants: Sequence[Grant]) -> None:
    wide = scopes_of(grants)
    held.keep(write_kept(grants), scopes=wide if wide != held.scopes else None)


def _readable(cache: bytes) -> tuple[Grant, ...]:
    """Tokens by delegation; what cannot be read is fetched anew."""
    try:
        return read_kept(cache)
    except SignInNeeded:
        return ()


def _left(grant: Grant) -> float:
    return grant.expires - time.time() if grant.token else 0.0


def _expiry(told: datetime | None) -> float:
    """google-auth tells UTC without a zone; where nothing is told it is used once."""
    return told.replace(tzinfo=UTC).timestamp() if told else 0.0


def _word(token: object) -> str:
    if not isinstance(token, str) or not token:
        raise unreadable()
    return token
