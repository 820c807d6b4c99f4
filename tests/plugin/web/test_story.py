"""A seller's first quarter of an hour, in a real Chromium, against a real server on this machine."""

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from connectors.ics import Source
from tests.mailboxes import a_year, add_mailbox, make_office
from tests.plugin.web.accessible import UNFOLD, assert_accessible
from tests.plugin.web.calendars import bruket, hostile
from tests.simulators.paged import PagedCalendar
from tests.workers.digest.letters import CASES, written
from tests.workers.outlook import an_outlook
from tests.world import ASTRID, NOW
from workers.answers import AnswerKind, answer_url
from workers.calendar_files import read_files
from workers.carry_out import CARRY_OUT
from workers.correcting import correct
from workers.links import Purpose, sign
from workers.office import Office
from workers.relationships.corrections import Correction, CorrectionKind
from workers.store.mailboxes import MailboxState
from workers.sync import sync

pytestmark = pytest.mark.browser

ARGUMENTS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
PAGES = (
    "/",
    "/accounts?start=0",
    "/account/bruket.example",
    "/account/mobacken.example",
    "/account/norrgruvan.example",
    "/trips",
    "/review",
    "/settings",
    "/privacy",
    "/privacy/erase",
    "/calendar",
    "/nope",
)
DROP = """([name, text]) => {
  const files = new DataTransfer();
  files.items.add(new File([text], name, {type: "text/calendar"}));
  for (const kind of ["dragover", "drop"])
    document.body.dispatchEvent(new DragEvent(kind, {dataTransfer: files, bubbles: true, cancelable: true}));
}"""


@dataclass
class Seen:
    """What must not happen while somebody looks."""

    complaints: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    executable = shutil.which("chromium") or shutil.which("chromium-browser")
    assert executable, "the story needs Chromium: apt-get install chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def look(chromium: Browser) -> Iterator[Callable[..., Page]]:
    """A window of a browser; everything it complained of, or asked another host for, fails the test at its end."""
    seen, contexts = Seen(), []

    def open_window(base: str, *, locale: str = "sv-SE", **options: object) -> Page:
        context: BrowserContext = chromium.new_context(base_url=base, locale=locale, **options)  # type: ignore[arg-type]
        contexts.append(context)
        context.on(
            "request", lambda one: None if one.url.startswith((base, "data:")) else seen.strangers.append(one.url)
        )
        page = context.new_page()
        page.on("pageerror", lambda error: seen.complaints.append(str(error)))
        page.on("console", lambda one: seen.complaints.append(one.text) if one.type in ("error", "warning") else None)
        return page

    yield open_window
    for context in contexts:
        context.close()
    expected = "Failed to load resource: the server responded with a status of"  # 404 and 422 are part of the story
    assert [one for one in seen.complaints if expected not in one] == []
    assert seen.strangers == []


def test_a_seller_sees_who_needs_a_visit_and_sets_it_right(
    demo: Office, serve: Callable[[Office], str], look: Callable[..., Page]
) -> None:
    page = look(serve(demo))
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("den här veckan")
    page.get_by_role("link", name="Bruket").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bruket")
    expect(page.locator(".lead")).to_contain_text("Ni har aldrig setts")

    page.get_by_label("När sågs ni senast?").fill("2026-10-02")
    page.get_by_role("button", name="Vi har setts").click()
    expect(page.locator(".lead")).not_to_contain_text("Ni har aldrig setts")
    expect(page.locator(".told")).to_contain_text("ni sågs 2 oktober 2026")

    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator(".told")).to_contain_text("you met on 2 October 2026")
    page.get_by_role("button", name="Undo: Bruket").click()
    expect(page.locator(".lead")).to_contain_text("You have never met")


