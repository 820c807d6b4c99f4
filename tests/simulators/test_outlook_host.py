"""The Outlook we play is one to the vendor's own office.js: each of its sides is seen from inside a pane that loads it."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Frame, expect

from plugin import __file__ as plugin
from tests.simulators.certificates import Authority
from tests.simulators.loopback import Answer, Asked, serve
from tests.simulators.outlook.host import Host, outlook
from tests.simulators.outlook.items import Mode, somebody, usual
from tests.simulators.outlook.nested import Granted, Refused
from tests.simulators.outlook.surroundings import THEMES
from tests.world import ASTRID, KARIN, PER

pytestmark = pytest.mark.browser

MSAL = Path(plugin).parent / "outlook" / "static" / "vendor" / "msal-browser.min.js"
OFFICE = '<!doctype html><meta charset="utf-8"><script src="https://appsforoffice.microsoft.com/lib/1/hosted/office.js"></script>'
PANE = (
    OFFICE
    + """<script src="/msal.js"></script><h1>waiting</h1><script>
  window.ask = (of, method, ...given) => new Promise((done) => of[method](...given, (told) =>
    done(told.status === "succeeded" ? told.value : [told.error.code, told.error.name])));
  window.heard = [];
  Office.onReady(({host, platform}) => {
    window.mailbox = Office.context.mailbox;
    document.querySelector("h1").textContent = `${host} ${platform}`;
  });
</script>"""
)
DIALOG = (
    OFFICE
    + """<button disabled>Sign in</button><script>
  Office.onReady(() => {
    const button = document.querySelector("button");
    button.onclick = () => Office.context.ui.messageParent("a code used once");
    button.disabled = false;
  });
</script>"""
)
EVENTS = (
    OFFICE
    + """<script>
  Office.onReady();
  Office.actions.associate("onNewAppointmentOrganizer", (event) => {
    const bar = {type: "informationalMessage", message: "Fika?", icon: "Icon.16x16", persistent: false};
    Office.context.mailbox.item.notificationMessages.addAsync("fika", bar, () => event.completed({allowEvent: true}));
  });
</script>"""
)
PAGES = {"/pane": PANE, "/strict": PANE, "/dialog": DIALOG, "/events": EVENTS}
SIGN_IN = """async () => {
  const auth = {clientId: "11111111-2222-3333-4444-555555555555", authority: "https://login.microsoftonline.com/common"};
  const app = await msal.createNestablePublicClientApplication({auth});
  const wanted = {scopes: ["api://kanelbulle.example.com/access_as_user"]};
  const told = ({accessToken, account}) => [accessToken, account.username];
  try { return told(await app.acquireTokenSilent(wanted)); } catch (failed) { heard.push(failed.name); }
  try { return told(await app.acquireTokenPopup(wanted)); } catch (failed) { return [failed.name, failed.errorCode]; }
}"""


def answer(asked: Asked) -> Answer:
    if asked.path == "/msal.js":
        return Answer(MSAL.read_bytes(), headers={"Content-Type": "text/javascript"})
    headers = {"Content-Type": "text/html"}
    if asked.path == "/strict":
        headers["Content-Security-Policy"] = "frame-ancestors https://outlook.office.com"
    return Answer(PAGES[asked.path].encode(), headers=headers)


@pytest.fixture(scope="module")
def ours(office_js: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where our pages are, over https."""
    with serve(answer, Authority(tmp_path_factory.mktemp("certificates")).server("localhost")) as server:
        yield server.url


def ready(host: Host) -> Frame:
    expect(host.pane.get_by_role("heading")).to_have_text("Outlook OfficeOnline")
    return host.pane


def read(host: Host, expression: str) -> Any:
    """Of the item, in the pane."""
    return host.pane.evaluate(f"async () => {{ const item = Office.context.mailbox.item; return {expression}; }}")


