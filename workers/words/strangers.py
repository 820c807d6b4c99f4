"""Words written by strangers (titles, places, names), made harmless to show: bounded, and unable to steer the text around.

Escaping for HTML is the templates' own; here go control characters and the marks that turn the reading direction
(Unicode UAX #9), which no escaping touches.
"""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from numbers import Number
from typing import Any

from workers.relationships.reasons import Reason
from workers.words import say

LONGEST = 300
ISOLATE, POP = "\u2068", "\u2069"

# C0 and C1 controls, line and paragraph separators, marks of direction, lone surrogates, tags and other invisibles.
_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
_FROM_RIGHT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
_BLANK = re.compile(r"[\s]+")


def tame(text: str, longest: int = LONGEST) -> str:
    """One line of `text`, at most `longest` characters, with a sign where something unseen stood."""
    if len(text) <= longest and text.isprintable() and "  " not in text:
        return text.strip()  # most are, and nothing unseen is printable
    line = _BLANK.sub(" ", text[: longest * 4]).strip()
    line = _UNSEEN.sub("\N{REPLACEMENT CHARACTER}", line)
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def tame_lines(text: str, longest: int = 4000) -> str:
    """Text of several lines, like a message, kept as lines."""
    return "\n".join(tame(line, longest) for line in text[:longest].splitlines())


def speak(reason: Reason, language: str) -> str:
    """A reason as a sentence, with strangers' words in it tamed."""
    return say(reason.key, language, **tame_facts(reason.facts))


def tame_facts(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts of a reason, ready for a sentence; what reads from the right keeps to its own place in it."""
    return {name: _tame_fact(value) for name, value in facts.items()}


def _tame_fact(value: Any) -> Any:
    if isinstance(value, str):
        return _isolated(tame(value))
    if isinstance(value, list | tuple):
        return tuple(_tame_fact(one) for one in value[:20])
    if isinstance(value, Mapping):
        return tame_facts(value)
    return value if isinstance(value, Number | date | timedelta | None) else _isolated(tame(str(value)))


def _isolated(text: str) -> str:
    return f"{ISOLATE}{text}{POP}" if not text.isascii() and _FROM_RIGHT.search(text) else text
