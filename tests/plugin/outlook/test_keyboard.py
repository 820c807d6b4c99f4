"""Whoever has no mouse comes to everything in the pane and sees where they are; in Outlook on the web it is office.js that
moves the focus.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.golden.screenshots import assert_picture
from tests.plugin.outlook.in_outlook import shown
from tests.plugin.outlook.pictures import LOOKS, View, pane_of
from tests.plugin.outlook.rig import Pane
from tests.plugin.outlook.rings import CONTROLS, STANDS, come_to, enter, find_rings, strip
from tests.plugin.outlook.stand import Stand, a_stand
from tests.plugin.outlook.states import STATES
from tests.simulators.certificates import Authority
from tests.simulators.outlook.fixtures import chromium, office_js  # noqa: F401

pytestmark = pytest.mark.browser

WALKED = ("suggested", "unfolded", "first_placed", "preview", "later", "stranger")
MARK = "(names) => [...document.querySelectorAll(names)].filter((one) => one.checkVisibility()).map((one, at) => one.dataset.at = String(at))"
HERE = "() => document.activeElement.dataset.at"


@pytest.fixture(scope="module")
def stand(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:  # noqa: F811
    authority = Authority(tmp_path_factory.mktemp("stand"))
    with a_stand(chromium, authority.server("localhost")) as made:
        yield made


@pytest.mark.parametrize("name", CONTROLS)
def test_one_sees_where_the_keyboard_is(stand: Stand, pane: Pane, name: str) -> None:
    view = pane_of(stand.reach(pane, STATES[name]))
    for look, dress in LOOKS.items():
        dress(view)
        rings = find_rings(view, CONTROLS[name])
        assert [one.box for one in rings if not one.is_clear] == []
        assert_picture(f"pane/{name}.focus.{look}", strip(view, rings))


@pytest.mark.parametrize("name", WALKED)
def test_the_keyboard_comes_to_everything_that_can_be_pressed(stand: Stand, pane: Pane, name: str) -> None:
    view = pane_of(stand.reach(pane, STATES[name]))
    everything = view.frame.evaluate(MARK, STANDS)
    enter(view)
    assert list(walk(view)) == everything


def test_after_a_press_the_keyboard_goes_on_from_the_heading(stand: Stand, pane: Pane) -> None:
    view = pane_of(stand.reach(pane, STATES["suggested"]))
    enter(view)
    come_to(view, "form[data-post=preview] button")
    view.page.keyboard.press("Enter")
    frame = shown(stand.host, "preview")
    frame.wait_for_selector("h1:focus")
    view.page.keyboard.press("Tab")
    assert frame.evaluate("document.activeElement.name") == "keep"


def test_where_something_went_wrong_the_keyboard_is_at_what_can_be_done(stand: Stand, pane: Pane) -> None:
    view = pane_of(stand.reach(pane, STATES["offline"]))
    view.frame.wait_for_selector("h1:focus")
    view.page.keyboard.press("Tab")
    assert view.frame.evaluate("document.activeElement.innerText") == "Försök igen"


def walk(view: View) -> Iterator[str]:
    """From where it is, until it goes no further."""
    before = None
    while (at := view.frame.evaluate(HERE)) != before:
        yield at
        before = at
        view.page.keyboard.press("Tab")
