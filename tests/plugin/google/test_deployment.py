"""A deployment of the add-on is filled in for one server, and one with a fault is never handed out: each is seen to be found."""

import json
import subprocess
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from connectors.routing.geocoder import Position
from connectors.routing.links import Site, bakery_search, directions, on_map, timetable
from connectors.routing.router import Mode
from plugin.manifests.addon_faults import PREFIX, Fault, find_addon_faults
from plugin.manifests.deployment import Deployment, read_google_client_id
from plugin.manifests.faults import LARGEST
from plugin.manifests.filling import GOOGLE, ICONS, fill
from tests.plugin.google.rig import Beside
from tests.servers.commands import obey_in_words
from workers.google_grants import ADDON

URL = "https://kanelbulle.example.com"
JSON = fill("deployment.json", Deployment(URL, ""), folder=GOOGLE)
Manifest = dict[str, Any]


def found(text: str) -> tuple[Fault, ...]:
    return find_addon_faults(text, url=URL, icons=ICONS)


def common(manifest: Manifest) -> Manifest:
    told: Manifest = manifest["addOns"]["common"]
    return told


def test_what_is_handed_out_has_no_fault() -> None:
    assert found(JSON) == ()


TORN: list[tuple[Callable[[Manifest], object], Fault]] = [
    (lambda one: one.pop("addOns"), Fault("broken", "KeyError: 'addOns'")),
    (lambda one: one["addOns"].pop("calendar"), Fault("broken", "KeyError: 'calendar'")),
    (lambda one: common(one).pop("universalActions"), Fault("broken", "KeyError: 'universalActions'")),
    (lambda one: common(one).update(name="b" * LARGEST), Fault("long", "name", "50")),
    (lambda one: common(one).update(name=" "), Fault("empty", "name")),
    (lambda one: one.update(name="projects/x"), Fault("stray", "name")),
    (lambda one: common(one).update(logoURL="x"), Fault("stray", "addOns.common.logoURL")),
    (
        lambda one: one["addOns"]["calendar"].update(eventUpdateTrigger={"runFunction": f"{URL}/google/event"}),
        Fault("stray", "addOns.calendar.eventUpdateTrigger"),
    ),
    (lambda one: one["oauthScopes"].pop(0), Fault("missing", "oauthScopes", f"{PREFIX}calendar.addons.execute")),
    (lambda one: one["oauthScopes"].pop(), Fault("missing", "oauthScopes", f"{PREFIX}script.locale")),
    (lambda one: common(one).pop("useLocaleFromApp"), Fault("stray", f"{PREFIX}script.locale")),
    (lambda one: one["oauthScopes"].append(f"{PREFIX}calendar.events"), Fault("stray", f"{PREFIX}calendar.events")),
    (
        lambda one: one["oauthScopes"].append(f"{PREFIX}calendar.addons.current.event.write"),
        Fault("stray", f"{PREFIX}calendar.addons.current.event.write"),
    ),
    (lambda one: one["oauthScopes"].append(one["oauthScopes"][0]), Fault("twice", f"{PREFIX}calendar.addons.execute")),
    (
        lambda one: common(one)["homepageTrigger"].update(runFunction="http://kanelbulle.example.com/google/home"),
        Fault("https", "addOns.common.homepageTrigger"),
    ),
    (
        lambda one: common(one)["homepageTrigger"].update(runFunction="https://elsewhere.example/google/home"),
        Fault("host", "addOns.common.homepageTrigger", "kanelbulle.example.com"),
    ),
    (
        lambda one: one["addOns"]["calendar"]["eventOpenTrigger"].update(runFunction=f"{URL}/google/opened"),
        Fault("dangling", "addOns.calendar.eventOpenTrigger"),
    ),
    (
        lambda one: one["addOns"]["calendar"]["eventOpenTrigger"].update(runFunction=f"{URL}/google/home"),
        Fault("wrong", "calendar.eventOpenTrigger", f"{URL}/google/event"),
    ),
    (
        lambda one: common(one)["openLinkUrlPrefixes"].__setitem__(0, URL),
        Fault("wrong", URL, f"{URL}/"),  # another host may begin with ours
    ),
    (lambda one: common(one)["openLinkUrlPrefixes"].pop(0), Fault("missing", "openLinkUrlPrefixes", f"{URL}/")),
    (
        lambda one: common(one)["openLinkUrlPrefixes"].pop(),
        Fault("missing", "openLinkUrlPrefixes", "https://reseplanerare.resrobot.se/"),
    ),
    (lambda one: common(one)["openLinkUrlPrefixes"].append("http://a.example/"), Fault("https", "http://a.example/")),
    (lambda one: common(one)["openLinkUrlPrefixes"].append("https://a.example/"), Fault("stray", "https://a.example/")),
    (lambda one: common(one)["openLinkUrlPrefixes"].append(f"{URL}/"), Fault("twice", f"{URL}/")),
    (lambda one: common(one)["universalActions"][0].update(label=""), Fault("empty", "universalActions")),
    (lambda one: common(one)["universalActions"][0].update(label="b" * 51), Fault("long", "universalActions", "50")),
    (
        lambda one: common(one)["universalActions"][0].pop("openLink"),
        Fault("dangling", "universalActions Inställningar / Settings"),
    ),
    (
        lambda one: common(one)["universalActions"][0].update(runFunction=f"{URL}/google/action"),
        Fault("dangling", "universalActions Inställningar / Settings"),
    ),
    (
        lambda one: common(one)["universalActions"][1].update(openLink="https://elsewhere.example/"),
        Fault("host", "universalActions", "kanelbulle.example.com"),
    ),
    (lambda one: common(one).update(logoUrl=f"{URL}/outlook/static/icon-64.png"), Fault("icon", "logoUrl", "128")),
    (lambda one: common(one).update(logoUrl=f"{URL}/outlook/static/none.png"), Fault("icon", "logoUrl", "128")),
    (
        lambda one: common(one)["layoutProperties"].update(primaryColor="brown"),
        Fault("wrong", "primaryColor", "#8A4B21"),
    ),
    (
        lambda one: one["addOns"]["calendar"].update(currentEventAccess="READ_WRITE"),
        Fault("wrong", "addOns.calendar.currentEventAccess", "READ"),
    ),
    (
        lambda one: one["addOns"]["httpOptions"].update(authorizationHeader="NONE"),
        Fault("wrong", "addOns.httpOptions.authorizationHeader", "SYSTEM_ID_TOKEN"),
    ),
    (
        lambda one: one["addOns"]["httpOptions"].pop("granularOauthPermissionSupport"),
        Fault("wrong", "addOns.httpOptions.granularOauthPermissionSupport", "OPT_IN"),
    ),
]


