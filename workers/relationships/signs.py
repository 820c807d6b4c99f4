"""What a meeting's title, places and human words say of how people meet: whole tokens only, six languages (lexicon.py).

What comes out names the matched words and nothing else, so it can be kept when the text it came from is not.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from connectors.meetings import Meeting, Place, PlaceKind
from workers.relationships import lexicon
from workers.relationships.lexicon import Says, When
from workers.relationships.signatures import read_area

LONGEST_BODY = 4_000
LONGEST_LINE = 400  # of a title or a place
LOOK_BACK = 3  # tokens between "ej" and what it denies
NEAR = 4  # tokens between "inför" and "besöket"


class Field(StrEnum):
    TITLE = "title"
    PLACE = "place"
    BODY = "body"


class SpotKind(StrEnum):
    """What a place text is."""

    ADDRESS = "address"
    VENUE = "venue"  # a restaurant, a hotel, a fair; or picked on a map
    COORDINATES = "coordinates"
    ROOM = "room"
    OFFICE = "office"  # "kontoret": whose is told by who writes
    WORDS = "words"  # "hos er", "på plats"
    NAME = "name"  # a town, a company, anything else
    SCREEN = "screen"
    PHONE = "phone"
    NUMBER = "number"
    NOTHING = "nothing"  # "tbd", a country


@dataclass(frozen=True, slots=True)
class Sign:
    """Words that say something. `changed`: said of a change, so newer than the rest."""

    says: Says
    words: str
    changed: bool = False


@dataclass(frozen=True, slots=True)
class Spot:
    """One of the meeting's places, in the same order."""

    kind: SpotKind
    signs: tuple[Sign, ...] = ()


@dataclass(frozen=True, slots=True)
class Signs:
    """Everything said, by the field it was said in. The title is the weakest."""

    title: tuple[Sign, ...] = ()
    body: tuple[Sign, ...] = ()
    spots: tuple[Spot, ...] = ()
    area: str = ""  # the area code in the signature of whoever wrote the invitation, as "+46520"


@dataclass(frozen=True, slots=True)
class Seen:
    """A meeting and what was read in it."""

    meeting: Meeting
    signs: Signs


NO_SIGNS = Signs()
SWEDISH = (".se", ".nu")  # whose numbers without a country are Swedish ones


def read_signs(meeting: Meeting) -> Signs:
    """The signs in a meeting's title, places and human text."""
    title = read_title(meeting.title) if meeting.title else ()
    body = _read_body(meeting.human_text) if meeting.human_text else ()
    spots = tuple([read_spot(place) for place in meeting.places]) if meeting.places else ()
    area = read_area(meeting.human_text, swedish=_is_swedish(meeting)) if meeting.human_text else ""
    if not (title or body or spots or area):
        return NO_SIGNS
    return Signs(title, body, spots, area)


def _is_swedish(meeting: Meeting) -> bool:
    return meeting.organizer is not None and meeting.organizer.address.endswith(SWEDISH)


@lru_cache(maxsize=8192)
def read_title(text: str) -> tuple[Sign, ...]:
    return tuple(_read(text[:LONGEST_LINE], Field.TITLE))


def read_spot(place: Place) -> Spot:
    kind = STRUCTURED.get(place.kind)
    return Spot(kind) if kind else _read_place(place.text)


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """A text for comparing: lower case, words and figures only."""
    return " ".join(WORD.findall(text.casefold()))


@lru_cache(maxsize=8192)
def words_of(text: str) -> frozenset[str]:
    """The words of a text for comparing, for looking names up among them."""
    return frozenset(WORD.findall(text.casefold()))


@lru_cache(maxsize=8192)
def street_of(text: str) -> str:
    """Street and number in a place text, folded ("storgatan 4"), or empty."""
    match = _find_street(text)
    return fold(match.group()) if match else ""


def _find_street(text: str, start: int = 0) -> re.Match[str] | None:
    if not FIGURE.search(text, start):
        return None
    return STREET.search(text, start) or ENGLISH_STREET.search(text, start)


# --- tokens ------------------------------------------------------------------------------------------------

WORD = re.compile(r"\w+")
TOKEN = re.compile(r"[\w&'’-]+|[.!?;:()|/,–—\n<>\[\]]")
FULL_STOPS = frozenset(".!?;\n")
STOPS = frozenset(".!?;:()|/,–—\n<>[]-")
FIGURE = re.compile("[0-9]")
TELEPHONE = re.compile(r"(?<![\w.])(?:\+|00?)\d[\d ()/-]{5,18}\d(?!\w)")

