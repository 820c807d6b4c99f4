"""One measured row, and the clock all rows are taken with."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Row:
    """`figure` is what was measured, in words with its unit; `aim` what it is held to, empty when it is for reading only."""

    what: str
    figure: str
    aim: str = ""


def seconds(work: Callable[[], object], *, runs: int = 3) -> float:
    """CPU seconds of one run, the median of `runs`."""
    taken = []
    for _ in range(runs):
        began = time.process_time()
        work()
        taken.append(time.process_time() - began)
    return median(taken)


def ratio(value: float, beside: float) -> str:
    return f"{value / beside:.3f}"
