"""Signing in against a sign-in as strict as Microsoft's: codes, consents, renewals, and what each refusal comes out as."""

import json
import warnings
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from connectors.errors import AccessDenied, ConnectorError, NotThere, SignInNeeded, TryLater
from connectors.microsoft.registration import Registration
from connectors.microsoft.signin import (
    MAIL_SEND,
    READ,
    WRITE,
    AppOnly,
    Delegated,
    Granted,
    begin,
    consent_address,
    finish,
    on_behalf_of,
    read_consent,
)
from tests.simulators.loopback import Answer, answer_json
from tests.simulators.microsoft.entra import CLIENT_ID, CONSUMERS, NORDVERK, RIVALEN, Entra, Grant, User, error
from tests.simulators.vault import Vault
from tests.world import ASTRID

BACK = "https://kanelbulle.example.com/signin/microsoft/callback"
STATE = "a state nobody guesses"
MFA = '{"access_token":{"polids":{"essential":true,"values":["9ab03e19-ed42-4168-b6b7-7001fb3e933a"]}}}'

pytestmark = pytest.mark.filterwarnings("ignore:response_mode='form_post' is recommended")


@pytest.fixture
def astrid(entra: Entra) -> User:
    return entra.user(ASTRID.address, name=ASTRID.name)


def sign_in(entra: Entra, ours: Registration, scopes: tuple[str, ...] = READ, **more: str) -> Granted:
    flow = begin(ours, redirect_uri=BACK, scopes=scopes, state=STATE, **more)
    return finish(ours, flow, entra.visit(flow["auth_uri"]))


def vault_of(granted: Granted) -> Vault:
    return Vault(granted.cache, granted.scopes)


def old(entra: Entra, ours: Registration) -> Vault:
    """A grant whose access token is as good as over."""
    entra.lasts = 60
    vault = vault_of(sign_in(entra, ours))
    entra.lasts = 3599
    return vault


def refreshes(entra: Entra) -> int:
    return sum(form["grant_type"] == "refresh_token" for form in entra.asked_for_tokens())


def key_of(wrong: pytest.ExceptionInfo[ConnectorError]) -> str:
    return str(getattr(wrong.value, "key", ""))


# --- the seller's own consent ---------------------------------------------------------------------------


def test_who_signs_in_is_known_by_directory_and_object_and_gives_what_was_asked(
    entra: Entra, ours: Registration, astrid: User
) -> None:
    granted = sign_in(entra, ours)
    assert (granted.tenant_id, granted.object_id) == (NORDVERK, astrid.oid)
    assert (granted.address, granted.name) == (ASTRID.address, ASTRID.name)
    assert granted.scopes == tuple(sorted(READ))


def test_the_browser_is_sent_with_all_that_keeps_others_out(entra: Entra, ours: Registration, astrid: User) -> None:
    flow = begin(ours, redirect_uri=BACK, scopes=READ, state=STATE, login_hint=ASTRID.address)
    address = urlsplit(flow["auth_uri"])
    asked = {name: values[0] for name, values in parse_qs(address.query).items()}
    assert address.path == "/organizations/oauth2/v2.0/authorize"
    assert set(asked["scope"].split()) == {*READ, "openid", "profile", "offline_access"}
    assert (asked["state"], asked["redirect_uri"], asked["login_hint"]) == (STATE, BACK, ASTRID.address)
    assert asked["code_challenge_method"] == "S256"
    assert len(asked["nonce"]) == 64
    assert "response_mode" not in asked  # in the address: a form from another site would come without our cookie
    assert flow["code_verifier"] not in flow["auth_uri"]
    assert json.loads(json.dumps(flow)) == flow


def test_a_later_consent_keeps_what_was_given_before(entra: Entra, ours: Registration, astrid: User) -> None:
    first = sign_in(entra, ours)
    second = sign_in(entra, ours, (*READ, *WRITE))
    assert second.scopes == tuple(sorted({*first.scopes, *WRITE}))
    token = Delegated(ours, vault_of(second)).token(scopes=READ)
    assert entra.who(token).scopes == {*READ, *WRITE}


