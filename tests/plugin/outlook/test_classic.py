"""Classic Outlook on Windows runs what happens without the pane in one script and without a page: there too the line comes."""

import gzip
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from threading import Event
from typing import Any

import pytest
import requests

from plugin import create_app
from plugin.outlook.entry import ALONE, STATIC
from tests.plugin.outlook.in_outlook import END, EVA, START, meeting, served
from tests.plugin.outlook.rig import Pane
from tests.simulators.certificates import Authority
from tests.simulators.npm import Missing
from tests.simulators.outlook.classic import Classic, Window, classic
from tests.simulators.outlook.grammar import trouble_of
from tests.simulators.outlook.items import Mode
from tests.simulators.outlook.nested import Granted, Refused, Status

CHANGED, BEGUN = "onAppointmentAttendeesChanged", "onNewAppointmentOrganizer"
OF_BROWSERS = ("document", "location", "navigator", "sessionStorage", "localStorage", "indexedDB", "URL", "TextEncoder")
LONG = 60  # seconds: longer than anything is waited for
HEAVY = 50_000  # bytes, packed; with all of msal-browser it would be 83,000


class Front:
    """The pane's server at its own address; `instead` answers in its place, where a test says so."""

    def __init__(self, pane: Pane, authority: Authority) -> None:
        self.pane, self.trust, self.url = pane, authority.trust, ""
        self.instead: Callable[..., Iterable[bytes]] | None = None

    def settle(self, url: str) -> None:
        self.url = url
        settings = replace(self.pane.office.settings, base_url=url)
        self.pane.app = create_app(replace(self.pane.office, settings=settings), own_computer=False)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        return (self.instead or self.pane.app)(environ, start_response)

    @contextmanager
    def outlook(self, **more: Any) -> Iterator[Classic]:
        """Classic Outlook, where Astrid writes an invitation to somebody nobody has met."""
        script = requests.get(f"{self.url}/outlook/events.js", verify=self.trust, timeout=30).text
        more.setdefault("tokens", lambda _method, _wanted: Granted(self.pane.token))
        item = meeting(START, END, EVA, mode=Mode.COMPOSE, location="")
        with classic(script, item, trust=self.trust, **more) as host:
            yield host


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("classic"))


@pytest.fixture
def front(pane: Pane, authority: Authority) -> Iterator[Front]:
    pane.ready()
    front = Front(pane, authority)
    with served(front, authority.server("localhost")) as url:
        front.settle(url)
        yield front


@pytest.mark.parametrize("window", ["global", "own"])
def test_the_line_comes_in_classic_outlook_too(front: Front, window: Window) -> None:
    with front.outlook(window=window) as host:
        host.happen(CHANGED)
        (bar,) = host.bar.values()
        assert bar["message"] == "Första mötet med Helt Nytt är på skärm. Vi har räknat på att ses i stället."
        assert bar["actions"][0]["actionText"] == "Visa"
        assert host.asked == ["GetInitContext", "GetToken"]
        assert host.fetched == [f"{front.url}/outlook/nudge"]


def test_the_line_goes_when_whoever_it_was_about_is_taken_away(front: Front) -> None:
    with front.outlook(language="en-US") as host:
        host.happen(BEGUN)
        host.happen(CHANGED)
        assert host.bar["kanelbulle"]["message"].startswith("The first meeting with Helt Nytt is on screen.")
        host.evaluate("Office.context.mailbox.item.requiredAttendees = []; null")
        host.happen(CHANGED)
        assert host.bar == {}
        assert host.completed == [BEGUN, CHANGED, CHANGED]


def test_nothing_of_a_browser_is_needed_for_it(front: Front) -> None:
    with front.outlook() as host:
        host.happen(CHANGED)
        assert host.bar
        assert {name for name in OF_BROWSERS if host.evaluate(f"typeof {name}") != "undefined"} == set()


def test_randomness_comes_from_outlook_and_only_once_it_is_asked(front: Front) -> None:
    with front.outlook() as host:
        assert host.evaluate("typeof crypto") == "undefined"
        host.happen(CHANGED)
        assert host.evaluate("Object.keys(crypto).join()") == "getRandomValues"


