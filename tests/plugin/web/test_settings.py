"""What a seller sets, each thing in one place: what is connected and its end, the letter, journeys, the private address."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from html import unescape
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import BytecodeCache

from plugin import create_app
from tests.mailboxes import make_office
from tests.plugin.web.test_people import BASE, OURS, seller, signed_in, stranger
from tests.plugin.web.test_signin_google import asked_of, browser_of, come_back, mailbox, sent_to
from tests.plugin.web.test_signin_google import seller as found
from tests.simulators.google.accounts import CLIENT_ID, SECRET
from tests.simulators.google.google import Google, google_server
from tests.world import ASTRID, NOW
from workers.digest.choose import PATIENCE
from workers.google_settings import GoogleSettings
from workers.letters import Outcome, send_letter
from workers.mail_settings import MailSettings, read_sender
from workers.microsoft_settings import MicrosoftSettings
from workers.office import Office
from workers.store.mailboxes import Mailbox, MailboxState
from workers.store.tenants import Tenant

WEEK = timedelta(weeks=1)


@pytest.fixture
def office(tmp_path: Path, made_file: Path) -> Iterator[Office]:
    database = tmp_path / "kanelbulle.db"
    database.write_bytes(made_file.read_bytes())
    made = make_office(tmp_path / "home", f"sqlite:///{database}", base_url=BASE)
    yield made
    made.store.close()


@pytest.fixture
def app_of(compiled: BytecodeCache) -> Callable[..., Flask]:
    def app(office: Office, **settings: object) -> Flask:
        changed = replace(office.settings, **settings)  # type: ignore[arg-type]
        made = create_app(replace(office, settings=changed), own_computer=False)
        made.jinja_env.bytecode_cache = compiled
        return made

    return app


@pytest.fixture
def google() -> Iterator[Google]:
    with google_server() as made:
        made.accounts.redirects = {f"{BASE}/signin/google/callback"}
        yield made


def smtp(folder: Path) -> MailSettings:
    return MailSettings(folder, read_sender("bullen@nordverk.example", way=folder, base_url=BASE))


def read(client: FlaskClient, path: str = "/settings") -> str:
    answered = client.get(path)
    assert answered.status_code == 200
    assert answered.headers["Cache-Control"] == "no-store"
    return unescape(answered.text).replace("\N{NO-BREAK SPACE}", " ")


def put_at(office: Office, seller_id: int, provider: str, *scopes: str) -> None:
    """The seller's calendar is at this vendor; with scopes by their own word."""
    with office.store.writing(seller_id) as at:
        box = at.mailboxes.find(seller_id)
        assert box
        at.mailboxes.save(replace(box, provider=provider, url=""))
        if scopes:
            at.tokens.grant(seller_id, provider=provider, scopes=scopes, cache=b"x", now=NOW - WEEK)


# --- one place --------------------------------------------------------------------------------------------------


def test_everything_that_can_be_set_stands_there_once_and_nowhere_else(
    office: Office, app_of: Callable[..., Flask]
) -> None:
    client = signed_in(app_of(office), office, seller(office, ASTRID.address, "Nordverk"), ASTRID.address)
    pages = {
        path: read(client) if path == "/settings" else client.get(path).text for path in ("/settings", "/trips", "/")
    }
    for once in ('action="/trips/settings"', 'action="/feed"', 'action="/signin/out"', 'id="letter"'):
        assert pages["/settings"].count(once) == 1, once
    for moved in ('action="/trips/settings"', 'action="/feed"'):
        assert moved not in pages["/trips"]
    assert '<a href="/settings#travel">Change how you travel</a>' in pages["/trips"]
    for path, text in pages.items():
        assert ('<a href="/settings" aria-current="page">Settings</a>' in text) == (path == "/settings")
        assert text.count('action="/signin/out"') == 1
    assert client.get("/trips/settings").status_code == 405


