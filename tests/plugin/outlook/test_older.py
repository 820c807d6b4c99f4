"""An Outlook that is older, or has a bad day: the pane does with what there is, stands calmly, and nothing goes uncaught."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.plugin.outlook.in_outlook import shown
from tests.plugin.outlook.openings import (
    Opening,
    a_letter,
    an_invitation,
    an_invitation_to_a_known_place,
    own_meeting,
    their_meeting,
)
from tests.plugin.outlook.rig import Pane
from tests.plugin.outlook.stand import Stand, a_stand
from tests.simulators.certificates import Authority
from tests.simulators.outlook.fixtures import chromium, office_js  # noqa: F401

pytestmark = pytest.mark.browser

FAILED = 5001  # of Office: an internal error
ITEM = "context.mailbox.item"
SINCE = {  # what the pane uses, by the requirement set of Mailbox that brought it
    7: (
        f"{ITEM}.organizer",
        f"{ITEM}.addHandlerAsync",
        "EventType.RecipientsChanged",
        "EventType.AppointmentTimeChanged",
    ),
    8: ("EventType.EnhancedLocationsChanged",),
    14: ("context.officeTheme", "EventType.OfficeThemeChanged"),
}
DEMANDED, NEWEST = 5, 15  # by the manifest, and by anybody


@pytest.fixture(scope="module")
def stand(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:  # noqa: F811
    authority = Authority(tmp_path_factory.mktemp("stand"))
    with a_stand(chromium, authority.server("localhost")) as made:
        yield made


def stands(stand: Stand, pane: Pane, opening: Opening, state: str) -> None:
    """In this state, with something to read in it, and nothing uncaught."""
    host = stand.open(pane, opening)
    assert shown(host, state).locator("#pane h1").inner_text().strip()
    assert stand.troubles == []


@pytest.mark.parametrize("minor", range(DEMANDED, NEWEST + 1))
def test_every_outlook_the_manifest_lets_it_into_will_do(stand: Stand, pane: Pane, minor: int) -> None:
    lacking = [one for since, members in SINCE.items() if since > minor for one in members]
    older = {"sets": {"Mailbox": f"1.{minor}"}, "lacking": lacking}
    stands(stand, pane, an_invitation(pane) | older, "first")
    stands(stand, pane, a_letter(pane) | older, "suggested")


@pytest.mark.parametrize("name", ["NestedAppAuth", "IdentityAPI", "DialogApi", "DialogOrigin"])
def test_a_set_that_is_missing_is_done_without(stand: Stand, pane: Pane, name: str) -> None:
    opening = own_meeting(pane) | {"sets": {name: None}}
    stands(stand, pane, opening, "sign_in" if name == "NestedAppAuth" else "suggested")


@pytest.mark.parametrize(
    ("member", "state"),
    [
        ("context.displayLanguage", "first"),
        ("context.mailbox.addHandlerAsync", "first"),
        ("context.mailbox.displayNewMessageForm", "first"),
        ("context.mailbox.userProfile", "first"),
        ("context.roamingSettings", "first"),
        ("context.ui", "first"),
        (f"{ITEM}.subject", "first"),
        (f"{ITEM}.start", "first"),
        (f"{ITEM}.end", "first"),
        (f"{ITEM}.location", "first"),
        (f"{ITEM}.organizer", "first"),
        (f"{ITEM}.optionalAttendees", "first"),
        (f"{ITEM}.requiredAttendees", "nobody"),
        (ITEM, "nothing"),
        ("EventType", "first"),
        ("MailboxEnums", "first"),
    ],
)
def test_what_an_outlook_does_not_have_is_not_missed(stand: Stand, pane: Pane, member: str, state: str) -> None:
    stands(stand, pane, an_invitation(pane) | {"lacking": [member]}, state)


@pytest.mark.parametrize(
    ("call", "state"),
    [
        ("subject.getAsync", "first"),
        ("start.getAsync", "first"),
        ("end.getAsync", "first"),
        ("location.getAsync", "first"),
        ("organizer.getAsync", "first"),
        ("optionalAttendees.getAsync", "first"),
        ("requiredAttendees.getAsync", "nobody"),
        ("olkItemSelectedChanged.addHandlerAsync", "first"),
        ("olkRecipientsChanged.addHandlerAsync", "first"),
        ("olkAppointmentTimeChanged.addHandlerAsync", "first"),
        ("olkEnhancedLocationsChanged.addHandlerAsync", "first"),
        ("officeThemeChanged.addHandlerAsync", "first"),
    ],
)
def test_a_call_that_fails_is_done_without(stand: Stand, pane: Pane, call: str, state: str) -> None:
    stands(stand, pane, an_invitation(pane) | {"failing": {call: FAILED}}, state)


def test_everything_that_fails_at_once_is_borne_too(stand: Stand, pane: Pane) -> None:
    fields = ("subject", "start", "end", "location", "organizer", "optionalAttendees", "requiredAttendees")
    stands(stand, pane, an_invitation(pane) | {"failing": {f"{one}.getAsync": FAILED for one in fields}}, "nobody")


def test_a_call_that_is_never_answered_is_not_waited_for(stand: Stand, pane: Pane) -> None:
    stands(stand, pane, an_invitation(pane) | {"silent": [f"{ITEM}.location.getAsync"]}, "first")


@pytest.mark.parametrize("lost", ["location.setAsync", "start.setAsync", "end.setAsync"])
def test_what_cannot_be_filled_in_is_told(stand: Stand, pane: Pane, lost: str) -> None:
    host = stand.open(pane, an_invitation_to_a_known_place(pane) | {"failing": {lost: FAILED}})
    shown(host, "first").get_by_role("button", name="Fyll i plats och tid").click()
    shown(host, "broken").get_by_role("button", name="Försök igen").click()
    host.pane.wait_for_selector('section:not([data-state="broken"])')
    assert stand.troubles == []


@pytest.mark.parametrize(
    "how", [{"lacking": ["context.mailbox.displayNewMessageForm"]}, {"failing": {"displayNewMessageForm": FAILED}}]
)
def test_a_draft_outlook_cannot_open_leaves_the_pane_as_it_is(stand: Stand, pane: Pane, how: Opening) -> None:
    host = stand.open(pane, own_meeting(pane) | how)
    shown(host, "suggested").get_by_role("link", name="Fråga kunden").click()
    shown(host, "suggested")
    assert stand.troubles == []


def test_a_window_outlook_cannot_open_is_told(stand: Stand, pane: Pane) -> None:
    opening = {"sets": {"NestedAppAuth": None}, "lacking": ["context.ui"]}
    host = stand.open(pane, their_meeting(pane) | opening)
    shown(host, "sign_in").get_by_role("button", name="Logga in").click()
    host.pane.get_by_text("Fönstret öppnades inte.").wait_for()
    assert stand.troubles == []
