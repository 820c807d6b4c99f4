"""The calendar feed: what a calendar server gets that knows the address, and what nobody else does."""

import json
import logging
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event as events
from werkzeug.test import TestResponse

from connectors.ics import Source
from connectors.meetings import Place
from plugin import create_app
from tests.connectors.ics.subscribers import Reader, Told, has_libical, read_with_libical, read_with_vobject
from tests.mailboxes import a_year, add_mailbox, make_office
from tests.plugin.test_cli import kanelbulle
from tests.plugin.web.calendars import HOSTILE, bruket, calendar, event
from tests.plugin.web.test_people import BASE, OURS, seller, signed_in
from tests.simulators.paged import PagedCalendar
from tests.world import ASTRID, NOW, STOCKHOLM, SVEN
from workers.calendar_files import read_files
from workers.correcting import correct, take_back
from workers.feed import EVERY, close_feed, feed_url, open_feed, publish
from workers.leaving import erase_seller
from workers.office import Office, open_office
from workers.relationships.corrections import Correction, CorrectionKind
from workers.store.visits import ToVisit, VisitState
from workers.sync import sync

BRUKET = "bruket.example"
DAY = timedelta(days=1)
needs_libical = pytest.mark.skipif(not has_libical(), reason="no libical3 on this machine")
readers = pytest.mark.parametrize("read", [read_with_vobject, pytest.param(read_with_libical, marks=needs_libical)])


@pytest.fixture
def path(page: FlaskClient, office: Office) -> str:
    """Where Astrid's suggestions are published."""
    return opened(office)


@pytest.fixture
def server(page: FlaskClient) -> FlaskClient:
    """A calendar server: it has neither cookies nor a language, and no page of ours."""
    return FlaskClient(page.application, use_cookies=False)


@pytest.fixture
def company(tmp_path: Path, database_url: str) -> Iterator[Office]:
    made = make_office(tmp_path / "service", database_url, base_url=BASE)
    yield made
    made.store.close()


def opened(office: Office, seller_id: int | None = None, *, anew: bool = False) -> str:
    whose = seller_id if seller_id is not None else number(office)
    open_feed(office, whose, anew=anew)
    found = office.store.of(whose).feed()
    assert found
    return feed_url(office.settings, found.secret).removeprefix(office.settings.base_url)


def number(office: Office) -> int:
    found = office.store.shown.id()
    assert found is not None
    return found


def told(answer: TestResponse, read: Reader = read_with_vobject) -> list[Told]:
    assert answer.status_code == 200
    return read(answer.data)


def place(office: Office, where: str) -> None:
    correct(office, Correction(CorrectionKind.PLACE, BRUKET, NOW, where))


def suggestion(office: Office) -> str:
    reviewed = office.store.shown.account(BRUKET)
    assert reviewed
    assert reviewed.suggestion
    return reviewed.suggestion.id


# --- what is in it ----------------------------------------------------------------------------------------------


@readers
def test_a_suggested_visit_is_an_event_with_its_why_and_how_to_get_there(
    server: FlaskClient, office: Office, path: str, read: Reader
) -> None:
    place(office, "Slussgatan 14, Trollhättan")
    (one,) = told(server.get(path), read)
    assert one.title == "Förslag: besök hos Bruket"
    assert one.place == "Slussgatan 14, Trollhättan"
    assert (one.start, one.end) == (NOW + 17 * DAY + timedelta(hours=1), NOW + 17 * DAY + timedelta(hours=2.5))
    assert one.text.startswith("Sju möten på ett år, alla på Teams, oftast 27 minuter. Ni har aldrig setts.\n")
    assert "passar att ta hos dem." in one.text
    assert "Ingenting har skickats till kunden" in one.text
    assert one.url == f"http://127.0.0.1:8027/account/{BRUKET}"
    assert one.uid == f"{suggestion(office)}.{number(office)}@127.0.0.1"
    assert (one.privacy, one.status, one.time) == ("PRIVATE", "TENTATIVE", "TRANSPARENT")
    assert (one.inside, one.others) == ((), frozenset())


def test_the_demo_sellers_events_tell_the_way_and_never_what_a_deal_is_worth(demo: Office) -> None:
    open_feed(demo, number(demo), anew=False)
    body = publish(demo, number(demo))
    assert body
    found = read_with_vobject(body)
    assert len(found) == sum(one.chosen for one in demo.store.shown.accounts(start=0, limit=100)) == 2
    assert all("Räknat från Stockholm." in one.text for one in found)
    assert "miljoner" not in repr(found)
    days = [one.start.date() for one in found]
    assert len(set(days)) == len(days), "nobody is in two towns on one day"


