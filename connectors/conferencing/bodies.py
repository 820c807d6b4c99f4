"""Cuts the automatic blocks out of a meeting's body, so that what is left are words a person wrote.

Marks that are the same in every language come first: Teams' lines of underscores, Google's and Apple's fences; blocks
without a fence are known by the phrases their lines begin with.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from connectors.conferencing.links import BARE, WITH_SCHEME, find_room
from connectors.conferencing.markup import read_markup
from connectors.conferencing.phrases import BLOCK_PAGES, CONTINUATIONS, DIAL_IN, INVITING, OPENINGS
from connectors.meetings import LinkSource, OnlineRoom

LONGEST = 100_000  # characters of a body that are looked at
LONGEST_HUMAN = 8_000  # and kept, of what people wrote
LONGEST_GAP = 4  # lines of other text inside a block without a fence

RULE = "_" * 32
GOOGLE = "-::~:~::~:"
APPLE = ("----( ", "---===---")
LANGUAGE = re.compile(r"[?&;]language=([a-z]{2})\b", re.IGNORECASE)
NUMBERS = re.compile(r"^[+\d(][\d\s()+#*,;-]{5,}|^<?(?:tel|sip|https?):")
ADDRESS_OF_ROOM = re.compile(r"^\S{1,80}@\S{3,80}$")
EMPTIED = re.compile(r"<\s*>|\[\s*\]\(?\s*\)?")
NORWEGIAN = {"no": "nb", "nn": "nb"}

_KEY = 4  # so many letters of a line find the phrases that may begin it


def _by_beginning(phrases: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    table: dict[str, tuple[str, ...]] = {}
    for phrase in phrases:
        table[phrase[:_KEY]] = (*table.get(phrase[:_KEY], ()), phrase)
    return table


_OPENING = {phrase: (provider, language) for phrase, provider, language in OPENINGS}
_OPENINGS = _by_beginning(tuple(_OPENING))
_BEGINNINGS = frozenset(_OPENINGS)
_CONTINUATIONS = _by_beginning(CONTINUATIONS)


@dataclass(frozen=True, slots=True)
class Body:
    """What a body says: the online room, what people wrote themselves (without links), and the organiser's language
    where an automatic block tells it."""

    online: OnlineRoom | None = None
    human_text: str = ""
    language: str = ""


def read_body(text: str, *, html: bool = False) -> Body:
    """The online room and the human words of a body."""
    if not text:
        return Body()
    return _read(text[:LONGEST], html)


@lru_cache(maxsize=64)  # occurrences and changes of one series come after each other with the same body
def _read(text: str, html: bool) -> Body:
    if html or "</" in text or "<br" in text:
        text = read_markup(text, keep_lines=not html)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    human, block = _split(text)
    provider, language = _origin(block)
    room = find_room(human, LinkSource.TYPED) if "/" in human or "tel:" in human else None
    if room is None or room.phone_only or room.broadcast:
        room = _room_of_block(block, provider) or (
            room if room and (room.broadcast or "," in (room.url or "")) else None
        )
    return Body(room, _without_links(human), language)


def _split(text: str) -> tuple[str, str]:
    """What people wrote, and the automatic blocks."""
    blocks: list[str] = []
    if RULE in text:
        text = _cut_ruled(text, blocks)
    if GOOGLE in text:
        text = _cut_between(text, GOOGLE, GOOGLE, blocks)
    if APPLE[0] in text:
        text = _cut_between(text, *APPLE, blocks)
    return _cut_lines(text, blocks), "\n".join(blocks)


def _cut_ruled(text: str, blocks: list[str]) -> str:
    """Without what stands between two lines of underscores, where that is an invitation and no ruler of somebody's own."""
    parts = [part.lstrip("_") for part in text.split(RULE)]
    kept = [parts[0]]
    for part in parts[1:]:
        if not part or part.isspace():
            continue
        if _is_block(part):
            blocks.append(part)
        else:
            kept.append(part)
    return "\n".join(kept)


def _is_block(part: str) -> bool:
    lower = part.lower()
    return any(page in lower for page in BLOCK_PAGES) or any(_opening(line) for line in lower.split("\n", 12)[:12])


