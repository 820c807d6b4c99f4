"""Who an ID token of Google's is about, as the sign-in itself hands it over.

https://developers.google.com/identity/openid-connect/openid-connect#an-id-tokens-payload
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

import jwt
from jwt.exceptions import PyJWTError

from connectors.google.refusals import NextStep, error_of
from connectors.google.registration import ISSUERS

LEEWAY = 120  # seconds that two clocks may be apart
LONGEST_SUB = 255
REQUIRED = {"require": ["aud", "exp", "iss", "sub"], "strict_aud": True}
CHECKED = {"verify_signature": False, "verify_aud": True, "verify_exp": True, "verify_iss": True}


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """`person` is who it is; the address may change. Whoever is of the company of `domain` has an address in a domain that
    Google has verified for that company."""

    person: str
    domain: str
    address: str  # in lower case; empty where it is not verified
    name: str


def read_identity(token: object, *, client_id: str, issuers: tuple[str, ...]) -> Identity:
    """Raises SignInNeeded for an account of no company, AccessDenied for a token that is not for us."""
    who = identity_of(_claims(token, client_id, issuers))
    if not who.domain:
        raise error_of(NextStep.OTHER_ACCOUNT)
    return who


def identity_of(claims: Mapping[str, Any]) -> Identity:
    """Of an ID token that was looked at; the domain of an account of no company is empty."""
    address = _address(claims)
    name = str(claims.get("name") or "").strip()
    return Identity(person=claims["sub"], domain=_domain(claims, address), address=address, name=name)


def is_person(sub: object) -> bool:
    return isinstance(sub, str) and 0 < len(sub) <= LONGEST_SUB


def _claims(token: object, client_id: str, issuers: tuple[str, ...]) -> Mapping[str, Any]:
    """All that OpenID Connect asks for is looked at but for the signature: the ID token came over TLS from the very server
    whose signature it is (Core 1.0, 3.1.3.7, 6)."""
    options = cast("Any", {**CHECKED, **REQUIRED})
    try:
        claims = jwt.decode(str(token), options=options, audience=client_id, issuer=issuers, leeway=LEEWAY)
    except (PyJWTError, RecursionError):
        raise error_of(NextStep.OPERATOR_REGISTRATION) from None
    if not is_person(claims["sub"]):
        raise error_of(NextStep.OPERATOR_REGISTRATION)
    return cast("Mapping[str, Any]", claims)


def _address(claims: Mapping[str, Any]) -> str:
    said = str(claims.get("email") or "").strip().casefold()
    return said if claims.get("email_verified") is True and "@" in said else ""


def _domain(claims: Mapping[str, Any], address: str) -> str:
    """Whose company somebody is of. Google gives an account to whoever has any address, and tells companies' own by `hd`. A
    sign-in under a name of its own was chosen by whoever runs us: it is believed of the addresses it says it has verified."""
    said = str(claims.get("hd") or "").strip().casefold()
    return said or (address.rpartition("@")[2] if claims["iss"] not in ISSUERS else "")