def test_our_own_reader_reads_it_and_takes_it_for_private(
    server: FlaskClient, office: Office, path: str, tmp_path: Path
) -> None:
    """A seller who subscribes in the calendar that we read gets no meetings out of our own suggestions."""
    body = server.get(path).data
    private, shown = (scan(tmp_path, one) for one in (body, body.replace(b"CLASS:PRIVATE\r\n", b"")))
    assert (private["counts"]["private"], private["counts"]["meetings"], private["unreadable"]) == (1, 0, [])
    assert (shown["counts"]["private"], shown["counts"]["meetings"], shown["unreadable"]) == (0, 1, [])
    (meeting,) = shown["meetings"]
    (one,) = told(server.get(path))
    assert (meeting["uid"], datetime.fromisoformat(meeting["start"])) == (one.uid, one.start)


def scan(folder: Path, body: bytes) -> Any:
    (folder / "feed.ics").write_bytes(body)
    words = ("feed.ics", "--json", "--meetings", "--owner", ASTRID.address, "--office", "Stockholm")
    done = kanelbulle("scan", *words, "--now", NOW.isoformat(), cwd=folder)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize(
    ("now", "coming", "start"),
    [
        (NOW, datetime(2026, 12, 10, 9, tzinfo=STOCKHOLM), datetime(2026, 12, 10, 8, tzinfo=UTC)),  # Luleå in winter
        # The clocks change between today and the visit, and between one visit and the next.
        (
            datetime(2027, 3, 15, 8, tzinfo=STOCKHOLM),
            datetime(2027, 3, 30, 9, tzinfo=STOCKHOLM),
            datetime(2027, 3, 30, 7, tzinfo=UTC),
        ),
        (
            datetime(2027, 10, 18, 8, tzinfo=STOCKHOLM),
            datetime(2027, 11, 2, 9, tzinfo=STOCKHOLM),
            datetime(2027, 11, 2, 8, tzinfo=UTC),
        ),
    ],
)
@readers
def test_nine_o_clock_in_lulea_is_nine_whatever_the_clocks_have_done(
    tmp_path: Path, now: datetime, coming: datetime, start: datetime, read: Reader
) -> None:
    office = open_office({"KANELBULLE_HOME": str(tmp_path / "home")}, clock=lambda: now)
    calls = [event(f"m{day}", now + timedelta(days=day, hours=1)) for day in (-330, -290, -240, -190, -120, -60, -12)]
    file = calendar("X-WR-TIMEZONE:Europe/Stockholm", *calls, event("coming", coming))
    read_files(office, [Source("astrid.ics", file)], owner=ASTRID.address, label="astrid.ics")
    place(office, "Varvsgatan 21, Luleå")
    opened(office)
    body = publish(office, number(office))
    assert body
    (one,) = read(body)
    assert (one.start, one.end) == (start, start + timedelta(minutes=90))
    assert "kl.\N{NO-BREAK SPACE}9 passar att ta hos dem." in one.text
    office.store.close()


@readers
def test_titles_and_places_of_strangers_stay_in_their_own_property(
    browse: Callable[[Office], FlaskClient], office: Office, read: Reader
) -> None:
    file = bruket(title=HOSTILE, guest_name=HOSTILE.replace('"', ""))
    read_files(office, [Source("a.ics", file)], owner=ASTRID.address, label="a.ics")
    place(office, HOSTILE + "\r\nBEGIN:VALARM\x85BEGIN:VALARM")
    (one,) = told(browse(office).get(opened(office)), read)
    assert (one.inside, one.others) == ((), frozenset())
    assert "\n" not in one.place
    assert "\u202e" not in repr(one.place)
    assert "\u202e" not in one.text
    assert "<script>" in one.text, "plain text: nothing to escape, nothing to lose"


@readers
def test_a_seller_with_nothing_suggested_has_a_calendar_all_the_same(
    browse: Callable[[Office], FlaskClient], office: Office, read: Reader
) -> None:
    read_files(office, [Source("a.ics", calendar(event("m", NOW - DAY)))], owner=ASTRID.address, label="a.ics")
    answer = browse(office).get(opened(office))
    assert told(answer, read) == []
    assert b"BEGIN:VTIMEZONE" in answer.data


