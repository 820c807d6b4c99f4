"""The town a postal code belongs to, as far as the words tell."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.routing.addresses import postal_town


@pytest.mark.parametrize(
    ("text", "town"),
    [
        ("Slussgatan 14, 461 30 Trollhättan", "Trollhättan"),
        ("Slussgatan 14 461 30 Trollhättan", "Trollhättan"),
        ("Slussgatan 14\n461 30 Trollhättan", "Trollhättan"),
        ("Bruket AB; Slussgatan 14; SE-461 30 TROLLHÄTTAN; Sverige", "Trollhättan"),
        ("Slussgatan 14, 461 30 Trollhättan (porten mot ån)", "Trollhättan"),
        ("Industrivägen 1, 97231 Luleå", "Luleå"),
        ("Storgatan 1, 196 30 Upplands-Bro", "Upplands-Bro"),
        ("Karl Johans gate 1, 0154 Oslo", "Oslo"),
        ("Nygade 3, 1164 København K", "København"),
        ("DK-1553 København V", "København"),
        ("Mannerheimintie 5, 00100 Helsinki", "Helsinki"),
        ("Hauptstraße 5, D-60311 Frankfurt am Main", "Frankfurt am Main"),
        ("Ringweg 3, 3100 St. Pölten", "St. Pölten"),
        ("123 Main St, Boston, MA 02110", "Boston"),
        ("10 Downing Street, London SW1A 2AA", "London"),
    ],
)
def test_a_town_is_told_by_its_code(text: str, town: str) -> None:
    assert postal_town(text) == town


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Trollhättan",
        "Storgatan 5, Trollhättan",
        "Storgatan 5, 461 30",
        "461 30 platser i salen",
        "2026 Review",
        "Möte, 2026 Vår",
        "ring 070-123 45 Karin",
        "Tel 046 123 45 Lund",
        "https://teams.microsoft.com/l/meetup-join/461 30",
        "x" * 5000,
    ],
)
def test_without_a_code_and_a_name_beside_it_no_town_is_told(text: str) -> None:
    assert postal_town(text) == ""


PIECES = st.sampled_from(["Storgatan", "5", "461 30", " ", ",", "Luleå", "AB", "Rum", "\n", "SE-", "MA", "("])


@given(st.one_of(st.text(max_size=400), st.lists(PIECES, max_size=40).map("".join)))
def test_any_text_has_a_town_that_stands_in_it_or_none(text: str) -> None:
    town = postal_town(text)
    assert town.casefold() in " ".join(text.casefold().split()) or not text.isascii()
