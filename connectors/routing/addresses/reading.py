"""A place text cut into pieces, each told for what it is: a street, a code, a room, a screen, or perhaps a town's name.

Pure text: nothing is looked up. "Rum Luleå, Varvsgatan 21, 972 32 Luleå" is a room, a street, a code and a name.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from connectors.routing.addresses import words as known
from connectors.routing.addresses.codes import Code, find_code
from connectors.routing.addresses.kinds import Kind, is_theirs, names_a_room, plain_kind
from connectors.routing.addresses.line import LONGEST, in_other_script, tidy
from connectors.routing.addresses.names import BARE, Name, names_after, names_in, names_of_branch, names_of_pair
from connectors.routing.addresses.parts import cut, strip
from connectors.routing.addresses.streets import split_street
from connectors.routing.geocoder import Unknown

MOST_PIECES = 24
REMEMBERED = 2048


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

_ASIDE = re.compile(r" \([^()]{2,40}\)")
_NULL = re.compile(r"\(?(?:geo:)?-?0+(?:, ?|; ?| )-?0+\)?")  # 0,0 without decimals
_POINT = re.compile(r"\(?(?:geo:)?(-?\d{1,3}\.\d{1,15})(?:, ?|; ?| )(-?\d{1,3}\.\d{1,15})\)?")


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
    if _NULL.fullmatch(line):
        return Reading(line, point=(0.0, 0.0))
    pieces = tuple(_with_rooms(_pieces(line)))
    if "(" in line:
        pieces = tuple(_with_asides(line, pieces))
    return Reading(line, pieces, _plainly(pieces))


def _plainly(pieces: tuple[Piece, ...]) -> Unknown | None:
    if any(piece.names or piece.code for piece in pieces):
        return None
    told = {piece.kind for piece in pieces}
    return next((why for kind, why in _PLAIN.items() if kind in told), Unknown.NOT_FOUND)


def _pieces(line: str) -> list[Piece]:
    parts, links = cut(line)
    found = [Piece(Kind.ONLINE, link) for link in links[:1]]
    for part in parts:
        found.extend(_of_part(part))
        if len(found) >= MOST_PIECES:
            break
    return found[:MOST_PIECES]


def _of_part(part: str) -> Iterator[Piece]:
    low = part.casefold()
    words = low.replace(":", " ").split()
    if kind := plain_kind(low, words):
        # A room and "hos er" are no place, but may say where they are: "Konferensrummet i Luleå".
        yield Piece(kind, part, names_after(part) if kind in (Kind.ROOM, Kind.VAGUE) else ())
    elif (code := find_code(part)) and (pieces := _around(part, code)):
        yield from pieces
    else:
        yield from _without_code(part, words)


def _around(part: str, code: Code) -> tuple[Piece, ...]:
    """A code with what stands on both sides; nothing when it rather is the number of a house or a room."""
    before, after = strip(part[: code.start]), strip(part[code.end :])
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
        yield Piece(Kind.FIRM, rest, names_of_branch(rest) or names_of_pair(rest))
    elif is_theirs(low):
        yield Piece(Kind.VAGUE, rest, names_after(rest))
    elif any(map(str.isdigit, rest)):
        yield Piece(Kind.INDOORS, rest)
    else:
        yield Piece(Kind.NAME, rest, names_in(rest))


def _with_rooms(pieces: list[Piece]) -> Iterator[Piece]:
    """The pieces, a name told for a room's where its neighbour says so: seats, "konferensrum", a storey and no street."""
    sole = sum(piece.kind in (Kind.NAME, Kind.STREET, Kind.CODE) for piece in pieces) == 1
    for piece, following in zip(pieces, (*pieces[1:], None), strict=False):
        bare = piece.kind is Kind.NAME and all(name.ground in BARE for name in piece.names)
        if bare and following and _makes_room(following, sole=sole):
            yield replace(piece, kind=Kind.ROOM, names=())
        else:
            yield piece


def _with_asides(line: str, pieces: tuple[Piece, ...]) -> Iterator[Piece]:
    """The pieces, a name with brackets behind it to be looked up with them first: "Frankfurt (Oder)"."""
    begin = 0
    for piece in pieces:
        at = line.find(piece.text, begin)
        begin = max(begin, at + len(piece.text))
        aside = _ASIDE.match(line, begin) if at >= 0 and piece.kind is Kind.NAME else None
        yield replace(piece, names=(Name(piece.text + aside[0]), *piece.names)) if aside and piece.names else piece


def _makes_room(following: Piece, *, sole: bool) -> bool:
    if following.kind is Kind.ROOM:
        return names_a_room(following.text)
    return following.kind is Kind.SEATS or (sole and following.kind is Kind.FLOOR)