def test_a_meeting_of_others_is_plain_to_read(chromium: Browser, ours: str) -> None:
    with outlook(chromium, f"{ours}/pane", mode=Mode.ATTENDEE) as host:
        pane = ready(host)
        assert read(host, "[item.itemType, item.subject, item.location]") == [
            "appointment",
            "Avstämning med Bruket",
            "Microsoft Teams-möte",
        ]
        assert read(host, "[item.organizer.emailAddress, item.optionalAttendees[0].displayName]") == [
            KARIN.address,
            PER.name,
        ]
        assert read(host, "item.start.toISOString()") == "2026-11-25T07:00:00.000Z"
        assert read(host, "ask(item.body, 'getAsync', 'text')") == "Priser och leverans."
        assert read(host, "mailbox.convertToRestId(item.itemId, 'v2.0')") == "AAMk-meeting_1="
        assert pane.evaluate("[mailbox.userProfile.emailAddress, Office.context.displayLanguage]") == [
            ASTRID.address,
            "sv-SE",
        ]
        assert host.calls[0] == ("body.getAsync", {"coercionType": 0})
        assert host.strangers == []


def test_a_new_meeting_is_asked_and_written_piece_by_piece(chromium: Browser, ours: str) -> None:
    with outlook(chromium, f"{ours}/pane", mode=Mode.COMPOSE) as host:
        pane = ready(host)
        assert read(host, "ask(item.requiredAttendees, 'getAsync')") == []
        assert read(host, "ask(item, 'getItemIdAsync')") == [9046, "ItemNotSaved"]
        listen = "ask(item, 'addHandlerAsync', Office.EventType.RecipientsChanged, (told) => heard.push(told))"
        read(host, listen)
        host.edit(requiredAttendees=[somebody(KARIN)], subject="Avstämning")
        pane.wait_for_function("heard.length === 1")
        assert pane.evaluate("heard[0].changedRecipientFields") == {
            "requiredAttendees": True,
            "optionalAttendees": False,
        }
        people = "(await ask(item.requiredAttendees, 'getAsync')).map((one) => one.emailAddress)"
        assert read(host, people) == [KARIN.address]
        read(host, "ask(item.location, 'setAsync', 'Bruket, Bruksgatan 1')")
        read(host, "ask(item.start, 'setAsync', new Date('2026-12-01T09:00:00Z'))")
        assert host.item is not None
        assert (host.item["location"], host.item["start"].isoformat()) == (
            "Bruket, Bruksgatan 1",
            "2026-12-01T09:00:00+00:00",
        )
        assert read(host, "(await ask(item.end, 'getAsync')).toISOString()") == "2026-12-01T09:30:00.000Z"
        places = "(await ask(item.enhancedLocation, 'getAsync')).map((one) => one.displayName)"
        assert read(host, places) == ["Bruket, Bruksgatan 1"]
        saved = read(host, "ask(item, 'saveAsync')")
        assert read(host, "ask(item, 'getItemIdAsync')") == saved
        assert ("location.setAsync", {"location": "Bruket, Bruksgatan 1"}) in host.calls


def test_an_own_meeting_that_is_saved_is_open_for_writing_and_has_its_id(chromium: Browser, ours: str) -> None:
    with outlook(chromium, f"{ours}/pane", mode=Mode.ORGANISER) as host:
        ready(host)
        assert read(host, "ask(item, 'getItemIdAsync')") == "AAMk/meeting+1="
        assert read(host, "(await ask(item.organizer, 'getAsync')).emailAddress") == ASTRID.address


@pytest.mark.parametrize(
    ("mode", "kind", "start"),
    [(Mode.MESSAGE, "IPM.Note", None), (Mode.REQUEST, "IPM.Schedule.Meeting.Request", "2026-11-25T07:00:00.000Z")],
)
def test_a_letter_and_an_invitation_are_both_messages(
    chromium: Browser,
    ours: str,
    mode: Mode,
    kind: str,
    start: str | None,
) -> None:
    with outlook(chromium, f"{ours}/pane", mode=mode) as host:
        ready(host)
        told = read(host, "[item.itemType, item.itemClass, item.from.emailAddress, item.start?.toISOString() ?? null]")
        assert told == ["message", kind, KARIN.address, start]


