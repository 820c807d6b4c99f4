"""Signing in at Google from our pages: who gets in, to what, and what everybody else is told to do next."""

from base64 import urlsafe_b64decode
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import BytecodeCache
from markupsafe import escape

from connectors.errors import AccessDenied
from connectors.google.access import MAIL_SEND, READ, READ_CALENDAR, WRITE
from connectors.google.kept import IDENTITY
from plugin import create_app
from plugin.web.hindrances import ask_leave
from tests.mailboxes import make_office
from tests.simulators.google.accounts import CLIENT_ID, SECRET, sub_of
from tests.simulators.google.google import Google, google_server
from tests.simulators.google.troubles import hang_up, lost_answer
from tests.world import ASTRID, NOW, SVEN
from workers.google_grants import access_of
from workers.google_settings import GoogleSettings
from workers.leaving import erase_seller
from workers.office import Office
from workers.store import Seller
from workers.store.mailboxes import Mailbox, MailboxState
from workers.store.tenants import Tenant
from workers.words import say

HOST = "kanelbulle.nordverk.example"
BASE = f"https://{HOST}"
START, BACK = "/signin/google", "/signin/google/callback"
OURS = {"Sec-Fetch-Site": "same-origin", "Origin": BASE}


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def google() -> Iterator[Google]:
    with google_server() as made:
        made.accounts.redirects = {BASE + BACK}
        yield made


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def office(tmp_path: Path, made_file: Path, google: Google, clock: Clock) -> Iterator[Office]:
    """Nordverk and Rivalen are in, and any company may be."""
    database = tmp_path / "kanelbulle.db"
    database.write_bytes(made_file.read_bytes())
    made = make_office(tmp_path / "home", f"sqlite:///{database}", base_url=BASE, clock=clock)
    ours = GoogleSettings(CLIENT_ID, secret=SECRET, accounts_url=google.accounts_url, api_url=google.api_url)
    made = replace(made, settings=replace(made.settings, google=ours))
    with made.store.writing() as at:
        at.tenants.save(Tenant("Nordverk", ("nordverk.example",)))
        at.tenants.save(Tenant("Rivalen", ("rivalen.example",)))
    yield made
    made.store.close()


@pytest.fixture
def app(office: Office, compiled: BytecodeCache) -> Flask:
    made = create_app(office, own_computer=False)
    made.jinja_env.bytecode_cache = compiled
    return made


@pytest.fixture
def browser(app: Flask) -> FlaskClient:
    return browser_of(app)


def browser_of(app: Flask) -> FlaskClient:
    client = app.test_client()
    client.environ_base |= {"HTTP_HOST": HOST, "wsgi.url_scheme": "https", "HTTP_SEC_FETCH_SITE": "cross-site"}
    return client


def settings_of(office: Office, **changes: object) -> Office:
    assert office.settings.google
    changed = replace(office.settings.google, **changes)  # type: ignore[arg-type]
    return replace(office, settings=replace(office.settings, google=changed))


def sent_to(browser: FlaskClient, path: str = START) -> str:
    answered = browser.get(path)
    assert answered.status_code == 303, answered.text
    return answered.headers["Location"]