def test_a_stranger_sets_nothing(office: Office, app_of: Callable[..., Flask]) -> None:
    astrid = seller(office, ASTRID.address, "Nordverk")
    app = app_of(office)
    client = signed_in(app, office, astrid, ASTRID.address)
    presses = {"/settings/letter": {"letter": "off"}, "/settings/access": {"access": "end"}, "/trips/settings": {}}
    for path, form in presses.items():
        assert stranger(app).post(path, data=form, headers=OURS).status_code == 401
        assert client.post(path, data=form, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
        assert client.get(path).status_code == 405
    assert stranger(app).get("/settings").status_code == 401
    for path in ("/settings/letter", "/settings/access"):
        for value in ("", "on off", "x" * 1000, "<b>"):
            form = {"letter": value, "access": value}
            assert client.post(path, data=form, headers=OURS).status_code == 400
    assert found(office, ASTRID.address).letters


def test_what_was_saved_is_said_of_its_own_part_and_of_nothing_made_up(
    office: Office, app_of: Callable[..., Flask]
) -> None:
    client = signed_in(app_of(office), office, seller(office, ASTRID.address, "Nordverk"), ASTRID.address)
    assert "Saved. We reckon with it from now on." in read(client, "/settings?saved=travel")
    for made_up in ("", "feed", "<b>", "travel" * 50):
        assert 'class="note" role="status"' not in read(client, f"/settings?saved={made_up}")


# --- the letter -------------------------------------------------------------------------------------------------


def test_the_letter_is_stopped_and_begun_again(office: Office, app_of: Callable[..., Flask], tmp_path: Path) -> None:
    astrid, folder = seller(office, ASTRID.address, "Nordverk"), tmp_path / "letters"
    client = signed_in(app_of(office, smtp=smtp(folder)), office, astrid, ASTRID.address)
    assert "We write on Mondays at 7" in read(client)
    answered = client.post("/settings/letter", data={"letter": "off"}, headers=OURS)
    assert answered.location == "/settings?saved=letter#letter"
    assert "You get no letter." in read(client, "/settings?saved=letter")
    posting = replace(office, settings=replace(office.settings, smtp=smtp(folder)))
    assert send_letter(posting, astrid) is Outcome.STOPPED
    client.post("/settings/letter", data={"letter": "off"}, headers=OURS)
    client.post("/settings/letter", data={"letter": "on"}, headers=OURS)
    assert "We write on Mondays at 7" in read(client)
    assert send_letter(posting, astrid) is Outcome.SENT


def test_when_letters_have_fallen_silent_it_says_so_and_one_press_begins_them_again(
    office: Office, app_of: Callable[..., Flask], tmp_path: Path
) -> None:
    astrid, folder = seller(office, ASTRID.address, "Nordverk"), tmp_path / "letters"
    client = signed_in(app_of(office, smtp=smtp(folder)), office, astrid, ASTRID.address)
    with office.store.writing(astrid) as at:
        for nth in range(PATIENCE + 1):
            week, when = 202648 - nth, NOW - (nth + 1) * WEEK
            at.letters.claim(astrid, week, now=when)
            at.letters.sent(astrid, week, message_id=f"{nth}@x", suggestions=(), now=when)
    assert "We have sent five letters without hearing anything" in read(client)
    client.post("/settings/letter", data={"letter": "on"}, headers=OURS)
    assert "We write on Mondays at 7" in read(client)
    assert office.store.of(astrid).silence() == 0


def test_where_no_letter_can_go_it_says_why_and_whose_own_mail_it_could_be(
    office: Office, app_of: Callable[..., Flask]
) -> None:
    astrid = seller(office, ASTRID.address, "Nordverk")
    assert "No mail server is set up here" in read(signed_in(app_of(office), office, astrid, ASTRID.address))
    put_at(office, astrid, "microsoft", "Calendars.Read")
    app = app_of(office, microsoft=MicrosoftSettings("app"))
    client = signed_in(app, office, astrid, ASTRID.address)
    text = read(client)
    assert "For that we need your yes." in text
    assert 'href="/signin/microsoft?for=send&back=%2Fsettings"' in text
    put_at(office, astrid, "microsoft", "Calendars.Read", "Mail.Send")
    assert "We write on Mondays at 7" in read(client)


def test_while_the_calendar_cannot_be_read_the_letter_waits(
    office: Office, app_of: Callable[..., Flask], tmp_path: Path
) -> None:
    astrid, folder = seller(office, ASTRID.address, "Nordverk"), tmp_path / "letters"
    with office.store.writing(astrid) as at:
        at.mailboxes.set_state(astrid, MailboxState.GONE)
    client = signed_in(app_of(office, smtp=smtp(folder)), office, astrid, ASTRID.address)
    assert "The letter waits until we can read the calendar again." in read(client)
    client.post("/settings/letter", data={"letter": "off"}, headers=OURS)
    assert "You get no letter." in read(client)


# --- what is connected ------------------------------------------------------------------------------------------


def test_what_we_may_do_is_told_as_it_was_agreed_to(office: Office, app_of: Callable[..., Flask]) -> None:
    astrid = seller(office, ASTRID.address, "Nordverk")
    put_at(office, astrid, "microsoft", "Calendars.Read", "Calendars.ReadWrite")
    client = signed_in(app_of(office, microsoft=MicrosoftSettings("app")), office, astrid, ASTRID.address)
    text = read(client)
    assert "Your calendar is in Outlook. You last said yes on 16 November 2026." in text
    may = dict(re.findall(r"<dt>([^<]+)</dt>\s*<dd>([^<]+)</dd>", text))
    assert may["Read the calendar"] == may["Change a meeting"] == "Yes"
    assert may["Lay drafts in your mail"].startswith("No.")
    assert may["Send the letter from your mail"] == "No"


@pytest.mark.parametrize("provider", ["ics", "microsoft", "google"])
def test_where_a_company_has_let_us_in_there_is_nothing_for_the_seller_to_take_back(
    office: Office, app_of: Callable[..., Flask], provider: str
) -> None:
    astrid = seller(office, ASTRID.address, "Nordverk")
    put_at(office, astrid, provider)
    client = signed_in(app_of(office), office, astrid, ASTRID.address)
    text = read(client)
    assert ("Your company has let us in." in text) == (provider != "ics")
    assert "Disconnect" not in text
    client.post("/settings/access", data={"access": "end"}, headers=OURS)
    box = office.store.of(astrid).mailbox()
    assert box
    assert box.state is MailboxState.IN_STEP


@pytest.mark.parametrize("state", list(MailboxState))
def test_how_it_goes_with_the_calendar_is_told_whatever_its_state(
    office: Office, app_of: Callable[..., Flask], state: MailboxState
) -> None:
    astrid = seller(office, ASTRID.address, "Nordverk")
    with office.store.writing(astrid) as at:
        at.mailboxes.set_state(astrid, state)
    text = read(signed_in(app_of(office), office, astrid, ASTRID.address))
    assert ("The calendar was last read on" in text.partition("<footer")[0]) == (state is MailboxState.IN_STEP)


def test_who_disconnects_is_read_no_more_is_signed_out_at_google_and_can_come_back(
    office: Office, app_of: Callable[..., Flask], google: Google
) -> None:
    ours = GoogleSettings(CLIENT_ID, secret=SECRET, accounts_url=google.accounts_url, api_url=google.api_url)
    with office.store.writing() as at:
        at.tenants.save(Tenant("Nordverk", ("nordverk.example",)))
    google.calendar(ASTRID.address, name=ASTRID.name)
    browser = browser_of(app_of(office, google=ours))
    come_back(browser, google)
    own = {"Sec-Fetch-Site": "same-origin"}
    assert "Disconnect" in read(browser)
    answered = browser.post("/settings/access", data={"access": "end"}, headers=own)
    assert answered.location == "/settings?saved=access#access"
    at_once = read(browser, "/settings?saved=access")
    assert "We no longer read the calendar." in at_once
    assert "We no longer have access to your calendar" not in at_once, "that is the seller's own doing, and said once"
    assert (google.accounts.refresh, google.accounts.consented) == ({}, {})
    astrid = found(office, ASTRID.address).id
    with office.store.reading() as at:
        assert at.tokens.find(astrid) is None
        assert at.due.find("sync_mailbox", astrid) is None
    assert mailbox(office, ASTRID.address).state is MailboxState.SIGNED_OUT
    text = read(browser)
    assert "We no longer have access to your calendar" in text
    assert "Disconnect" not in text
    assert browser.post("/settings/access", data={"access": "end"}, headers=own).status_code == 303, "harmless twice"
    again = "/signin/google?back=/settings"
    assert f'href="{again}"' in text
    assert asked_of(sent_to(browser, again))["prompt"] == "consent"
    assert come_back(browser, google, again) == "/settings"
    assert "Disconnect" in read(browser)
    with office.store.reading() as at:
        assert at.due.find("sync_mailbox", astrid)


def test_on_ones_own_computer_only_what_makes_sense_there(
    demo: Office, browse: Callable[[Office], FlaskClient]
) -> None:
    text = read(browse(demo))
    assert "påhittad säljares kalender" in text
    assert "Från din egen dator går inga brev ut" in text
    for out_of_place in ("Logga ut", "Koppla från", "Skriv till mig", "Den här webbläsaren"):
        assert out_of_place not in text


def test_before_any_calendar_has_been_read_the_page_asks_for_one(
    tmp_path: Path, browse: Callable[[Office], FlaskClient]
) -> None:
    from tests.plugin.web.conftest import open_at

    page = browse(open_at(tmp_path))
    assert "Läs in din kalender" in page.get("/settings").text
    assert page.post("/settings/letter", data={"letter": "off"}).status_code == 404


def test_a_mailbox_never_tells_its_address(office: Office, app_of: Callable[..., Flask]) -> None:
    astrid = seller(office, ASTRID.address, "Nordverk")
    with office.store.writing(astrid) as at:
        at.mailboxes.save(Mailbox(astrid, "ics", url="https://calendar.example/very-secret", state=MailboxState.GONE))
    assert "very-secret" not in read(signed_in(app_of(office), office, astrid, ASTRID.address))