def test_without_randomness_nothing_is_made_up_in_its_place(front: Front) -> None:
    with front.outlook(random=False) as host:
        host.happen(CHANGED)
        assert (host.bar, host.asked, host.fetched) == ({}, [], [])


@pytest.mark.parametrize(
    "status", ["USER_INTERACTION_REQUIRED", "NO_NETWORK", "PERSISTENT_ERROR", "DISABLED", "NESTED_APP_AUTH_UNAVAILABLE"]
)
def test_where_outlook_gives_no_token_it_is_over_without_a_line(front: Front, status: Status) -> None:
    with front.outlook(tokens=lambda _method, _wanted: Refused(status)) as host:
        host.happen(CHANGED)
        assert (host.bar, host.asked, host.fetched) == ({}, ["GetInitContext", "GetToken"], [])


def test_an_older_outlook_is_told_at_once_that_it_is_over(front: Front) -> None:
    with front.outlook(lacking=["NestedAppAuth"]) as host:
        assert host.evaluate("typeof window") == "undefined"
        host.happen(CHANGED)
        assert (host.bar, host.asked, host.fetched) == ({}, [], [])


def test_an_outlook_that_does_not_answer_for_a_token_is_waited_for_only_so_long(front: Front) -> None:
    with front.outlook(tokens=lambda _method, _wanted: None) as host:
        host.launch(CHANGED)
        while "GetToken" not in host.asked:
            host.wait_for("nested")
        host.pass_by(LONG)
        host.wait_for("completed")
        assert (host.bar, host.fetched) == ({}, [])


def test_a_field_that_does_not_answer_is_done_without(front: Front) -> None:
    with front.outlook(silent=["subject"]) as host:
        host.launch(CHANGED)
        host.evaluate("null")
        host.pass_by(3)
        host.wait_for("completed")
        assert host.bar


def test_a_server_that_does_not_answer_is_waited_for_only_so_long(front: Front) -> None:
    released = Event()

    def wait(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        released.wait(30)
        return front.pane.app(environ, start_response)

    with front.outlook() as host:
        front.instead = wait
        host.launch(CHANGED)
        host.wait_for("fetch")
        host.pass_by(LONG)
        host.wait_for("completed")
        assert host.bar == {}
        released.set()


@pytest.mark.parametrize(
    ("status", "body"),
    [("500 Internal", b"sorry"), ("401 No", b"{}"), ("200 OK", b"<html>a proxy</html>"), ("200 OK", b"{}")],
)
def test_a_server_that_answers_nonsense_is_over_without_a_line(front: Front, status: str, body: bytes) -> None:
    def nonsense(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        start_response(status, [("Content-Type", "text/html")])
        return [body]

    with front.outlook() as host:
        front.instead = nonsense
        host.happen(CHANGED)
        assert host.bar == {}


def test_a_server_out_of_reach_is_over_without_a_line(pane: Pane, authority: Authority) -> None:
    pane.ready()
    front = Front(pane, authority)
    with ExitStack() as still_open:
        with served(front, authority.server("localhost")) as url:
            front.settle(url)
            host = still_open.enter_context(front.outlook())
        host.happen(CHANGED)
        assert (host.bar, host.fetched) == ({}, [f"{url}/outlook/nudge"])


@pytest.mark.parametrize("name", ALONE)
def test_each_part_is_written_in_the_language_of_2015(name: str) -> None:
    assert read_as(2015, (STATIC / name).read_text(encoding="utf-8")) is None


def test_the_whole_is_written_in_the_language_of_2016_and_one_word_of_2017_would_be_noticed(front: Front) -> None:
    script = front.pane.app.test_client().get("/outlook/events.js").text
    assert read_as(2016, script) is None
    assert read_as(2016, script.replace("const look = () =>", "const look = async () =>", 1))
    assert read_as(2017, script.replace("const look = () =>", "const look = async () =>", 1)) is None


def read_as(year: int, script: str) -> str | None:
    try:
        return trouble_of(script, year)
    except Missing as lacking:
        pytest.skip(f"no parser: {lacking}")


def test_it_is_light(front: Front) -> None:
    answered = front.pane.app.test_client().get("/outlook/events.js")
    assert len(gzip.compress(answered.data)) < HEAVY
    assert answered.headers["Cache-Control"] == "public, max-age=3600"
