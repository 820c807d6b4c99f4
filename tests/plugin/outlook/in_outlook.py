"""Astrid's pane in Outlook on the web, played: our own server over https, framed by Outlook's page."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from ssl import SSLContext
from threading import Thread
from typing import Any

from playwright.sync_api import Browser, Frame
from werkzeug.serving import WSGIRequestHandler, make_server

from connectors.meetings import Person
from tests.plugin.outlook.rig import Pane
from tests.simulators.outlook.host import Host, outlook
from tests.simulators.outlook.items import Mode, somebody, usual
from tests.simulators.outlook.nested import Granted
from tests.world import ASTRID, KARIN, STOCKHOLM

EVA = Person("eva@helt-nytt.example", "Eva Ny")  # nobody has met her company
START, END = (datetime(2026, 12, 16, 9, minute, tzinfo=STOCKHOLM) for minute in (0, 30))


class Silent(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002 - werkzeug's own name
        """A test tells what went wrong."""


def over_https(pane: Pane, certificate: SSLContext) -> AbstractContextManager[str]:
    """Where the pane's server is, for as long as it lasts."""
    return served(pane.app, certificate)


@contextmanager
def served(app: Callable[..., Any], certificate: SSLContext) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Silent, ssl_context=certificate)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"https://localhost:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def opened(browser: Browser, pane: Pane, url: str, mode: Mode = Mode.ATTENDEE, **more: Any) -> Iterator[Host]:
    """Astrid opens an item beside her pane; Outlook gives her token, unless told otherwise."""
    more.setdefault("tokens", lambda _method, _wanted: Granted(pane.token))
    with outlook(browser, f"{url}/outlook/pane", mode=mode, **more) as host:
        yield host


def shown(host: Host, state: str) -> Frame:
    """The pane, once it shows this state."""
    host.pane.wait_for_selector(f'#pane > section[data-state="{state}"]', timeout=20_000)
    return host.pane


def meeting(start: datetime, end: datetime, *people: Person, mode: Mode = Mode.ATTENDEE, **more: Any) -> dict[str, Any]:
    """An item of Astrid's with Karin, or others."""
    invited = [somebody(one, "accepted", "externalUser") for one in people or (KARIN,)]
    return usual(mode) | {
        "start": start,
        "end": end,
        "organizer": somebody(ASTRID, "organizer"),
        "requiredAttendees": invited,
        "optionalAttendees": [],
        **more,
    }
