"""Words from strangers stay words, on the page and in the mail they are put into."""

import re
from datetime import date, timedelta
from decimal import Decimal
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.routing.geocoder import Position
from plugin.web.shown import search_for_bakery
from workers.relationships.reasons import Reason
from workers.visits.suggestion import Draft
from workers.visits.visit import VisitPlace
from workers.words.message import receivers_of, write_link
from workers.words.strangers import ISOLATE, POP, tame, tame_facts, tame_lines

SIGN = "\N{REPLACEMENT CHARACTER}"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Avstämning", "Avstämning"),
        ("  två\r\n rader\t", "två rader"),
        ("bell\a", f"bell{SIGN}"),
        ("\x1b[31mröd", f"{SIGN}[31mröd"),
        ("\u202eexe.cod", f"{SIGN}exe.cod"),
        ("a\u2067b\u2069", f"a{SIGN}b{SIGN}"),
        ("a\u200bb", f"a{SIGN}b"),
        ("\ud800", SIGN),
        ("👩‍🔧 hej", "👩‍🔧 hej"),
        ("x" * 400, "x" * 299 + "…"),
        ("", ""),
    ],
)
def test_a_line_from_a_stranger_is_tamed(written: str, shown: str) -> None:
    assert tame(written) == shown


@given(st.text(max_size=2000))
def test_whatever_is_written_stays_one_short_line(text: str) -> None:
    line = tame(text)
    assert len(line) <= 300
    assert not re.search("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]", line)
    line.encode()


def test_facts_keep_what_they_are() -> None:
    facts = {"n": 7, "when": date(2026, 5, 1), "length": timedelta(minutes=5), "value": Decimal("1.5"), "none": None}
    assert tame_facts(facts) == facts


def test_what_reads_from_the_right_keeps_to_its_own_place() -> None:
    assert tame_facts({"name": "שלום", "people": ["a\a", "b"]}) == {
        "name": f"{ISOLATE}שלום{POP}",
        "people": (f"a{SIGN}", "b"),
    }


def test_a_message_keeps_its_lines() -> None:
    assert tame_lines("Hej\a\r\n\r\nvi ses") == f"Hej{SIGN}\n\nvi ses"


@given(
    st.lists(st.from_regex(r"[a-z.+&?%-]{1,20}@[a-z-]{1,20}\.se", fullmatch=True), max_size=3),
    st.text(max_size=80),
    st.text(max_size=200),
)
def test_nothing_in_a_mail_link_becomes_another_header(to: list[str], subject: str, body: str) -> None:
    link = write_link(to, subject, tame_lines(body))
    parts = urlsplit(link)
    assert parts.scheme == "mailto"
    assert set(parse_qs(parts.query, keep_blank_values=True)) == {"subject", "body"}
    assert "%0D" not in parts.query.split("&body=")[0]
    assert [unquote(one) for one in parts.path.split(",")] == (to or [""])


def test_only_addresses_become_receivers() -> None:
    written = (
        "karin@bruket.example",
        "x@y.se?bcc=evil@z.se",
        "a@b.se\r\nBcc: c@d.se",
        "b@c.se,d@e.se",
        "ej en adress",
    )
    draft = Draft(language="sv", kind="screen_only", to=written, reason=Reason("draft.screen_only"))
    assert receivers_of(draft) == ("karin@bruket.example",)


TROLLHATTAN = Position(58.28365, 12.28864, "Trollhättan", country="SE")


@pytest.mark.parametrize(
    ("place", "query", "fragment"),
    [
        (
            VisitPlace("Slussgatan 14, 461 30 Trollhättan", "crm", TROLLHATTAN, town="Trollhättan"),
            "bageri nära Trollhättan",
            "map=14/58.280000/12.290000",  # the town, and not the door
        ),
        (VisitPlace("Storgatan 1, SE-461 30 Trollhättan, Sverige", "crm"), "bageri nära Trollhättan", ""),
        (VisitPlace("Byxelkrok", "crm", Position(56.88, 16.66, "Borgholm", country="SE")), "bageri nära Byxelkrok", ""),
        (
            VisitPlace("Tampere", "crm", Position(61.5, 23.8, "Tampere", country="FI"), town="Tampere"),
            "leipomo lähellä Tampere",
            "map=14/61.500000/23.800000",
        ),
        (VisitPlace("12345", "crm"), "bageri nära 12345", ""),
        (VisitPlace("Bruket?a=b&c#d", "crm"), "bageri nära Bruket?a=b&c#d", ""),
        (VisitPlace("Bru\u202eket\n", "crm"), f"bageri nära Bru{SIGN}ket", ""),
    ],
)
def test_a_bakery_is_looked_for_by_town_in_the_language_spoken_there(
    place: VisitPlace, query: str, fragment: str
) -> None:
    link = urlsplit(search_for_bakery(place, otherwise="sv"))
    assert (link.scheme, link.netloc, link.path) == ("https", "www.openstreetmap.org", "/search")
    assert parse_qs(link.query) == {"query": [query]}
    assert link.fragment == fragment