def test_the_review_is_done_with_the_keyboard_alone(
    demo: Office, serve: Callable[[Office], str], look: Callable[..., Page]
) -> None:
    first = demo.store.shown.to_review(1)[0].relationship.account
    page = look(serve(demo))
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Till innehållet")).to_be_focused()
    _tab_to(page, "Gå igenom")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Vilka är kunder?")

    _tab_to(page, first.name)
    _tab_to(page, "Kund")
    page.keyboard.press("Enter")
    pressed = page.locator(".review > li").first.get_by_role("button", name="Kund", exact=True)
    expect(pressed).to_have_attribute("aria-pressed", "true")
    expect(pressed).to_be_focused()
    expect(page.locator("#status")).to_have_text(f"Sparat: {first.name}, kund.")
    page.keyboard.press("Space")
    expect(pressed).to_have_attribute("aria-pressed", "false")
    expect(page.locator("#status")).to_contain_text("Ångrat")


def test_a_dropped_calendar_file_becomes_the_page(
    office: Office, serve: Callable[[Office], str], look: Callable[..., Page]
) -> None:
    page = look(serve(office))
    page.goto("/")
    page.evaluate(DROP, ["hej.ics", "inte en kalender"])
    expect(page.locator("#upload-problem")).to_contain_text("Den filen gick inte att läsa.")
    page.evaluate(DROP, ["astrid.ics", bruket().decode()])
    expect(page.get_by_role("link", name="Bruket").first).to_be_visible()
    expect(page.locator(".source")).to_contain_text("astrid.ics")


def test_a_chosen_file_that_is_too_large_is_refused_before_it_is_sent(
    office: Office, serve: Callable[[Office], str], look: Callable[..., Page]
) -> None:
    page = look(serve(office))
    page.goto("/")
    page.evaluate("document.getElementById('upload').dataset.limit = 10")
    page.evaluate(DROP, ["astrid.ics", bruket().decode()])
    expect(page.locator("#upload-problem")).to_contain_text("Filen är för stor.")
    assert office.store.shown.seller() is None


