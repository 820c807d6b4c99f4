"""The end of it on the page: asked once more, erased in every table, proven, and calm about every other way it can go."""

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import BytecodeCache
from sqlalchemy import func, select, text

from connectors.errors import NotThere
from connectors.ics import Source
from plugin import create_app
from plugin.web.shelf import Shelf
from tests.mailboxes import a_year, accounts, add_mailbox, make_office
from tests.plugin.web.calendars import bruket
from tests.plugin.web.test_people import BASE, OURS, seller, signed_in, stranger
from tests.simulators.paged import PagedCalendar
from tests.workers.test_leaving import fill
from tests.world import ASTRID, SVEN
from workers.calendar_files import read_files
from workers.leaving import erase_seller
from workers.office import Office
from workers.store.engine import make_engine
from workers.store.tables import metadata
from workers.sync import sync

PAGE = "/privacy/erase"
SURE = {"owner": ASTRID.address, "sure": "yes"}
ABOUT_NOBODY = {"tenants", "domains", "directories", "spent"}


@pytest.fixture
def calendars() -> dict[int, PagedCalendar]:
    return {}


@pytest.fixture
def office(tmp_path: Path, database_url: str, calendars: dict[int, PagedCalendar]) -> Iterator[Office]:
    made = make_office(tmp_path / "home", database_url, base_url=BASE, calendars=calendars)
    yield made
    made.store.close()


@pytest.fixture
def app(office: Office, compiled: BytecodeCache) -> Flask:
    made = create_app(office, own_computer=False)
    made.jinja_env.bytecode_cache = compiled
    return made


@pytest.fixture
def astrid(office: Office, calendars: dict[int, PagedCalendar]) -> int:
    """With something in every table."""
    seller_id = seller(office, ASTRID.address, "Nordverk", only="bara-astrids")
    calendars[seller_id] = PagedCalendar()
    office.want("sync_mailbox", seller_id)
    fill(office, seller_id)
    return seller_id


@pytest.fixture
def client(app: Flask, office: Office, astrid: int) -> FlaskClient:
    return signed_in(app, office, astrid, ASTRID.address)


def rows(office: Office) -> dict[str, int]:
    with make_engine(office.settings.database_url).connect() as connection:
        return {
            table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in metadata.sorted_tables
        }


def said(page: str) -> str:
    return unescape(page).replace("\N{NO-BREAK SPACE}", " ")


def test_a_seller_is_asked_once_more_and_then_all_is_gone_and_proven(
    app: Flask, office: Office, client: FlaskClient, astrid: int
) -> None:
    sven = seller(office, SVEN.address, "Nordverk")
    theirs = accounts(office, sven)
    with office.store.reading() as at:
        count = sum(at.whole.count(astrid).values())
        tables = sum(map(bool, at.whole.count(astrid).values()))
    before = rows(office)
    assert "bara-astrids" in client.get("/accounts").text
    shelves = [one for one in app.extensions.values() if isinstance(one, Shelf)]
    assert sum(map(len, shelves)) > 0
    asked = said(client.get(PAGE).text)
    assert f"{count} rows about Astrid" in asked
    assert re.search(r'<input type="checkbox" name="sure" value="yes" required>', asked)
    unsure = client.post(PAGE, data={"owner": ASTRID.address}, headers=OURS)
    assert unsure.status_code == 422
    assert "Tick the box first" in unsure.text
    assert rows(office) == before
    answered = client.post(PAGE, data=SURE, headers=OURS)
    assert answered.status_code == 200
    assert f"{count} rows from {tables} tables have been erased" in said(answered.text)
    assert answered.headers["Cache-Control"] == "no-store"
    assert answered.headers["Clear-Site-Data"] == '"cache"'
    after = rows(office)
    assert sum(before.values()) - sum(after.values()) == count
    assert accounts(office, sven) == theirs
    assert sum(map(len, shelves)) == 0, "nothing drawn of her is kept in this process either"
    assert client.get("/").status_code == 401, "signed out"
    assert "bara-astrids" not in client.get("/privacy").text


def test_pressed_twice_it_is_gone_once_and_said_calmly(
    app: Flask, office: Office, client: FlaskClient, astrid: int
) -> None:
    again = signed_in(app, office, astrid, ASTRID.address)
    assert client.post(PAGE, data=SURE, headers=OURS).status_code == 200
    for answered in (again.get(PAGE), again.post(PAGE, data=SURE, headers=OURS)):
        assert answered.status_code == 410
        assert "It is gone already" in answered.text
    signed_out = client.post(PAGE, data=SURE, headers=OURS)
    assert signed_out.status_code == 401
    assert "If you have erased everything already, nothing is left." in signed_out.text


