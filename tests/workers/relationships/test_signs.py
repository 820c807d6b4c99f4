"""What words say of how people meet, and what looks like it and does not."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.meetings import Place, PlaceKind
from tests.patience import patience
from tests.world import meeting
from workers.relationships.lexicon import Says
from workers.relationships.signs import NO_SIGNS, Signs, SpotKind, fold, read_signs, read_spot, street_of

SCREEN, PHONE, NUMBER, TOGETHER = Says.SCREEN, Says.PHONE, Says.NUMBER, Says.TOGETHER
VISIT, YOURS, OURS, MEAL, HYBRID, NOT_SCREEN = (
    Says.VISIT,
    Says.YOURS,
    Says.OURS,
    Says.MEAL,
    Says.HYBRID,
    Says.NOT_SCREEN,
)


def title(text: str) -> list[Says]:
    return [sign.says for sign in read_signs(meeting(title=text)).title]


def body(text: str) -> list[Says]:
    return [sign.says for sign in read_signs(meeting(title="", human_text=text)).body]


TITLES = [
    ("Teams-möte med Karin", [SCREEN]),
    ("Avstämning (Teams)", [SCREEN]),
    ("Teams: avstämning", [SCREEN]),
    ("Digital fika", [SCREEN]),
    ("Etäpalaveri", [SCREEN]),
    ("Telefonmöte", [PHONE]),
    ("Ring Karin", [PHONE]),
    ("Ring 070-123 45 67", [PHONE, NUMBER]),
    ("Besök hos Bruket", [VISIT]),
    ("Kundbesök Trollhättan", [VISIT]),
    ("Site visit", [VISIT]),
    ("Kundenbesuch", [VISIT]),
    ("Asiakaskäynti", [VISIT]),
    ("Lunch med Karin", [MEAL]),
    ("Frokost", [MEAL]),
    ("Lounas", [MEAL]),
    ("Hos er på torsdag", [YOURS]),
    ("Hybrid: färdplan", [HYBRID]),
    ("Face to face with Karin", [TOGETHER]),
]

TRAPS = [
    "Demo av telefonsystem",
    "Telefonplan",
    "Ringvägen 100",
    "Zoombutiken",
    "Meet & greet",
    "Teams-strategi",
    "Sales teams alignment",
    "Building 32, Microsoft, Seattle",
    "Zoom in on pricing",
    "Call with Karin",
    "Samtal",
    "Videoövervakning för lagret",
    "Hybridmoln",
    "Hybrid cloud demo",
    "Lunch & learn",
    "Avstämning efter lunch",
    "Inför besöket",
    "Uppföljning av besök i mars",
    "Prep for the site visit",
    "Få avtalet på plats",
    "Online marketing",
    "Onlinebutik",
    "Digitalt signerade avtal",
    "Ringen",
    "Phoneless office",
    "iPhone-avtal",
    "Remote work policy",
]


@pytest.mark.parametrize(("text", "says"), TITLES)
def test_a_title_says(text: str, says: list[Says]) -> None:
    assert title(text) == says


@pytest.mark.parametrize("text", TRAPS)
def test_a_name_or_a_subject_says_nothing(text: str) -> None:
    assert title(text) == []
    assert body(text) == []


BODIES = [
    ("Vi ses via Teams.", [SCREEN]),
    ("We will meet on Zoom.", [SCREEN]),
    ("Nähdään Teamsissä.", [SCREEN]),
    ("Wir sprechen per Video.", [SCREEN]),
    ("Vi ses hos er på torsdag.", [YOURS]),
    ("Vi kommer till er klockan nio.", [YOURS]),
    ("Tavataan teillä.", [YOURS]),
    ("Wir treffen uns bei Ihnen.", [YOURS]),
    ("We mødes hos jer.", [YOURS]),
    ("Välkomna till oss!", [OURS]),
    ("Willkommen bei uns.", [OURS]),
    ("Jag ringer dig.", [PHONE]),
    ("Ring mig på 070-123 45 67.", [PHONE, NUMBER]),
    ("Soitan sinulle.", [PHONE]),
    ("Vi äter lunch ihop.", [MEAL]),
    ("Möt oss på plats eller via Teams.", [HYBRID, SCREEN]),
    ("Teams for remote participants.", [HYBRID]),
    ("Agenda: priser, leveranser, övrigt.", []),
    ("Hur går det hos er?", []),
    ("Vem hos er äger frågan?", []),
    ("Ring mig på 070-123 45 67 om länken strular.", []),
    ("Call me on +46 70 123 45 67 if you get lost.", []),
    ("Vi följer upp på Teams nästa vecka.", []),
    ("Dokumenten ligger i Teams.", []),
    ("Är avtalet på plats?", []),
    ("Please visit our website.", []),
    ("Passar det efter lunch?", []),
]


@pytest.mark.parametrize(("text", "says"), BODIES)
def test_a_body_says(text: str, says: list[Says]) -> None:
    assert body(text) == says


CHANGES = [
    ("Ej Teams", [(NOT_SCREEN, "ej teams")]),
    ("Inget Teams idag", [(NOT_SCREEN, "inget teams")]),
    ("Ingen länk denna gång", [(NOT_SCREEN, "ingen länk")]),
    ("No Teams link needed", [(NOT_SCREEN, "no teams link")]),
    ("Kein Teams", [(NOT_SCREEN, "kein teams")]),
    ("Ei Teamsiä", [(NOT_SCREEN, "ei teamsiä")]),
    ("Ikke på Teams", [(NOT_SCREEN, "ikke på teams")]),
    ("Fysiskt denna gång", [(TOGETHER, "fysiskt denna")]),
    ("Flyttat till Teams", [(SCREEN, "till teams")]),
    ("Moved to Zoom", [(SCREEN, "to zoom")]),
    ("Siirretty Teamsiin", [(SCREEN, "teamsiin")]),
    ("Vi tar det på plats", [(TOGETHER, "på plats")]),
    ("Vi tar det digitalt", [(SCREEN, "tar det digitalt")]),
    ("Vi kör på Teams istället", [(SCREEN, "på teams")]),
    ("Inte på Teams utan på plats", [(NOT_SCREEN, "inte på teams"), (TOGETHER, "på plats")]),
    ("På plats i stället för på Teams", [(TOGETHER, "på plats"), (NOT_SCREEN, "i stället för på teams")]),
]


@pytest.mark.parametrize(("text", "signs"), CHANGES)
def test_denials_and_changes_are_newer_than_the_rest(text: str, signs: list[tuple[Says, str]]) -> None:
    found = read_signs(meeting(title="", human_text=f"Hej!\n{text}.")).body
    assert [(sign.says, sign.words) for sign in found] == signs
    assert found[0].changed


def test_not_being_there_in_person_says_nothing() -> None:
    assert body("Karin är inte på plats den dagen.") == []


def test_a_word_for_change_in_another_sentence_changes_nothing() -> None:
    (sign,) = read_signs(meeting(title="", human_text="Priset är ändrat. Vi ses via Teams.")).body
    assert not sign.changed


def test_numbers_and_addresses_in_a_signature_are_nobodys_plan() -> None:
    text = "Hej,\nagenda följer.\nMvh Karin\nPlats: Storgatan 4\nRing mig på 070-123 45 67"
    assert body(text) == []


@pytest.mark.parametrize(
    ("line", "address"),
    [
        ("Plats: Storgatan 4, Trollhättan", "Storgatan 4"),
        ("Vi ses på Karl Johans gate 14", "Karl Johans gate 14"),
        ("Location: The Old Mill, 5 Mill Road, Leeds", "5 Mill Road"),
        ("Treffpunkt Lange Straße 5", "Lange Straße 5"),
    ],
)
def test_an_address_told_in_words_is_a_sign(line: str, address: str) -> None:
    (sign,) = [s for s in read_signs(meeting(title="", human_text=line)).body if s.says is Says.ADDRESS]
    assert sign.words == address


SPOTS = [
    ("Storgatan 4, 461 30 Trollhättan", SpotKind.ADDRESS),
    ("Ringvägen 100", SpotKind.ADDRESS),
    ("Karl Johans gate 14, 0154 Oslo", SpotKind.ADDRESS),
    ("Vestergade 10, 8000 Aarhus", SpotKind.ADDRESS),
    ("Mannerheimintie 12", SpotKind.ADDRESS),
    ("Lange Straße 5, 10243 Berlin", SpotKind.ADDRESS),
    ("12 Harbour Street, Leeds", SpotKind.ADDRESS),
    ("Bruket, 461 30 Trollhättan", SpotKind.ADDRESS),
    ("Telefonplan 3, Hägersten", SpotKind.ADDRESS),
    ("Restaurang Sjöboden", SpotKind.VENUE),
    ("Hotel Knaust", SpotKind.VENUE),
    ("Messe Hannover", SpotKind.VENUE),
    ("Konferensrum Älgen", SpotKind.ROOM),
    ("Rum 3", SpotKind.ROOM),
    ("Mødelokale 2", SpotKind.ROOM),
    ("Kontoret", SpotKind.OFFICE),
    ("Hos er", SpotKind.WORDS),
    ("Bei Ihnen", SpotKind.WORDS),
    ("På plats", SpotKind.WORDS),
    ("ej Teams", SpotKind.WORDS),
    ("Trollhättan", SpotKind.NAME),
    ("Telefonplan", SpotKind.NAME),
    ("Zoombutiken", SpotKind.NAME),
    ("Building 32, Microsoft, Seattle", SpotKind.NAME),
    ("Plan 4", SpotKind.NAME),
    ("Telefon", SpotKind.PHONE),
    ("Jag ringer", SpotKind.PHONE),
    ("Puhelin", SpotKind.PHONE),
    ("070-123 45 67", SpotKind.NUMBER),
    ("Ring 070-123 45 67", SpotKind.NUMBER),
    ("+46 70 123 45 67 (Karin)", SpotKind.NUMBER),
    ("Teams", SpotKind.SCREEN),
    ("TBD", SpotKind.NOTHING),
    ("?", SpotKind.NOTHING),
    ("Bokas senare", SpotKind.NOTHING),
    ("Sverige", SpotKind.NOTHING),
    ("Hemma", SpotKind.NOTHING),
]


@pytest.mark.parametrize(("text", "kind"), SPOTS)
def test_a_place_text_is(text: str, kind: SpotKind) -> None:
    assert read_spot(Place(text)).kind is kind


def test_what_was_picked_is_what_the_calendar_says_it_is() -> None:
    assert read_spot(Place("Teams", PlaceKind.ROOM)).kind is SpotKind.ROOM
    assert read_spot(Place("Bruket", PlaceKind.VENUE)).kind is SpotKind.VENUE


def test_a_plain_meeting_has_no_signs() -> None:
    assert read_signs(meeting()) is NO_SIGNS


def test_signs_survive_the_way_through_json_and_hold_no_free_text() -> None:
    secret = "Vinterpriset blir 4 miljoner, vi ses hos er på torsdag."
    signs = read_signs(meeting(title="Besök", place="Storgatan 4", human_text=secret))
    kept = msgspec.json.encode(signs)
    assert b"miljoner" not in kept
    assert msgspec.json.decode(kept, type=Signs) == signs


def test_streets_are_compared_folded() -> None:
    assert street_of("Nordverk AB, Kungsgatan  1, Stockholm") == street_of("KUNGSGATAN 1") == "kungsgatan 1"
    assert street_of("Trollhättan") == ""
    assert fold(" Rum: EKEN ") == "rum eken"


@given(st.text(max_size=300))
def test_any_text_can_be_read(text: str) -> None:
    assert len(read_signs(meeting(title=text, place=text.strip() or "?", human_text=text)).spots) == 1


@pytest.mark.parametrize("piece", ["a", "1", " ", "på ", "Storgatan ", "ej på teams ", "0", "-", "12 a ", "a b c "])
def test_long_texts_are_read_in_no_time(piece: str) -> None:
    text = piece * (1_000_000 // len(piece))
    with patience():
        read_signs(meeting(title=text, place=text, human_text=text))
        street_of(text[:2000])
