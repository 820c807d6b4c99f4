"""What the seller says is kept and shown at once, with and without htmx, and can be taken back."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from tests.world import NOW
from workers.office import Office
from workers.relationships.corrections import CorrectionKind

BRUKET = {"account": "bruket.example"}
HTMX = {"HX-Request": "true"}
Said = set[tuple[str, str]]


def said(office: Office) -> Said:
    return {(one.kind.value, one.value) for one in office.store.shown.corrections()}


def test_we_have_met_changes_the_sentence_at_once(page: FlaskClient, office: Office) -> None:
    data = {**BRUKET, "kind": "met", "value": "2026-10-02", "back": "account"}
    answer = page.post("/answers", data=data, follow_redirects=True)
    assert answer.request.path == "/account/bruket.example"
    assert "Ni har aldrig setts" not in answer.text
    assert "ni sågs 2 oktober 2026" in answer.text
    assert said(office) == {("met", "2026-10-02")}


def test_taking_it_back_brings_the_flag_back(page: FlaskClient, office: Office) -> None:
    page.post("/answers", data={**BRUKET, "kind": "met", "value": "2026-10-02"})
    answer = page.post("/answers", data={**BRUKET, "undo": "met", "back": "account"}, follow_redirects=True)
    assert "Ni har aldrig setts" in answer.text
    assert said(office) == set()


@pytest.mark.parametrize("kind", ["customer", "prefers_digital", "never_here", "no_gifts"])
def test_a_press_is_shown_pressed_and_pressing_again_takes_it_back(
    page: FlaskClient, office: Office, kind: str
) -> None:
    data = {**BRUKET, "kind": kind, "back": "account"}
    pressed = page.post("/answers", data=data, follow_redirects=True)
    assert f'name="undo" value="{kind}" aria-pressed="true"' in pressed.text
    again = page.post("/answers", data={**BRUKET, "undo": kind, "back": "account"}, follow_redirects=True)
    assert f'name="kind" value="{kind}" aria-pressed="false"' in again.text
    assert said(office) == set()


def test_a_press_twice_says_it_once(page: FlaskClient, office: Office) -> None:
    for _ in range(2):
        assert page.post("/answers", data={**BRUKET, "kind": "no_gifts"}).status_code == 303
    for _ in range(2):
        assert page.post("/answers", data={**BRUKET, "undo": "no_gifts"}).status_code == 303
    assert said(office) == set()


def test_the_latest_standing_replaces_the_others(page: FlaskClient, office: Office) -> None:
    for kind in ("ours", "customer", "not_customer", "customer"):
        page.post("/answers", data={**BRUKET, "kind": kind})
    assert said(office) == {("customer", "")}


def test_not_a_customer_leaves_the_pages_and_can_be_taken_back_from_the_review(
    page: FlaskClient, office: Office
) -> None:
    answer = page.post("/answers", data={**BRUKET, "kind": "not_customer", "back": "review"}, follow_redirects=True)
    assert answer.request.path == "/review"
    assert "inte kund" in answer.text
    assert "Ni har aldrig setts" not in page.get("/").text
    page.post("/answers", data={**BRUKET, "undo": "not_customer", "back": "review"})
    assert "Ni har aldrig setts" in page.get("/").text
    assert said(office) == set()


def test_a_wrong_flag_is_never_raised_again(page: FlaskClient, office: Office) -> None:
    data = {**BRUKET, "kind": "wrong", "value": "screen_only", "back": "account"}
    answer = page.post("/answers", data=data, follow_redirects=True)
    assert "”Bara på distans” stämmer inte" in answer.text
    reviewed = office.store.shown.account("bruket.example")
    assert reviewed is not None
    assert not reviewed.flags


def test_where_they_sit_becomes_the_place_of_the_visit(page: FlaskClient) -> None:
    data = {**BRUKET, "kind": "place", "value": "  Storgatan 1, 461 30 Trollhättan ", "back": "account"}
    text = page.post("/answers", data=data, follow_redirects=True).text
    assert "<bdi>Storgatan 1, 461 30 Trollhättan</bdi>" in text
    assert "https://www.openstreetmap.org/search?query=bageri%20n%C3%A4ra%20Trollh%C3%A4ttan#map=14/58.28" in text


def test_htmx_gets_the_row_and_a_word_for_screen_readers(demo: Office, browse: Callable[[Office], FlaskClient]) -> None:
    key = demo.store.shown.to_review(1)[0].relationship.account.key
    data = {"account": key, "kind": "customer", "back": "review"}
    answer = browse(demo).post("/answers", data=data, headers=HTMX)
    assert answer.status_code == 200
    assert answer.text.strip().startswith("<li")
    assert 'aria-pressed="true"' in answer.text
    assert 'hx-swap-oob="innerHTML:#status">Sparat:' in answer.text
    assert "<html" not in answer.text


def test_htmx_gets_a_way_back_when_the_account_has_left(page: FlaskClient) -> None:
    data = {**BRUKET, "kind": "ours", "back": "review"}
    text = page.post("/answers", data=data, headers=HTMX).text
    assert text.strip().startswith("<li")
    assert 'name="undo" value="ours"' in text


@pytest.mark.parametrize("date", ["", "igår", "2026-13-01", "2026-11-24", "1899-01-01", "2026-10-02T10:00", "2" * 5000])
@pytest.mark.parametrize("back", ["account", "review"])
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_date_that_makes_no_sense_is_told_and_not_kept(
    page: FlaskClient, office: Office, date: str, back: str, headers: dict[str, str]
) -> None:
    answer = page.post("/answers", data={**BRUKET, "kind": "met", "value": date, "back": back}, headers=headers)
    assert answer.status_code == 422
    assert "Skriv datumet som ni sågs" in answer.text
    assert said(office) == set()


def test_today_is_a_day_one_can_have_met(page: FlaskClient) -> None:
    assert page.post("/answers", data={**BRUKET, "kind": "met", "value": NOW.date().isoformat()}).status_code == 303


@pytest.mark.parametrize("place", ["", " ", "x", "å" * 201])
def test_a_place_that_makes_no_sense_is_told_and_not_kept(page: FlaskClient, office: Office, place: str) -> None:
    answer = page.post("/answers", data={**BRUKET, "kind": "place", "value": place, "back": "account"})
    assert answer.status_code == 422
    assert said(office) == set()


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ({}, 400),
        ({**BRUKET}, 400),
        ({**BRUKET, "kind": "boss"}, 400),
        ({**BRUKET, "kind": "alias", "value": "other.example"}, 422),
        ({**BRUKET, "kind": "modality", "value": "in_person"}, 400),
        ({**BRUKET, "meeting": "in_person:"}, 400),
        ({**BRUKET, "meeting": "phone:m0123456789"}, 400),
        ({**BRUKET, "meeting": "in_person:m0123456789"}, 404),
        ({**BRUKET, "meeting": "undo:a0123456789"}, 404),
        ({"account": "nobody.example", "kind": "alias", "value": "bruket.example"}, 404),
        ({**BRUKET, "undo": "boss"}, 400),
        ({**BRUKET, "kind": "wrong", "value": "everything"}, 400),
        ({"kind": "customer"}, 404),
        ({"account": "nobody.example", "kind": "customer"}, 404),
        ({"account": "\0<b>", "kind": "customer"}, 404),
    ],
)
def test_an_answer_we_do_not_understand_changes_nothing(
    page: FlaskClient, office: Office, data: dict[str, str], status: int
) -> None:
    before = office.store.shown.revision()
    assert page.post("/answers", data=data).status_code == status
    assert office.store.shown.revision() == before


def test_nobody_can_answer_before_there_is_a_calendar(office: Office, browse: Callable[[Office], FlaskClient]) -> None:
    assert browse(office).post("/answers", data={**BRUKET, "kind": "customer"}).status_code == 404


def test_every_kind_of_correction_has_words() -> None:
    from workers.words import LANGUAGES, knows

    for kind in CorrectionKind:
        assert all(knows(f"review.said.{kind}", language) for language in LANGUAGES)
