"""Microsoft's sign-in on this machine's own address, over HTTPS: as strict as the real one where it matters to us.

with entra_server(Authority(folder)) as entra:
    astrid = entra.user("astrid@nordverk.example")
    answer = entra.visit(flow["auth_uri"])              # what the browser comes back with
    entra.next(error(65001, "invalid_grant", suberror="consent_required"))
    entra.who(access_token)                             # Grant(oid, tid, scopes, app), for a Graph beside it
https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow
"""

import hashlib
import time
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from secrets import token_urlsafe
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit
from uuid import NAMESPACE_DNS, uuid4, uuid5

import jwt
import msgspec
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509 import load_pem_x509_certificate
from jwt.algorithms import RSAAlgorithm

from tests.simulators.certificates import Authority
from tests.simulators.loopback import Answer, Asked, Loopback, answer_json

CLIENT_ID = "0d7e5c1a-5b5e-4c7d-9c56-6c1f2b3a4d5e"
SECRET = "the app's own secret"
NORDVERK = "11111111-aaaa-4bbb-8ccc-dddddddddddd"  # a directory
RIVALEN = "22222222-aaaa-4bbb-8ccc-dddddddddddd"
CONSUMERS = "9188040d-6c67-4c5b-b112-36a304b66dad"
TEMPLATE = "{tenantid}"
ANY = ("organizations", "common")
EVERYTHING = "https://graph.microsoft.com/.default"
OWN_API = f"api://{CLIENT_ID}/access_as_user"
OIDC = frozenset({"openid", "profile", "offline_access", "email"})
JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer"
BY_ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


@dataclass(slots=True)
class User:
    address: str
    oid: str
    tid: str
    name: str
    disabled: bool = False
    consented: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Grant:
    """What an access token for Graph stands for. An `app` has no `oid` and no scopes, but what the admin has let it do."""

    oid: str
    tid: str
    scopes: frozenset[str]
    app: bool = False


@dataclass(frozen=True, slots=True)
class _Code:
    user: User
    asked: Mapping[str, str]


class Refused(Exception):
    def __init__(self, answer: Answer) -> None:
        self.answer = answer


def error(number: int, name: str, status: int = 400, **more: str) -> Answer:
    """A refusal as the token endpoint writes it; the text says the opposite of what is meant, since nobody may read it."""
    ids = {"trace_id": str(uuid4()), "correlation_id": str(uuid4()), "timestamp": "2026-11-23 07:00:00Z"}
    text = f"AADSTS{number}: all is well, nothing expired, nobody has to sign in or consent."
    return answer_json({"error": name, "error_description": text, "error_codes": [number], **ids, **more}, status)


