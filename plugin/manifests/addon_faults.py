"""What the add-on's deployment is looked through for before it is handed out: gcloud tells of a fault only when it is uploaded,
and Google Calendar of some never.

https://developers.google.com/workspace/add-ons/reference/rest/v1/projects.deployments
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from plugin.manifests.faults import (
    Fault,
    look_at_address,
    look_at_icon,
    look_at_length,
    look_at_size,
    look_for_twins,
)
from workers.google_grants import ADDON

PREFIX = "https://www.googleapis.com/auth/"
EXECUTE, READ_OPEN, WHO, LOCALE = (
    PREFIX + name
    for name in ("calendar.addons.execute", "calendar.addons.current.event.read", "userinfo.email", "script.locale")
)
LINKED = ("https://www.openstreetmap.org/", "https://reseplanerare.resrobot.se/")
TRIGGERS = (("common", "homepageTrigger", ADDON[0]), ("calendar", "eventOpenTrigger", ADDON[1]))
LONGEST_NAME, LONGEST_LABEL, LOGO = 50, 50, 128
COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
# What may stand where: Google refuses what it does not know.
NAMES: Mapping[str, str] = {
    "": "oauthScopes addOns",
    "addOns": "common calendar httpOptions",
    "addOns.common": "name logoUrl layoutProperties useLocaleFromApp homepageTrigger universalActions openLinkUrlPrefixes",
    "addOns.common.layoutProperties": "primaryColor secondaryColor",
    "addOns.common.homepageTrigger": "runFunction enabled",
    "addOns.common.universalActions": "label openLink runFunction",
    "addOns.calendar": "currentEventAccess homepageTrigger eventOpenTrigger",
    "addOns.calendar.eventOpenTrigger": "runFunction",
    "addOns.calendar.homepageTrigger": "runFunction enabled",
    "addOns.httpOptions": "authorizationHeader granularOauthPermissionSupport",
}
# What has to be said just so: events are read, never written, and everybody proves who they are.
SAID: Mapping[str, str] = {
    "addOns.calendar.currentEventAccess": "READ",
    "addOns.httpOptions.authorizationHeader": "SYSTEM_ID_TOKEN",
    "addOns.httpOptions.granularOauthPermissionSupport": "OPT_IN",
}
Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Read:
    """A deployment, and what it is held against."""

    scopes: list[str]
    addons: Json
    whole: Json
    url: str
    icons: Path

    @property
    def common(self) -> Json:
        common: Json = self.addons["common"]
        return common

    @property
    def actions(self) -> list[Json]:
        actions: list[Json] = self.common["universalActions"]
        return actions


def find_addon_faults(text: str, *, url: str, icons: Path) -> tuple[Fault, ...]:
    """Everything that is wrong with it; nothing, when it can be uploaded."""
    try:
        whole = json.loads(text)
        read = Read(whole["oauthScopes"], whole["addOns"], whole, url, icons)
        return tuple(chain(look_at_size(text), chain.from_iterable(check(read) for check in CHECKS)))
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        return (Fault("broken", f"{type(error).__name__}: {error}"),)


def _says_what_google_knows(read: Read) -> Iterator[Fault]:
    for place, name, _ in _named(read.whole):
        if name not in NAMES.get(place, "").split():
            yield Fault("stray", f"{place}.{name}".lstrip("."))


def _asks_for_what_it_uses(read: Read) -> Iterator[Fault]:
    """Everything an add-on over HTTP uses is listed, and at the install nothing that writes and nothing else."""
    needed = {EXECUTE, WHO, READ_OPEN} | ({LOCALE} if read.common.get("useLocaleFromApp") else set())
    yield from (Fault("missing", "oauthScopes", scope) for scope in sorted(needed - set(read.scopes)))
    yield from (Fault("stray", scope) for scope in sorted(set(read.scopes) - needed))
    yield from look_for_twins(read.scopes)


def _asks_us(read: Read) -> Iterator[Fault]:
    """At an address of ours that answers."""
    for place, name, value in _named(read.whole):
        if name == "runFunction":
            yield from look_at_address(place, value, read.url)
            if value not in {read.url + path for path in ADDON}:
                yield Fault("dangling", place)
    for host, trigger, path in TRIGGERS:
        if read.addons[host][trigger]["runFunction"] != read.url + path:
            yield Fault("wrong", f"{host}.{trigger}", read.url + path)


def _opens_what_it_links_to(read: Read) -> Iterator[Fault]:
    """Google opens a link of a card only where its beginning is listed. A beginning ends with the host, or after it."""
    listed = read.common["openLinkUrlPrefixes"]
    for prefix in listed:
        if urlsplit(prefix).scheme != "https":
            yield Fault("https", prefix)
        if not prefix.endswith("/"):
            yield Fault("wrong", prefix, f"{prefix}/")
    yield from look_for_twins(listed)
    wanted = {f"{read.url}/", *LINKED}
    yield from (Fault("missing", "openLinkUrlPrefixes", one) for one in sorted(wanted - set(listed)))
    yield from (Fault("stray", one) for one in sorted(set(listed) - wanted))


def _has_its_menu(read: Read) -> Iterator[Fault]:
    """Each line of it leads to one place, on our own page or by a question to us."""
    for action in read.actions:
        yield from look_at_length("universalActions", action.get("label", ""), LONGEST_LABEL)
        if ("openLink" in action) == ("runFunction" in action):
            yield Fault("dangling", f"universalActions {action.get('label', '')}")
        if "openLink" in action:
            yield from look_at_address("universalActions", action["openLink"], read.url)


def _is_named_and_drawn(read: Read) -> Iterator[Fault]:
    yield from look_at_length("name", read.common["name"], LONGEST_NAME)
    yield from look_at_icon("logoUrl", read.common["logoUrl"], LOGO, url=read.url, icons=read.icons)
    for name, colour in read.common.get("layoutProperties", {}).items():
        if not COLOUR.fullmatch(colour):
            yield Fault("wrong", name, "#8A4B21")


def _says_it_just_so(read: Read) -> Iterator[Fault]:
    told = {f"{place}.{name}": value for place, name, value in _named(read.whole)}
    yield from (Fault("wrong", place, value) for place, value in SAID.items() if told.get(place) != value)


CHECKS: tuple[Callable[[Read], Iterator[Fault]], ...] = (
    _says_what_google_knows,
    _asks_for_what_it_uses,
    _asks_us,
    _opens_what_it_links_to,
    _has_its_menu,
    _is_named_and_drawn,
    _says_it_just_so,
)


def _named(value: object, place: str = "") -> Iterator[tuple[str, str, Any]]:
    """Everything that has a name: where it stands, its name, and what it is. A list's things stand where the list does."""
    if isinstance(value, list):
        for item in value:
            yield from _named(item, place)
    elif isinstance(value, dict):
        for name, item in value.items():
            yield place, name, item
            yield from _named(item, f"{place}.{name}".lstrip("."))
