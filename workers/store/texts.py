"""Strangers' words as keys: what every database can keep and index, whatever a calendar made of its UIDs."""

import hashlib
from collections.abc import Iterable, Iterator

DAY = 86_400  # seconds
BATCH = 400  # values in one IN list, well below every database's limit
LONGEST = 400  # bytes; PostgreSQL refuses index rows of more than 2,704


def key_text(text: str) -> str:
    """The text itself, or, where a database would refuse it, a fingerprint of it."""
    if len(text) <= LONGEST and text.isascii() and "\0" not in text:
        return text
    raw = text.encode("utf-8", "surrogatepass")
    if len(raw) <= LONGEST and "\0" not in text and not any("\ud800" <= letter <= "\udfff" for letter in text):
        return text
    return "sha256-" + hashlib.sha256(raw).hexdigest()


def key_texts(texts: Iterable[str]) -> list[str]:
    """Theirs, each once and in one order, in which every transaction takes its rows."""
    return sorted({key_text(one) for one in texts})


def batches(values: Iterable[str]) -> Iterator[list[str]]:
    """The values in lists short enough to be asked about at once."""
    whole = list(values)
    return (whole[at : at + BATCH] for at in range(0, len(whole), BATCH))