@pytest.mark.parametrize("kind", ["later", "not_this", "never_here"])
def test_what_is_declined_leaves_the_feed_and_comes_back_with_its_number_when_that_is_undone(
    page: FlaskClient, server: FlaskClient, office: Office, path: str, kind: str
) -> None:
    (before,) = told(server.get(path))
    about = {"account": BRUKET, "suggestion": suggestion(office)}
    page.post("/decisions", data={**about, "kind": kind})
    assert told(server.get(path)) == []
    page.post("/decisions", data={**about, "undo": kind})
    assert told(server.get(path)) == [before]


@pytest.mark.parametrize("state", VisitState)
def test_what_has_become_a_visit_or_is_about_to_leaves_the_feed(
    server: FlaskClient, office: Office, path: str, state: VisitState
) -> None:
    (one,) = told(server.get(path))
    about = (number(office), suggestion(office), BRUKET, "m17", None, state, NOW, NOW, one.start, one.end)
    with office.store.writing(number(office)) as at:
        at.visits.save(ToVisit(*about, place=Place("Slussgatan 14"), version="v1"))
        at.sellers.touch(number(office))
    gone = state in {VisitState.ASKED, VisitState.WRITTEN, VisitState.DONE, VisitState.UNDOING}
    assert (told(server.get(path)) == []) is gone


def test_what_is_over_leaves_the_feed_although_nobody_has_looked_at_the_calendar_since(
    office: Office, path: str
) -> None:
    for days, left in ((17, 1), (18, 0)):
        body = publish(replace(office, clock=lambda days=days: NOW + days * DAY), number(office))
        assert body
        assert len(read_with_vobject(body)) == left


@pytest.mark.parametrize(("zone_language", "title"), [("sv-SE", "Förslag: besök hos"), ("en-US", "Suggestion: visit")])
def test_it_speaks_the_sellers_language_whoever_asks(
    server: FlaskClient, office: Office, path: str, zone_language: str, title: str
) -> None:
    with office.store.writing() as at:
        astrid = at.sellers.of_id(number(office))
        assert astrid
        at.sellers.save(replace(astrid, language=zone_language))
    (one,) = told(server.get(path, headers={"Accept-Language": "fi"}))
    assert one.title.startswith(title)


# --- editions ---------------------------------------------------------------------------------------------------


def test_the_same_suggestions_are_the_same_bytes_whatever_else_happens(
    server: FlaskClient, office: Office, path: str
) -> None:
    first = server.get(path)
    with office.store.writing() as at:
        at.sellers.touch(number(office))  # something else has changed
    later = replace(office, clock=lambda: NOW + timedelta(hours=7))
    others = [server.get(path), FlaskClient(create_app(later), use_cookies=False).get(path)]
    assert {one.data for one in others} == {first.data}
    assert {one.headers["ETag"] for one in others} == {first.headers["ETag"]}


def test_the_number_grows_and_the_moment_moves_when_an_event_changes_and_only_then(
    server: FlaskClient, office: Office, path: str
) -> None:
    (first,) = told(server.get(path))
    assert (first.sequence, first.changed_at) == (0, NOW)
    tomorrow = replace(office, clock=lambda: NOW + DAY)
    place(tomorrow, "Slussgatan 14, Trollhättan")
    app = FlaskClient(create_app(tomorrow), use_cookies=False)
    (second,) = told(app.get(path))
    assert (second.uid, second.sequence, second.changed_at) == (first.uid, 1, NOW + DAY)
    take_back(tomorrow, CorrectionKind.PLACE, BRUKET)
    (third,) = told(app.get(path))
    assert third.sequence == 2, "as it was at first, but told anew"
    assert replace(third, sequence=0, changed_at=NOW) == first


def test_a_clock_put_back_takes_no_moment_back(office: Office, path: str) -> None:
    publish(office, number(office))
    yesterday = replace(office, clock=lambda: NOW - DAY)
    place(yesterday, "Slussgatan 14, Trollhättan")
    body = publish(yesterday, number(office))
    assert body
    assert [(one.sequence, one.changed_at) for one in read_with_vobject(body)] == [(1, NOW)]


def test_who_reads_first_at_once_reads_the_same(company: Office) -> None:
    astrid = seller(company, ASTRID.address, "Nordverk")
    opened(company, astrid)
    ticks = count()
    hurried = replace(company, clock=lambda: NOW + next(ticks) * timedelta(seconds=1))
    with ThreadPoolExecutor(4) as many:
        bodies = list(many.map(lambda _: publish(hurried, astrid), range(8)))
    assert len(set(bodies)) == 1


