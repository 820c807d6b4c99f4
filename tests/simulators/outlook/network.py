"""What the browser may reach while Outlook is played: this machine, the vendor's office.js as unpacked, and Outlook's own
page. All else is turned away and remembered. https://playwright.dev/python/docs/network
"""

import re
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Route, WebSocketRoute

from tests.simulators.outlook.office_js import OFFICE_JS, SERVED

HERE = Path(__file__).parent
OWN = {"/mail/": ("text/html", "host.html"), "/mail/host.js": ("text/javascript", "host.js")}
LOOPBACK = re.compile(r"^(https?|wss?)://(localhost|127\.0\.0\.1|\[::1\])[:/]")


def enclose(context: BrowserContext, outlook: str) -> list[str]:
    """The addresses of strangers who were asked, from now on."""
    strangers: list[str] = []
    files = OFFICE_JS.unpack()

    def turn_away(route: Route) -> None:
        strangers.append(route.request.url)
        route.abort("blockedbyclient")

    def turn_away_socket(socket: WebSocketRoute) -> None:
        strangers.append(socket.url)
        socket.close()

    def serve_own(route: Route) -> None:
        kind, name = OWN.get(urlsplit(route.request.url).path, ("", ""))
        if name:
            route.fulfill(content_type=kind, path=HERE / name)
        else:
            turn_away(route)

    def serve_office(route: Route) -> None:
        name = urlsplit(route.request.url).path.removeprefix(urlsplit(SERVED).path)
        if f"dist/{name}" in OFFICE_JS.files:
            route.fulfill(content_type="text/javascript", path=files / "dist" / name)
        else:
            route.fulfill(status=404, body="")

    # Who is named last is asked first.
    context.route(lambda url: not LOOPBACK.match(url), turn_away)
    context.route_web_socket(lambda url: not LOOPBACK.match(url), turn_away_socket)
    context.route("**/MicrosoftAjax.js", lambda route: route.fulfill(path=HERE / "msajax.js"))
    context.route(f"{SERVED}**", serve_office)
    context.route(f"{outlook}/**", serve_own)
    return strangers
