"""A clock that stands still while the seller is taken, so that a journey goes on after a call taken on the way.

On it, what is taken is a point without length: a visit must not lie across one, a journey may. All times are whole seconds.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable

Span = tuple[int, int]


class FreeTime:
    """Made of what is taken, in any order. `shrunk` goes from the world's clock to this one, `begins` and `ends` back:
    where something is taken at that very point, behind it and before it."""

    __slots__ = ("_before", "_points", "_taken")

    def __init__(self, taken: Iterable[Span]) -> None:
        self._taken = joined(taken)
        self._before = [0]  # how much is taken before each
        for start, end in self._taken:
            self._before.append(self._before[-1] + end - start)
        self._points = [start - before for (start, _), before in zip(self._taken, self._before, strict=False)]

    def shrunk(self, moment: int) -> int:
        at = bisect_right(self._taken, (moment, moment))
        inside = max(0, self._taken[at - 1][1] - moment) if at else 0
        return moment - self._before[at] + inside

    def begins(self, point: int) -> int:
        return point + self._before[bisect_right(self._points, point)]

    def ends(self, point: int) -> int:
        return point + self._before[bisect_left(self._points, point)]

    def free(self, start: int, end: int) -> list[Span]:
        """What is free between two moments."""
        edges = [start, *(edge for span in self._taken for edge in span), end]
        pairs = zip(edges[::2], edges[1::2], strict=True)
        clipped = ((max(first, start), min(last, end)) for first, last in pairs)
        return [(first, last) for first, last in clipped if last > first]

    def pieces(self, start: int, end: int) -> list[Span]:
        """The stretches of the world's time between two points of this clock."""
        return self.free(self.begins(start), self.ends(end)) if end > start else []


def joined(spans: Iterable[Span]) -> list[Span]:
    """Spans in order, those that meet as one."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], end)
        elif end > start:
            found.append((start, end))
    return found


def without(spans: Iterable[Span], kept: Iterable[Span]) -> list[Span]:
    """What is left of spans without those kept."""
    left = joined(spans)
    for start, end in kept:
        left = [piece for first, last in left for piece in ((first, min(last, start)), (max(first, end), last))]
        left = [(first, last) for first, last in left if last > first]
    return left
