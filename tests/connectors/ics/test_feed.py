"""A calendar behind a link: what is asked, what comes of it, and what is never taken for a deletion."""

import gzip
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from email.utils import format_datetime

import pytest

from connectors.calendars import Page, SyncMark, Window
from connectors.errors import AccessDenied, ConnectorError, MarkExpired, NotThere, TryLater, Unreadable
from connectors.ics import CalendarFiles, IcsFeed, Source
from connectors.ics.pages import Portion
from connectors.web import Guard, Patience
from tests.connectors.ics.written import YEAR, vcalendar, vevent
from tests.simulators.feed import (
    SECRET,
    Feed,
    Reply,
    answer,
    chunked,
    feed_server,
    says,
    sends_on,
    throttled,
    without_end,
)
from tests.world import NOW, STOCKHOLM

HERE = Guard(admits=lambda address: str(address) == "127.0.0.1", ports=range(1, 65536))
HURRIED = Patience(total=timedelta(seconds=5))
TWO = vcalendar(vevent(uid="m1"), vevent(uid="m2"), head=("X-WR-CALNAME:Astrid",))
ROLLED = replace(YEAR, until=YEAR.until + timedelta(days=30))
LATER = vevent(uid="later", when=("DTSTART:20270601T080000Z",))


@pytest.fixture
def server() -> Iterator[Feed]:
    with feed_server() as running:
        running.calendar = TWO
        yield running


def feed(server: Feed, *, limit: int = 1_000_000, portion: Portion | None = None) -> IcsFeed:
    return IcsFeed(
        server.url,
        zone=STOCKHOLM,
        limit=limit,
        guard=HERE,
        patience=HURRIED,
        clock=lambda: NOW,
        portion=portion or Portion(),
    )


def read(server: Feed, mark: SyncMark | None = None, window: Window = YEAR) -> list[Page]:
    pages = list(feed(server).changes(window, mark))
    assert [page.last for page in pages] == [False] * (len(pages) - 1) + [True]
    assert pages[-1].mark is not None
    return pages


def replaced(pages: list[Page]) -> frozenset[str]:
    return frozenset().union(*(page.replaced for page in pages))


def failure(server: Feed, reply: Reply, mark: SyncMark | None = None) -> ConnectorError:
    server.next(reply)
    with pytest.raises(ConnectorError) as caught:
        list(feed(server).changes(YEAR, mark))
    shown = f"{caught.value!r} {caught.value} {caught.value.__cause__!r} {caught.value.__context__!r}"
    assert "5f3a9c" not in shown
    return caught.value


# Reading


def test_a_feed_reads_like_its_file(server: Feed) -> None:
    astrid = feed(server)
    (page,) = astrid.changes(YEAR)
    (same,) = CalendarFiles([Source("127.0.0.1", TWO)], zone=STOCKHOLM).changes(YEAR)
    assert replace(page, mark=None) == replace(same, mark=None)
    assert astrid.names == ("Astrid",)


def test_we_say_who_we_are_and_ask_for_a_calendar(server: Feed) -> None:
    read(server)
    headers = server.asked[0].headers
    assert headers["user-agent"].startswith("Kanelbulle/")
    assert (headers["accept"], headers["accept-encoding"]) == ("text/calendar", "gzip")
    assert not headers.keys() & {"cookie", "authorization", "if-none-match", "if-modified-since"}


def test_a_second_look_reads_what_changed_and_names_what_is_gone(server: Feed) -> None:
    (before,) = read(server)
    server.calendar = vcalendar(vevent("SUMMARY:ny", uid="m2"))
    assert replaced(read(server, before.mark)) == {"m1", "m2"}


@pytest.mark.parametrize("reply", [chunked(TWO[:40], TWO[40:]), without_end(TWO), says(200, TWO)])
def test_however_it_comes_it_is_the_same_calendar(server: Feed, reply: Reply) -> None:
    server.next(reply)
    assert replaced(read(server)) == {"m1", "m2"}


def test_a_packed_feed_is_unpacked(server: Feed) -> None:
    server.packed = True
    assert replaced(read(server)) == {"m1", "m2"}
    halves = gzip.compress(TWO[:100]) + gzip.compress(TWO[100:]) + b"\0" * 20
    server.next(says(200, halves, content_encoding="x-gzip"))
    assert replaced(read(server)) == {"m1", "m2"}


