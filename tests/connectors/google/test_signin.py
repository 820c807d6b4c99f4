"""Signing in against a sign-in as strict as Google's: codes, consents, renewals, delegations, and what refusals come out as."""

import json
import os
import warnings
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from connectors.errors import AccessDenied, ConnectorError, NotThere, SignInNeeded, TryLater
from connectors.google.access import READ_CALENDAR, renew_grant
from connectors.google.kept import Grant, read_kept, write_kept
from connectors.google.registration import GOOGLES, Registration, fetch_endpoints
from connectors.google.signin import (
    IDENTITY,
    MAIL_SEND,
    READ,
    WRITE,
    Delegated,
    Granted,
    Impersonating,
    Unlasting,
    begin,
    finish,
    knock,
    revoke,
)
from tests.simulators.google.accounts import CLIENT_ID, SECRET, sub_of
from tests.simulators.google.calendar import Calendar
from tests.simulators.google.google import Google
from tests.simulators.loopback import Answer, answer_json, serve
from tests.simulators.vault import Vault
from tests.world import ASTRID

BACK = "https://kanelbulle.example.com/signin/google/callback"
STATE = "a state nobody guesses"
MAIL = (*sorted(IDENTITY), *MAIL_SEND)


@pytest.fixture
def astrid(google: Google) -> Calendar:
    return google.calendar(ASTRID.address, name=ASTRID.name)


def sign_in(google: Google, ours: Registration, scopes: tuple[str, ...] = READ, **more: str) -> Granted:
    flow = begin(ours, redirect_uri=BACK, scopes=scopes, state=STATE, **more)
    return finish(ours, flow, google.visit(flow["auth_uri"]))


def vault_of(granted: Granted, kept: bytes = b"") -> Vault:
    return Vault(*granted.joined(kept))


def old(google: Google, ours: Registration) -> Vault:
    """A grant whose access token is as good as over."""
    google.accounts.lasts = 60
    vault = vault_of(sign_in(google, ours))
    google.accounts.lasts = 3599
    return vault


def refreshes(google: Google) -> int:
    return sum(form["grant_type"] == "refresh_token" for form in google.accounts.asked_for_tokens())


def key_of(wrong: pytest.ExceptionInfo[ConnectorError]) -> str:
    return str(getattr(wrong.value, "key", ""))


def token_endpoint(ours: Registration, answer: Answer, asks: Callable[[Registration], object]) -> ConnectorError:
    """What becomes of a token endpoint's answer."""
    served = serve(lambda asked: answer if asked.path == "/token" else Answer(status=404))
    with served as server, pytest.raises(ConnectorError) as wrong:
        asks(replace(ours, accounts=server.url))
    return wrong.value


# --- the seller's own consent ---------------------------------------------------------------------------


def test_who_signs_in_is_known_by_a_number_and_gives_what_was_asked(
    google: Google, ours: Registration, astrid: Calendar
) -> None:
    granted = sign_in(google, ours)
    assert (granted.who.person, granted.who.domain) == (sub_of(ASTRID.address), "nordverk.example")
    assert (granted.who.address, granted.who.name) == (ASTRID.address, ASTRID.name)
    assert set(granted.grant.scopes) == set(READ)


def test_the_browser_is_sent_with_all_that_keeps_others_out(google: Google, ours: Registration) -> None:
    flow = begin(ours, redirect_uri=BACK, scopes=READ, state=STATE, login_hint=ASTRID.address, prompt="consent")
    address = urlsplit(flow["auth_uri"])
    asked = {name: values[0] for name, values in parse_qs(address.query).items()}
    assert (f"{address.scheme}://{address.netloc}", address.path) == (google.accounts_url, "/o/oauth2/v2/auth")
    assert set(asked["scope"].split()) == set(READ)
    assert (asked["state"], asked["redirect_uri"], asked["login_hint"]) == (STATE, BACK, ASTRID.address)
    assert (asked["code_challenge_method"], asked["access_type"], asked["prompt"]) == ("S256", "offline", "consent")
    assert "include_granted_scopes" not in asked  # it would bring Gmail into the calendar's grant
    assert flow["code_verifier"] not in flow["auth_uri"]
    assert json.loads(json.dumps(flow)) == flow


def test_consent_is_not_asked_for_again_by_itself_and_no_private_account_is_offered(ours: Registration) -> None:
    asked = parse_qs(urlsplit(begin(ours, redirect_uri=BACK, scopes=READ, state=STATE)["auth_uri"]).query)
    assert ("prompt" in asked, asked["hd"]) == (False, ["*"])


