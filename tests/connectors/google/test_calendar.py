"""A calendar at Google is read once and then kept in step: whatever happens to it, what is kept is what a new reading would give."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from connectors.calendars import SyncMark, Window
from connectors.demo import write_demo
from connectors.errors import AccessDenied, MarkExpired, TryLater
from connectors.google.wire import LIST
from connectors.ics import CalendarFiles, Source
from connectors.portions import SLACK
from tests.connectors.google.held import Rig, a_rig, at, weekly
from tests.connectors.microsoft.held import BEGINNING, Held, window
from tests.simulators.google import troubles
from tests.simulators.google.calendar import Calendar
from tests.simulators.google.from_ics import load_calendar
from tests.world import ASTRID, KARIN, NOW, STOCKHOLM


@pytest.fixture
def rig() -> Iterator[Rig]:
    with a_rig() as made:
        yield made


def test_a_meeting_is_read_with_all_the_understanding_needs(rig: Rig) -> None:
    rig.box.add(
        summary="Avstämning",
        **at(3),
        attendees=[KARIN.address],
        location="Bruket, Storgatan 4, Trollhättan",
        description="<p>Vi ses hos er på besök.</p>",
    )
    (found,) = rig.read().kept.values()
    assert (found.title, found.start, found.length) == (
        "Avstämning", NOW.replace(hour=9) + timedelta(days=3), timedelta(minutes=30),
    )  # fmt: skip
    assert [one.person.address for one in found.attendees] == [KARIN.address]
    assert found.organizer is not None
    assert found.organizer.address == ASTRID.address
    assert [one.text for one in found.places] == ["Bruket, Storgatan 4, Trollhättan"]
    assert "hos er på besök" in found.human_text
    assert (found.recurrence_id, found.series) == (None, False)


def test_one_meeting_is_looked_at_by_itself(rig: Rig) -> None:
    told = rig.box.add(summary="Första mötet", **at(9), attendees=[KARIN.address])
    found = rig.calendar().glance(told["id"])
    assert found is not None
    assert (found.uid, found.title, found.start) == (told["id"], "Första mötet", at(9)["start"])
    (read,) = rig.read().kept.values()
    assert found == read


@pytest.mark.parametrize(
    "changes", [{"visibility": "private"}, {"visibility": "confidential"}, {"eventType": "birthday"}]
)
def test_what_is_not_ours_to_know_is_not_told_by_looking_either(rig: Rig, changes: dict[str, str]) -> None:
    told = rig.box.add(summary="Läkarbesök", **at(9), attendees=[KARIN.address])
    rig.box.change(told["id"], **changes)
    assert rig.calendar().glance(told["id"]) is None


@pytest.mark.parametrize("ident", ["nobodysevent0000", "../events", "a/b", "%2e%2e", "?alt=media", "\u2028"])
def test_an_event_nobody_knows_is_none(rig: Rig, ident: str) -> None:
    assert rig.calendar().glance(ident) is None


def test_instances_come_one_by_one_and_one_that_was_moved_is_known_by_when_it_was_to_be(rig: Rig) -> None:
    series = rig.box.add_series(summary="Varje vecka", **at(-28), recurrence=weekly(6), attendees=[KARIN.address])
    first = at(-28)["start"]
    second, third = (f"{(first + timedelta(weeks=n)).astimezone(UTC):%Y%m%dT%H%M%SZ}" for n in (1, 2))
    rig.box.change(f"{series['id']}_{second}", summary="Besök hos er", **at(-20, 13, 90))
    rig.box.delete(f"{series['id']}_{third}")
    held = rig.read()
    assert held.titles == ["Varje vecka", "Besök hos er", "Varje vecka", "Varje vecka", "Varje vecka"]
    moved = next(one for one in held.kept.values() if one.title == "Besök hos er")
    assert moved.recurrence_id == first + timedelta(weeks=1)
    assert {one.uid for one in held.kept.values()} == {series["id"]}


def test_the_demo_calendar_is_read_as_its_file_is(rig: Rig) -> None:
    file = write_demo(NOW)
    load_calendar(rig.box, file, ASTRID.address)
    asked = Window(BEGINNING, NOW - timedelta(days=730), NOW + timedelta(weeks=8))
    files = CalendarFiles([Source("demo.ics", file)], zone=STOCKHOLM).changes(asked)
    seen = [one for page in files for one in page.meetings]
    theirs = {
        (one.start, one.title): one for one in seen if not one.cancelled
    }  # Google no longer lists what was called off
    pages = list(rig.calendar(reach=timedelta(days=1000)).changes(asked))
    ours = {(one.start, one.title): one for page in pages for one in page.meetings}
    assert ours.keys() == theirs.keys()
    for key, one in ours.items():
        other = theirs[key]
        assert (one.end, one.series, one.all_day, one.cancelled) == (
            other.end,
            other.series,
            other.all_day,
            other.cancelled,
        )
        assert set(one.attendees) == set(other.attendees)
        assert one.human_text == other.human_text
        assert (one.online and one.online.provider) == (other.online and other.online.provider)
    assert sum(page.private for page in pages) == 5
    assert not [one for page in pages for one in page.unread]


def test_private_meetings_never_leave_the_connector(rig: Rig) -> None:
    rig.box.add(summary="Läkarbesök", visibility="private", **at(1))
    rig.box.add(summary="Lönesamtal", visibility="confidential", **at(2))
    rig.box.add_series(summary="Terapi", visibility="private", **at(-21), recurrence=weekly(4))
    held = rig.read()
    assert held.titles == []
    assert sum(page.private for page in held.pages) == 6


def test_what_is_asked_for_is_what_is_read_and_the_mask_never_changes(rig: Rig) -> None:
    held = rig.read()
    rig.now += timedelta(days=2)
    rig.read(held)
    lists = [asked for asked in rig.simulated.asked if asked.path.endswith("/events")]
    assert len(lists) == 3
    assert {asked.params["fields"] for asked in lists} == {LIST}
    assert {asked.params["singleEvents"] for asked in lists} == {"true"}


def test_a_reading_that_is_broken_off_anywhere_goes_on_where_it_was(rig: Rig) -> None:
    fill(rig.box)
    whole = rig.read(page=5)
    assert len(whole.pages) > 4
    for stop in range(1, len(whole.pages)):
        held = Held()
        for number, page in enumerate(rig.calendar(page=5).changes(window())):
            held.take([page])
            if number + 1 == stop:
                break
        assert rig.read(held, page=5).plain() == whole.plain()


def test_each_new_day_brings_what_has_come_into_view_and_nothing_further(rig: Rig) -> None:
    for days in range(50, 75):
        rig.box.add(summary=f"om {days}", **at(days))
    rig.box.add_series(summary="Serien", **at(-7, 14), recurrence=weekly(30))
    held = rig.read()
    for _ in range(12):
        rig.now += timedelta(days=1)
        rig.read(held)
        assert held.plain() == Held().take(rig.calendar().changes(window(rig.now))).plain()


def test_a_look_at_which_nothing_happened_costs_one_request(rig: Rig) -> None:
    fill(rig.box)
    held = rig.read()
    before = rig.simulated.requests
    rig.now += timedelta(hours=3)
    rig.read(held)
    assert rig.simulated.requests - before == 1


def test_after_a_quarter_the_calendar_is_read_from_the_start_once(rig: Rig) -> None:
    held = rig.read()
    rig.now += SLACK - timedelta(days=1)
    rig.read(held)
    rig.now += timedelta(days=2)
    with pytest.raises(MarkExpired):
        rig.read(held)


@pytest.mark.parametrize("mark", [b"", b"{}", b"\xc1", b"\x81\xa7version\x63"])
def test_a_mark_of_another_make_is_an_expired_one(rig: Rig, mark: bytes) -> None:
    held = Held()
    held.mark = SyncMark(mark)
    with pytest.raises(MarkExpired):
        rig.read(held)


def test_marks_that_google_forgets_are_expired(rig: Rig) -> None:
    fill(rig.box)
    held = rig.read()
    rig.simulated.expire_tokens()
    with pytest.raises(MarkExpired):
        rig.read(held)


def test_a_meeting_deleted_moved_out_of_sight_or_made_private_is_gone(rig: Rig) -> None:
    names = [rig.box.add(summary=name, **at(3))["id"] for name in ("borta", "bortom", "hemlig", "kvar")]
    held = rig.read()
    rig.box.delete(names[0])
    rig.box.change(names[1], **at(400))
    rig.box.change(names[2], visibility="private")
    assert rig.read(held).titles == ["kvar"]


def test_a_calendar_whose_settings_are_not_for_us_is_read_all_the_same(rig: Rig) -> None:
    rig.token = rig.simulated.token(rig.box, "https://www.googleapis.com/auth/calendar.events.readonly")
    rig.box.add(summary="Avstämning", **at(3))
    calendar = rig.calendar()
    assert Held().take(calendar.changes(window())).titles == ["Avstämning"]
    assert calendar.about is not None
    assert calendar.about.zone is None
    assert calendar.zones == (STOCKHOLM,)


@pytest.mark.parametrize(
    ("trouble", "error"),
    [
        (troubles.throttled(), TryLater),
        (troubles.half_json(), TryLater),
        (troubles.cut_short(), TryLater),
        (troubles.gone(), MarkExpired),
        (troubles.denied(), AccessDenied),
    ],
)
def test_what_goes_wrong_is_named_after_what_comes_next(
    rig: Rig, trouble: troubles.Trouble, error: type[Exception]
) -> None:
    fill(rig.box)
    held = rig.read()
    rig.box.add(summary="Ett till", **at(4))
    rig.simulated.next(trouble, path="*/events")
    with pytest.raises(error):
        rig.read(held)
    assert "Ett till" in rig.read(held).titles, "nothing of it was lost"


def fill(box: Calendar) -> None:
    box.add_series(summary="Varje vecka", **at(-60), recurrence=weekly(20))
    for days in range(-20, 20, 4):
        box.add(summary=f"möte {days}", **at(days, 13))


DAYS = st.integers(-25, 70)
WHAT = st.sampled_from(
    [
        "add",
        "move",
        "rename",
        "delete",
        "private",
        "series",
        "one moved",
        "one gone",
        "one named",
        "one private",
        "whole",
        "end",
    ]
)
CHANGES = st.lists(st.tuples(WHAT, st.integers(0, 10), DAYS), min_size=1, max_size=8)


def happen(box: Calendar, what: str, which: int, days: int) -> None:
    events = [one for one in box.events() if one.get("status") != "cancelled"]
    singles = [one["id"] for one in events if "recurrence" not in one]
    series = [one for one in events if "recurrence" in one]
    if what == "add":
        box.add(summary=f"nytt {which}", **at(days, 10), attendees=[KARIN.address])
    if what == "series":
        box.add_series(summary=f"serie {which}", **at(days % 20 - 20), recurrence=weekly(3 + which))
    if singles and what in ("move", "rename", "delete", "private"):
        single = singles[which % len(singles)]
        told = {"move": at(days, 15), "rename": {"summary": f"namn {days}"}, "private": {"visibility": "private"}}
        box.delete(single) if what == "delete" else box.change(single, **told[what])
    if series and what in ("whole", "end"):
        master = series[which % len(series)]["id"]
        box.delete(master) if what == "end" else box.change(master, summary=f"hela {days}")
    if series and what.startswith("one "):
        _happen_to_one(box, series[which % len(series)], what, which)


def _happen_to_one(box: Calendar, series: dict[str, object], what: str, which: int) -> None:
    first = datetime.fromisoformat(str(series["start"]["dateTime"]))  # type: ignore[index]
    original = f"{(first.astimezone(STOCKHOLM) + timedelta(weeks=which % 3)).astimezone(UTC):%Y%m%dT%H%M%SZ}"
    name = f"{series['id']}_{original}"
    if box.instance(str(series["id"]), original).get("status") == "cancelled":
        return
    told = {
        "one moved": at(which, 16, 60),
        "one named": {"summary": f"en gång {which}"},
        "one private": {"visibility": "private"},
    }
    box.delete(name) if what == "one gone" else box.change(name, **told[what])


@settings(max_examples=30, suppress_health_check=list(HealthCheck))
@given(
    rounds=st.lists(CHANGES, min_size=1, max_size=3),
    size=st.sampled_from([3, 7, 100]),
    pause=st.sampled_from([timedelta(minutes=1), timedelta(days=1), timedelta(days=9)]),
)
def test_what_is_kept_is_what_a_new_reading_would_give(
    rounds: list[list[tuple[str, int, int]]], size: int, pause: timedelta
) -> None:
    with a_rig() as rig:
        fill(rig.box)
        held = rig.read(page=size)
        for changes in rounds:
            for change in changes:
                happen(rig.box, *change)
            rig.now += pause
            rig.read(held, page=size, in_round=size)
            anew = Held().take(rig.calendar().changes(window(rig.now)))
            assert _in_sight(held, rig) == _in_sight(anew, rig)


def _in_sight(held: Held, rig: Rig) -> dict[object, tuple[str, datetime, datetime]]:
    """What is older than the newer reading goes back is erased by others."""
    oldest = (rig.now - timedelta(days=365)).astimezone(UTC)
    return {key: (one.title, one.start, one.end) for key, one in held.plain().items() if one.end > oldest}
