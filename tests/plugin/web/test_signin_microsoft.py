"""Signing in at Microsoft from our pages: who gets in, to what, and what everybody else is told to do next."""

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

from connectors.microsoft.refusals import NextStep
from plugin import create_app
from tests.mailboxes import make_office
from tests.simulators.microsoft.entra import CLIENT_ID, CONSUMERS, NORDVERK, RIVALEN, SECRET, Entra, error
from tests.world import ASTRID, NOW, SVEN
from workers.microsoft_grants import access_of, company_access, is_onboarded, open_doorman
from workers.microsoft_settings import MicrosoftSettings
from workers.office import Office
from workers.store import Seller
from workers.store.mailboxes import Mailbox, MailboxState
from workers.store.tenants import Tenant
from workers.words import say

HOST = "kanelbulle.nordverk.example"
BASE = f"https://{HOST}"
START, BACK = "/signin/microsoft", "/signin/microsoft/callback"
ADMIN, AGREED = "/signin/microsoft/admin", "/signin/microsoft/admin/callback"
OURS = {"Sec-Fetch-Site": "same-origin", "Origin": BASE}

pytestmark = pytest.mark.filterwarnings("ignore:response_mode='form_post' is recommended")


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def entra(entra: Entra) -> Entra:
    entra.redirects = {BASE + BACK, BASE + AGREED}
    return entra


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def office(tmp_path: Path, made_file: Path, entra: Entra, clock: Clock) -> Iterator[Office]:
    """Nordverk and Rivalen are in, and any company may be."""
    database = tmp_path / "kanelbulle.db"
    database.write_bytes(made_file.read_bytes())
    made = make_office(tmp_path / "home", f"sqlite:///{database}", base_url=BASE, clock=clock)
    ours = MicrosoftSettings(CLIENT_ID, secret=SECRET, authority=entra.url)
    made = replace(made, settings=replace(made.settings, microsoft=ours, trust=entra.trust))
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


def settings_of(office: Office, **changes: str) -> Office:
    assert office.settings.microsoft
    return replace(office, settings=replace(office.settings, microsoft=replace(office.settings.microsoft, **changes)))


def sent_to(browser: FlaskClient, path: str = START) -> str:
    answered = browser.get(path)
    assert answered.status_code == 303, answered.text
    return answered.headers["Location"]


def come_back(browser: FlaskClient, entra: Entra, path: str = START, **changes: str) -> str:
    """Sign in: where to next."""
    return led_to(browser, f"{BACK}?{urlencode(entra.visit(sent_to(browser, path)) | changes)}")


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


def is_wanted(office: Office, seller_id: int) -> bool:
    with office.store.reading() as at:
        row = at.due.find("sync_mailbox", seller_id)
    return row is not None and row.due_at is not None


# --- the first time -------------------------------------------------------------------------------------


def test_who_signs_in_first_is_taken_in_with_a_calendar_to_be_read(
    browser: FlaskClient, office: Office, entra: Entra
) -> None:
    user = entra.user(ASTRID.address, name=ASTRID.name)
    assert browser.get("/").status_code == 401
    assert come_back(browser, entra) == "/"
    found, box = seller(office, ASTRID.address), mailbox(office, ASTRID.address)
    assert (found.name, found.domains, found.tenant_id) == (ASTRID.name, ("nordverk.example",), 2)
    assert (box.provider, box.state, box.subject) == ("microsoft", MailboxState.NEW, f"{NORDVERK}/{user.oid}")
    assert is_wanted(office, found.id)
    page = browser.get("/", headers={"Sec-Fetch-Site": "none"})
    assert (page.status_code, "about to read" in page.text) == (200, True)
    assert entra.who(access_of(office, box).token()).oid == user.oid


def test_no_more_is_asked_for_than_reading_takes(browser: FlaskClient, office: Office, entra: Entra) -> None:
    entra.user(ASTRID.address)
    asked = parse_qs(urlsplit(sent_to(browser)).query)
    assert set(asked["scope"][0].split()) == {
        *("User.Read", "Calendars.Read", "MailboxSettings.Read"),
        *("openid", "profile", "offline_access"),
    }
    assert asked["redirect_uri"] == [BASE + BACK]
    assert "login_hint" not in asked


