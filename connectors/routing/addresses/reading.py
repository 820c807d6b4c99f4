"""A place text cut into pieces, each told for what it is: a street, a code, a room, a screen, or perhaps a town's name.

Pure text: nothing is looked up. "Rum Luleå, Varvsgatan 21, 972 32 Luleå" is a room, a street, a code and a name.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from connectors.routing.addresses import words as known
from connectors.routing.addresses.codes import Code, find_code
from connectors.routing.addresses.line import LONGEST, in_other_script, tidy
from connectors.routing.addresses.names import Name, names_after, names_in, names_of_branch
from connectors.routing.addresses.streets import split_street
from connectors.routing.geocoder import Unknown

MOST_PIECES = 24
REMEMBERED = 2048


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


@dataclass(frozen=True, slots=True)
class Piece:
    """`text` as written. `names` are what in it may be a town, best first; `code` is there in a piece that is a code."""

    kind: Kind
    text: str
    names: tuple[Name, ...] = ()
    code: Code | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text says. `why` is why it names no place, when that is plain without a table of towns."""

    line: str
    pieces: tuple[Piece, ...] = ()
    why: Unknown | None = None
    point: tuple[float, float] | None = None  # coordinates written out

    def has(self, *kinds: Kind) -> bool:
        return any(piece.kind in kinds for piece in self.pieces)

    @property
    def instead(self) -> Unknown:
        """Why it names no place when nothing in it is a town after all."""
        return self.why or next((why for kind, why in _INSTEAD.items() if self.has(kind)), Unknown.NOT_FOUND)


_INSTEAD = {Kind.STREET: Unknown.STREET_ONLY, Kind.ROOM: Unknown.ROOM, Kind.OWN: Unknown.OWN}
_PLAIN = _INSTEAD | {Kind.VAGUE: Unknown.VAGUE, Kind.ONLINE: Unknown.ONLINE}

_POINT = re.compile(r"\(?(?:geo:)?(-?\d{1,3}\.\d{1,15})(?:, ?|; ?| )(-?\d{1,3}\.\d{1,15})\)?")
_LINK = re.compile(
    r"(?:[A-Za-z][A-Za-z0-9+.-]{1,15}://|\bwww\.|\bmailto:)\S+|[\w.+-]{1,64}@[\w-]{1,64}\.[\w.-]+"
    r"|\b[\w-]{1,64}(?:\.[\w-]{1,64}){1,4}/\S+"
)
_CUT = re.compile(r"[,;|•·()\[\]<>{}\"“”]|(?<= )[-–—/@+](?= )|[:!?](?= |$)")
_PHONE = re.compile(r"(?:\+\d|(?<!\w)0\d|\(\d)[\d ()./–-]{5,}")
_ONLY_PHONE = re.compile(r"[+\d][\d ()./–-]{6,}")
_SEATS = re.compile(r"\d{1,3}(?: ?[-–] ?\d{1,3})? ?(?P<what>[^\W\d]*\.?)")
_STOREY = re.compile(r"\d{1,2}(?:st|nd|rd|th|:a|:e|\.)? ?(?P<what>[^\W\d]+\.?)")
_EDGE = " .:!?'’-–—*_/"
_WITHIN = 3  # words of "plan 3", "reception hus A"
_SHORT = 3  # letters of a door or a storey: "hus A", "plan 10"


def tell(text: str) -> Unknown | None:
    """Why a text names no place, as far as that is plain without a table of towns; None when it may name one."""
    return read(text).why


def is_room(text: str) -> bool:
    """Whether a word for a room stands in it, or seats: a room named after a town is not that town."""
    return read(text).has(Kind.ROOM)


def read(text: str) -> Reading:
    """The pieces of a text, in their order."""
    return _read(text[: LONGEST + 1])


@lru_cache(maxsize=REMEMBERED)
def _read(text: str) -> Reading:
    line = tidy(text)
    if not line or not any(map(str.isalnum, line)):
        return Reading(line, why=Unknown.VAGUE if "?" in line else Unknown.EMPTY)
    if in_other_script(line):
        return Reading(line, why=Unknown.OTHER_SCRIPT)
    if point := _POINT.fullmatch(line):
        return Reading(line, point=(float(point[1]), float(point[2])))
    pieces = tuple(_named_after_towns(_pieces(line)))
    return Reading(line, pieces, _plainly(pieces))


def _plainly(pieces: tuple[Piece, ...]) -> Unknown | None:
    if any(piece.names or piece.code for piece in pieces):
        return None
    told = {piece.kind for piece in pieces}
    return next((why for kind, why in _PLAIN.items() if kind in told), Unknown.NOT_FOUND)


def _pieces(line: str) -> list[Piece]:
    links = _LINK.findall(line) if any(sign in line for sign in "/@w") else []
    found = [Piece(Kind.ONLINE, links[0])] if links else []
    for part in _CUT.split(_LINK.sub(" , ", line) if links else line):
        if stripped := part.strip(_EDGE):
            found.extend(_of_part(stripped))
        if len(found) >= MOST_PIECES:
            break
    return found[:MOST_PIECES]