def test_an_empty_calendar_is_a_calendar(server: Feed) -> None:
    (before,) = read(server)
    server.calendar = vcalendar()
    assert replaced(read(server, before.mark)) == {"m1", "m2"}


def test_what_a_server_adds_after_the_calendar_does_no_harm(server: Feed) -> None:
    server.calendar = TWO + b"\r\n<!-- made in 0.1 s -->\r\n"
    assert replaced(read(server)) == {"m1", "m2"}


# Whether it changed


def test_a_feed_that_is_the_same_is_not_sent_again(server: Feed) -> None:
    server.tag = '"v1"'
    (before,) = read(server)
    again = feed(server)
    (page,) = again.changes(YEAR, before.mark)
    assert server.asked[1].headers["if-none-match"] == '"v1"'
    assert (page.meetings, page.replaced, page.last, again.names) == ((), frozenset(), True, ("Astrid",))
    read(server, page.mark)
    assert server.asked[2].headers["if-none-match"] == '"v1"'


def test_a_new_tag_brings_what_changed(server: Feed) -> None:
    server.tag = 'W/"v1"'
    (before,) = read(server)
    server.tag, server.calendar = 'W/"v2"', vcalendar(vevent(uid="m1"))
    (after,) = read(server, before.mark)
    assert after.replaced == {"m2"}
    read(server, after.mark)
    assert server.asked[2].headers["if-none-match"] == 'W/"v2"'


@pytest.mark.parametrize(("age", "asks"), [(timedelta(hours=1), True), (timedelta(seconds=1), False)])
def test_a_date_is_trusted_only_when_it_was_old_enough(server: Feed, age: timedelta, asks: bool) -> None:
    server.modified, server.date = format_datetime(NOW - age), format_datetime(NOW)
    (before,) = read(server)
    (after,) = read(server, before.mark)
    assert server.asked[1].headers.get("if-modified-since") == (server.modified if asks else None)
    assert after.replaced == frozenset()


def test_a_window_that_reaches_new_entries_is_read_whatever_the_server_would_say(server: Feed) -> None:
    server.tag, server.calendar = '"v1"', vcalendar(vevent(), LATER)
    (before,) = read(server)
    (after,) = read(server, before.mark, ROLLED)
    assert "if-none-match" not in server.asked[1].headers
    assert [meeting.uid for meeting in after.meetings] == ["later"]


def test_a_reading_that_broke_off_is_never_told_that_all_is_the_same(server: Feed) -> None:
    server.tag, server.calendar = '"v1"', vcalendar(*(vevent(uid=f"m{number}") for number in range(9)))
    small = Portion(meetings=2, pages_a_mark=1)
    first = next(feed(server, portion=small).changes(YEAR))
    rest = list(feed(server, portion=small).changes(YEAR, first.mark))
    assert "if-none-match" not in server.asked[1].headers
    assert replaced(rest) == {f"m{number}" for number in range(9)} - first.replaced
    (same,) = read(server, rest[-1].mark)
    assert same.replaced == frozenset()
    assert server.asked[2].headers["if-none-match"] == '"v1"'


def test_tags_are_told_to_the_address_they_came_from_and_to_no_other(server: Feed) -> None:
    server.tag = '"v1"'
    (before,) = read(server)
    server.next(sends_on("/other.ics"), says(200, TWO, etag='"v1"'))
    (moved,) = read(server, before.mark)
    assert [asked.headers.get("if-none-match") for asked in server.asked] == [None, '"v1"', None]
    server.next(sends_on("/other.ics"), says(304))
    read(server, moved.mark)
    assert [asked.headers.get("if-none-match") for asked in server.asked[3:]] == [None, '"v1"']


def test_the_same_said_unasked_means_nothing(server: Feed) -> None:
    assert isinstance(failure(server, says(304)), TryLater)


@pytest.mark.parametrize("state", [b"", b"\xff", b'{"delta": 1}', b"\x93\x02\x93\xc4\x00\xa0\xa0\xc4\x00"])
def test_a_mark_of_another_making_is_refused(server: Feed, state: bytes) -> None:
    (of_a_file,) = CalendarFiles([Source("a.ics", TWO)], zone=STOCKHOLM).changes(YEAR)
    for mark in (SyncMark(state), of_a_file.mark):
        with pytest.raises(MarkExpired, match="read again from the start"):
            list(feed(server).changes(YEAR, mark))
    assert server.asked == []


