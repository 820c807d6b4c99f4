"""Who may ask Google that is played here for what, how people let us in, and how it fails when it is told to."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import jwt
import pytest
import requests
from cryptography.x509 import load_pem_x509_certificate

from tests.simulators.certificates import Authority
from tests.simulators.google import (
    CLIENT_ID,
    SECRET,
    Calendar,
    Google,
    Grant,
    broken,
    cut_short,
    denied,
    gone,
    google_server,
    half_json,
    hang_up,
    held,
    lost_answer,
    no_access,
    no_grant,
    not_enabled,
    out_of_quota,
    out_of_scope,
    slow,
    throttled,
    throttled_project,
    throttled_user,
    unauthorized,
    whole_scopes,
)
from tests.simulators.google.accounts import JWT_BEARER, MOST_REFRESH
from tests.simulators.google.client import (
    ASTRID,
    EVENTS,
    KARIN,
    NOW,
    SEND,
    SETTINGS,
    SINGLE,
    Client,
    asked,
    meeting,
    named,
    reason,
    visit,
)
from tests.simulators.judges import is_like, sample
from tests.simulators.troubles import Trouble

BUSY = "/calendar/v3/freeBusy"

# Who may


@pytest.mark.parametrize(
    ("scope", "path", "status"),
    [
        ("calendar.events.readonly", EVENTS, 200),
        ("calendar.events", EVENTS, 200),
        ("gmail.send", EVENTS, 403),
        ("calendar.events", SETTINGS, 403),
        ("calendar.settings.readonly", SETTINGS, 200),
        ("calendar.events", "/calendar/v3/users/me/calendarList", 403),
        ("calendar.events", "/calendar/v3/calendars/primary", 403),
        ("gmail.send", "/gmail/v1/users/me/messages", 403),
    ],
)
def test_reading_needs_leave(google: Google, calendar: Calendar, scope: str, path: str, status: int) -> None:
    answer = Client(google, google.token(calendar, scope)).get(path)
    assert answer.status_code == status
    if status == 403:
        assert reason(answer) == (403, "insufficientPermissions")
        assert answer.json()["error"]["details"][0]["reason"] == "ACCESS_TOKEN_SCOPE_INSUFFICIENT"


@pytest.mark.parametrize(
    ("path", "scope"), [(EVENTS, "calendar.events.readonly"), (BUSY, "calendar.events"), (SEND, "gmail.readonly")]
)
def test_writing_needs_leave(google: Google, calendar: Calendar, path: str, scope: str) -> None:
    answer = Client(google, google.token(calendar, scope)).post({}, path)
    assert reason(answer) == (403, "insufficientPermissions")
    assert "insufficient_scope" in answer.headers["WWW-Authenticate"]


def test_one_enters_ones_own_calendar_by_name_and_nobody_elses(google: Google, calendar: Calendar) -> None:
    google.calendar("sven@nordverk.example")
    asker = Client(google, google.token(calendar))
    statuses = [
        asker.get(f"/calendar/v3/calendars/{one}/events").status_code
        for one in ("primary", ASTRID, "Astrid%40Nordverk.example", "sven@nordverk.example", "nobody@nordverk.example")
    ]
    assert statuses == [200, 200, 200, 404, 404]


def test_tokens_may_be_judged_elsewhere(google: Google, calendar: Calendar) -> None:
    grant = Grant(ASTRID, whole_scopes("calendar.events"))
    google.accepts = lambda token: grant if token == "good" else None
    assert Client(google, "good").get(EVENTS).status_code == 200
    assert reason(Client(google, "bad").get(EVENTS)) == (401, "authError")
    assert requests.get(google.api_url + EVENTS, timeout=10).status_code == 401


# Consent


BACK = "https://kanelbulle.example/signin/google/callback"
ASKED = "openid https://www.googleapis.com/auth/calendar.events"


def consent(google: Google, **told: str) -> dict[str, str]:
    google.client_config(BACK)
    plain = {"client_id": CLIENT_ID, "redirect_uri": BACK, "response_type": "code", "scope": ASKED, "state": "s1"}
    whole = {**plain, "access_type": "offline", **told}
    url = requests.Request("GET", f"{google.accounts_url}/o/oauth2/v2/auth", params=whole).prepare().url
    return google.visit(str(url))


def tokens(google: Google, **told: str) -> requests.Response:
    form = {"client_id": CLIENT_ID, "client_secret": SECRET, **told}
    return requests.post(f"{google.accounts_url}/token", data=form, timeout=10)


def by_code(google: Google, back: dict[str, str], **told: str) -> requests.Response:
    return tokens(google, **{"grant_type": "authorization_code", "code": back["code"], "redirect_uri": BACK, **told})


def by_refresh(google: Google, token: str, **told: str) -> requests.Response:
    return tokens(google, grant_type="refresh_token", refresh_token=token, **told)


def test_who_consents_gives_tokens_that_open_the_calendar(google: Google, calendar: Calendar) -> None:
    back = consent(google)
    assert (back["state"], back["scope"]) == ("s1", "https://www.googleapis.com/auth/calendar.events openid")
    told = by_code(google, back).json()
    is_like("google/token", told)
    assert Client(google, told["access_token"]).get(EVENTS).status_code == 200
    pem = requests.get(f"{google.accounts_url}/oauth2/v1/certs", timeout=10).json()
    kid = jwt.get_unverified_header(told["id_token"])["kid"]
    key: Any = load_pem_x509_certificate(pem[kid].encode()).public_key()
    late = {"verify_exp": False, "verify_iat": False}
    claims = jwt.decode(
        told["id_token"], key, ["RS256"], late, audience=CLIENT_ID, issuer="https://accounts.google.com"
    )
    assert (claims["email"], claims["hd"], claims["email_verified"]) == (ASTRID, "nordverk.example", True)
    assert claims["sub"].isdigit()


def test_a_refresh_token_comes_once_unless_it_is_asked_for(google: Google, calendar: Calendar) -> None:
    given = [
        "refresh_token" in by_code(google, consent(google, **told)).json() for told in ({}, {}, {"prompt": "consent"})
    ]
    assert given == [True, False, True]
    assert "refresh_token" not in by_code(google, consent(google, access_type="online", prompt="consent")).json()


def test_a_refresh_token_gives_new_access_for_an_hour(google: Google, calendar: Calendar) -> None:
    token = by_code(google, consent(google)).json()["refresh_token"]
    told = by_refresh(google, token).json()
    assert "refresh_token" not in told
    asker = Client(google, told["access_token"])
    assert asker.get(EVENTS).status_code == 200
    google.now = lambda: NOW + timedelta(hours=1)
    assert asker.get(EVENTS).status_code == 401
    less = by_refresh(google, token, scope="openid").json()
    assert less["scope"] == "openid"
    assert Client(google, less["access_token"]).get(EVENTS).status_code == 403
    wider = by_refresh(google, token, scope=f"{ASKED} https://www.googleapis.com/auth/gmail.send")
    assert wider.json()["error"] == "invalid_scope"


def test_people_leave_out_what_they_do_not_want(google: Google, calendar: Calendar) -> None:
    google.accounts.unticks = frozenset({"calendar.events"})
    told = by_code(google, consent(google)).json()
    assert told["scope"] == "openid"
    google.accounts.unticks = frozenset()
    mail = "https://www.googleapis.com/auth/gmail.send"
    alone = by_code(google, consent(google, scope=mail)).json()
    assert alone["scope"] == mail
    both = by_code(google, consent(google, scope=mail, include_granted_scopes="true")).json()
    assert set(both["scope"].split()) == {"openid", mail}


def test_who_says_no_is_sent_back_with_that(google: Google, calendar: Calendar) -> None:
    assert consent(google, prompt="none") == {"state": "s1", "error": "interaction_required"}
    google.accounts.agrees = False
    assert consent(google) == {"state": "s1", "error": "access_denied"}


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"redirect_uri": f"{BACK}/"}, "redirect_uri_mismatch"),
        ({"client_id": "other"}, "invalid_client"),
        ({"scope": ""}, "invalid_request"),
        ({"code_challenge": "plain", "code_challenge_method": "plain"}, "invalid_request"),
    ],
)
def test_pages_that_send_nobody_back(google: Google, calendar: Calendar, told: dict[str, str], why: str) -> None:
    with pytest.raises(LookupError, match=why):
        consent(google, **told)


def test_an_admin_may_keep_us_out(google: Google, calendar: Calendar) -> None:
    google.accounts.blocked = "admin_policy_enforced"
    with pytest.raises(LookupError, match="admin_policy_enforced"):
        consent(google)


def test_a_code_is_good_once_and_for_whom_it_was_given(google: Google, calendar: Calendar) -> None:
    back = consent(google)
    assert by_code(google, back, client_secret="wrong").status_code == 401
    assert by_code(google, back).status_code == 200
    assert by_code(google, back).json()["error"] == "invalid_grant"
    assert by_code(google, consent(google), redirect_uri=f"{BACK}/").json()["error"] == "redirect_uri_mismatch"
    challenge = {"code_challenge": "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM", "code_challenge_method": "S256"}
    verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"  # the pair of RFC 7636
    assert by_code(google, consent(google, **challenge)).json()["error"] == "invalid_grant"
    assert by_code(google, consent(google, **challenge), code_verifier=verifier).status_code == 200


def test_a_password_may_come_by_basic(google: Google, calendar: Calendar) -> None:
    form = {"grant_type": "refresh_token", "refresh_token": google.refresh_token(calendar)}
    url = f"{google.accounts_url}/token"
    assert requests.post(url, data=form, auth=(CLIENT_ID, SECRET), timeout=10).status_code == 200
    assert requests.post(url, data=form, auth=(CLIENT_ID, "wrong"), timeout=10).json()["error"] == "invalid_client"


def test_what_is_taken_back_opens_nothing(google: Google, calendar: Calendar) -> None:
    told = by_code(google, consent(google)).json()
    other = google.refresh_token(calendar)
    url = f"{google.accounts_url}/revoke"
    assert requests.post(url, params={"token": told["refresh_token"]}, timeout=10).status_code == 200
    assert Client(google, told["access_token"]).get(EVENTS).status_code == 401
    for token in (told["refresh_token"], other):
        answer = by_refresh(google, token)
        assert (answer.status_code, answer.json()) == (400, sample("google/token_refused"))
    assert requests.post(url, params={"token": other}, timeout=10).json()["error"] == "invalid_token"
    assert "refresh_token" in by_code(google, consent(google)).json()


def test_a_new_password_ends_what_may_mail_and_too_many_end_the_oldest(google: Google, calendar: Calendar) -> None:
    calendars, mails = google.refresh_token(calendar, "calendar.events"), google.refresh_token(calendar, "gmail.send")
    google.accounts.change_password(ASTRID)
    assert [by_refresh(google, one).status_code for one in (calendars, mails)] == [200, 400]
    for _ in range(MOST_REFRESH):
        newest = google.refresh_token(calendar, "calendar.events")
    assert [by_refresh(google, one).status_code for one in (calendars, newest)] == [400, 200]


def test_sign_in_fails_as_it_is_told(google: Google, calendar: Calendar) -> None:
    token = google.refresh_token(calendar)
    google.next(no_grant(), no_grant("reauth related error", "invalid_rapt"), no_access("admin_policy_enforced"))
    google.next(broken(), path="/token")
    assert Client(google, google.token(calendar)).get(EVENTS).status_code == 200
    told = [by_refresh(google, token) for _ in range(5)]
    assert [one.status_code for one in told] == [400, 400, 400, 503, 200]
    assert told[0].json() == sample("google/token_refused")
    assert told[1].json()["error_subtype"] == "invalid_rapt"
    assert told[2].json() == {"error": "admin_policy_enforced"}
    assert [one["grant_type"] for one in google.accounts.asked_for_tokens()] == ["refresh_token"] * 5


# Service accounts


def assertion(google: Google, key: dict[str, str], **claims: Any) -> requests.Response:
    now = int(NOW.timestamp())
    usual = {"iss": key["client_email"], "iat": now, "exp": now + 3600, "aud": "https://oauth2.googleapis.com/token"}
    usual |= {"scope": "https://www.googleapis.com/auth/calendar.events", "sub": ASTRID}
    whole = {name: value for name, value in {**usual, **claims}.items() if value}
    signed = jwt.encode(whole, key["private_key"], "RS256")
    url = f"{google.accounts_url}/token"
    return requests.post(url, data={"grant_type": JWT_BEARER, "assertion": signed}, timeout=10)


def test_a_service_account_stands_for_whom_the_admin_lets_it(google: Google, calendar: Calendar) -> None:
    olle = google.calendar("olle@rivalen.example")
    key = google.service_account("calendar.events")
    told = assertion(google, key).json()
    assert told.keys() == {"access_token", "expires_in", "token_type"}
    asker = Client(google, told["access_token"])
    assert asker.post(asked(attendees=[{"email": KARIN}])).json()["organizer"]["email"] == ASTRID
    refused = [
        assertion(google, key, **wrong).json()["error"]
        for wrong in (
            {"aud": f"{google.accounts_url}/token"},
            {"scope": "https://www.googleapis.com/auth/calendar"},
            {"scope": ""},
            {"sub": "nobody@nordverk.example"},
            {"sub": olle.address},
            {"iss": "other@kanelbulle.iam.gserviceaccount.com"},
            {"exp": int(NOW.timestamp()) + 7200},
        )
    ]
    nobody = ["invalid_grant"] * 4
    assert refused == ["invalid_grant", "unauthorized_client", "invalid_scope", *nobody]
    assert assertion(google, key, sub="").status_code == 200


# What goes wrong


REFUSALS: list[tuple[Trouble, int, str]] = [
    (throttled(), 429, "google/error_429"),
    (throttled_project(), 403, "google/error_403_rate"),
    (throttled_user(), 403, "google/error_403_user_rate"),
    (out_of_quota(), 403, "google/error_403_quota"),
    (broken(500), 500, "google/error_500"),
    (unauthorized(), 401, "google/error_401"),
    (gone(), 410, "google/error_410_full_sync"),
]


@pytest.mark.parametrize(("trouble", "status", "name"), REFUSALS)
def test_what_is_told_to_go_wrong_goes_wrong_as_documented(
    google: Google, asker: Client, trouble: Trouble, status: int, name: str
) -> None:
    google.next(trouble)
    answer = asker.get(EVENTS)
    assert (answer.status_code, answer.json()) == (status, sample(name))
    assert asker.get(EVENTS).status_code == 200


def test_what_goes_wrong_does_so_in_its_place(google: Google, asker: Client) -> None:
    google.next(denied(), path="*/settings", method="GET")
    google.next(not_enabled(), out_of_scope(), throttled("7"), method="POST")
    assert asker.get(EVENTS).status_code == 200
    assert reason(asker.get(SETTINGS)) == (403, "forbidden")
    assert reason(asker.post(asked())) == (403, "accessNotConfigured")
    assert reason(asker.post(asked())) == (403, "insufficientPermissions")
    assert asker.post(asked()).headers["Retry-After"] == "7"
    google.next(broken())
    google.forget_troubles()
    assert asker.post(asked()).status_code == 200


def test_a_lost_answer_has_done_what_was_asked(google: Google, asker: Client, calendar: Calendar) -> None:
    google.next(hang_up())
    with pytest.raises(requests.ConnectionError):
        asker.post(asked())
    assert calendar.events() == []
    google.next(lost_answer())
    with pytest.raises(requests.ConnectionError):
        asker.post(asked())
    assert len(calendar.events()) == 1


def test_answers_may_come_in_part(google: Google, asker: Client) -> None:
    google.next(half_json())
    with pytest.raises(requests.exceptions.JSONDecodeError):
        asker.get(EVENTS).json()
    google.next(cut_short())
    with pytest.raises(requests.exceptions.ChunkedEncodingError):
        asker.get(EVENTS)
    google.next(slow())
    with pytest.raises(requests.exceptions.Timeout):
        asker.session.get(google.api_url + EVENTS, timeout=0.01)
    assert asker.get(EVENTS).status_code == 200


def test_an_answer_may_be_held(google: Google, asker: Client) -> None:
    until = threading.Event()
    google.next(held(until), path="*/events")
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(asker.get, EVENTS)
        google.until_busy(1)
        assert not waiting.done()
        until.set()
        assert waiting.result().status_code == 200


def test_what_was_asked_is_remembered_and_summed(google: Google, asker: Client, calendar: Calendar) -> None:
    meeting(calendar)
    size = len(asker.get(EVENTS, SINGLE, maxResults=5).content)
    [was] = google.asked
    assert (was.method, was.path, was.params["maxResults"], was.status) == ("GET", EVENTS, "5", 200)
    assert (google.requests, google.bytes_sent) == (1, size)
    google.packed = True
    packed = asker.get(EVENTS, SINGLE)
    assert packed.headers["Content-Encoding"] == "gzip"
    assert google.asked[-1].sent < len(packed.content)
    assert google.accounts.asked == []


def test_calendars_and_sign_in_live_apart(google: Google, asker: Client, calendar: Calendar) -> None:
    event = calendar.add(**visit())
    assert requests.post(f"{google.api_url}/token", timeout=10).status_code == 404
    elsewhere = requests.get(google.accounts_url + named(event), headers=asker.session.headers, timeout=10)
    assert elsewhere.status_code == 404


def test_it_can_be_behind_tls(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    with google_server(trusted=authority.server("localhost")) as google:
        box = google.calendar(ASTRID)
        headers = {"Authorization": f"Bearer {google.token(box)}"}
        assert google.api_url.startswith("https://localhost:")
        assert google.accounts_url.startswith("https://localhost:")
        assert requests.get(google.api_url + EVENTS, headers=headers, verify=authority.trust, timeout=10).ok
        assert requests.get(f"{google.accounts_url}/certs", verify=authority.trust, timeout=10).ok
