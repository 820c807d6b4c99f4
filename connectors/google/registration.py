"""Our app as it is registered at Google, and where Google signs people in.

https://developers.google.com/identity/protocols/oauth2/web-server#creatingcred. Google's own addresses lie at three hosts and
are written down here. Another sign-in tells its own (https://openid.net/specs/openid-connect-discovery-1_0.html), or
has the same paths under one address.
"""

from dataclasses import dataclass, field
from typing import Any

import msgspec
from requests.exceptions import RequestException

from connectors.errors import TryLater
from connectors.google.refusals import NextStep, error_of
from connectors.web.whole import after_of, open_whole

ACCOUNTS = "https://accounts.google.com"
ISSUERS = (ACCOUNTS, "accounts.google.com")  # both are Google
DOCUMENT = "/.well-known/openid-configuration"


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """`accounts` is Google's sign-in, or another that speaks the same: over http on this very machine only."""

    client_id: str
    secret: str = field(default="", repr=False)
    accounts: str = ACCOUNTS
    trust: str | None = None  # a file of certificates
    hurried: bool = False  # somebody waits for the answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoints:
    """`issuers` are who an ID token may be from."""

    consent: str
    token: str
    revoke: str
    issuers: tuple[str, ...] = ISSUERS


GOOGLES = Endpoints(
    consent=f"{ACCOUNTS}/o/oauth2/v2/auth",
    token="https://oauth2.googleapis.com/token",  # noqa: S106
    revoke="https://oauth2.googleapis.com/revoke",
)


class _Document(msgspec.Struct):
    """As much of what a sign-in tells of itself as we need."""

    authorization_endpoint: str
    token_endpoint: str
    revocation_endpoint: str
    issuer: str


def fetch_endpoints(registration: Registration) -> Endpoints:
    """Google's are known without asking. Raises TryLater, and AccessDenied where there is no secret to sign in with."""
    if not registration.secret:
        raise error_of(NextStep.OPERATOR_SECRET)
    if registration.accounts == ACCOUNTS:
        return GOOGLES
    told = _fetch_document(registration)
    base = registration.accounts
    if told is None:
        told = _Document(f"{base}/o/oauth2/v2/auth", f"{base}/token", f"{base}/revoke", base)
    return Endpoints(
        consent=told.authorization_endpoint,
        token=told.token_endpoint,
        revoke=told.revocation_endpoint,
        issuers=(*ISSUERS, told.issuer),
    )


def _fetch_document(registration: Registration) -> _Document | None:
    """None where it tells nothing of itself, or of another host: its own address is all we were told to trust."""
    with open_whole(trust=registration.trust, hurried=registration.hurried) as session:
        try:
            body = session.get(registration.accounts + DOCUMENT).content
        except RequestException as error:
            raise later(error) from None
    try:
        told = msgspec.json.decode(body, type=_Document)
    except (msgspec.DecodeError, RecursionError):
        return None
    there = (told.authorization_endpoint, told.token_endpoint, told.revocation_endpoint)
    return told if all(one.startswith(f"{registration.accounts}/") for one in there) else None


def later(error: Any) -> TryLater:
    """What a broken conversation comes out as; the library's text, with addresses, stays behind."""
    return TryLater("Google's sign-in does not answer", after_of(error))
