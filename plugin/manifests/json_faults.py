"""What the unified manifest and its files of other languages are looked through for before the package is handed out.

https://learn.microsoft.com/microsoft-365/extensibility/schema has each property; languages are told of in
https://learn.microsoft.com/microsoftteams/platform/resources/schema/localization-schema
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

from plugin.manifests.deployment import Deployment
from plugin.manifests.faults import (
    RIBBON_SIZES,
    Fault,
    look_at_address,
    look_at_guid,
    look_at_icon,
    look_at_length,
    look_at_size,
    look_at_version,
    look_for_twins,
    pixel_size,
)

ADDRESS = re.compile(r"(?:^|\.)(?:\w+Url|url|page|script)$")
LENGTHS: Mapping[str, int] = {
    r"name\.short": 30,
    r"name\.full": 100,
    r"description\.short": 80,
    r"description\.full": 4000,
    r"developer\.name": 32,
    r"extensions.+\.(?:id|label|actionId|view)": 64,
    r"extensions.+\.supertip\.title": 64,
    r"extensions.+\.supertip\.description": 250,
}
TOLD = re.compile(r"name\.\w+|description\.\w+|extensions.+\.(?:label|supertip\.\w+)")
PICTURES: Mapping[str, int] = {"color": 192, "outline": 32}
STOPS_SENDING = frozenset({"messageSending", "appointmentSending"})
Texts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Read:
    """A manifest and its languages by the name of their file, and what they are held against."""

    manifest: Mapping[str, Any]
    languages: Mapping[str, Texts]
    deployment: Deployment
    icons: Path
    pictures: Mapping[str, Path]

    @property
    def extension(self) -> Mapping[str, Any]:
        extension: Mapping[str, Any] = self.manifest["extensions"][0]
        return extension

    @property
    def groups(self) -> list[Mapping[str, Any]]:
        return [group for ribbon in self.extension["ribbons"] for tab in ribbon["tabs"] for group in tab["groups"]]

    @property
    def controls(self) -> list[Mapping[str, Any]]:
        return [control for group in self.groups for control in group["controls"]]

    @property
    def actions(self) -> list[Mapping[str, Any]]:
        return [action for runtime in self.extension["runtimes"] for action in runtime["actions"]]

    @property
    def events(self) -> list[Mapping[str, Any]]:
        return [event for heard in self.extension.get("autoRunEvents", ()) for event in heard["events"]]


def find_json_faults(
    text: str, languages: Mapping[str, str], deployment: Deployment, *, icons: Path, pictures: Mapping[str, Path]
) -> tuple[Fault, ...]:
    """Everything that is wrong with it; nothing, when it can be packed. `pictures` are those of the package."""
    try:
        read = Read(
            json.loads(text), {name: json.loads(told) for name, told in languages.items()}, deployment, icons, pictures
        )
        return tuple(chain(look_at_size(text), chain.from_iterable(check(read) for check in CHECKS)))
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        return (Fault("broken", f"{type(error).__name__}: {error}"),)


def _is_numbered(read: Read) -> Iterator[Fault]:
    yield from look_at_guid("id", read.manifest["id"])
    yield from look_at_guid("webApplicationInfo.id", read.manifest["webApplicationInfo"]["id"])
    yield from look_at_version("version", read.manifest["version"], numbers=3)


def _stays_at_home(read: Read) -> Iterator[Fault]:
    host = read.deployment.host
    for place, value in _texts(read.manifest):
        if ADDRESS.search(place):
            yield from look_at_address(place, value, read.deployment.url)
    if read.manifest["validDomains"] != [host]:
        yield Fault("host", "validDomains", host)
    for nested in read.manifest["webApplicationInfo"]["nestedAppAuthInfo"]:
        if nested["redirectUri"] != f"brk-multihub://{host}":
            yield Fault("host", "redirectUri", f"brk-multihub://{host}")


def _has_each_id_once(read: Read) -> Iterator[Fault]:
    for named in (read.extension["runtimes"], read.actions, [*read.groups, *read.controls]):
        yield from look_for_twins(one["id"] for one in named)


def _finds_its_actions(read: Read) -> Iterator[Fault]:
    kinds = {one["id"]: one["type"] for one in read.actions}
    for asked, kind in ((read.controls, "openPage"), (read.events, "executeFunction")):
        yield from (Fault("dangling", one["actionId"]) for one in asked if kinds.get(one["actionId"]) != kind)


def _keeps_lengths(read: Read) -> Iterator[Fault]:
    for texts in (dict(_texts(read.manifest)), *read.languages.values()):
        for place, value in texts.items():
            longest = next((long for path, long in LENGTHS.items() if re.fullmatch(path, place)), None)
            yield from look_at_length(place, value, longest) if longest else ()


def _speaks_every_language(read: Read) -> Iterator[Fault]:
    told = {place for place, _ in _texts(read.manifest) if TOLD.fullmatch(place)}
    for one in read.manifest["localizationInfo"]["additionalLanguages"]:
        texts = read.languages.get(one["file"], {})
        yield from (Fault("locale", place, one["languageTag"]) for place in sorted(told - set(texts)))
        yield from (Fault("dangling", place) for place in sorted(set(texts) - told - {"$schema"}))


def _has_its_icons(read: Read) -> Iterator[Fault]:
    look = partial(look_at_icon, url=read.deployment.url, icons=read.icons)
    for control in read.controls:
        for icon in control["icons"]:
            yield from look(f"{control['id']} {icon['size']}", icon["url"], icon["size"])
        if not {icon["size"] for icon in control["icons"]} >= RIBBON_SIZES:
            yield Fault("sizes", control["id"])
    for name, pixels in PICTURES.items():
        file = read.pictures.get(read.manifest["icons"][name])
        if file is None or pixel_size(file) != (pixels, pixels):
            yield Fault("icon", f"icons.{name}", str(pixels))


def _never_stops_a_mail(read: Read) -> Iterator[Fault]:
    yield from (Fault("sending", one["type"]) for one in read.events if one["type"] in STOPS_SENDING)


def _hides_the_other(read: Read) -> Iterator[Fault]:
    """Where both kinds are deployed there is one button all the same."""
    hidden = [one["hide"]["customOfficeAddin"]["officeAddinId"] for one in read.extension.get("alternates", ())]
    if hidden != [read.deployment.xml_id]:
        yield Fault("both", "alternates", read.deployment.xml_id)


CHECKS: tuple[Callable[[Read], Iterator[Fault]], ...] = (
    _is_numbered,
    _stays_at_home,
    _has_each_id_once,
    _finds_its_actions,
    _keeps_lengths,
    _speaks_every_language,
    _has_its_icons,
    _never_stops_a_mail,
    _hides_the_other,
)


def _texts(value: object, place: str = "") -> Iterator[tuple[str, str]]:
    """Every text with its place, as the languages' files name it: `extensions[0].ribbons[0]`."""
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _texts(item, f"{place}[{number}]")
    elif isinstance(value, dict):
        for name, item in value.items():
            yield from _texts(item, f"{place}.{name}" if place else name)