_ENDINGS = "|".join(sorted(lexicon.STREET_ENDINGS, key=len, reverse=True))
_STREET_WORDS = "|".join(sorted(lexicon.STREET_WORDS, key=len, reverse=True))
_NUMBER = r"\s+\d{1,4}(?:\s?[-/]\s?\d{1,4})?(?:\s?[A-Za-z]\b)?(?![\d:])"
STREET = re.compile(
    rf"\b(?:[^\W\d_]{{2,40}}(?:{_ENDINGS})\.?|[^\W\d_]{{2,40}}[ -](?:[^\W\d_]{{1,40}}[ -])?(?:{_STREET_WORDS})\.?){_NUMBER}",
    re.IGNORECASE,
)
ENGLISH_STREET = re.compile(
    rf"\b\d{{1,5}}\s+(?:[^\W\d_][\w']{{0,40}}\s+){{1,3}}(?:{'|'.join(lexicon.ENGLISH_STREETS)})\b\.?", re.IGNORECASE
)
POSTAL = re.compile(
    r"\b(?:(?:SE?|NO?|DK?|FI?|D|A|CH)-)?(?:\d{3}\s\d{2}|\d{4,5})\s+[A-ZÅÄÖÆØÜ][^\W\d_]{2,}|\b[A-Z]{1,2}\d[A-Z\d]?\s\d[A-Z]{2}\b"
)

STRUCTURED: Mapping[PlaceKind, SpotKind] = {
    PlaceKind.ADDRESS: SpotKind.ADDRESS,
    PlaceKind.VENUE: SpotKind.VENUE,
    PlaceKind.ROOM: SpotKind.ROOM,
    PlaceKind.COORDINATES: SpotKind.COORDINATES,
}


class _Phrase(NamedTuple):
    tokens: tuple[str, ...]
    key: int  # which token it is looked up by
    says: Says
    when: When


class _Match(NamedTuple):
    start: int
    end: int
    phrase: _Phrase


def _phrases() -> Iterator[_Phrase]:
    for text, says, when in lexicon.PHRASES:
        tokens = tuple(TOKEN.findall(text))
        key = next((at for at, token in enumerate(tokens) if token not in lexicon.COMMON), 0)
        yield _Phrase(tokens, key, says, when)


def _table() -> dict[str, tuple[_Phrase, ...]]:
    table: dict[str, list[_Phrase]] = {}
    for phrase in dict.fromkeys(_phrases()):
        table.setdefault(phrase.tokens[phrase.key], []).append(phrase)
    return {
        key: tuple(sorted(row, key=lambda p: (-len(p.tokens), p.says is not Says.IGNORED)))
        for key, row in table.items()
    }


PHRASES = _table()
KEYS = frozenset(PHRASES)


# --- reading -------------------------------------------------------------------------------------------------


def _read(text: str, field: Field) -> Iterator[Sign]:
    tokens = TOKEN.findall(text.casefold())
    if KEYS.isdisjoint(tokens):
        return
    for start, end in _sentences(tokens):
        matches = _matches(tokens, start, end, field)
        if matches:
            yield from _weigh(tokens, start, end, matches, field, text)


def _sentences(tokens: Sequence[str]) -> Iterator[tuple[int, int]]:
    start = 0
    for at, token in enumerate(tokens):
        if token in FULL_STOPS:
            if at > start:
                yield start, at
            start = at + 1
    if start < len(tokens):
        yield start, len(tokens)


def _matches(tokens: Sequence[str], start: int, end: int, field: Field) -> list[_Match]:
    """The phrases in a sentence, longest first where several begin at the same token, none overlapping."""
    found: list[_Match] = []
    free = start
    for at in range(start, end):
        for phrase in PHRASES.get(tokens[at], ()):
            first = at - phrase.key
            last = first + len(phrase.tokens)
            change = phrase.says is Says.CHANGE  # may lie over another: "tar det" and "det digitalt"
            if first < (start if change else free) or last > end or tuple(tokens[first:last]) != phrase.tokens:
                continue
            match = _Match(first, last, phrase)
            if _counts(tokens, match, start, end, field):
                found.append(match)
                if not change:
                    free = last
                    break
    return found


def _counts(tokens: Sequence[str], match: _Match, start: int, end: int, field: Field) -> bool:
    """Whether the phrase may count where it stands; what needs a change or a denial beside it is weighed later."""
    when = match.phrase.when
    if when is When.ALONE:
        before = match.start == start or tokens[match.start - 1] in STOPS
        return before and (match.end == end or tokens[match.end] in STOPS) and field is not Field.BODY
    if when is When.HEADING:
        return field is not Field.BODY or match.phrase.says is Says.INSTEAD
    if when is When.OPENING:
        opens = match.start == start or tokens[match.start - 1] in STOPS
        return field is Field.TITLE and opens and end > match.end
    if when is When.WITH_MEETING and field is Field.BODY:
        return any(token in lexicon.MEETING_WORDS for token in tokens[max(start, match.start - 6) : match.end + 4])
    return True


def _weigh(
    tokens: Sequence[str], start: int, end: int, matches: Sequence[_Match], field: Field, text: str
) -> Iterator[Sign]:
    changed = any(match.phrase.says in (Says.CHANGE, Says.INSTEAD) for match in matches)
    for match in matches:
        says: Says | None = match.phrase.says
        if says in (Says.CHANGE, Says.INSTEAD, Says.IGNORED):
            continue
        first = match.start
        denied = _denied(tokens, start, match, matches)
        if denied is not None:
            first = min(denied, first)
            says = Says.NOT_SCREEN if says is Says.SCREEN else None
        elif match.phrase.when is When.NEGATED or (match.phrase.when is When.MOVING and not changed):
            says = None
        if says is None or _beside_the_point(tokens, start, end, match, says, field):
            continue
        yield Sign(says, " ".join(tokens[first : match.end]), changed or says is Says.NOT_SCREEN)
        if says is Says.PHONE:
            number = TELEPHONE.search(text)
            if number:
                yield Sign(Says.NUMBER, " ".join(number.group().split()))


