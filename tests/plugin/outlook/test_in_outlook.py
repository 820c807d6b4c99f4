"""The pane inside Outlook: a seller's way from an opened meeting to a visit and back, and every calm state on the way."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.plugin.outlook.in_outlook import END, EVA, START, meeting, opened, over_https, shown
from tests.plugin.outlook.rig import Pane
from tests.plugin.web.accessible import AXE, WCAG
from tests.simulators.certificates import Authority
from tests.simulators.outlook.fixtures import chromium, office_js  # noqa: F401
from tests.simulators.outlook.host import Host
from tests.simulators.outlook.items import Mode, somebody
from tests.simulators.outlook.nested import Granted, Refused
from tests.world import ASTRID, KARIN, STOCKHOLM, SVEN
from workers.carry_out import CARRY_OUT
from workers.jobs import carry_out

pytestmark = pytest.mark.browser


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("pane"))


@pytest.fixture
def url(pane: Pane, authority: Authority) -> Iterator[str]:
    with over_https(pane, authority.server("localhost")) as where:
        yield where


def assert_accessible(host: Host, what: str) -> None:
    """With everything unfolded."""
    host.pane.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    host.pane.evaluate(AXE)
    found = host.pane.evaluate("(rules) => axe.run(document, {runOnly: rules, resultTypes: ['violations']})", WCAG)
    told = [(one["id"], one["nodes"][0]["html"], one["nodes"][0]["failureSummary"]) for one in found["violations"]]
    assert told == [], what


def test_from_an_opened_meeting_to_a_visit_and_back(chromium: Browser, pane: Pane, url: str) -> None:  # noqa: F811
    suggestion = pane.ready()
    before = pane.outlook.meeting(suggestion)["start"]
    with opened(chromium, pane, url, item=meeting(suggestion.start, suggestion.end)) as host:
        frame = shown(host, "suggested")
        expect(frame.get_by_role("heading", level=1)).to_have_text("Bruket")
        assert frame.evaluate("document.documentElement.lang") == "sv"
        assert_accessible(host, "suggested")
        frame.get_by_role("button", name="Gör om till besök", exact=True).first.click()
        frame = shown(host, "preview")
        expect(frame.get_by_role("heading", level=1)).to_be_focused()
        assert pane.outlook.meeting(suggestion)["start"] == before
        assert_accessible(host, "preview")
        frame.get_by_role("button", name="Gör mötet till ett besök").click()
        shown(host, "visit_asked")
        carry_out(pane.office, CARRY_OUT, pane.outlook.seller)
        frame = shown(host, "visit_done")
        assert pane.outlook.meeting(suggestion)["location"]["displayName"].startswith("Storgatan 4")
        assert_accessible(host, "visit_done")
        frame.get_by_role("button", name="Ångra").click()
        shown(host, "visit_undoing")
        carry_out(pane.office, CARRY_OUT, pane.outlook.seller)
        frame = shown(host, "visit_undone")
        assert pane.outlook.meeting(suggestion)["start"] == before
        frame.get_by_role("button", name="Tillbaka").click()
        shown(host, "suggested")
        assert host.strangers == []


def test_asking_the_customer_opens_the_draft_in_outlook(chromium: Browser, pane: Pane, url: str) -> None:  # noqa: F811
    suggestion = pane.ready()
    with opened(chromium, pane, url, item=meeting(suggestion.start, suggestion.end)) as host:
        frame = shown(host, "suggested")
        frame.get_by_role("link", name="Fråga kunden").click()
        form = host.wait_for("displayNewMessageForm")
        assert KARIN.address in str(form)
        assert "Trollhättan" in str(form)
        expect(frame.locator("#pane")).to_be_visible()


def test_a_press_changes_the_pane_and_is_taken_back_in_it(chromium: Browser, pane: Pane, url: str) -> None:  # noqa: F811
    suggestion = pane.ready()
    with opened(chromium, pane, url, item=meeting(suggestion.start, suggestion.end)) as host:
        frame = shown(host, "suggested")
        frame.get_by_role("button", name="Senare").click()
        frame = shown(host, "flagged")
        assert_accessible(host, "flagged")
        frame.get_by_role("button", name="Ångra").click()
        shown(host, "suggested")


def test_place_and_time_go_into_the_invitation_by_one_press(chromium: Browser, pane: Pane, url: str) -> None:  # noqa: F811
    pane.ready()
    item = meeting(START, END, EVA, mode=Mode.COMPOSE, location="")
    with opened(chromium, pane, url, Mode.COMPOSE, item=item) as host:
        frame = shown(host, "first")
        frame.get_by_label("Var sitter de?").fill("Trollhättan")
        frame.get_by_role("button", name="Spara").click()
        fill = frame.get_by_role("button", name="Fyll i plats och tid")
        expect(fill).to_be_visible()
        assert_accessible(host, "first")
        fill.click()
        host.wait_for("end.setAsync")
        assert host.item
        assert host.item["location"] == "Trollhättan"
        assert host.item["end"] == datetime(2026, 12, 16, 10, 30, tzinfo=STOCKHOLM)
        shown(host, "quiet")


def test_who_is_invited_changes_and_so_does_the_pane(chromium: Browser, pane: Pane, url: str) -> None:  # noqa: F811
    pane.ready()
    item = meeting(START, END, SVEN, mode=Mode.COMPOSE, location="")
    with opened(chromium, pane, url, Mode.COMPOSE, item=item) as host:
        shown(host, "nobody")
        host.edit(requiredAttendees=[somebody(EVA, "none", "externalUser")])
        shown(host, "first")


def test_a_pinned_pane_follows_the_letters(chromium: Browser, pane: Pane, url: str) -> None:  # noqa: F811
    pane.ready()
    with opened(chromium, pane, url, Mode.PINNED) as host:
        shown(host, "suggested")
        host.switch(None)
        shown(host, "nothing")
        letter = {
            "itemId": "AAMk2",
            "from": somebody(EVA, kind="externalUser"),
            "to": [somebody(ASTRID)],
            "cc": [],
            "subject": "",
        }
        host.switch({**(host.item or {}), **letter})
        shown(host, "stranger")
        assert_accessible(host, "stranger")


def test_without_a_token_from_outlook_one_signs_in_in_a_window(chromium: Browser, pane: Pane, url: str) -> None:  # noqa: F811
    suggestion = pane.ready()
    item = meeting(suggestion.start, suggestion.end)
    with opened(chromium, pane, url, item=item, sets={"NestedAppAuth": None}) as host:
        frame = shown(host, "sign_in")
        assert_accessible(host, "sign_in")
        host.page.context.add_cookies([{"name": "seller", "value": pane.cookie(), "url": url}])
        frame.get_by_role("button", name="Logga in").click()
        shown(host, "suggested")
        assert "code" not in host.pane.evaluate("location.href")
        assert host.strangers == []


def test_a_window_is_offered_where_outlook_wants_a_word_first(chromium: Browser, pane: Pane, url: str) -> None:  # noqa: F811
    pane.ready()
    asked: list[str] = []

    def tokens(method: str, _wanted: object) -> Granted | Refused:
        asked.append(method)
        return Granted(pane.token) if method == "GetTokenPopup" else Refused("USER_INTERACTION_REQUIRED")

    with opened(chromium, pane, url, tokens=tokens) as host:
        frame = shown(host, "sign_in")
        frame.get_by_role("button", name="Logga in").click()
        shown(host, "suggested")
        assert asked == ["GetToken", "GetTokenPopup"]


def test_a_token_that_is_refused_is_asked_for_anew_once(chromium: Browser, pane: Pane, url: str) -> None:  # noqa: F811
    pane.ready()
    given = iter([Granted("eyJ.old.token"), Granted(pane.token)])
    with opened(chromium, pane, url, tokens=lambda _method, _wanted: next(given)) as host:
        shown(host, "suggested")


def test_a_server_out_of_reach_is_told_calmly_and_asked_again(chromium: Browser, pane: Pane, url: str) -> None:  # noqa: F811
    pane.ready()
    with opened(chromium, pane, url) as host:
        shown(host, "suggested")
        host.page.context.route("**/outlook/decide", lambda route: route.abort())
        host.pane.get_by_role("button", name="Senare").click()
        frame = shown(host, "offline")
        assert_accessible(host, "offline")
        frame.get_by_role("button", name="Försök igen").click()
        shown(host, "suggested")


def test_outlook_speaks_english_and_so_does_the_pane(chromium: Browser, pane: Pane, url: str) -> None:  # noqa: F811
    pane.ready()
    with opened(chromium, pane, url, language="en-US", theme="dark") as host:
        frame = shown(host, "suggested")
        expect(frame.get_by_role("link", name="Ask the customer")).to_be_visible()
        assert frame.evaluate("document.documentElement.dataset.theme") == "dark"
        assert_accessible(host, "suggested in the dark")


def test_a_stranger_s_page_may_not_frame_it(chromium: Browser, pane: Pane, url: str) -> None:  # noqa: F811
    with opened(chromium, pane, url, at="https://stranger.example") as host:
        host.page.wait_for_load_state("networkidle")
        assert host.pane.locator("#pane").count() == 0


def test_outlooks_own_bar_tells_of_a_first_meeting_while_the_invitation_is_written(
    chromium: Browser,  # noqa: F811
    pane: Pane,
    url: str,
) -> None:
    pane.ready()
    item = meeting(START, END, EVA, mode=Mode.COMPOSE, location="")
    with opened(chromium, pane, url, Mode.COMPOSE, item=item) as host:
        host.launch(f"{url}/outlook/events", "onAppointmentAttendeesChanged")
        (bar,) = host.notifications.values()
        assert bar["message"] == "Första mötet med Helt Nytt är på skärm. Vi har räknat på att ses i stället."
        assert bar["actions"][0]["actionText"] == "Visa"
        host.edit(requiredAttendees=[somebody(SVEN)])
        host.launch(f"{url}/outlook/events", "onAppointmentAttendeesChanged")
        assert host.notifications == {}


def test_the_pane_is_as_narrow_as_outlook_makes_it(chromium: Browser, pane: Pane, url: str, tmp_path: Path) -> None:  # noqa: F811
    suggestion = pane.ready()
    with opened(chromium, pane, url, item=meeting(suggestion.start, suggestion.end)) as host:
        frame = shown(host, "suggested")
        assert frame.evaluate("innerWidth") <= 320
        assert frame.evaluate("document.documentElement.scrollWidth <= innerWidth")
