"""What stands in a visit's way, and the other times offered: with air around them, in working hours, on different days."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.meetings import Attendee, Meeting, Response, ShownAs
from tests.workers.visits.relations import RULES, THURSDAY, at, diary
from tests.world import ASTRID, NOW, STOCKHOLM, meeting
from workers.relationships.rules import Rules
from workers.visits.diary import Diary
from workers.visits.red_days import is_day_off
from workers.visits.slots import find_conflicts, free_slots
from workers.visits.visit import Conflict, Slot

LONG = timedelta(minutes=90)
VISIT = Slot(THURSDAY, THURSDAY + LONG)
MINUTE = timedelta(minutes=1)


def conflicts(*meetings: Meeting, start: datetime = THURSDAY, rules: Rules = RULES) -> tuple[Conflict, ...]:
    return find_conflicts(start, start + LONG, diary(*meetings), zone=STOCKHOLM, rules=rules)


def keys(*meetings: Meeting, start: datetime = THURSDAY) -> list[str]:
    return [conflict.reason.key.removeprefix("conflict.") for conflict in conflicts(*meetings, start=start)]


def slots(
    *meetings: Meeting, visit: Slot = VISIT, now: datetime = NOW, rules: Rules = RULES, own_day: bool = False
) -> tuple[Slot, ...]:
    return free_slots(visit, diary(*meetings), own_day=own_day, now=now, zone=STOCKHOLM, rules=rules)


def all_day(start: datetime, days: int = 1, **more: object) -> Meeting:
    return meeting(start, days * 24 * 60, uid=f"day{start}", all_day=True, **more)  # type: ignore[arg-type] # as in the cast


# --- what stands in the way ---------------------------------------------------------------------------------


def test_an_empty_calendar_on_an_ordinary_thursday_has_nothing_in_the_way() -> None:
    assert conflicts() == ()


@pytest.mark.parametrize(
    ("start", "minutes", "shown_as", "key"),
    [
        (at(12, 10, 10), 60, ShownAs.BUSY, "meeting"),
        (at(12, 10, 8), 180, ShownAs.BUSY, "meeting"),
        (at(12, 10, 10), 60, ShownAs.TENTATIVE, "tentative"),
        (at(12, 10, 10), 60, ShownAs.OUT_OF_OFFICE, "out_of_office"),
        (at(12, 10, 8, 30), 30, ShownAs.BUSY, "just_before"),
        (at(12, 10, 8), 46, ShownAs.BUSY, "just_before"),
        (at(12, 10, 10, 30), 30, ShownAs.BUSY, "just_after"),
        (at(12, 10, 10, 44), 30, ShownAs.BUSY, "just_after"),
    ],
)
def test_what_takes_time_is_named(start: datetime, minutes: int, shown_as: ShownAs, key: str) -> None:
    (found,) = conflicts(meeting(start, minutes, title="Ledningsgrupp", shown_as=shown_as))
    assert found.reason.key == f"conflict.{key}"
    assert found.reason.facts["title"] == "Ledningsgrupp"
    assert not found.mild


@pytest.mark.parametrize(
    "other",
    [
        meeting(at(12, 10, 8), 45),  # a quarter of an hour before is room enough
        meeting(at(12, 10, 10, 45), 60),
        meeting(at(12, 9, 9), 90),
        meeting(at(12, 10, 9), 60, cancelled=True),
        meeting(at(12, 10, 9), 60, shown_as=ShownAs.FREE),
        meeting(at(12, 10, 9), 60, shown_as=ShownAs.ELSEWHERE),
        meeting(at(12, 10, 9), 0),  # a reminder
        all_day(at(12, 10, 0), shown_as=ShownAs.FREE),
        all_day(at(12, 9, 0)),
        all_day(at(12, 11, 0)),
    ],
    ids=lambda m: f"{m.start:%d %H:%M} {m.length} {m.shown_as}",
)
def test_what_takes_no_time_then_is_not(other: Meeting) -> None:
    assert conflicts(other) == ()


def test_a_meeting_the_seller_declined_is_not_in_the_way_but_one_a_guest_declined_is() -> None:
    declined = meeting(at(12, 10, 9), 60)
    seller_said_no = Attendee(ASTRID, Response.DECLINED)
    guest_said_no = Attendee(declined.attendees[0].person, Response.DECLINED)
    for attendees, expected in (((seller_said_no,), []), ((guest_said_no,), ["meeting"])):
        other = Meeting("x", declined.start, declined.end, title="Avstämning", attendees=attendees)
        assert keys(other) == expected


def test_a_meeting_without_a_title_is_said_without_one() -> None:
    (found,) = conflicts(meeting(at(12, 10, 10), 60, title=" \x07 "))
    assert found.reason.key == "conflict.meeting_untitled"
    assert "title" not in found.reason.facts


@pytest.mark.parametrize(
    ("start", "zone"),
    [(at(12, 10, 0), "seller's"), (datetime(2026, 12, 10, tzinfo=UTC), "UTC's")],
    ids=["local", "utc"],
)
@pytest.mark.parametrize(
    ("shown_as", "key"),
    [(ShownAs.OUT_OF_OFFICE, "out_of_office"), (ShownAs.BUSY, "all_day"), (ShownAs.TENTATIVE, "all_day")],
)
def test_a_whole_day_is_a_date_whatever_zone_its_midnight_is_in(
    start: datetime, zone: str, shown_as: ShownAs, key: str
) -> None:
    assert keys(all_day(start, shown_as=shown_as)) == [key]
    assert keys(all_day(start, shown_as=shown_as), start=at(12, 11)) == []


def test_a_week_away_is_in_the_way_in_the_middle_of_it() -> None:
    away = meeting(at(12, 7, 8), 5 * 24 * 60, title="Semester", shown_as=ShownAs.OUT_OF_OFFICE)
    assert keys(away) == ["out_of_office"]


def test_the_meeting_itself_is_not_in_its_own_way() -> None:
    own = meeting(THURSDAY, 30, uid="own")
    assert find_conflicts(THURSDAY, THURSDAY + LONG, diary(own), besides=own.key, zone=STOCKHOLM, rules=RULES) == ()
    assert keys(own) == ["meeting"]


@pytest.mark.parametrize(
    ("start", "key", "mild"),
    [
        (at(12, 10, 7, 59), "hours", False),
        (at(12, 10, 8), None, None),
        (at(12, 10, 15, 30), None, None),
        (at(12, 10, 15, 31), "hours", False),
        (at(12, 10, 23), "hours", False),
        (at(12, 12), "weekend", False),
        (at(12, 24), "holiday", False),
        (at(6, 19), "holiday", False),
        (at(5, 7, year=2027), "squeezed", True),
        (at(7, 8), "july", True),
        (at(7, 4), "weekend", False),
        (at(8, 5), None, None),
    ],
)
def test_the_day_itself_may_be_in_the_way(start: datetime, key: str | None, mild: bool | None) -> None:
    found = conflicts(start=start)
    assert [(c.reason.key, c.mild) for c in found] == ([(f"conflict.{key}", mild)] if key else [])


# --- other times ----------------------------------------------------------------------------------------------


def test_three_times_are_offered_near_the_meeting_in_the_morning_and_the_afternoon() -> None:
    assert [slot.start for slot in slots()] == [at(12, 8, 13), at(12, 9, 9), at(12, 11, 13)]


def test_an_empty_calendar_offers_no_time_at_lunch() -> None:
    for slot in slots():
        assert slot.end.time() <= time(11, 30) or slot.start.time() >= time(13)


def test_lunch_is_eaten_into_when_nothing_else_is_left() -> None:
    busy = [meeting(at(12, day, 8), 165, uid=f"a{day}") for day in range(1, 32)]  # 08:00-10:45
    busy += [meeting(at(12, day, 13), 240, uid=f"p{day}") for day in range(1, 32)]  # 13:00-17:00
    found = slots(*busy, rules=Rules(lead=timedelta(days=8), ahead=timedelta(weeks=3)))
    assert len(found) == 3
    assert {slot.start.time() for slot in found} == {time(11)}


def test_the_own_day_is_offered_when_its_own_time_does_not_fit() -> None:
    blocked = meeting(at(12, 10, 8), 60)
    found = slots(blocked, own_day=True)
    assert [slot.start.date() for slot in found].count(THURSDAY.date()) == 1
    assert THURSDAY not in [slot.start for slot in found]


def test_the_own_day_is_not_offered_again_when_it_fits() -> None:
    assert THURSDAY.date() not in [slot.start.date() for slot in slots()]


def test_no_time_is_offered_before_the_lead_or_beyond_the_horizon() -> None:
    soon = Slot(at(11, 30), at(11, 30) + LONG)
    earliest = (NOW + RULES.lead).date()
    assert all(slot.start.date() >= earliest for slot in slots(visit=soon))
    near = Rules(ahead=timedelta(days=8))  # Saturday to Tuesday
    assert [slot.start.date().day for slot in slots(visit=soon, rules=near)] == [1]
    assert slots(rules=Rules(ahead=timedelta(days=4))) == ()


def test_christmas_and_new_year_are_left_alone() -> None:
    christmas = Slot(at(12, 23), at(12, 23) + LONG)
    assert [slot.start.date().day for slot in slots(visit=christmas)] == [21, 22, 28]


def test_midsummer_is_left_alone() -> None:
    before = Slot(at(6, 18), at(6, 18) + LONG)
    found = slots(visit=before, now=at(6, 11, 8))
    assert [slot.start.date().day for slot in found] == [16, 17, 22]


def test_july_is_offered_only_when_june_and_august_are_full() -> None:
    late_june = Slot(at(6, 30), at(6, 30) + LONG)
    assert all(slot.start.month != 7 for slot in slots(visit=late_june, now=at(6, 15, 8)))
    summer = [all_day(at(6, day, 0)) for day in range(15, 31)] + [all_day(at(8, day, 0)) for day in range(1, 15)]
    assert {slot.start.month for slot in slots(*summer, visit=late_june, now=at(6, 15, 8))} == {7}


def test_a_squeezed_day_is_offered_last() -> None:
    wednesday = Slot(at(5, 5, year=2027), at(5, 5, year=2027) + LONG)
    assert all(slot.start.date().day != 7 for slot in slots(visit=wednesday, now=at(4, 26, 8, year=2027)))


def test_a_full_calendar_offers_nothing() -> None:
    full = [meeting(at(11, 23, 8) + timedelta(days=n), 9 * 60, uid=f"d{n}") for n in range(60)]
    assert slots(*full) == ()


def test_a_year_away_offers_nothing_and_hides_nothing_after_it() -> None:
    away = meeting(at(1, 1, 0), 60 * 24 * 344, shown_as=ShownAs.OUT_OF_OFFICE)  # to 11 December
    assert all(slot.start >= at(12, 11, 8) for slot in slots(away))
    assert len(slots(away)) == 3


@pytest.mark.parametrize(
    ("own", "now"),
    [(at(3, 27), at(3, 16, 8)), (at(10, 23), at(10, 12, 8))],  # clocks change on 29 March and 25 October 2026
    ids=["spring", "autumn"],
)
def test_clocks_that_change_leave_the_wall_clock_and_the_length_alone(own: datetime, now: datetime) -> None:
    found = slots(visit=Slot(own, own + LONG), now=now)
    offsets = {slot.start.utcoffset() for slot in found}
    assert len(offsets) == 2, "times on both sides of the change"
    for slot in found:
        assert slot.start.minute in (0, 30)
        assert time(8) <= slot.start.time() < slot.end.time() <= time(17)
        assert slot.end.timestamp() - slot.start.timestamp() == LONG.total_seconds()


def test_working_hours_are_the_sellers_wherever_the_calendar_was_written() -> None:
    memphis = ZoneInfo("America/Chicago")
    found = free_slots(VISIT, diary(), now=NOW, zone=memphis, rules=RULES)
    assert found
    assert all(time(8) <= slot.start.astimezone(memphis).time() <= time(15, 30) for slot in found)


moments = st.integers(0, 8 * 7 * 24 * 4).map(lambda quarter: NOW.astimezone(UTC) + timedelta(minutes=15 * quarter))
weeks_away = st.integers(1500, 60_000)
entries = st.builds(
    lambda start, minutes, shown_as, all_day, n: Meeting(
        uid=f"m{n}", start=start, end=start + timedelta(minutes=minutes), shown_as=shown_as, all_day=all_day
    ),
    moments,
    st.one_of(st.integers(0, 600), weeks_away),
    st.sampled_from(ShownAs),
    st.sampled_from([False, False, False, True]),
    st.integers(0, 10_000),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(entries, max_size=120), st.integers(6, 55), st.integers(8, 15))
def test_any_calendar_gets_times_that_are_really_free(calendar: list[Meeting], day: int, hour: int) -> None:
    start = datetime.combine(NOW.date() + timedelta(days=day), time(hour), STOCKHOLM)
    book = Diary.of(calendar, ASTRID.address)
    found = free_slots(Slot(start, start + LONG), book, now=NOW, zone=STOCKHOLM, rules=RULES)
    assert len(found) <= RULES.other_slots
    assert list(found) == sorted(found, key=lambda slot: slot.start)
    assert len({slot.start.date() for slot in found}) == len(found)
    for slot in found:
        assert not is_day_off(slot.start.date())
        assert find_conflicts(slot.start, slot.end, book, zone=STOCKHOLM, rules=RULES) == ()
        for taken in book.meetings.values():
            if not taken.all_day and taken.shown_as in (ShownAs.BUSY, ShownAs.TENTATIVE, ShownAs.OUT_OF_OFFICE):
                apart = taken.end + RULES.breathing <= slot.start or taken.start - RULES.breathing >= slot.end
                assert apart or taken.end <= taken.start
    if len(found) < RULES.other_slots:
        assert len(found) == len(_days_with_room(book, besides=start))


def _days_with_room(book: Diary, *, besides: datetime) -> set[date]:
    """Found the slow way: every half hour of every working day asked about."""
    first = (NOW + RULES.lead).date()
    days = [first + timedelta(days=n) for n in range((NOW + RULES.ahead).date().toordinal() - first.toordinal() + 1)]
    starts = [datetime.combine(day, time(8), STOCKHOLM) + timedelta(minutes=30 * n) for day in days for n in range(16)]
    free = (s for s in starts if not find_conflicts(s, s + LONG, book, zone=STOCKHOLM, rules=RULES))
    return {s.date() for s in free if s != besides}