def test_more_is_asked_for_later_and_what_was_given_is_kept(browser: FlaskClient, office: Office, entra: Entra) -> None:
    entra.user(ASTRID.address)
    come_back(browser, entra)
    asked = parse_qs(urlsplit(sent_to(browser, f"{START}?for=write")).query)
    assert asked["login_hint"] == [ASTRID.address]
    come_back(browser, entra, f"{START}?for=write&back=/trips")
    come_back(browser, entra, f"{START}?for=send")
    with office.store.reading() as at:
        token = at.tokens.find(seller(office, ASTRID.address).id)
    assert token
    assert {"Calendars.Read", "Calendars.ReadWrite", "Mail.Send"} <= set(token.scopes)
    assert "Mail.ReadWrite" not in token.scopes
    assert browser.get(f"{START}?for=everything").status_code == 400


@pytest.mark.parametrize(
    ("back", "to"),
    [
        ("/trips", "/trips"),
        ("/account/a.example?x=1", "/account/a.example?x=1"),
        ("//evil.example", "/"),
        ("https://evil.example", "/"),
        ("/\\evil.example", "/"),
        ("trips", "/"),
    ],
)
def test_who_has_signed_in_comes_back_to_a_page_of_ours(
    browser: FlaskClient, office: Office, entra: Entra, back: str, to: str
) -> None:
    entra.user(ASTRID.address)
    assert come_back(browser, entra, f"{START}?{urlencode({'back': back})}") == to


# --- who it is ------------------------------------------------------------------------------------------


def test_who_comes_again_is_the_same_whatever_the_address_is_now(
    browser: FlaskClient, office: Office, entra: Entra
) -> None:
    user = entra.user(ASTRID.address)
    come_back(browser, entra)
    user.address = "astrid.ek@nordverk.example"
    assert come_back(browser, entra) == "/"
    assert counts(office) == {"sellers": 1, "mailboxes": 1, "tokens": 1, "directories": 1}


def test_who_has_the_address_of_somebody_before_gets_nothing_of_theirs(
    app: Flask, office: Office, entra: Entra
) -> None:
    entra.user(ASTRID.address)
    come_back(browser_of(app), entra)
    entra.user(ASTRID.address, oid="33333333-aaaa-4bbb-8ccc-dddddddddddd")
    stranger = browser_of(app)
    assert come_back(stranger, entra) == told("taken")
    assert stranger.get("/").status_code == 401


@pytest.mark.parametrize("provider", ["microsoft", "ics"])
def test_a_seller_an_admin_has_added_signs_in_to_what_is_kept(
    browser: FlaskClient, office: Office, entra: Entra, provider: str
) -> None:
    with office.store.writing() as at:
        company = at.tenants.find("Nordverk")
        assert company
        added = Seller(ASTRID.address, ("nordverk.example",), "UTC", provider, NOW, tenant_id=company.id)
        seller_id = at.sellers.save(added)
        at.mailboxes.save(Mailbox(seller_id, provider, MailboxState.IN_STEP, url="x", read_at=NOW, generation=4))
    user = entra.user(ASTRID.address)
    assert come_back(browser, entra) == "/"
    box = mailbox(office, ASTRID.address)
    assert (box.seller_id, box.provider, box.subject) == (seller_id, "microsoft", f"{NORDVERK}/{user.oid}")
    assert (box.generation, box.url) == ((4, "x") if provider == "microsoft" else (5, ""))


def test_an_address_somebody_wrote_into_another_directory_opens_nothing(
    app: Flask, office: Office, entra: Entra
) -> None:
    """Whoever runs a directory may call anybody in it astrid@nordverk.example."""
    browser = browser_of(app)
    entra.user(ASTRID.address, tid=RIVALEN)
    assert come_back(browser, entra) == told("unproven")
    assert counts(office) == {"sellers": 0, "mailboxes": 0, "tokens": 0, "directories": 0}
    assert not is_onboarded(office, RIVALEN)
    entra.user(ASTRID.address)
    assert come_back(browser_of(app), entra) == "/"
    entra.user(ASTRID.address, tid=RIVALEN)
    assert come_back(browser, entra) == told("unproven")  # nor once the real one is in


@pytest.mark.parametrize(
    ("address", "tid", "key"),
    [
        ("olle@norrgruvan.example", NORDVERK, "unknown_company"),
        ("+46 70 000", NORDVERK, "unknown_company"),
        ("astrid@nordverk.example", CONSUMERS, "other_account"),
    ],
)
def test_somebody_of_no_company_here_is_told_so(
    browser: FlaskClient, office: Office, entra: Entra, address: str, tid: str, key: str
) -> None:
    entra.user(address, tid=tid)
    assert come_back(browser, entra) == told(key)
    assert counts(office)["sellers"] == 0
    assert browser.get("/").status_code == 401


