"""A manifest is filled in for one server, and one with a fault is never handed out: each fault is seen to be found."""

import io
import json
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID
from xml.etree import ElementTree

import click
import pytest

from plugin.cli import kanelbulle
from plugin.manifests.deployment import Deployment, read_client_id, read_url, release
from plugin.manifests.faults import LARGEST, Fault, pixel_size
from plugin.manifests.filling import ICONS, MANIFEST, PICTURES, fill, pack, read_languages
from plugin.manifests.json_faults import find_json_faults
from plugin.manifests.printing import KINDS, print_manifest
from plugin.manifests.xml_faults import find_xml_faults
from tests.plugin.google.test_deployment import TORN as TORN_ADDON
from tests.servers.commands import obey_in_words
from workers.words import LANGUAGES, words

URL, CLIENT = "https://kanelbulle.example.com", "4edda7fe-8640-4c0f-ac55-720bd305aa51"
HERE = Deployment(URL, CLIENT)
XML, JSON, LANGUAGE_FILES = fill("manifest.xml", HERE), fill("manifest.json", HERE), read_languages()
Manifest = dict[str, Any]
Terminal = Callable[..., "subprocess.CompletedProcess[str]"]


def faults_of_xml(text: str) -> set[str]:
    return {fault.key for fault in find_xml_faults(text, url=URL, icons=ICONS)}


def found_in_json(text: str, languages: dict[str, str] | None = None, **pictures: Path) -> tuple[Fault, ...]:
    shown = {name: ICONS / file for name, file in PICTURES.items()}
    shown |= {f"{name}.png": file for name, file in pictures.items()}
    return find_json_faults(text, languages or LANGUAGE_FILES, HERE, icons=ICONS, pictures=shown)


def test_what_is_handed_out_has_no_fault() -> None:
    assert find_xml_faults(XML, url=URL, icons=ICONS) == ()
    assert found_in_json(JSON) == ()


# What is torn, what it becomes, and the fault that has to be told.
TORN_XML = [
    ("</OfficeApp>", "", "broken"),
    ("  <Rule ", " " * LARGEST + "<Rule ", "size"),
    (r"(  <Id>.*\n)(  <Version>.*\n)", r"\2\1", "order"),
    (r"(<Label .*/>)(\s+<Supertip>[\s\S]*?</Supertip>)", r"\2\1", "order"),
    (r"(<Runtimes>[\s\S]*</Runtimes>)([\s\S]*)(</Host>\s+</Hosts>\s+<Resources>)", r"\2\1\3", "order"),
    ("<Supertip>", "<Tip/><Supertip>", "stray"),
    (r"<Permissions>.*</Permissions>", "", "missing"),
    (r"<FormSettings>[\s\S]*</FormSettings>", "", "missing"),
    (r'<FunctionFile resid="Events.Page"/>(\s+<ExtensionPoint xsi:type="MessageRead)', r"\1", "missing"),
    (r"<Id>.*</Id>", "<Id>kanelbulle</Id>", "guid"),
    (r"<Version>.*</Version>", "<Version>0.1.0</Version>", "version"),
    (r"<Version>.*</Version>", "<Version>0.1.0.123456</Version>", "version"),
    (f'IconUrl DefaultValue="{URL}', 'IconUrl DefaultValue="http://kanelbulle.example.com', "https"),
    (f'"{URL}/outlook/pane"', '"https://elsewhere.example/outlook/pane"', "host"),
    (f"<AppDomain>{URL}", "<AppDomain>https://elsewhere.example", "host"),
    (f'"{URL}/outlook/events"', f'"{URL}/outlook/events?{"x" * 2048}"', "long"),
    ('DisplayName DefaultValue="Kanelbulle"', f'DisplayName DefaultValue="{"b" * 126}"', "long"),
    ('Value="Sees which', f'Value="{"b" * 250} which', "long"),
    ('DefaultValue="Ses på plats', f'DefaultValue="{"b" * 126}', "long"),
    ('Value="Shows how you usually', f'Value="{"b" * 250}', "long"),
    ('String id="Button.InMail"', f'String id="{"b" * 33}"', "long"),
    (r'Value="Meet in person\?"', 'Value=" "', "empty"),
    ("apptAttendeeOpenPane", "apptOrganizerOpenPane", "twice"),
    ("apptAttendeeGroup", "msgReadGroup", "twice"),
    ('String id="Button.Title"', 'String id="Button.Label"', "twice"),
    ('Title resid="Button.Title"', 'Title resid="Button.Heading"', "dangling"),
    ('Title resid="Button.Title"', 'Title resid="Button.InMail"', "dangling"),  # a long one is no short one
    (r"<bt:Override Locale=.*Meet in person.*/>", "", "locale"),
    (r'<Override Locale="en-US" Value="Kanelbulle"/>', "", "locale"),
    ("icon-80.png", "icon-64.png", "icon"),
    ("icon-144.png", "icon-143.png", "icon"),
    ("/outlook/static/icon-128.png", "/static/icon-128.png", "icon"),
    ('scale="3" resid="Icon.75"', 'scale="3" resid="Icon.50"', "icon"),
    (r'<bt:Image size="80" .*/>', "", "sizes"),
    (r'<bt:Image size="48" scale="2" .*/>', "", "sizes"),
    ('Runtime resid="Events.Page"', 'Runtime resid="Pane.Page"', "runtime"),
    ("OnNewAppointmentOrganizer", "OnAppointmentSend", "sending"),
]


