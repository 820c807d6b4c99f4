"""Signing in, reading, writing and leaving at a Google that somebody else plays."""

import json
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from connectors.errors import AccessDenied, MarkExpired, SignInNeeded
from connectors.google.access import MAIL_DRAFT, READ_CALENDAR
from connectors.google.api import Google
from connectors.google.calendar import GoogleCalendar
from connectors.google.meetings import read_event
from connectors.google.registration import Registration
from connectors.google.signin import READ, WRITE, Delegated, Granted, begin, finish, knock, revoke
from connectors.google.wire import LIST, read_page
from connectors.meetings import Meeting
from connectors.writing import Hold
from tests.connectors.google.held import at, window
from tests.simulators.google import emulated
from tests.simulators.google.accounts import CLIENT_ID, SECRET
from tests.simulators.npm import Missing, sign_in
from tests.simulators.vault import Vault
from tests.world import ASTRID, KARIN, NOW, STOCKHOLM

BACK = "https://kanelbulle.example.com/signin/google/callback"


@pytest.fixture
def url() -> Iterator[str]:
    """Somebody else's Google, where Astrid has an account."""
    try:
        emulated.EMULATOR.install()
    except Missing as lacking:
        pytest.skip(f"no emulated Google: {lacking}")
    with emulated.running(ASTRID.address, ASTRID.name, CLIENT_ID, SECRET, BACK) as running:
        yield running


def consent(ours: Registration, *scopes: str) -> tuple[Granted, dict[str, str], dict[str, Any]]:
    """What Astrid grants in a browser, the parameters she comes back with, and how it began."""
    flow = begin(ours, redirect_uri=BACK, scopes=scopes, state="a state nobody guesses")
    answer = sign_in(flow["auth_uri"], ASTRID.address, until=BACK)
    return finish(ours, flow, answer), answer, flow


def test_we_sign_in_renew_and_leave_at_somebody_elses_google_too(url: str) -> None:
    ours = Registration(client_id=CLIENT_ID, secret=SECRET, accounts=url)
    granted, answer, flow = consent(ours, *READ, *WRITE)
    assert (granted.who.domain, granted.who.address, granted.who.name) == (
        "nordverk.example",
        ASTRID.address,
        ASTRID.name,
    )
    assert set(granted.grant.scopes) == {*READ, *WRITE}
    vault = Vault(*granted.joined(b""))
    first = Delegated(ours, vault).token()
    second = Delegated(ours, vault).token(force=True)
    assert (first != second, vault.kept, set(vault.scopes)) == (True, 1, {*READ, *WRITE})
    with pytest.raises(SignInNeeded):
        finish(ours, flow, answer)  # a code works once
    knock(ours)
    with pytest.raises(AccessDenied):
        knock(replace(ours, secret="of last year"))
    revoke(ours, vault.cache or b"")
    with pytest.raises(SignInNeeded):
        Delegated(ours, vault).token(force=True)


def test_we_read_and_write_a_calendar_and_lay_drafts_at_somebody_elses_google_too(url: str) -> None:
    """It knows neither sync tokens nor ids of our own: what is read ends at its last page, and says so."""
    ours = Registration(client_id=CLIENT_ID, secret=SECRET, accounts=url)
    vault = Vault(*consent(ours, *READ, *WRITE, *MAIL_DRAFT)[0].joined(b""))
    account = Google(partial(Delegated(ours, vault).token, scopes=READ_CALENDAR), url=url, clock=lambda: NOW)
    for day in range(1, 5):
        account.ask(account.events.insert(calendarId="primary", body=a_call(day)))
    calendar = GoogleCalendar(account, owner=ASTRID.address, zone=STOCKHOLM, page=2, clock=lambda: NOW)
    writer = calendar.writer(STOCKHOLM)
    made = writer.hold(Hold("there", "Resa till Bruket", **at(5)))

    meetings = read_till_it_ends(calendar)
    assert [one.title for one in meetings] == [f"Avstämning {day}" for day in range(1, 5)]
    first = meetings[0]
    assert (first.start, first.end) == tuple(at(1).values())
    assert first.online is not None
    assert first.online.provider == "meet"
    assert {one.person.address for one in first.attendees} >= {KARIN.address}

    assert [one.title for one in in_sight(account)] == [*(one.title for one in meetings), "Resa till Bruket"]
    writer.remove_hold(made)
    writer.remove_hold(made)  # what is gone is gone
    assert "Resa till Bruket" not in {one.title for one in in_sight(account)}

    writer.draft_mail(to=(KARIN,), subject="Ses vi hos er?", body="Hej Karin,\n\nska vi ses på plats?\n")
    listed = json.loads(account.ask(account.mail.drafts().list(userId="me")))["drafts"]
    told = json.loads(account.ask(account.mail.drafts().get(userId="me", id=listed[-1]["id"])))
    headers = {one["name"]: one["value"] for one in told["message"]["payload"]["headers"]}
    assert (KARIN.address in headers["To"], headers["Subject"]) == (True, "Ses vi hos er?")


def a_call(day: int) -> dict[str, Any]:
    """A call with Karin as Google would be told of it."""
    when = {name: {"dateTime": moment.isoformat(), "timeZone": STOCKHOLM.key} for name, moment in at(day).items()}
    link = {"entryPoints": [{"entryPointType": "video", "uri": "https://meet.google.com/abc-defg-hij"}]}
    people = [{"email": KARIN.address, "displayName": KARIN.name, "responseStatus": "accepted"}]
    return {"summary": f"Avstämning {day}", **when, "attendees": people, "conferenceData": link}


def read_till_it_ends(calendar: GoogleCalendar) -> list[Meeting]:
    meetings: list[Meeting] = []
    with pytest.raises(MarkExpired, match="no way on"):
        for page in calendar.changes(window()):
            meetings += page.meetings
    return meetings


def in_sight(account: Google) -> list[Meeting]:
    body = account.ask(account.events.list(calendarId="primary", singleEvents=True, fields=LIST, maxResults=250))
    return [read_event(one, owner=ASTRID.address, zone=STOCKHOLM) for one in read_page(body, "Google")[0].items]
