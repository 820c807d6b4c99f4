"""Travel worth setting aside in the calendar: a block before the visit and one after, as the day's plan has them. Pure."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from workers.visits.visit import DayPlan, Doing, Stretch

ON_THE_WAY = frozenset({Doing.TRAVEL, Doing.BUN, Doing.WAIT})

Block = tuple[datetime, datetime]


def travel_blocks(plan: DayPlan | None, *, start: datetime, end: datetime) -> tuple[Block, ...]:
    """The way to the visit from `start` to `end` and the way on from it, with the bun and the waiting, as far as nothing
    else stands between: the way to another meeting is that meeting's. What is slept on the way is not set aside."""
    if plan is None:
        return ()
    there = [one for one in reversed(plan.stretches) if one.end <= start]
    back = [one for one in plan.stretches if one.start >= end]
    return (*reversed(tuple(_joined(there))), *_joined(back))


def _joined(stretches: Iterable[Stretch]) -> Iterator[Block]:
    """Stretches that follow each other without a gap, as one, from the visit outwards."""
    block: Block | None = None
    for one in stretches:
        if one.what not in (*ON_THE_WAY, Doing.NIGHT):
            break
        if one.what is Doing.NIGHT:
            yield from (block,) if block else ()
            block = None
            continue
        touches = block and one.start <= block[1] and one.end >= block[0]
        if block and not touches:
            yield block
        block = (min(block[0], one.start), max(block[1], one.end)) if block and touches else (one.start, one.end)
    if block and block[0] < block[1]:
        yield block
