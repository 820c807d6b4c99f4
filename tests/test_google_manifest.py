"""What an admin reads about Google is true: the scopes, the settings, the commands, and what the pages say."""

import json
import re
import shlex
import tomllib
from pathlib import Path

import click
import pytest

from connectors.google.access import MAIL_DRAFT, MAIL_SEND, READ, READ_CALENDAR, WRITE
from connectors.google.kept import PREFIX
from plugin.cli import kanelbulle
from plugin.manifests.deployment import Deployment
from plugin.manifests.filling import GOOGLE, fill
from workers.settings import NAMES
from workers.words import say

ROOT = Path(__file__).parents[1]
TEXT = (GOOGLE / "README.md").read_text(encoding="utf-8")
DEPLOYMENT = json.loads(fill("deployment.json", Deployment("https://kanelbulle.nordverk.example", ""), folder=GOOGLE))
ROWS = re.findall(r"^\| `([\w.]+)` \| ([^|]+) \| ([^|]+) \|", TEXT, re.MULTILINE)


def whole(name: str) -> str:
    return name if name == "openid" else PREFIX + name


def asked(when: str) -> set[str]:
    return {whole(name) for name, _, at in ROWS if at == when}


def test_the_scopes_an_admin_reads_of_are_those_that_are_asked_for() -> None:
    assert asked("at sign-in") == set(READ)
    assert asked("at the first conversion") == set(WRITE)
    assert asked("at the first draft") == set(MAIL_DRAFT)
    assert asked("never before the seller wants it") == set(MAIL_SEND)
    assert asked("when the card is installed") == set(DEPLOYMENT["oauthScopes"])


def test_what_is_delegated_is_exactly_what_is_asked_of_a_delegation() -> None:
    (line,) = re.findall(r"^https://\S+,\S+$", TEXT, re.MULTILINE)
    assert set(line.split(",")) == set(READ_CALENDAR)
    assert {whole(name) for name, whom, _ in ROWS if "delegated" in whom} == {*READ_CALENDAR, *WRITE}
    assert f"add `{WRITE[0]}`" in TEXT


def test_the_settings_an_admin_reads_of_exist() -> None:
    found = {name.removesuffix("_FILE") for name in re.findall(r"KANELBULLE_([A-Z_]+)", TEXT)}
    sign_in = {"GOOGLE_CLIENT_ID", "GOOGLE_CLIENT_SECRET", "GOOGLE_SERVICE_ACCOUNT"}
    card = {"GOOGLE_ADDON_ACCOUNT", "GOOGLE_ADDON_CLIENT_ID", "BASE_URL"}
    assert found == (sign_in | card) & set(NAMES)


@pytest.mark.parametrize("line", sorted(set(re.findall(r"(?:^|`)kanelbulle ([^`\n]+)", TEXT, re.MULTILINE))))
def test_a_command_an_admin_reads_of_exists(line: str) -> None:
    command: click.Command = kanelbulle
    words = shlex.split(line)
    while isinstance(command, click.Group):
        command = command.commands[words.pop(0)]
    known = {name for one in command.params for name in one.opts}
    assert {word for word in words if word.startswith("--")} <= known


@pytest.mark.parametrize(
    ("key", "heading"),
    [
        (key, heading)
        for key, heading in zip(
            ("ask_admin", "consent", "operator_secret", "unknown_company", "unproven", "other_account"),
            re.findall(r"^\| ([A-Z][^|]+?) \| (?:an admin|the seller|whoever)", TEXT, re.MULTILINE),
            strict=True,
        )
    ],
)
def test_what_the_page_says_is_what_an_admin_looks_up(key: str, heading: str) -> None:
    assert say(f"page.signin.told.{key}.heading", "en", vendor="Google") == heading


def test_the_address_browsers_come_back_to_is_ours() -> None:
    assert "/signin/google/callback`" in TEXT


def test_the_card_is_named_by_one_id_in_every_command() -> None:
    said = re.findall(
        r"^gcloud workspace-add-ons deployments (\w+) (\S+)(.*) --project PROJECT_ID$", TEXT, re.MULTILINE
    )
    assert {verb for verb, _, _ in said} == {"create", "install", "uninstall", "replace", "delete"}
    assert {name for _, name, _ in said} == {"kanelbulle"}
    (made,) = re.findall(r"^kanelbulle manifest google .*--out (\S+)$", TEXT, re.MULTILINE)
    assert {rest for verb, _, rest in said if verb in ("create", "replace")} == {f" --deployment-file {made}"}


def test_the_card_asks_for_nothing_that_writes_and_reads_no_calendar() -> None:
    names = {scope.removeprefix(PREFIX) for scope in DEPLOYMENT["oauthScopes"]}
    assert all(name.startswith(("calendar.addons.", "userinfo.", "script.")) for name in names)
    assert not any(name.endswith(".write") for name in names)
    assert ("exactly the four" in TEXT, len(names)) == (True, 4)


def test_the_files_an_admin_reads_of_are_there() -> None:
    for name in re.findall(r"^- `([^`]+)`", TEXT, re.MULTILINE):
        assert (GOOGLE / name).exists(), name
    headings = {
        re.sub(r"[^\w -]", "", line).replace(" ", "-").casefold()
        for line in re.findall(r"^## (.+)$", TEXT, re.MULTILINE)
    }
    whole = TEXT + (ROOT / "manifest" / "README.md").read_text(encoding="utf-8")
    assert set(re.findall(r"\]\((?:google/README\.md)?#([\w-]+)\)", whole)) <= headings


def test_an_installed_kanelbulle_has_the_template_where_it_is_looked_for() -> None:
    build = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]
    placed = build["targets"]["wheel"]["force-include"]
    assert placed["manifest/google/deployment.json"] == "manifest/google/deployment.json"
    assert ROOT / "manifest/google/deployment.json" == GOOGLE / "deployment.json"
