"""Every page, in both languages, on a real database."""

import gzip
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from connectors.ics import Source
from plugin import create_app
from plugin.web.shelf import Kept, Shelf
from tests.plugin.web.calendars import calendar, event, hostile
from tests.world import ASTRID, NOW
from workers.calendar_files import read_files
from workers.office import Office

PAGES = ("/", "/accounts?start=12", "/account/bruket.example", "/review", "/calendar")
Browse = Callable[[Office], FlaskClient]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_page_is_there_in_both_languages(demo: Office, browse: Browse, path: str, language: str) -> None:
    answer = browse(demo).get(path, headers={"Accept-Language": language})
    assert answer.status_code == 200
    assert f'<html lang="{language}">' in answer.text
    assert answer.text.count("<h1") == 1


def test_the_account_that_needs_a_visit_comes_with_its_sentence_picture_and_draft(page: FlaskClient) -> None:
    text = page.get("/").text
    assert "Sju möten på ett år, alla på Teams, oftast 27 minuter. Ni har aldrig setts." in text
    assert "Senaste året: sju på skärm. Framåt: ett på skärm." in text
    assert 'role="img"' in text
    assert re.search(r'href="mailto:karin@bruket\.example\?subject=[^"]+&amp;body=[^"]+"', text)
    assert "Vi vet inte var de sitter." in text, "a place is never guessed"


def test_a_week_has_at_most_two_suggestions(demo: Office, browse: Browse) -> None:
    assert 1 <= browse(demo).get("/").text.count('<article class="suggested"') <= 2


def test_the_day_of_a_first_meeting_is_told_once(demo: Office, browse: Browse) -> None:
    card = browse(demo).get("/").text.partition('<article class="suggested"')[2].partition("</article>")[0]
    assert "Första mötet med Norrgruvan är på skärm." in card
    assert "har du möte med" in card
    assert "och det är ni som bjuder in" not in card


def test_the_legend_stands_once_on_a_page(demo: Office, browse: Browse) -> None:
    assert browse(demo).get("/").text.count('class="legend"') == 1


def test_first_page_pictures_a_dozen_and_lists_the_rest(demo: Office, browse: Browse) -> None:
    text = browse(demo).get("/").text
    assert text.count('class="timeline"') <= 14
    assert text.count('class="row"') == min(20, demo.store.shown.account_count() - 12)


def test_every_account_is_on_some_page_and_every_link_leads_somewhere(demo: Office, browse: Browse) -> None:
    client = browse(demo)
    links = set(re.findall(r'href="(/account/[^"#]+)', client.get("/").text + client.get("/accounts?start=12").text))
    assert len(links) == demo.store.shown.account_count()
    assert {client.get(link).status_code for link in links} == {200}


def test_more_accounts_come_as_rows_to_htmx_and_as_a_page_to_others(demo: Office, browse: Browse) -> None:
    client = browse(demo)
    rows, whole = client.get("/accounts?start=2", headers={"HX-Request": "true"}), client.get("/accounts?start=2")
    assert rows.text.strip().startswith("<li")
    assert "<html" in whole.text
    assert 'hx-get="/accounts?start=22"' in rows.text
    assert 'href="/accounts?start=22"' in whole.text


@pytest.mark.parametrize("start", ["-1", "x", "1.5", "٣", "9999999", ""])
def test_rows_start_at_a_number(page: FlaskClient, start: str) -> None:
    assert page.get("/accounts", query_string={"start": start}).status_code == 400


def test_without_a_calendar_the_page_asks_for_one(office: Office, browse: Browse) -> None:
    client = browse(office)
    for path in ("/", "/review"):
        text = client.get(path).text
        assert "Vilka har du bara träffat på skärm?" in text
        assert 'type="file"' in text


def test_a_calendar_with_nobody_outside_says_so(office: Office, browse: Browse) -> None:
    inside = event("m1", NOW - timedelta(days=3), guest="sven@nordverk.example", guest_name="Sven Holm")
    read_files(office, [Source("a.ics", calendar(inside))], owner=ASTRID.address, label="a.ics")
    assert "Vi hittar inga möten med någon utanför ditt eget företag" in browse(office).get("/").text


