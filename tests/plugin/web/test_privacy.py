"""What everybody may read about privacy, true of the installation it stands on; and what a seller takes along."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import BytecodeCache
from sqlalchemy import select

from connectors.google import access as google_access
from connectors.ics import Source
from connectors.meetings import Person
from connectors.microsoft import access as microsoft_access
from plugin import create_app
from plugin.web.kept import KINDS, list_kept
from plugin.web.promises import ENGINES
from tests.mailboxes import make_office
from tests.plugin.web.calendars import hostile
from tests.plugin.web.test_people import BASE, OURS, RIVAL, seller, signed_in, stranger
from tests.world import ASTRID
from workers.calendar_files import read_files
from workers.engine_settings import BAKERIES, GEOCODERS, ROUTERS, EngineChoice
from workers.google_settings import GoogleSettings
from workers.grants import PREFIX, VENDORS
from workers.microsoft_settings import MicrosoftSettings
from workers.office import Office
from workers.settings import TravelSettings
from workers.store.engine import make_engine
from workers.store.tables import sellers
from workers.store.tenants import Tenant, TenantWishes
from workers.words import LANGUAGES, knows

POLICY = "https://developers.google.com/terms/api-services-user-data-policy"


@pytest.fixture
def office(tmp_path: Path, database_url: str) -> Iterator[Office]:
    made = make_office(tmp_path / "home", database_url, base_url=BASE)
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


def read(client: FlaskClient, path: str = "/privacy", language: str = "en") -> str:
    answered = client.get(path, headers={"Accept-Language": language})
    assert answered.status_code == 200
    told_of_somebody = 'id="yours"' in answered.text
    assert answered.headers["Cache-Control"] == ("no-store" if told_of_somebody else "private, no-cache")
    return unescape(answered.text).replace("\N{NO-BREAK SPACE}", " ")


def set_tenant(office: Office, *, sharing: bool, days: int) -> None:
    with office.store.writing() as at:
        tenant = at.tenants.find("Nordverk") or Tenant("Nordverk", ("nordverk.example",))
        at.tenants.save(replace(tenant, sharing=sharing, wishes=TenantWishes(retention_days=days)))


# --- what everybody reads ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("database_kind", ["sqlite"])
@pytest.mark.parametrize(("language", "heading"), [("sv", "Integritet"), ("en", "Privacy")])
def test_a_stranger_reads_it_without_signing_in_and_is_told_nothing_of_anybody(
    office: Office, app_of: Callable[..., Flask], language: str, heading: str
) -> None:
    seller(office, ASTRID.address, "Nordverk")
    client = stranger(app_of(office))
    text = read(client, language=language)
    assert f"<h1>{heading}</h1>" in text
    for theirs in (ASTRID.address, "Bruket", "Nordverk", "/privacy/export", "/privacy/erase"):
        assert theirs not in text
    for page in ("/", "/signin/link/x", "/nope", "/privacy"):
        assert f'href="/privacy"{" aria-current" if page == "/privacy" else ""}' in client.get(page).text


@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_what_is_asked_for_stands_there_as_the_vendors_call_it_and_only_of_those_there_are(
    office: Office, app_of: Callable[..., Flask]
) -> None:
    assert "<code>" not in read(stranger(app_of(office)))
    microsoft = read(stranger(app_of(office, microsoft=MicrosoftSettings("app"))))
    everything = (
        *microsoft_access.READ,
        *microsoft_access.WRITE,
        *microsoft_access.MAIL_DRAFT,
        *microsoft_access.MAIL_SEND,
    )
    assert re.findall("<code>([^<]+)</code>", microsoft) == [*everything]
    assert "Google API" not in microsoft
    google = read(stranger(app_of(office, google=GoogleSettings("client"))))
    everything = (*google_access.READ, *google_access.WRITE, *google_access.MAIL_DRAFT, *google_access.MAIL_SEND)
    assert [f"{PREFIX}{one}" for one in re.findall("<code>([^<]+)</code>", google)[1:]] == [*everything[1:]]
    assert "Limited Use" in google
    assert f'href="{POLICY}"' in google
    assert "My Apps" in microsoft
    assert "My Apps" not in google
    assert "The pane in Outlook is told" in microsoft
    assert "The card in Google Calendar" not in google
    addon = GoogleSettings("client", addon_account="a@b.iam.gserviceaccount.com", addon_client_id="c")
    assert "The card in Google Calendar is told" in read(stranger(app_of(office, google=addon)))


def test_what_we_say_we_ask_for_is_what_each_vendor_is_asked_for() -> None:
    for row, asked in ((VENDORS["microsoft"], microsoft_access), (VENDORS["google"], google_access)):
        assert row.reading == asked.READ
        assert (row.writing,) == asked.WRITE
        assert (row.drafting,) == asked.MAIL_DRAFT
        assert (row.sending,) == asked.MAIL_SEND


@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_whoever_is_asked_on_the_way_is_named_with_the_host_that_answers(
    office: Office, app_of: Callable[..., Flask]
) -> None:
    quiet = "No service for roads, places or bakeries is turned on here."
    assert quiet in read(stranger(app_of(office)))
    travel = TravelSettings(
        routers=(EngineChoice("osrm", "https://roads.example:5000/x"), EngineChoice("resrobot", key="geheim-key")),
        bakeries=(EngineChoice("overpass", "https://bun.example/<b>"),),
    )
    text = read(stranger(app_of(office, travel=travel)))
    assert quiet not in text
    assert "For the way we ask OSRM (roads.example) and ResRobot (Trafiklab)." in text
    assert "For bakeries we ask Overpass (bun.example)." in text
    assert "For places we ask" not in text
    assert "geheim-key" not in text


def test_every_engine_that_can_be_named_has_a_name() -> None:
    assert set(ENGINES) == {*ROUTERS, *GEOCODERS, *BAKERIES}


def test_how_long_things_are_kept_and_what_colleagues_see_is_told_as_the_company_has_it(
    office: Office, app_of: Callable[..., Flask]
) -> None:
    astrid = seller(office, ASTRID.address, "Nordverk")
    app = app_of(office)
    told = read(stranger(app))
    assert "ended more than 400 days ago" in told
    assert "A company can set another number of days." in told
    assert "It is off from the start." in told
    client = signed_in(app, office, astrid, ASTRID.address)
    assert "is turned off in your company" in read(client)
    set_tenant(office, sharing=True, days=730)
    told = read(client)
    assert "ended more than 730 days ago" in told
    assert "In your company a colleague gets to know" in told
    assert "A company can set another number" not in told


def test_on_ones_own_computer_it_is_told_as_it_is_there(demo: Office, browse: Callable[[Office], FlaskClient]) -> None:
    text = read(browse(demo), language="sv")
    assert "Det ligger här på datorn tills du raderar det." in text
    for untrue in ("Varje natt raderas", "kollega", "En säljare ser sitt eget", "Två kakor", "Logga in"):
        assert untrue not in text


def test_before_any_calendar_has_been_read_there_is_nothing_to_take_along(
    tmp_path: Path, browse: Callable[[Office], FlaskClient]
) -> None:
    from tests.plugin.web.conftest import open_at

    page = browse(open_at(tmp_path))
    assert "Det här har vi sparat om dig" not in read(page, language="sv")
    assert page.post("/privacy/export").status_code == 404


# --- what is kept of whoever asks ---------------------------------------------------------------------------------


def test_every_table_that_tells_of_a_seller_is_counted_in_one_kind(office: Office) -> None:
    counted = [table for of in KINDS.values() for table in of]
    astrid = seller(office, ASTRID.address, "Nordverk")
    with office.store.reading() as at:
        tables = at.whole.count(astrid)
    assert sorted(counted) == sorted(tables), "a new table belongs to a kind that people know"
    assert sum(row.count for row in list_kept(tables)) == sum(tables.values())
    for language in LANGUAGES:
        assert all(knows(f"page.privacy.kind.{kind}{end}", language) for kind in KINDS for end in ("", "_about"))


def test_a_seller_reads_how_much_is_kept_and_takes_all_of_it_along(
    office: Office, app_of: Callable[..., Flask]
) -> None:
    astrid = seller(office, ASTRID.address, "Nordverk", only="bara-astrids")
    seller(office, RIVAL, "Rivalen", only="bara-ruts")
    client = signed_in(app_of(office), office, astrid, ASTRID.address)
    with office.store.reading() as at:
        tables = at.whole.count(astrid)
    text = read(client)
    assert f"{sum(tables.values())} rows about" in text
    counted = dict(re.findall(r"<dt>([^<]+)<br>.*?</dt>\s*<dd>([\d,]+)</dd>", text))
    assert int(counted["Meetings"]) == tables["meetings"]
    assert int(counted["Customers"]) == tables["accounts"]
    answered = client.post("/privacy/export", headers=OURS)
    assert answered.headers["Content-Disposition"] == 'attachment; filename="kanelbulle.json"'
    assert (answered.mimetype, answered.headers["Cache-Control"]) == ("application/json", "no-store")
    told = json.loads(answered.data)
    assert {name: len(found) for name, found in told["tables"].items()} == tables
    assert "bara-astrids" in answered.text
    assert "bara-ruts" not in answered.text


@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_no_other_site_and_no_stranger_fetches_what_is_kept(office: Office, app_of: Callable[..., Flask]) -> None:
    astrid = seller(office, ASTRID.address, "Nordverk")
    app = app_of(office)
    client = signed_in(app, office, astrid, ASTRID.address)
    assert client.post("/privacy/export", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert client.post("/privacy/export", headers={"Origin": "https://evil.example"}).status_code == 403
    assert client.post("/privacy/export").status_code == 403
    assert client.get("/privacy/export").status_code == 405
    assert stranger(app).post("/privacy/export", headers=OURS).status_code == 401


def test_what_hostile_people_wrote_is_counted_shown_and_taken_along_whole(
    tmp_path: Path, browse: Callable[[Office], FlaskClient]
) -> None:
    from tests.plugin.web.conftest import open_at

    office = open_at(tmp_path)
    read_files(office, [Source("x.ics", hostile())], owner=ASTRID.address, label='"><script>alert(1)</script>')
    page = browse(office)
    for path in ("/privacy", "/privacy/erase", "/settings"):
        assert "<script>alert" not in page.get(path).text
    answered = page.post("/privacy/export")
    assert answered.data.isascii()
    told = json.loads(answered.data)
    assert told["tables"]["sellers"][0]["sealed"]["source"] == '"><script>alert(1)</script>'
    with make_engine(office.settings.database_url).connect() as connection:
        assert connection.execute(select(sellers.c.owner)).scalar_one() == ASTRID.address


@pytest.mark.parametrize("database_kind", ["sqlite"])
@pytest.mark.parametrize(
    "keeper", [Person("dataskydd@nordverk.example", "Karin <Lind>"), Person("a&b@nordverk.example"), None]
)
def test_who_answers_for_the_data_is_named_where_the_service_says_who(
    office: Office, app_of: Callable[..., Flask], keeper: Person | None
) -> None:
    answered = app_of(office, keeper=keeper).test_client().get("/privacy", base_url=BASE)
    shown = re.findall(r'<a href="mailto:([^"]+)"><bdi>(.*?)</bdi>', answered.text)
    told = [(unquote(address), unescape(name)) for address, name in shown]
    assert told == ([(keeper.address, keeper.name or keeper.address)] if keeper else [])