def test_what_graph_asks_for_goes_along_to_the_sign_in(entra: Entra, ours: Registration, astrid: User) -> None:
    flow = begin(ours, redirect_uri=BACK, scopes=READ, state=STATE, claims=MFA)
    asked = json.loads(parse_qs(urlsplit(flow["auth_uri"]).query)["claims"][0])
    assert asked["access_token"]["polids"] == json.loads(MFA)["access_token"]["polids"]
    finish(ours, flow, entra.visit(flow["auth_uri"]))
    assert "polids" in entra.asked_for_tokens()[-1]["claims"]


def test_a_code_works_once(entra: Entra, ours: Registration, astrid: User) -> None:
    flow = begin(ours, redirect_uri=BACK, scopes=READ, state=STATE)
    answer = entra.visit(flow["auth_uri"])
    finish(ours, flow, answer)
    with pytest.raises(SignInNeeded) as wrong:
        finish(ours, flow, answer)
    assert key_of(wrong) == "sign_in_again"


def test_a_code_that_another_browser_asked_for_is_worth_nothing(entra: Entra, ours: Registration, astrid: User) -> None:
    mine, theirs = (begin(ours, redirect_uri=BACK, scopes=READ, state=STATE) for _ in range(2))
    with pytest.raises(SignInNeeded):
        finish(ours, mine, entra.visit(theirs["auth_uri"]))


@pytest.mark.parametrize("state", ["", "another", None])
def test_an_answer_with_another_state_is_nobodys_and_nobody_is_asked(
    entra: Entra, ours: Registration, astrid: User, state: str | None
) -> None:
    flow = begin(ours, redirect_uri=BACK, scopes=READ, state=STATE)
    answer = entra.visit(flow["auth_uri"])
    entra.asked.clear()
    for kept in (flow, {}):
        with pytest.raises(SignInNeeded):
            finish(ours, kept, {name: value for name, value in {**answer, "state": state}.items() if value is not None})
    assert entra.asked == []


def test_an_id_token_somebody_else_asked_for_signs_nobody_in(entra: Entra, ours: Registration, astrid: User) -> None:
    entra.claims = {"nonce": "of another browser"}
    with pytest.raises(SignInNeeded):
        sign_in(entra, ours)


def test_who_declines_is_told_so(entra: Entra, ours: Registration, astrid: User) -> None:
    entra.agrees = False
    with pytest.raises(SignInNeeded) as wrong:
        sign_in(entra, ours)
    assert key_of(wrong) == "declined"


def test_private_accounts_are_not_for_companies(entra: Entra, ours: Registration) -> None:
    entra.user("astrid@outlook.example", tid=CONSUMERS)
    with pytest.raises(SignInNeeded) as wrong:
        sign_in(entra, ours)
    assert key_of(wrong) == "other_account"


def test_registered_for_one_company_nobody_else_gets_in(entra: Entra, of_nordverk: Registration, astrid: User) -> None:
    assert sign_in(entra, of_nordverk).tenant_id == NORDVERK
    entra.claims = {"tid": RIVALEN, "iss": f"{entra.url}/{RIVALEN}/v2.0"}
    with pytest.raises(SignInNeeded) as wrong:
        sign_in(entra, of_nordverk)
    assert key_of(wrong) == "other_account"


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": "another app"},
        {"tid": "not a directory"},
        {"tid": None},
        {"tid": RIVALEN},  # and another issuer
        {"oid": "../me"},
        {"oid": None},
        {"exp": 1},
        {"exp": None},
        {"iss": f"https://sts.windows.net/{NORDVERK}/"},  # a token of version 1
    ],
    ids=str,
)
def test_an_id_token_that_is_not_right_signs_nobody_in(
    entra: Entra, ours: Registration, astrid: User, claims: dict[str, object]
) -> None:
    entra.claims = claims
    with pytest.raises(AccessDenied) as wrong:
        sign_in(entra, ours)
    assert key_of(wrong) == "operator_registration"


def test_an_address_is_only_what_somebody_wrote(entra: Entra, ours: Registration, astrid: User) -> None:
    entra.claims = {"preferred_username": " Astrid@Nordverk.Example "}
    assert sign_in(entra, ours).address == ASTRID.address
    entra.claims = {"preferred_username": "+46 70 000 00 00", "email": "astrid@rivalen.example"}
    assert sign_in(entra, ours).address == ""