def asked_of(address: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


def come_back(browser: FlaskClient, google: Google, path: str = START, **changes: str) -> str:
    """Sign in: where to next."""
    return led_to(browser, f"{BACK}?{urlencode(google.visit(sent_to(browser, path)) | changes)}")


def led_to(browser: FlaskClient, address: str) -> str:
    answered = browser.get(address)
    assert answered.status_code == 303
    return answered.headers["Location"]


def told(key: str) -> str:
    return f"{START}/told/{key}"


def seller(office: Office, address: str) -> Seller:
    with office.store.reading() as at:
        found = at.sellers.find(address)
    assert found
    return found


def mailbox(office: Office, address: str) -> Mailbox:
    found = office.store.of(seller(office, address).id).mailbox()
    assert found
    return found


def counts(office: Office) -> dict[str, int]:
    with office.store.reading() as at:
        totals = at.whole.totals()
    return {name: totals[name] for name in ("sellers", "mailboxes", "tokens", "directories")}


def scopes(office: Office, address: str) -> set[str]:
    with office.store.reading() as at:
        token = at.tokens.find(seller(office, address).id)
    assert token
    return set(token.scopes)


# --- the first time, and again --------------------------------------------------------------------------


def test_who_signs_in_first_is_taken_in_with_a_calendar_to_be_read(
    browser: FlaskClient, office: Office, google: Google
) -> None:
    google.calendar(ASTRID.address, name=ASTRID.name)
    assert f'href="{START}"' in browser.get("/").text
    assert come_back(browser, google) == "/"
    found, box = seller(office, ASTRID.address), mailbox(office, ASTRID.address)
    assert (found.name, found.domains, found.tenant_id) == (ASTRID.name, ("nordverk.example",), 2)
    assert (box.provider, box.state, box.subject) == ("google", MailboxState.NEW, sub_of(ASTRID.address))
    with office.store.reading() as at:
        assert at.due.find("sync_mailbox", found.id)
    assert google.grants[access_of(office, box).token()].address == ASTRID.address


def test_no_more_is_asked_for_than_reading_takes(browser: FlaskClient, google: Google) -> None:
    asked = asked_of(sent_to(browser))
    assert set(asked["scope"].split()) == set(READ)
    assert ("prompt" in asked, "login_hint" in asked, asked["access_type"]) == (False, False, "offline")


def test_a_seller_is_known_by_number_whatever_their_address_is_now(
    browser: FlaskClient, office: Office, google: Google
) -> None:
    google.calendar(ASTRID.address)
    come_back(browser, google)
    google.accounts.claims = {"email": "astrid.ek@nordverk.example"}
    assert come_back(browser, google) == "/"
    assert counts(office) == {"sellers": 1, "mailboxes": 1, "tokens": 1, "directories": 1}
    assert seller(office, ASTRID.address)


def test_from_another_browser_nobody_agrees_twice(app: Flask, office: Office, google: Google) -> None:
    google.calendar(ASTRID.address)
    come_back(browser_of(app), google)
    other = browser_of(app)
    assert come_back(other, google) == "/"
    assert other.get("/", headers={"Sec-Fetch-Site": "none"}).status_code == 200
    assert len(google.accounts.refresh) == 1


def test_who_has_agreed_before_and_is_not_kept_here_is_asked_once_more_by_itself(
    browser: FlaskClient, office: Office, google: Google
) -> None:
    box = google.calendar(ASTRID.address)
    google.refresh_token(box, *READ)  # as by an installation that is no more
    address = come_back(browser, google)
    asked = asked_of(address)
    assert (asked["prompt"], asked["login_hint"]) == ("consent", ASTRID.address)
    assert counts(office)["sellers"] == 0
    assert led_to(browser, f"{BACK}?{urlencode(google.visit(address))}") == "/"
    assert google.grants[access_of(office, mailbox(office, ASTRID.address)).token()]


def test_a_grant_that_ended_is_given_anew(browser: FlaskClient, office: Office, google: Google) -> None:
    google.calendar(ASTRID.address)
    come_back(browser, google)
    google.accounts.refresh.clear()  # it was not used for half a year; what the seller agreed to stands
    box = mailbox(office, ASTRID.address)
    with pytest.raises(Exception, match="new sign-in"):
        access_of(office, box).token(force=True)
    assert asked_of(sent_to(browser))["prompt"] == "consent"
    assert come_back(browser, google) == "/"
    assert google.grants[access_of(office, box).token()]


def test_leave_to_write_is_asked_for_beside_what_there_is(browser: FlaskClient, office: Office, google: Google) -> None:
    google.calendar(ASTRID.address)
    come_back(browser, google)
    asked = asked_of(sent_to(browser, f"{START}?for=write&back=/convert/x"))
    assert set(asked["scope"].split()) == {*READ, *WRITE}
    assert (asked["prompt"], asked["login_hint"]) == ("consent", ASTRID.address)
    assert come_back(browser, google, f"{START}?for=write&back=/convert/x") == "/convert/x"
    assert scopes(office, ASTRID.address) == {*READ, *WRITE}


def test_the_mail_is_asked_for_apart_and_kept_beside(browser: FlaskClient, office: Office, google: Google) -> None:
    google.calendar(ASTRID.address)
    come_back(browser, google)
    come_back(browser, google, f"{START}?for=write")
    asked = asked_of(sent_to(browser, f"{START}?for=send"))
    assert set(asked["scope"].split()) == {*IDENTITY, *MAIL_SEND}
    assert come_back(browser, google, f"{START}?for=send") == "/"
    assert scopes(office, ASTRID.address) == {*READ, *WRITE, *MAIL_SEND}
    google.accounts.change_password(ASTRID.address)
    access = access_of(office, mailbox(office, ASTRID.address))
    assert not any("gmail" in scope for scope in google.grants[access.token(force=True)].scopes)


def test_whoever_is_asked_for_more_is_asked_where_the_calendar_is(
    browser: FlaskClient, office: Office, google: Google
) -> None:
    google.calendar(ASTRID.address)
    come_back(browser, google)
    with browser:
        browser.get("/", headers={"Sec-Fetch-Site": "none"})
        assert ask_leave("write", back="/x") == f"{START}?for=write&back=%2Fx"
        with office.store.writing() as at:
            at.mailboxes.save(replace(mailbox(office, ASTRID.address), provider="microsoft"))
        assert ask_leave("write", back="/x") == "/signin/microsoft?for=write&back=%2Fx"


@pytest.mark.parametrize("path", ["?for=everything", "?for="])
def test_what_is_not_asked_for_here_is_no_page(browser: FlaskClient, path: str) -> None:
    assert browser.get(START + path).status_code == 400


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "/\\evil.example", "x"])
def test_nobody_is_led_elsewhere_afterwards(browser: FlaskClient, google: Google, back: str) -> None:
    google.calendar(ASTRID.address)
    assert come_back(browser, google, f"{START}?{urlencode({'back': back})}") == "/"


