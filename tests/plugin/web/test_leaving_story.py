"""A seller reads what is kept, takes it along and leaves, in a real Chromium; and each of these pages is for everybody."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from plugin import create_app
from tests.mailboxes import make_office
from tests.plugin.web import test_story
from tests.plugin.web.accessible import assert_accessible
from tests.plugin.web.test_people import seller
from tests.workers.test_leaving import fill
from tests.world import ASTRID, NOW
from workers.engine_settings import EngineChoice
from workers.google_settings import GoogleSettings
from workers.links import Purpose, sign
from workers.microsoft_settings import MicrosoftSettings
from workers.office import Office
from workers.settings import TravelSettings

chromium, look = test_story.chromium, test_story.look  # fixtures

pytestmark = pytest.mark.browser

TRAVEL = TravelSettings(
    routers=(EngineChoice("osrm", "https://roads.example"), EngineChoice("resrobot", key="key")),
    geocoders=(EngineChoice("nominatim", "https://" + "a-long-name-" * 5 + ".example"),),
)
GOOGLE = GoogleSettings("client", addon_account="a@b.iam.gserviceaccount.com", addon_client_id="c")


@pytest.fixture
def office(tmp_path: Path, made_file: Path) -> Iterator[Office]:
    """A service with everything turned on, and Astrid with something of each kind."""
    database = tmp_path / "kanelbulle.db"
    database.write_bytes(made_file.read_bytes())
    made = make_office(tmp_path / "home", f"sqlite:///{database}")
    settings = replace(made.settings, google=GOOGLE, microsoft=MicrosoftSettings("app"), travel=TRAVEL)
    made = replace(made, settings=settings)
    astrid = seller(made, ASTRID.address, "Nordverk")
    fill(made, astrid)
    with made.store.writing(astrid) as at:
        box = at.mailboxes.find(astrid)
        assert box
        at.mailboxes.save(replace(box, provider="microsoft"))
        at.watches.remove(astrid)
        at.tokens.grant(astrid, provider="microsoft", scopes=("Calendars.Read",), cache=b"{}", now=NOW)
    yield made
    made.store.close()


@pytest.fixture
def app(office: Office) -> Flask:
    return create_app(office, own_computer=False)


def sign_in(page: Page, office: Office) -> None:
    page.goto(f"/signin/link/{sign(Purpose.SIGN_IN, (1, ASTRID.address), office.settings.secret_keys)}")
    page.get_by_role("button", name="Logga in").click()


def tab_to(page: Page, name: str) -> None:
    for _ in range(120):
        page.keyboard.press("Tab")
        if page.evaluate("(document.activeElement.labels?.[0] ?? document.activeElement).textContent.trim()") == name:
            return
    raise AssertionError(f"Tab never reached {name}")


def test_a_seller_takes_everything_along_and_leaves_with_the_keyboard_alone(
    office: Office, app: Flask, serve_app: Callable[[Flask], str], look: Callable[..., Page]
) -> None:
    page = look(serve_app(app))
    sign_in(page, office)
    tab_to(page, "Integritet")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Integritet")
    tab_to(page, "Hämta allt")
    with page.expect_download() as taken:
        page.keyboard.press("Enter")
    assert taken.value.suggested_filename == "kanelbulle.json"
    assert json.loads(taken.value.path().read_bytes())["tables"]["sellers"][0]["owner"] == ASTRID.address
    tab_to(page, "Radera allt …")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Radera allt om dig?")
    tab_to(page, "Radera allt")
    page.keyboard.press("Enter")
    expect(page.get_by_role("checkbox")).to_be_focused()  # the browser itself asks for the tick
    assert office.store.of(1).seller()
    page.keyboard.press("Space")
    tab_to(page, "Radera allt")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Allt om dig är borta")
    expect(page.get_by_role("status").first).to_contain_text("vi har sett efter att ingen är kvar")
    assert office.store.of(1).seller() is None
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Du är inte inloggad")
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Vi vet inte vem du är")


def test_a_double_press_ends_on_a_calm_page(
    office: Office, app: Flask, serve_app: Callable[[Flask], str], look: Callable[..., Page]
) -> None:
    page = look(serve_app(app))
    sign_in(page, office)
    page.goto("/privacy/erase")
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Radera allt").dblclick()
    expect(page.get_by_role("heading", level=1)).to_contain_text("borta")  # the first answer, or the second's
    assert office.store.of(1).seller() is None


@pytest.mark.parametrize(("width", "height"), [(320, 640), (640, 450), (1280, 900)])
def test_each_page_is_for_everybody_and_fits(
    office: Office, app: Flask, serve_app: Callable[[Flask], str], look: Callable[..., Page], width: int, height: int
) -> None:
    """640 by 450 is a small laptop at 200 % zoom."""
    page = look(serve_app(app), viewport={"width": width, "height": height})

    def hold(what: str, heading: str) -> None:
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, what
        assert_accessible(page, f"{what} at {width}")

    def go(path: str, heading: str) -> None:
        page.goto(path)
        hold(path, heading)

    go("/privacy", "Integritet")
    go("/privacy/erase", "Du är inte inloggad")
    sign_in(page, office)
    go("/privacy", "Integritet")
    go("/settings?saved=letter", "Inställningar")
    page.evaluate("document.getElementById('home_latest').value = '07:00'")
    page.get_by_role("button", name="Spara").click()
    expect(page.get_by_role("alert")).to_be_visible()
    hold("settings with a problem", "Inställningar")
    go("/privacy/erase", "Radera allt om dig?")
    page.evaluate("document.querySelector('.erasing').noValidate = true")
    page.get_by_role("button", name="Radera allt").click()
    expect(page.get_by_role("alert")).to_be_visible()
    hold("unsure", "Radera allt om dig?")
    page.evaluate("document.querySelector('[name=owner]').value = 'somebody@else.example'")
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Radera allt").click()
    hold("stale", "Något har hänt sedan sidan öppnades")
    page.get_by_role("link", name="Öppna sidan igen").click()
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Radera allt").click()
    hold("gone", "Allt om dig är borta")


def test_without_javascript_it_all_works(
    office: Office, app: Flask, serve_app: Callable[[Flask], str], look: Callable[..., Page]
) -> None:
    page = look(serve_app(app), java_script_enabled=False)
    sign_in(page, office)
    page.get_by_role("link", name="Inställningar").click()
    page.get_by_role("button", name="Koppla från").click()
    expect(page.get_by_role("status").first).to_have_text("Vi läser inte kalendern längre.")
    page.get_by_role("link", name="Se, hämta eller radera det").click()
    page.get_by_role("link", name="Radera allt …").click()
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Radera allt").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Allt om dig är borta")