def _denied(tokens: Sequence[str], start: int, match: _Match, matches: Sequence[_Match]) -> int | None:
    """Where what denies it stands: "ej", "no", "istället för" before it (in Finnish "sijaan" behind it)."""
    for other in matches:
        if other.phrase.says is Says.INSTEAD:
            behind = other.phrase.when is When.HEADING
            if (behind and 0 <= other.start - match.end <= 1) or (not behind and 0 <= match.start - other.end <= 1):
                return other.start
    for at in range(match.start - 1, max(start, match.start - LOOK_BACK) - 1, -1):
        token = tokens[at]
        if token in STOPS:
            return None
        if token in lexicon.NEGATIONS:
            but = token in lexicon.BUT and any(word in lexicon.NEGATIONS for word in tokens[start:at])
            return None if but else at
    return None


def _beside_the_point(tokens: Sequence[str], start: int, end: int, match: _Match, says: Says, field: Field) -> bool:
    """Whether the words are what is talked about: a call before the visit, a number in case the link fails."""
    before = tokens[max(start, match.start - NEAR) : match.start]
    if says in (Says.VISIT, Says.MEAL, Says.YOURS, Says.OURS, Says.TOGETHER):
        return any(token in lexicon.ABOUT for token in before)
    if says in (Says.SCREEN, Says.HYBRID):
        another_time = any(token in lexicon.ANOTHER_TIME for token in tokens[start:end])
        return another_time or any(token in lexicon.SOON for token in before[-2:])
    if says is Says.PHONE and field is Field.BODY:
        return any(token in lexicon.IN_CASE for token in tokens[start:end])
    return False


# --- places --------------------------------------------------------------------------------------------------


@lru_cache(maxsize=8192)
def _read_place(text: str) -> Spot:
    text = text[:LONGEST_LINE]
    signs = tuple(_read(text, Field.PLACE))
    said = {sign.says for sign in signs}
    words = WORD.findall(text.casefold())
    return Spot(_kind_of_place(text, words, said), signs)


def _kind_of_place(text: str, words: Sequence[str], said: set[Says]) -> SpotKind:
    if FIGURE.search(text):
        if street_of(text) or POSTAL.search(text):
            return SpotKind.ADDRESS
        if TELEPHONE.search(text):
            return SpotKind.NUMBER
    for kind, vocabulary in VOCABULARIES:
        if any(word in vocabulary for word in words):
            return kind
    if said & SAID_OF_PLACE:
        return SpotKind.WORDS
    if Says.PHONE in said:
        return SpotKind.PHONE
    if Says.SCREEN in said:
        return SpotKind.SCREEN
    if all(word in lexicon.NOTHING_WORDS for word in words):
        return SpotKind.NOTHING
    return SpotKind.NAME


VOCABULARIES = (
    (SpotKind.VENUE, lexicon.VENUE_WORDS),
    (SpotKind.ROOM, lexicon.ROOM_WORDS),
    (SpotKind.OFFICE, lexicon.OFFICE_WORDS),
)
SAID_OF_PLACE = {Says.YOURS, Says.OURS, Says.TOGETHER, Says.VISIT, Says.MEAL, Says.NOT_SCREEN, Says.HYBRID}


# --- bodies --------------------------------------------------------------------------------------------------


@lru_cache(maxsize=64)  # small on purpose: what people wrote does not linger
def _read_body(text: str) -> tuple[Sign, ...]:
    text = text[:LONGEST_BODY]
    if not FIGURE.search(text) and KEYS.isdisjoint(TOKEN.findall(text.casefold())):
        return ()
    text = _own_words(text)
    signs = list(_read(text, Field.BODY))
    address = _said_address(text)
    if address:
        signs.append(Sign(Says.ADDRESS, address))
    return tuple(signs)


def _own_words(text: str) -> str:
    """Without the signature and whatever older mail hangs below: numbers and addresses there are nobody's plan."""
    at = 0
    for line in text.splitlines(keepends=True):
        start = line[:24].casefold().lstrip()
        if at and start.startswith(SIGN_OFFS):
            return text[:at]
        at += len(line)
    return text


def _said_address(text: str) -> str:
    if not FIGURE.search(text):
        return ""
    for line in text.splitlines():
        line = line[:LONGEST_LINE]
        lower = line.lower()
        behind = max((lower.find(cue) + len(cue) for cue in lexicon.PLACE_CUES if cue in lower), default=0)
        match = _find_street(line, behind) if behind else None
        if match:
            return " ".join(match.group().split())
    return ""


SIGN_OFFS = (*lexicon.SIGN_OFFS, *lexicon.QUOTED)