def test_a_pinned_pane_hears_of_another_letter_and_of_none(chromium: Browser, ours: str) -> None:
    with outlook(chromium, f"{ours}/pane", mode=Mode.PINNED) as host:
        pane = ready(host)
        listen = "ask(mailbox, 'addHandlerAsync', Office.EventType.ItemChanged, () => heard.push(mailbox.item?.subject ?? null))"
        pane.evaluate(listen)
        host.switch(usual(Mode.MESSAGE) | {"subject": "Leverans"})
        host.switch(None)
        pane.wait_for_function("heard.length === 2")
        assert pane.evaluate("[heard, mailbox.item ?? null]") == [["Leverans", None], None]


def test_an_older_outlook_in_english_that_refuses(chromium: Browser, ours: str) -> None:
    sets: Mapping[str, str | None] = {"Mailbox": "1.7", "NestedAppAuth": None}
    failing: dict[str | int, int] = {"body.getAsync": 9041, 164: 9042}
    with outlook(chromium, f"{ours}/pane", language="en-US", sets=sets, failing=failing, mode=Mode.ORGANISER) as host:
        pane = ready(host)
        supported = "(told) => told.map((one) => Office.context.requirements.isSetSupported(...one))"
        asked = [["Mailbox", "1.7"], ["Mailbox", "1.8"], ["NestedAppAuth", "1.1"]]
        assert pane.evaluate(supported, asked) == [True, False, False]
        assert pane.evaluate("[Office.context.displayLanguage, Office.context.officeTheme ?? null]") == ["en-US", None]
        assert pane.evaluate("window.__initializeNestedAppAuth ?? null") is None
        assert read(host, "ask(item.body, 'getAsync', 'text')") == [9041, "NetworkError"]
        assert read(host, "ask(item, 'getItemIdAsync')") == [9042, "InternalServerError"]
        host.failing.clear()
        assert read(host, "ask(item, 'getItemIdAsync')") == "AAMk/meeting+1="


def test_the_theme_is_told_and_may_change(chromium: Browser, ours: str) -> None:
    with outlook(chromium, f"{ours}/pane", theme="dark") as host:
        pane = ready(host)
        assert pane.evaluate("Office.context.officeTheme") == THEMES["dark"]
        kind = "Office.EventType.OfficeThemeChanged"
        pane.evaluate(f"ask(mailbox, 'addHandlerAsync', {kind}, (told) => heard.push(told.officeTheme))")
        host.paint("light")
        pane.wait_for_function("heard.length === 1")
        assert pane.evaluate("[heard[0], Office.context.officeTheme]") == [THEMES["light"], THEMES["light"]]


def test_bars_and_forms_that_the_pane_opens_are_remembered(chromium: Browser, ours: str) -> None:
    with outlook(chromium, f"{ours}/pane") as host:
        pane = ready(host)
        bar = {"type": "informationalMessage", "message": "Fika?", "icon": "Icon.16x16", "persistent": False}
        bars = "(bar) => ask(mailbox.item.notificationMessages, 'addAsync', 'fika', bar)"
        pane.evaluate(bars, bar)
        assert pane.evaluate(bars, bar) == [9023, "DuplicateNotificationKey"]
        action = [{"actionType": "showTaskPane", "actionText": "Visa", "commandId": "open", "contextData": "{}"}]
        insight = {"type": "insightMessage", "message": "Ses ni?", "icon": "Icon.16x16", "actions": action}
        pane.evaluate("(bar) => ask(mailbox.item.notificationMessages, 'replaceAsync', 'fika', bar)", insight)
        assert host.notifications["fika"] == {"key": "fika", **insight}
        pane.evaluate("mailbox.displayNewMessageForm({toRecipients: ['karin@bruket.example'], subject: 'Hej'})")
        form = host.wait_for("displayNewMessageForm")
        assert (form["toRecipients"], form["subject"]) == ([KARIN.address], "Hej")
        meeting = "{subject: 'Besök', start: new Date(0), end: new Date(60000), location: 'Bruket'}"
        pane.evaluate(f"mailbox.displayNewAppointmentForm({meeting})")
        assert host.wait_for("displayNewAppointmentForm")["location"] == "Bruket"