def test_google_itself_is_known_without_asking(ours: Registration) -> None:
    real = Registration(client_id=CLIENT_ID, secret=SECRET)
    assert fetch_endpoints(real) == GOOGLES
    flow = begin(real, redirect_uri=BACK, scopes=READ, state=STATE)
    assert flow["auth_uri"].startswith("https://accounts.google.com/o/oauth2/v2/auth?")


def test_a_code_works_once(google: Google, ours: Registration, astrid: Calendar) -> None:
    flow = begin(ours, redirect_uri=BACK, scopes=READ, state=STATE)
    answer = google.visit(flow["auth_uri"])
    finish(ours, flow, answer)
    with pytest.raises(SignInNeeded) as wrong:
        finish(ours, flow, answer)
    assert key_of(wrong) == "sign_in_again"


def test_a_code_that_another_browser_asked_for_is_worth_nothing(
    google: Google, ours: Registration, astrid: Calendar
) -> None:
    mine, theirs = (begin(ours, redirect_uri=BACK, scopes=READ, state=STATE) for _ in range(2))
    with pytest.raises(SignInNeeded):
        finish(ours, mine, google.visit(theirs["auth_uri"]))


@pytest.mark.parametrize("state", ["", "another", None])
def test_an_answer_with_another_state_is_nobodys_and_nobody_is_asked(
    google: Google, ours: Registration, astrid: Calendar, state: str | None
) -> None:
    flow = begin(ours, redirect_uri=BACK, scopes=READ, state=STATE)
    answer = google.visit(flow["auth_uri"])
    google.accounts.asked.clear()
    for kept in (flow, {}):
        with pytest.raises(SignInNeeded):
            finish(ours, kept, {name: value for name, value in {**answer, "state": state}.items() if value is not None})
    assert google.accounts.asked == []


def test_who_declines_is_told_so(google: Google, ours: Registration, astrid: Calendar) -> None:
    google.accounts.agrees = False
    with pytest.raises(SignInNeeded) as wrong:
        sign_in(google, ours)
    assert key_of(wrong) == "declined"


def test_private_accounts_are_not_for_companies(google: Google, ours: Registration) -> None:
    google.calendar("astrid@gmail.com")
    with pytest.raises(SignInNeeded) as wrong:
        sign_in(google, ours)
    assert key_of(wrong) == "other_account"


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": "another app"},
        {"aud": [CLIENT_ID, "another app"]},
        {"iss": "https://accounts.rivalen.example"},
        {"iss": None},
        {"exp": 1},
        {"exp": None},
        {"sub": None},
        {"sub": ""},
        {"sub": "1" * 256},
    ],
    ids=str,
)
def test_an_id_token_that_is_not_right_signs_nobody_in(
    google: Google, ours: Registration, astrid: Calendar, claims: dict[str, object]
) -> None:
    google.accounts.claims = claims
    with pytest.raises(AccessDenied) as wrong:
        sign_in(google, ours)
    assert key_of(wrong) == "operator_registration"


@pytest.mark.parametrize("issuer", ["https://accounts.google.com", "accounts.google.com"])
def test_google_has_two_names(google: Google, ours: Registration, astrid: Calendar, issuer: str) -> None:
    google.accounts.claims = {"iss": issuer}
    assert sign_in(google, ours).who.address == ASTRID.address


def test_an_address_counts_where_google_has_verified_it(google: Google, ours: Registration, astrid: Calendar) -> None:
    google.accounts.claims = {"email": " Astrid@Nordverk.Example "}
    assert sign_in(google, ours).who.address == ASTRID.address
    for said in (False, None, "true"):
        google.accounts.claims = {"email_verified": said}
        assert sign_in(google, ours).who.address == ""


def test_an_account_of_no_company_proves_nothing_whatever_its_address(google: Google, ours: Registration) -> None:
    """Anybody who once had a mailbox at Nordverk may have such an account."""
    google.calendar(ASTRID.address, domain="")
    with pytest.raises(SignInNeeded) as wrong:
        sign_in(google, ours)
    assert key_of(wrong) == "other_account"


def test_nothing_kept_secret_is_shown(google: Google, ours: Registration, astrid: Calendar) -> None:
    granted = sign_in(google, ours)
    shown = f"{granted!r} {ours!r} {granted.grant!r}"
    assert not any(word in shown for word in (SECRET, "1//0", "ya29."))