@pytest.mark.parametrize(("torn", "becomes", "key"), TORN_XML)
def test_a_fault_in_the_xml_is_found(torn: str, becomes: str, key: str) -> None:
    broken = re.sub(torn, becomes, XML, count=1)
    assert broken != XML
    assert key in faults_of_xml(broken)


def tear(change: Callable[[Manifest], object]) -> str:
    manifest = json.loads(JSON)
    change(manifest)
    return json.dumps(manifest)


def extension(manifest: Manifest) -> Manifest:
    found: Manifest = manifest["extensions"][0]
    return found


def control(manifest: Manifest, number: int = 0) -> Manifest:
    found: Manifest = extension(manifest)["ribbons"][number]["tabs"][0]["groups"][0]["controls"][0]
    return found


TORN_JSON: list[tuple[Callable[[Manifest], object], str]] = [
    (lambda one: one.pop("extensions"), "broken"),
    (lambda one: one.update(id=7), "broken"),
    (lambda one: one["description"].update(full="b" * LARGEST), "size"),
    (lambda one: one.update(id="kanelbulle"), "guid"),
    (lambda one: one["webApplicationInfo"].update(id=""), "guid"),
    (lambda one: one.update(version="0.1.0.0"), "version"),
    (lambda one: one["developer"].update(privacyUrl="http://kanelbulle.example.com/"), "https"),
    (lambda one: extension(one)["runtimes"][0]["code"].update(page="https://elsewhere.example/outlook/pane"), "host"),
    (lambda one: extension(one)["runtimes"][1]["code"].update(script="https://elsewhere.example/events.js"), "host"),
    (lambda one: one.update(validDomains=["*.example.com"]), "host"),
    (
        lambda one: one["webApplicationInfo"]["nestedAppAuthInfo"][0].update(redirectUri="brk-multihub://x.example"),
        "host",
    ),
    (lambda one: one["name"].update(short="b" * 31), "long"),
    (lambda one: one["description"].update(short="b" * 81), "long"),
    (lambda one: control(one)["supertip"].update(description="b" * 251), "long"),
    (lambda one: control(one).update(label=""), "empty"),
    (lambda one: control(one, 1).update(id="msgReadOpenPane"), "twice"),
    (lambda one: extension(one)["runtimes"][1].update(id="pane"), "twice"),
    (lambda one: extension(one)["runtimes"][0]["actions"][0].update(id="openPane"), "twice"),
    (lambda one: control(one).update(actionId="openWindow"), "dangling"),
    (lambda one: control(one).update(actionId="onNewAppointmentOrganizer"), "dangling"),  # opens no page
    (lambda one: extension(one)["autoRunEvents"][0]["events"][0].update(actionId="openPane"), "dangling"),
    (lambda one: extension(one)["ribbons"].pop(), "dangling"),  # its English texts are left behind
    (lambda one: extension(one)["ribbons"].append(extension(one)["ribbons"][0]), "locale"),
    (lambda one: control(one)["icons"][0].update(url=f"{URL}/outlook/static/icon-32.png"), "icon"),
    (lambda one: one["icons"].update(color="outline.png"), "icon"),
    (lambda one: control(one)["icons"].pop(), "sizes"),
    (lambda one: extension(one)["autoRunEvents"][0]["events"][0].update(type="appointmentSending"), "sending"),
    (lambda one: extension(one).pop("alternates"), "both"),
]


@pytest.mark.parametrize(("change", "key"), TORN_JSON, ids=[f"{n}-{key}" for n, (_, key) in enumerate(TORN_JSON)])
def test_a_fault_in_the_json_is_found(change: Callable[[Manifest], object], key: str) -> None:
    assert key in {fault.key for fault in found_in_json(tear(change))}


def test_a_fault_in_another_language_is_found() -> None:
    english = json.loads(LANGUAGE_FILES["en-US.json"])
    without = {"en-US.json": json.dumps({place: text for place, text in english.items() if place != "name.full"})}
    assert found_in_json(JSON, without) == (Fault("locale", "name.full", "en-US"),)
    long = {"en-US.json": json.dumps({**english, "name.short": "b" * 31})}
    assert found_in_json(JSON, long) == (Fault("long", "name.short", "30"),)
    assert {fault.key for fault in found_in_json(JSON, {"en-US.json": "{"})} == {"broken"}


