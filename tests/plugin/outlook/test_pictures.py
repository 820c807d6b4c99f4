"""Every state of the pane is reached in Outlook, can be used by everybody, and looks as it looked when somebody looked at it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.golden.screenshots import assert_picture
from tests.plugin.outlook.pictures import LOOKS, light, take
from tests.plugin.outlook.rig import Pane
from tests.plugin.outlook.stand import Stand, a_stand
from tests.plugin.outlook.states import STATES
from tests.plugin.web.accessible import AXE, OF_COLOURS, WCAG
from tests.simulators.certificates import Authority
from tests.simulators.outlook.fixtures import chromium, office_js  # noqa: F401
from tests.simulators.outlook.host import Host

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def stand(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:  # noqa: F811
    authority = Authority(tmp_path_factory.mktemp("stand"))
    with a_stand(chromium, authority.server("localhost")) as made:
        yield made


@pytest.mark.parametrize("name", STATES)
def test_a_state_looks_as_it_did(stand: Stand, pane: Pane, name: str) -> None:
    host = stand.reach(pane, STATES[name])
    host.pane.evaluate(AXE)
    for look, dress in LOOKS.items():
        dress(host)
        assert_picture(f"pane/{name}.{look}", take(host))
        assert broken(host, WCAG if look == "light" else OF_COLOURS) == []
    assert stand.troubles == []


@pytest.mark.parametrize("name", ["suggested", "first_placed", "stranger", "preview", "sign_in", "reading"])
def test_it_looks_so_in_english(stand: Stand, pane: Pane, name: str) -> None:
    host = stand.reach(pane, STATES[name], language="en-US")
    light(host)
    assert_picture(f"pane/{name}.en", take(host))


@pytest.mark.parametrize("name", ["suggested", "first", "preview", "later", "visit_done"])
def test_twice_as_large_nothing_is_cut_off(stand: Stand, pane: Pane, name: str) -> None:
    host = stand.reach(pane, STATES[name])
    light(host)
    host.pane.evaluate("document.documentElement.style.zoom = 2")
    assert_picture(f"pane/{name}.large", take(host))
    assert host.pane.evaluate("document.documentElement.scrollWidth <= innerWidth")


def broken(host: Host, rules: list[str]) -> list[tuple[str, str, str]]:
    """What axe-core finds, of these rules."""
    found = host.pane.evaluate("(rules) => axe.run({runOnly: rules, resultTypes: ['violations']})", rules)
    return [(one["id"], one["nodes"][0]["html"], one["nodes"][0]["failureSummary"]) for one in found["violations"]]