def _cut_between(text: str, opening: str, closing: str, blocks: list[str]) -> str:
    kept: list[str] = []
    at = 0
    while (start := text.find(opening, at)) >= 0:
        kept.append(text[at:start])
        line_end = text.find("\n", start)
        end = text.find(closing, line_end) if line_end >= 0 else -1
        after = text.find("\n", end) if end >= 0 else -1
        at = after if after >= 0 else len(text)
        blocks.append(text[start:at])
    kept.append(text[at:])
    return "".join(kept)


def _cut_lines(text: str, blocks: list[str]) -> str:
    """Without blocks that have no fence: from a line that opens one to the last line that carries it on."""
    lines = text.split("\n")
    inviting = "zoom" in text.lower()
    if not inviting and _BEGINNINGS.isdisjoint([line.lstrip()[:_KEY].lower() for line in lines]):
        return text
    kept: list[str] = []
    at = 0
    while at < len(lines):
        if not _opening(lines[at].lower()):
            kept.append(lines[at])
            at += 1
            continue
        end = _end_of_block(lines, at)
        blocks.append("\n".join(lines[at:end]))
        at = end
    return "\n".join(kept)


def _end_of_block(lines: list[str], start: int) -> int:
    last = gap = 0
    for offset, line in enumerate(_lowered(lines, start)):
        if not line:
            continue
        if _opening(line) or _continues(line):
            last, gap = offset, 0
            continue
        gap += 1
        if gap > LONGEST_GAP:
            break
    return start + last + 1


def _lowered(lines: list[str], start: int) -> Iterator[str]:
    for at in range(start, len(lines)):
        yield lines[at].lower().strip()


def _opening(line: str) -> tuple[str, str] | None:
    """Provider and language of a lower-case line that opens a block."""
    line = line.strip()
    for phrase in _OPENINGS.get(line[:_KEY], ()):
        if line.startswith(phrase) and not _goes_on(line, phrase):
            return _OPENING[phrase]
    if "zoom" in line:
        for phrase, provider, language in INVITING:
            if phrase in line:
                return provider, language
    return None


def _goes_on(line: str, phrase: str) -> bool:
    """Whether the line is a person's sentence that happens to begin like a heading: "Microsoft Teams-möte funkar bäst"."""
    rest = line[len(phrase) :].lstrip(" :.<>!?-")
    return (
        bool(rest) and "http" not in rest and len(rest.split()) > 1 and phrase.startswith(("microsoft teams", "skype"))
    )


def _continues(line: str) -> bool:
    if any(line.startswith(phrase) for phrase in _CONTINUATIONS.get(line[:_KEY], ())):
        return True
    return bool(NUMBERS.match(line) or ADDRESS_OF_ROOM.match(line)) or any(page in line for page in BLOCK_PAGES)


def _origin(block: str) -> tuple[str, str]:
    """Provider and language of the blocks: the options link says it outright, the headings nearly so."""
    if not block:
        return "", ""
    provider = language = ""
    for line in block.lower().split("\n"):
        opening = _opening(line)
        if opening:
            provider, language = provider or opening[0], language or opening[1]
        if provider and language:
            break
    told = LANGUAGE.search(block)
    if told:
        language = told.group(1).lower()
    return provider, NORWEGIAN.get(language, language)


def _room_of_block(block: str, provider: str) -> OnlineRoom | None:
    if not block:
        return None
    room = find_room(block, LinkSource.BLOCK)
    if room and not room.phone_only:
        return room
    lower = block.lower()
    if room or any(words in lower for words in DIAL_IN):
        return OnlineRoom("phone", LinkSource.BLOCK, room.url if room else None, phone_only=True)
    return OnlineRoom(provider, LinkSource.PLACEHOLDER) if provider else None  # the link was cut off


def _without_links(text: str) -> str:
    if "://" in text or "tel:" in text:
        text = EMPTIED.sub(" ", WITH_SCHEME.sub(" ", text))
    elif "/" in text and "." in text:
        text = BARE.sub(" ", text)
    lines = (line.strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line)[:LONGEST_HUMAN]
