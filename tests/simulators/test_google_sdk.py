"""Google's own client at Google as it is played here: it lists, keeps in step, writes, watches, mails, signs in and refreshes.

https://github.com/googleapis/google-api-python-client
"""

import base64
from collections.abc import Iterator
from datetime import datetime
from email.message import EmailMessage
from typing import Any

import google.auth.transport.requests
import pytest
from google.auth.exceptions import RefreshError
from google.oauth2 import id_token, service_account
from google.oauth2.credentials import Credentials
from google_auth_oauthlib.flow import Flow
from googleapiclient.discovery import build
from googleapiclient.errors import HttpError

from tests.simulators import google as googles
from tests.simulators.google import CLIENT_ID, SECRET, Calendar, broken, half_json, no_grant, throttled, unauthorized
from tests.simulators.google.client import ASTRID, KARIN, MARCH, MEET, asked, meeting, mondays, visit
from tests.simulators.loopback import Answer, serve

EVERYTHING = sorted(googles.whole_scopes("calendar.events", "calendar.settings.readonly", "gmail.send"))
BACK = "https://kanelbulle.example/signin/google/callback"
MASK = "nextPageToken,nextSyncToken,timeZone,items(id,status,summary,start,end,attendees(email,self),etag)"


@pytest.fixture
def play(google: googles.Google) -> googles.Google:
    """In this year: google-auth looks at the clock on the wall."""
    google.now = lambda: datetime.now().astimezone()
    return google


@pytest.fixture
def credentials(play: googles.Google, calendar: Calendar) -> Any:
    token = play.refresh_token(calendar, *EVERYTHING)
    return Credentials(
        None,
        refresh_token=token,
        token_uri=f"{play.accounts_url}/token",
        client_id=CLIENT_ID,
        client_secret=SECRET,
        scopes=EVERYTHING,
    )


@pytest.fixture
def events(play: googles.Google, credentials: Any) -> Iterator[Any]:
    with _built(play, credentials) as service:
        yield service.events()


def _built(play: googles.Google, credentials: Any, name: str = "calendar", version: str = "v3") -> Any:
    base = f"{play.api_url}/calendar/v3/" if name == "calendar" else play.api_url
    return build(name, version, credentials=credentials, static_discovery=True, client_options={"api_endpoint": base})


def walk(events: Any, **told: Any) -> tuple[list[Any], str]:
    request, found = events.list(calendarId="primary", singleEvents=True, fields=MASK, maxResults=3, **told), []
    while request:
        page = request.execute()
        found += page["items"]
        last, request = page, events.list_next(request, page)
    return found, last["nextSyncToken"]


def test_it_lists_pages_and_keeps_in_step(play: googles.Google, events: Any, calendar: Calendar) -> None:
    series, lone = mondays(calendar), meeting(calendar)
    found, token = walk(events, **MARCH, eventTypes="default")
    assert len(found) == 6
    assert walk(events, syncToken=token, eventTypes="default")[0] == []
    calendar.delete(lone["id"])
    calendar.change(series["id"], summary="Nytt")
    news, _ = walk(events, syncToken=token, eventTypes="default")
    assert sorted(one["status"] for one in news) == ["cancelled", *["confirmed"] * 5]
    play.expire_tokens()
    with pytest.raises(HttpError) as refused:
        walk(events, syncToken=token, eventTypes="default")
    assert (refused.value.status_code, refused.value.error_details[0]["reason"]) == (410, "fullSyncRequired")


def test_it_asks_for_several_kinds_but_cannot_turn_their_pages(events: Any, calendar: Calendar) -> None:
    mondays(calendar)
    kinds = {"calendarId": "primary", "singleEvents": True, "eventTypes": ["default", "fromGmail"], "maxResults": 3}
    request = events.list(**kinds)
    page = request.execute()
    with pytest.raises(ValueError, match="repeated value"):
        events.list_next(request, page)
    rest = events.list(**kinds, pageToken=page["nextPageToken"]).execute()
    assert (len(page["items"]), len(rest["items"]), "nextSyncToken" in rest) == (3, 2, True)


def test_it_inserts_changes_and_removes(events: Any, calendar: Calendar) -> None:
    told = asked(attendees=[{"email": KARIN}], conferenceData=MEET)
    made = events.insert(calendarId="primary", body=told, conferenceDataVersion=1, sendUpdates="all").execute()
    read = events.get(calendarId="primary", eventId=made["id"]).execute()
    assert read["hangoutLink"]
    request = events.patch(
        calendarId="primary",
        eventId=made["id"],
        body={"location": "Fagersta", "conferenceData": None},
        conferenceDataVersion=1,
    )
    request.headers["If-Match"] = read["etag"]
    changed = request.execute()
    assert (changed["location"], "hangoutLink" in changed) == ("Fagersta", False)
    request.headers["If-Match"] = read["etag"]
    with pytest.raises(HttpError) as refused:
        request.execute()
    assert refused.value.status_code == 412
    assert events.delete(calendarId="primary", eventId=made["id"]).execute() == ""
    assert calendar.events() == []
    assert [one.what for one in calendar.mails_out] == ["invitation"]


