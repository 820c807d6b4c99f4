"""What of a place other people's servers are asked about: a street and where it is, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.routing.engines.address import LONGEST, Address, find_address
from connectors.routing.geocoder import Sought


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Slussgatan 14, 461 30 Trollhättan", Address("Slussgatan 14", "461 30", "Trollhättan")),
        ("Slussgatan 14 461 30 Trollhättan", Address("Slussgatan 14", "461 30", "Trollhättan")),
        ("Bruket AB, Slussgatan 14, SE-461 30 Trollhättan", Address("Slussgatan 14", "461 30", "Trollhättan", "SE")),
        ("Bruket AB Slussgatan 14, Trollhättan", Address("Slussgatan 14")),
        ("Karin Lind, tel 070-1234567, Storgatan 5, 972 38 Luleå", Address("Storgatan 5", "972 38", "Luleå")),
        ("Storgatan 5, Karin Lind, Luleå", Address("Storgatan 5")),
        ("Konferensrum Boston, Storgatan 5, Luleå", Address("Storgatan 5")),
        ("https://teams.microsoft.com/l/x, Storgatan 1, Luleå", Address("Storgatan 1")),
        ("Köpmantorget, Slussgatan 14, Trollhättan", Address("Slussgatan 14")),
        ("Vara Torg 3, Vara", Address("Vara Torg 3")),
        ("Hauptstraße 5, 10115 Berlin", Address("Hauptstraße 5", "10115", "Berlin")),
        (
            "77 Massachusetts Avenue, Cambridge, MA 02139",
            Address("77 Massachusetts Avenue", "02139", "Cambridge", "US"),
        ),
        ("10 Downing Street, London SW1A 2AA", Address("10 Downing Street", "SW1A 2AA", "London", "GB")),
    ],
)
def test_a_street_is_asked_for_with_its_code_and_the_town_beside_it(text: str, address: Address) -> None:
    assert find_address(Sought(text=text)) == address


@pytest.mark.parametrize(
    "sought",
    [
        Sought(),
        Sought(text="Luleå"),
        Sought(text="Rum Luleå"),
        Sought(text="hos oss"),
        Sought(text="Kontoret"),
        Sought(text="Microsoft Teams-möte"),
        Sought(text="https://zoom.us/j/12345"),
        Sought(text="070-123 45 67"),
        Sought(text="Projekt Alfa, Nordverk AB"),
        Sought(text="Ул. Ленина 5, Москва"),
        Sought(text="Storgatan 5, 972 38 Luleå", room=True),
        Sought(text="Storgatan 5, 972 38 Luleå", lat=65.58, lon=22.15),
        Sought(street="Konferensrum Storgatan", city="Luleå"),
        Sought(street="Microsoft Teams", city="Luleå"),
        Sought(street="   ", city="Luleå"),
        Sought(street="Улица Ленина 5", city="Москва"),
    ],
)
def test_what_is_no_address_is_nobody_elses_business(sought: Sought) -> None:
    assert find_address(sought) is None


@pytest.mark.parametrize(
    ("sought", "address"),
    [
        (
            Sought(street="Slussgatan 14", postal_code="46130", city="Trollhättan", country="SE"),
            Address("Slussgatan 14", "46130", "Trollhättan", "SE", in_parts=True),
        ),
        (
            Sought(text="Bruket", street="Slussgatan 14", city="Trollhättan", country="Sverige"),
            Address("Slussgatan 14", "", "Trollhättan", in_parts=True),
        ),
        (
            Sought(street="Slussgatan 14, plan 3", city="Trollhättan"),
            Address("Slussgatan 14", "", "Trollhättan", in_parts=True),
        ),
        (
            Sought(street="Bäckaskog", postal_code="SE-123 45"),
            Address("Bäckaskog", "SE-123 45", "", "SE", in_parts=True),
        ),
    ],
)
def test_what_a_calendar_keeps_apart_is_asked_for_apart(sought: Sought, address: Address) -> None:
    assert find_address(sought) == address


@pytest.mark.parametrize(
    ("address", "line"),
    [
        (Address("Slussgatan 14", "461 30", "Trollhättan"), "Slussgatan 14, 461 30 Trollhättan"),
        (Address("Slussgatan 14", "", "Trollhättan", "SE"), "Slussgatan 14, Trollhättan"),
        (Address("77 Federal Street", "02110", "Boston", "US"), "77 Federal Street, Boston 02110"),
        (Address("Storgatan 5"), "Storgatan 5"),
    ],
)
def test_an_address_is_written_as_on_an_envelope(address: Address, line: str) -> None:
    assert address.text == line


@given(st.builds(Sought, text=st.text(), street=st.text(), postal_code=st.text(), city=st.text(), country=st.text()))
def test_whatever_stands_there_an_address_is_short_and_of_one_line(sought: Sought) -> None:
    address = find_address(sought)
    if address is not None:
        assert address.street
        assert len(address.text) <= 4 * LONGEST
        assert not {"\n", "\r", "\t", "\0", "\u202e"} & set(address.text)