class Entra:
    """`signed_in` is who sits at the browser, `agrees` whether they consent when asked, `lasts` how many seconds access
    tokens do, `more` goes into every good answer. `certificate` is the PEM the app is known by, beside its `secret`."""

    def __init__(self, authority: Authority) -> None:
        self.trust = authority.trust
        self._server = Loopback(self._respond, authority.server("localhost"))
        self.url = self._server.url
        self.rotate_keys()
        self.start_over()

    def start_over(self) -> None:
        """As it was at first, keys and address aside."""
        self.secret = SECRET
        self.certificate = ""
        self.lasts = 3599
        self.agrees = True
        self.signed_in: User | None = None
        self.domains: dict[str, str] = {"nordverk.example": NORDVERK, "rivalen.example": RIVALEN}
        self.app_allowed: set[str] = {NORDVERK}  # directories whose admin has let the app in
        self.redirects: set[str] = set()  # that are registered; empty: any
        self.more: dict[str, object] = {}
        self.claims: dict[str, object] = {}  # of ID tokens, instead of the usual
        self._users: dict[tuple[str, str], User] = {}
        self._codes: dict[str, _Code] = {}
        self._refresh: dict[str, tuple[User, frozenset[str]]] = {}
        self._access: dict[str, Grant] = {}
        self._next: list[Answer] = []
        self.keys = [self.written(self.key, self.kid)]
        self._server.asked.clear()

    # --- what a test does -------------------------------------------------------------------------------

    @property
    def asked(self) -> list[Asked]:
        return self._server.asked

    def asked_for_tokens(self) -> list[Mapping[str, str]]:
        return [one.form for one in self.asked if one.path.endswith("/oauth2/v2.0/token")]

    def user(self, address: str, *, oid: str = "", tid: str = NORDVERK, name: str = "") -> User:
        """Somebody, who from now on sits at the browser."""
        oid = oid or str(uuid5(NAMESPACE_DNS, f"{address} {tid}"))
        made = self._users.setdefault((tid, oid), User(address, oid, tid, name or address.partition("@")[0].title()))
        self.signed_in = made
        return made

    def visit(self, address: str) -> dict[str, str]:
        """Open an address of ours in a browser: the parameters it is sent back with. Raises LookupError for a page that
        sends nobody back, as for a redirect address that is not registered."""
        parts = urlsplit(address)
        assert f"{parts.scheme}://{parts.netloc}" == self.url, address
        params = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        answer = self._respond(Asked("GET", parts.path, params, {}))
        if answer.status != 302:
            raise LookupError(answer.body.decode())
        return {name: values[-1] for name, values in parse_qs(urlsplit(answer.headers["Location"]).query).items()}

    def next(self, *answers: Answer) -> None:
        """What the token endpoint answers before it goes on as usual."""
        self._next += answers

    def revoke(self, user: User) -> None:
        """Whatever the user was signed in to is over, tokens for Graph with it."""
        self._refresh = {token: kept for token, kept in self._refresh.items() if kept[0] is not user}
        self._access = {token: grant for token, grant in self._access.items() if grant.oid != user.oid}

    def disable(self, user: User) -> None:
        user.disabled = True

    def withdraw(self, user: User, *scopes: str) -> None:
        """The user, or an admin, no longer consents to these, or to anything."""
        user.consented -= set(scopes) or set(user.consented)

    def expire_secret(self) -> None:
        self.secret = ""

    def rotate_keys(self) -> None:
        self.key, self.kid = rsa.generate_private_key(public_exponent=65537, key_size=2048), token_urlsafe(20)
        self.keys = [self.written(self.key, self.kid)]

    def written(self, key: rsa.RSAPrivateKey, kid: str, issuer: str = "") -> dict[str, object]:
        """A public key as the keys document has it."""
        public = RSAAlgorithm.to_jwk(key.public_key(), as_dict=True)
        return {**public, "use": "sig", "kid": kid, "issuer": issuer or self._issuer(TEMPLATE)}

    def issue(
        self,
        user: User | None = None,
        *,
        key: Any = None,
        kid: str | None = None,
        alg: str = "RS256",
        drop: tuple[str, ...] = (),
        **claims: object,
    ) -> str:
        """A token for our API, as the pane gets it; `claims` in the place of the usual, without those in `drop`."""
        user = user or self.signed_in
        assert user
        now = int(time.time())
        usual = {
            "aud": CLIENT_ID,
            "iss": self._issuer(user.tid),
            "iat": now,
            "nbf": now,
            "exp": now + 3600,
            "azp": CLIENT_ID,
            "azpacr": "0",
            "name": user.name,
            "oid": user.oid,
            "preferred_username": user.address,
            "scp": "access_as_user",
            "sub": token_urlsafe(32),
            "tid": user.tid,
            "uti": token_urlsafe(16),
            "ver": "2.0",
        }
        whole = {name: value for name, value in {**usual, **claims}.items() if name not in drop}
        key = None if alg == "none" else key or self.key
        return jwt.encode(whole, key, algorithm=alg, headers={"kid": kid or self.kid})

    def who(self, access_token: str) -> Grant:
        """Raises LookupError for a token that is none, or no longer."""
        return self._access[access_token]

    def close(self) -> None:
        self._server.close()

    # --- what it answers --------------------------------------------------------------------------------

    def _respond(self, asked: Asked) -> Answer:
        tenant, _, rest = asked.path.removeprefix("/").partition("/")
        directory = self.domains.get(tenant, tenant)
        known = {*self.domains.values(), *ANY}
        page = self._pages().get((asked.method, rest))
        if page is None or (directory not in known and rest.endswith("openid-configuration")):
            return error(90002, "invalid_tenant")
        try:
            return page(directory, asked)
        except Refused as refused:
            return refused.answer

    def _pages(self) -> Mapping[tuple[str, str], Callable[[str, Asked], Answer]]:
        return {
            ("GET", "v2.0/.well-known/openid-configuration"): self._document,
            ("GET", "discovery/v2.0/keys"): lambda _tenant, _asked: answer_json({"keys": self.keys}),
            ("GET", "oauth2/v2.0/authorize"): self._authorize,
            ("GET", "v2.0/adminconsent"): self._admin_consent,
            ("POST", "oauth2/v2.0/token"): self._token,
        }

    def _issuer(self, tid: str) -> str:
        return f"{self.url}/{tid}/v2.0"

    def _document(self, tenant: str, _asked: Asked) -> Answer:
        base = f"{self.url}/{tenant}"
        return answer_json(
            {
                "issuer": self._issuer(TEMPLATE if tenant in ANY else tenant),
                "authorization_endpoint": f"{base}/oauth2/v2.0/authorize",
                "token_endpoint": f"{base}/oauth2/v2.0/token",
                "jwks_uri": f"{base}/discovery/v2.0/keys",
            }
        )

    def _authorize(self, tenant: str, asked: Asked) -> Answer:
        params, user = asked.params, self.signed_in
        if params["client_id"] != CLIENT_ID:
            return error(700016, "unauthorized_client")
        if self.redirects and params["redirect_uri"] not in self.redirects:
            return error(50011, "invalid_request")
        assert params["response_type"] == "code"
        assert params["code_challenge_method"] == "S256"
        back = {"state": params["state"]}
        if user is None or (tenant not in ANY and user.tid != tenant):
            return _send_back(params, back | {"error": "login_required"})
        wanted = set(params["scope"].split()) - OIDC
        if (wanted - user.consented or params.get("prompt") == "consent") and not self.agrees:
            declined = {"error": "access_denied", "error_subcode": "cancel", "error_description": "AADSTS65004: no."}
            return _send_back(params, back | declined)
        if params.get("prompt") == "none" and wanted - user.consented:
            return _send_back(params, back | {"error": "consent_required"})
        user.consented |= wanted
        code = token_urlsafe(32)
        self._codes[code] = _Code(user, params)
        return _send_back(params, back | {"code": code, "session_state": str(uuid4())})

    def _admin_consent(self, tenant: str, asked: Asked) -> Answer:
        """Both a yes and a no say admin_consent=True; `tenant` is what was asked for, whoever agreed."""
        back = {"admin_consent": "True", "state": asked.params["state"]}
        if not self.agrees:
            return _send_back(asked.params, back | {"error": "consent_required", "error_description": "AADSTS65004"})
        assert tenant not in ("common",)
        self.app_allowed.add(tenant)
        return _send_back(asked.params, back | {"tenant": tenant, "scope": asked.params["scope"]})

    def _token(self, tenant: str, asked: Asked) -> Answer:
        if self._next:
            return self._next.pop(0)
        form = asked.form
        self._prove(tenant, form)
        return self._grants()[form["grant_type"]](tenant, form)

    def _grants(self) -> Mapping[str, Callable[[str, Mapping[str, str]], Answer]]:
        return {
            "authorization_code": self._by_code,
            "refresh_token": self._by_refresh,
            "client_credentials": self._by_itself,
            JWT_BEARER: self._on_behalf,
        }

    def _prove(self, tenant: str, form: Mapping[str, str]) -> None:
        if form["client_id"] != CLIENT_ID:
            raise Refused(error(700016, "unauthorized_client"))
        if "client_assertion" not in form:
            if not self.secret:
                raise Refused(error(7000222, "invalid_client", 401))
            if form.get("client_secret") != self.secret:
                raise Refused(error(7000215, "invalid_client", 401))
            return
        assert form["client_assertion_type"] == BY_ASSERTION
        try:
            self._check_assertion(form["client_assertion"], f"{self.url}/{tenant}/oauth2/v2.0/token")
        except (jwt.InvalidTokenError, ValueError):
            raise Refused(error(700027, "invalid_client", 401)) from None

    def _check_assertion(self, assertion: str, audience: str) -> None:
        certificate = load_pem_x509_certificate(self.certificate.encode())
        thumbprint = urlsafe_b64encode(certificate.fingerprint(SHA256())).rstrip(b"=").decode()
        if jwt.get_unverified_header(assertion)["x5t#S256"].rstrip("=") != thumbprint:  # msal leaves them on
            raise ValueError(thumbprint)
        required = {"require": ["exp", "iat", "jti", "sub"]}
        known: Any = certificate.public_key()
        jwt.decode(assertion, known, ["PS256", "RS256"], required, audience=audience, issuer=CLIENT_ID)

    def _by_code(self, tenant: str, form: Mapping[str, str]) -> Answer:
        code = self._codes.pop(form["code"], None)
        if code is None:
            return error(54005, "invalid_grant")
        challenge = urlsafe_b64encode(hashlib.sha256(form["code_verifier"].encode()).digest()).rstrip(b"=").decode()
        if challenge != code.asked["code_challenge"] or form["redirect_uri"] != code.asked["redirect_uri"]:
            return error(501481, "invalid_grant")
        return self._answer(code.user, form, nonce=code.asked["nonce"])

    def _by_refresh(self, tenant: str, form: Mapping[str, str]) -> Answer:
        """The old one still works for a while at the real one; here it does not, so that a lost one is seen."""
        user, _ = self._refresh.pop(form["refresh_token"], (None, None))
        return self._answer(user, form) if user else error(50173, "invalid_grant")

    def _on_behalf(self, tenant: str, form: Mapping[str, str]) -> Answer:
        assert form["requested_token_use"] == "on_behalf_of"
        claims = jwt.decode(form["assertion"], self.key.public_key(), ["RS256"], audience=CLIENT_ID)
        return self._answer(self._users[claims["tid"], claims["oid"]], form)

    def _by_itself(self, tenant: str, form: Mapping[str, str]) -> Answer:
        assert form["scope"] == EVERYTHING
        if tenant not in self.app_allowed:
            return error(700016, "unauthorized_client")
        token = self._opaque(Grant("", tenant, frozenset(), app=True))
        return answer_json(
            {"token_type": "Bearer", "expires_in": self.lasts, "access_token": token, **self.more}
        )  # and no scope

    def _answer(self, user: User, form: Mapping[str, str], nonce: str = "") -> Answer:
        if user.disabled:
            return error(50057, "invalid_grant")
        scopes = set(form["scope"].split()) - OIDC
        if scopes - user.consented:
            return error(65001, "invalid_grant", suberror="consent_required")
        refresh = token_urlsafe(32)
        self._refresh[refresh] = (user, frozenset(scopes))
        told = {
            "token_type": "Bearer",
            "scope": " ".join(sorted(user.consented | {"openid", "profile"})),
            "expires_in": self.lasts,
            "access_token": self._opaque(Grant(user.oid, user.tid, frozenset(user.consented))),
            "refresh_token": refresh,
            "id_token": self._id_token(user, nonce),
            "client_info": urlsafe_b64encode(msgspec.json.encode({"uid": user.oid, "utid": user.tid})).decode(),
        }
        return answer_json(told | self.more)

    def _id_token(self, user: User, nonce: str) -> str:
        usual = {"azp": None, "azpacr": None, "scp": None, "nonce": nonce or None} | self.claims
        dropped = tuple(name for name, value in usual.items() if value is None)
        return self.issue(user, drop=dropped, **{name: value for name, value in usual.items() if value is not None})

    def _opaque(self, grant: Grant) -> str:
        token = f"EwB{token_urlsafe(40)}"  # nothing to be read in it
        self._access[token] = grant
        return token


def _send_back(params: Mapping[str, str], back: Mapping[str, str]) -> Answer:
    return Answer(b"", 302, {"Location": f"{params['redirect_uri']}?{urlencode(back)}"})


@contextmanager
def entra_server(authority: Authority) -> Iterator[Entra]:
    entra = Entra(authority)
    try:
        yield entra
    finally:
        entra.close()