def test_nothing_kept_secret_is_shown(entra: Entra, ours: Registration, astrid: User) -> None:
    granted = sign_in(entra, ours)
    shown = f"{granted!r} {ours!r}"
    assert "secret" not in shown
    assert "refresh" not in shown.lower()


def test_msal_has_nothing_to_warn_of(entra: Entra, ours: Registration, astrid: User) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        warnings.filterwarnings("ignore", message="response_mode='form_post' is recommended")
        sign_in(entra, ours)


# --- while it lasts, and after --------------------------------------------------------------------------


def test_a_token_is_used_while_it_lasts_without_asking_anybody(entra: Entra, ours: Registration, astrid: User) -> None:
    vault = vault_of(sign_in(entra, ours))
    entra.asked.clear()
    token = Delegated(ours, vault).token()
    assert entra.who(token) == Grant(astrid.oid, NORDVERK, frozenset(READ))
    assert Delegated(ours, vault).token(scopes=("Calendars.Read",)) == token
    assert (entra.asked, vault.kept) == ([], 0)


def test_a_token_is_the_same_however_its_scopes_are_spelt(entra: Entra, ours: Registration, astrid: User) -> None:
    entra.more = {"scope": " ".join(f"https://graph.microsoft.com/{scope}" for scope in READ)}
    granted = sign_in(entra, ours)
    entra.asked.clear()
    Delegated(ours, vault_of(granted)).token()
    assert (granted.scopes, entra.asked) == (tuple(sorted(READ)), [])


def test_an_old_token_is_renewed_and_what_came_is_kept(entra: Entra, ours: Registration, astrid: User) -> None:
    vault = old(entra, ours)
    first = Delegated(ours, vault).token()
    assert (refreshes(entra), vault.kept) == (1, 1)
    assert Delegated(ours, vault).token() == first
    assert Delegated(ours, vault).token(force=True) != first  # with the refresh token that came instead of the first
    assert (refreshes(entra), vault.kept) == (2, 2)


def test_what_graph_wants_instead_goes_along_with_the_renewal(entra: Entra, ours: Registration, astrid: User) -> None:
    vault = vault_of(sign_in(entra, ours))
    Delegated(ours, vault).token(claims=MFA)
    claims = json.loads(entra.asked_for_tokens()[-1]["claims"])
    assert claims["access_token"].keys() == {"polids", "xms_cc"}


def test_who_comes_second_takes_what_the_first_was_given(entra: Entra, ours: Registration, astrid: User) -> None:
    vault = old(entra, ours)
    first = Vault(vault.cache, vault.scopes)
    token = Delegated(ours, first).token()
    vault.meanwhile = first.cache
    assert Delegated(ours, vault).token(force=True) == token
    assert (refreshes(entra), vault.kept) == (1, 0)


def test_while_another_renews_it_one_waits(entra: Entra, ours: Registration, astrid: User) -> None:
    vault = old(entra, ours)
    vault.taken = True
    with pytest.raises(TryLater):
        Delegated(ours, vault).token()
    assert refreshes(entra) == 0


def test_a_token_that_ages_is_renewed_and_still_used_where_that_fails(
    entra: Entra, ours: Registration, astrid: User
) -> None:
    entra.more = {"refresh_in": -1}
    vault = vault_of(sign_in(entra, ours))
    aging = Delegated(ours, Vault(vault.cache, vault.scopes))
    entra.next(Answer(status=503))
    first = aging.token()
    vault.taken = True
    assert Delegated(ours, vault).token() == first
    vault.taken = False
    assert Delegated(ours, vault).token() != first
    with pytest.raises(TryLater):
        vault.taken = True
        Delegated(ours, vault).token(force=True)


def test_who_has_never_signed_in_is_asked_to(ours: Registration) -> None:
    with pytest.raises(SignInNeeded) as wrong:
        Delegated(ours, Vault()).token()
    assert key_of(wrong) == "sign_in_again"


@pytest.mark.parametrize("cache", [b"", b"{}", b"no json", b"\xff"])
def test_a_grant_of_nothing_is_signed_in_for_again(ours: Registration, cache: bytes) -> None:
    with pytest.raises(SignInNeeded):
        Delegated(ours, Vault(cache)).token()