def test_a_picture_of_the_package_has_its_size() -> None:
    assert found_in_json(JSON, color=ICONS / "icon-128.png") == (Fault("icon", "icons.color", "192"),)
    assert found_in_json(JSON, outline=ICONS / "none.png") == (Fault("icon", "icons.outline", "32"),)


def test_what_is_no_picture_has_no_size(tmp_path: Path) -> None:
    (tmp_path / "text.png").write_bytes(b"this is no picture, however long it is")
    (tmp_path / "short.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    assert pixel_size(tmp_path / "text.png") is pixel_size(tmp_path / "short.png") is pixel_size(tmp_path) is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_fault_has_its_words(language: str) -> None:
    told = {key.removeprefix("cli.manifest.") for key in words(language) if key.startswith("cli.manifest.")}
    assert told == {key for _, _, key in TORN_XML} | {key for _, key in TORN_JSON} | {
        fault.key for _, fault in TORN_ADDON
    }


@pytest.mark.parametrize("file", sorted(ICONS.glob("*.png")), ids=lambda file: file.name)
def test_an_icon_is_as_large_as_it_says_and_is_asked_for(file: Path) -> None:
    pixels = int(file.stem.rpartition("-")[2])
    assert pixel_size(file) == (pixels, pixels)
    assert file.name in XML or file.name in PICTURES.values()


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("https://kanelbulle.example.com", URL),
        (" https://Kanelbulle.Example.com:443/ ", URL),
        ("https://localhost:8027", "https://localhost:8027"),
        ("https://kaffebröd.example", "https://xn--kaffebrd-t4a.example"),
    ],
)
def test_an_address_is_read_as_manifests_name_it(typed: str, read: str) -> None:
    assert read_url(typed) == read


NO_ADDRESSES = [
    "",
    "kanelbulle.example.com",
    "http://kanelbulle.example.com",
    "https://",
    "https://kanelbulle.example.com/app",
    "https://kanelbulle.example.com/?a=b",
    "https://astrid:bun@kanelbulle.example.com",
    "https://kanelbulle.example.com:99999",
    "https://*.example.com",
    'https://a"b.example',
    "https://a<b.example",
    "https://[::1]",
    "https://{{ url }}",
    f"https://{'b' * 64}.example",
]


@pytest.mark.parametrize("typed", NO_ADDRESSES)
def test_what_no_manifest_can_name_is_refused(typed: str) -> None:
    with pytest.raises(ValueError):
        read_url(typed)


def test_a_client_id_is_read_as_microsoft_writes_it() -> None:
    assert read_client_id(f" {CLIENT.upper()} ") == CLIENT
    assert read_client_id("") == ""
    with pytest.raises(ValueError):
        read_client_id("kanelbulle")


def test_ids_stay_with_the_address() -> None:
    other = Deployment("https://bulle.example.org", CLIENT)
    assert HERE.xml_id == Deployment(URL, "").xml_id == "815cf0b7-95d3-55da-8a70-16d30480a45a"
    assert len({HERE.xml_id, HERE.json_id, other.xml_id, other.json_id}) == 4
    assert UUID(HERE.json_id).version == 5


def test_both_kinds_are_of_one_version() -> None:
    assert f"<Version>{release()}.0</Version>" in XML
    assert json.loads(JSON)["version"] == release()
    assert re.fullmatch(r"\d+\.\d+\.\d+", release())


def test_both_kinds_have_the_same_buttons_and_hear_the_same_events() -> None:
    root = ElementTree.fromstring(XML)
    buttons = {one.attrib["id"] for one in root.iter() if one.tag.endswith("}Control")}
    handlers = {one.attrib["FunctionName"] for one in root.iter() if one.tag.endswith("}LaunchEvent")}
    manifest = json.loads(JSON)
    assert {control(manifest, number)["id"] for number in range(3)} == buttons - {"mobileMsgReadOpenPane"}
    assert buttons >= {"msgReadOpenPane", "apptOrganizerOpenPane", "apptAttendeeOpenPane"}
    assert {one["actionId"] for one in extension(manifest)["autoRunEvents"][0]["events"]} == handlers
    assert handlers == {"onNewAppointmentOrganizer", "onAppointmentAttendeesChanged"}


def test_both_kinds_say_the_same() -> None:
    said = {one.get("Value") for one in ElementTree.fromstring(XML).iter() if one.get("Value")}
    english = {
        text for place, text in json.loads(LANGUAGE_FILES["en-US.json"]).items() if place.startswith("extensions")
    }
    assert english <= said


