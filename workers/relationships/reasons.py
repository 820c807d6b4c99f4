"""A reason is a key into the words and the facts it speaks of, so that every surface says the same thing.

`key` is looked up by `workers.words.say`; facts are plain values (numbers, strings, dates, timedeltas, tuples of strings).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    Fact = str | int | float | bool | None | date | timedelta | tuple[str, ...] | tuple[int, ...]
else:
    Fact = Any  # read back from JSON, dates and lengths are ISO 8601 text: `say` takes both


@dataclass(frozen=True, slots=True)
class Reason:
    key: str
    facts: Mapping[str, Fact] = field(default_factory=dict)