def test_what_is_long_gone_is_forgotten(office: Office, path: str) -> None:
    publish(office, number(office))
    for days, kept in ((119, 1), (121, 0)):
        publish(replace(office, clock=lambda days=days: NOW + days * DAY), number(office))
        with office.store.reading() as at:
            assert len(at.feeds.editions(number(office)) or {}) == kept


# --- how it is handed out ---------------------------------------------------------------------------------------


def test_a_calendar_server_gets_it_without_cookies_or_detours(server: FlaskClient, path: str) -> None:
    got, head = server.get(path), server.head(path)
    for answer in (got, head):
        assert answer.status_code == 200
        assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
        assert answer.headers["Content-Disposition"] == 'inline; filename="kanelbulle.ics"'
        assert answer.headers["Cache-Control"] == "private, max-age=900"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
        assert answer.content_length == len(got.data)
        assert not {"Set-Cookie", "Vary", "Location"} & set(answer.headers.keys())
    assert head.data == b""
    assert got.headers["ETag"] == head.headers["ETag"]


@pytest.mark.parametrize("how", ["{}", "W/{}", '"other", {}', "*"])
def test_who_has_it_already_is_told_so(server: FlaskClient, office: Office, path: str, how: str) -> None:
    tag = server.get(path).headers["ETag"]
    same = {"If-None-Match": how.format(tag)}
    answer = server.get(path, headers=same)
    assert (answer.status_code, answer.data, answer.headers["ETag"]) == (304, b"", tag)
    place(office, "Slussgatan 14, Trollhättan")
    assert server.get(path, headers=same).status_code == (304 if how == "*" else 200)


def test_unchanged_it_costs_one_short_question(server: FlaskClient, office: Office, path: str) -> None:
    server.get(path)
    asked: list[str] = []
    events.listen(office.store._engine, "checkout", lambda raw, *_: raw.set_trace_callback(asked.append))
    assert server.get(path).status_code == 200
    assert len(asked) == 1
    assert asked[0].startswith("SELECT feeds.seller_id, sellers.revision")


def test_the_address_is_in_no_log(
    server: FlaskClient, office: Office, path: str, caplog: pytest.LogCaptureFixture
) -> None:
    secret = path.removeprefix("/feed/").removesuffix(".ics")
    with caplog.at_level(logging.DEBUG):
        assert server.get(path).status_code == 200
        with office.store.writing() as at:
            at.feeds.save_editions(number(office), {"x": "no edition"})  # type: ignore[dict-item]  # it breaks
            at.sellers.touch(number(office))
        assert server.get(path).status_code == 500
        assert server.get("/feed/wrong-but-secret.ics").status_code == 404
    assert "web.feed" in caplog.text
    assert "a page broke with" in caplog.text
    assert secret not in caplog.text
    assert "wrong-but-secret" not in caplog.text


# --- whose it is ------------------------------------------------------------------------------------------------


WRONG = ("/feed/x.ics", "/feed/%00.ics", "/feed/%ED%A0%80.ics", f"/feed/{'å' * 3000}.ics", "/feed/'%20OR%201=1--.ics")


def test_a_wrong_address_is_told_nothing_and_so_is_one_that_was_right(
    server: FlaskClient, office: Office, path: str
) -> None:
    answers = [server.get(one) for one in WRONG]
    assert server.get(path).status_code == 200
    renewed = opened(office, anew=True)
    assert renewed != path
    answers.append(server.get(path))
    assert server.get(renewed).status_code == 200
    close_feed(office, number(office))
    answers += [server.get(renewed), server.get(path)]
    again = opened(office)
    assert server.get(again).status_code == 200
    erase_seller(office, number(office))
    answers.append(server.get(again))
    assert {one.status_code for one in answers} == {404}
    assert len({(one.data, str(one.headers)) for one in answers}) == 1
    assert "kanelbulle" not in answers[0].text.casefold()


def test_opened_twice_it_stays_where_it_is(office: Office, page: FlaskClient) -> None:
    assert opened(office) == opened(office)


def test_an_address_cannot_be_guessed_nor_read_in_the_database(office: Office, path: str) -> None:
    secret = path.removeprefix("/feed/").removesuffix(".ics")
    assert re.fullmatch(r"[\w-]{32}", secret)
    raw = b"".join(file.read_bytes() for file in office.settings.home.rglob("*") if file.is_file())
    assert b"feeds_by_name" in raw
    assert secret.encode() not in raw


