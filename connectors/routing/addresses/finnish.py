"""Towns as Finnish bends them: "Turussa" is in Turku, "Tampereella" in Tampere, "Jyväskylän" is of Jyväskylä.

A bent name does not tell for certain what it was; each name that it may have been is suggested, to be looked up among the
towns of Finland. How consonants and vowels change: the Institute for the Languages of Finland, kotus.fi.
"""

from collections.abc import Iterator

INSIDE = ("ssa", "ssä", "lla", "llä")
OF = ("n",)
SHORTEST = 3  # letters of what is left: "Ii" is too short to be told from other words

_CHANGED = (
    ("ngi", "nki"),  # Helsingissä
    ("nna", "nta"),  # Lappeenrannassa
    ("nnä", "ntä"),
    ("hde", "hti"),  # Lahdessa
    ("joe", "joki"),  # Seinäjoella
    ("mäe", "mäki"),  # Riihimäellä
    ("uru", "urku"),  # Turussa
    ("ee", "e"),  # Tampereella
    ("e", "i"),  # Rovaniemellä
    ("", ""),  # Kuopiossa
)


def unbent(word: str, endings: tuple[str, ...] = INSIDE) -> Iterator[str]:
    """What a word with one of these endings may be the form of."""
    ending = next((one for one in endings if word.casefold().endswith(one)), "")
    stem = word[: len(word) - len(ending)] if ending else ""
    if len(stem) < SHORTEST:
        return
    low = stem.casefold()
    for bent, plain in _CHANGED:
        if low.endswith(bent):
            yield stem[: len(stem) - len(bent)] + plain
