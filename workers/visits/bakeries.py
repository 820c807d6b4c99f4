"""Which of the bakeries near the way to a customer to stop at: the one that costs the fewest extra minutes."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from connectors.routing.bakery import Bakery
from connectors.routing.geocoder import Position

MOST = 12  # so many are worth a place in the matrix
NO_TIME = timedelta(0)

Drives = Callable[[Sequence[Position]], tuple[tuple[timedelta | None, ...], ...]]
"""`Router.drives`."""

IsOpen = Callable[[str, datetime], bool | None]
"""Opening hours and a moment: open, closed, or not known."""


@dataclass(frozen=True, slots=True)
class BakeryStop:
    """A bakery on the way. `extra` is what it adds to the drive, without the time in the shop; `at` is when the seller
    passes, where that is known, and `open` whether it is open then: None, not known, is the usual case."""

    bakery: Bakery
    extra: timedelta
    at: datetime | None = None
    open: bool | None = None


def rank(
    bakeries: Iterable[Bakery],
    *,
    start: Position,
    end: Position,
    drives: Drives,
    leaves: datetime | None = None,
    is_open: IsOpen | None = None,
) -> tuple[BakeryStop, ...]:
    """Those worth a stop, the fewest extra minutes first and the nearer to the customer first of equal ones.

    `bakeries` come nearest first; the first twelve are weighed, by one matrix. Left out are those no road leads past
    and those known to be closed when the seller, who leaves at `leaves`, passes.
    """
    few = tuple(bakeries)[:MOST]
    if not few:
        return ()
    matrix = drives((start, end, *(bakery.position for bakery in few)))
    straight = matrix[0][1]
    if straight is None:
        return ()
    stops = []
    for number, bakery in enumerate(few, start=2):
        there, onward = matrix[0][number], matrix[number][1]
        if there is None or onward is None:
            continue
        at = _later(leaves, there) if leaves else None
        is_it = is_open(bakery.hours, at) if is_open and at and bakery.hours else None
        if is_it is not False:
            stops.append(BakeryStop(bakery, max(there + onward - straight, NO_TIME), at, is_it))
    return tuple(sorted(stops, key=lambda stop: stop.extra))


def _later(moment: datetime, length: timedelta) -> datetime:
    """Lengths are real time: an hour is one when clocks change."""
    return datetime.fromtimestamp(moment.timestamp() + length.total_seconds(), moment.tzinfo)
