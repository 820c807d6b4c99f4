"""An account's meetings on its page: the evidence of each, and setting one right with a press."""

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest
from flask.testing import FlaskClient

from connectors.ics import Source
from plugin.web.meetings import OTHERWISE, list_meetings, row_of
from tests.plugin.web.calendars import HOSTILE, calendar, event, hostile
from tests.world import ASTRID, NOW
from workers.calendar_files import read_files
from workers.correcting import correct
from workers.office import Office
from workers.relationships.corrections import Correction, CorrectionKind, once
from workers.relationships.modality import EVIDENCE_KINDS, Certainty, Modality
from workers.words import LANGUAGES, knows

PAGE = "/account/bruket.example"
HTMX = {"HX-Request": "true"}
Browse = Callable[[Office], FlaskClient]


def presses(text: str) -> list[tuple[str, str]]:
    """What can be pressed at meetings: the name a screen reader says, and what is sent."""
    found = re.findall(r'name="meeting" value="([^"]+)" aria-label="([^"]+)"', text)
    return [(unescape(name), value) for value, name in found]


def press(page: FlaskClient, value: str, **headers: str) -> str:
    data = {"account": "bruket.example", "back": "account", "meeting": value}
    return page.post("/answers", data=data, headers=headers, follow_redirects=True).text


