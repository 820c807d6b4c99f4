"""A calendar file dropped on the page."""

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from plugin import create_app
from tests.plugin.web.calendars import bruket
from tests.plugin.web.conftest import SAME_SITE
from tests.world import ASTRID
from workers.office import Office

HTMX = {"HX-Request": "true"}


def send(
    client: FlaskClient, *files: tuple[bytes, str], headers: dict[str, str] | None = None, **fields: str
) -> TestResponse:
    data: dict[str, Any] = {**fields, "calendar": [(BytesIO(content), name) for content, name in files]}
    return client.post("/calendar", data=data, headers=headers, content_type="multipart/form-data")


@pytest.fixture
def empty(office: Office, browse: Callable[[Office], FlaskClient]) -> FlaskClient:
    return browse(office)


def test_a_calendar_file_becomes_the_page(empty: FlaskClient) -> None:
    answer = send(empty, (bruket(), "astrid.ics"), owner="Astrid@Nordverk.example")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")
    text = empty.get("/").text
    assert "Ni har aldrig setts" in text
    assert "Läst ur astrid.ics måndag 23 november kl. 08:00." in text or "Läst ur astrid.ics" in text


def test_htmx_is_told_where_to_go(empty: FlaskClient) -> None:
    answer = send(empty, (bruket(), "astrid.ics"), headers=HTMX)
    assert answer.headers["HX-Redirect"] == "/"
    assert "Bruket" in empty.get("/").text


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "empty.ics"),
        (b"PK\x03\x04...", "x.zip"),
        (b"<html>", "x.ics"),
        (b"hej", "<b>x</b>.ics"),
        (b"\0" * 999, "nul"),
    ],
)
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_what_is_no_calendar_is_refused_in_one_line(
    empty: FlaskClient, office: Office, content: bytes, name: str, headers: dict[str, str]
) -> None:
    answer = send(empty, (content, name), headers=headers)
    assert answer.status_code == 422
    assert "Den filen gick inte att läsa." in answer.text
    assert ".ics" in answer.text.partition("Den filen gick inte att läsa.")[2]
    assert "the calendar" not in answer.text
    assert "<b>x" not in answer.text
    assert ("<html" in answer.text) is (headers == {})
    assert office.store.shown.seller() is None


def test_an_entry_that_cannot_be_read_is_told_of_on_the_page(empty: FlaskClient) -> None:
    damaged = b"BEGIN:VEVENT\r\nUID:b\r\nDTSTART;TZID=<b>Nangijala:20261201T090000\r\nEND:VEVENT\r\n"
    send(empty, (bruket().replace(b"END:VCALENDAR", damaged + b"END:VCALENDAR"), "a.ics"), owner=ASTRID.address)
    assert "Tidszonen ”&lt;b&gt;Nangijala” är okänd." in empty.get("/").text
    assert "is unknown" in empty.get("/", headers={"Accept-Language": "en"}).text


def test_no_file_at_all_asks_for_one(empty: FlaskClient) -> None:
    assert "Välj en kalenderfil först." in send(empty).text
    assert empty.post("/calendar").status_code == 422


def test_a_file_larger_than_the_limit_is_refused(office: Office) -> None:
    small = replace(office, settings=replace(office.settings, calendar_limit=1000))
    client = create_app(small).test_client()
    too_much = b"BEGIN:VCALENDAR\r\n" + b"x" * 1_100_000
    for headers in (SAME_SITE, {**SAME_SITE, **HTMX}):
        answer = send(client, (too_much, "big.ics"), headers=headers)
        assert answer.status_code == 413
        assert "Filen är för stor." in answer.text


@pytest.mark.parametrize("owner", ["astrid", "a@b", "<b>@x.se", "a b@x.se", "a@x.se\r\nBcc: b@x.se"])
def test_an_address_that_is_none_is_refused(empty: FlaskClient, owner: str) -> None:
    answer = send(empty, (bruket(), "a.ics"), owner=owner)
    assert answer.status_code == 422
    assert "Det där ser inte ut som en mejladress." in answer.text


def test_a_calendar_that_does_not_tell_whose_it_is_asks(empty: FlaskClient) -> None:
    bare = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nEND:VCALENDAR\r\n"
    assert "Skriv din mejladress och försök igen." in send(empty, (bare, "a.ics")).text


def test_several_files_are_one_calendar(empty: FlaskClient) -> None:
    send(empty, (bruket(), "one.ics"), (bruket(), "two.ics"), owner=ASTRID.address)
    text = empty.get("/").text
    assert "Sju möten på ett år" in text
    assert "one.ics, two.ics" in text


def test_the_refused_page_is_there_to_reload(empty: FlaskClient) -> None:
    assert empty.get("/calendar").status_code == 200
