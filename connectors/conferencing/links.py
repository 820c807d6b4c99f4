"""Finds join links in text: wrappers are undone, hosts and paths parsed, and the providers' table asked.

Wrapped forms: Outlook Safe Links, google.com/url, Proofpoint URL Defense v2 and v3, Check Point.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from html import unescape
from typing import NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit

from connectors.conferencing.providers import (
    ANY_HOST,
    DIAL_IN_HOSTS,
    MAP_HOSTS,
    NOT_A_MEETING,
    OWN_HOST,
    PROVIDERS,
    Provider,
)
from connectors.meetings import LinkSource, OnlineRoom

LONGEST_LINK = 4_000
MOST_LINKS = 200  # in one text; an invitation has ten
DEEPEST_WRAPPER = 3

WITH_SCHEME = re.compile(r"(?:https?://|msteams:/|zoommtg://|tel:\+?\d)[^\s<>\"'|\\^`{}]{0,4000}", re.IGNORECASE)
BARE = re.compile(
    r"(?<![\w./@:%=&?-])(?:[a-z0-9][a-z0-9-]{0,62}\.){1,6}[a-z]{2,12}/[^\s<>\"'|\\^`{}]{1,2000}", re.IGNORECASE
)
PLAIN = re.compile(r"https?://([a-z0-9.-]+)(?=[/?#]|$)", re.IGNORECASE)
AUTOMATIC = frozenset({LinkSource.FIELD, LinkSource.BLOCK, LinkSource.PLACEHOLDER})
TRAILING = ".,;:!?)]}*_~'\u201d\u00bb"
WRAPPER_MARKS = ("safelinks.", "/url?", "urldefense.", "checkpoint.")  # without one of these there is nothing to undo
BRACKETS = {")": "(", "]": "["}

_ROWS: dict[str, list[Provider]] = {}
for _provider in PROVIDERS:
    for _host in _provider.hosts:
        _ROWS.setdefault(_host, []).append(_provider)


class Found(NamedTuple):
    """One link in a text, as written and unwrapped. `room` is None where it is no meeting."""

    start: int
    end: int
    url: str
    room: OnlineRoom | None


def find_room(text: str, source: LinkSource) -> OnlineRoom | None:
    """The room of the first join link in the text; a broadcast or a dial-in only where there is nothing better."""
    second_best = None
    for found in find_links(text, source):
        room = found.room
        if room and not room.broadcast and not room.phone_only:
            return room
        second_best = second_best or room
    return second_best


def choose_room(rooms: Iterable[OnlineRoom | None]) -> OnlineRoom | None:
    """One room out of what several fields name: a link before words, a meeting before a broadcast. Its source is the
    strongest sign of intent among them, but a link that the calendar also filled in by itself stays automatic."""
    named = [room for room in rooms if room]
    if not named:
        return None
    automatic = {room.url for room in named if room.url and room.source in AUTOMATIC}
    meant = [room.source for room in named if room.source not in AUTOMATIC and room.url not in automatic]
    best = min(named, key=lambda room: (room.url is None, room.broadcast, room.phone_only, room.source in AUTOMATIC))
    if best.url in automatic:
        best = next(room for room in named if room.url == best.url and room.source in AUTOMATIC)
    source = (LinkSource.TYPED if LinkSource.TYPED in meant else LinkSource.LOCATION) if meant else best.source
    return best if best.source is source else replace(best, source=source)


def find_links(text: str, source: LinkSource) -> Iterator[Found]:
    """Every link in the text, lazily."""
    pattern = WITH_SCHEME if "://" in text or "tel:" in text or "msteams:/" in text else None
    if pattern is None:
        pattern = BARE if "/" in text and "." in text else None
    if pattern is None:
        return
    for count, match in enumerate(pattern.finditer(text)):
        if count >= MOST_LINKS:
            return
        written = _trim(match.group())
        url = unwrap(written)
        yield Found(match.start(), match.start() + len(written), url, read_link(url, source))


def unwrap(url: str) -> str:
    """The link inside mail filters' wrappers; each layer must make it shorter."""
    url = unescape(url) if "&" in url else url
    for _ in range(DEEPEST_WRAPPER):
        if not any(mark in url for mark in WRAPPER_MARKS):
            return url
        inner = _unwrap_once(url)
        if inner is None or len(inner) >= len(url) or "://" not in inner:
            return url
        url = inner
    return url


