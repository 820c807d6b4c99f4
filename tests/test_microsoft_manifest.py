"""What an admin registers at Microsoft is what the code asks for: addresses, permissions, and the words in the README."""

import json
import re
from pathlib import Path
from uuid import UUID

import pytest

from connectors.microsoft.access import MAIL_DRAFT, MAIL_SEND, READ, WRITE
from connectors.microsoft.identity import SCOPE
from connectors.microsoft.registration import GRAPH, NATIONAL_GRAPHS, WORLDWIDE
from plugin import create_app
from plugin.cli import kanelbulle
from tests.mailboxes import make_office
from workers.settings import NAMES
from workers.words import words

FOLDER = Path(__file__).parents[1] / "manifest" / "microsoft"
APP = json.loads((FOLDER / "app.json").read_text(encoding="utf-8"))
TEXT = (FOLDER / "README.md").read_text(encoding="utf-8")
HOST = "https://kanelbulle.example.com"
OIDC = {"openid", "profile", "offline_access"}
# | `Calendars.Read` | seller | at sign-in | the meetings | `465a38f9-...` |
ROWS = re.findall(r"^\| `([\w.]+)` \| (seller|app) \| ([^|]+) \|.*\| `([0-9a-f-]{36})` \|$", TEXT, re.MULTILINE)


def listed(kind: str) -> set[str]:
    (graph,) = APP["requiredResourceAccess"]
    assert graph["resourceAppId"] == "00000003-0000-0000-c000-000000000000"
    return {one["id"] for one in graph["resourceAccess"] if one["type"] == kind}


def test_what_is_registered_is_what_a_sign_in_asks_for() -> None:
    at_sign_in = {name: guid for name, whose, when, guid in ROWS if whose == "seller" and when == "at sign-in"}
    assert set(at_sign_in) == {*READ, *OIDC}
    assert listed("Scope") == set(at_sign_in.values())


def test_what_an_admin_agrees_to_reads_and_nothing_else() -> None:
    agreed = {name: guid for name, whose, when, guid in ROWS if whose == "app" and when == "an admin's consent"}
    assert listed("Role") == set(agreed.values())
    assert all(name.endswith(".Read") for name in agreed)


def test_whatever_we_may_ask_for_is_told_of() -> None:
    told = {name for name, whose, _, _ in ROWS if whose == "seller"}
    assert told == {*READ, *WRITE, *MAIL_DRAFT, *MAIL_SEND, *OIDC}
    ids = [guid for *_, guid in ROWS]
    assert len(set(ids)) == len(ids)


def test_the_browser_is_sent_back_to_pages_there_are(tmp_path: Path, made_file: Path) -> None:
    (tmp_path / "kanelbulle.db").write_bytes(made_file.read_bytes())
    office = make_office(tmp_path, f"sqlite:///{tmp_path / 'kanelbulle.db'}")
    pages = {rule.rule for rule in create_app(office, own_computer=False).url_map.iter_rules()}
    office.store.close()
    ours = [*APP["web"]["redirectUris"], *APP["spa"]["redirectUris"]]
    paths = {address.removeprefix(HOST) for address in ours if address.startswith("https:")}
    assert {path for path in paths if path.startswith("/signin/")} <= pages
    assert paths == {"/signin/microsoft/callback", "/signin/microsoft/admin/callback", "/outlook/pane"}
    assert "brk-multihub://kanelbulle.example.com" in ours  # no path: Outlook itself stands between


def test_our_own_api_gives_tokens_as_they_are_checked() -> None:
    (scope,) = APP["api"]["oauth2PermissionScopes"]
    assert (scope["value"], scope["isEnabled"]) == (SCOPE, True)
    assert UUID(scope["id"]).version == 4
    assert APP["api"]["requestedAccessTokenVersion"] == 2
    assert not any(APP["web"]["implicitGrantSettings"].values())


def test_there_are_seven_steps() -> None:
    assert re.findall(r"^\*\*(\d)\. ", TEXT, re.MULTILINE) == [str(n) for n in range(1, 8)]


def test_the_settings_and_commands_an_admin_reads_of_exist() -> None:
    named = {name.removesuffix("_FILE") for name in re.findall(r"KANELBULLE_([A-Z_]+)", TEXT)}
    assert named <= set(NAMES)
    for command in re.findall(r"kanelbulle (\w+)(?: \w+)?[ `,]", TEXT):
        assert command in kanelbulle.commands, command


def test_clouds_go_in_pairs() -> None:
    pairs = re.findall(r"^\| [^|]+ \| `(https://[^`]+)` \| `(https://[^`]+)/v1\.0` \|$", TEXT, re.MULTILINE)
    assert {graph for _, graph in pairs} == {GRAPH, *NATIONAL_GRAPHS}
    assert (WORLDWIDE, GRAPH) in pairs


@pytest.mark.parametrize(
    "told", re.findall(r"^\| ([A-Z][^|`]+) \| (?:an admin|whoever|the seller)", TEXT, re.MULTILINE)
)
def test_what_the_page_says_is_what_it_says(told: str) -> None:
    headings = {text for key, text in words("en").items() if re.fullmatch(r"page\.signin\.told\.\w+\.heading", key)}
    assert told in headings
