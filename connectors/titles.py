"""A meeting's title as calendars write it: bounded, and what they put before one that was called off."""

import re

LONGEST_TITLE = 1_000

# What calendars put before the title of a meeting that was called off and not yet removed.
CALLED_OFF = re.compile(
    r"\s*(?:cancell?ed|inställ[td]|avlyst|aflyst|peruutettu|peruttu|abgesagt|geannuleerd|annulé)(?: event)?\s*:",
    re.IGNORECASE,
)


def clean(text: str) -> str:
    """Without the one letter that databases refuse."""
    return text.replace("\0", "") if "\0" in text else text


def read_title(text: str) -> str:
    return clean(text)[:LONGEST_TITLE]


def is_called_off(title: str) -> bool:
    return CALLED_OFF.match(title) is not None
