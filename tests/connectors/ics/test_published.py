"""What is published is read by others as it was meant, whatever strangers wrote into it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from connectors.ics.published import LONGEST, LONGEST_TEXT, Published, write_published
from tests.connectors.ics.subscribers import Reader, Told, has_libical, read_with_libical, read_with_vobject
from tests.world import NOW, STOCKHOLM

HOUR = timedelta(hours=1)
START = datetime(2026, 12, 10, 9, tzinfo=STOCKHOLM)
EVENT = Published(
    uid="5ac0ffee0001.1@kanelbulle.example",
    start=START,
    end=START + 1.5 * HOUR,
    title="Förslag: besök hos Bruket",
    place="Slussgatan 14, 461 30 Trollhättan",
    text="Sju möten på ett år; alla på Teams, oftast 27 minuter.\nNi har aldrig setts.",
    category="Besök",
    url="https://kanelbulle.example/account/bruket.example",
    sequence=3,
    changed_at=NOW,
)
INJECTED = "x\r\nBEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-PT5M\r\nEND:VALARM"
HOSTILE = (
    INJECTED,
    *(
        INJECTED.replace("\r\n", end)
        for end in ("\n", "\r", "\x0b", "\x0c", "\x1c", "\x1e", "\x85", "\u2028", "\u2029")
    ),
    "END:VEVENT\nEND:VCALENDAR\nBEGIN:VCALENDAR",
    "å" * 10_000,
    "\u202eabc\u2069\u200f",
    "👩‍🚒🏳️‍🌈" * 60,
    "noll\0 och \ud800 och \ufffe",
    r"\n \, \; \\ ^n ;x=y:z,w",
    '"ATTENDEE";CN="x":mailto:a@b.example',
    " \t ",
    "",
)
words = st.one_of(
    st.sampled_from(HOSTILE), st.text(max_size=400), st.text(alphabet='\r\n\\;,:"x\x85\u2028', max_size=40)
)

readers = pytest.mark.parametrize(
    "read",
    [
        read_with_vobject,
        pytest.param(
            read_with_libical, marks=pytest.mark.skipif(not has_libical(), reason="no libical3 on this machine")
        ),
    ],
)


def write(*events: Published) -> bytes:
    return write_published(events, name="Förslag på besök", every=HOUR)


def told(one: Published) -> Told:
    return Told(
        one.uid, one.start.astimezone(UTC), one.end.astimezone(UTC), one.title, one.place, one.text, one.url,
        one.category, one.sequence, one.changed_at.astimezone(UTC),
    )  # fmt: skip


@readers
def test_an_event_is_read_as_it_was_meant(read: Reader) -> None:
    second = replace(EVENT, uid="5ac0ffee0002.1@kanelbulle.example", place="", sequence=0)
    assert read(write(EVENT, second)) == [told(EVENT), told(second)]


@readers
def test_a_calendar_with_nothing_to_tell_is_one(read: Reader) -> None:
    assert read(write()) == []
    assert write().count(b"BEGIN:VTIMEZONE") == 1, "a calendar must hold a component"


@readers
@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=150)
@given(hostile=st.tuples(*[words] * 6))
def test_no_word_of_a_stranger_gets_out_of_its_property(read: Reader, hostile: tuple[str, ...]) -> None:
    title, place, text, category, uid, url = hostile
    one = replace(
        EVENT, title=title, place=place, text=text, category=f"b{category}", uid=f"u{uid}", url=f"http://a/{url}"
    )
    body = write(one, EVENT)
    assert_lines_are_short(body)
    first, second = read(body)
    assert second == told(EVENT)
    assert (first.inside, first.others) == ((), frozenset())
    assert (first.start, first.end, first.sequence) == (EVENT.start, EVENT.end, EVENT.sequence)
    assert (first.privacy, first.status, first.time) == ("PRIVATE", "TENTATIVE", "TRANSPARENT")
    assert len(first.title) <= LONGEST
    assert len(first.text) <= LONGEST_TEXT
    assert "\0" not in repr(first)


def assert_lines_are_short(body: bytes) -> None:
    lines = body.split(b"\r\n")
    assert lines.pop() == b""
    assert all(len(line) <= 75 and b"\n" not in line and b"\r" not in line for line in lines)
    for line in lines:
        assert len(line.decode().splitlines()) == 1, (
            "nothing in it is the end of a line to anybody, and no letter is cut"
        )


def test_moments_are_told_in_utc_whatever_the_clocks_do() -> None:
    winter = datetime(2026, 12, 10, 9, tzinfo=STOCKHOLM)  # Luleå too
    summer = datetime(2027, 6, 10, 9, tzinfo=STOCKHOLM)
    night = datetime(2027, 3, 28, 1, 30, tzinfo=STOCKHOLM)  # an hour later it is half past three
    events = [replace(EVENT, start=one, end=(one.astimezone(UTC) + HOUR)) for one in (winter, summer, night)]
    lines = write(*events).decode().split("\r\n")
    assert [one for one in lines if one.startswith("DT") and "STAMP" not in one] == [
        "DTSTART:20261210T080000Z",
        "DTEND:20261210T090000Z",
        "DTSTART:20270610T070000Z",
        "DTEND:20270610T080000Z",
        "DTSTART:20270328T003000Z",
        "DTEND:20270328T013000Z",
    ]


def test_it_says_its_name_and_how_often_to_look_to_old_readers_and_new() -> None:
    lines = write(EVENT).decode().split("\r\n")
    assert {"NAME:Förslag på besök", "X-WR-CALNAME:Förslag på besök"} <= set(lines)
    assert {"REFRESH-INTERVAL;VALUE=DURATION:PT1H", "X-PUBLISHED-TTL:PT1H"} <= set(lines)


def test_the_same_events_are_the_same_bytes() -> None:
    assert write(EVENT) == write(replace(EVENT, start=EVENT.start.astimezone(UTC)))
