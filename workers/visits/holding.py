"""Travel worth setting aside in the calendar: a block before the visit and one after, as the day's plan has them. Pure."""

from collections.abc import Iterator
from datetime import datetime

from workers.visits.visit import DayPlan, Doing, Stretch

ON_THE_WAY = frozenset({Doing.TRAVEL, Doing.BUN, Doing.WAIT})

Block = tuple[datetime, datetime]


def travel_blocks(plan: DayPlan | None, *, start: datetime, end: datetime) -> tuple[Block, ...]:
    """Every stretch of travel that touches the visit from `start` to `end`, with the bun and the waiting on the way. What
    is slept is not set aside, nor is what lies before another meeting."""
    if plan is None:
        return ()
    there = [one for one in plan.stretches if one.end <= start and one.what in ON_THE_WAY]
    back = [one for one in plan.stretches if one.start >= end and one.what in ON_THE_WAY]
    return tuple(block for block in (*_joined(there), *_joined(back)) if block[0] < block[1])


def _joined(stretches: list[Stretch]) -> Iterator[Block]:
    """Stretches that follow each other without a gap, as one."""
    block: Block | None = None
    for one in sorted(stretches, key=lambda one: one.start):
        if block and one.start <= block[1]:
            block = (block[0], max(block[1], one.end))
            continue
        if block:
            yield block
        block = (one.start, one.end)
    if block:
        yield block