def no_longer(entra: Entra, astrid: User) -> None:
    entra.revoke(astrid)


def disabled(entra: Entra, astrid: User) -> None:
    entra.disable(astrid)


def not_consented(entra: Entra, astrid: User) -> None:
    entra.withdraw(astrid)


def too_old_a_secret(entra: Entra, _: User) -> None:
    entra.expire_secret()


@pytest.mark.parametrize(
    ("happens", "kind", "key"),
    [
        (no_longer, SignInNeeded, "sign_in_again"),
        (disabled, NotThere, ""),
        (not_consented, SignInNeeded, "consent"),
        (too_old_a_secret, AccessDenied, "operator_secret"),
    ],
)
def test_what_has_happened_meanwhile_is_told_by_whom_it_is_for(
    entra: Entra,
    ours: Registration,
    astrid: User,
    happens: Callable[[Entra, User], None],
    kind: type[ConnectorError],
    key: str,
) -> None:
    vault = old(entra, ours)
    before = vault.cache
    happens(entra, astrid)
    with pytest.raises(kind) as wrong:
        Delegated(ours, vault).token()
    assert (key_of(wrong), vault.cache) == (key, before)


def test_a_scope_nobody_has_agreed_to_is_asked_for_when_it_is_needed(
    entra: Entra, ours: Registration, astrid: User
) -> None:
    vault = vault_of(sign_in(entra, ours))
    with pytest.raises(SignInNeeded) as wrong:
        Delegated(ours, vault).token(scopes=MAIL_SEND)
    assert key_of(wrong) == "consent"


def test_a_refusal_is_not_told_again_once_it_is_over(entra: Entra, ours: Registration, astrid: User) -> None:
    vault = old(entra, ours)
    entra.next(error(65001, "invalid_grant", suberror="consent_required"))
    with pytest.raises(SignInNeeded):
        Delegated(ours, vault).token()
    assert entra.who(Delegated(ours, vault).token()).oid == astrid.oid


def test_a_new_factor_comes_with_what_to_ask_for(entra: Entra, ours: Registration, astrid: User) -> None:
    vault = old(entra, ours)
    entra.next(error(50076, "interaction_required", claims=MFA))
    with pytest.raises(SignInNeeded) as wrong:
        Delegated(ours, vault).token()
    assert wrong.value.claims == MFA


@pytest.mark.parametrize(
    ("answer", "after"),
    [
        (Answer(status=503), timedelta(minutes=1)),
        (answer_json({}, 429, retry_after="7"), timedelta(seconds=7)),
        (answer_json({}, 429, retry_after="2.128"), timedelta(seconds=2.128)),
        (answer_json({}, 500, retry_after="soon"), timedelta(minutes=1)),
        (Answer(b"<html>a proxy of ours</html>"), timedelta(minutes=1)),
        (Answer(b"[1, 2]"), timedelta(minutes=1)),
        (Answer(b"[" * 100_000), timedelta(minutes=1)),
        (Answer(b"{}"), timedelta(minutes=1)),
        (answer_json({"access_token": 7, "expires_in": "soon"}), timedelta(minutes=1)),
        (answer_json({"access_token": "x", "id_token": "y"}), timedelta(minutes=1)),
        (Answer(b"x" * 1_100_000), timedelta(minutes=1)),
        (Answer(cut=True), timedelta(minutes=1)),
        (Answer(b"", 302, {"Location": "https://elsewhere.example/"}), timedelta(minutes=1)),
        (Answer(b"<html>bad gateway</html>", 400), timedelta(minutes=1)),
    ],
    ids=lambda value: str(value)[:60],
)
def test_what_is_no_answer_is_asked_for_later(
    entra: Entra, ours: Registration, astrid: User, answer: Answer, after: timedelta
) -> None:
    vault = old(entra, ours)
    entra.next(answer)
    with pytest.raises(TryLater) as wrong:
        Delegated(ours, vault).token()
    assert wrong.value.after == after
    assert vault.kept == 0


def test_a_sign_in_nobody_answers_at_is_asked_later(ours: Registration) -> None:
    away = replace(ours, authority="https://localhost:1")
    with pytest.raises(TryLater) as wrong:
        begin(away, redirect_uri=BACK, scopes=READ, state=STATE)
    assert "localhost" not in str(wrong.value)


