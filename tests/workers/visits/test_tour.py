"""The round of visits worth most: the same that going through every order would find, in time, and with what must be kept."""

from collections.abc import Sequence
from itertools import permutations, product

from hypothesis import given, settings
from hypothesis import strategies as st

from workers.visits.tour import MOST, Call, Day, Matrix, Tour, find_tour, promising, settle

HOME = 0
HOUR = 3600
LINE = [[abs(a - b) * 600 for b in range(12)] for a in range(12)]
"""Places on a road, ten minutes apart: 0 is home."""


def call(at: int, *windows: tuple[int, int], length: int = HOUR, worth: int = 2 * HOUR, fixed: bool = False) -> Call:
    return Call(at, length, windows or ((0, 24 * HOUR),), worth, fixed)


def day(leaves: int = 0, back: int = 24 * HOUR, start: int = HOME, end: int = HOME) -> Day:
    return Day(start, end, leaves, back)


def places(tour: Tour | None) -> list[int]:
    assert tour is not None
    return [made.call for made in tour.made]


def test_with_nothing_to_visit_one_stays_at_home() -> None:
    assert find_tour([], [day()], road=LINE) == Tour((), 0, 0, 0)


def test_visits_on_one_road_are_made_along_it() -> None:
    tour = find_tour([call(3), call(1), call(2)], [day()], road=LINE)
    assert places(tour) in ([1, 2, 0], [0, 2, 1])
    assert tour
    assert (tour.road, tour.back) == (3600, 3600 + 3 * HOUR)


def test_a_visit_that_costs_more_road_than_it_is_worth_is_left() -> None:
    assert places(find_tour([call(1, worth=1201), call(5, worth=4000)], [day()], road=LINE)) == [0]


def test_a_fixed_visit_is_made_whatever_it_costs_and_when_it_stands() -> None:
    kept = call(5, (10 * HOUR, 11 * HOUR), worth=0, fixed=True)
    tour = find_tour([kept, call(4), call(6)], [day()], road=LINE)
    assert set(places(tour)) == {0, 1, 2}
    assert tour
    assert next(made for made in tour.made if made.call == 0).start == 10 * HOUR


def test_a_fixed_visit_that_cannot_be_reached_makes_no_tour() -> None:
    kept = call(5, (0, HOUR), fixed=True)
    assert find_tour([kept], [day()], road=LINE) is None
    assert find_tour([call(1, fixed=True)], [day(back=HOUR)], road=LINE) is None
    assert find_tour([Call(1, HOUR, (), fixed=True)], [day()], road=LINE) is None


def test_the_whole_of_a_visit_lies_in_one_of_its_windows() -> None:
    tour = find_tour([call(1, (0, 4000), (5000, 9000))], [day()], road=LINE)
    assert tour
    assert [(made.start, made.end) for made in tour.made] == [(5000, 8600)]


def test_what_the_way_takes_of_the_day_may_be_more_than_what_it_weighs() -> None:
    slow = [[2 * way for way in row] for row in LINE]
    tour = find_tour([call(1)], [day()], road=LINE, clock=slow)
    assert tour
    assert (tour.road, tour.made[0].start, tour.back) == (1200, 1200, 2400 + HOUR)


def test_no_visit_is_made_where_no_road_goes() -> None:
    island: Matrix = [[0, None, 600], [None, 0, None], [600, None, 0]]
    assert places(find_tour([call(1), call(2)], [day()], road=island)) == [1]


def test_a_second_day_takes_what_the_first_has_no_time_for() -> None:
    away = 3
    days = [day(back=3 * HOUR, end=away), day(24 * HOUR, 27 * HOUR, start=away)]
    calls = [call(at, (0, 48 * HOUR)) for at in (2, 3, 4)]
    tour = find_tour(calls, days, road=LINE)
    assert tour
    assert {made.call for made in tour.made} == {0, 1, 2}
    assert {made.day for made in tour.made} == {0, 1}
    assert len({made.call for made in tour.made}) == len(tour.made), "nobody is visited twice"


def test_who_can_wait_at_home_does_not_wait_at_a_door() -> None:
    calls = [call(1, (0, 5 * HOUR), (6 * HOUR, 9 * HOUR)), call(2, (10 * HOUR, 11 * HOUR), fixed=True)]
    tour = find_tour(calls, [day()], road=LINE)
    assert tour
    assert [made.start for made in tour.made] == [600, 10 * HOUR]
    later = settle(tour, calls, LINE, step=900)
    assert [made.start for made in later.made] == [8 * HOUR, 10 * HOUR]
    assert (later.road, later.worth, later.back) == (tour.road, tour.worth, tour.back)


