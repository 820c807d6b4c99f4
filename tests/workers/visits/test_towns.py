"""Which town an address names, and which texts name none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workers.visits.towns import is_town, town_of


@pytest.mark.parametrize(
    ("text", "town"),
    [
        ("Slussgatan 14, 461 30 Trollhättan", "Trollhättan"),
        ("Slussgatan 14 461 30 Trollhättan", "Trollhättan"),
        ("Slussgatan 14\n461 30 Trollhättan", "Trollhättan"),
        ("Bruket AB; Slussgatan 14; SE-461 30 TROLLHÄTTAN; Sverige", "Trollhättan"),
        ("97231 Luleå", "Luleå"),
        ("Storgatan 1, 196 30 Upplands-Bro", "Upplands-Bro"),
        ("Storgatan 5, Hässleholm, Sverige", "Hässleholm"),
        ("Bruket AB, Storgatan 12B, Trollhättan", "Trollhättan"),
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
def test_a_town_is_read_after_a_postal_code_or_a_street(text: str, town: str) -> None:
    assert town_of(text) == town


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Sveavägen 44",
        "Rum Luleå",
        "Konferensrum Boston",
        "Storgatan 5, Rum Luleå",
        "Storgatan 5, Konferensrum Boston",
        "Rum 3, Luleå",
        "Vara Torg 3",
        "Storgatan 5, Vara Torg",
        "Stockholmsvägen 3",
        "Storgatan 5, plan 3",
        "Torsgatan 2, 5 tr",
        "Storgatan 5, Sverige",
        "Storgatan 5, Bruket AB",
        "Bruket",
        "Trollhättan",
        "2026 Review",
        "Möte, 2026 Vår",
        "ring 070-123 45 Karin",
        "Tel 046 123 45 Lund",
        "https://teams.microsoft.com/l/meetup-join/461 30 Trollhättan",
        "Storgatan 5, luleå",
        "x" * 5000,
    ],
)
def test_what_names_no_town_for_sure_names_none(text: str) -> None:
    assert town_of(text) is None


@given(st.text(max_size=400))
def test_any_text_gives_a_town_written_as_towns_are_or_none(text: str) -> None:
    town = town_of(text)
    assert town is None or is_town(town)


@given(
    st.lists(st.sampled_from(["Storgatan", "5", "461 30", " ", ",", "Luleå", "AB", "Rum", "\n", "SE-"]), max_size=40)
)
def test_pieces_of_addresses_in_any_order_never_fail(pieces: list[str]) -> None:
    town = town_of("".join(pieces))
    assert town is None or is_town(town)
