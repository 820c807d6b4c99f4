"""What is kept of a sign-in at Google: a seller's grants, each to what the seller agreed to at one time.

The calendar and the mail are grants of their own: a grant that reaches Gmail ends when the seller changes the password.
https://developers.google.com/identity/protocols/oauth2#expiration
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

import msgspec

from connectors.google.refusals import NextStep, error_of

PREFIX = "https://www.googleapis.com/auth/"
GMAIL = (f"{PREFIX}gmail.", "https://mail.google.com/")
IDENTITY = frozenset({"openid", f"{PREFIX}userinfo.email", f"{PREFIX}userinfo.profile"})
SHORT = {"email": f"{PREFIX}userinfo.email", "profile": f"{PREFIX}userinfo.profile"}  # another name of the same
MOST = 6  # grants, or sets of scopes under a delegation

Scopes = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grant:
    """`scopes` are those that were granted, whatever was asked. `expires` is when the access token does, in seconds since
    1970; a grant by delegation has no `refresh` token."""

    scopes: Scopes
    refresh: str = field(default="", repr=False)
    token: str = field(default="", repr=False)
    expires: float = 0.0

    @property
    def is_mail(self) -> bool:
        return any(one.startswith(GMAIL) for one in self.scopes)

    def covers(self, scopes: Collection[str]) -> bool:
        return {*scopes} <= {*self.scopes}


def read_kept(cache: bytes) -> tuple[Grant, ...]:
    """Raises SignInNeeded for what is none of ours."""
    try:
        return _decode(cache) if cache else ()
    except msgspec.DecodeError:
        raise error_of(NextStep.SIGN_IN_AGAIN) from None


def write_kept(grants: Iterable[Grant]) -> bytes:
    return msgspec.json.encode(list(grants)[:MOST])


def scopes_of(grants: Iterable[Grant]) -> Scopes:
    return tuple(sorted({one for grant in grants for one in grant.scopes}))


def plain(scopes: Iterable[str]) -> Scopes:
    """As Google names them in full, in order."""
    return tuple(sorted({SHORT.get(one, one) for one in scopes}))


def covering(grants: Iterable[Grant], scopes: Collection[str]) -> Grant | None:
    """The grant that reaches all of these, the one with no more than that first."""
    return min((one for one in grants if one.covers(scopes)), key=lambda one: len(one.scopes), default=None)


_decode = msgspec.json.Decoder(tuple[Grant, ...]).decode