@pytest.mark.parametrize(("change", "fault"), TORN, ids=[f"{n}-{one.key}" for n, (_, one) in enumerate(TORN)])
def test_a_fault_is_found(change: Callable[[Manifest], object], fault: Fault) -> None:
    manifest = json.loads(JSON)
    change(manifest)
    assert fault in found(json.dumps(manifest))


def test_what_is_no_json_or_too_much_of_it_is_found() -> None:
    assert {fault.key for fault in found("{")} == {"broken"}
    assert {fault.key for fault in found("[]")} == {"broken"}
    assert Fault("size", str(len(JSON.encode()) + LARGEST), str(LARGEST)) in found(JSON + " " * LARGEST)


def test_every_link_of_ours_begins_with_what_may_be_opened() -> None:
    begins = tuple(common(json.loads(JSON))["openLinkUrlPrefixes"])
    here, there = Position(58.28, 12.29, town="Trollhättan"), Position(57.71, 11.97, town="Göteborg")
    links = [timetable(there, here, datetime(2026, 12, 10, 9).astimezone())]
    links += [on_map(here, site=Site.OSM), directions(there, here, Mode.CAR, site=Site.OSM)]
    links += [bakery_search("Trollhättan", "sv", site=Site.OSM)]
    assert [link for link in links if not link.startswith(begins)] == []


def test_every_address_of_it_is_answered(beside: Beside) -> None:
    whole = json.loads(JSON)
    asked = {
        common(whole)["homepageTrigger"]["runFunction"],
        whole["addOns"]["calendar"]["eventOpenTrigger"]["runFunction"],
    }
    assert asked < {URL + path for path in ADDON}
    for address in asked:
        assert beside.ask(address.rpartition("/")[2]).status_code == 200
    logo = beside.client.get(common(whole)["logoUrl"].removeprefix(URL), base_url=URL)
    assert (logo.status_code, logo.mimetype) == (200, "image/png")
    for action in common(whole)["universalActions"]:
        assert beside.client.get(action["openLink"].removeprefix(URL), base_url=URL).status_code in (200, 401)
    settings, privacy = (action["openLink"].removeprefix(URL) for action in common(whole)["universalActions"])
    assert (settings, privacy) == ("/settings", "/privacy")
    assert beside.client.get(privacy, base_url=URL).status_code == 200, "whoever looks the add-on over signs in nowhere"


def test_a_client_id_is_read_as_google_writes_it() -> None:
    assert read_google_client_id(" 1-a.apps.googleusercontent.com ") == "1-a.apps.googleusercontent.com"
    assert read_google_client_id("") == ""
    for typed in ("our app", "https://a.example", "a" * 201):
        with pytest.raises(ValueError):
            read_google_client_id(typed)


def test_the_file_is_written_on_stdout_or_where_it_is_to_be(tmp_path: Path) -> None:
    def run(*more: str) -> "subprocess.CompletedProcess[str]":
        words = ("manifest", "google", "--url", f"{URL}/", *more)
        return obey_in_words(*words, environment={"PATH": "", "LANG": "C"}, cwd=tmp_path)

    done = run()
    assert (done.returncode, done.stdout, done.stderr) == (0, JSON, "")
    assert run("--client-id", "1-a.apps.googleusercontent.com", "--out", "deployment.json").stdout == ""
    assert (tmp_path / "deployment.json").read_text(encoding="utf-8") == JSON