def test_nothing_secret_is_logged_however_much_is(
    google: Google, ours: Registration, astrid: Calendar, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("DEBUG"):
        flow = begin(ours, redirect_uri=BACK, scopes=READ, state=STATE)
        answer = google.visit(flow["auth_uri"])
        Delegated(ours, vault_of(finish(ours, flow, answer))).token(force=True)
    assert not any(word in caplog.text for word in (SECRET, "1//0", "ya29.", answer["code"], flow["code_verifier"]))


def test_the_process_is_left_as_it_was(google: Google, ours: Registration, astrid: Calendar) -> None:
    """Neither fewer scopes than were asked nor plain http on this machine takes a variable for all of it."""
    before = dict(os.environ)
    google.accounts.unticks = frozenset({"userinfo.profile"})
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        granted = sign_in(google, ours)
    assert dict(os.environ) == before
    assert not any(name.startswith("OAUTHLIB") for name in os.environ)
    assert set(READ) - set(granted.grant.scopes) == {"https://www.googleapis.com/auth/userinfo.profile"}


# --- what is kept ---------------------------------------------------------------------------------------


def test_what_was_granted_is_kept_and_not_what_was_asked(google: Google, ours: Registration, astrid: Calendar) -> None:
    google.accounts.unticks = frozenset({"calendar.events"})
    vault = vault_of(sign_in(google, ours, (*READ, *WRITE)))
    assert set(vault.scopes) == set(READ)
    with pytest.raises(SignInNeeded) as wrong:
        Delegated(ours, vault).token(scopes=WRITE)
    assert key_of(wrong) == "consent"


@pytest.mark.parametrize("unticked", ["calendar.events.readonly", "calendar.settings.readonly"])
def test_without_the_calendar_there_is_nothing_to_keep(
    google: Google, ours: Registration, astrid: Calendar, unticked: str
) -> None:
    google.accounts.unticks = frozenset({unticked})
    with pytest.raises(SignInNeeded) as wrong:
        sign_in(google, ours).joined(b"")
    assert (key_of(wrong), type(wrong.value)) == ("consent", SignInNeeded)


def test_who_comes_again_goes_on_with_the_grant_there_is(google: Google, ours: Registration, astrid: Calendar) -> None:
    first = vault_of(sign_in(google, ours, (*READ, *WRITE)))
    again = sign_in(google, ours)
    assert again.grant.refresh == ""
    assert again.joined(first.cache or b"") == (first.cache, first.scopes)


def test_where_nothing_is_kept_that_lasts_it_is_asked_for(google: Google, ours: Registration, astrid: Calendar) -> None:
    sign_in(google, ours)
    again = sign_in(google, ours)
    for kept in (b"", b"nothing of ours", write_kept([Grant(READ, token="ya29.x")]), write_kept([Grant(MAIL, "1//x")])):
        with pytest.raises(Unlasting):
            again.joined(kept)
    assert vault_of(sign_in(google, ours, prompt="consent")).scopes == tuple(sorted(READ))


def test_the_mail_is_a_grant_of_its_own_which_ends_with_the_password(
    google: Google, ours: Registration, astrid: Calendar
) -> None:
    calendar = vault_of(sign_in(google, ours))
    both = vault_of(sign_in(google, ours, MAIL, prompt="consent"), calendar.cache or b"")
    assert set(both.scopes) == {*READ, *MAIL_SEND}
    assert set(google.grants[Delegated(ours, both).token(scopes=MAIL_SEND)].scopes) == set(MAIL)
    assert set(google.grants[Delegated(ours, both).token()].scopes) == set(READ)
    google.accounts.change_password(ASTRID.address)
    with pytest.raises(SignInNeeded):
        Delegated(ours, both).token(scopes=MAIL_SEND, force=True)
    assert set(both.scopes) == set(READ)
    assert Delegated(ours, both).token(force=True)


def test_the_mail_alone_is_nothing_to_keep(google: Google, ours: Registration, astrid: Calendar) -> None:
    with pytest.raises(SignInNeeded) as wrong:
        sign_in(google, ours, MAIL).joined(b"")
    assert key_of(wrong) == "consent"


def test_asked_for_more_the_calendars_grant_is_replaced_and_the_mails_stays(
    google: Google, ours: Registration, astrid: Calendar
) -> None:
    kept, _ = sign_in(google, ours).joined(b"")
    kept, _ = sign_in(google, ours, MAIL, prompt="consent").joined(kept)
    kept, scopes = sign_in(google, ours, (*READ, *WRITE), prompt="consent").joined(kept)
    assert set(scopes) == {*READ, *WRITE, *MAIL_SEND}
    assert sorted(len(one.scopes) for one in read_kept(kept)) == [len(MAIL), len(READ) + len(WRITE)]


# --- while it lasts, and after --------------------------------------------------------------------------


def test_a_token_is_used_while_it_lasts_without_asking_anybody(
    google: Google, ours: Registration, astrid: Calendar
) -> None:
    vault = vault_of(sign_in(google, ours))
    google.accounts.asked.clear()
    token = Delegated(ours, vault).token()
    assert google.grants[token].address == ASTRID.address
    assert Delegated(ours, vault).token(scopes=READ_CALENDAR[:1]) == token
    assert (google.accounts.asked, vault.kept) == ([], 0)


def test_an_old_token_is_renewed_and_what_came_is_kept(google: Google, ours: Registration, astrid: Calendar) -> None:
    vault = old(google, ours)
    first = Delegated(ours, vault).token()
    assert (refreshes(google), vault.kept) == (1, 1)
    assert Delegated(ours, vault).token() == first
    assert Delegated(ours, vault).token(force=True) != first
    assert (refreshes(google), vault.kept) == (2, 2)
    assert set(vault.scopes) == set(READ)


def test_who_was_quicker_is_believed(google: Google, ours: Registration, astrid: Calendar) -> None:
    vault = old(google, ours)
    other = Vault(vault.cache, vault.scopes)
    quicker = Delegated(ours, other).token()
    vault.meanwhile = other.cache
    assert Delegated(ours, vault).token(force=True) == quicker
    assert refreshes(google) == 1


def test_while_another_renews_it_what_lasts_is_used(google: Google, ours: Registration, astrid: Calendar) -> None:
    google.accounts.lasts = 300
    vault = vault_of(sign_in(google, ours))
    vault.taken = True
    assert google.grants[Delegated(ours, vault).token()]
    with pytest.raises(TryLater):
        Delegated(ours, vault).token(force=True)


def test_what_google_no_longer_takes_is_kept_no_longer(google: Google, ours: Registration, astrid: Calendar) -> None:
    vault = old(google, ours)
    google.accounts.revoke(ASTRID.address)
    for _ in range(2):
        with pytest.raises(SignInNeeded) as wrong:
            Delegated(ours, vault).token()
        assert key_of(wrong) == "sign_in_again"
    assert (refreshes(google), vault.scopes) == (1, ())


@pytest.mark.parametrize("cache", [None, b"", b"[]", b"no JSON", b'{"of": "another"}'])
def test_where_nothing_is_kept_the_seller_signs_in(ours: Registration, cache: bytes | None) -> None:
    with pytest.raises(SignInNeeded) as wrong:
        Delegated(ours, Vault(cache)).token()
    assert key_of(wrong) == "sign_in_again"


def test_who_leaves_is_forgotten_at_google_too(google: Google, ours: Registration, astrid: Calendar) -> None:
    vault = vault_of(sign_in(google, ours))
    token = Delegated(ours, vault).token()
    revoke(ours, vault.cache or b"")
    assert (token in google.grants, google.accounts.refresh) == (False, {})
    revoke(ours, vault.cache or b"")  # known to nobody is as good as ended
    asked = len(google.accounts.asked)
    revoke(ours, b"nothing of ours")
    assert len(google.accounts.asked) == asked


REFUSALS: list[tuple[dict[str, object], int, type[ConnectorError], str]] = [
    ({"error": "invalid_grant", "error_description": "Token has been expired or revoked."}, 400, SignInNeeded, "sign_in_again"),
    ({"error": "invalid_grant", "error_subtype": "invalid_rapt"}, 400, SignInNeeded, "sign_in_again"),
    ({"error": "invalid_grant", "error_subtype": "rapt_required"}, 400, SignInNeeded, "sign_in_again"),
    ({"error": "unauthorized_client"}, 401, SignInNeeded, "sign_in_again"),
    ({"error": "invalid_scope"}, 400, SignInNeeded, "consent"),
    ({"error": "admin_policy_enforced"}, 400, AccessDenied, "ask_admin"),
    ({"error": "access_denied"}, 403, AccessDenied, "ask_admin"),
    ({"error": "invalid_client"}, 401, AccessDenied, "operator_secret"),
    ({"error": "deleted_client"}, 401, AccessDenied, "operator_registration"),
    ({"error": "something new"}, 400, AccessDenied, "operator_registration"),
    ({"error": "invalid_client"}, 503, TryLater, ""),
    ({}, 429, TryLater, ""),
]  # fmt: skip


@pytest.mark.parametrize(("body", "status", "kind", "key"), REFUSALS, ids=lambda value: str(value)[:60])
def test_a_refusal_says_who_does_what_next(
    ours: Registration, body: Mapping[str, object], status: int, kind: type[ConnectorError], key: str
) -> None:
    answer = answer_json(body, status)
    grant = Grant(READ, refresh="1//x")
    for asks in (lambda at: renew_grant(at, grant), lambda at: finish(at, FLOW, {"code": "4/x", "state": STATE})):
        error = token_endpoint(ours, answer, asks)
        assert (type(error), getattr(error, "key", "")) == (kind, key)


FLOW = {"state": STATE, "code_verifier": "v" * 43, "redirect_uri": BACK}


@pytest.mark.parametrize(
    "answer",
    [
        Answer(b"<html>a proxy</html>"),
        Answer(b"<html>a proxy</html>", 404),
        Answer(b"[]"),
        Answer(b"{}"),
        Answer(b'"text"', 400),
        answer_json({"access_token": 7, "expires_in": 3599}),
        answer_json({"access_token": "ya29.x", "expires_in": "soon"}),
        Answer(b"x" * 1_100_000),
        Answer(b'{"access_token"', cut=True),
        Answer(b"", 302, {"Location": "https://elsewhere.example/"}),
    ],
    ids=range(10),
)
def test_an_answer_that_is_none_is_waited_out(ours: Registration, answer: Answer) -> None:
    for asks in (
        lambda at: renew_grant(at, Grant(READ, refresh="1//x")),
        lambda at: finish(at, FLOW, {"code": "4/x", "state": STATE}),
    ):
        assert isinstance(token_endpoint(ours, answer, asks), TryLater)


def test_a_sign_in_asks_us_to_wait_as_long_as_it_likes(ours: Registration) -> None:
    error = token_endpoint(
        ours, answer_json({}, 503, retry_after="120"), lambda at: renew_grant(at, Grant(READ, refresh="1//x"))
    )
    assert isinstance(error, TryLater)
    assert error.after.total_seconds() == 120


def test_while_nobody_answers_it_is_tried_later(ours: Registration) -> None:
    away = replace(ours, accounts="http://127.0.0.1:1")
    with pytest.raises(TryLater):
        begin(away, redirect_uri=BACK, scopes=READ, state=STATE)


@pytest.mark.parametrize(
    ("error", "key"),
    [
        ("access_denied", "declined"),
        ("admin_policy_enforced", "ask_admin"),
        ("org_internal", "other_account"),
        ("interaction_required", "sign_in_again"),
        ("something new", "operator_registration"),
    ],
)
def test_who_comes_back_with_an_error_is_told_what_it_means(ours: Registration, error: str, key: str) -> None:
    with pytest.raises((SignInNeeded, AccessDenied)) as wrong:
        finish(ours, FLOW, {"error": error, "state": STATE})
    assert key_of(wrong) == key


# --- where the sign-in is -------------------------------------------------------------------------------


def document(base: str, host: str = "") -> dict[str, str]:
    there = host or base
    return {
        "issuer": base,
        "authorization_endpoint": f"{there}/consent",
        "token_endpoint": f"{there}/tokens",
        "revocation_endpoint": f"{there}/over",
    }


def test_another_sign_in_tells_where_its_doors_are(ours: Registration) -> None:
    with serve(lambda asked: answer_json(document(f"http://{asked.headers['host']}"))) as server:
        there = fetch_endpoints(replace(ours, accounts=server.url))
    assert (there.consent, there.token, there.revoke) == tuple(
        f"{server.url}/{one}" for one in ("consent", "tokens", "over")
    )
    assert server.url in there.issuers


@pytest.mark.parametrize(
    "answer",
    [answer_json({}, 404), Answer(b"<html>"), answer_json(document("http://127.0.0.1:1", "https://rivalen.example"))],
    ids=range(3),
)
def test_one_that_tells_nothing_or_of_other_hosts_has_its_doors_where_googles_are(
    ours: Registration, answer: Answer
) -> None:
    with serve(answer) as server:
        there = fetch_endpoints(replace(ours, accounts=server.url))
    assert there.token == f"{server.url}/token"
    assert (there.consent, there.revoke) == (f"{server.url}/o/oauth2/v2/auth", f"{server.url}/revoke")


def test_our_client_and_its_secret_can_be_tried(google: Google, ours: Registration) -> None:
    knock(ours)
    for wrong_one in (replace(ours, secret="of last year"), replace(ours, secret=""), replace(ours, client_id="x")):
        with pytest.raises(AccessDenied) as wrong:
            knock(wrong_one)
        assert key_of(wrong) == "operator_secret"


# --- in somebody's name ---------------------------------------------------------------------------------


@pytest.fixture
def key(google: Google) -> dict[str, Any]:
    """An admin of Nordverk lets it read."""
    return dict(google.service_account(*READ_CALENDAR))


def test_a_service_account_stands_for_a_seller_as_the_admin_has_said(
    google: Google, astrid: Calendar, key: dict[str, Any]
) -> None:
    vault = Vault(company=True)
    token = Impersonating(key, ASTRID.address, vault).token()
    grant = google.grants[token]
    assert (grant.address, grant.app, set(grant.scopes)) == (ASTRID.address, False, set(READ_CALENDAR))
    google.accounts.asked.clear()
    assert Impersonating(key, ASTRID.address, vault).token() == token  # kept for every worker
    assert google.accounts.asked == []
    assert Impersonating(key, ASTRID.address, vault).token(force=True) != token


def test_who_somebody_is_is_not_asked_of_a_delegation(google: Google, astrid: Calendar, key: dict[str, Any]) -> None:
    token = Impersonating(key, ASTRID.address, Vault(company=True)).token(scopes=READ)
    assert set(google.grants[token].scopes) == set(READ_CALENDAR)


def test_each_set_of_scopes_has_a_token_of_its_own(google: Google, astrid: Calendar) -> None:
    key = google.service_account(*READ_CALENDAR, *WRITE)
    access = Impersonating(key, ASTRID.address, Vault(company=True))
    read, write = access.token(), access.token(scopes=WRITE)
    assert set(google.grants[read].scopes) == set(READ_CALENDAR)
    assert set(google.grants[write].scopes) == set(WRITE)
    assert (access.token(), access.token(scopes=WRITE)) == (read, write)


def test_what_the_admin_has_not_delegated_is_for_the_admin(
    google: Google, astrid: Calendar, key: dict[str, Any]
) -> None:
    with pytest.raises(AccessDenied) as wrong:
        Impersonating(key, ASTRID.address, Vault(company=True)).token(scopes=(*READ_CALENDAR, *WRITE))
    assert key_of(wrong) == "ask_admin"


def test_an_address_nobody_has_is_not_there(google: Google, astrid: Calendar, key: dict[str, Any]) -> None:
    google.calendar("olle@norrgruvan.example")
    for address in ("nobody@nordverk.example", "olle@norrgruvan.example"):
        with pytest.raises(NotThere):
            Impersonating(key, address, Vault(company=True)).token()


def test_a_key_taken_back_is_the_operators(google: Google, astrid: Calendar, key: dict[str, Any]) -> None:
    other = google.service_account(*READ_CALENDAR, name="another")
    for wrong_key in ({**key, "private_key": other["private_key"]}, {**key, "private_key": "none"}, {}):
        with pytest.raises(AccessDenied) as wrong:
            Impersonating(wrong_key, ASTRID.address, Vault(company=True)).token()
        assert key_of(wrong) == "operator_secret"


def test_a_key_is_good_or_not_in_nobodys_name(google: Google, key: dict[str, Any]) -> None:
    assert google.grants[Impersonating(key, "", Vault(company=True)).token()].app


def test_while_the_sign_in_is_away_a_token_that_lasts_is_used(
    google: Google, astrid: Calendar, key: dict[str, Any]
) -> None:
    google.accounts.lasts = 300
    vault = Vault(company=True)
    token = Impersonating(key, ASTRID.address, vault).token()
    away = {**key, "token_uri": "http://127.0.0.1:1/token"}
    assert Impersonating(away, ASTRID.address, vault).token() == token
    with pytest.raises(TryLater):
        Impersonating(away, ASTRID.address, vault).token(force=True)


def test_what_cannot_be_read_is_fetched_anew(google: Google, astrid: Calendar, key: dict[str, Any]) -> None:
    vault = Vault(b"of an older version", company=True)
    assert google.grants[Impersonating(key, ASTRID.address, vault).token()].address == ASTRID.address
    assert len(read_kept(vault.cache or b"")) == 1
