"""What in a part of an address may be a town's name, and on what ground: the whole part, or a word that makes it a place.

A name is no more than a suggestion: whoever has a table of towns decides. Words of a company's or a person's name are not
suggested one by one, so that "Luleå Energi" and "Karin Lind" name no town.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from connectors.routing.addresses import words as known
from connectors.routing.addresses.finnish import INSIDE, OF, unbent
from connectors.routing.addresses.streets import is_street

MOST_WORDS = 5
MOST_BESIDE = 2  # words of a region or a country: "United Kingdom"
LONGEST_AFTER = 3  # words of a town's name after "i": "i Frankfurt am Main"
MOST_OF_STOP = 3  # words of a station's or an airport's name
DISTRICTS = frozenset(["NV", "SV", "NØ", "SØ"])
AIRPORT_TOWNS = {
    "arlanda": "Märsta",
    "skavsta": "Nyköping",
    "gardermoen": "Jessheim",
    "heathrow": "London",
    "o'hare": "Chicago",
    "kastrup": "Tårnby",
}
FINLAND = "Finland"
_PAIR = re.compile(r"([^\d/]{2,40}?)(?: (?:och|samt|and|og|und|ja|sekä|&) |/)([^\d/]{2,40})")
SHORT_FORMS = AIRPORT_TOWNS | {"nyc": "New York City", "cph": "København"}


class Ground(StrEnum):
    """Why a name may be a town's, the surest first."""

    WHOLE = "whole"  # the part says nothing else
    PLACED = "placed"  # "i Luleå", "Malmö C", "Luleå Airport"
    BENT = "bent"  # "Turussa"
    PAIR = "pair"  # "Malmö och Lund"
    GIVEN = "given"  # a given name too: "Charlotte"
    ORDINARY = "ordinary"  # an everyday word too: "Street"
    INSTITUTION = "institution"  # "Umeå universitet"
    STOP = "stop"  # "Malmö Hyllie station", "Göteborg Landvetter flygplats"
    VISIT = "visit"  # "Besök Kiruna", "Kundentermin Stuttgart"
    HOTEL = "hotel"  # "Scandic Luleå": hotels are named after other towns too
    BRANCH = "branch"  # "Bruket AB Trollhättan"


BARE = frozenset({Ground.WHOLE, Ground.GIVEN, Ground.ORDINARY})


@dataclass(frozen=True, slots=True)
class Name:
    """`beside` is what follows in the same part and may be its region or country: "TN" in "Memphis TN". `second` is the
    other town that a text names in the same breath: "Lund" in "Malmö och Lund"."""

    text: str
    ground: Ground = Ground.WHOLE
    beside: str = ""
    second: str = ""


def names_in(part: str) -> tuple[Name, ...]:
    """What to look up, best first."""
    words = part.split()
    low = part.casefold().split()
    if len(words) == 1:
        return tuple(_single(part, low[0])) if len(part) > 1 else ()
    return tuple(dict.fromkeys(_suggested(words, low)))


def names_after(part: str) -> tuple[Name, ...]:
    """What stands after the last "i", "in", "till" of a part."""
    words = part.split()
    return tuple(_after(words, part.casefold().split()))


def names_of_branch(part: str) -> tuple[Name, ...]:
    """What stands after a company's legal form: "Bruket AB Trollhättan"."""
    words = part.split()
    form = max((at for at, word in enumerate(words) if word.casefold() in known.LEGAL_FORMS), default=0)
    rest = words[form + 1 :]
    return (_name(rest, Ground.BRANCH),) if form and 0 < len(rest) <= LONGEST_AFTER else ()


def names_of_pair(part: str) -> tuple[Name, ...]:
    """Two towns in one breath, "Malmö & Lund": a name that counts only when both are towns."""
    pair = _PAIR.fullmatch(part)
    first, second = (_name(half.split()) for half in pair.groups()) if pair else (None, None)
    if first and second and first.ground is second.ground is Ground.WHOLE:
        return (Name(first.text, Ground.PAIR, second=second.text),)
    return ()


def _single(word: str, low: str) -> Iterator[Name]:
    yield _name([SHORT_FORMS.get(low, word)])
    if low.endswith(INSIDE):
        yield from _bent(word)
    elif "/" in word:
        yield from names_of_pair(word)


