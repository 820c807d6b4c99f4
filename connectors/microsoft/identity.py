"""Who holds this token that the pane sent: everything is looked at, in order, before anything is believed.

https://learn.microsoft.com/entra/identity-platform/claims-validation, access-token-claims-reference. An app's own token has
"roles" and no "scp"; Graph's tokens are opaque and none of ours.
"""

import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

import jwt
import msgspec
from jwt.exceptions import InvalidTokenError, PyJWKClientConnectionError, PyJWKClientError, PyJWTError
from requests.exceptions import RequestException

from connectors.errors import AccessDenied
from connectors.microsoft.directory import CONSUMERS, TEMPLATE, Directory, fetch_directory, is_guid
from connectors.microsoft.line import Line, later
from connectors.microsoft.refusals import NextStep
from connectors.microsoft.registration import Registration
from connectors.signed import ALGORITHM, Remembered, kid_of, nobody

SCOPE = "access_as_user"
LEEWAY = 120  # seconds that two clocks may be apart
FRESH = 12 * 3600  # seconds keys are believed without looking again
COOLDOWN = 30.0  # seconds between looks for a key nobody knows, and after a look that failed


@dataclass(frozen=True, slots=True)
class Identity:
    """(`tenant_id`, `object_id`) is the person. The address is what the token says, may change, and decides nothing."""

    tenant_id: str
    object_id: str
    address_hint: str

    @property
    def subject(self) -> str:
        return f"{self.tenant_id}/{self.object_id}"


class Doorman:
    """Lets in who holds a token for our own API. `onboarded` says whether a directory's company is in here; `clients` are
    apps beside our own that may ask for such tokens. Keys are kept, so one doorman serves a whole process."""

    def __init__(
        self, registration: Registration, *, onboarded: Callable[[str], bool], clients: Collection[str] = ()
    ) -> None:
        self._registration, self._onboarded = registration, onboarded
        self._clients = frozenset({registration.client_id, *clients})
        self._keys: _Keys | None = None
        self._known = Remembered[Identity](time.time)

    def identify(self, token: str) -> Identity:
        """Who `look` finds, or found a moment ago: a pane shows the same token with every request. Raises what it does."""
        return self._known.of(token, self.look)

    def look(self, token: str) -> tuple[Identity, float]:
        """Who it is, and until when the token says so, in seconds since 1970. Raises SignInNeeded for a token that is none
        for us, AccessDenied where its directory is not in here, and TryLater while Microsoft's keys cannot be had. The text
        names what was wrong, and nothing of the token."""
        claims, issuers = self._verified(token)
        tenant_id = claims.get("tid")
        if not is_guid(tenant_id):
            raise nobody("tid")
        if tenant_id.lower() == CONSUMERS:
            raise nobody("private account")
        if not self._onboarded(tenant_id.lower()):
            raise AccessDenied("the company of this Microsoft account is not in here", key=NextStep.ASK_ADMIN.value)
        if any(claims["iss"] != issuer.replace(TEMPLATE, tenant_id) for issuer in issuers):
            raise nobody("iss")
        if wrong := next((name for name, is_right in self._checks(claims) if not is_right), ""):
            raise nobody(wrong)
        hint = str(claims.get("preferred_username") or "").casefold()
        return Identity(tenant_id.lower(), str(claims["oid"]).lower(), hint), float(claims["exp"])

    def _checks(self, claims: Mapping[str, Any]) -> tuple[tuple[str, bool], ...]:
        scopes = claims.get("scp")
        return (
            ("ver", claims.get("ver") == "2.0"),
            ("azp", claims.get("azp") in self._clients),
            ("scp", isinstance(scopes, str) and SCOPE in scopes.split()),
            ("idtyp", claims.get("idtyp") != "app"),
            ("oid", is_guid(claims.get("oid"))),
        )

    def _verified(self, token: str) -> tuple[Mapping[str, Any], tuple[str, str]]:
        """Its claims, once signature, times and addressee are right; whom its key signs for, and who issues tokens here."""
        kid = kid_of(token)
        keys = self._known_keys()
        try:
            key = keys.get_signing_key(kid)
            claims = jwt.decode(
                token,
                key,
                algorithms=[ALGORITHM],
                audience=self._registration.client_id,
                leeway=LEEWAY,
                options={"require": ["exp", "aud", "iss"], "strict_aud": True},
            )
        except PyJWKClientConnectionError:
            raise later(RequestException()) from None
        except PyJWKClientError:
            raise nobody("kid") from None
        except InvalidTokenError as error:
            raise nobody(type(error).__name__) from None
        except PyJWTError:  # a key that is none, or not for this
            raise nobody("key") from None
        return claims, (keys.issuers.get(kid) or keys.issuer, keys.issuer)

    def _known_keys(self) -> "_Keys":
        if self._keys is None:
            at = self._registration
            self._keys = _Keys(fetch_directory(at.authority, at.tenant, trust=at.trust), at.trust)
        return self._keys


class _Keys(jwt.PyJWKClient):
    """Microsoft's keys, each with whom it signs for: one of private accounts is no good for a company's.

    {"kid": "yreX2PsLi-qkbR8QDOmB_ySxp8Q", "issuer": "https://login.microsoftonline.com/9188040d-.../v2.0", ...}
    """

    def __init__(self, directory: Directory, trust: str | None) -> None:
        super().__init__(directory.keys_url, cache_keys=False, lifespan=FRESH, cooldown_duration=COOLDOWN)
        self.issuer, self.issuers = directory.issuer, dict[str, str]()
        self._trust, self._rests_until = trust, 0.0

    def fetch_data(self) -> Any:
        """Over our own line. After a failure nobody asks again for a while: somebody may be sending tokens made up."""
        if time.monotonic() < self._rests_until:
            raise PyJWKClientConnectionError("resting")
        try:
            with Line(self._trust) as line:
                found = msgspec.json.decode(line.get(self.uri).text, type=dict[str, Any])
        except (RequestException, msgspec.DecodeError):
            found = {}
        keys = found.get("keys")
        fit = [one for one in keys if isinstance(one, dict)] if isinstance(keys, list) else []
        if not fit:
            self._rests_until = time.monotonic() + COOLDOWN
            raise PyJWKClientConnectionError("no keys")
        self.issuers = {str(one.get("kid")): str(one.get("issuer") or "") for one in fit}
        return {"keys": fit}
