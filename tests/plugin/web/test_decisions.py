"""Later, not this one and never here are pressed where a suggestion is shown, seen at once, and taken back."""

import pytest
from flask.testing import FlaskClient

from workers.decide import decide
from workers.office import Office
from workers.store.decisions import DecisionKind, Surface

BRUKET = "bruket.example"
PAGE = f"/account/{BRUKET}"
HTMX = {"HX-Request": "true"}
WHY = {
    "later": "Du har sagt senare. Vi återkommer måndag 30 november.",
    "not_this": "Mötet torsdag 10 december tar ni som det är, har du sagt.",
    "never_here": "Föreslå aldrig besök",
}
SAID = {
    "later": "senare, och vi återkommer måndag 30 november",
    "not_this": "inget besök vid mötet torsdag 10 december",
    "never_here": "inga besök här",
}


def suggestion(office: Office) -> str:
    reviewed = office.store.shown.account(BRUKET)
    assert reviewed is not None
    assert reviewed.suggestion is not None
    return reviewed.suggestion.id


@pytest.mark.parametrize("headers", [{}, HTMX])
@pytest.mark.parametrize("kind", WHY)
def test_a_press_takes_the_suggestion_away_says_why_and_can_be_taken_back(
    page: FlaskClient, office: Office, kind: str, headers: dict[str, str]
) -> None:
    about = {"account": BRUKET, "suggestion": suggestion(office)}
    text = page.post("/decisions", data={**about, "kind": kind}, headers=headers, follow_redirects=True).text
    assert 'id="suggestion"' not in text
    assert WHY[kind] in text
    assert f"<bdi>{SAID[kind]}</bdi>" in text or f"<span>{SAID[kind]}</span>" in text
    assert (f"Sparat: Bruket, {SAID[kind]}." in text) is bool(headers)
    again = page.post("/decisions", data={**about, "undo": kind}, headers=headers, follow_redirects=True).text
    assert 'id="suggestion"' in again
    assert WHY[kind] not in again or kind == "never_here"
    assert (f"Ångrat: Bruket, {SAID[kind]}." in again) is bool(headers)
    assert (office.store.shown.decisions(), office.store.shown.corrections()) == ((), ())


def test_never_here_pressed_at_the_suggestion_is_taken_back_among_the_corrections_too(
    page: FlaskClient, office: Office
) -> None:
    about = {"account": BRUKET, "suggestion": suggestion(office)}
    page.post("/decisions", data={**about, "kind": "never_here"})
    page.post("/answers", data={"account": BRUKET, "undo": "never_here"})
    assert 'id="suggestion"' in page.get(PAGE).text


def test_what_was_written_from_the_letter_is_told_on_the_page(page: FlaskClient, office: Office) -> None:
    seller_id = office.store.shown.id()
    assert seller_id is not None
    decide(office, seller_id, suggestion(office), DecisionKind.DRAFT, surface=Surface.LETTER)
    assert "<span>du har skrivit om mötet torsdag 10 december</span>" in page.get(PAGE).text


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ({}, 400),
        ({"kind": "boss"}, 400),
        ({"kind": "convert"}, 400),
        ({"kind": "took_place"}, 400),
        ({"undo": "convert"}, 400),
        ({"undo": ""}, 400),
        ({"kind": "later", "suggestion": "0123456789ab"}, 404),
        ({"kind": "later", "suggestion": "nu\0ll"}, 404),
        ({"kind": "later", "suggestion": "0123456789ab", "account": "nobody.example"}, 404),
        ({"kind": "later", "suggestion": "", "account": "\0<b>"}, 404),
    ],
)
def test_a_press_we_do_not_understand_changes_nothing(
    page: FlaskClient, office: Office, data: dict[str, str], status: int
) -> None:
    before = office.store.shown.revision()
    said = {"account": BRUKET, "suggestion": suggestion(office), **data}
    assert page.post("/decisions", data=said).status_code == status
    assert office.store.shown.revision() == before


def test_a_press_from_another_site_is_refused(page: FlaskClient, office: Office) -> None:
    said = {"account": BRUKET, "suggestion": suggestion(office), "kind": "later"}
    assert page.post("/decisions", data=said, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert office.store.shown.decisions() == ()
