"""Outlook as the broker of nested app authentication: what msal-browser asks its host for, and what the host answers.

msal-browser waits for `window.__initializeNestedAppAuth()` where there is one, and then speaks JSON over
`window.nestedAppAuthBridge`: `GetInitContext` once, `GetToken` for acquireTokenSilent, `GetTokenPopup` for
acquireTokenPopup. Without a bridge it becomes an ordinary PublicClientApplication.
https://github.com/AzureAD/microsoft-authentication-library-for-js/tree/dev/lib/msal-browser/src/naa
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import jwt

from connectors.meetings import Person

TENANT = "1f0d6c1e-7a53-4f0e-9a43-1d6f6f5c7a10"
OBJECT = "7c2b4a9e-52d5-4a2f-8f3c-2b8e5a0f1d33"
AUTHORITY = "login.microsoftonline.com"
Status = Literal[
    "USER_INTERACTION_REQUIRED",  # InteractionRequiredAuthError, the only one that asks for a window
    "USER_CANCEL",
    "NO_NETWORK",
    "TRANSIENT_ERROR",
    "PERSISTENT_ERROR",
    "DISABLED",
    "ACCOUNT_UNAVAILABLE",
    "NESTED_APP_AUTH_UNAVAILABLE",
]


@dataclass(frozen=True, slots=True)
class Granted:
    """An access token; the ID token beside it is made here, for whoever owns the mailbox."""

    access_token: str
    expires_in: int = 3600


@dataclass(frozen=True, slots=True)
class Refused:
    status: Status
    code: str = ""
    description: str = ""


Tokens = Callable[[str, Mapping[str, Any]], Granted | Refused]  # told GetToken or GetTokenPopup, and tokenParams


def nobody(method: str, wanted: Mapping[str, Any]) -> Refused:
    """Of a tenant that lets nobody in this way."""
    return Refused("PERSISTENT_ERROR", "access_denied", "nobody is let in")


def answer(asked: Mapping[str, Any], tokens: Tokens, owner: Person) -> dict[str, Any]:
    told: dict[str, Any] = {"messageType": "NestedAppAuthResponse", "requestId": asked["requestId"], "success": True}
    if asked["method"] == "GetInitContext":
        return {**told, "initContext": _context()}
    wanted = asked["tokenParams"]
    given = tokens(asked["method"], wanted)
    if isinstance(given, Refused):
        error = {"status": given.status, "code": given.code, "description": given.description}
        return {**told, "success": False, "error": error}
    return {**told, **_granted(given, wanted, owner)}


def _context() -> dict[str, Any]:
    account = {"homeAccountId": f"{OBJECT}.{TENANT}", "environment": AUTHORITY, "tenantId": TENANT}
    capabilities = {"queryAccount": True}
    return {"sdkName": "Outlook", "sdkVersion": "1", "capabilities": capabilities, "accountContext": account}


def _granted(given: Granted, wanted: Mapping[str, Any], owner: Person) -> dict[str, Any]:
    claims = {"aud": wanted["clientId"], "iss": f"https://{AUTHORITY}/{TENANT}/v2.0", "tid": TENANT, "oid": OBJECT}
    claims |= {"sub": OBJECT, "name": owner.name, "preferred_username": owner.address, "ver": "2.0"}
    id_token = jwt.encode(claims, key="", algorithm="none")
    token = {"access_token": given.access_token, "id_token": id_token, "expires_in": given.expires_in}
    token |= {"scope": wanted["scope"], "authority": f"https://{AUTHORITY}/{TENANT}", "properties": None}
    account = {"homeAccountId": f"{OBJECT}.{TENANT}", "environment": AUTHORITY, "tenantId": TENANT, "name": owner.name}
    account |= {"username": owner.address, "localAccountId": OBJECT, "idToken": id_token}
    return {"token": token, "account": account}
