"""The best round of visits: which of up to ten to make, on which day and in which order, found exactly.

The orienteering problem with time windows, solved by going through all sets of visits (Held and Karp, 1962): for each
set and the last visit of it, only those ways to have got there are kept that no other beats in both time and road.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

MOST = 10  # calls in one search; 2**10 sets of them
NEVER = 10**15  # seconds: no way

Matrix = Sequence[Sequence[int | None]]
"""Seconds from each place to each; None where there is no way."""

Filled = list[list[int]]
_Label = tuple[int, int, Any, int, int, int]
"""One way to have come so far: free again when, so much road, the label before it; the last call, its day and start."""

_Front = list[_Label]
"""Those ways to have done a set, with one and the same call last, that no other beats."""


@dataclass(frozen=True, slots=True)
class Call:
    """A visit that may be made, or has to be. `at` is its row in the matrices, `worth` how many seconds on the road
    one would take for it. The whole of it lies in one of the `windows`, which are sorted and apart."""

    at: int
    length: int
    windows: tuple[tuple[int, int], ...]
    worth: int = 0
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class Day:
    """From `start` at `leaves` the earliest to `end` at `back` the latest: rows of the matrices, and seconds."""

    start: int
    end: int
    leaves: int
    back: int


@dataclass(frozen=True, slots=True)
class Made:
    """A visit of the tour: which of the calls, on which of the days, when."""

    call: int
    day: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Tour:
    """`road` is what is travelled on all days, `worth` what the visits are worth less that; `back` is when the last day
    can end at the earliest."""

    made: tuple[Made, ...]
    road: int
    worth: int
    back: int


def find_tour(calls: Sequence[Call], days: Sequence[Day], *, road: Matrix, clock: Matrix | None = None) -> Tour | None:
    """The tour worth most: all the fixed calls, and of the others those worth their road. None when no tour keeps the
    fixed ones. `clock` is what the ways take of the day, where that is more than the `road` that is weighed.

    Of equals the one that is back first. Of more than ten calls only the `promising` are tried.
    """
    chosen = promising(calls, days, road=road)
    search = _Search([calls[n] for n in chosen], _filled(road), _filled(clock or road))
    evenings: Mapping[int, _Label] = {0: (0, 0, None, -1, -1, 0)}
    for number, day in enumerate(days):
        evenings = search.spend(day, number, evenings)
    return search.best(evenings, chosen)


def promising(calls: Sequence[Call], days: Sequence[Day], *, road: Matrix) -> tuple[int, ...]:
    """Which calls are tried, in their order: the fixed, and those worth most less the road from the nearest place that
    is on the journey anyway and back; of equals the first."""
    if len(calls) <= MOST:
        return tuple(range(len(calls)))
    fixed = [n for n, call in enumerate(calls) if call.fixed]
    anyway = {day.start for day in days} | {day.end for day in days} | {calls[n].at for n in fixed}
    others = [n for n, call in enumerate(calls) if not call.fixed]
    others.sort(key=lambda n: (_aside(calls[n].at, anyway, road) - calls[n].worth, n))
    return tuple(sorted((*fixed, *others[: max(0, MOST - len(fixed))])))


def _aside(at: int, anyway: set[int], road: Matrix) -> float:
    ways = ((road[a][at], road[at][a]) for a in anyway)
    return min((out + back for out, back in ways if out is not None and back is not None), default=float("inf"))


class _Open(NamedTuple):
    """A call that can be made on a day: its number as a bit, its row, between when and when it may begin, and for every
    set that ends with it the ways to have done that."""

    bit: int
    call: int
    at: int
    length: int
    starts: list[tuple[int, int]]
    fronts: list[_Front | None]


class _Search:
    """Goes through all sets of calls, each written as the bits of a number."""

    __slots__ = ("_calls", "_clock", "_must", "_road", "_worth")

    def __init__(self, calls: Sequence[Call], road: Filled, clock: Filled) -> None:
        self._calls, self._road, self._clock = calls, road, clock
        self._must = sum(1 << n for n, call in enumerate(calls) if call.fixed)
        self._worth = [0]
        for call in calls:  # of every set, the sets with this call behind those without
            self._worth += [worth + call.worth for worth in self._worth]

    def spend(self, day: Day, number: int, mornings: Mapping[int, _Label]) -> Mapping[int, _Label]:
        """For every set that can be done by the evening of a day, the way with the least road, and of equals the first
        back. `mornings` are the sets that can have been done before it."""
        today = list(self._open(day))
        evenings: dict[int, _Label] = {}
        for done in range(len(self._worth)):
            here = [(one.at, front) for one in today if done & one.bit and (front := one.fronts[done])]
            if morning := mornings.get(done):
                here.append((day.start, [(day.leaves, morning[1], morning, -1, number, day.leaves)]))
            if not here:
                continue
            ahead = [one for one in today if not done & one.bit]
            for at, front in here:
                self._go_on(done, at, front, ahead, number)
            if evening := self._evening(day, here):
                evenings[done] = evening
        return evenings

    def best(self, evenings: Mapping[int, _Label], chosen: Sequence[int]) -> Tour | None:
        """Of the sets done when the journey is over the one worth most, and of equals the first back."""
        kept = [done for done in evenings if done & self._must == self._must]
        if not kept:
            return None
        best = min(kept, key=lambda done: (evenings[done][1] - self._worth[done], evenings[done][0], done))
        back, road = evenings[best][:2]
        made = [
            Made(chosen[call], day, start, start + self._calls[call].length)
            for *_, call, day, start in _chain(evenings[best])
            if call >= 0
        ]
        return Tour(tuple(reversed(made)), road, self._worth[best] - road, back)

    def _open(self, day: Day) -> Iterator[_Open]:
        for n, call in enumerate(self._calls):
            starts = [(opens, min(closes, day.back) - call.length) for opens, closes in call.windows]
            starts = [(first, last) for first, last in starts if last >= first and last >= day.leaves]
            if starts:
                yield _Open(1 << n, n, call.at, call.length, starts, [None] * len(self._worth))

    def _go_on(self, done: int, at: int, here: _Front, ahead: list[_Open], number: int) -> None:
        """From where one is with a set done to each call not yet made: the innermost loop of the search."""
        clock, road = self._clock[at], self._road[at]
        for bit, call, place, length, starts, fronts in ahead:
            way, more = clock[place], road[place]
            known = fronts[done | bit]
            for label in here:
                start = label[0] + way
                for first, last in starts:
                    if start <= last:
                        if start < first:
                            start = first
                        break
                else:
                    continue
                end, gone = start + length, label[1] + more
                if known is None:
                    known = fronts[done | bit] = [(end, gone, label, call, number, start)]
                    continue
                for other in known:
                    if other[0] <= end and other[1] <= gone:
                        break
                else:
                    if len(known) > 1 or known[0][0] < end or known[0][1] < gone:
                        known[:] = [other for other in known if other[0] < end or other[1] < gone]
                        known.append((end, gone, label, call, number, start))
                    else:
                        known[0] = (end, gone, label, call, number, start)

    def _evening(self, day: Day, here: list[tuple[int, _Front]]) -> _Label | None:
        """The way back with the least road from wherever one can be, in time."""
        best: _Label | None = None
        for at, front in here:
            way, more = self._clock[at][day.end], self._road[at][day.end]
            for label in front:
                back, gone = label[0] + way, label[1] + more
                if back <= day.back and (best is None or (gone, back) < (best[1], best[0])):
                    best = (back, gone, label, -1, -1, back)
        return best


def _filled(matrix: Matrix) -> Filled:
    return [[NEVER if way is None else way for way in row] for row in matrix]


def _chain(label: _Label) -> Iterator[_Label]:
    while label is not None:
        yield label
        label = label[2]