# What goes wrong


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        *((status, AccessDenied) for status in (401, 403, 407)),
        *((status, NotThere) for status in (404, 410)),
        *((status, TryLater) for status in (206, 408, 425, 429, 500, 502, 503, 504, 599)),
        *((status, Unreadable) for status in (204, 300, 302, 400, 406, 451)),
    ],
)
def test_every_status_says_what_to_do_next(server: Feed, status: int, kind: type[ConnectorError]) -> None:
    assert type(failure(server, says(status, b"" if status in {204, 304} else TWO))) is kind


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(
    ("header", "after"),
    [
        ("7", timedelta(seconds=7)),
        ("0.5", timedelta(seconds=0.5)),
        (format_datetime(NOW + timedelta(minutes=3)), timedelta(minutes=3)),
        ("99999999999", timedelta(days=1)),
        ("soon", timedelta(minutes=15)),
        ("-1", timedelta(minutes=15)),
    ],
)
def test_a_server_is_left_alone_as_long_as_it_asks(server: Feed, status: int, header: str, after: timedelta) -> None:
    error = failure(server, throttled(header, status))
    assert isinstance(error, TryLater)
    assert error.after == after


PACKED = gzip.compress(TWO)
CUT = (
    says(200, TWO[:-20], content_length=str(len(TWO))),
    says(200, TWO[:200], content_length=str(len(TWO))),
    says(200, b"", content_length=str(len(TWO))),
    says(200, b""),
    without_end(b" \r\n"),
    chunked(TWO, whole=False),
    chunked(TWO[:200], whole=False),
    says(200, b"fff\r\n" + TWO, transfer_encoding="chunked"),
    without_end(TWO[:-4]),
    without_end(TWO[: TWO.rindex(b"END:VCALENDAR")]),
    without_end(TWO + TWO[:120]),
    says(200, PACKED[:-9], content_encoding="gzip"),
    says(200, PACKED[:-9] + b"x" * 9, content_encoding="gzip"),
    says(200, TWO, content_encoding="gzip"),
    says(200, TWO, content_encoding="br"),
    lambda _: [],
    lambda _: [b"HTTP/1.1 200 OK\r\nContent-Le"],
    lambda _: [b"no HTTP at all\r\n\r\n"],
    lambda _: [answer(200, TWO, content_length="5, 6")],
)


@pytest.mark.parametrize("reply", CUT)
def test_half_a_calendar_is_asked_for_again_and_deletes_nothing(server: Feed, reply: Reply) -> None:
    (before,) = read(server)
    assert isinstance(failure(server, reply, before.mark), TryLater)


def test_wherever_a_calendar_is_cut_nothing_is_deleted(server: Feed) -> None:
    (before,) = read(server)
    for at in range(0, len(TWO) - len(b"R\r\n"), 7):
        assert isinstance(failure(server, without_end(TWO[:at]), before.mark), TryLater | Unreadable)


@pytest.mark.parametrize(
    ("body", "key"),
    [
        (b"<!DOCTYPE html><html><form>sign in</form></html>", "link.web_page"),
        (b'{"error": "no"}', "link.no_calendar"),
        (b"BEGIN:VCARD\r\nEND:VCARD\r\n", "link.no_calendar"),
        (b"\x1f\x8b" + TWO, "link.no_calendar"),
    ],
)
def test_what_is_no_calendar_says_so_in_the_feeds_own_words(server: Feed, body: bytes, key: str) -> None:
    error = failure(server, says(200, body))
    assert isinstance(error, Unreadable)
    assert [(one.key, one.source) for one in error.unread] == [(key, "127.0.0.1")]


def test_a_link_that_is_none_says_so_at_once() -> None:
    with pytest.raises(Unreadable, match="no address of a calendar"):
        IcsFeed("min kalender", zone=STOCKHOLM)


def test_only_the_host_of_a_link_is_ever_shown(server: Feed) -> None:
    assert SECRET in server.url
    assert repr(feed(server)) == "<IcsFeed 127.0.0.1>"
    server.calendar = vcalendar(vevent(when=()))
    (page,) = read(server)
    assert [one.source for one in page.unread] == ["127.0.0.1"]
    assert page.mark is not None
    assert b"5f3a9c" not in page.mark.state