def _of_part(part: str) -> Iterator[Piece]:
    low = part.casefold()
    words = low.split()
    if kind := _plain_kind(part, low, words):
        yield _piece(kind, part)
    elif (code := find_code(part)) and (cut := _around(part, code)):
        yield from cut
    else:
        yield from _without_code(part, words)


def _plain_kind(part: str, low: str, words: list[str]) -> Kind | None:
    """What a part is, as far as single words and numbers tell."""
    if whole := _WHOLE.get(low):
        return whole
    if not known.ONLINE_WORDS.isdisjoint(words) or _is_phone(part, words):
        return Kind.ONLINE
    if (seats := _SEATS.fullmatch(low)) and (not seats["what"] or seats["what"] in known.SEATS):
        return Kind.SEATS
    if any(map(_is_room_word, words)):
        return Kind.ROOM
    if _is_floor(low, words):
        return Kind.FLOOR
    return Kind.INDOORS if _is_indoors(words) else None


def _piece(kind: Kind, part: str) -> Piece:
    """A piece that is no place itself but may say where it is: "Konferensrummet i Luleå"."""
    return Piece(kind, part, names_after(part) if kind in (Kind.ROOM, Kind.VAGUE) else ())


def _around(part: str, code: Code) -> tuple[Piece, ...]:
    """A code with what stands on both sides; nothing when it rather is the number of a house or a room."""
    before, after = part[: code.start].strip(_EDGE), part[code.end :].strip(_EDGE)
    front = tuple(_without_code(before, before.casefold().split())) if before else ()
    back = tuple(_without_code(after, after.casefold().split())) if after else ()
    if any(piece.kind is Kind.STREET for piece in back):
        return ()
    if not code.sure and front and front[-1].kind is not Kind.STREET:
        return ()
    return (*front, Piece(Kind.CODE, code.text, code=code), *back)


def _without_code(part: str, words: list[str]) -> Iterator[Piece]:
    street, rest = split_street(part)
    if street:
        yield Piece(Kind.STREET, street)
    if not rest:
        return
    low = words if rest == part else rest.casefold().split()
    if not known.LEGAL_FORMS.isdisjoint(low) or "&" in rest:
        yield Piece(Kind.FIRM, rest, names_of_branch(rest))
    elif _is_theirs(low):
        yield Piece(Kind.VAGUE, rest, names_after(rest))
    elif any(map(str.isdigit, rest)):
        yield Piece(Kind.INDOORS, rest)
    else:
        yield Piece(Kind.NAME, rest, names_in(rest))


def _named_after_towns(pieces: list[Piece]) -> Iterator[Piece]:
    """The pieces, a name told for a room where what follows says so: seats, "konferensrum", or a storey and no street."""
    sole = sum(piece.kind in (Kind.NAME, Kind.STREET, Kind.CODE) for piece in pieces) == 1
    for piece, following in zip(pieces, [*pieces[1:], None], strict=True):
        if piece.kind is Kind.NAME and following and _makes_room(following, sole=sole):
            yield replace(piece, kind=Kind.ROOM, names=())
        else:
            yield piece


def _makes_room(following: Piece, *, sole: bool) -> bool:
    if following.kind is Kind.ROOM:
        return " " not in following.text and not following.text.endswith(_DEFINITE)
    return following.kind is Kind.SEATS or (sole and following.kind is Kind.FLOOR)


_DEFINITE = ("rummet", "salen", "lokalet")


def _is_phone(part: str, words: list[str]) -> bool:
    digits = sum(map(str.isdigit, part))
    if digits < _LEAST_DIGITS:
        return digits > 0 and words[0] in known.PHONE_WORDS
    return bool(_PHONE.search(part) or _ONLY_PHONE.fullmatch(part) or words[0] in known.PHONE_WORDS)


_LEAST_DIGITS = 7


def _is_room_word(word: str) -> bool:
    return word in known.ROOMS or (word.endswith(known.ROOM_ENDINGS) and not word.endswith(known.NO_ROOMS))


def _is_floor(low: str, words: list[str]) -> bool:
    if words[0] in known.FLOORS:
        return len(words) == 1 or (len(words) <= _WITHIN and (len(words[1]) <= _SHORT or words[1].isdigit()))
    storey = _STOREY.match(low)
    return bool(storey and storey["what"] in known.FLOORS)


def _is_indoors(words: list[str]) -> bool:
    if words[0] in ("c/o", "att", "attn", "po", "p.o."):
        return True
    return words[0] in known.INDOORS and (
        len(words) == 1 or (len(words) <= _WITHIN and (len(words[1]) <= _SHORT or words[1][0].isdigit()))
    )


def _is_theirs(words: list[str]) -> bool:
    """ "Hos Karin", "Besök hos Bruket", "beim Kunden", "asiakkaan luona"."""
    return "hos" in words[:-1] or words[0] in _THEIRS or words[-1] == "luona"


_THEIRS = frozenset({"bei", "beim", "chez"})  # first only: Bernau bei Berlin
_WHOLE = (
    dict.fromkeys(known.ONLINE, Kind.ONLINE)
    | dict.fromkeys(known.VAGUE, Kind.VAGUE)
    | dict.fromkeys(known.OWN, Kind.OWN)
)
