"""What an admin uploads for Outlook is taken by Microsoft's own schema and tools, and what they read about it is true."""

import json
import re
import shlex
from pathlib import Path
from urllib.parse import urlsplit

import click
import pytest
from jsonschema import Draft4Validator

from plugin.cli import kanelbulle
from plugin.manifests.deployment import Deployment
from plugin.manifests.filling import OUTLOOK, fill, read_languages
from tests.simulators.npm import Missing, Package
from workers.settings import NAMES

ROOT = Path(__file__).parents[1]
TEXT = (OUTLOOK / "README.md").read_text(encoding="utf-8")
APP = (ROOT / "manifest" / "microsoft" / "app.json").read_text(encoding="utf-8")
HERE = Deployment("https://kanelbulle.example.com", "4edda7fe-8640-4c0f-ac55-720bd305aa51")
XML, JSON = fill("manifest.xml", HERE), fill("manifest.json", HERE)
SCHEMAS = "node_modules/@microsoft/app-manifest/build/json-schemas/teams"


@pytest.fixture(scope="module")
def schemas(judges: Package) -> Path:
    """Microsoft's own, of the version that the manifest names."""
    return judges.home / SCHEMAS / f"v{json.loads(JSON)['manifestVersion']}"


@pytest.fixture(scope="module")
def judges() -> Package:
    """What Microsoft gives those who make add-ins: https://github.com/OfficeDev/Office-Addin-Scripts"""
    package = Package("office-addin-manifest@3.0.0")
    try:
        package.install()
    except Missing as lacking:
        pytest.skip(f"Microsoft's tools are not here: {lacking}")
    return package


@pytest.fixture(scope="module")
def converter() -> Package:
    package = Package("office-addin-manifest-converter@0.4.1")
    try:
        package.install()
    except Missing as lacking:
        pytest.skip(f"Microsoft's tools are not here: {lacking}")
    return package


def complaints(schema: Path, text: str) -> list[str]:
    known = Draft4Validator(json.loads(schema.read_text(encoding="utf-8-sig")))
    return [f"{error.json_path}: {error.message}" for error in known.iter_errors(json.loads(text))]


def test_the_json_is_as_microsofts_schema_has_it(schemas: Path) -> None:
    schema = schemas / "MicrosoftTeams.schema.json"
    assert complaints(schema, JSON) == []
    assert complaints(schema, JSON.replace("meetingDetailsOrganizer", "meetingDetails")) != []
    assert f"v{json.loads(JSON)['manifestVersion']}/MicrosoftTeams.schema.json" in json.loads(JSON)["$schema"]


@pytest.mark.parametrize("name", read_languages())
def test_other_languages_are_as_microsofts_schema_has_them(schemas: Path, name: str) -> None:
    schema = schemas / "MicrosoftTeams.Localization.schema.json"
    assert complaints(schema, read_languages()[name]) == []
    assert complaints(schema, read_languages()[name].replace("ribbons[0]", "ribbon[0]")) != []


def test_microsofts_own_judge_takes_the_json(judges: Package, tmp_path: Path) -> None:
    good, bad = tmp_path / "manifest.json", tmp_path / "bad.json"
    good.write_text(JSON, encoding="utf-8")
    bad.write_text(JSON.replace('"accentColor"', '"accentColour"'), encoding="utf-8")
    assert judges.obey("office-addin-manifest", "validate", str(good)).returncode == 0
    assert judges.obey("office-addin-manifest", "validate", str(bad)).returncode == 1


def test_microsofts_own_reader_reads_the_xml(judges: Package, tmp_path: Path) -> None:
    file = tmp_path / "manifest.xml"
    file.write_text(XML, encoding="utf-8")
    done = judges.obey("office-addin-manifest", "info", str(file))
    assert done.returncode == 0, done.stderr
    told = dict(re.findall(r"^  ([\w ]+): (.+)$", done.stdout, re.MULTILINE))
    assert (told["Id"], told["Type"], told["Default Locale"]) == (HERE.xml_id, "MailApp", "sv-SE")
    assert (told["Hosts"], told["Permissions"], told["Name"]) == ("Mailbox", "ReadWriteItem", "Kanelbulle")