def test_of_more_than_ten_the_fixed_and_the_most_promising_are_tried() -> None:
    calls = [call(at % 12, worth=2 * HOUR + at) for at in range(1, 14)] + [call(11, fixed=True, worth=0)]
    chosen = promising(calls, [day()], road=LINE)
    assert len(chosen) == MOST
    assert 13 in chosen
    assert chosen == promising(calls, [day()], road=LINE)
    dear = [n for n in range(13) if n not in chosen]
    assert all(calls[n].at in (4, 5, 6, 7) for n in dear), "those far from home and from the fixed one are left"


# --- against going through everything ------------------------------------------------------------------------

minutes = st.integers(0, 90)
matrices = st.integers(2, 6).flatmap(
    lambda n: st.lists(
        st.lists(st.one_of(minutes, minutes, minutes, st.none()), min_size=n, max_size=n), min_size=n, max_size=n
    )
)


@st.composite
def problems(draw: st.DrawFn) -> tuple[list[Call], list[Day], Matrix, Matrix]:
    road = draw(matrices)
    longer = st.one_of(st.integers(0, 20), st.integers(0, 20), st.integers(0, 20), st.none())
    clock = [[None if way is None or (more := draw(longer)) is None else way + more for way in row] for row in road]
    at = st.integers(0, len(road) - 1)
    calls = [
        Call(
            draw(at),
            draw(st.integers(1, 120)),
            _windows(draw(st.lists(st.integers(0, 900), max_size=4, unique=True))),
            draw(st.integers(0, 200)),
            draw(st.sampled_from([False, False, False, True])),
        )
        for _ in range(draw(st.integers(0, 5)))
    ]
    starts = sorted(draw(st.lists(st.integers(0, 800), min_size=1, max_size=2)))
    days = [Day(draw(at), draw(at), leaves, leaves + draw(st.integers(0, 700))) for leaves in starts]
    return calls, days, road, clock


def _windows(edges: list[int]) -> tuple[tuple[int, int], ...]:
    edges = sorted(edges[: len(edges) // 2 * 2])
    return tuple(zip(edges[::2], edges[1::2], strict=True))


@settings(max_examples=300)
@given(problems())
def test_no_other_order_is_worth_more(problem: tuple[list[Call], list[Day], Matrix, Matrix]) -> None:
    calls, days, road, clock = problem
    tour = find_tour(calls, days, road=road, clock=clock)
    best = _through_everything(calls, days, road, clock)
    assert (tour and (tour.worth, -tour.back)) == best
    if tour:
        _walk(tour, calls, days, road, clock)
        assert tour == find_tour(calls, days, road=road, clock=clock)
        later = settle(tour, calls, clock, step=15)
        _walk(later, calls, days, road, clock)
        assert all(one.start >= made.start for one, made in zip(later.made, tour.made, strict=True))


def _through_everything(
    calls: Sequence[Call], days: Sequence[Day], road: Matrix, clock: Matrix
) -> tuple[int, int] | None:
    best: tuple[int, int] | None = None
    for count in range(len(calls) + 1):
        for order in permutations(range(len(calls)), count):
            if any(call.fixed for n, call in enumerate(calls) if n not in order):
                continue
            for split in product(range(len(days)), repeat=count):
                if list(split) != sorted(split):
                    continue
                found = _one_way(order, split, calls, days, road, clock)
                best = max(filter(None, (best, found)), default=None)
    return best


def _one_way(
    order: Sequence[int], split: Sequence[int], calls: Sequence[Call], days: Sequence[Day], road: Matrix, clock: Matrix
) -> tuple[int, int] | None:
    gone, worth, now = 0, 0, 0
    for number, one in enumerate(days):
        at, now = one.start, one.leaves
        for call_ in (calls[n] for n, which in zip(order, split, strict=True) if which == number):
            way, more = clock[at][call_.at], road[at][call_.at]
            if way is None or more is None:
                return None
            fits = (max(first, now + way) for first, last in call_.windows)
            starts = [s for s, (_, last) in zip(fits, call_.windows, strict=True) if s + call_.length <= last]
            if not starts:
                return None
            at, now, gone, worth = call_.at, min(starts) + call_.length, gone + more, worth + call_.worth
        way, more = clock[at][one.end], road[at][one.end]
        if way is None or more is None or now + way > one.back:
            return None
        now, gone = now + way, gone + more
    return worth - gone, -now


def _walk(tour: Tour, calls: Sequence[Call], days: Sequence[Day], road: Matrix, clock: Matrix) -> None:
    """The tour can be travelled as it says."""
    gone = 0
    for number, one in enumerate(days):
        at, now = one.start, one.leaves
        for made in (made for made in tour.made if made.day == number):
            here = calls[made.call]
            gone += road[at][here.at] or 0
            assert made.start >= now + (clock[at][here.at] or 0)
            assert made.end - made.start == here.length
            assert any(first <= made.start and made.end <= last for first, last in here.windows)
            at, now = here.at, made.end
        gone += road[at][one.end] or 0
        assert now + (clock[at][one.end] or 0) <= one.back
    assert tour.road == gone