def test_two_presses_at_once_erase_once(app: Flask, office: Office, astrid: int) -> None:
    browsers = [signed_in(app, office, astrid, ASTRID.address) for _ in range(4)]
    with ThreadPoolExecutor(4) as at_once:
        answered = list(at_once.map(lambda one: one.post(PAGE, data=SURE, headers=OURS), browsers))
    assert sorted(one.status_code for one in answered) == [200, 410, 410, 410]
    assert {name for name, count in rows(office).items() if count} <= ABOUT_NOBODY


def test_a_page_that_was_opened_for_somebody_else_erases_nobody(app: Flask, office: Office, astrid: int) -> None:
    sven = seller(office, SVEN.address, "Nordverk")
    before = rows(office)
    client = signed_in(app, office, sven, SVEN.address)
    for owner in (ASTRID.address, "", "x" * 10_000, "<script>"):
        answered = client.post(PAGE, data={**SURE, "owner": owner}, headers=OURS)
        assert answered.status_code == 409
        assert "we have erased nothing" in answered.text
        assert "<script>" not in answered.text.replace("<script src", "")
    assert client.post(PAGE, data={"sure": "yes"}, headers=OURS).status_code == 409
    assert rows(office) == before


def test_no_other_site_and_no_stranger_erases_anybody(app: Flask, office: Office, client: FlaskClient) -> None:
    before = rows(office)
    for headers in ({}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}):
        assert client.post(PAGE, data=SURE, headers=headers).status_code == 403
    assert stranger(app).post(PAGE, data=SURE, headers=OURS).status_code == 401
    assert client.get(f"{PAGE}?owner={ASTRID.address}&sure=yes").status_code == 200
    assert rows(office) == before


def test_erased_while_the_calendar_is_read_nothing_comes_back(
    office: Office, app: Flask, calendars: dict[int, PagedCalendar]
) -> None:
    astrid = add_mailbox(office)
    calendars[astrid] = a_year(PagedCalendar())
    client = signed_in(app, office, astrid, ASTRID.address)
    answers = []

    def press(_share: float) -> None:
        if not answers:
            answers.append(client.post(PAGE, data=SURE, headers=OURS))

    with pytest.raises(NotThere):
        sync(office, astrid, calendars[astrid], progress=press)
    assert answers[0].status_code == 200
    assert {name for name, count in rows(office).items() if count} <= ABOUT_NOBODY


@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_what_cannot_be_erased_whole_is_not_erased_at_all_and_says_so(
    office: Office, client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    """A database that puts a row back: something of the seller would be left."""
    with make_engine(office.settings.database_url).begin() as connection:
        connection.execute(
            text(
                "CREATE TRIGGER clinging AFTER DELETE ON sellers BEGIN INSERT INTO due (job, subject, not_before, wanted, asked,"
                " held_until, attempts, why) VALUES ('clings', OLD.id, 0, 0, 0, 0, 0, ''); END"
            )
        )
    before = rows(office)
    answered = client.post(PAGE, data=SURE, headers=OURS)
    assert answered.status_code == 500
    assert "Nothing has been erased." in answered.text
    assert "rows are left in due" in caplog.text
    assert ASTRID.address not in caplog.text
    assert rows(office) == before
    assert client.get("/").status_code == 200, "still signed in"


def test_on_ones_own_computer_it_works_the_same(tmp_path: Path, browse: Callable[[Office], FlaskClient]) -> None:
    from tests.plugin.web.conftest import open_at

    office = open_at(tmp_path)
    page = browse(office)
    assert page.get(PAGE).status_code == 410
    read_files(office, [Source("astrid.ics", bruket())], owner=ASTRID.address, label="astrid.ics")
    assert "rader om Astrid" in said(page.get(PAGE).text)
    answered = page.post(PAGE, data=SURE)
    assert answered.status_code == 200
    assert "Allt om dig är borta" in answered.text
    assert office.store.shown.seller() is None
    assert page.post(PAGE, data=SURE).status_code == 410
    assert "Läs in din kalender" in page.get("/").text


def test_when_an_admin_was_first_the_open_page_says_so(office: Office, client: FlaskClient, astrid: int) -> None:
    client.get(PAGE)
    erase_seller(office, astrid)
    assert client.post(PAGE, data=SURE, headers=OURS).status_code == 410