def test_a_grant_that_was_lost_on_its_way_is_given_anew(browser: FlaskClient, office: Office, google: Google) -> None:
    google.calendar(ASTRID.address)
    google.next(lost_answer(), path="/token")
    assert come_back(browser, google) == told("later")
    address = come_back(browser, google)  # Google has given it, and gives it again to who asks for consent
    assert led_to(browser, f"{BACK}?{urlencode(google.visit(address))}") == "/"
    assert google.grants[access_of(office, mailbox(office, ASTRID.address)).token(force=True)]


# --- who is not taken in --------------------------------------------------------------------------------


def declines(google: Google) -> None:
    google.accounts.agrees = False


def keeps_the_calendar(google: Google) -> None:
    google.accounts.unticks = frozenset({"calendar.events.readonly"})


def is_private(google: Google) -> None:
    google.calendar("astrid@gmail.com")


def is_of_another_company(google: Google) -> None:
    google.accounts.claims = {"hd": "evil.example"}


def is_not_verified(google: Google) -> None:
    google.accounts.claims = {"email_verified": False}


def is_unknown(google: Google) -> None:
    google.calendar("olle@norrgruvan.example")


@pytest.mark.parametrize(
    ("happens", "status", "key", "again"),
    [
        (declines, 403, "declined", True),
        (keeps_the_calendar, 403, "consent", True),
        (is_private, 403, "other_account", True),
        (is_of_another_company, 403, "unproven", False),
        (is_not_verified, 403, "unknown_company", False),
        (is_unknown, 403, "unknown_company", False),
        (lambda google: google.accounts.clients.update({CLIENT_ID: "another"}), 403, "operator_secret", False),
        (lambda google: google.next(hang_up(), path="/token"), 503, "later", True),
    ],
)
def test_whoever_is_kept_out_reads_what_comes_next(
    browser: FlaskClient,
    office: Office,
    google: Google,
    happens: Callable[[Google], None],
    status: int,
    key: str,
    again: bool,
) -> None:
    google.calendar(ASTRID.address)
    happens(google)
    to = come_back(browser, google)
    page = browser.get(to)
    assert (to, page.status_code, f'href="{START}"' in page.text) == (told(key), status, again)
    assert f"<h1>{escape(say(f'page.signin.told.{key}.heading', 'en', vendor='Google'))}</h1>" in page.text
    assert "Microsoft" not in page.text
    assert counts(office)["sellers"] == counts(office)["tokens"] == 0


