"""The best round of visits: which of up to ten to make, on which day and in which order, found exactly.

The orienteering problem with time windows, solved by going through all sets of visits (Held and Karp, 1962): for each
set and the last visit of it, only those ways to have got there are kept that no other beats in both time and road.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

MOST = 10  # calls in one search; 2**10 sets of them
NEVER = 10**15  # seconds: no way

Matrix = Sequence[Sequence[int | None]]
"""Seconds from each place to each; None where there is no way."""

Filled = list[list[int]]
_Label = tuple[int, int, Any, int, int, int]
"""One way to have come so far: free again when, so much road, the label before it; the last call, its day and start."""

_Front = list[_Label]
"""Those ways to have done a set, with one and the same call last, that no other beats: the first free and the most road
first."""

_Here = tuple[list[int], list[int], int, _Front]
"""Where one may be: the clock and the road from there, the last call, and the ways to have come."""


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
    search = _Search([calls[n] for n in chosen], _filled(road, clock or road), _filled(clock or road, road))
    evenings: Mapping[int, _Label] = {0: (0, 0, None, -1, -1, 0)}
    for number, day in enumerate(days):
        evenings = search.spend(day, number, evenings)
    return search.best(evenings, chosen)


def settle(tour: Tour, calls: Sequence[Call], clock: Matrix, *, step: int) -> Tour:
    """The same tour with each visit as late as the next one of its day allows, in steps: who leaves later waits less. The
    last of a day stays, and with it the way home."""
    settled: list[Made] = []
    for made in reversed(tour.made):
        after = settled[-1] if settled and settled[-1].day == made.day else None
        way = clock[calls[made.call].at][calls[after.call].at] if after else None
        if after is None or way is None:
            settled.append(made)
            continue
        length = made.end - made.start
        start = _latest(calls[made.call], made.start, after.start - way - length, step)
        settled.append(Made(made.call, made.day, start, start + length))
    return replace(tour, made=tuple(reversed(settled)))


def _latest(call: Call, start: int, limit: int, step: int) -> int:
    """The latest start of a call until a limit, so many steps after `start` or after a window opens."""
    for opens, closes in reversed(call.windows):
        first, last = max(opens, start), min(closes - call.length, limit)
        if last >= first:
            return first + (last - first) // step * step
    return start


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
    """A call that can be made on a day: its number as a bit and plain, its row, and between when and when it may begin."""

    bit: int
    call: int
    at: int
    length: int
    starts: list[tuple[int, int]]


class _Search:
    """Goes through all sets of calls, each written as the bits of a number, the smaller before the larger. Calls whose time
    is set are made in its order: of them only those sets are gone through that lack none but the last."""

    __slots__ = ("_calls", "_clock", "_must", "_road", "_sets", "_worth")

    def __init__(self, calls: Sequence[Call], road: Filled, clock: Filled) -> None:
        self._calls, self._road, self._clock = calls, road, clock
        self._must = sum(1 << n for n, call in enumerate(calls) if call.fixed)
        timed = sorted((n for n, call in enumerate(calls) if _is_timed(call)), key=lambda n: calls[n].windows)
        sets = [(sum(1 << n for n in timed[:at]), _due(calls, timed[at:])) for at in range(len(timed) + 1)]
        self._worth = {done: sum(calls[n].worth for n in timed[:at]) for at, (done, _) in enumerate(sets)}
        for n, call in enumerate(calls):
            if n in timed:
                continue
            due = _due(calls, [n]) if call.fixed else NEVER
            self._worth |= {done | 1 << n: worth + call.worth for done, worth in self._worth.items()}
            sets = [(done, min(latest, due)) for done, latest in sets] + [
                (done | 1 << n, latest) for done, latest in sets
            ]
        self._sets = sets  # each with when one must be free, to reach the fixed calls not in it yet

    def spend(self, day: Day, number: int, mornings: Mapping[int, _Label]) -> Mapping[int, _Label]:
        """For every set that can be done by the evening of a day, the way with the least road, and of equals the first
        back. `mornings` are the sets that can have been done before it."""
        today = list(self._open(day))
        reached: dict[int, list[_Here]] = {}
        evenings: dict[int, _Label] = {}
        for done, latest in self._sets:
            here: list[_Here] = []
            if morning := mornings.get(done):
                label = (day.leaves, morning[1], morning, -1, number, day.leaves)
                here.append((self._clock[day.start], self._road[day.start], -1, [label]))
            here += [
                (self._clock[one.at], self._road[one.at], one.call, front)
                for one in today
                if done & one.bit
                and (before := reached.get(done ^ one.bit))
                and (front := _go_on(before, one, number, latest - one.length))
            ]
            if here:
                reached[done] = here
                if evening := _go_home(here, day):
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
                yield _Open(1 << n, n, call.at, call.length, starts)


def _is_timed(call: Call) -> bool:
    """Whether a call has to be made at one time and no other."""
    return call.fixed and len(call.windows) == 1 and call.windows[0][1] - call.windows[0][0] == call.length


def _due(calls: Sequence[Call], left: Sequence[int]) -> int:
    """When the first of some calls has to begin at the latest."""
    ends = (calls[n].windows[-1][1] - calls[n].length if calls[n].windows else -NEVER for n in left)
    return min(ends, default=NEVER)


def _go_on(before: list[_Here], one: _Open, number: int, latest: int) -> _Front:
    """The ways to make a call last, from everywhere one may be with the others done: the innermost loop of the search.
    It begins at `latest`, not to miss what is fixed.

    By arrival, each counts only if it has less road behind it than all that arrive sooner.
    """
    _, call, place, length, starts = one
    latest = min(latest, starts[-1][1])
    arrivals: list[tuple[int, int, int, _Label]] = []
    for clock, road, previous, labels in before:
        way, more = clock[place], road[place]
        if labels[0][0] + way > latest:
            continue
        arrivals += [(label[0] + way, label[1] + more, previous, label) for label in labels]
    arrivals.sort()
    front: _Front = []
    least = NEVER
    for arrival, gone, _, label in arrivals:
        if gone >= least:
            continue
        if arrival > latest:
            break
        for first, last in starts:
            if arrival <= last:
                start = arrival if arrival > first else first
                break
        if start > latest:
            break
        least = gone
        if front and front[-1][5] == start:  # both wait for the same hour
            front.pop()
        front.append((start + length, gone, label, call, number, start))
    return front


def _go_home(here: list[_Here], day: Day) -> _Label | None:
    """The way back with the least road from wherever one may be, in time."""
    best: _Label | None = None
    for clock, road, _, front in here:
        way, more = clock[day.end], road[day.end]
        for label in front:
            back, gone = label[0] + way, label[1] + more
            if back <= day.back and (best is None or (gone, back) < (best[1], best[0])):
                best = (back, gone, label, -1, -1, back)
    return best


def _filled(matrix: Matrix, beside: Matrix) -> Filled:
    """With no way where either of the two knows none."""
    both = zip(matrix, beside, strict=True)
    return [[NEVER if a is None or b is None else a for a, b in zip(*rows, strict=True)] for rows in both]


def _chain(label: _Label) -> Iterator[_Label]:
    while label is not None:
        yield label
        label = label[2]