def test_registered_for_one_company_its_people_get_in_where_microsoft_tells_nothing_of_the_domain(
    office: Office, entra: Entra, compiled: BytecodeCache
) -> None:
    one = settings_of(office, tenant_id=NORDVERK)
    entra.domains = {"elsewhere.example": NORDVERK}
    entra.user(ASTRID.address)
    assert come_back(browser_of(create_app(one, own_computer=False)), entra) == "/"
    assert is_onboarded(one, NORDVERK)


# --- signing in again -----------------------------------------------------------------------------------


@pytest.mark.parametrize("state", [MailboxState.SIGNED_OUT, MailboxState.DENIED, MailboxState.GONE])
@pytest.mark.parametrize("read", [True, False])
def test_who_signs_in_again_is_back_in_step_and_what_was_kept_stays(
    browser: FlaskClient, office: Office, entra: Entra, state: MailboxState, read: bool
) -> None:
    entra.user(ASTRID.address)
    come_back(browser, entra)
    box = mailbox(office, ASTRID.address)
    with office.store.writing() as at:
        at.mailboxes.save(replace(box, state=state, generation=7, read_at=NOW if read else None))
        at.tokens.remove(box.seller_id)
        at.due.forget_subject(box.seller_id)
    come_back(browser, entra)
    after = mailbox(office, ASTRID.address)
    assert (after.state, after.generation) == (MailboxState.IN_STEP if read else MailboxState.NEW, 7)
    assert is_wanted(office, box.seller_id)


def test_where_the_grant_is_gone_the_page_leads_to_signing_in_again(
    browser: FlaskClient, office: Office, entra: Entra
) -> None:
    entra.user(ASTRID.address)
    come_back(browser, entra)
    assert START not in browser.get("/").text
    with office.store.writing() as at:
        at.mailboxes.set_state(seller(office, ASTRID.address).id, MailboxState.SIGNED_OUT)
        at.sellers.touch(seller(office, ASTRID.address).id)
    assert f'href="{START}"' in browser.get("/").text
    with office.store.writing() as at:
        read = replace(seller(office, ASTRID.address), counts={"meetings": 1})
        at.sellers.save(read)
    assert f'<p class="note"><a href="{START}"' in browser.get("/").text


def test_a_stranger_is_led_to_microsoft_where_that_is_a_way_in(
    browser: FlaskClient, office: Office, compiled: BytecodeCache
) -> None:
    assert f'href="{START}"' in browser.get("/").text
    without = replace(office, settings=replace(office.settings, microsoft=None))
    other = browser_of(create_app(without, own_computer=False))
    assert START not in other.get("/").text
    assert {other.get(path).status_code for path in (START, BACK, ADMIN, AGREED)} == {404}


def test_on_ones_own_computer_nobody_signs_in(office: Office) -> None:
    page = create_app(office, own_computer=True).test_client()
    assert {page.get(path, headers={"Host": "localhost"}).status_code for path in (START, BACK, ADMIN)} == {404}


# --- what does not work ---------------------------------------------------------------------------------


def declines(entra: Entra) -> None:
    entra.agrees = False


def is_disabled(entra: Entra) -> None:
    assert entra.signed_in
    entra.disable(entra.signed_in)


@pytest.mark.parametrize(
    ("happens", "status", "key", "again"),
    [
        (declines, 403, "declined", True),
        (is_disabled, 403, "closed", False),
        (Entra.expire_secret, 403, "operator_secret", False),
        (lambda entra: entra.next(error(50105, "access_denied")), 403, "assign_user", True),
        (lambda entra: entra.next(error(53003, "invalid_grant")), 403, "conditional_access", True),
        (lambda entra: entra.next(error(90094, "invalid_grant")), 403, "ask_admin", True),
        (lambda entra: entra.next(error(65001, "invalid_grant")), 403, "consent", True),
        (lambda entra: entra.next(error(700016, "unauthorized_client")), 403, "ask_admin", True),
        (lambda entra: entra.next(error(50194, "invalid_request")), 403, "operator_registration", False),
        (lambda entra: entra.next(error(90033, "temporarily_unavailable")), 503, "later", True),
    ],
)
def test_whoever_is_kept_out_reads_what_comes_next(
    browser: FlaskClient,
    office: Office,
    entra: Entra,
    happens: Callable[[Entra], None],
    status: int,
    key: str,
    again: bool,
) -> None:
    entra.user(ASTRID.address)
    happens(entra)
    to = come_back(browser, entra)
    page = browser.get(to)
    assert (to, page.status_code, f'href="{START}"' in page.text) == (told(key), status, again)
    assert f"<h1>{escape(say(f'page.signin.told.{key}.heading', 'en', vendor='Microsoft'))}</h1>" in page.text
    assert (f"{BASE}{ADMIN}" in page.text) == (key == "ask_admin")
    assert counts(office)["sellers"] == 0