def _bent(word: str, before: str = "", endings: tuple[str, ...] = INSIDE) -> Iterator[Name]:
    for name in unbent(word, endings):
        yield Name(f"{before} {name}".strip(), Ground.BENT, beside=FINLAND)


def _name(words: list[str], ground: Ground = Ground.WHOLE) -> Name:
    """A name on that ground, or on a lesser one when it is an everyday word or a given name too."""
    low = words[0].casefold() if len(words) == 1 else ""
    if low in known.ORDINARY:
        ground = Ground.ORDINARY
    elif low in known.GIVEN_NAMES:
        ground = Ground.GIVEN
    return Name(" ".join(words), ground)


def _suggested(words: list[str], low: list[str]) -> Iterator[Name]:
    if _is_district(words[-1]):
        words, low = words[:-1], low[:-1]
        yield _name(words, Ground.PLACED)
    elif len(words) <= MOST_WORDS:
        yield _name(words)
    if len(words) == 1:
        return
    yield from _by_landmark(words, low)
    yield from _after(words, low)
    yield from _of_institution(words, low)
    yield from names_of_pair(" ".join(words))
    if low[-1].endswith(INSIDE):
        yield from _bent(words[-1])
    yield from _behind(known.HOTELS, words, low, Ground.HOTEL)
    yield from _behind(known.VISITS, words, low, Ground.VISIT)
    for size in range(1, min(MOST_BESIDE, len(words) - 1) + 1):
        if len(words) - size <= MOST_WORDS:
            yield Name(" ".join(words[:-size]), beside=" ".join(words[-size:]))


def _is_district(word: str) -> bool:
    """The K of "København K", the C of "Malmö C"."""
    return (len(word) == 1 and word.isupper()) or word in DISTRICTS


def _by_landmark(words: list[str], low: list[str]) -> Iterator[Name]:
    end = _without_landmarks(words, low, least=1)
    rest = words[:end]
    if end < len(words) and not is_street(" ".join(rest)):
        airport = AIRPORT_TOWNS.get(low[end - 1])
        yield from _owner([airport] if airport else rest, Ground.PLACED)
        if 1 < end <= MOST_OF_STOP and low[-1] in known.STOPS and low[1] not in known.CROSSINGS:
            yield _name(words[:1], Ground.STOP)
    elif low[-1] in AIRPORT_TOWNS and len(words) <= MOST_OF_STOP:
        yield Name(AIRPORT_TOWNS[low[-1]], Ground.PLACED)
    if low[0] in known.HEAD_LANDMARKS and len(words) <= MOST_WORDS:
        yield _name(words[1:], Ground.PLACED)


def _without_landmarks(words: list[str], low: list[str], *, least: int) -> int:
    end = len(words)
    while end > least and (low[end - 1] in known.LANDMARKS or _is_district(words[end - 1])):
        end -= 1
    return end


def _after(words: list[str], low: list[str]) -> Iterator[Name]:
    at = max((at for at, word in enumerate(low[:-1]) if word in known.BEFORE_TOWN), default=None)
    if at is None:
        return
    begin = at + 1
    end = _without_landmarks(words, low, least=begin + 1)
    for last in range(min(begin + LONGEST_AFTER, end), begin, -1):
        yield _name(words[begin:last], Ground.PLACED)


def _of_institution(words: list[str], low: list[str]) -> Iterator[Name]:
    end = len(words)
    while end > 1 and low[end - 1] in known.INSTITUTIONS:
        end -= 1
    if end < len(words):
        yield from _owner(words[:end], Ground.INSTITUTION)
        yield from _bent(words[end - 1], " ".join(words[: end - 1]), OF)


def _owner(words: list[str], ground: Ground) -> Iterator[Name]:
    """A name as it stands, and without the s of "Linköpings universitet"."""
    yield _name(words, ground)
    if words[-1].endswith("s"):
        yield _name([*words[:-1], words[-1][:-1]], ground)


def _behind(heads: frozenset[str], words: list[str], low: list[str], ground: Ground) -> Iterator[Name]:
    """What stands behind words such as "Scandic Hotel" or "Besök"."""
    begin = 0
    while begin < len(words) and low[begin] in heads:
        begin += 1
    end = _without_landmarks(words, low, least=begin + 1)
    if 0 < begin < end <= begin + LONGEST_AFTER and low[begin] not in known.BEFORE_TOWN:
        yield _name(words[begin:end], ground)
