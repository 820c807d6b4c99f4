"""One window of Outlook in which Astrid opens her pane again and again, beside one item after the other."""

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from ssl import SSLContext
from threading import Event
from typing import Any

from playwright.sync_api import Browser, ConsoleMessage, Page
from werkzeug import Response

from plugin.outlook.entry import STATIC
from tests.plugin.outlook.fonts import wear
from tests.plugin.outlook.in_outlook import served, shown
from tests.plugin.outlook.openings import Opening
from tests.plugin.outlook.rig import Pane
from tests.plugin.outlook.states import State
from tests.simulators.outlook.dispatch import Desk
from tests.simulators.outlook.host import Host, outlook
from tests.simulators.outlook.items import Mode, usual
from tests.simulators.outlook.nested import Granted
from tests.simulators.outlook.surroundings import SETS

OLDER = Path(__file__).with_name("older.js").read_text(encoding="utf-8")
ITEM = (STATIC / "item.js").read_text(encoding="utf-8")
HIGH = 4000  # pixels: all of a pane is to be seen, however much is unfolded


class Stand:
    """`host` is the window. `troubles` are errors in the pane that nobody caught or that it wrote of, since it was opened last."""

    def __init__(self, host: Host, url: str, front: "_Front") -> None:
        self.host, self.url, self._front = host, url, front
        self.troubles: list[str] = []
        host.page.on("console", self._note)
        host.page.set_viewport_size({"width": 640, "height": HIGH})
        host.page.on("pageerror", lambda error: self.troubles.append(str(error)))

    def open(self, pane: Pane, opening: Opening, *, language: str = "sv-SE") -> Host:
        """The pane beside an item, as tests/plugin/outlook/in_outlook.py opens it in a window of its own."""
        host, more = self.host, dict(opening)
        self._front.turn_to(pane, more.pop("unanswered", ""))
        host.page.unroute_all()
        host.page.evaluate("closeRuntime('pane')")
        host.page.emulate_media(color_scheme="light", forced_colors="none", reduced_motion="reduce")
        kept = {name: version for name, version in {**SETS, **more.pop("sets", {})}.items() if version}
        host.around = replace(host.around, language=language, sets=kept)
        host.failing = more.pop("failing", {})
        self._make_older(more.pop("lacking", ()), more.pop("silent", ()))
        host.mode = more.pop("mode", Mode.ATTENDEE)
        host.desk = Desk(more.pop("item", usual(host.mode)))
        host.tokens = more.pop("tokens", lambda _method, _wanted: Granted(pane.token))
        assert not more, "all that is told is known"
        self.troubles.clear()
        host.open("pane", f"{self.url}/outlook/pane")
        wear(host.pane)
        return host

    def answer(self) -> None:
        """What was not answered is, now."""
        self._front.let_in.set()

    @contextmanager
    def alone(self, pane: Pane, path: str, *, wide: int, high: int = HIGH, signed_in: bool = True) -> Iterator[Page]:
        """A page of the server's in a window of its own, not beside an item. Astrid is signed in in this browser."""
        self._front.turn_to(pane)
        context = self.host.page.context
        if signed_in:
            context.add_cookies([{"name": "seller", "value": pane.cookie(), "url": self.url}])
        page = context.new_page()
        try:
            page.set_viewport_size({"width": wide, "height": high})
            page.goto(f"{self.url}/outlook/{path}")
            wear(page.main_frame)
            yield page
        finally:
            page.close()
            context.clear_cookies()

    def _note(self, said: ConsoleMessage) -> None:
        """What the vendor's own scripts say is the vendor's, and of answers that are refused the browser tells by itself."""
        ours = said.location["url"].startswith(self.url) and not said.text.startswith("Failed to load resource")
        if said.type == "error" and ours:
            self.troubles.append(f"{said.text} {said.location['url']}")

    def _make_older(self, lacking: Sequence[str], silent: Sequence[str]) -> None:
        """An Office without some of its members, or where some do not answer, as the pane's first script finds it."""
        if lacking or silent:
            told = f"({OLDER})({json.dumps([*lacking])}, {json.dumps([*silent])});\n"
            self.host.page.route(
                "**/static/item.js*", lambda route: route.fulfill(body=told + ITEM, content_type="text/javascript")
            )

    def reach(self, pane: Pane, state: State, *, language: str = "sv-SE") -> Host:
        host = self.open(pane, state.prepare(pane), language=language)
        state.act(host, pane)
        shown(host, state.state)
        host.page.mouse.move(0, 0)
        return host


@contextmanager
def a_stand(browser: Browser, certificate: SSLContext) -> Iterator[Stand]:
    front = _Front()
    with served(front, certificate) as url, outlook(browser, f"{url}/nothing") as host:
        yield Stand(host, url, front)
        front.let_in.set()


class _Front:
    """A WSGI application that is whichever pane's office is asked now; before the first one, an empty page. Whoever asks for
    `closed`, a path, waits to be let in."""

    def __init__(self) -> None:
        self._now: Pane | None = None
        self._closed, self.let_in = "", Event()

    def turn_to(self, pane: Pane, closed: str = "") -> None:
        self.let_in.set()
        self._now, self._closed, self.let_in = pane, closed, Event()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if environ["PATH_INFO"] == self._closed:
            self.let_in.wait()
        app = self._now.app if self._now else Response()
        return app(environ, start_response)
