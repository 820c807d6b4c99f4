"""What a part of an address is, as far as single words and numbers tell: a screen, a room, a door, ours or yours."""

import re
from enum import StrEnum

from connectors.routing.addresses import words as known


class Kind(StrEnum):
    NAME = "name"
    CODE = "code"
    STREET = "street"
    ROOM = "room"
    SEATS = "seats"  # "(8 pers)": what stands before it is a room
    FLOOR = "floor"
    INDOORS = "indoors"  # a door, a box, a reception: nothing to look up
    FIRM = "firm"
    ONLINE = "online"
    OWN = "own"
    VAGUE = "vague"


_PHONE = re.compile(r"(?:\+\d|(?<!\w)0\d|\(\d)[\d ()./–-]{5,}")
_ONLY_PHONE = re.compile(r"[+\d][\d ()./–-]{6,}")
_LEAST_DIGITS = 7
_ZIP = re.compile(r"(?:^| )[a-z]{2} \d{5}-\d{4}$")  # "ma 01801-2003"
_SEATS = re.compile(r"\d{1,3}(?: ?[-–] ?\d{1,3})? ?(?P<what>[^\W\d]*\.?)")
_STOREY = re.compile(r"\d{1,2}(?:st|nd|rd|th|:a|:e|\.)? ?(?P<what>[^\W\d]+\.?)")
_ADDRESSEE = frozenset({"c/o", "att", "attn", "po", "p.o."})
_FLORIDA = re.compile(r"fl(?: \d{5}(?:-\d{4})?)?")  # "Miami, FL 33130", no floor
_SHORT = 3  # letters of a door or a storey: "hus A", "plan 10"
_WITHIN = 3  # words of "entré B norr"
_WHOLE = (
    dict.fromkeys(known.ONLINE, Kind.ONLINE)
    | dict.fromkeys(known.VAGUE, Kind.VAGUE)
    | dict.fromkeys(known.OWN, Kind.OWN)
)


def plain_kind(low: str, words: list[str]) -> Kind | None:
    """The kind of a part in small letters; None for a street, a code, a firm or a name, which take a closer look."""
    if whole := _WHOLE.get(low):
        return whole
    if not known.ONLINE_WORDS.isdisjoint(words) or _is_phone(low, words):
        return Kind.ONLINE
    if (seats := _SEATS.fullmatch(low)) and (not seats["what"] or seats["what"] in known.SEATS):
        return Kind.SEATS
    if low != known.ROME and any(map(is_room_word, words)):
        return Kind.ROOM
    if _FLORIDA.fullmatch(low):
        return None
    if _is_floor(low, words):
        return Kind.FLOOR
    return Kind.INDOORS if words[0] in _ADDRESSEE or _is_numbered(words, known.INDOORS) else None


def is_room_word(word: str) -> bool:
    return word in known.ROOMS or (word.endswith(known.ROOM_ENDINGS) and not word.endswith(known.NO_ROOMS))


def names_a_room(text: str) -> bool:
    """Whether a part is no more than a word for a room, so that the room's name stands beside it: "konferensrum",
    "meeting room"; "konferensrummet" is the room of a place."""
    words = text.casefold().split()
    if not is_room_word(words[-1]) or words[-1].endswith(known.THE_ROOM):
        return False
    return words[:-1] in ([], *([word] for word in known.ROOM_PURPOSES))


def is_theirs(words: list[str]) -> bool:
    """ "Hos Karin", "Besök hos Bruket", "beim Kunden", "asiakkaan luona"; but not "Bernau bei Berlin"."""
    return "hos" in words[:-1] or words[0] in known.AT_SOMEBODYS or words[-1] == "luona"


def _is_phone(part: str, words: list[str]) -> bool:
    digits = sum(map(str.isdigit, part))
    if digits < _LEAST_DIGITS:
        return digits > 0 and words[0] in known.PHONE_WORDS
    if _ZIP.search(part):
        return False
    return bool(_PHONE.search(part) or _ONLY_PHONE.fullmatch(part) or words[0] in known.PHONE_WORDS)


def _is_floor(low: str, words: list[str]) -> bool:
    storey = _STOREY.match(low)
    return _is_numbered(words, known.FLOORS) or bool(storey and storey["what"] in known.FLOORS)


def _is_numbered(words: list[str], kinds: frozenset[str]) -> bool:
    """Such a word alone, or with the number or the letter of a storey or a door behind it."""
    if words[0] not in kinds:
        return False
    return len(words) == 1 or (len(words) <= _WITHIN and (len(words[1]) <= _SHORT or words[1][0].isdigit()))