def test_a_dialog_is_a_window_that_tells_its_pane_what_it_knows(chromium: Browser, ours: str) -> None:
    with outlook(chromium, f"{ours}/pane") as host:
        pane = ready(host)
        open_dialog = """(url) => Office.context.ui.displayDialogAsync(url, {height: 40, width: 30}, (told) => {
          told.value.addEventHandler(Office.EventType.DialogMessageReceived, (said) => {
            heard.push(said.message);
            told.value.close();
          });
        })"""
        pane.evaluate(open_dialog, f"{ours}/dialog")
        dialog = host.allow_dialog()
        with dialog.expect_event("close"):
            dialog.get_by_role("button", name="Sign in").click()
        assert pane.evaluate("heard") == ["a code used once"]
        assert host.open_dialogs == []


def test_a_dialog_elsewhere_is_refused_by_office_js(chromium: Browser, ours: str) -> None:
    with outlook(chromium, f"{ours}/pane") as host:
        pane = ready(host)
        refused = "(url) => ask(Office.context.ui, 'displayDialogAsync', url, {}).then(([code]) => code)"
        assert pane.evaluate(refused, "https://elsewhere.example/dialog") == 12004
        assert pane.evaluate(refused, ours.replace("https", "http") + "/dialog") == 12005


def test_msal_is_given_tokens_by_outlook_once_the_person_agreed(chromium: Browser, ours: str) -> None:
    def tokens(method: str, wanted: Mapping[str, Any]) -> Granted | Refused:
        return Granted("a token for " + wanted["scope"]) if method == "GetTokenPopup" else first

    first = Refused("USER_INTERACTION_REQUIRED", "interaction_required")
    with outlook(chromium, f"{ours}/pane", tokens=lambda method, wanted: Refused("USER_CANCEL")) as host:
        pane = ready(host)
        assert pane.evaluate(SIGN_IN) == ["ClientAuthError", "user_canceled"]
        host.tokens = tokens
        host.calls.clear()
        pane.evaluate("heard.length = 0")
        assert pane.evaluate(SIGN_IN) == ["a token for api://kanelbulle.example.com/access_as_user", ASTRID.address]
        assert pane.evaluate("heard") == ["InteractionRequiredAuthError"]
        assert [name for name, _ in host.calls] == ["GetInitContext", "GetToken", "GetTokenPopup"]
        assert host.strangers == []


def test_an_event_runs_a_function_of_a_page_nobody_sees(chromium: Browser, ours: str) -> None:
    with outlook(chromium, f"{ours}/pane", mode=Mode.COMPOSE) as host:
        said = host.launch(f"{ours}/events", "onNewAppointmentOrganizer", source={"id": "launch"})
        assert (said["status"], said["completedContext"]) == (0, {"allowEvent": True})
        assert host.notifications["fika"]["message"] == "Fika?"
        assert host.launch(f"{ours}/events", "nobodyWroteThis")["status"] != 0


def test_strangers_are_turned_away_and_remembered(chromium: Browser, ours: str) -> None:
    with outlook(chromium, f"{ours}/pane") as host:
        pane = ready(host)
        assert (
            pane.evaluate("fetch('https://stranger.example/a').then(() => 'came', () => 'turned away')")
            == "turned away"
        )
        with host.page.context.expect_page():
            pane.evaluate("void window.open('https://stranger.example/b')")
        assert host.strangers == ["https://stranger.example/a", "https://stranger.example/b"]
        assert (len(host.windows), host.open_dialogs) == (1, [])


def test_the_pane_is_among_strangers_in_outlook_as_the_browser_sees_it(chromium: Browser, ours: str) -> None:
    with outlook(chromium, f"{ours}/strict") as host:
        pane = ready(host)
        pane.evaluate("localStorage.setItem('seen', 'inside')")
        alone = host.page.context.new_page()
        alone.goto(f"{ours}/dialog")
        assert alone.evaluate("localStorage.getItem('seen')") is None
    with outlook(chromium, f"{ours}/strict", at="https://stranger.example") as host:
        assert host.pane.url == "chrome-error://chromewebdata/"
