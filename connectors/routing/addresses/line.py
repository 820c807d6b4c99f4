"""A text from anywhere made one short line: what is read of it, and what letters it is in."""

import re
import unicodedata

LONGEST = 300  # characters read; addresses are shorter, and what follows in a long text is something else

_BREAK = re.compile(r"[\r\n\v\f\x85\u2028\u2029]+")
_LAST_LATIN = "\u024f"  # where Latin Extended-B ends
_LATIN_ADDED = range(0x1E00, 0x1F00)  # Ạ, ẞ and others
_OF_ALL_SCRIPTS = range(0x2B0, 0x370)  # modifiers and marks


def tidy(text: str) -> str:
    """One line without what cannot be seen; line breaks become commas. A word cut in two by the limit is left out."""
    cut = text[: LONGEST + 1]
    if not cut.isascii() and not unicodedata.is_normalized("NFKC", cut):
        cut = unicodedata.normalize("NFKC", cut)
    cut = _BREAK.sub(", ", cut)
    if not cut.isprintable():
        cut = "".join(map(_seen, cut))
    line = " ".join(cut.split())
    if len(text) <= LONGEST and len(line) <= LONGEST:
        return line
    return line[:LONGEST].rpartition(" ")[0]


def _seen(letter: str) -> str:
    """A letter, a space for what would break the line, nothing for marks of direction and joining."""
    if letter.isprintable():
        return letter
    return "" if unicodedata.category(letter) == "Cf" else " "


def in_other_script(line: str) -> bool:
    """Whether its letters are mostly of an alphabet that we have no names in."""
    if line.isascii() or max(line) <= _LAST_LATIN:
        return False
    letters = [letter for letter in line if letter.isalpha()]
    return 2 * sum(map(_is_foreign, letters)) > len(letters)


def _is_foreign(letter: str) -> bool:
    number = ord(letter)
    return letter > _LAST_LATIN and number not in _LATIN_ADDED and number not in _OF_ALL_SCRIPTS