def test_each_sellers_address_shows_that_sellers_own_and_a_stranger_presses_nothing(company: Office) -> None:
    app: Flask = create_app(company, own_computer=False)
    astrid = seller(company, ASTRID.address, "Nordverk", only="hemlig")
    sven = seller(company, SVEN.address, "Nordverk")
    client = signed_in(app, company, astrid, ASTRID.address)
    stranger = FlaskClient(app, use_cookies=False)
    stranger.environ_base.update({"HTTP_HOST": "kanelbulle.nordverk.example", "wsgi.url_scheme": "https"})
    assert stranger.post("/feed", data={"feed": "open"}, headers=OURS).status_code == 401
    assert client.post("/feed", data={"feed": "open"}, headers=OURS).location == "/settings#feed"
    (url,) = re.findall(r'id="feed-address">([^<]+)<', client.get("/settings").text)
    assert url.startswith(f"{BASE}/feed/")
    hers, his = url.removeprefix(BASE), opened(company, sven)
    mine, theirs = told(stranger.get(hers)), told(stranger.get(his))
    assert mine
    assert theirs
    assert {one.uid for one in mine}.isdisjoint(one.uid for one in theirs)
    assert "Hemlig" not in repr(theirs)
    assert {one.uid.partition(".")[2] for one in mine} == {f"{astrid}@kanelbulle.nordverk.example"}
    client.post("/feed", data={"feed": "close"}, headers=OURS)
    assert stranger.get(hers).status_code == 404
    assert stranger.get(his).status_code == 200


def test_it_lives_on_with_a_calendar_that_is_in_step(company: Office) -> None:
    """On each kind of database: opened, told, changed by a look at the calendar, and told again."""
    seller_id, held = add_mailbox(company), a_year(PagedCalendar())
    sync(company, seller_id, held)
    path, app = opened(company, seller_id), create_app(company, own_computer=False)
    server = FlaskClient(app, use_cookies=False)
    server.environ_base["HTTP_HOST"] = "kanelbulle.nordverk.example"
    before = {one.uid: one for one in told(server.get(path))}
    key = next(iter(before.values())).url.rpartition("/")[2]
    correct(company, Correction(CorrectionKind.PLACE, key, NOW, "Slussgatan 14, Trollhättan"), seller_id=seller_id)
    after = {one.uid: one for one in told(server.get(path))}
    changed = {one.uid for one in after.values() if one.place}
    assert changed
    assert {uid: one.sequence for uid, one in after.items()} == {uid: int(uid in changed) for uid in before}


# --- the page ---------------------------------------------------------------------------------------------------


def test_a_seller_opens_sees_changes_and_removes_the_address_on_the_page(page: FlaskClient, office: Office) -> None:
    assert "Skapa en adress" in page.get("/settings").text
    assert page.post("/feed", data={"feed": "open"}).status_code == 303
    text = page.get("/settings").text
    (url,) = re.findall(r'id="feed-address">([^<]+)<', text)
    assert f'href="webcal:{url.partition(":")[2]}"' in text
    assert 'data-copy="feed-address"' in text
    for program in ("Google", "Outlook", "Apple"):
        assert f"<dt>{program}</dt>" in text
    assert "Adressen finns bara på den här datorn." in text
    page.post("/feed", data={"feed": "renew"})
    (renewed,) = re.findall(r'id="feed-address">([^<]+)<', page.get("/settings").text)
    assert renewed != url
    page.post("/feed", data={"feed": "close"})
    assert "Skapa en adress" in page.get("/settings").text
    assert page.post("/feed", data={"feed": "close"}).status_code == 303, "harmless twice"


def test_only_a_press_of_ours_changes_anything(page: FlaskClient, office: Office) -> None:
    assert page.post("/feed", data={"feed": "open"}, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert page.post("/feed", data={"feed": "all"}).status_code == 400
    assert page.get("/feed").status_code == 405
    assert office.store.shown.feed() is None


def test_nobodys_calendar_is_published_nowhere(browse: Callable[[Office], FlaskClient], office: Office) -> None:
    assert browse(office).post("/feed", data={"feed": "open"}).status_code == 404


def test_readers_look_again_no_more_often_than_it_says(server: FlaskClient, path: str) -> None:
    assert timedelta(seconds=900) <= EVERY
    assert b"X-PUBLISHED-TTL:PT1H" in server.get(path).data
