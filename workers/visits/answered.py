"""What the seller has answered to suggestions, as far as it changes what is suggested next; and what a suggestion is called."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from hashlib import blake2b

from workers.relationships.touchpoints import Touchpoint

WEEK = 7  # days


@dataclass(frozen=True, slots=True)
class Answered:
    """By Suggestion.id: until which day some were put off, and those refused for good."""

    later: Mapping[str, date] = field(default_factory=dict)
    refused: frozenset[str] = frozenset()

    def refuses(self, touchpoint: Touchpoint) -> bool:
        return bool(self.refused) and _id_of(touchpoint) in self.refused

    def until(self, coming: Iterable[Touchpoint], *, today: date) -> date | None:
        """The day an account comes back that was put off by what was said of one of its `coming` meetings: whoever said
        "later" of Thursday has not asked for Friday instead."""
        if not self.later:
            return None
        days = (self.later.get(_id_of(touchpoint)) for touchpoint in coming)
        return max((day for day in days if day is not None and day > today), default=None)


NOTHING = Answered()


def next_monday(today: date) -> date:
    """When "later" is, unless another day is said: with the next letter."""
    return today + timedelta(days=WEEK - today.weekday())


def suggestion_id(account: str, uid: str, recurrence_id: datetime | None) -> str:
    """Stable for the same account and meeting, whenever it is held."""
    moment = "" if recurrence_id is None else str(recurrence_id.timestamp())
    return blake2b("\0".join((account, uid, moment)).encode("utf-8", "replace"), digest_size=6).hexdigest()


def _id_of(touchpoint: Touchpoint) -> str:
    return suggestion_id(touchpoint.account, touchpoint.uid, touchpoint.recurrence_id)
