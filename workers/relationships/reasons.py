"""A reason is a key into the words and the facts it speaks of, so that every surface says the same thing.

`key` is looked up by `workers.words.say`; facts are plain values (numbers, strings, dates, timedeltas, tuples of strings).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

Fact = str | int | float | bool | None | date | timedelta | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reason:
    key: str
    facts: Mapping[str, Fact] = field(default_factory=dict)