def test_the_draft_is_copied_and_opens_in_mail(
    demo: Office, serve: Callable[[Office], str], look: Callable[..., Page]
) -> None:
    page = look(serve(demo), permissions=["clipboard-read", "clipboard-write"])
    page.goto("/")
    card = page.locator(".suggested").first
    expect(card.get_by_role("link", name="Öppna i mejl")).to_have_attribute("href", re.compile("^mailto:"))
    card.get_by_role("button", name="Kopiera texten").click()
    expect(card.get_by_role("button", name="Kopierat")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == card.locator(".letter .body").text_content()


@pytest.mark.parametrize("width", [320, 1280])
def test_the_address_of_the_suggestions_is_made_copied_and_taken_away(
    demo: Office, serve: Callable[[Office], str], look: Callable[..., Page], width: int
) -> None:
    ways = ["clipboard-read", "clipboard-write"]
    page = look(serve(demo), permissions=ways, viewport={"width": width, "height": 800})
    page.goto("/settings")
    page.get_by_role("button", name="Skapa en adress").click()
    expect(page.get_by_role("heading", name="Förslagen i din kalender")).to_be_in_viewport()
    _hold(page, f"the address at {width}", width)
    page.get_by_role("button", name="Kopiera adressen").click()
    expect(page.locator("#status")).to_have_text("Kopierat")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert page.get_by_role("link", name="Prenumerera").get_attribute("href") == copied.replace("http:", "webcal:")
    page.get_by_role("button", name="Byt adress").click()
    expect(page.locator("#feed-address")).not_to_have_text(copied)
    page.get_by_role("button", name="Ta bort adressen").click()
    expect(page.get_by_role("button", name="Skapa en adress")).to_be_visible()
    assert demo.store.shown.feed() is None


def test_more_rows_come_without_leaving_the_page(
    demo: Office, serve: Callable[[Office], str], look: Callable[..., Page]
) -> None:
    page = look(serve(demo))
    page.goto("/accounts?start=0")
    before = page.locator(".row").count()
    page.get_by_role("link", name="Visa fler").click()
    expect(page.locator(".row")).to_have_count(demo.store.shown.account_count())
    assert before == 20


def test_everything_but_dropping_and_copying_works_without_javascript(
    demo: Office, serve: Callable[[Office], str], look: Callable[..., Page], tmp_path: Path
) -> None:
    page = look(serve(demo), java_script_enabled=False)
    page.goto("/account/bruket.example")
    page.get_by_role("button", name="Inga gåvor", exact=True).click()
    expect(page.get_by_role("button", name="Inga gåvor", exact=True)).to_have_attribute("aria-pressed", "true")
    file = tmp_path / "astrid.ics"
    file.write_bytes(bruket())
    page.get_by_label("Kalenderfil").set_input_files(file)
    page.get_by_role("button", name="Läs in").click()
    expect(page.locator(".source")).to_contain_text("astrid.ics")


def test_a_meeting_is_set_right_with_the_keyboard_and_said_aloud(
    demo: Office, serve: Callable[[Office], str], look: Callable[..., Page]
) -> None:
    page = look(serve(demo))
    page.goto("/account/mobacken.example")
    page.get_by_text(re.compile("^Visa .* till$")).click()
    row = page.locator("#older li").last
    press = row.get_by_role("button", name=re.compile("^Vi sågs: "))
    press.focus()
    page.keyboard.press("Enter")
    expect(row).to_contain_text("På plats,")
    expect(row).to_contain_text("Du har sagt det själv.")
    undo = row.get_by_role("button", name=re.compile("^Ångra det du sagt om "))
    expect(undo).to_be_focused()
    expect(page.locator("#status")).to_contain_text("Sparat: Mobäcken Fjäder")
    page.keyboard.press("Enter")
    expect(press).to_be_focused()
    expect(page.locator("#status")).to_contain_text("Ångrat: Mobäcken Fjäder")
    assert demo.store.shown.corrections() == ()


def test_what_was_said_is_taken_back_from_the_list_and_the_focus_stays_near(
    demo: Office, serve: Callable[[Office], str], look: Callable[..., Page]
) -> None:
    page = look(serve(demo))
    page.goto("/account/bruket.example")
    page.get_by_role("button", name="Inga gåvor", exact=True).click()
    page.locator(".told").get_by_role("button").press("Enter")
    expect(page.locator(".told")).to_have_count(0)
    expect(page.get_by_role("heading", name="Har vi fel om något?")).to_be_focused()


def test_two_accounts_are_merged_and_parted_again(
    demo: Office, serve: Callable[[Office], str], look: Callable[..., Page]
) -> None:
    page = look(serve(demo))
    page.goto("/account/bruket.example")
    field = page.get_by_label("Hör ihop med", exact=True)
    field.fill("hittepå")
    field.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Ingen annan kund heter så")
    expect(field).to_have_value("hittepå")
    expect(field).to_be_focused()
    field.fill("älvkaj logistik")
    field.press("Enter")
    expect(page).to_have_url(re.compile("/account/alvkaj.example$"))
    expect(page.locator(".told")).to_contain_text("bruket.example: hör ihop med Älvkaj Logistik")
    page.get_by_role("button", name="Ångra: bruket.example").click()
    expect(page.locator(".told")).to_have_count(0)
    page.goto("/account/bruket.example")
    expect(page.locator(".lead")).to_contain_text("Ni har aldrig setts")


def test_a_meeting_is_set_right_without_javascript(
    demo: Office, serve: Callable[[Office], str], look: Callable[..., Page]
) -> None:
    page = look(serve(demo), java_script_enabled=False)
    page.goto("/account/bruket.example")
    row = page.locator("ol.meetings").last.locator("li").nth(1)
    row.get_by_role("button", name=re.compile("^Vi sågs: ")).click()
    expect(row).to_contain_text("Du har sagt det själv.")
    expect(row).to_be_in_viewport()
    row.get_by_role("button", name=re.compile("^Ångra")).click()
    expect(row).to_contain_text("på skärm")


@pytest.mark.parametrize("width", [320, 1280])
def test_every_page_is_accessible_by_day_and_by_night(
    demo: Office, serve: Callable[[Office], str], look: Callable[..., Page], width: int
) -> None:
    for kind, value in ((CorrectionKind.NO_GIFTS, ""), (CorrectionKind.ALIAS, "lagatra.example")):
        correct(demo, Correction(kind, "alvkaj.example", NOW, value))
    page = look(serve(demo), viewport={"width": width, "height": 800})
    for path in PAGES:
        page.goto(path)
        assert_accessible(page, f"{path} at {width}")
    page.goto("/account/lagatra.example")
    page.get_by_role("button", name=re.compile("^Det var på skärm: |^Vi sågs")).first.click()
    expect(page.locator("#status")).to_contain_text("Sparat")
    page.get_by_label("Hör ihop med", exact=True).fill("hittepå")
    page.get_by_role("button", name="Slå ihop").click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert_accessible(page, f"a problem at {width}")


@pytest.mark.parametrize(("width", "height"), [(320, 640), (390, 844), (640, 450), (1280, 900)])
def test_nothing_is_wider_than_the_window(
    office: Office, serve: Callable[[Office], str], look: Callable[..., Page], width: int, height: int
) -> None:
    """640 by 450 is a small laptop at 200 % zoom. The words are hostile: long, unbroken, from the right."""
    long = hostile().replace(b"abc", b"W" * 300)
    read_files(office, [Source("x" * 200 + ".ics", long)], owner=ASTRID.address, label="x" * 200)
    page = look(serve(office), viewport={"width": width, "height": height})
    for path in PAGES:
        page.goto(path)
        page.evaluate(UNFOLD)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_a_page_that_waits_for_a_calendar_changes_by_itself_and_leaves_the_focus(
    tmp_path: Path, serve: Callable[..., str], look: Callable[..., Page]
) -> None:
    office, link = _reading(tmp_path)
    page = look(serve(office, own_computer=False))
    page.goto(link)
    page.get_by_role("button", name="Logga in").click()
    expect(page.get_by_role("heading", name="Nu läser vi din kalender")).to_be_visible()
    trips = page.get_by_role("link", name="Resor")
    trips.focus()
    sync(office, 1, a_year(PagedCalendar()))
    expect(page.get_by_role("heading", name="Värt en bulle den här veckan")).to_be_visible(timeout=15_000)
    expect(trips).to_be_focused()
    expect(page.locator("#source")).to_contain_text("Kalendern lästes senast måndag 23 november")


@pytest.mark.parametrize(("width", "height"), [(320, 640), (640, 450), (1280, 900)])
def test_pages_before_a_calendar_has_been_read_are_for_everybody_and_fit(
    tmp_path: Path, serve: Callable[..., str], look: Callable[..., Page], width: int, height: int
) -> None:
    office, link = _reading(tmp_path)
    page = look(serve(office, own_computer=False), viewport={"width": width, "height": height})
    for path in ("/", "/signin/link/old", link):
        page.goto(path)
        _hold(page, path, width)
    page.get_by_role("button", name="Logga in").click()
    for state in (MailboxState.READING, MailboxState.GONE):
        with office.store.writing() as at:
            at.mailboxes.set_state(1, state)
            at.sellers.touch(1)
        page.goto("/")
        _hold(page, state.value, width)


def test_a_letter_is_answered_on_a_phone_by_everybody(
    office: Office, serve: Callable[[Office], str], look: Callable[..., Page]
) -> None:
    read_files(office, [Source("astrid.ics", bruket())], owner=ASTRID.address, label="astrid.ics")
    page = look(serve(office), viewport={"width": 320, "height": 640})
    for kind in (AnswerKind.GO, AnswerKind.HAVE_MET, AnswerKind.LATER):
        page.goto(_answer(office, kind))
        _hold(page, kind.value, 320)
    page.get_by_role("button", name="Ja, senare").click()
    expect(page.get_by_role("status").first).to_have_text("Vi tar upp Bruket igen måndag 30 november.")
    _hold(page, "later, done", 320)
    page.get_by_role("button", name="Ångra").click()
    page.goto(_answer(office, AnswerKind.GO))
    page.evaluate("addEventListener('click', (event) => event.preventDefault())")  # nobody has a mail program here
    with page.expect_request(lambda one: one.method == "POST") as sent:
        page.get_by_role("link", name="Öppna i mejl").click()
    assert sent.value.response() is not None
    assert [one.kind.value for one in office.store.shown.decisions()] == ["draft"]


def _answer(office: Office, kind: AnswerKind) -> str:
    """Where a button of the letter leads."""
    seller, reviewed = office.store.shown.seller(), office.store.shown.account("bruket.example")
    assert seller is not None
    assert reviewed is not None
    assert reviewed.suggestion is not None
    url = answer_url(office.settings, seller=seller, week=202648, kind=kind, suggestion=reviewed.suggestion.id)
    return url.removeprefix(office.settings.base_url)


def _reading(tmp_path: Path) -> tuple[Office, str]:
    """A service that has read a part of one calendar, and the link its seller signs in with."""
    office = make_office(tmp_path / "service", f"sqlite:///{tmp_path / 'service.db'}")
    seller_id = add_mailbox(office)
    sync(office, seller_id, a_year(PagedCalendar()), enough=lambda: True)
    facts = (seller_id, ASTRID.address)
    return office, f"/signin/link/{sign(Purpose.SIGN_IN, facts, office.settings.secret_keys)}"


def _hold(page: Page, what: str, width: int) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= width, what
    assert_accessible(page, what)


def _tab_to(page: Page, name: str) -> None:
    """Tab until what has the focus is called `name`."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == name:
            return
    raise AssertionError(f"Tab never reached {name}")


def test_a_letter_fits_a_phone_and_is_for_everybody(look: Callable[..., Page]) -> None:
    page = look("http://127.0.0.1", viewport={"width": 320, "height": 800})
    for name in ("question", "demo", "looking_back"):
        page.set_content(written(CASES[name](), "sv").html)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, name
    page.evaluate("document.querySelector('[role=article]').role = 'main'")  # as it is in a mail program
    assert_accessible(page, "the letter")


def test_a_customer_has_said_yes_and_the_meeting_becomes_a_visit(
    tmp_path: Path, made_file: Path, serve: Callable[..., str], look: Callable[..., Page]
) -> None:
    shutil.copy(made_file, tmp_path / "kanelbulle.db")
    with an_outlook(tmp_path / "home", f"sqlite:///{tmp_path / 'kanelbulle.db'}") as outlook:
        outlook.ready()
        facts = (outlook.seller, ASTRID.address)
        token = sign(Purpose.SIGN_IN, facts, outlook.office.settings.secret_keys)
        page = look(serve(outlook.office, own_computer=False), viewport={"width": 320, "height": 800})
        page.goto(f"/signin/link/{token}")
        page.get_by_role("button", name="Logga in").click()
        page.goto("/account/bruket.example")
        page.get_by_role("link", name="Kunden har sagt ja till tisdag 8 december").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Det här får Karin")
        assert_accessible(page, "the preview of a visit")
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        page.get_by_label("Behåll Teams som reserv").uncheck()
        expect(page.locator(".lead")).to_contain_text("utan Teams")
        expect(page.get_by_label("Behåll Teams som reserv")).to_be_focused()
        page.get_by_role("button", name="Gör mötet till ett besök").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Vi ändrar mötet nu")
        outlook.do(CARRY_OUT)
        expect(page.get_by_role("heading", level=1)).to_have_text("Mötet är ett besök nu")
        assert_accessible(page, "what became of it")
        page.get_by_role("link", name="Tillbaka till kunden").click()
        expect(page.locator("#visits")).to_contain_text("Klart. Mötet är ett besök nu.")
        assert_accessible(page, "the account of a visit")
        outlook.office.store.close()