def read_link(url: str, source: LinkSource) -> OnlineRoom | None:
    """What kind of room an unwrapped link leads to, or None when it leads to no meeting."""
    if url[:4].lower() == "tel:":
        return OnlineRoom("phone", source, url, phone_only=True)
    known = _recognise(url)
    if known is None:
        return None
    name, broadcast, phone_only = known
    return OnlineRoom(name, source, url, broadcast=broadcast, phone_only=phone_only)


def is_map(url: str) -> bool:
    host, path = split_link(url)
    return any((host == known or host.endswith("." + known)) and path.startswith(start) for known, start in MAP_HOSTS)


def split_link(url: str) -> tuple[str, str]:
    """Host, lower case, and everything after it; empty for what is no link."""
    if url[:8].lower() == "msteams:":
        return "teams.microsoft.com", "/" + url[8:].lstrip("/")
    plain = PLAIN.match(url)
    if plain:  # nearly all: no port, no user, no brackets, so nothing to be misled by
        rest = url[plain.end() :]
        return plain[1].lower().rstrip(".").removeprefix("www."), rest if rest.startswith("/") else "/" + rest
    if "://" not in url:
        url = "https://" + url
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").rstrip(".")
    except ValueError:  # a bracket in the host, a port that is none
        return "", ""
    rest = parts.path or "/"
    if parts.query:
        rest += "?" + parts.query
    if parts.fragment:
        rest += "#" + parts.fragment
    return host.removeprefix("www."), rest


@lru_cache(maxsize=4096)
def _recognise(url: str) -> tuple[str, bool, bool] | None:
    host, rest = split_link(url)
    if not host or "@" in url.partition("://")[2].partition("/")[0]:
        return None  # user@host is how look-alikes dress
    if host in DIAL_IN_HOSTS:
        return DIAL_IN_HOSTS[host], False, True
    for provider in _candidates(host):
        if provider.path.match(rest) and not NOT_A_MEETING.match(rest):
            return provider.name, provider.broadcast, False
    return None


def _candidates(host: str) -> Iterator[Provider]:
    labels = host.split(".")
    known = False
    for start in range(len(labels) - 1):
        rows = _ROWS.get(".".join(labels[start:]))
        if rows:
            known = True
            yield from rows
    if known:
        return
    yield from ANY_HOST
    own = OWN_HOST.get(labels[0])
    if own and len(labels) > 2:
        yield own


def _trim(link: str) -> str:
    """The link without the punctuation of the sentence it stands in."""
    end = len(link)
    while end and link[end - 1] in TRAILING:
        opening = BRACKETS.get(link[end - 1])
        if opening and link.count(opening, 0, end) >= link.count(link[end - 1], 0, end):
            break
        end -= 1
    return link[:end]


def _unwrap_once(url: str) -> str | None:
    host, rest = split_link(url)
    if host.endswith("safelinks.protection.outlook.com"):
        return _parameter(rest, "url")
    if host in ("google.com", "google.se") and rest.startswith("/url?"):
        return _parameter(rest, "q") or _parameter(rest, "url")
    if host.endswith("urldefense.proofpoint.com") and rest.startswith("/v2/"):
        inner = _parameter(rest, "u")
        return unquote(inner.replace("-", "%").replace("_", "/")) if inner else None
    if host.endswith(("urldefense.com", "urldefense.us", "urldefense.proofpoint.com")) and rest.startswith("/v3/"):
        return url.partition("/v3/__")[2].partition("__;")[0] or None
    if host.endswith("checkpoint.com") and "___" in rest:
        return rest.split("___")[1]
    return None


def _parameter(rest: str, name: str) -> str | None:
    try:
        values = parse_qs(rest.partition("?")[2], max_num_fields=50).get(name)
    except ValueError:
        return None
    return values[0] if values else None
