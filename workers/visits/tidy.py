"""Text from a calendar made fit to stand in a sentence: one line, nothing that steers a terminal, no longer than asked."""

import unicodedata

LONGEST = 2000


def tidy(text: str, longest: int) -> str:
    """One line of `text`: line breaks become commas, other control and direction characters go, at most `longest`."""
    lines = (" ".join(_plain(line).split()) for line in text[:LONGEST].splitlines())
    joined = ", ".join(line.rstrip(",") for line in lines if line)
    return joined if len(joined) <= longest else joined[: longest - 1].rstrip() + "…"


def _plain(line: str) -> str:
    if line.isprintable():
        return line
    return "".join(
        " " if char.isspace() else char for char in line if char.isspace() or unicodedata.category(char)[0] != "C"
    )