def test_what_was_not_read_is_listed_calmly(office: Office, browse: Browse) -> None:
    read_files(office, [Source("a.ics", hostile())], owner=ASTRID.address, label="a.ics")
    text = browse(office).get("/").text
    assert "En post gick inte att läsa" in text
    assert "Privata möten läser vi inte, så kasta ett öga på din kalender" in text
    assert "Hemligt" not in text


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["sv", "en"])
def test_hostile_words_are_shown_harmlessly(office: Office, browse: Browse, path: str, language: str) -> None:
    read_files(office, [Source("<b>a</b>.ics", hostile())], owner=ASTRID.address, label="<b>a</b>.ics")
    answer = browse(office).get(path, headers={"Accept-Language": language})
    text = answer.text
    assert answer.status_code == 200
    assert "<script>alert" not in text
    assert "<b>" not in text
    assert not re.search("[\u202a-\u202e\u2066\u2067]", text)


def test_hostile_words_are_still_readable_on_the_account_page(office: Office, browse: Browse) -> None:
    read_files(office, [Source("a.ics", hostile())], owner=ASTRID.address, label="a.ics")
    text = browse(office).get("/account/bruket.example").text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;\N{REPLACEMENT CHARACTER}abc" in text
    assert "{{7*7}}" in text, "nothing in a title is a template"


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/nope", 404),
        ("/account/nobody.example", 404),
        ("/account/a//b", 404),
        ("/account/%00", 404),
        ("/answers", 405),
    ],
)
@pytest.mark.parametrize("language", ["sv", "en"])
def test_what_is_not_there_is_told_in_our_voice(page: FlaskClient, path: str, code: int, language: str) -> None:
    answer = page.get(path, headers={"Accept-Language": language})
    assert answer.status_code == code
    assert ("Till kunderna" if language == "sv" else "To the customers") in answer.text
    assert "Content-Security-Policy" in answer.headers


def test_a_fault_is_told_kindly_and_the_log_says_where_but_not_what(
    page: FlaskClient, office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    app, secret = create_app(office), " ".join(("Karin", "Lind"))

    @app.get("/broken")
    def broken() -> str:
        raise ValueError(secret)

    answer = app.test_client().get("/broken", headers={"Accept-Language": "sv"})
    assert answer.status_code == 500
    assert "Något gick sönder hos oss" in answer.text
    assert "ValueError" in caplog.text
    assert "Karin" not in caplog.text + answer.text


def test_a_page_unchanged_is_not_sent_again(page: FlaskClient) -> None:
    first = page.get("/")
    again = page.get("/", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert first.headers["Cache-Control"] == "private, no-cache"


def test_a_page_changes_its_tag_with_language_and_with_what_was_said(page: FlaskClient) -> None:
    first = page.get("/").headers["ETag"]
    english = page.get("/", headers={"Accept-Language": "en"}).headers["ETag"]
    page.post("/answers", data={"account": "bruket.example", "kind": "customer"})
    changed = page.get("/", headers={"If-None-Match": first})
    assert changed.status_code == 200
    assert len({first, english, changed.headers["ETag"]}) == 3


def test_a_browser_that_unpacks_gets_the_same_page_packed(page: FlaskClient) -> None:
    packed, plain = page.get("/", headers={"Accept-Encoding": "gzip"}), page.get("/")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert len(packed.data) * 2 < len(plain.data)
    assert packed.headers["ETag"] != plain.headers["ETag"]


def test_the_shelf_is_bounded() -> None:
    shelf = Shelf[Kept](100, lambda page: len(page.body))
    for name, size in (("a", 10), ("b", 10), ("c", 10), ("d", 10), ("e", 90), ("e", 80), ("f", 101)):
        shelf.keep(name, Kept(b"x" * size, (), name))
        shelf.find("a")
    assert [name for name in "abcdef" if shelf.find(name)] == ["a", "e"]


def test_alive_and_ready_answer_under_any_name(page: FlaskClient) -> None:
    for path in ("/healthz", "/readyz"):
        assert page.get(path, headers={"Host": "10.0.0.7"}).status_code == 200