def test_it_turns_what_is_too_long_into_a_form(play: googles.Google, events: Any, calendar: Calendar) -> None:
    calendar.add(**visit())
    long = ",".join(["items(id,summary)"] * 120)
    assert events.list(calendarId="primary", fields=long).execute()["items"][0]["summary"] == "Besök"
    assert (play.asked[-1].method, play.asked[-1].headers["x-http-method-override"]) == ("POST", "GET")


def test_it_watches_and_stops(play: googles.Google, credentials: Any, events: Any, calendar: Calendar) -> None:
    with serve(Answer(b"", 204)) as webhook:
        told = {"id": "b1", "type": "web_hook", "address": webhook.url, "token": "k4ne1"}
        made = events.watch(calendarId="primary", body=told).execute()
        calendar.add(**visit())
        assert play.notify() == [204]
        ends = {"id": made["id"], "resourceId": made["resourceId"]}
        with _built(play, credentials) as service:
            service.channels().stop(body=ends).execute()
        calendar.add(**visit())
        assert play.notify() == []


def test_it_mails(play: googles.Google, credentials: Any) -> None:
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"], letter["Message-ID"] = (
        ASTRID,
        ASTRID,
        "Besök",
        "<b1@kanel.example>",
    )
    letter.set_content("Hej")
    with _built(play, credentials, "gmail", "v1") as service:
        body = {"raw": base64.urlsafe_b64encode(bytes(letter)).decode()}
        sent = service.users().messages().send(userId="me", body=body).execute()
    assert (sent["labelIds"], play.sent[0].email["subject"]) == (["SENT"], "Besök")


def test_it_refreshes_when_it_has_to_and_tells_when_it_cannot(play: googles.Google, events: Any) -> None:
    request = events.list(calendarId="primary", fields="timeZone")
    request.execute()
    play.next(unauthorized())
    assert request.execute() == {"timeZone": "Europe/Stockholm"}
    assert len(play.accounts.asked_for_tokens()) == 2
    play.expire_access()
    play.next(no_grant())
    with pytest.raises(RefreshError) as refused:
        request.execute()
    assert (refused.value.args[1]["error"], refused.value.retryable) == ("invalid_grant", False)


def test_it_understands_refusals(play: googles.Google, events: Any) -> None:
    play.next(throttled(), broken(500))
    request = events.list(calendarId="primary", fields="timeZone")
    reasons = []
    for _ in range(2):
        with pytest.raises(HttpError) as refused:
            request.execute()
        reasons.append((refused.value.status_code, refused.value.error_details[0]["reason"]))
    assert reasons == [(429, "rateLimitExceeded"), (500, "backendError")]
    play.next(half_json())
    assert isinstance(request.execute(), str)


def test_it_signs_people_in(play: googles.Google, calendar: Calendar, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")
    monkeypatch.setenv("OAUTHLIB_RELAX_TOKEN_SCOPE", "1")
    scopes = ["openid", *EVERYTHING]
    there = Flow.from_client_config(play.client_config(BACK), scopes, redirect_uri=BACK)
    url, state = there.authorization_url(access_type="offline", prompt="consent", login_hint=ASTRID)
    play.accounts.unticks = frozenset({"gmail.send"})
    back = play.visit(url)
    assert back["state"] == state
    here = Flow.from_client_config(
        play.client_config(BACK), scopes, redirect_uri=BACK, state=state, code_verifier=there.code_verifier
    )
    here.fetch_token(code=back["code"])
    granted = here.credentials
    assert set(granted.granted_scopes) == {*scopes} - googles.whole_scopes("gmail.send")
    assert granted.refresh_token.startswith("1//")
    transport = google.auth.transport.requests.Request()
    certs = f"{play.accounts_url}/oauth2/v1/certs"
    claims: Any = id_token.verify_token(granted.id_token, transport, CLIENT_ID, certs, clock_skew_in_seconds=10)
    assert (claims["email"], claims["iss"]) == (ASTRID, "https://accounts.google.com")
    with _built(play, granted) as service:
        assert service.settings().get(setting="locale").execute()["value"] == "sv"


def test_it_stands_for_somebody_by_a_service_account(play: googles.Google, calendar: Calendar) -> None:
    key, scopes = play.service_account("calendar.events"), sorted(googles.whole_scopes("calendar.events"))
    robot = service_account.Credentials.from_service_account_info(key, scopes=scopes)
    with _built(play, robot.with_subject(ASTRID)) as service:
        made = service.events().insert(calendarId="primary", body=asked()).execute()
    assert made["organizer"] == {"email": ASTRID, "self": True}
    with pytest.raises(RefreshError, match="unauthorized_client"):
        robot.with_scopes(["https://www.googleapis.com/auth/calendar"]).with_subject(ASTRID).refresh(
            google.auth.transport.requests.Request()
        )