def test_the_xml_becomes_a_json_that_microsoft_takes(judges: Package, converter: Package, tmp_path: Path) -> None:
    (tmp_path / "manifest.xml").write_text(XML, encoding="utf-8")
    words = ("convert", str(tmp_path / "manifest.xml"), "--output", str(tmp_path / "made"))
    done = converter.obey("office-addin-manifest-converter", *words)
    assert done.returncode == 0, done.stderr + done.stdout
    made = tmp_path / "made" / "manifest.json"
    checked = judges.obey("office-addin-manifest", "validate", str(made))
    assert checked.returncode == 0, checked.stdout
    theirs, ours = (json.loads(text)["extensions"][0] for text in (made.read_text(encoding="utf-8"), JSON))
    assert {event["type"] for one in theirs["autoRunEvents"] for event in one["events"]} == {
        event["type"] for one in ours["autoRunEvents"] for event in one["events"]
    }
    contexts = {context for ribbon in theirs["ribbons"] for context in ribbon["contexts"]}
    assert contexts >= {context for ribbon in ours["ribbons"] for context in ribbon["contexts"]}


def test_the_app_is_registered_for_what_the_manifest_asks() -> None:
    registered = json.loads(APP)
    (nested,) = json.loads(JSON)["webApplicationInfo"]["nestedAppAuthInfo"]
    assert nested["redirectUri"] in registered["spa"]["redirectUris"]
    (scope,) = registered["api"]["oauth2PermissionScopes"]
    assert nested["scopes"] == [f"api://{HERE.client_id}/{scope['value']}"]
    assert registered["api"]["requestedAccessTokenVersion"] == 2


def test_the_addresses_an_admin_registers_are_those_of_the_registration() -> None:
    told = set(re.findall(r"`((?:brk-multihub|https)://kanelbulle\.nordverk\.example[^` ]*)`", TEXT))
    ours = {one.replace("example.com", "nordverk.example") for one in json.loads(APP)["spa"]["redirectUris"]}
    assert told <= ours
    assert {urlsplit(one).path for one in told} == {"", "/outlook/pane"}


@pytest.mark.parametrize("line", sorted(set(re.findall(r"^kanelbulle .+$|(?<=`)kanelbulle [^`]+", TEXT, re.MULTILINE))))
def test_a_command_an_admin_reads_of_exists(line: str) -> None:
    command: click.Command = kanelbulle
    words = shlex.split(line)[1:]
    while isinstance(command, click.Group):
        command = command.commands[words.pop(0)]
    known = {name for one in command.params for name in one.opts}
    assert {word for word in words if word.startswith("--")} <= known


def test_both_kinds_an_admin_reads_of_can_be_made() -> None:
    (kind,) = (one for one in kanelbulle.commands["manifest"].params if one.name == "kind")
    assert isinstance(kind.type, click.Choice)
    assert set(re.findall(r"kanelbulle manifest (\S+)", TEXT)) == set(kind.type.choices) - {"google"}


def test_the_permissions_an_admin_reads_of_are_those_in_the_files() -> None:
    rows = re.findall(r"^\| [^|`]+ \| `(\w[\w.]*)`, `(\w[\w.]*)` \|", TEXT, re.MULTILINE)
    (item, events) = rows
    assert re.findall(r"<Permissions>(\w+)</Permissions>", XML) == [item[0]]
    asked = json.loads(JSON)["authorization"]["permissions"]["resourceSpecific"]
    assert [one["name"] for one in asked] == [item[1]]
    assert tuple(re.findall(r'LaunchEvent Type="(\w+)"', XML)) == events


def test_the_files_an_admin_reads_of_are_there() -> None:
    for link in re.findall(r"\]\(([^)#]+)\)", TEXT):
        assert (OUTLOOK / link).exists(), link
    for name in re.findall(r"^- `([^`]+)`", TEXT, re.MULTILINE):
        assert (OUTLOOK / name).exists(), name
    assert set(re.findall(r"KANELBULLE_([A-Z_]+)", TEXT)) <= set(NAMES)


def test_an_installed_kanelbulle_has_the_templates_where_they_are_looked_for() -> None:
    import tomllib

    build = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]
    placed = build["targets"]["wheel"]["force-include"]
    assert {ROOT / path for path in placed} >= {
        OUTLOOK / name for name in ("manifest.xml", "manifest.json", "en-US.json")
    }
    assert all(path == place for path, place in placed.items())
