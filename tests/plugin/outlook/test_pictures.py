"""Every state of the pane is reached in Outlook, can be used by everybody, and looks as it looked when somebody looked at it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from plugin.outlook.entry import STATIC
from tests.golden.screenshots import assert_picture
from tests.plugin.outlook.in_outlook import shown
from tests.plugin.outlook.pictures import LOOKS, WIDE, View, dark, light, pane_of, take, whole
from tests.plugin.outlook.rig import Pane
from tests.plugin.outlook.stand import Stand, a_stand
from tests.plugin.outlook.states import STATES
from tests.plugin.web.accessible import AXE, OF_COLOURS, WCAG
from tests.simulators.certificates import Authority
from tests.simulators.outlook.fixtures import chromium, office_js  # noqa: F401

pytestmark = pytest.mark.browser

DIALOG = 448  # pixels: 35 % of a screen of 1280
ENGLISH = (
    "suggested",
    "unfolded",
    "first_placed",
    "stranger",
    "preview",
    "preview_theirs",
    "sign_in",
    "gone",
    "reading",
)
LARGE = ("suggested", "first_placed", "first", "preview", "preview_theirs", "later", "leave", "gone", "visit_done")
TOPS = "(names) => names.map((one) => document.querySelector(`main ${one}`).getBoundingClientRect().top)"


@pytest.fixture(scope="module")
def stand(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:  # noqa: F811
    authority = Authority(tmp_path_factory.mktemp("stand"))
    with a_stand(chromium, authority.server("localhost")) as made:
        yield made


@pytest.mark.parametrize("name", STATES)
def test_a_state_looks_as_it_did(stand: Stand, pane: Pane, name: str) -> None:
    assert_looks(name, pane_of(stand.reach(pane, STATES[name])))
    assert stand.troubles == []


def test_outside_outlook_the_pane_says_where_it_belongs(stand: Stand, pane: Pane) -> None:
    with stand.alone(pane, "pane", wide=WIDE) as page:
        page.wait_for_selector("main > [data-state=outside]")
        assert_looks("outside", whole(page))


def test_the_window_in_which_one_has_signed_in_says_so(stand: Stand, pane: Pane) -> None:
    with stand.alone(pane, "signed-in", wide=DIALOG) as page:
        page.wait_for_selector("[data-state=signed_in]")
        assert_looks("signed_in", whole(page))


def test_the_window_of_somebody_who_has_not_signed_in_says_how_to_go_on(stand: Stand, pane: Pane) -> None:
    with stand.alone(pane, "signed-in", wide=DIALOG, signed_in=False) as page:
        page.wait_for_selector("[data-state=not_signed_in]")
        assert_looks("not_signed_in", whole(page))


@pytest.mark.parametrize("name", ENGLISH)
def test_it_looks_so_in_english(stand: Stand, pane: Pane, name: str) -> None:
    view = pane_of(stand.reach(pane, STATES[name], language="en-US"))
    light(view)
    assert_picture(f"pane/{name}.en", take(view))


@pytest.mark.parametrize("name", LARGE)
def test_twice_as_large_nothing_is_cut_off(stand: Stand, pane: Pane, name: str) -> None:
    view = pane_of(stand.reach(pane, STATES[name]))
    light(view)
    view.frame.evaluate("document.documentElement.style.zoom = 2")
    assert_picture(f"pane/{name}.large", take(view))
    assert view.frame.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_browser_without_light_dark_shows_it_in_the_system_s_colours(stand: Stand, pane: Pane) -> None:
    styles = (STATIC / "pane.css").read_text(encoding="utf-8").replace("light-dark(", "unheard-of(")
    stand.host.page.context.route("**/pane.css*", lambda route: route.fulfill(body=styles, content_type="text/css"))
    try:
        view = pane_of(stand.reach(pane, STATES["suggested"]))
    finally:
        stand.host.page.context.unroute("**/pane.css*")
    view.frame.evaluate(AXE)
    for dress in (dark, light):
        dress(view)
        assert broken(view, OF_COLOURS) == []
    assert_picture("pane/suggested.older", take(view))


def test_what_was_awaited_comes_where_its_place_was_kept(stand: Stand, pane: Pane) -> None:
    """Name, sentence, picture and card: nothing jumps."""
    host = stand.reach(pane, STATES["waiting"])
    kept = host.pane.evaluate(TOPS, [".name", ".name + i", ".picture", ".block"])
    stand.answer()
    come = shown(host, "suggested").evaluate(TOPS, ["h1", ".lead", ".relation", ".card"])
    assert [abs(one - other) <= 1 for one, other in zip(kept, come, strict=True)] == [True] * 4, (kept, come)


def test_the_page_stands_before_outlook_does(stand: Stand, pane: Pane) -> None:
    with stand.alone(pane, "nothing", wide=WIDE) as page:
        page.route("**/office.js", lambda _route: None)
        page.goto(f"{stand.url}/outlook/pane", wait_until="commit")
        page.wait_for_selector(".waiting .name")


def test_where_outlooks_scripts_are_held_back_one_reads_so_and_can_try_again(stand: Stand, pane: Pane) -> None:
    with stand.alone(pane, "nothing", wide=WIDE) as page:
        page.clock.install()
        page.route("**/o15apptofilemappingtable.js", lambda route: route.abort())
        page.goto(f"{stand.url}/outlook/pane")
        page.wait_for_selector(".waiting .name")
        page.clock.run_for(20_000)
        page.wait_for_selector("main > [data-state=offline]")
        page.unroute_all()
        page.get_by_role("button", name="Försök igen").click()
        page.wait_for_selector("main > [data-state=outside]")


def assert_looks(name: str, view: View) -> None:
    """In each look as the golden pictures do, and usable by everybody."""
    view.frame.evaluate(AXE)
    for look, dress in LOOKS.items():
        dress(view)
        assert_picture(f"pane/{name}.{look}", take(view))
        assert broken(view, WCAG if look == "light" else OF_COLOURS) == []


def broken(view: View, rules: list[str]) -> list[tuple[str, str, str]]:
    """What axe-core finds, of these rules."""
    found = view.frame.evaluate("(rules) => axe.run({runOnly: rules, resultTypes: ['violations']})", rules)
    return [(one["id"], one["nodes"][0]["html"], one["nodes"][0]["failureSummary"]) for one in found["violations"]]