@pytest.mark.parametrize(("language", "word"), [("sv", "Googles sida"), ("en", "Google&#39;s page")])
def test_it_is_google_that_is_told_of(browser: FlaskClient, language: str, word: str) -> None:
    assert word in browser.get(told("declined"), headers={"Accept-Language": language}).text
    text = browser.get(told("ask_admin"), headers={"Accept-Language": language}).text
    assert "API" in text
    assert "/admin" not in text


@pytest.mark.parametrize("key", ["nothing", "x.heading", "google", "google.ask_admin"])
def test_other_keys_tell_nothing(browser: FlaskClient, key: str) -> None:
    assert browser.get(told(key)).status_code == 404


def test_while_google_is_away_that_is_what_the_page_says(office: Office) -> None:
    away = settings_of(office, accounts_url="http://127.0.0.1:1")
    assert led_to(browser_of(create_app(away, own_computer=False)), START) == told("later")


@pytest.mark.parametrize("settings", [None, GoogleSettings(service_account={"client_email": "x"})])
def test_where_nobody_signs_in_at_google_there_is_no_such_page(office: Office, settings: GoogleSettings | None) -> None:
    without = replace(office, settings=replace(office.settings, google=settings))
    browser = browser_of(create_app(without, own_computer=False))
    assert {browser.get(path).status_code for path in (START, BACK, told("later"))} == {404}
    assert START not in browser.get("/").text


def test_on_ones_own_computer_there_is_no_such_page(office: Office) -> None:
    browser = browser_of(create_app(office, own_computer=True))
    assert {browser.get(path).status_code for path in (START, BACK, told("later"))} == {404}


@pytest.mark.parametrize(
    "address", ["", "?", "?state=x", "?code=x", "?code=x&state=y", "?error=access_denied", "?code=" + "x" * 9_000]
)
def test_an_answer_nobody_asked_for_signs_nobody_in_and_asks_nobody(
    browser: FlaskClient, google: Google, address: str
) -> None:
    assert led_to(browser, BACK + address) == told("sign_in_again")
    assert google.accounts.asked == []


def test_an_answer_works_once_in_the_browser_that_asked_and_not_for_long(
    app: Flask, office: Office, google: Google, clock: Clock
) -> None:
    google.calendar(ASTRID.address)
    mine, other, slow = (browser_of(app) for _ in range(3))
    answer = urlencode(google.visit(sent_to(mine)))
    assert led_to(other, f"{BACK}?{answer}") == told("sign_in_again")
    assert led_to(mine, f"{BACK}?{answer}") == "/"
    assert led_to(mine, f"{BACK}?{answer}") == told("sign_in_again")
    answer = urlencode(google.visit(sent_to(slow)))
    clock.now += timedelta(hours=1, seconds=1)
    assert led_to(slow, f"{BACK}?{answer}") == told("sign_in_again")


def test_another_state_signs_nobody_in(browser: FlaskClient, office: Office, google: Google) -> None:
    google.calendar(ASTRID.address)
    assert come_back(browser, google, state="another") == told("sign_in_again")
    assert counts(office)["sellers"] == 0


