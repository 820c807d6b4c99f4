"""Signing in at Google: a seller's own consent, to the calendar first and to the mail in a grant of its own.

https://developers.google.com/identity/protocols/oauth2/web-server. Two things are done otherwise than there:
- What was agreed to before is asked for by name, never by include_granted_scopes: that would bring Gmail into the calendar's
  grant, which then ends with the seller's next password.
- The exchange names no scopes. oauthlib takes it for a fault when fewer are granted than were asked, unless a variable tells
  the whole process not to mind; where it has nothing to compare with it does not mind either.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, cast

from google_auth_oauthlib.flow import Flow as OAuthFlow
from oauthlib.oauth2 import MissingTokenError, OAuth2Error  # type: ignore[import-untyped]
from requests.exceptions import RequestException

from connectors.errors import SignInNeeded
from connectors.google.access import (
    MAIL_DRAFT,
    MAIL_SEND,
    READ,
    READ_CALENDAR,
    WRITE,
    Delegated,
    Impersonating,
    renew_grant,
)
from connectors.google.identity import Identity, read_identity
from connectors.google.kept import IDENTITY, Grant, plain, read_kept, scopes_of, write_kept
from connectors.google.line import ODD, OPEN, SECURE, as_secure, furnish_open, unreadable
from connectors.google.refusals import NextStep, error_of, read_refusal, read_return
from connectors.google.registration import Endpoints, Registration, fetch_endpoints, later
from connectors.web.whole import open_whole

__all__ = [
    "IDENTITY",
    "MAIL_DRAFT",
    "MAIL_SEND",
    "READ",
    "WRITE",
    "Delegated",
    "Granted",
    "Impersonating",
    "Registration",
    "Unlasting",
    "begin",
    "finish",
    "knock",
    "revoke",
]

Flow = dict[str, Any]

ANY_COMPANY = "*"  # the page where one picks an account then offers no private ones


class Unlasting(SignInNeeded):
    """All went well, but Google gave nothing to go on with: it does so the first time only, unless consent is asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Granted:
    """Who has signed in, to what, and what of it is to be kept."""

    who: Identity
    grant: Grant = field(repr=False)

    def joined(self, kept: bytes) -> tuple[bytes, tuple[str, ...]]:
        """What to keep from now on, and its scopes. Raises SignInNeeded where the calendar cannot be read by it, and
        Unlasting."""
        others = tuple(one for one in _readable(kept) if one.is_mail != self.grant.is_mail)
        mine = self._lasting(tuple(one for one in _readable(kept) if one.is_mail == self.grant.is_mail))
        grants = (*others, mine)
        if not any(one.covers(READ_CALENDAR) for one in grants):
            raise error_of(NextStep.CONSENT)
        return write_kept(grants), scopes_of(grants)

    def _lasting(self, before: Sequence[Grant]) -> Grant:
        """This one where it can be renewed, else the one before it: it gives what it was given for."""
        if self.grant.refresh:
            return self.grant
        kept = next((one for one in before if one.refresh and one.covers(self.grant.scopes)), None)
        if kept is None:
            raise Unlasting("Google has given nothing that lasts: ask for consent", key=NextStep.CONSENT.value)
        return kept


def begin(
    registration: Registration,
    *,
    redirect_uri: str,
    scopes: Sequence[str],
    state: str,
    login_hint: str = "",
    prompt: str | None = None,
) -> Flow:
    """What to send the browser to (`auth_uri`) and to keep, out of everybody's sight, for when it comes back. As JSON.

    With prompt="consent" Google gives a new grant that lasts, and ends the oldest of a hundred: not for each sign-in.
    """
    there = fetch_endpoints(registration)
    flow = _open(registration, there, list(scopes), redirect_uri)
    more = {"login_hint": login_hint} if login_hint else {"hd": ANY_COMPANY}
    address, _ = flow.authorization_url(state=state, **more, **({"prompt": prompt} if prompt else {}))
    if there.consent.startswith(OPEN):
        address = OPEN + address.removeprefix(SECURE)
    kept = {"state": state, "code_verifier": flow.code_verifier, "redirect_uri": redirect_uri, "scopes": list(scopes)}
    return {"auth_uri": address, **kept}


def finish(registration: Registration, flow: Mapping[str, Any], answer: Mapping[str, str]) -> Granted:
    """What the browser brought back. A code works once. Raises SignInNeeded, AccessDenied, NotThere and TryLater."""
    if not flow.get("state") or flow["state"] != answer.get("state"):
        raise error_of(NextStep.SIGN_IN_AGAIN)
    if "code" not in answer:
        raise read_return(answer)
    there = fetch_endpoints(registration)
    ours = _open(registration, there, None, flow["redirect_uri"], flow["code_verifier"])
    with ours.oauth2session as session:
        address = furnish_open(session, there.token, trust=registration.trust, hurried=registration.hurried)
        ours.client_config["token_uri"] = address
        result = _exchange(ours, answer["code"])
    return _granted(registration, there, {"scope": flow.get("scopes"), **result})


def knock(registration: Registration) -> None:
    """See whether Google takes our client and its secret: of a grant that is none it says so only to whom it knows. Raises
    AccessDenied and TryLater."""
    with suppress(SignInNeeded):
        renew_grant(registration, Grant((), refresh="none"))


def revoke(registration: Registration, kept: bytes) -> None:
    """Whoever leaves is no longer signed in here, at Google too. One grant ended ends all of the same app. Raises TryLater;
    what Google does not know is ended."""
    found = next((one.refresh for one in _readable(kept) if one.refresh), "")
    if not found:
        return
    there = fetch_endpoints(registration)
    with open_whole(trust=registration.trust, hurried=True) as session:
        try:
            session.post(there.revoke, data={"token": found})
        except RequestException as error:
            raise later(error) from None


def _open(
    registration: Registration,
    there: Endpoints,
    scopes: list[str] | None,
    redirect_uri: str,
    verifier: str | None = None,
) -> OAuthFlow:
    ours = {
        "client_id": registration.client_id,
        "client_secret": registration.secret,
        "auth_uri": as_secure(there.consent),
        "token_uri": there.token,
    }
    return OAuthFlow.from_client_config({"web": ours}, scopes, redirect_uri=redirect_uri, code_verifier=verifier)


def _exchange(flow: OAuthFlow, code: str) -> Mapping[str, Any]:
    try:
        return cast("Mapping[str, Any]", flow.fetch_token(code=code, include_client_id=True))
    except RequestException as error:
        raise later(error) from None
    except MissingTokenError:
        raise unreadable() from None
    except OAuth2Error as error:
        raise read_refusal({"error": error.error}) from None
    except ODD:
        raise unreadable() from None


def _granted(registration: Registration, there: Endpoints, result: Mapping[str, Any]) -> Granted:
    said, expires = result.get("scope"), result.get("expires_at")
    if not isinstance(said, list) or not isinstance(result.get("access_token"), str):
        raise unreadable()
    who = read_identity(result.get("id_token"), client_id=registration.client_id, issuers=there.issuers)
    grant = Grant(
        scopes=plain(said),
        refresh=str(result.get("refresh_token") or ""),
        token=result["access_token"],
        expires=float(expires) if isinstance(expires, int | float) else 0.0,
    )
    return Granted(who=who, grant=grant)


def _readable(kept: bytes) -> tuple[Grant, ...]:
    """What was kept; something else than that is nothing."""
    try:
        return read_kept(kept)
    except SignInNeeded:
        return ()
