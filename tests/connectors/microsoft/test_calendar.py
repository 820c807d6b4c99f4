"""A mailbox is read once and then kept in step: whatever happens to it, what is kept is what a new reading would give."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from connectors.calendars import SyncMark, Window
from connectors.demo import write_demo
from connectors.demo.cast import read_world
from connectors.errors import AccessDenied, MarkExpired, NotThere, TryLater
from connectors.ics import CalendarFiles, Source
from connectors.microsoft.wire import SELECT
from connectors.portions import SLACK
from tests.connectors.microsoft.held import BEGINNING, Held, Rig, a_rig, at, invited, weekly, window
from tests.simulators.microsoft import troubles
from tests.simulators.microsoft.from_ics import load_calendar
from tests.simulators.microsoft.mailbox import Mailbox
from tests.world import ASTRID, NOW, STOCKHOLM

BERLIN = ZoneInfo("Europe/Berlin")  # what W. Europe Standard Time is called elsewhere


@pytest.fixture
def rig() -> Iterator[Rig]:
    with a_rig() as made:
        yield made


def test_a_meeting_is_read_with_all_the_understanding_needs(rig: Rig) -> None:
    rig.box.add(
        subject="Avstämning",
        **at(3),
        attendees=invited("karin@bruket.example"),
        location={"displayName": "Bruket, Storgatan 4, Trollhättan"},
        body={"contentType": "html", "content": "<p>Vi ses hos er på besök.</p>"},
    )
    (found,) = rig.read().kept.values()
    assert (found.title, found.start, found.length) == (
        "Avstämning",
        NOW.replace(hour=9) + timedelta(days=3),
        timedelta(minutes=30),
    )
    assert [one.person.address for one in found.attendees] == ["karin@bruket.example"]
    assert found.organizer is not None
    assert found.organizer.address == ASTRID.address
    assert [one.text for one in found.places] == ["Bruket, Storgatan 4, Trollhättan"]
    assert "hos er på besök" in found.human_text
    assert found.recurrence_id is None
    assert not found.series


def test_a_series_is_its_master_at_other_times_and_an_exception_is_itself(rig: Rig) -> None:
    start = at(-28)["start"]
    series = rig.box.add_series(
        subject="Veckoavstämning", **at(-28), recurrence=weekly(start, 6), attendees=invited("karin@bruket.example")
    )
    rig.box.change_occurrence(
        series["id"], (start + timedelta(weeks=1)).date(), subject="Besök hos er", **at(-20, 13, 90)
    )
    rig.box.cancel_occurrence(series["id"], (start + timedelta(weeks=2)).date())
    held = rig.read()
    assert held.titles == ["Veckoavstämning", "Besök hos er", "Veckoavstämning", "Veckoavstämning", "Veckoavstämning"]
    moved = next(one for one in held.kept.values() if one.title == "Besök hos er")
    assert moved.recurrence_id == start + timedelta(weeks=1)
    assert {one.uid for one in held.kept.values()} == {series["id"]}
    assert all(one.series and one.attendees for one in held.kept.values())


def test_the_demo_calendar_is_read_as_its_file_is(rig: Rig) -> None:
    owner = read_world().seller.address
    assert owner == ASTRID.address
    file = write_demo(NOW)
    load_calendar(rig.box, file, owner)
    asked = Window(BEGINNING, NOW - timedelta(days=730), NOW + timedelta(weeks=8))
    files = CalendarFiles([Source("demo.ics", file)], zone=STOCKHOLM).changes(asked)
    theirs = {(one.start, one.title): one for page in files for one in page.meetings}
    read = rig.calendar(owner=owner, reach=timedelta(days=1000)).changes(asked)
    pages = list(read)
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
        assert (one.online, one.shown_as, one.human_text, one.language) == (
            other.online, other.shown_as, other.human_text, other.language,
        )  # fmt: skip
        assert set(one.attendees) == set(other.attendees)
        if other.attendees:
            assert one.organizer == other.organizer
        assert {place.text for place in other.places} - {place.text for place in one.places} <= {
            f"Nordverk {place.text}" for place in one.places
        }
    assert sum(page.private for page in pages) == 5
    assert not [one for page in pages for one in page.unread]


def test_private_meetings_never_leave_the_connector_not_even_of_a_series(rig: Rig) -> None:
    start = at(-21)["start"]
    rig.box.add(subject="Läkarbesök", sensitivity="private", **at(1))
    rig.box.add(subject="Lönesamtal", sensitivity="confidential", **at(2))
    rig.box.add_series(subject="Terapi", sensitivity="personal", **at(-21), recurrence=weekly(start, 4))
    held = rig.read()
    assert held.titles == []
    assert sum(page.private for page in held.pages) == 6


def test_what_is_asked_for_is_what_is_read_and_every_request_wants_lasting_ids(rig: Rig) -> None:
    start = at(-21)["start"]
    rig.simulated.masters_in_delta = False
    rig.box.add_series(subject="Veckoavstämning", **at(-21), recurrence=weekly(start, 20))
    held = rig.read()
    rig.now += timedelta(days=2)
    rig.read(held)
    paths = [asked.path for asked in rig.simulated.asked]
    assert paths == [
        "/me/mailboxSettings", "/me/calendarView/delta", "/$batch",
        "/me/calendarView/delta", "/me/mailboxSettings", "/me/calendarView",
    ]  # fmt: skip
    assert all(
        'IdType="ImmutableId"' in asked.headers["prefer"] for asked in [*rig.simulated.asked, *rig.simulated.batched]
    )
    assert rig.simulated.asked[-1].params["$select"] == SELECT == rig.simulated.batched[0].params["$select"]


def test_a_reading_that_is_broken_off_anywhere_goes_on_where_it_was(rig: Rig) -> None:
    fill(rig.box)
    whole = rig.read(page=3)
    assert len(whole.pages) > 4
    for stop in range(1, len(whole.pages)):
        held = Held()
        for number, page in enumerate(rig.calendar(page=3).changes(window())):
            held.take([page])
            if number + 1 == stop:
                break
        assert rig.read(held, page=3).plain() == whole.plain()


def test_each_new_day_brings_what_has_come_into_view_and_nothing_further(rig: Rig) -> None:
    for days in range(50, 75):
        rig.box.add(subject=f"om {days}", **at(days))
    start = at(-7)["start"]
    rig.box.add_series(subject="Serien", **at(-7, 14), recurrence=weekly(start, 30))
    held = rig.read()
    for _ in range(12):
        rig.now += timedelta(days=1)
        rig.read(held)
        assert held.plain() == Held().take(rig.calendar().changes(window(rig.now))).plain()


def test_a_day_on_which_nothing_happened_costs_one_request(rig: Rig) -> None:
    fill(rig.box)
    held = rig.read()
    before, told = rig.simulated.requests, rig.simulated.bytes_sent
    rig.now += timedelta(hours=3)
    rig.read(held)
    assert rig.simulated.requests - before == 1
    assert rig.simulated.bytes_sent - told < 500


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


def test_marks_that_graph_forgets_are_expired_also_in_the_middle_of_a_reading(rig: Rig) -> None:
    fill(rig.box)
    held = rig.read()
    rig.simulated.expire_tokens()
    with pytest.raises(MarkExpired):
        rig.read(held)
    reading = rig.calendar(page=3).changes(window())
    next(reading)
    rig.simulated.expire_tokens()
    with pytest.raises(MarkExpired):
        list(reading)


def test_a_meeting_deleted_moved_out_of_sight_or_made_private_is_gone(rig: Rig) -> None:
    names = [rig.box.add(subject=name, **at(3))["id"] for name in ("borta", "bortom", "hemlig", "kvar")]
    held = rig.read()
    rig.box.delete(names[0])
    rig.box.change(names[1], **at(400))
    rig.box.change(names[2], sensitivity="private")
    assert rig.read(held).titles == ["kvar"]


def test_a_room_of_the_company_tells_where_its_office_is(rig: Rig) -> None:
    address = {
        "street": "Kungsgatan 1",
        "city": "Göteborg",
        "postalCode": "411 19",
        "countryOrRegion": "Sverige",
        "state": "",
    }
    rig.simulated.room("Björken", "bjorken@nordverk.example", address=address)
    room = {"type": "resource", "emailAddress": {"name": "Björken", "address": "bjorken@nordverk.example"}}
    rig.box.add(subject="Säljmöte", **at(3), attendees=[*invited("sven@nordverk.example"), room])
    (found,) = rig.read(rooms=True).kept.values()
    (place,) = found.places
    assert (place.text, place.street, place.city, place.postal_code) == (
        "Björken",
        "Kungsgatan 1",
        "Göteborg",
        "411 19",
    )
    rig.token = rig.simulated.token(rig.box, "Calendars.Read", "MailboxSettings.Read")
    (found,) = rig.read(rooms=True).kept.values()
    assert [one.street for one in found.places] == [""], "without a grant for rooms they are rooms all the same"


def test_a_mailbox_without_settings_for_us_is_read_all_the_same(rig: Rig) -> None:
    rig.token = rig.simulated.token(rig.box, "Calendars.Read")
    rig.box.add(subject="Avstämning", **at(3))
    calendar = rig.calendar()
    assert Held().take(calendar.changes(window())).titles == ["Avstämning"]
    assert calendar.about is not None
    assert calendar.about.zone is None
    assert calendar.zones == (STOCKHOLM,)


def test_whose_calendar_it_is_decides_what_an_answer_of_ones_own_means(rig: Rig) -> None:
    rig.box.add(
        subject="Deras möte",
        **at(3),
        organizer={"emailAddress": {"name": "Karin Lind", "address": "karin@bruket.example"}},
        attendees=invited(ASTRID.address),
        responseStatus={"response": "declined", "time": "0001-01-01T00:00:00Z"},
    )
    (found,) = rig.read().kept.values()
    assert [(one.person.address, one.response.value) for one in found.attendees] == [(ASTRID.address, "declined")]


@pytest.mark.parametrize(
    ("trouble", "error"),
    [
        (troubles.throttled("2.128"), TryLater),
        (troubles.throttled("Mon, 23 Nov 2026 07:00:30 GMT"), TryLater),
        (troubles.throttled_silently(), TryLater),
        (troubles.half_json(), TryLater),
        (troubles.cut_short(), TryLater),
        (troubles.gone(), MarkExpired),
        (troubles.denied(), AccessDenied),
        (troubles.blocked_by_policy(), AccessDenied),
        (troubles.without_mailbox(), NotThere),
    ],
)
def test_what_goes_wrong_is_named_after_what_comes_next(
    rig: Rig, trouble: troubles.Trouble, error: type[Exception]
) -> None:
    fill(rig.box)
    held = rig.read()
    rig.box.add(subject="Ett till", **at(4))
    rig.simulated.next(trouble, path="/me/calendarView/*")
    with pytest.raises(error):
        rig.read(held)
    assert "Ett till" in rig.read(held).titles, "nothing of it was lost"


@pytest.mark.parametrize("after", ["2.128", "Mon, 23 Nov 2026 07:00:02 GMT"])
def test_who_asks_us_to_wait_is_waited_for_as_long_as_said(rig: Rig, after: str) -> None:
    rig.simulated.next(troubles.throttled(after), path="/me/calendarView/*")
    with pytest.raises(TryLater) as told:
        rig.read()
    assert told.value.after == timedelta(seconds=2.128 if after == "2.128" else 2)


def test_many_changes_at_once_come_in_portions_none_of_which_is_apart_from_what_it_replaces(rig: Rig) -> None:
    names = [rig.box.add(subject=f"möte {n}", **at(3 + n % 40))["id"] for n in range(620)]
    held = rig.read(page=1000)
    for name in names:
        rig.box.change(name, subject="nytt namn")
    rig.read(held, page=1000)
    assert [page.last for page in held.pages[1:]] == [False, True]
    assert held.pages[1].mark is None
    assert set(held.titles) == {"nytt namn"}


@pytest.mark.parametrize("whole", [True, False])
@pytest.mark.parametrize("known_as", ["as it was", "moved"])
def test_one_of_a_series_that_was_moved_and_then_deleted_is_gone(rig: Rig, whole: bool, known_as: str) -> None:
    rig.simulated.masters_in_delta, rig.simulated.series_whole = whole, whole
    start = at(-7)["start"]
    series = rig.box.add_series(subject="Veckoavstämning", **at(-7), recurrence=weekly(start, 4))
    day = (start + timedelta(weeks=2)).date()
    held = rig.read() if known_as == "as it was" else Held()
    rig.box.change_occurrence(series["id"], day, subject="Besök hos er", **at(8, 13, 90))
    assert rig.read(held).titles == ["Veckoavstämning", "Veckoavstämning", "Besök hos er", "Veckoavstämning"]
    rig.box.cancel_occurrence(series["id"], day)
    assert rig.read(held).titles == ["Veckoavstämning"] * 3


@pytest.mark.parametrize("odd", [{"subject": 7}, {"attendees": {}}, {"showAs": ["busy"]}])
def test_a_series_whose_master_makes_no_sense_is_told_of_and_the_rest_is_kept(rig: Rig, odd: dict[str, object]) -> None:
    rig.simulated.masters_in_delta = False
    start = at(-7)["start"]
    series = rig.box.add_series(subject="Veckoavstämning", **at(-7), recurrence=weekly(start, 4))
    rig.box.add(subject="Avstämning", **at(3))
    rig.box.items[rig.box.ident(series["id"]).number] |= odd
    held = rig.read()
    assert held.titles == ["Avstämning"]
    assert {one.uid for page in held.pages for one in page.unread} == {series["id"]}


def test_a_series_of_whole_days_has_whole_days(rig: Rig) -> None:
    start = at(-7)["start"].replace(hour=0)
    span = {"start": start, "end": start + timedelta(days=1)}
    rig.box.add_series(subject="Mässa", isAllDay=True, **span, recurrence=weekly(start, 4))
    kept = rig.read().kept.values()
    assert [(f"{one.start:%H:%M}", one.length, one.all_day) for one in kept] == [("00:00", timedelta(days=1), True)] * 4


def fill(box: Mailbox) -> None:
    start = at(-60)["start"]
    box.add_series(subject="Varje vecka", **at(-60), recurrence=weekly(start, 20))
    for days in range(-20, 20, 4):
        box.add(subject=f"möte {days}", **at(days, 13))


# Whatever happens to a calendar.

DAYS = st.integers(-25, 70)
CHANGES = st.lists(
    st.tuples(
        st.sampled_from(
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
                "whole",
                "end",
            ]
        ),
        st.integers(0, 10),
        DAYS,
    ),
    min_size=1,
    max_size=8,
)


def happen(box: Mailbox, what: str, which: int, days: int) -> None:
    events = box.events()
    singles = [one for one in events if one["type"] == "singleInstance"]
    masters = [one for one in events if one["type"] == "seriesMaster"]
    if what == "add":
        box.add(subject=f"nytt {which}", **at(days, 10), attendees=invited("karin@bruket.example"))
    if what == "series":
        start = at(days % 20 - 20)["start"]
        box.add_series(subject=f"serie {which}", **at(days % 20 - 20), recurrence=weekly(start, 3 + which))
    if singles and what in ("move", "rename", "delete", "private"):
        single = singles[which % len(singles)]["id"]
        if what == "delete":
            box.delete(single)
        else:
            told = {"move": at(days, 15), "rename": {"subject": f"namn {days}"}, "private": {"sensitivity": "private"}}
            box.change(single, **told[what])
    if masters and what in ("one moved", "one gone", "one named", "whole", "end"):
        master = masters[which % len(masters)]
        if what == "whole":
            box.change(master["id"], subject=f"hela {days}")
        elif what == "end":
            box.delete(master["id"])
        else:
            _happen_to_one(box, master, what, which)


def _happen_to_one(box: Mailbox, master: dict[str, object], what: str, which: int) -> None:
    number = box.ident(str(master["id"])).number
    first = date.fromisoformat(str(master["start"]["dateTime"])[:10])  # type: ignore[index]
    days = [day for day in box.days(number, first + timedelta(days=400)) if day not in box.cancelled[number]]
    if not days:
        return
    day = days[which % len(days)]
    if what == "one gone":
        box.cancel_occurrence(str(master["id"]), day)
        return
    start = datetime.combine(day, datetime.min.time(), STOCKHOLM).replace(hour=16)
    told = (
        {"subject": f"en gång {which}"} if what == "one named" else {"start": start, "end": start + timedelta(hours=1)}
    )
    box.change_occurrence(str(master["id"]), day, **told)


@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(
    rounds=st.lists(CHANGES, min_size=1, max_size=3),
    masters=st.booleans(),
    whole=st.booleans(),
    repeats=st.booleans(),
    empty=st.booleans(),
    size=st.sampled_from([2, 7, 100]),
    pause=st.sampled_from([timedelta(minutes=1), timedelta(days=1), timedelta(days=9)]),
)
def test_what_is_kept_is_what_a_new_reading_would_give(
    rounds: list[list[tuple[str, int, int]]],
    masters: bool,
    whole: bool,
    repeats: bool,
    empty: bool,
    size: int,
    pause: timedelta,
) -> None:
    with a_rig() as rig:
        simulated = rig.simulated
        simulated.masters_in_delta, simulated.series_whole = masters, whole
        simulated.repeats, simulated.empty_pages = repeats, empty
        fill(rig.box)
        held = rig.read(page=size)
        for changes in rounds:
            for change in changes:
                happen(rig.box, *change)
            rig.now += pause
            rig.read(held, page=size, in_round=size)
            anew = Held().take(rig.calendar().changes(window(rig.now)))
            assert {key: (one.title, one.start, one.end) for key, one in _in_sight(held, rig).items()} == {
                key: (one.title, one.start, one.end) for key, one in _in_sight(anew, rig).items()
            }


def _in_sight(held: Held, rig: Rig) -> dict[object, object]:
    """What is older than the newer reading goes back is erased by others."""
    oldest = (rig.now - timedelta(days=366)).astimezone(UTC)
    return {key: one for key, one in held.plain().items() if one.end > oldest + timedelta(days=1)}