def test_they_read_it_in_swedish_too(browser: FlaskClient, entra: Entra) -> None:
    text = browser.get(told("declined"), headers={"Accept-Language": "sv"}).text
    assert say("page.signin.told.declined.heading", "sv") in text
    assert browser.get(told("nothing")).status_code == browser.get(told("x.heading")).status_code == 404


@pytest.mark.parametrize(
    "step", [*sorted(set(NextStep) - {NextStep.SLOWER}), "unknown_company", "unproven", "taken", "agreed"]
)
def test_every_next_step_has_its_page(browser: FlaskClient, step: str) -> None:
    assert browser.get(told(step)).status_code != 404


def test_while_microsoft_is_away_that_is_what_the_page_says(office: Office) -> None:
    away = settings_of(office, authority="https://localhost:1")
    assert led_to(browser_of(create_app(away, own_computer=False)), START) == told("later")


@pytest.mark.parametrize(
    "address", ["", "?", "?state=x", "?code=x", "?code=x&state=y", "?error=access_denied", "?code=" + "x" * 9_000]
)
def test_an_answer_nobody_asked_for_signs_nobody_in_and_asks_nobody(
    browser: FlaskClient, entra: Entra, address: str
) -> None:
    entra.asked.clear()
    assert led_to(browser, BACK + address) == told("sign_in_again")
    assert entra.asked == []


def test_an_answer_works_once_in_the_browser_that_asked_and_not_for_long(
    app: Flask, office: Office, entra: Entra, clock: Clock
) -> None:
    entra.user(ASTRID.address)
    mine, other, slow = (browser_of(app) for _ in range(3))
    answer = urlencode(entra.visit(sent_to(mine)))
    assert led_to(other, f"{BACK}?{answer}") == told("sign_in_again")
    assert led_to(mine, f"{BACK}?{answer}") == "/"
    assert led_to(mine, f"{BACK}?{answer}") == told("sign_in_again")
    answer = urlencode(entra.visit(sent_to(slow)))
    clock.now += timedelta(hours=1, seconds=1)
    assert led_to(slow, f"{BACK}?{answer}") == told("sign_in_again")


def test_another_state_signs_nobody_in(browser: FlaskClient, office: Office, entra: Entra) -> None:
    entra.user(ASTRID.address)
    assert come_back(browser, entra, state="another") == told("sign_in_again")
    assert counts(office)["sellers"] == 0


def test_the_cookie_hides_what_a_code_works_with(browser: FlaskClient, entra: Entra) -> None:
    entra.user(ASTRID.address)
    answered = browser.get(START)
    cookie = answered.headers["Set-Cookie"]
    assert all(word in cookie for word in ("Secure", "HttpOnly", "SameSite=Lax"))
    assert len(cookie) < 3_000
    with browser.session_transaction() as session:
        kept = dict(session)
    sealed = urlsafe_b64decode(kept["microsoft"])
    assert kept.keys() == {"microsoft"}
    assert b"verifier" not in sealed
    assert b"nonce" not in sealed


def test_signing_in_leaves_nothing_behind_in_the_cookie(browser: FlaskClient, office: Office, entra: Entra) -> None:
    entra.user(ASTRID.address)
    come_back(browser, entra)
    with browser.session_transaction() as session:
        assert dict(session).keys() == {"_permanent", "seller", "owner"}


def test_nothing_of_a_sign_in_is_written_to_the_log(
    browser: FlaskClient, office: Office, entra: Entra, caplog: pytest.LogCaptureFixture
) -> None:
    entra.user(ASTRID.address, name=ASTRID.name)
    with caplog.at_level("DEBUG"):
        answer = entra.visit(sent_to(browser))
        browser.get(f"{BACK}?{urlencode(answer)}")
    assert "web.signin_microsoft_callback" in caplog.text
    for word in (ASTRID.address, ASTRID.name, answer["code"], answer["state"], "EwB", SECRET):
        assert word not in caplog.text


# --- an admin agrees for everybody ----------------------------------------------------------------------


