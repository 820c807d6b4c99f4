"""Outlook on the web, played: a page at Outlook's own address frames a pane, in which the vendor's real office.js starts.

with outlook(browser, pane_url, mode=Mode.COMPOSE, failing={"subject.getAsync": 9017}) as host:
    expect(host.pane.get_by_role("heading")).to_have_text(...)

How it speaks, of @microsoft/office-js 1.1.110 (unpacked from npm, see office_js.py):
- office.js starts where the frame's name is JSON with hostInfo and xdmInfo ("conversation|id|origin of the host"), trusts
  https://outlook.office.com, outlook.office365.com, outlook.live.com and the like, or a host of the pane's own name, over
  https only. outlook.cloud.microsoft is not among them in this version.
- It posts JSON {_messageType: 0, _actionName, _actionType, _conversationId, _correlationId, _data} and is answered with
  _messageType 1, the same names, and _data. Actions: ContextActivationManager_getAppContextAsync, GetInitialData,
  ExecuteMethod (Outlook's, dispatch.py), executeMethod (all of Office's), ContextActivationManager_notifyHost (wants no
  answer); _actionType 1 and 2 begin and end listening to the event that _actionName names, answered {Error: 0}.
- An event is an answer with _responseType 1. ItemChanged is "olkItemSelectedChanged" with what GetInitialData says, or
  null; RecipientsChanged and its kin carry a list with one JSON text.
- A function of the events page is run by "appCommandInvoked" with {0: id, 1: its name, 2: the event as JSON}; completed()
  comes as executeMethod 94 with {0: id, 1: 0, 2: the event as JSON}. No other way in for launch events is in the file.
- A dialog is opened by office.js in the pane itself with window.open, after it asked the person in place of the whole pane
  (unless promptBeforeOpen is false). It wants https (12005) and the pane's own domain (12004); messages go between the two
  windows past the host, and a closed window is noticed within a second (12006).
- It loads //ajax.aspnetcdn.com/ajax/3.5/MicrosoftAjax.js and does not start without: a pane's script-src names that host,
  and a pane on http does not start inside Outlook, for the browser holds it back as mixed content.
- The browser tells the pane's server Sec-Fetch-Site: cross-site and Sec-Fetch-Dest: iframe; _host_Info is in the address.
- On the web there is no Office.context.ui.openBrowserWindow: a pane uses window.open, see `windows`.
- officeTheme and the bridge of nested app authentication are not in this version: newer.js adds them, as the office.js on
  Microsoft's servers does.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Frame, Page

from connectors.meetings import Person
from tests.simulators.outlook.answering import Failing, Outlook
from tests.simulators.outlook.dispatch import Event
from tests.simulators.outlook.items import Item, Mode, initial, usual
from tests.simulators.outlook.nested import Tokens, nobody
from tests.simulators.outlook.network import Network
from tests.simulators.outlook.office_js import OFFICE_JS
from tests.simulators.outlook.surroundings import SETS, THEMES, Surroundings, Theme, as_numbers
from tests.world import ASTRID

NEWER = Path(__file__).with_name("newer.js")


class Host(Outlook):
    """`item`, `failing` and `tokens` may be changed at any time; `calls` is what the pane asked for, with what it gave."""

    def __init__(self, page: Page, around: Surroundings, mode: Mode, item: Item | None, owner: Person) -> None:
        super().__init__(around, mode, item, owner)
        self.page = page
        self.strangers: list[str] = []
        page.expose_binding("toOutlook", lambda source, asked: self.answer(asked))

    @property
    def pane(self) -> Frame:
        return self.frame("pane")

    def frame(self, conversation: str) -> Frame:
        frame = self.page.locator(f"iframe#{conversation}").element_handle().content_frame()
        assert frame
        return frame

    @property
    def windows(self) -> list[Page]:
        """What the pane has opened and nobody has closed: dialogs, and pages of window.open."""
        return [page for page in self.page.context.pages if page is not self.page]

    @property
    def open_dialogs(self) -> list[Page]:
        return [page for page in self.windows if "isDialog" in page.url]

    def open(self, conversation: str, address: str, *, hidden: bool = False) -> None:
        told = {"conversation": conversation, "url": self.around.address(address), "hidden": hidden}
        self.page.evaluate("(told) => openRuntime(told)", {**told, "name": self.around.name(conversation)})

    def wait_for(self, name: str, times: int = 1) -> Any:
        """What the pane gave with the newest call of this name, once it was answered so many times."""
        counted = "([name, times]) => answered.filter((one) => one === name).length >= times"
        self.page.wait_for_function(counted, arg=[name, times])
        return next((given for called, given in reversed(self.calls) if called == name), None)

    def tell(self, event: Event, only: str = "") -> None:
        name, payload = event
        self.page.evaluate("(told) => tell(told)", {"event": name, "payload": payload, "only": only})

    def switch(self, item: Item | None) -> None:
        """The person selects another letter, or none."""
        assert self.mode.pinned, "a pane that is not pinned closes when another item is opened"
        self.desk.item = item
        self.tell(("olkItemSelectedChanged", initial(item, self.mode, self.owner)))

    def edit(self, **changes: Any) -> None:
        """The person writes in the form of the meeting."""
        assert self.mode.writes, "what is read cannot be written in"
        self.desk.change(**changes)
        for event in self.news():
            self.tell(event)

    def paint(self, theme: Theme) -> None:
        self.page.evaluate("(theme) => paint(theme)", dict(THEMES[theme]))
        self.tell(("officeThemeChanged", as_numbers(THEMES[theme])))

    def allow_dialog(self) -> Page:
        """The person lets the pane open a window, where office.js asks."""
        with self.page.context.expect_page() as opened:
            self.pane.get_by_role("dialog").get_by_role("button").first.click()
        return opened.value

    def launch(self, events_page: str, function: str, **event: Any) -> dict[str, Any]:
        """Something happens that the manifest's LaunchEvents name: the events page is opened unseen, its function runs, and
        the page goes once it says completed(). What it said."""
        ident = f"launch{len(self.completed)}"
        self.open(ident, events_page, hidden=True)
        self.page.wait_for_function("(told) => listens(told)", arg=[ident, "appCommandInvoked"])
        self.tell(("appCommandInvoked", {0: ident, 1: function, 2: json.dumps(event)}), only=ident)
        self.wait_for("event.completed", len(self.completed) + 1)
        self.page.evaluate("(ident) => closeRuntime(ident)", ident)
        return self.completed[ident]


@contextmanager
def outlook(
    browser: Browser,
    pane_url: str,
    *,
    mode: Mode = Mode.ATTENDEE,
    item: Item | None = None,
    language: str = "sv-SE",
    theme: Theme = "light",
    sets: Mapping[str, str | None] | None = None,
    failing: Failing | None = None,
    tokens: Tokens = nobody,
    owner: Person = ASTRID,
    at: str = "https://outlook.office.com",
) -> Iterator[Host]:
    """A pane beside an item, in a browser context of its own.

    | | |
    |---|---|
    | mode | what is open, see Mode; `item` in place of the usual one |
    | language | sv-SE or en-US |
    | theme | light or dark; none before Mailbox 1.14 |
    | sets | other versions than usual, {"Mailbox": "1.7"}; None takes a set away, {"NestedAppAuth": None} |
    | failing | {"subject.getAsync": 9017}, by name or number of dispatch.METHODS, with a code of Office |
    | tokens | who answers msal-browser, see nested.py |
    | at | the origin of Outlook; a stranger's may frame the pane, but office.js does not trust it |
    """
    kept = {name: version for name, version in {**SETS, **(sets or {})}.items() if version}
    pane = "{0.scheme}://{0.netloc}".format(urlsplit(pane_url))
    around = Surroundings(at, pane, language, kept)
    context = browser.new_context(
        locale=language, ignore_https_errors=True, service_workers="block", viewport={"width": 1280, "height": 800}
    )
    try:
        network = Network(OFFICE_JS.unpack())
        network.enclose(context, at)
        _add_newer(context, around, theme)
        host = Host(context.new_page(), around, mode, usual(mode) if item is None else item, owner)
        host.strangers, host.failing, host.tokens = network.strangers, failing or {}, tokens
        host.page.goto(f"{at}/mail/")
        host.open("pane", pane_url)
        yield host
    finally:
        context.close()


def _add_newer(context: BrowserContext, around: Surroundings, theme: Theme) -> None:
    minor = around.sets.get("Mailbox", "1.0").split(".")[1]
    setup = {"pane": around.pane, "outlook": around.outlook, "nested": "NestedAppAuth" in around.sets}
    setup["theme"] = dict(THEMES[theme]) if int(minor) >= 14 else None
    context.add_init_script(script=f"({NEWER.read_text(encoding='utf-8')})({json.dumps(setup)})")
