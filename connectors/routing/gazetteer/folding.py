"""How names are compared: the key a written name is looked up by, and the keys a town is found under.

Letters count first as they are written, so that Ås is not "as" and Åre not "are"; who writes Malmo, Malmoe or Malmø is
understood too. Only ways to write the same name are folded; other names (Gothenburg) are aliases of the town.
"""

import re
import unicodedata

LONGEST = 80  # characters; no town's name is longer
PLAIN_FROM = 4  # letters; a shorter name without its marks is too often another word

_BETWEEN = re.compile(r"[\W_]+")
_APOSTROPHES = re.compile(r"['’‘`´ʼ]")
_STROKES = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})
_SPELLED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe", "æ": "ae"})
_ALSO_WRITTEN = {
    "saint": "st", "st": "saint", "sankt": "st", "sainte": "ste", "mount": "mt", "mt": "mount", "fort": "ft", "ft": "fort",
}  # fmt: skip


def fold(name: str) -> str:
    """The key of a name as written: case and what stands between words do not count, marks on letters do."""
    if name.isalpha() and unicodedata.is_normalized("NFC", name):
        return name.casefold()
    joined = _APOSTROPHES.sub("", unicodedata.normalize("NFC", name).casefold())
    return _BETWEEN.sub(" ", joined).strip()


def strip(key: str) -> str:
    """A folded key without marks on its letters."""
    if key.isascii():
        return key
    decomposed = unicodedata.normalize("NFKD", key.translate(_STROKES))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def keys(name: str) -> set[str]:
    """Every key a town of this name is found under."""
    key = fold(name)
    found = {key}
    if len(key) >= PLAIN_FROM:
        found |= {strip(key), strip(key.translate(_SPELLED))}
    first, _, rest = key.partition(" ")
    if rest and first in _ALSO_WRITTEN:
        found |= {f"{_ALSO_WRITTEN[first]} {rest}", f"{_ALSO_WRITTEN[first]} {strip(rest)}"}
    return found - {""}
