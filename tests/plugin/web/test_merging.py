"""Two accounts that are one, said by hand; and accounts that left the pages, found again."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from connectors.ics import Source
from tests.plugin.web.calendars import calendar, event
from tests.world import ASTRID, NOW
from workers.calendar_files import read_files
from workers.office import Office

Browse = Callable[[Office], FlaskClient]
HTMX = {"HX-Request": "true"}
BRUKET, ALVKAJ = "bruket.example", "alvkaj.example"


def merge(client: FlaskClient, value: str, account: str = BRUKET, **headers: str) -> TestResponse:
    data = {"account": account, "kind": "alias", "value": value, "back": "account"}
    return client.post("/answers", data=data, headers=headers)


@pytest.mark.parametrize(
    "written", [ALVKAJ, " ALVKAJ.example ", "www.alvkaj.example", "eva@alvkaj.example", " älvkaj  logistik"]
)
def test_an_account_is_merged_with_the_one_named(demo: Office, browse: Browse, written: str) -> None:
    client = browse(demo)
    answer = merge(client, written)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/account/{ALVKAJ}")
    assert demo.store.shown.account(BRUKET) is None
    text = client.get(f"/account/{ALVKAJ}").text
    assert "<bdi>hör ihop med" in text


def test_the_page_of_a_merged_account_leads_to_the_one_it_belongs_to(demo: Office, browse: Browse) -> None:
    client = browse(demo)
    merge(client, ALVKAJ)
    answer = client.get(f"/account/{BRUKET}")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/account/{ALVKAJ}")


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_merger_is_taken_back_from_the_page_of_the_whole(
    demo: Office, browse: Browse, headers: dict[str, str]
) -> None:
    client = browse(demo)
    before = client.get(f"/account/{ALVKAJ}").text
    merge(client, ALVKAJ)
    data = {"account": BRUKET, "undo": "alias", "back": "account", "page": ALVKAJ}
    answer = client.post("/answers", data=data, headers=headers)
    assert answer.status_code == (200 if headers else 303)
    assert client.get(f"/account/{BRUKET}").status_code == 200
    assert client.get(f"/account/{ALVKAJ}").text == before


def test_htmx_is_told_to_go_to_the_whole(demo: Office, browse: Browse) -> None:
    answer = merge(browse(demo), ALVKAJ, **HTMX)
    assert answer.headers["HX-Redirect"] == f"/account/{ALVKAJ}"


@pytest.mark.parametrize(
    ("written", "line"),
    [
        ("nobody.example", "Ingen annan kund heter så"),
        ("", "Ingen annan kund heter så"),
        ("\0<script>", "Ingen annan kund heter så"),
        ("å" * 5000, "Ingen annan kund heter så"),
        ("nordverk.example", "Ingen annan kund heter så"),
        ("gmail.com", "Ingen annan kund heter så"),
        (BRUKET, "Det är den här kunden."),
        ("Bruket", "Det är den här kunden."),
        ("karin@bruket.example", "Det är den här kunden."),
    ],
)
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_name_that_makes_no_sense_gives_one_clear_line(
    demo: Office, browse: Browse, written: str, line: str, headers: dict[str, str]
) -> None:
    answer = merge(browse(demo), written, **headers)
    assert answer.status_code == 422
    assert answer.text.count(line) == 1
    assert "<script>\ufffd" not in answer.text
    assert demo.store.shown.corrections() == ()


def test_a_name_two_accounts_have_asks_for_the_domain(office: Office, browse: Browse) -> None:
    domains = ("bruket.example", "alvkaj.se", "alvkaj.nu")
    events = [event(domain, NOW - timedelta(days=9), guest=f"karin@{domain}") for domain in domains]
    read_files(office, [Source("a.ics", calendar(*events))], owner=ASTRID.address, label="a.ics")
    client = browse(office)
    assert "Flera kunder heter så" in merge(client, "alvkaj").text
    assert merge(client, "alvkaj.nu").status_code == 303


def test_two_accounts_cannot_belong_to_each_other(demo: Office, browse: Browse) -> None:
    client = browse(demo)
    merge(client, ALVKAJ)
    assert "Det är den här kunden." in merge(client, BRUKET, ALVKAJ).text
    assert merge(client, "norrgruvan.example", BRUKET).status_code == 404


def test_what_was_said_before_a_merger_is_still_listed(demo: Office, browse: Browse) -> None:
    client = browse(demo)
    client.post("/answers", data={"account": BRUKET, "kind": "no_gifts"})
    merge(client, ALVKAJ)
    assert "<bdi>inga gåvor</bdi>" in client.get(f"/account/{ALVKAJ}").text


def test_other_accounts_are_offered_by_name_and_domain(demo: Office, browse: Browse) -> None:
    text = browse(demo).get(f"/account/{BRUKET}").text
    assert 1 < text.count("<option") <= 100
    assert f'<option value="{ALVKAJ}">' in text
    assert f'<option value="{BRUKET}">' not in text


@pytest.mark.parametrize(("kind", "words"), [("not_customer", "inte kund"), ("ours", "vi själva")])
def test_an_account_that_left_the_pages_is_found_and_taken_back(
    demo: Office, browse: Browse, kind: str, words: str
) -> None:
    client = browse(demo)
    client.post("/answers", data={"account": BRUKET, "kind": kind})
    for other in [one.relationship.account.key for one in demo.store.shown.accounts(start=0, limit=25)]:
        for said in ("customer", "no_gifts", "prefers_digital", "never_here", "customer"):
            client.post("/answers", data={"account": other, "kind": said}) if said != kind else None
    answer = client.get(f"/account/{BRUKET}")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/review#told")
    assert f"<bdi>{BRUKET}</bdi>: <bdi>{words}</bdi>" in client.get("/review").text
    client.post("/answers", data={"account": BRUKET, "undo": kind, "back": "review"})
    assert client.get(f"/account/{BRUKET}").status_code == 200
