"""Signing in at Microsoft: a seller's own consent, an admin's for a company, and on behalf of whoever holds a pane's token.

https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow, v2-admin-consent, v2-oauth2-on-behalf-of-flow
"""

import time
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

from connectors.microsoft.access import MAIL_DRAFT, MAIL_SEND, READ, SOON, WRITE, AppOnly, Delegated
from connectors.microsoft.client import Cache, open_client, scopes_of, token_of
from connectors.microsoft.directory import CONSUMERS, is_guid
from connectors.microsoft.refusals import NextStep, error_of, read_return
from connectors.microsoft.registration import Registration

__all__ = [
    "MAIL_DRAFT",
    "MAIL_SEND",
    "READ",
    "WRITE",
    "AppOnly",
    "Delegated",
    "Granted",
    "Registration",
    "begin",
    "consent_address",
    "finish",
    "on_behalf_of",
    "read_consent",
]

Flow = dict[str, Any]

# An answer by form_post would come from another site and so without our cookie, which is Lax. What stands in the address
# instead is a code that works once and only with the verifier in that cookie.
warnings.filterwarnings("ignore", message="response_mode='form_post' is recommended")


@dataclass(frozen=True, slots=True, kw_only=True)
class Granted:
    """Who has signed in, to what, and what of it is to be kept. (`tenant_id`, `object_id`) is the person; the rest of what
    is said of a person may change, and be made up."""

    tenant_id: str
    object_id: str
    address: str  # in lower case; empty where none was told
    name: str
    scopes: tuple[str, ...]
    cache: bytes = field(repr=False)


def begin(
    registration: Registration,
    *,
    redirect_uri: str,
    scopes: Sequence[str],
    state: str,
    login_hint: str = "",
    claims: str | None = None,
    prompt: str | None = None,
) -> Flow:
    """What to send the browser to (`auth_uri`) and to keep, out of everybody's sight, for when it comes back. As JSON."""
    with open_client(registration, Cache()) as client:
        flow: Flow = client.initiate_auth_code_flow(
            list(scopes),
            redirect_uri=redirect_uri,
            state=state,
            login_hint=login_hint or None,
            claims_challenge=claims,
            prompt=prompt,
        )
    return flow


def finish(registration: Registration, flow: Mapping[str, Any], answer: Mapping[str, str]) -> Granted:
    """What the browser brought back. A code works once. Raises SignInNeeded, AccessDenied, NotThere and TryLater."""
    if not flow.get("state") or flow["state"] != answer.get("state"):
        raise error_of(NextStep.SIGN_IN_AGAIN)
    if "code" not in answer:
        raise read_return(answer)
    cache = Cache()
    with open_client(registration, cache) as client:
        try:
            result = client.acquire_token_by_auth_code_flow(dict(flow), dict(answer))
        except RuntimeError:  # the ID token is not the one this browser asked for
            raise error_of(NextStep.SIGN_IN_AGAIN) from None
    return _granted(registration, result, cache)


def on_behalf_of(registration: Registration, assertion: str, *, scopes: Sequence[str] = READ) -> Granted:
    """A grant for whoever holds this pane's token, once `identity` has taken it. Raises what `finish` does; SignInNeeded
    has the `claims` that the pane asks its own sign-in for."""
    cache = Cache()
    with open_client(registration, cache) as client:
        result = client.acquire_token_on_behalf_of(assertion, list(scopes))
    return _granted(registration, result, cache)


def consent_address(registration: Registration, *, tenant_id: str, redirect_uri: str, state: str) -> str:
    """Where an admin lets the app in, with all that its registration lists, for everybody in this directory."""
    asked = {
        "client_id": registration.client_id,
        "scope": registration.everything,
        "redirect_uri": redirect_uri,
        "state": state,
    }
    return f"{registration.authority}/{quote(tenant_id, safe='')}/v2.0/adminconsent?{urlencode(asked)}"


def read_consent(answer: Mapping[str, str]) -> None:
    """What came back from there. Both a yes and a no say admin_consent=True, and `tenant` is whatever somebody wrote into
    the address: it is not read. Raises where it is no yes."""
    if "error" in answer:
        raise read_return(answer)
    if answer.get("admin_consent", "").lower() != "true":
        raise error_of(NextStep.DECLINED)


def _granted(registration: Registration, result: Mapping[str, Any], cache: Cache) -> Granted:
    token_of(result)
    claims = result.get("id_token_claims")
    claims = claims if isinstance(claims, Mapping) else {}
    _check(claims, registration)
    address = str(claims.get("preferred_username") or "").strip().casefold()
    return Granted(
        tenant_id=str(claims["tid"]).lower(),
        object_id=str(claims["oid"]).lower(),
        address=address if "@" in address else "",
        name=str(claims.get("name") or "").strip(),
        scopes=scopes_of(result, READ),
        cache=cache.serialize().encode(),
    )


def _check(claims: Mapping[str, Any], registration: Registration) -> None:
    """msal looks at the nonce only. The rest that OpenID Connect asks for is looked at here but for the signature: the ID
    token came over TLS from the very server whose signature it is (Core 1.0, 3.1.3.7, 6). A guest's `tid` is the directory
    they came into."""
    tenant_id, expires = claims.get("tid"), claims.get("exp")
    wanted = registration.tenant_id
    is_right = (
        claims.get("aud") == registration.client_id
        and is_guid(tenant_id)
        and is_guid(claims.get("oid"))
        and str(claims.get("iss", "")).endswith(f"/{tenant_id}/v2.0")
        and isinstance(expires, int | float)
        and expires > time.time() - SOON
    )
    if not is_right:
        raise error_of(NextStep.OPERATOR_REGISTRATION)
    if str(tenant_id).lower() == CONSUMERS or (is_guid(wanted) and str(tenant_id).lower() != wanted.lower()):
        raise error_of(NextStep.OTHER_ACCOUNT)
