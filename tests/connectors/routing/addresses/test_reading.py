"""What a place text says by its words alone: rooms, screens, manners of speaking, and what may be a town."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.routing.addresses import Kind, is_room, is_street, read, tell, tidy
from connectors.routing.addresses.line import LONGEST
from connectors.routing.addresses.reading import MOST_PIECES
from connectors.routing.geocoder import Unknown

PLAIN = {
    Unknown.EMPTY: ["", "   ", "\t\n", " - ", "...", "\u200b\u200e"],
    Unknown.ONLINE: [
        "https://teams.microsoft.com/l/meetup-join/19%3ameeting_abc",
        "www.zoom.us/j/123456789",
        "meet.google.com/abc-defg-hij",
        "Microsoft Teams-möte",
        "Microsoft Teams Meeting",
        "Microsoft Teams-møte",
        "Teams-kokous",
        "Teams",
        "Zoom",
        "Skype",
        "Google Meet",
        "digitalt",
        "på distans",
        "etänä",
        "Telefonmöte",
        "Ring mig",
        "Ring Karin 0520-123 45",
        "+46 70 123 45 67",
        "0920-123 45",
        "(901) 555-0123",
        "tel. 08-123 456 78",
        "karin@bruket.example",
    ],
    Unknown.OWN: [
        "Kontoret", "kontoret!", "hos oss", "Hemma", "Vårt kontor", "Hemmakontor", "at home", "Our office", "WFH", "HQ",
        "hjemme", "hos os", "Hjemmekontor", "meillä", "kotona", "bei uns", "zu Hause", "im Büro", "Kontoret; Microsoft Teams-möte",
    ],
    Unknown.VAGUE: [
        "hos er", "Hos er.", "på plats", "hos kund", "hos kunden", "Hos Karin", "Besök hos Luleå Energi", "TBD", "?", "Lunch",
        "your office", "On site", "hos dere", "hos jer", "teillä", "asiakkaan luona", "bei Ihnen", "beim Kunden vor Ort",
    ],
    Unknown.ROOM: [
        "Rum Luleå", "Konferensrum Boston", "Mötesrum Malmö (plan 3)", "Sammanträdesrum Skellefteå", "Rum 214", "Boston, konferensrum",
        "Boston (8 pers)", "Skellefteå [12 platser]", "Luleå (10)", "Luleå, plan 3", "Luleå - våning 2", "Boston, 4th floor",
        "Meeting room Memphis", "Conference Room B", "Møterom Oslo", "Mødelokale Odense", "Kokoushuone Turku",
        "Neuvotteluhuone Turku", "Besprechungsraum Berlin", "Stora salen", "Rum Luleå; Microsoft Teams-möte",
    ],
    Unknown.STREET_ONLY: [
        "Sveavägen 44", "Sveavägen 44, våning 7", "Vara Torg 3", "Stockholmsvägen 12", "Stockholmsvägen", "12 London Road",
        "Königsallee 60", "Sveavägen 44; Microsoft Teams-möte", "Sveavägen 44, Rum Luleå", "Sveavägen 44, c/o Bruket AB",
    ],
    Unknown.OTHER_SCRIPT: ["東京", "Москва", "札幌", "Αθήνα", "ул. Тверская 7"],
}  # fmt: skip


@pytest.mark.parametrize(("text", "why"), [(text, why) for why, texts in PLAIN.items() for text in texts])
def test_what_names_no_place_says_why(text: str, why: Unknown) -> None:
    assert tell(text) is why


@pytest.mark.parametrize(
    "text",
    [
        "Luleå",
        "Slussgatan 14, 461 30 Trollhättan",
        "Sveavägen 44, Stockholm",
        "Rum Luleå, Varvsgatan 21, 972 32 Luleå",
        "Konferensrum Boston, Luleå",
        "Microsoft Teams-möte; Slussgatan 14, 461 30 Trollhättan",
        "Teams / Storgatan 12, 961 33 Boden",
        "hos Bruket i Trollhättan",
        "Kontoret, Luleå",
        "Kontoret i Oslo",
        "Bruket, port 2",
        "Luleå Energi",
        "Karin Lind",
        "65.5848, 22.1567",
        "972 31",
    ],
)
def test_what_may_be_a_place_is_left_to_whoever_has_a_table_of_towns(text: str) -> None:
    assert tell(text) is None


@pytest.mark.parametrize(
    ("text", "room"),
    [
        ("Rum Luleå", True),
        ("Rum Luleå, Varvsgatan 21, 972 32 Luleå", True),
        ("Boston (8 pers)", True),
        ("Centrum", False),
        ("Handelsforum", False),
        ("Mörrum", False),
        ("Luleå", False),
        ("Elverum, Norge", False),
    ],
)
def test_a_room_is_told_by_its_word(text: str, room: bool) -> None:
    assert is_room(text) is room


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Luleå Energi", ["Luleå Energi", "Luleå"]),  # the second only if Energi were a region
        ("Göteborgs-Posten", ["Göteborgs-Posten"]),
        ("Stockholm Consulting AB", []),
        ("Bruket AB Trollhättan", ["Trollhättan"]),
        ("AB Trollhättan Bruk", []),
        ("Malmö C", ["Malmö"]),
        ("København NV", ["København"]),
        ("Liverpool Street station", ["Liverpool Street station"]),
        ("Fika i Malmö", ["Fika i Malmö", "Malmö"]),
        ("i våra lokaler", []),
    ],
)
def test_single_words_are_no_towns_unless_a_word_makes_them_a_place(text: str, names: list[str]) -> None:
    suggested = [name for piece in read(text).pieces for name in piece.names]
    assert [name.text for name in suggested if not name.beside or name.beside == "Energi"] == names


def test_a_whole_address_is_told_piece_by_piece() -> None:
    reading = read("Rum Luleå, plan 2, Bruket AB, Varvsgatan 21, SE-972 32 Luleå, Sverige; https://meet.example/x")
    assert [piece.kind for piece in reading.pieces] == [
        Kind.ONLINE, Kind.ROOM, Kind.FLOOR, Kind.FIRM, Kind.STREET, Kind.CODE, Kind.NAME, Kind.NAME,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("  Slussgatan\t14 ", "Slussgatan 14"),
        ("Slussgatan 14\r\n461 30 Trollhättan", "Slussgatan 14, 461 30 Trollhättan"),
        ("Lule\u0061\u030a", "Luleå"),
        ("Ｌｕｌｅå", "Luleå"),
        ("Luleå\u202e\x00", "Luleå"),
        ("ord " * 200, ("ord " * 75).strip()),
        ("x" * 100_000, ""),
    ],
)
def test_a_text_is_made_one_bounded_line(text: str, line: str) -> None:
    assert tidy(text) == line


HOSTILE = [
    "a",
    "1",
    "1 ",
    "gatan ",
    "Storgatan 1 ",
    ", ",
    "( ",
    "12 34 ",
    "SE-",
    "A1 ",
    "i ",
    "rum ",
    "@",
    "a.a",
    "://",
    "å\u0301",
    "ﷺ",
    "\n",
]


@pytest.mark.parametrize("bit", HOSTILE)
def test_a_hostile_text_is_read_no_further_than_an_address_is_long(bit: str) -> None:
    reading = read(bit * (100_000 // len(bit)))
    assert len(reading.line) <= LONGEST
    assert len(reading.pieces) <= MOST_PIECES


ALPHABET = st.sampled_from(
    [
        *"aåÄz 0159,;.-/()[]@:?!'\"\n\t|·",
        "\u202e",
        "東",
        "ж",
        "ﬁ",
        "Storgatan ",
        "972 31 ",
        "Luleå ",
        "rum ",
        "i ",
        "AB ",
        "SE-",
        "://",
    ]
)


@given(st.one_of(st.text(max_size=400), st.lists(ALPHABET, max_size=60).map("".join)))
def test_any_text_is_read(text: str) -> None:
    reading = read(text)
    assert (reading.why is None) == (
        reading.point is not None or any(piece.names or piece.code for piece in reading.pieces)
    )
    assert len(reading.line) <= LONGEST
    assert reading.line.isprintable()
    assert all(name.text and name.text.strip() == name.text for piece in reading.pieces for name in piece.names)
    assert is_room(text) in (True, False)
    assert is_street(text) in (True, False)
