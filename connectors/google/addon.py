"""Who asks at the add-on's addresses: Google itself, by a token that says so, and a person, by another.

https://developers.google.com/workspace/add-ons/guides/alternate-runtimes#validate_requests. Any service account of Google's
can have a token made for any address: that it is the add-on platform's own, and of our project, only its e-mail address tells.

Tokens are read as those of Outlook's pane are, by PyJWT: it takes one algorithm and asks for every claim by name. google-auth
takes the algorithm that the token names, and reads the certificate anew each time.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

import jwt
from jwt.exceptions import PyJWTError

from connectors.google.certificates import Certificates, address_at
from connectors.google.identity import Identity, identity_of, is_person
from connectors.google.registration import ACCOUNTS, ISSUERS
from connectors.signed import ALGORITHM, Remembered, kid_of, nobody

SKEW = 10  # seconds that two clocks may be apart
CLAIMS = ["aud", "exp", "iat", "iss", "sub"]
BY_OUR_CLOCK = {"verify_exp": False, "verify_iat": False, "verify_nbf": False, "verify_aud": False, "require": CLAIMS}

Claims = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Addon:
    """As Google knows it: `account` is whose name it asks in, `addresses` are where, letter by letter as in the deployment,
    and `client_id` is the add-on's own OAuth client, for which people's tokens are made."""

    account: str
    client_id: str
    addresses: frozenset[str]
    accounts: str = ACCOUNTS  # the sign-in whose keys are believed
    trust: str | None = None  # a file of certificates


class Porter:
    """Lets in what Google asks for our add-on. Keys are kept, so one porter serves a whole process.

    Both ways in raise SignInNeeded for a token that is none for us, with a text that names what was wrong and nothing of the
    token, and TryLater while Google's keys cannot be had."""

    def __init__(self, addon: Addon, *, clock: Callable[[], datetime]) -> None:
        self._addon, self._clock = addon, clock
        self._certificates = Certificates(address_at(addon.accounts), trust=addon.trust, now=self._now)
        self._admitted, self._identified = Remembered[None](self._now), Remembered[Identity](self._now)

    def admit(self, token: str) -> None:
        """Whether it is Google that asks."""
        self._admitted.of(token, self._look_who_asks)

    def identify(self, token: str) -> Identity:
        """In whose name. An account of no company has no domain."""
        return self._identified.of(token, self._look_in_whose_name)

    def _look_who_asks(self, token: str) -> tuple[None, float]:
        claims = self._verified(token)
        audience = claims["aud"]
        _hold(
            ("aud", isinstance(audience, str) and audience in self._addon.addresses),
            ("email", claims.get("email") == self._addon.account),
            ("email_verified", claims.get("email_verified") is True),
        )
        return None, claims["exp"] + SKEW

    def _look_in_whose_name(self, token: str) -> tuple[Identity, float]:
        claims = self._verified(token)
        _hold(("aud", claims["aud"] == self._addon.client_id), ("sub", is_person(claims["sub"])))
        return identity_of(claims), claims["exp"] + SKEW

    def _verified(self, token: str) -> Claims:
        """Its claims, once signature, issuer and times are right."""
        key = self._certificates.key(kid_of(token))
        if key is None:
            raise nobody("kid")
        try:
            claims = jwt.decode(token, key, [ALGORITHM], cast("Any", BY_OUR_CLOCK), issuer=ISSUERS)
        except (PyJWTError, ValueError, RecursionError) as error:
            raise nobody(type(error).__name__) from None
        self._hold_times(claims)
        return cast("Claims", claims)

    def _hold_times(self, claims: Claims) -> None:
        """A number that is none (NaN) is neither before nor after anything."""
        now, made, ends = self._now(), claims["iat"], claims["exp"]
        begins = claims.get("nbf", made)
        _hold(("times", all(type(one) in (int, float) for one in (made, begins, ends))))
        _hold(("iat", made - SKEW <= now), ("nbf", begins - SKEW <= now), ("exp", now < ends + SKEW))

    def _now(self) -> float:
        return self._clock().timestamp()


def _hold(*checks: tuple[str, bool]) -> None:
    if wrong := next((name for name, is_right in checks if not is_right), ""):
        raise nobody(wrong)