def to_consent(browser: FlaskClient, entra: Entra) -> str:
    """Where an admin is sent to agree, once it is known who they are."""
    answer = entra.visit(sent_to(browser, ADMIN))
    return led_to(browser, f"{BACK}?{urlencode(answer)}")


def test_an_admin_agrees_for_the_company_and_is_no_seller(browser: FlaskClient, office: Office, entra: Entra) -> None:
    entra.app_allowed = set()
    entra.user("admin@nordverk.example")
    address = to_consent(browser, entra)
    assert f"/{NORDVERK}/v2.0/adminconsent?" in address
    assert led_to(browser, f"{AGREED}?{urlencode(entra.visit(address))}") == told("agreed")
    assert browser.get(told("agreed")).status_code == 200
    with office.store.reading() as at:
        (found,) = at.directories.named("microsoft", NORDVERK)
    assert found.agreed_at == NOW
    assert counts(office) == {"sellers": 0, "mailboxes": 0, "tokens": 0, "directories": 1}
    assert browser.get("/").status_code == 401
    assert entra.who(company_access(office, found.tenant_id).token()).app


def test_whose_directory_it_is_is_never_believed_of_the_answer(
    browser: FlaskClient, office: Office, entra: Entra
) -> None:
    entra.user("admin@nordverk.example")
    answer = entra.visit(to_consent(browser, entra)) | {"tenant": RIVALEN}
    browser.get(f"{AGREED}?{urlencode(answer)}")
    assert not is_onboarded(office, RIVALEN)


def test_an_admin_who_says_no_is_not_taken_for_one_who_says_yes(
    browser: FlaskClient, office: Office, entra: Entra
) -> None:
    entra.user("admin@nordverk.example").consented.add("User.Read")
    entra.agrees = False
    assert led_to(browser, f"{AGREED}?{urlencode(entra.visit(to_consent(browser, entra)))}") == told("declined")
    with office.store.reading() as at:
        assert [one.agreed_at for one in at.directories.named("microsoft", NORDVERK)] == [None]


@pytest.mark.parametrize("changes", [{"state": "another"}, {"state": ""}, {"admin_consent": "False"}])
def test_an_agreement_nobody_asked_for_is_none(
    browser: FlaskClient, office: Office, entra: Entra, changes: dict[str, str]
) -> None:
    entra.user("admin@nordverk.example")
    answer = entra.visit(to_consent(browser, entra)) | changes
    assert led_to(browser, f"{AGREED}?{urlencode(answer)}") in (told("sign_in_again"), told("declined"))
    with office.store.reading() as at:
        assert [one.agreed_at for one in at.directories.named("microsoft", NORDVERK)] == [None]
    assert led_to(browser, f"{AGREED}?admin_consent=True&state=") == told("sign_in_again")


def test_an_admin_of_no_company_here_is_told_so(browser: FlaskClient, office: Office, entra: Entra) -> None:
    entra.user("admin@norrgruvan.example")
    answer = entra.visit(sent_to(browser, ADMIN))
    assert led_to(browser, f"{BACK}?{urlencode(answer)}") == told("unknown_company")


# --- by whose grant -------------------------------------------------------------------------------------


def test_a_calendar_is_read_by_the_sellers_own_grant_else_by_the_admins(
    browser: FlaskClient, office: Office, entra: Entra
) -> None:
    user = entra.user(ASTRID.address)
    come_back(browser, entra)
    with office.store.writing() as at:
        added = Seller(SVEN.address, ("nordverk.example",), "UTC", "microsoft", NOW, tenant_id=2)
        sven = Mailbox(at.sellers.save(added), "microsoft")
        at.mailboxes.save(sven)
    assert entra.who(access_of(office, mailbox(office, ASTRID.address)).token()).oid == user.oid
    token = access_of(office, sven).token()
    assert entra.who(token).app
    entra.asked.clear()
    assert access_of(office, sven).token() == token  # kept for every worker
    assert entra.asked == []


def test_a_pane_is_let_in_where_its_company_is_and_nowhere_else(
    browser: FlaskClient, office: Office, entra: Entra
) -> None:
    astrid = entra.user(ASTRID.address)
    come_back(browser, entra)
    found = open_doorman(office).identify(entra.issue(astrid))
    with office.store.reading() as at:
        box = at.mailboxes.by_subject("microsoft", found.subject)
    assert box
    assert box.seller_id == seller(office, ASTRID.address).id
    assert not is_onboarded(office, RIVALEN)
