"""The clock that stands still while the seller is taken, held against counting second by second."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from workers.visits.free_time import FreeTime, Span, joined, without

spans = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)).map(lambda pair: (min(pair), max(pair))), max_size=6)
moments = st.integers(-5, 70)


def seconds(taken: list[Span]) -> set[int]:
    return {moment for start, end in taken for moment in range(start, end)}


@given(spans, moments)
def test_time_goes_on_only_when_nothing_is_taken(taken: list[Span], moment: int) -> None:
    clock = FreeTime(taken)
    assert clock.shrunk(moment) == moment - len([one for one in seconds(taken) if one < moment])


@given(spans, moments)
def test_a_point_is_before_and_behind_what_is_taken_there(taken: list[Span], moment: int) -> None:
    clock = FreeTime(taken)
    point = clock.shrunk(moment)
    begins, ends = clock.begins(point), clock.ends(point)
    assert ends <= begins
    assert clock.shrunk(begins) == clock.shrunk(ends) == point
    assert begins not in seconds(taken)
    assert ends - 1 not in seconds(taken)


@given(spans, moments, moments)
def test_what_is_free_is_what_is_not_taken(taken: list[Span], one: int, other: int) -> None:
    start, end = min(one, other), max(one, other)
    assert seconds(FreeTime(taken).free(start, end)) == set(range(start, end)) - seconds(taken)


@given(spans, moments, moments)
def test_a_way_takes_as_long_in_pieces_as_in_one(taken: list[Span], one: int, other: int) -> None:
    clock = FreeTime(taken)
    start, end = clock.shrunk(min(one, other)), clock.shrunk(max(one, other))
    pieces = clock.pieces(start, end)
    assert sum(last - first for first, last in pieces) == end - start
    assert seconds(pieces).isdisjoint(seconds(taken))


@given(spans, spans)
def test_what_is_kept_is_taken_out_of_the_rest(taken: list[Span], kept: list[Span]) -> None:
    left = without(taken, kept)
    assert seconds(left) == seconds(taken) - seconds(kept)
    assert all(one[1] <= other[0] for one, other in pairwise(left))
    assert all(end > start for start, end in left)
    assert seconds(joined(taken)) == seconds(taken)