def test_a_server_nobody_we_trust_vouches_for_is_not_talked_to(entra: Entra, ours: Registration) -> None:
    with pytest.raises(TryLater):
        begin(replace(ours, trust=None), redirect_uri=BACK, scopes=READ, state=STATE)


def test_what_to_trust_is_not_looked_for_in_the_environment(
    entra: Entra, ours: Registration, astrid: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/nowhere/authority.pem")
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("MSAL_FORCE_REGION", "swedencentral")
    assert sign_in(entra, ours).object_id == astrid.oid


def test_a_directory_there_is_none_of_is_for_whoever_runs_us(entra: Entra, ours: Registration) -> None:
    with pytest.raises(AccessDenied) as wrong:
        begin(replace(ours, tenant_id="nobody.example"), redirect_uri=BACK, scopes=READ, state=STATE)
    assert key_of(wrong) == "operator_registration"


# --- the app by itself ----------------------------------------------------------------------------------


def test_an_app_by_itself_is_let_in_by_the_admin_and_asks_once(entra: Entra, ours: Registration) -> None:
    vault = Vault(company=True)
    token = AppOnly(ours, NORDVERK, vault).token(scopes=READ)
    assert entra.who(token) == Grant("", NORDVERK, frozenset(), app=True)
    assert AppOnly(ours, NORDVERK, vault).token() == token
    assert (len(entra.asked_for_tokens()), vault.kept) == (1, 1)
    assert entra.asked[-1].path == f"/{NORDVERK}/oauth2/v2.0/token"
    assert AppOnly(ours, NORDVERK, vault).token(force=True) != token
    assert AppOnly(ours, NORDVERK, vault).token(claims=MFA) != token
    assert vault.kept == 3


def test_an_app_nobody_let_in_asks_the_admin_and_gets_in_once_that_is_done(entra: Entra, ours: Registration) -> None:
    app = AppOnly(ours, RIVALEN, Vault(company=True))
    with pytest.raises(AccessDenied) as wrong:
        app.token()
    assert key_of(wrong) == "ask_admin"
    entra.app_allowed.add(RIVALEN)
    assert entra.who(app.token()).tid == RIVALEN


def test_an_app_without_a_directory_asks_the_admin(entra: Entra, ours: Registration) -> None:
    with pytest.raises(AccessDenied) as wrong:
        AppOnly(ours, "", Vault(company=True)).token()
    assert (key_of(wrong), entra.asked) == ("ask_admin", [])


def test_an_app_goes_on_with_what_lasts_while_the_sign_in_is_away(entra: Entra, ours: Registration) -> None:
    entra.more = {"refresh_in": -1}
    app = AppOnly(ours, NORDVERK, Vault(company=True))
    token = app.token()
    entra.next(Answer(status=503), Answer(status=503))
    assert app.token() == token
    with pytest.raises(TryLater):
        app.token(force=True)


@pytest.mark.parametrize(
    ("graph", "scope"),
    [
        ("https://graph.microsoft.us", "https://graph.microsoft.us/.default"),
        ("https://microsoftgraph.chinacloudapi.cn", "https://microsoftgraph.chinacloudapi.cn/.default"),
        ("http://127.0.0.1:9", "https://graph.microsoft.com/.default"),
    ],
)
def test_a_nations_own_graph_has_tokens_of_its_own(ours: Registration, graph: str, scope: str) -> None:
    assert replace(ours, graph=graph).everything == scope


# --- a certificate instead of a secret ------------------------------------------------------------------


def make_certificate(bits: int = 2048) -> tuple[str, str]:
    """A private key and its certificate, as PEM."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=bits)
    name, now = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Kanelbulle")]), datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    return pem.decode(), made.public_bytes(serialization.Encoding.PEM).decode()


@pytest.fixture(scope="module")
def mine() -> tuple[str, str]:
    return make_certificate()


@pytest.fixture(scope="module")
def anothers() -> tuple[str, str]:
    return make_certificate()


def test_an_app_proves_itself_by_a_certificate(
    entra: Entra, ours: Registration, mine: tuple[str, str], anothers: tuple[str, str]
) -> None:
    key, certificate = mine
    entra.certificate, entra.secret = certificate, ""
    for whole in (key + certificate, anothers[1] + certificate + key):  # in whatever order, and with its chain
        proven = replace(ours, secret="", certificate=whole)
        assert entra.who(AppOnly(proven, NORDVERK, Vault(company=True)).token()).app
    assert "client_secret" not in entra.asked_for_tokens()[-1]
    entra.certificate = anothers[1]
    with pytest.raises(AccessDenied) as wrong:
        AppOnly(proven, NORDVERK, Vault(company=True)).token()
    assert key_of(wrong) == "operator_secret"


def test_who_signs_in_to_an_app_with_a_certificate_is_signed_in(
    entra: Entra, ours: Registration, astrid: User, mine: tuple[str, str]
) -> None:
    entra.certificate, entra.secret = mine[1], ""
    proven = replace(ours, secret="", certificate="".join(mine))
    vault = old(entra, proven)
    assert entra.who(Delegated(proven, vault).token()).oid == astrid.oid


def test_a_certificate_that_is_not_the_keys_is_told_before_anybody_is_asked(
    entra: Entra, ours: Registration, mine: tuple[str, str], anothers: tuple[str, str]
) -> None:
    key, certificate = mine
    for whole in (key, certificate, key + anothers[1], key[:300] + certificate, "PEM", key + certificate[:200]):
        with pytest.raises(AccessDenied) as wrong:
            AppOnly(replace(ours, certificate=whole), NORDVERK, Vault(company=True)).token()
        assert key_of(wrong) == "operator_secret"
    with pytest.raises(AccessDenied):
        AppOnly(replace(ours, secret=""), NORDVERK, Vault(company=True)).token()
    assert entra.asked == []


# --- on behalf of whoever holds a pane's token ----------------------------------------------------------


def test_a_panes_token_is_changed_for_a_grant(entra: Entra, ours: Registration, astrid: User) -> None:
    astrid.consented |= set(READ)
    granted = on_behalf_of(ours, entra.issue(astrid))
    assert (granted.tenant_id, granted.object_id, granted.scopes) == (NORDVERK, astrid.oid, tuple(sorted(READ)))
    vault = vault_of(granted)
    assert entra.who(Delegated(ours, vault).token()).oid == astrid.oid
    assert entra.who(Delegated(ours, vault).token(force=True)).oid == astrid.oid


def test_where_more_is_asked_of_the_person_the_pane_hears_what(entra: Entra, ours: Registration, astrid: User) -> None:
    entra.next(error(50079, "interaction_required", claims=MFA))
    with pytest.raises(SignInNeeded) as wrong:
        on_behalf_of(ours, entra.issue(astrid))
    assert (key_of(wrong), wrong.value.claims) == ("sign_in_again", MFA)


def test_a_panes_person_who_has_not_agreed_is_asked_to(entra: Entra, ours: Registration, astrid: User) -> None:
    with pytest.raises(SignInNeeded) as wrong:
        on_behalf_of(ours, entra.issue(astrid))
    assert key_of(wrong) == "consent"


# --- an admin's consent ---------------------------------------------------------------------------------


def test_an_admin_agrees_for_everybody(entra: Entra, ours: Registration) -> None:
    address = consent_address(ours, tenant_id=RIVALEN, redirect_uri=BACK, state=STATE)
    asked = parse_qs(urlsplit(address).query)
    assert urlsplit(address).path == f"/{RIVALEN}/v2.0/adminconsent"
    assert (asked["client_id"], asked["scope"]) == ([CLIENT_ID], ["https://graph.microsoft.com/.default"])
    answer = entra.visit(address)
    read_consent(answer)
    assert answer["state"] == STATE
    assert AppOnly(ours, RIVALEN, Vault(company=True)).token()


@pytest.mark.parametrize(
    "answer",
    [
        {"admin_consent": "True", "error": "consent_required", "error_description": "AADSTS65004", "state": STATE},
        {"admin_consent": "True", "error": "access_denied"},
        {"admin_consent": "False"},
        {},
    ],
)
def test_a_no_is_told_from_a_yes(answer: Mapping[str, str]) -> None:
    with pytest.raises(SignInNeeded) as wrong:
        read_consent(answer)
    assert key_of(wrong) == "declined"
