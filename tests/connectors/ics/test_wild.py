"""Whatever comes in a calendar file, reading it ends in meetings or in one clear line."""

from datetime import UTC, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from connectors.calendars import Window
from connectors.errors import Unreadable
from connectors.ics.components import split, uid_of
from connectors.ics.lines import Damaged, content_lines, unescape
from connectors.ics.parsed import read_parsed
from connectors.ics.plain import read_plain
from connectors.ics.zones import Zones
from tests.connectors.ics.written import SAMPLES, Read, read, vcalendar, vevent
from tests.world import STOCKHOLM

QUICK = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
WINDOW = Window(
    datetime(2020, 1, 1, tzinfo=STOCKHOLM),
    datetime(2025, 1, 1, tzinfo=STOCKHOLM),
    datetime(2028, 1, 1, tzinfo=STOCKHOLM),
)
CALENDARS = [path.read_bytes() for path in sorted(SAMPLES.glob("*.ics"))]

words = st.text(st.characters(codec="utf-8", exclude_characters="\r\n\0"), max_size=80)
NAMES = (
    "SUMMARY LOCATION DESCRIPTION ATTENDEE ORGANIZER DTSTART DTEND DURATION RRULE EXDATE RDATE RECURRENCE-ID CLASS "
    "STATUS GEO URL CONFERENCE SEQUENCE X-ALT-DESC X-MICROSOFT-LOCATIONS X-APPLE-STRUCTURED-LOCATION BEGIN END"
)
names = st.sampled_from(NAMES.split())
values = st.one_of(
    words,
    st.sampled_from(
        ["20261201T080000Z", "20261201", "PT1H", "FREQ=WEEKLY", "mailto:a@b.example", "1;2", "VEVENT", "VALARM"]
    ),
)
params = st.one_of(
    st.just(""), st.sampled_from([";TZID=Europe/Stockholm", ";VALUE=DATE", ';CN="A, B"', ";CN=^n", ";X=\\,"]), words
)
lines = st.builds(lambda name, param, value: f"{name}{param}:{value}", names, params, values)


def assert_survives(data: bytes) -> Read | None:
    try:
        result = read(data, window=WINDOW)
    except Unreadable:
        return None
    for meeting in result.meetings:
        assert meeting.start.tzinfo
        assert meeting.end >= meeting.start
        assert WINDOW.since <= meeting.start < WINDOW.until
    return result


@QUICK
@given(st.binary(max_size=2_000))
def test_random_bytes_are_survived(data: bytes) -> None:
    assert_survives(data)


@QUICK
@given(st.binary(max_size=500))
def test_random_bytes_in_a_meeting_are_survived(data: bytes) -> None:
    assert_survives(vcalendar(vevent()).replace(b"END:VEVENT", data + b"\r\nEND:VEVENT"))


@QUICK
@given(st.sampled_from(CALENDARS), st.data())
def test_a_mutated_calendar_is_survived(calendar: bytes, data: st.DataObject) -> None:
    for _ in range(data.draw(st.integers(1, 5))):
        begin = data.draw(st.integers(0, len(calendar)))
        stop = min(len(calendar), begin + data.draw(st.integers(0, 40)))
        calendar = (
            calendar[:begin] + data.draw(st.one_of(st.binary(max_size=10), lines.map(str.encode))) + calendar[stop:]
        )
    assert_survives(calendar)


@QUICK
@given(st.lists(lines, max_size=12))
def test_the_two_readers_agree_on_whatever_lines(given_lines: list[str]) -> None:
    _, components, _ = split("x", vcalendar(vevent(*given_lines)))
    for component in components:
        zones = Zones(component.part, STOCKHOLM)
        kept = content_lines(component.raw)
        try:
            plain = read_plain(uid_of(component), kept, zones)
        except Damaged:
            plain = None
        if plain is not None:
            assert plain == read_parsed(uid_of(component), kept, zones)


@QUICK
@given(
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=900),
    st.datetimes(datetime(2020, 1, 2), datetime(2027, 12, 30)),  # noqa: DTZ001
    st.integers(0, 600),
)
def test_what_is_written_is_read(title: str, start: datetime, minutes: int) -> None:
    begin = start.replace(microsecond=0, tzinfo=UTC)
    when = tuple(
        f"{name}:{at:%Y%m%dT%H%M%SZ}"
        for name, at in (("DTSTART", begin), ("DTEND", begin + timedelta(minutes=minutes)))
    )
    escaped = title.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    meeting = read(vcalendar(vevent(f"SUMMARY:{escaped}", when=when)), window=WINDOW).only
    assert (meeting.title, meeting.start, meeting.length) == (title, begin, timedelta(minutes=minutes))


@QUICK
@given(st.text(max_size=200))
def test_escaping_is_undone(text: str) -> None:
    escaped = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")
    assert unescape(escaped) == text
