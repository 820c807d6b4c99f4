"""Many sellers on one service: signing in by a link, and nobody ever sees what is another's, by whatever route."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import BytecodeCache

from plugin import create_app
from tests.mailboxes import a_year, accounts, add_mailbox, make_office
from tests.simulators.paged import PagedCalendar
from tests.world import ASTRID, NOW, Person, meeting
from workers.correcting import correct
from workers.leaving import erase_seller
from workers.letters import WHYS
from workers.links import Purpose, sign
from workers.office import Office
from workers.relationships.corrections import Correction, CorrectionKind
from workers.store.mailboxes import MailboxState
from workers.sync import sync

BASE = "https://kanelbulle.nordverk.example"
OURS = {"Sec-Fetch-Site": "same-origin", "Origin": BASE}
RIVAL = "rut@rivalen.example"


@pytest.fixture
def office(tmp_path: Path, database_url: str) -> Iterator[Office]:
    made = make_office(tmp_path / "home", database_url, base_url=BASE)
    yield made
    made.store.close()


@pytest.fixture
def app(office: Office, compiled: BytecodeCache) -> Flask:
    made = create_app(office, own_computer=False)
    made.jinja_env.bytecode_cache = compiled
    return made


def seller(office: Office, address: str, company: str, only: str = "") -> int:
    """A seller whose calendar has been read; with `only`, a customer nobody else has."""
    seller_id, calendar = add_mailbox(office, address, company), a_year(PagedCalendar())
    if only:
        name = Person(f"hemlig@{only}.example", "Hemlig Kund")
        calendar.put(*(meeting(NOW - timedelta(weeks=n), 20, name, uid=f"{only}{n}") for n in range(1, 9)))
    sync(office, seller_id, calendar)
    return seller_id


def link_of(office: Office, seller_id: int, owner: str) -> str:
    return f"/signin/link/{sign(Purpose.SIGN_IN, (seller_id, owner), office.settings.secret_keys)}"


def signed_in(app: Flask, office: Office, seller_id: int, owner: str) -> FlaskClient:
    client = app.test_client()
    client.environ_base["HTTP_HOST"] = "kanelbulle.nordverk.example"
    client.environ_base["wsgi.url_scheme"] = "https"
    answered = client.post(link_of(office, seller_id, owner), headers=OURS)
    assert answered.status_code == 303, answered.text
    return client


def stranger(app: Flask) -> FlaskClient:
    client = app.test_client()
    client.environ_base["HTTP_HOST"] = "kanelbulle.nordverk.example"
    client.environ_base["wsgi.url_scheme"] = "https"
    return client


def test_a_stranger_sees_nothing_and_is_told_whom_to_ask(app: Flask, office: Office) -> None:
    seller(office, ASTRID.address, "Nordverk")
    for page in ("/", "/accounts", "/account/bruket.example", "/review", "/trips", "/settings"):
        answered = stranger(app).get(page)
        assert answered.status_code == 401
        assert "Bruket" not in answered.text
        assert "link to sign in with" in answered.text
    assert stranger(app).get("/healthz").status_code == stranger(app).get("/readyz").status_code == 200


def test_a_link_shows_first_and_signs_in_when_pressed(app: Flask, office: Office) -> None:
    astrid = seller(office, ASTRID.address, "Nordverk")
    client, link = stranger(app), link_of(office, astrid, ASTRID.address)
    assert ASTRID.address in client.get(link).text
    assert client.get("/").status_code == 401  # a mail scanner that follows links is not signed in
    answered = client.post(link, headers=OURS)
    cookie = answered.headers["Set-Cookie"]
    assert all(word in cookie for word in ("Secure", "HttpOnly", "SameSite=Lax"))
    assert "Bruket" in client.get("/").text
    assert client.post("/signin/out", headers=OURS).status_code == 303
    assert client.get("/").status_code == 401


def test_a_link_that_was_changed_or_is_anothers_signs_nobody_in(app: Flask, office: Office) -> None:
    astrid = seller(office, ASTRID.address, "Nordverk")
    good = link_of(office, astrid, ASTRID.address)
    for bad in (good[:-2], good + "x", link_of(office, astrid, RIVAL), link_of(office, 99, RIVAL), "/signin/link/x"):
        assert stranger(app).post(bad, headers=OURS).status_code == 410


def test_whoever_comes_after_an_erased_seller_is_not_taken_for_them(app: Flask, office: Office) -> None:
    astrid = seller(office, ASTRID.address, "Nordverk")
    client = signed_in(app, office, astrid, ASTRID.address)
    erase_seller(office, astrid)
    seller(office, "sven@nordverk.example", "Nordverk")  # SQLite gives the number anew
    assert client.get("/").status_code == 401


def test_two_companies_with_the_same_customer_never_see_each_others_things(app: Flask, office: Office) -> None:
    astrid = seller(office, ASTRID.address, "Nordverk", only="bara-astrids")
    rut = seller(office, RIVAL, "Rivalen", only="bara-ruts")
    said = Correction(CorrectionKind.PLACE, "bruket.example", NOW, "Hemliga gatan 7, Trollhättan")
    correct(office, said, seller_id=rut)
    before = accounts(office, rut)
    client = signed_in(app, office, astrid, ASTRID.address)
    for page in ("/", "/accounts", "/account/bruket.example", "/review", "/trips", "/settings", "/privacy"):
        text = client.get(page).text
        for theirs in ("bara-ruts", "Hemliga gatan", RIVAL):
            assert theirs not in text, page
    theirs = "bara-ruts.example"
    for rule in app.url_map.iter_rules():
        url = rule.rule.replace("<path:key>", theirs).replace("<token>", "x").replace("<path:filename>", theirs)
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            form = {"account": theirs, "kind": "not_customer", "value": theirs, "back": "account"}
            answered = client.open(url, method=method, headers=OURS, data=form)
            assert answered.status_code != 403, (method, url)
            assert theirs not in answered.text.replace(url, ""), (method, url)
            if theirs in url or url == "/answers":
                assert answered.status_code == 404, (method, url)
    rut_again = signed_in(app, office, rut, RIVAL)
    assert "bara-ruts" in rut_again.get("/account/bara-ruts.example").text
    assert accounts(office, rut) == before


def test_what_one_says_changes_nothing_for_the_other(app: Flask, office: Office) -> None:
    astrid, rut = seller(office, ASTRID.address, "Nordverk"), seller(office, RIVAL, "Rivalen")
    client = signed_in(app, office, astrid, ASTRID.address)
    form = {"account": "bruket.example", "kind": "prefers_digital", "back": "account"}
    assert client.post("/answers", headers=OURS, data=form).status_code in (200, 303)
    assert accounts(office, astrid)["bruket.example"].flags == ()
    assert accounts(office, rut)["bruket.example"].flags != ()


def test_calendar_files_are_read_on_ones_own_computer_only(app: Flask, office: Office) -> None:
    client = signed_in(app, office, seller(office, ASTRID.address, "Nordverk"), ASTRID.address)
    assert client.get("/calendar").status_code == client.post("/calendar", headers=OURS).status_code == 404
    assert "multipart/form-data" not in client.get("/").text


TOLD = {
    MailboxState.NEW: "We are about to read your calendar",
    MailboxState.READING: "We read a year back: 17 % is done",
    MailboxState.SIGNED_OUT: "Sign in again when you have a moment",
    MailboxState.DENIED: "We may not read it",
    MailboxState.GONE: "It is not at the address we were given",
    MailboxState.UNREADABLE: "What is at the address we were given is not a calendar",
}


@pytest.mark.parametrize("state", TOLD)
def test_until_a_calendar_has_been_read_nothing_is_said_of_it_but_how_it_goes(
    app: Flask, office: Office, state: MailboxState
) -> None:
    seller_id = add_mailbox(office)
    sync(office, seller_id, a_year(PagedCalendar()), enough=lambda: True)
    with office.store.writing() as at:
        at.mailboxes.set_state(seller_id, state)
        at.sellers.touch(seller_id)
    client = signed_in(app, office, seller_id, ASTRID.address)
    text = client.get("/").text.replace("\xa0", " ").replace("17%", "17 %")
    assert TOLD[state] in text
    assert ("every 5s" in text) == (state in (MailboxState.NEW, MailboxState.READING))
    for untrue in ("No visit to suggest", "no meetings with anybody", "was last read", "Read from"):
        assert untrue not in text
    for page in ("/review", "/trips"):
        assert "We have not read your calendar yet." in client.get(page).text


@pytest.mark.parametrize(
    ("state", "told"),
    [
        (MailboxState.SIGNED_OUT, "Sign in again when you have a moment"),
        (MailboxState.DENIED, "We may not read your calendar just now"),
        (MailboxState.GONE, "no longer where it was"),
        (MailboxState.UNREADABLE, "What came was not a calendar"),
    ],
)
def test_what_is_shown_of_a_calendar_in_trouble_says_when_it_is_from(
    app: Flask, office: Office, state: MailboxState, told: str
) -> None:
    seller_id = seller(office, ASTRID.address, "Nordverk")
    with office.store.writing() as at:
        at.mailboxes.set_state(seller_id, state)
        at.sellers.touch(seller_id)
    text = signed_in(app, office, seller_id, ASTRID.address).get("/").text
    assert told in text
    assert "What you see here is from Monday 23 November" in text
    assert "Bruket" in text


def test_a_mailbox_says_when_it_was_read_and_who_is_signed_in(app: Flask, office: Office) -> None:
    text = signed_in(app, office, seller(office, ASTRID.address, "Nordverk"), ASTRID.address).get("/").text
    assert "The calendar was last read on Monday 23 November" in text
    assert f"Signed in as {office.store.of(1).seller().name}." in text  # type: ignore[union-attr]
    assert "Read it in again" not in text
    assert "We read it as" not in text


def test_a_page_for_strangers_leads_nowhere_they_may_not_go_and_has_a_name(app: Flask, office: Office) -> None:
    refused = stranger(app).get("/").text
    assert 'class="button"' not in refused
    astrid = seller(office, ASTRID.address, "Nordverk")
    assert "<title>Welcome · Kanelbulle</title>" in stranger(app).get(link_of(office, astrid, ASTRID.address)).text
    assert "<title>The link no longer holds · Kanelbulle</title>" in stranger(app).get("/signin/link/x").text


@pytest.mark.parametrize(
    ("host", "headers", "status"),
    [
        ("127.0.0.1:8027", {}, 200),
        ("localhost", {}, 200),
        ("[::1]:8027", {}, 200),
        ("127.0.0.1:8027", {"X-Forwarded-For": "10.1.2.3"}, 404),
        ("127.0.0.1:8027", {"Via": "1.1 proxy"}, 404),
        ("kanelbulle.nordverk.example", {}, 404),  # a proxy on this machine that tells no more than the name
        ("[", {}, 404),
    ],
)
def test_figures_are_for_this_machine_alone(app: Flask, host: str, headers: dict[str, str], status: int) -> None:
    assert app.test_client().get("/metrics", headers={**headers, "Host": host}).status_code == status


def test_who_comes_by_while_a_key_is_changed_stays_signed_in_and_who_does_not_signs_in_again(office: Office) -> None:
    old, new = office.settings.secret_keys[0], "a new key of the tests"

    def with_keys(*keys: str) -> Flask:
        return create_app(replace(office, settings=replace(office.settings, secret_keys=keys)), own_computer=False)

    seller_id = seller(office, ASTRID.address, "Nordverk")
    away, by = (signed_in(with_keys(old), office, seller_id, ASTRID.address) for _ in range(2))
    meanwhile, after = with_keys(new, old), with_keys(new)
    by.application = meanwhile
    assert by.get("/").status_code == 200
    by.application = away.application = after
    assert by.get("/").status_code == 200
    assert away.get("/").status_code == 401


@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_a_letter_that_could_not_be_sent_is_told_of_with_its_reason_for_as_long_as_its_week_lasts(
    app: Flask, office: Office
) -> None:
    seller_id = seller(office, ASTRID.address, "Nordverk")
    client = signed_in(app, office, seller_id, ASTRID.address)
    told = set()
    for why in sorted(WHYS):
        with office.store.writing() as at:
            at.letters.claim(seller_id, 202648, now=NOW)
            at.letters.failed(seller_id, 202648, why=why, now=NOW)
            at.sellers.touch(seller_id)
        told |= {line for line in client.get("/").text.splitlines() if "letter" in line and "problem" in line}
    assert len(told) == len(WHYS)
    with office.store.writing() as at:
        at.letters.sent(seller_id, 202648, message_id="a@x", suggestions=(), now=NOW)
        at.letters.claim(seller_id, 202647, now=NOW)
        at.letters.failed(seller_id, 202647, why="late", now=NOW)
        at.sellers.touch(seller_id)
    assert "note problem" not in client.get("/").text