def test_the_cookie_hides_what_a_code_works_with_and_is_empty_afterwards(browser: FlaskClient, google: Google) -> None:
    google.calendar(ASTRID.address)
    answered = browser.get(START)
    cookie = answered.headers["Set-Cookie"]
    assert all(word in cookie for word in ("Secure", "HttpOnly", "SameSite=Lax"))
    assert len(cookie) < 3_000
    with browser.session_transaction() as session:
        kept = dict(session)
    assert kept.keys() == {"google"}
    assert b"verifier" not in urlsafe_b64decode(kept["google"])
    come_back(browser, google)
    with browser.session_transaction() as session:
        assert dict(session).keys() == {"_permanent", "seller", "owner"}


def test_nothing_of_a_sign_in_is_written_to_the_log(
    browser: FlaskClient, office: Office, google: Google, caplog: pytest.LogCaptureFixture
) -> None:
    google.calendar(ASTRID.address, name=ASTRID.name)
    with caplog.at_level("DEBUG"):
        answer = google.visit(sent_to(browser))
        browser.get(f"{BACK}?{urlencode(answer)}")
    assert "web.signin_google_callback" in caplog.text
    for word in (ASTRID.address, ASTRID.name, answer["code"], answer["state"], "ya29.", "1//0", SECRET):
        assert word not in caplog.text


# --- by whose grant -------------------------------------------------------------------------------------


def add(office: Office, address: str, company: int = 2) -> Mailbox:
    """As an admin adds a mailbox."""
    with office.store.writing() as at:
        made = Seller(address, ("nordverk.example",), "UTC", "google", NOW, tenant_id=company)
        box = Mailbox(at.sellers.save(made), "google")
        at.mailboxes.save(box)
    return box


def test_a_calendar_is_read_by_the_sellers_own_grant_else_by_the_admins(
    app: Flask, office: Office, google: Google
) -> None:
    google.calendar(SVEN.address)
    robot = settings_of(office, service_account=google.service_account(*READ_CALENDAR))
    box = add(office, SVEN.address)
    token = access_of(robot, box).token()
    assert google.grants[token].client.endswith("iam.gserviceaccount.com")
    google.accounts.asked.clear()
    assert access_of(robot, box).token() == token  # kept for every worker
    assert google.accounts.asked == []
    assert come_back(browser_of(app), google) == "/"
    assert mailbox(office, SVEN.address).subject == sub_of(SVEN.address)
    assert google.grants[access_of(robot, box).token()].client == CLIENT_ID


def test_a_delegation_is_kept_to_the_companys_own_domains(office: Office, google: Google) -> None:
    """Rivalen's admin has let us in too, but not for Nordverk to read by."""
    google.calendar("rut@rivalen.example")
    robot = settings_of(office, service_account=google.service_account(*READ_CALENDAR, domain="rivalen.example"))
    for address in ("rut@rivalen.example", "olle@norrgruvan.example"):
        with pytest.raises(AccessDenied) as wrong:
            access_of(robot, add(office, address)).token()
        assert wrong.value.key == "ask_admin"
    assert google.accounts.asked == []
    with office.store.writing() as at:
        at.sellers.erase(seller(office, "rut@rivalen.example").id)
    assert access_of(robot, add(office, "rut@rivalen.example", company=3)).token()


def test_who_leaves_is_forgotten_at_google_too(browser: FlaskClient, office: Office, google: Google) -> None:
    google.calendar(ASTRID.address)
    come_back(browser, google)
    erase_seller(office, seller(office, ASTRID.address).id)
    assert (google.accounts.refresh, google.accounts.consented) == ({}, {})
    assert counts(office)["tokens"] == 0


def test_who_leaves_while_google_is_away_has_left(browser: FlaskClient, office: Office, google: Google) -> None:
    google.calendar(ASTRID.address)
    come_back(browser, google)
    erase_seller(settings_of(office, accounts_url="http://127.0.0.1:1"), seller(office, ASTRID.address).id)
    assert counts(office)["sellers"] == 0
