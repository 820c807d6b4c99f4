"""Service accounts: keys that stand for the people of a domain as far as its admin has let them.

https://developers.google.com/identity/protocols/oauth2/service-account
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import jwt

from tests.simulators.google import keys
from tests.simulators.google.call import Grant
from tests.simulators.google.troubles import TokenError

if TYPE_CHECKING:
    from tests.simulators.google.google import Google

AUDIENCE = "https://oauth2.googleapis.com/token"  # of assertions, wherever they are sent
LONGEST, EARLY = 3600, 600  # seconds
USES: Any = {"verify_exp": False, "verify_iat": False, "require": ["exp", "iat"]}


@dataclass(slots=True)
class ServiceAccount:
    """`delegated` are the scopes an admin lets it use in the name of everybody in `domain`."""

    email: str
    delegated: frozenset[str]
    domain: str


def stood_for(google: "Google", robots: Mapping[str, ServiceAccount], assertion: str) -> Grant:
    """What a signed assertion gives. Its audience is Google's own address, whatever address it came to."""
    try:
        issuer = str(jwt.decode(assertion, options={"verify_signature": False}).get("iss", ""))
        robot = robots[issuer]
        known: Any = keys.key_of(issuer).public_key()
        claims = jwt.decode(assertion, known, ["RS256"], USES, audience=AUDIENCE)
    except (jwt.InvalidTokenError, KeyError) as error:
        raise TokenError(400, "invalid_grant", "Invalid JWT Signature.") from error
    now = google.accounts.now().timestamp()
    if not claims["iat"] - EARLY <= now < claims["exp"] <= claims["iat"] + LONGEST:
        text = "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe."
        raise TokenError(400, "invalid_grant", text)
    return _delegated(google, robot, str(claims.get("sub", "")), frozenset(str(claims.get("scope", "")).split()))


def _delegated(google: "Google", robot: ServiceAccount, whom: str, wanted: frozenset[str]) -> Grant:
    if not wanted:
        raise TokenError(400, "invalid_scope", "Empty or missing scope not allowed.")
    if not whom:
        return Grant(robot.email, wanted, app=True, client=robot.email)
    if wanted - robot.delegated:
        text = "Client is unauthorized to retrieve access tokens using this method, or client not authorized for any of the scopes requested."
        raise TokenError(401, "unauthorized_client", text)
    box = google.calendar_of(whom)
    if box is None or box.domain != robot.domain:
        raise TokenError(400, "invalid_grant", "Invalid email or User ID")
    return Grant(box.address, wanted, client=robot.email)
