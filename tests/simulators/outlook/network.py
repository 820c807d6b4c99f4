"""What the browser may reach while Outlook is played: this machine, the vendor's office.js as unpacked, and Outlook's own
page. All else is turned away and remembered. https://playwright.dev/python/docs/network
"""

import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Route, WebSocketRoute

from tests.simulators.outlook.office_js import OFFICE_JS, SERVED

HERE = Path(__file__).parent
OWN = {"/mail/": ("text/html", "host.html"), "/mail/host.js": ("text/javascript", "host.js")}
LOOPBACK = re.compile(r"^(https?|wss?)://(localhost|127\.0\.0\.1|\[::1\])[:/]")


@dataclass
class Network:
    """`strangers` are the addresses of those who were asked in vain; `files` is where office.js is. Playwright writes its
    own marks into whatever object has handlers: no slots."""

    files: Path
    strangers: list[str] = field(default_factory=list)

    def enclose(self, context: BrowserContext, outlook: str) -> None:
        """Who is named last is asked first."""
        context.route(lambda url: not LOOPBACK.match(url), self._turn_away)
        context.route_web_socket(lambda url: not LOOPBACK.match(url), self._hang_up)
        context.route("**/MicrosoftAjax.js", lambda route: route.fulfill(path=HERE / "msajax.js"))
        context.route(f"{SERVED}**", self._serve_office)
        context.route(f"{outlook}/**", self._serve_own)

    def _turn_away(self, route: Route) -> None:
        self.strangers.append(route.request.url)
        route.abort("blockedbyclient")

    def _hang_up(self, socket: WebSocketRoute) -> None:
        self.strangers.append(socket.url)
        socket.close()

    def _serve_own(self, route: Route) -> None:
        kind, name = OWN.get(urlsplit(route.request.url).path, ("", ""))
        if not name:
            return self._turn_away(route)
        return route.fulfill(content_type=kind, path=HERE / name)

    def _serve_office(self, route: Route) -> None:
        name = "dist/" + urlsplit(route.request.url).path.removeprefix(urlsplit(SERVED).path)
        if name not in OFFICE_JS.files:
            return route.fulfill(status=404, body="")
        return route.fulfill(content_type="text/javascript", path=self.files / name)