def test_every_meeting_says_how_that_is_known(page: FlaskClient) -> None:
    text = page.get(PAGE).text
    assert text.count("<bdi>Microsoft Teams står som plats, utan länk.</bdi>") + text.count("Bara en länk till") == 8
    assert text.count("På skärm, 27 minuter.") + text.count("Troligen på skärm, 27 minuter.") == 8


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_evidence_and_every_way_has_words(language: str) -> None:
    assert all(knows(f"evidence.{kind}", language) for kind in EVIDENCE_KINDS)
    assert all(knows(f"page.way.{way}", language) for way in Modality)
    assert all(knows(f"page.account.how_{sure}", language) for sure in Certainty)
    for ways in OTHERWISE.values():
        assert all(knows(f"page.account.{often}.{way}", language) for way in ways for often in ("once", "series"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_hostile_evidence_is_shown_harmlessly_and_in_bounds(office: Office, browse: Browse, language: str) -> None:
    place = HOSTILE.replace('"', "") + " hos er " + "W" * 3000
    meeting = event("m1", NOW - timedelta(days=9), location=place, title="Lunch " + HOSTILE)
    read_files(office, [Source("a.ics", calendar(meeting))], owner=ASTRID.address, label="a.ics")
    text = browse(office).get(PAGE, headers={"Accept-Language": language}).text
    assert "<script>alert" not in text
    assert not re.search("[\u202a-\u202e\u2066\u2067]", text)
    assert "W" * 300 not in text


def test_a_meeting_on_screen_was_in_person_after_one_press(page: FlaskClient) -> None:
    name, value = presses(page.get(PAGE).text)[0]
    assert name == "Vi sågs: Avstämning, 11 november 2026"
    text = press(page, value)
    assert "På plats, 27 minuter. <bdi>Du har sagt det själv.</bdi>" in text
    assert "Ni har aldrig setts" not in text
    assert "”Avstämning” 11 november 2026 var på plats" in text
    assert presses(text)[0] == ("Ångra det du sagt om Avstämning, 11 november 2026", f"undo:{value.partition(':')[2]}")


@pytest.mark.parametrize("where", ["at the meeting", "in the list"])
def test_undo_brings_back_what_was_judged(page: FlaskClient, office: Office, where: str) -> None:
    before = page.get(PAGE).text
    text = press(page, presses(before)[0][1])
    undo = next(
        value for _, value in presses(text) if value.startswith("undo:m" if where == "at the meeting" else "undo:a")
    )
    assert press(page, undo) == before
    assert press(page, presses(before)[0][1]) == text
    assert len(office.store.shown.corrections()) == 1


def test_the_browser_comes_back_to_the_meeting_pressed_on(page: FlaskClient) -> None:
    value = presses(page.get(PAGE).text)[2][1]
    answer = page.post("/answers", data={"account": "bruket.example", "back": "account", "meeting": value})
    row = value.partition(":")[2]
    assert answer.headers["Location"] == f"{PAGE}#{row}"
    assert f'<li id="{row}">' in page.get(PAGE).text


def test_htmx_gets_the_page_with_a_word_for_those_who_listen(page: FlaskClient) -> None:
    text = press(page, presses(page.get(PAGE).text)[0][1], **HTMX)
    assert 'role="status">Sparat: Bruket, ”Avstämning” 11 november 2026 var på plats.</p>' in text
    undo = next(value for _, value in presses(text) if value.startswith("undo:"))
    assert 'role="status">Ångrat: Bruket, ”Avstämning” 11 november 2026 var på plats.</p>' in press(page, undo, **HTMX)


def test_a_meeting_in_person_may_have_been_on_screen(office: Office, browse: Browse) -> None:
    visit = event("m1", NOW - timedelta(days=9), title="Besök", location="Storgatan 1\\, 461 30 Trollhättan")
    read_files(office, [Source("a.ics", calendar(visit))], owner=ASTRID.address, label="a.ics")
    client = browse(office)
    name, value = presses(client.get(PAGE).text)[0]
    assert name == "Det var på skärm: Besök, 14 november 2026"
    assert "På skärm, 27 minuter. <bdi>Du har sagt det själv.</bdi>" in press(client, value)


def test_one_word_about_a_series_is_about_all_of_it_and_says_so(office: Office, browse: Browse) -> None:
    weekly = event("m1", NOW - timedelta(days=28, hours=-1), more="RRULE:FREQ=WEEKLY;COUNT=8")
    read_files(office, [Source("a.ics", calendar(weekly))], owner=ASTRID.address, label="a.ics")
    client = browse(office)
    listed = presses(client.get(PAGE).text)
    assert len(listed) == len({name for name, _ in listed}) == 4
    assert all(name.startswith("Vi sågs varje gång: Avstämning, ") for name, _ in listed)
    text = press(client, listed[1][1])
    assert text.count("<bdi>Du har sagt det själv.</bdi>") == 8, "the coming ones too"
    assert "”Avstämning” var på plats varje gång" in text


def test_one_word_about_one_occurrence_is_shown_there_alone_and_taken_back_there(
    office: Office, browse: Browse
) -> None:
    started = NOW - timedelta(days=70)
    series = event("series", started, title="Avstämning", more="RRULE:FREQ=WEEKLY;COUNT=9")
    read_files(office, [Source("a.ics", calendar(series))], owner=ASTRID.address, label="a.ics")
    page = browse(office)
    correct(office, Correction(CorrectionKind.MODALITY_ONCE, "", NOW, "in_person", once("series", started)))
    reviewed = office.store.shown.account("bruket.example")
    assert reviewed is not None
    assert reviewed.relationship.counts.in_person == 1
    text = page.get(PAGE).text
    assert "”Avstämning” 14 september 2026 var på plats" in text
    undo = [value for _, value in presses(text) if value.startswith("undo:m")]
    assert undo == [f"undo:{row_of(reviewed.relationship.past[0])}"]
    assert "Ångrat: Bruket, ”Avstämning” 14 september 2026 var på plats." in press(page, undo[0], **HTMX)
    assert office.store.shown.corrections() == ()


def test_what_is_coming_cannot_be_corrected(page: FlaskClient, office: Office) -> None:
    reviewed = office.store.shown.account("bruket.example")
    assert reviewed is not None
    coming = row_of(reviewed.relationship.coming[0])
    data = {"account": "bruket.example", "meeting": f"in_person:{coming}"}
    assert page.post("/answers", data=data).status_code == 404


def test_a_press_about_a_meeting_of_somebody_elses_is_not_found(demo: Office, browse: Browse) -> None:
    reviewed = demo.store.shown.account("bruket.example")
    assert reviewed is not None
    data = {"account": "alvkaj.example", "meeting": f"in_person:{row_of(reviewed.relationship.past[0])}"}
    assert browse(demo).post("/answers", data=data).status_code == 404


def test_what_was_said_of_a_meeting_that_is_gone_can_be_taken_back(page: FlaskClient, office: Office) -> None:
    press(page, presses(page.get(PAGE).text)[0][1])
    assert "<bdi>Bruket</bdi></a>: <bdi>”Avstämning” 11 november 2026 var på plats</bdi>" in page.get("/review").text
    other = calendar(event("other", NOW - timedelta(days=9)))
    read_files(office, [Source("b.ics", other)], owner=ASTRID.address, label="b.ics")
    text = page.get("/review").text
    assert "<bdi>ett möte som inte finns kvar var på plats</bdi>" in text
    undo = next(value for _, value in presses(text))
    page.post("/answers", data={"account": "", "back": "review", "meeting": undo})
    assert office.store.shown.corrections() == ()


def test_a_year_of_daily_meetings_is_listed_within_bounds(demo: Office) -> None:
    reviewed = demo.store.shown.account("bruket.example")
    assert reviewed is not None
    relationship = reviewed.relationship
    many = type(relationship)(
        **{n: getattr(relationship, n) for n in relationship.__slots__} | {"past": relationship.past * 60}
    )
    listed = list_meetings(many, (), "sv")
    assert (len(listed.past), len(listed.older)) == (12, 200)


def test_hostile_calendars_can_be_corrected_too(office: Office, browse: Browse) -> None:
    read_files(office, [Source("a.ics", hostile())], owner=ASTRID.address, label="a.ics")
    client = browse(office)
    text = press(client, presses(client.get(PAGE).text)[0][1])
    assert "Du har sagt det själv." in text
    assert "<script>alert" not in text + client.get("/review").text
