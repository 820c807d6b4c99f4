"""A reading that breaks off goes on from the newest mark it gave, and ends where an undisturbed one does."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import islice

from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.calendars import Page, SyncMark, Window
from connectors.ics import CalendarFiles, Source
from connectors.ics.marks import read_mark
from connectors.ics.pages import Portion
from connectors.meetings import Meeting
from tests.connectors.ics.written import YEAR, vcalendar, vevent
from tests.world import STOCKHOLM

SMALL = Portion(meetings=2, pages_a_mark=2)
KINDS = {
    "single": (),
    "changed": ("SUMMARY:ny",),
    "private": ("CLASS:PRIVATE",),
    "series": ("RRULE:FREQ=WEEKLY;COUNT=3",),
    "monthly": ("RRULE:FREQ=MONTHLY",),
    "broken": ("RRULE:FREQ=NEVER",),
}
HEADS = {"plain": (), "abroad": ("X-WR-TIMEZONE:America/New_York",)}
FLOATING = ("DTSTART:20261201T090000", "DTEND:20261201T093000")
LATER = replace(YEAR, until=YEAR.until + timedelta(days=60))


@dataclass(frozen=True, slots=True)
class Reading:
    """One look at the calendar as it stood then; `pages` is how many it came to, None for all."""

    data: bytes
    window: Window
    pages: int | None


class Rows:
    """What whoever reads keeps: the meetings of each UID, and the newest mark."""

    def __init__(self) -> None:
        self.kept: dict[str, list[Meeting]] = {}
        self.mark: SyncMark | None = None

    def store(self, pages: Iterable[Page]) -> None:
        for page in pages:
            for uid in page.replaced:
                self.kept.pop(uid, None)
            for meeting in page.meetings:
                self.kept.setdefault(meeting.uid, []).append(meeting)
            self.mark = page.mark or self.mark

    def read(self, reading: Reading) -> None:
        self.store(islice(files(reading.data).changes(reading.window, self.mark), reading.pages))


def files(data: bytes, portion: Portion = SMALL) -> CalendarFiles:
    return CalendarFiles([Source("a.ics", data)], zone=STOCKHOLM, portion=portion)


def written(kinds: Mapping[int, str], head: str = "plain") -> bytes:
    return vcalendar(
        *(vevent(*KINDS[kind], uid=f"m{uid}", when=FLOATING) for uid, kind in kinds.items()), head=HEADS[head]
    )


calendars = st.builds(
    written, st.dictionaries(st.integers(0, 11), st.sampled_from(sorted(KINDS)), max_size=12), st.sampled_from([*HEADS])
)
readings = st.builds(Reading, calendars, st.sampled_from([YEAR, LATER]), st.none() | st.integers(0, 6))


@settings(max_examples=300)
@given(st.lists(readings, max_size=5), calendars)
def test_however_often_it_breaks_off_the_end_is_that_of_one_reading(before: list[Reading], last: bytes) -> None:
    broken_off, undisturbed = Rows(), Rows()
    for reading in before:
        broken_off.read(reading)
    broken_off.read(Reading(last, LATER, None))
    undisturbed.read(Reading(last, LATER, None))
    assert broken_off.kept == undisturbed.kept


def test_what_changed_and_then_changed_back_is_read_though_it_was_stored_after_the_mark() -> None:
    before = written({0: "broken", 1: "broken", 8: "broken"}, "abroad")
    changed = written({**dict.fromkeys(range(5), "broken"), 5: "monthly", 8: "monthly", 6: "broken"}, "abroad")
    rows = Rows()
    for reading in (Reading(before, LATER, None), Reading(changed, LATER, 2), Reading(before, LATER, None)):
        rows.read(reading)
    assert rows.kept == {}


@settings(max_examples=100)
@given(calendars, st.integers(1, 6))
def test_a_mark_to_go_on_from_never_passes_for_a_whole_reading(data: bytes, stop: int) -> None:
    for page in islice(files(data).changes(YEAR), stop):
        if page.mark and not page.last:
            state = read_mark(page.mark)
            assert not state.is_whole
            assert not state.is_current(YEAR, state.zone, state.files)


MANY = written(dict.fromkeys(range(20), "single"))


def test_what_was_delivered_does_not_come_again() -> None:
    pages = list(files(MANY).changes(YEAR))
    at = max(number for number, page in enumerate(pages) if page.mark and not page.last)
    rest = list(files(MANY).changes(YEAR, pages[at].mark))
    delivered = frozenset().union(*(page.replaced for page in pages[: at + 1]))
    assert at > 3
    assert frozenset().union(*(page.replaced for page in rest)) == {f"m{uid}" for uid in range(20)} - delivered


def test_what_was_stored_after_the_mark_and_then_went_is_named() -> None:
    first, second = islice(files(MANY).changes(YEAR), 2)
    assert first.mark is not None
    assert second.mark is None
    gone = next(iter(second.replaced))
    rest = files(written({uid: "single" for uid in range(20) if f"m{uid}" != gone})).changes(YEAR, first.mark)
    assert any(gone in page.replaced for page in rest)


def test_what_a_whole_reading_knew_and_a_broken_one_never_came_to_is_named_when_it_goes() -> None:
    (*_, before) = files(written({99: "single"})).changes(YEAR)
    first = next(files(MANY).changes(YEAR, before.mark))
    assert not first.last
    (*_, after) = files(MANY).changes(YEAR, first.mark)
    assert "m99" in after.replaced


def test_a_large_calendar_gets_its_marks_further_apart() -> None:
    """However many pages there are, some twenty marks are written at most, each of all that is known."""
    portion = Portion(meetings=1, pages_a_mark=1, seen_a_page=20)
    data = written(dict.fromkeys(range(400), "single"))
    marked = [page for page in files(data, portion).changes(YEAR) if page.mark]
    assert len(marked) == 1 + 400 // (400 // 20)