def test_only_mail_can_be_pinned() -> None:
    pinned = [one["id"] for one in extension(json.loads(JSON))["runtimes"][0]["actions"] if one.get("pinnable")]
    assert [control(json.loads(JSON), number)["actionId"] in pinned for number in range(3)] == [True, False, False]
    points = [one for one in ElementTree.fromstring(XML).iter() if one.tag.endswith("}ExtensionPoint")]
    can_pin = [any(inner.tag.endswith("}SupportsPinning") for inner in one.iter()) for one in points]
    assert can_pin == [True, False, False, False, False]


def test_a_package_has_what_the_manifest_names_and_is_the_same_each_time() -> None:
    packed = pack(JSON, LANGUAGE_FILES)
    with zipfile.ZipFile(io.BytesIO(packed)) as package:
        assert set(package.namelist()) == {"manifest.json", "en-US.json", *json.loads(JSON)["icons"].values()}
        assert package.read("manifest.json").decode() == JSON
        assert package.read("color.png") == (ICONS / "color-192.png").read_bytes()
    assert pack(JSON, LANGUAGE_FILES) == packed


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    def run(*arguments: str, language: str = "C") -> "subprocess.CompletedProcess[str]":
        environment = {"PATH": "", "LANG": language, "KANELBULLE_HOME": str(tmp_path / "home")}
        return obey_in_words("manifest", *arguments, environment=environment, cwd=tmp_path)

    return run


def test_the_file_is_written_on_stdout_or_where_it_is_to_be(terminal: Terminal, tmp_path: Path) -> None:
    done = terminal("outlook-xml", "--url", URL, "--client-id", CLIENT)
    assert (done.returncode, done.stdout, done.stderr) == (0, XML, "")
    done = terminal("outlook-json", "--url", URL, "--client-id", CLIENT)
    assert (done.returncode, done.stdout, done.stderr) == (0, JSON, "")
    assert terminal("outlook-xml", "--url", URL, "--out", "bulle.xml").stdout == ""
    assert (tmp_path / "bulle.xml").read_text(encoding="utf-8") == XML
    assert terminal("outlook-json", "--url", URL, "--client-id", CLIENT, "--out", "bulle.zip").stdout == ""
    assert (tmp_path / "bulle.zip").read_bytes() == pack(JSON, LANGUAGE_FILES)
    assert not (tmp_path / "home").exists()  # neither database nor keys are needed for it


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("outlook-xml",), 2, "--url"),
        (("teams", "--url", URL), 2, "outlook-xml"),
        (("google", "--url", URL, "--client-id", "our app"), 2, "write for example 000000000000-abc.apps"),
        (("google", "--url", URL, "--out", "x.zip"), 2, "ends in .json"),
        (("outlook-xml", "--url", "http://x.example"), 2, "--url: http://x.example is no https address"),
        (
            ("outlook-xml", "--url", URL, "--client-id", "x\x1b[1m"),
            2,
            "--client-id: x\N{REPLACEMENT CHARACTER}[1m is no",
        ),
        (("outlook-json", "--url", URL), 2, "outlook-json needs --client-id ID."),
        (("outlook-json", "--url", URL, "--client-id", CLIENT, "--out", "x.json"), 2, "ends in .zip"),
        (("outlook-xml", "--url", URL, "--out", "x.zip"), 2, "ends in .xml"),
        (("outlook-xml", "--url", URL, "--out", "no/x.xml"), 1, "no/x.xml: this file cannot be written"),
    ],
)
def test_a_mistake_is_told_in_one_line(terminal: Terminal, arguments: tuple[str, ...], code: int, said: str) -> None:
    done = terminal(*arguments)
    assert (done.returncode, done.stdout) == (code, "")
    assert done.stderr.startswith("kanelbulle: ")
    assert done.stderr.count("\n") == 1
    assert said in done.stderr


@pytest.mark.parametrize("kind", KINDS)
def test_what_has_a_fault_is_not_handed_out(kind: str, tmp_path: Path) -> None:
    shutil.copytree(MANIFEST, tmp_path / "manifest")
    for name in ("outlook/manifest.xml", "outlook/manifest.json", "google/deployment.json"):
        template = tmp_path / "manifest" / name
        torn = re.sub("{{ url }}/(outlook/pane|google/home)", "http://x.example", template.read_text(encoding="utf-8"))
        template.write_text(torn, encoding="utf-8")
    out = tmp_path / f"out{KINDS[kind].ending}"
    with (
        kanelbulle.make_context("kanelbulle", ["manifest"], obj={"language": "en"}) as context,
        pytest.raises(click.ClickException) as refused,
    ):
        print_manifest(context, kind, server=URL, client_id=CLIENT, out=str(out), manifest=tmp_path / "manifest")
    assert not out.exists()
    assert f"{KINDS[kind].vendor.name} would not take this manifest" in refused.value.message
    assert "is not https; " in refused.value.message
    assert "leads elsewhere than kanelbulle.example.com" in refused.value.message
