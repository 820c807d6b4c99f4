"""Google's sign-in: consent, tokens, revocation and keys, as strict as the real one where it matters to us.

https://developers.google.com/identity/protocols/oauth2/web-server
"""

import hashlib
from base64 import b64decode, urlsafe_b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from secrets import token_urlsafe
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlencode

from tests.simulators.google import keys
from tests.simulators.google.calendar import Calendar
from tests.simulators.google.call import Grant, whole_scopes
from tests.simulators.google.robots import ServiceAccount, stood_for
from tests.simulators.google.troubles import TokenError
from tests.simulators.wire import Answer, Asked, says

if TYPE_CHECKING:
    from tests.simulators.google.google import Google

CLIENT_ID = "000000000000-kanelbulle.apps.googleusercontent.com"
SECRET = "the client's own secret"
ISSUER = "https://accounts.google.com"
JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer"
MOST_REFRESH = 100  # live ones of a person and a client
CONSENT = ("/o/oauth2/v2/auth", "/o/oauth2/auth")
Who = tuple[str, str]  # address, client


@dataclass(frozen=True, slots=True)
class _Code:
    box: Calendar
    asked: Mapping[str, str]
    scopes: frozenset[str]


@dataclass(slots=True)
class Accounts:
    """`signed_in` is who sits at the browser, `agrees` whether they consent, `unticks` which scopes they leave out;
    `lasts` how many seconds access tokens do. `redirects` are those that are registered, any if empty. `blocked` is an
    error page instead of a consent screen. `certificates` are told beside our own: whose they are by their names, for so long
    as `caching` says. `clock` is the calendars' but for tests of another day: clients know only today."""

    google: "Google"
    signed_in: Calendar | None = None
    agrees: bool = True
    unticks: frozenset[str] = frozenset()
    lasts: int = 3599
    blocked: str = ""
    claims: dict[str, Any] = field(default_factory=dict)  # of ID tokens, instead of the usual
    clients: dict[str, str] = field(default_factory=lambda: {CLIENT_ID: SECRET})
    redirects: set[str] = field(default_factory=set)
    asked: list[Asked] = field(default_factory=list)
    consented: dict[Who, set[str]] = field(default_factory=dict)
    refresh: dict[str, Grant] = field(default_factory=dict)
    robots: dict[str, ServiceAccount] = field(default_factory=dict)
    kid: str = keys.KID
    certificates: dict[str, str] = field(default_factory=dict)
    caching: str = "public, max-age=19800, must-revalidate, no-transform"
    clock: Callable[[], datetime] | None = None
    _codes: dict[str, _Code] = field(default_factory=dict)

    def now(self) -> datetime:
        return (self.clock or self.google.now)()

    def respond(self, asked: Asked) -> Answer:
        page = self._pages().get((asked.method, asked.path))
        if page is None:
            return says({"error": "not_found"}, 404)
        return page(asked)

    def asked_for_tokens(self) -> list[Mapping[str, str]]:
        return [one.form for one in self.asked if one.path == "/token"]

    def revoke(self, address: str, client: str = "") -> None:
        """The person takes back what they have let the client do, or every one: all its tokens are over."""

        def over(who: Who) -> bool:
            return who[0].casefold() == address.casefold() and client in {"", who[1]}

        self.consented = {who: told for who, told in self.consented.items() if not over(who)}
        self.refresh = {token: kept for token, kept in self.refresh.items() if not over((kept.address, kept.client))}
        grants = self.google.grants
        for token in [token for token, kept in grants.items() if kept.client and over((kept.address, kept.client))]:
            del grants[token]

    def change_password(self, address: str) -> None:
        """Refresh tokens that may use Gmail are over."""
        self.refresh = {
            token: kept
            for token, kept in self.refresh.items()
            if kept.address != address or not any("/gmail." in scope for scope in kept.scopes)
        }

    def id_token(self, box: Calendar, client: str = CLIENT_ID, **claims: Any) -> str:
        now = int(self.now().timestamp())
        usual: dict[str, Any] = {"iss": ISSUER, "azp": client, "aud": client, "sub": sub_of(box.address)}
        usual |= {"email": box.address, "email_verified": True, "iat": now, "exp": now + 3600, "name": box.name}
        usual |= {"hd": box.domain} if box.domain else {}
        whole = {name: value for name, value in {**usual, **self.claims, **claims}.items() if value is not None}
        return keys.signed(whole, kid=self.kid)

    # --- what it answers --------------------------------------------------------------------------------

    def _pages(self) -> Mapping[tuple[str, str], Callable[[Asked], Answer]]:
        caching = {"cache_control": self.caching}
        pems = {kid: keys.certificate_of(whom) for kid, whom in {self.kid: "google", **self.certificates}.items()}
        return {
            **{("GET", path): self._consent for path in CONSENT},
            ("POST", "/token"): self._token,
            ("POST", "/revoke"): self._revoke,
            ("GET", "/oauth2/v1/certs"): lambda _asked: says(pems, **caching),
            ("GET", "/certs"): lambda _asked: says(pems, **caching),
            ("GET", "/oauth2/v3/certs"): lambda _asked: says({"keys": [keys.jwk_of("google", self.kid)]}, **caching),
        }

    def _consent(self, asked: Asked) -> Answer:
        params, box = asked.params, self.signed_in
        if params.get("client_id") not in self.clients:
            raise TokenError(401, "invalid_client", "The OAuth client was not found.")
        if not params.get("redirect_uri") or (self.redirects and params["redirect_uri"] not in self.redirects):
            raise TokenError(400, "redirect_uri_mismatch", "Bad Request")
        if params.get("response_type") != "code" or not params.get("scope"):
            raise TokenError(400, "invalid_request", "Required parameter is missing: scope or response_type")
        if params.get("code_challenge") and params.get("code_challenge_method") != "S256":
            raise TokenError(400, "invalid_request", "Only S256 is played here.")
        if self.blocked:
            raise TokenError(400, self.blocked, "Access blocked")
        wanted = frozenset(params["scope"].split())
        who = (box.address if box else "", params["client_id"])
        if params.get("prompt") == "none" and (box is None or wanted - self.consented.get(who, set())):
            return _send_back(params, error="interaction_required")
        if box is None or not self.agrees:
            return _send_back(params, error="access_denied")
        return self._agreed(box, params, wanted)

    def _agreed(self, box: Calendar, params: Mapping[str, str], wanted: frozenset[str]) -> Answer:
        """What was granted earlier comes along where that is asked for."""
        earlier = self.consented.setdefault((box.address, params["client_id"]), set())
        granted = wanted - whole_scopes(*self.unticks)
        scopes = granted | earlier if params.get("include_granted_scopes") == "true" else granted
        code = f"4/0A{token_urlsafe(40)}"
        again = not earlier or params.get("prompt") == "consent"
        self._codes[code] = _Code(box, {**params, "again": "yes" if again else ""}, frozenset(scopes))
        earlier |= granted
        domain = {"hd": box.domain} if box.domain else {}
        return _send_back(params, code=code, scope=" ".join(sorted(scopes)), authuser="0", **domain, prompt="consent")

    def _token(self, asked: Asked) -> Answer:
        form = asked.form
        kinds: Mapping[str, Callable[[Mapping[str, str], str], Answer]]
        kinds = {"authorization_code": self._by_code, "refresh_token": self._by_refresh}
        if form.get("grant_type") == JWT_BEARER:
            return self._answer(stood_for(self.google, self.robots, form.get("assertion", "")))
        if form.get("grant_type") not in kinds:
            raise TokenError(400, "unsupported_grant_type", f"Invalid grant_type: {form.get('grant_type', '')}")
        return kinds[form["grant_type"]](form, self._client(asked))

    def _client(self, asked: Asked) -> str:
        """Proved by HTTP Basic or in the form."""
        kind, _, told = asked.headers.get("authorization", "").partition(" ")
        client, secret = asked.form.get("client_id", ""), asked.form.get("client_secret", "")
        if kind.lower() == "basic":
            client, _, secret = (unquote(one) for one in b64decode(told).decode().partition(":"))
        if client not in self.clients:
            raise TokenError(401, "invalid_client", "The OAuth client was not found.")
        if secret != self.clients[client]:
            raise TokenError(401, "invalid_client", "Unauthorized")
        return client

    def _by_code(self, form: Mapping[str, str], client: str) -> Answer:
        code = self._codes.pop(form.get("code", ""), None)
        if code is None or code.asked["client_id"] != client:
            raise TokenError(400, "invalid_grant", "Malformed auth code.")
        if form.get("redirect_uri") != code.asked["redirect_uri"]:
            raise TokenError(400, "redirect_uri_mismatch", "Bad Request")
        challenge = code.asked.get("code_challenge", "")
        if challenge and challenge != _challenge(form.get("code_verifier", "")):
            raise TokenError(400, "invalid_grant", "Missing code verifier or invalid code verifier.")
        grant = Grant(code.box.address, code.scopes, client=client)
        lasting = code.asked.get("access_type") == "offline" and code.asked["again"]
        return self._answer(grant, **({"refresh_token": self.new_refresh(grant)} if lasting else {}))

    def new_refresh(self, grant: Grant) -> str:
        """The oldest dies where there are too many."""
        same = [
            token
            for token, kept in self.refresh.items()
            if (kept.address, kept.client) == (grant.address, grant.client)
        ]
        for token in same[: len(same) + 1 - MOST_REFRESH]:
            del self.refresh[token]
        token = f"1//0{token_urlsafe(48)}"
        self.refresh[token] = grant
        return token

    def _by_refresh(self, form: Mapping[str, str], client: str) -> Answer:
        kept = self.refresh.get(form.get("refresh_token", ""))
        if kept is None or kept.client != client:
            raise TokenError(400, "invalid_grant", "Token has been expired or revoked.")
        wanted = frozenset(form.get("scope", "").split()) or kept.scopes
        if wanted - kept.scopes:
            raise TokenError(400, "invalid_scope", "Some requested scopes were invalid.")
        return self._answer(Grant(kept.address, wanted, client=client))

    def _answer(self, grant: Grant, **more: str) -> Answer:
        until = self.now() + timedelta(seconds=self.lasts)
        token = f"ya29.{token_urlsafe(64)}"
        self.google.grants[token] = Grant(grant.address, grant.scopes, grant.app, grant.client, until)
        told: dict[str, Any] = {"access_token": token, "expires_in": self.lasts, **more, "token_type": "Bearer"}
        if grant.client not in self.robots:
            told["scope"] = " ".join(sorted(grant.scopes, reverse=True))
            box = self.google.calendar_of(grant.address)
            told |= {"id_token": self.id_token(box, grant.client)} if box and "openid" in grant.scopes else {}
        return says(told)

    def _revoke(self, asked: Asked) -> Answer:
        """By a token of either kind; all of that person and client are over."""
        token = asked.params.get("token") or asked.form.get("token", "")
        kept = self.refresh.get(token) or self.google.grants.get(token)
        if kept is None:
            raise TokenError(400, "invalid_token", "Token expired or revoked")
        self.revoke(kept.address, kept.client)
        return says({})


def sub_of(address: str) -> str:
    """The number of an account, which stays when its address changes."""
    return f"1{int(hashlib.sha256(address.casefold().encode()).hexdigest(), 16) % 10**20:020}"


def _challenge(verifier: str) -> str:
    return urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def _send_back(params: Mapping[str, str], **back: str) -> Answer:
    state = {"state": params["state"]} if "state" in params else {}
    return Answer(302, b"", {"Location": f"{params['redirect_uri']}?{urlencode({**state, **back})}"})
