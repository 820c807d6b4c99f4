"""The town that a postal code in a text belongs to, told by the words alone: for saying it, not for finding it."""

from collections.abc import Sequence

from connectors.routing.addresses.kinds import Kind
from connectors.routing.addresses.reading import Piece, read

STATE = 2  # capitals between a town and its code: "Boston, MA 02110"
SHORT = 3  # letters of a name that may well be written in capitals


def postal_town(text: str) -> str:
    """ "Trollhättan" of "Slussgatan 14, 461 30 Trollhättan"; empty when no code tells of a town. A number that may be
    something else is a code only behind a street."""
    reading = read(text)
    for at, piece in enumerate(reading.pieces):
        if piece.code and (piece.code.sure or reading.has(Kind.STREET)):
            town = _before(reading.pieces[:at]) if piece.code.town_first else _name(reading.pieces[at + 1 : at + 2])
            if town:
                return town
    return ""


def _before(pieces: Sequence[Piece]) -> str:
    state = pieces and len(pieces[-1].text) == STATE and pieces[-1].text.isupper()
    return _name(pieces[-2:-1] if state else pieces[-1:])


def _name(pieces: Sequence[Piece]) -> str:
    """The name as people say it: without a district's letter, and not in capitals."""
    for piece in pieces:
        if piece.kind is Kind.NAME and piece.text[0].isupper():
            name = next((name.text for name in piece.names if "(" not in name.text), "")
            return name.title() if name.isupper() and len(name) > SHORT else name
    return ""
