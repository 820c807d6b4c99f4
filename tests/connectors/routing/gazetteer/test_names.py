"""Which town a name means."""

import pytest

from connectors.routing.gazetteer import Gazetteer

# Where Sweden's municipalities have their offices, by the letters of their counties.
SEATS = {
    "AB": "Stockholm Solna Sundbyberg Täby Nacka Södertälje Norrtälje Nynäshamn Sollentuna Upplands_Väsby Vallentuna "
    "Åkersberga Märsta Huddinge Tumba Handen Jakobsberg Lidingö Gustavsberg Vaxholm Ekerö Kungsängen Nykvarn Tyresö "
    "Rönninge Danderyd",
    "AC": "Umeå Skellefteå Lycksele Vännäs Storuman Vilhelmina Åsele Dorotea Sorsele Malå Norsjö Robertsfors "
    "Nordmaling Vindeln Bjurholm",
    "BD": "Luleå Piteå Boden Kiruna Gällivare Kalix Haparanda Älvsbyn Jokkmokk Pajala Arvidsjaur Arjeplog Överkalix "
    "Övertorneå",
    "C": "Uppsala Enköping Bålsta Knivsta Östhammar Tierp Heby Skutskär",
    "D": "Nyköping Eskilstuna Katrineholm Strängnäs Flen Oxelösund Gnesta Trosa Vingåker",
    "E": "Linköping Norrköping Motala Mjölby Finspång Söderköping Vadstena Åtvidaberg Kisa Boxholm Ödeshög "
    "Valdemarsvik Österbymo",
    "F": "Jönköping Huskvarna Värnamo Gislaved Gnosjö Nässjö Tranås Vetlanda Eksjö Sävsjö Vaggeryd Habo Mullsjö Aneby",
    "G": "Växjö Ljungby Älmhult Alvesta Markaryd Tingsryd Lessebo Åseda",
    "H": "Kalmar Västervik Oskarshamn Nybro Vimmerby Hultsfred Mönsterås Borgholm Torsås Emmaboda Högsby Mörbylånga",
    "I": "Visby",
    "K": "Karlskrona Karlshamn Ronneby Sölvesborg Olofström",
    "M": "Malmö Lund Helsingborg Kristianstad Hässleholm Landskrona Trelleborg Ystad Ängelholm Eslöv Höganäs "
    "Simrishamn Staffanstorp Lomma Kävlinge Svedala Vellinge Arlöv Höör Hörby Sjöbo Skurup Tomelilla Osby Perstorp "
    "Klippan Åstorp Bjuv Svalöv Örkelljunga Båstad Bromölla Broby",
    "N": "Halmstad Varberg Falkenberg Kungsbacka Laholm Hyltebruk",
    "O": "Göteborg Borås Mölndal Trollhättan Uddevalla Skövde Lidköping Alingsås Vänersborg Kungälv Lerum Partille "
    "Falköping Mariestad Skara Ulricehamn Strömstad Lysekil Stenungsund Åmål Mölnlycke Kinna Vårgårda Herrljunga "
    "Tidaholm Hjo Tibro Karlsborg Töreboda Gullspång Götene Vara Nossebro Grästorp Mellerud Bengtsfors Färgelanda Ed "
    "Munkedal Tanumshede Kungshamn Henån Skärhamn Öckerö Bollebygd Svenljunga Tranemo Nödinge",
    "S": "Karlstad Kristinehamn Arvika Säffle Filipstad Hagfors Sunne Torsby Kil Grums Forshaga Skoghall Storfors "
    "Munkfors Årjäng Charlottenberg",
    "T": "Örebro Karlskoga Kumla Lindesberg Hallsberg Nora Askersund Degerfors Laxå Hällefors Kopparberg Fjugesta",
    "U": "Västerås Köping Sala Fagersta Arboga Hallstahammar Surahammar Kungsör Norberg Skinnskatteberg",
    "W": "Falun Borlänge Mora Ludvika Avesta Hedemora Leksand Rättvik Malung Säter Smedjebacken Vansbro Orsa Älvdalen "
    "Djurås",
    "X": "Gävle Sandviken Hudiksvall Bollnäs Söderhamn Ljusdal Hofors Ockelbo Edsbyn Bergsjö",
    "Y": "Sundsvall Örnsköldsvik Härnösand Kramfors Sollefteå Timrå Ånge",
    "Z": "Östersund Strömsund Sveg Krokom Bräcke Järpen Hammarstrand Svenstavik",
}


@pytest.mark.parametrize(
    ("county", "seat"), [(county, seat.replace("_", " ")) for county, seats in SEATS.items() for seat in seats.split()]
)
def test_where_a_swedish_municipality_has_its_office_is_known_and_in_its_county(
    gazetteer: Gazetteer, county: str, seat: str
) -> None:
    town = gazetteer.named(seat)[0]
    assert (town.name, town.country, town.region_code, town.zone) == (seat, "SE", county, "Europe/Stockholm")


@pytest.mark.parametrize(
    ("written", "name", "country"),
    [
        ("Göteborg", "Göteborg", "SE"),
        ("GÖTEBORG", "Göteborg", "SE"),
        ("Go\u0308teborg", "Göteborg", "SE"),
        ("Goteborg", "Göteborg", "SE"),
        ("Goeteborg", "Göteborg", "SE"),
        ("Gothenburg", "Göteborg", "SE"),
        ("Malmo", "Malmö", "SE"),
        ("Malmø", "Malmö", "SE"),
        ("Lulea", "Luleå", "SE"),
        ("Upplands-Väsby", "Upplands Väsby", "SE"),
        ("København", "København", "DK"),
        ("Kobenhavn", "København", "DK"),
        ("Köpenhamn", "København", "DK"),
        ("Kopenhagen", "København", "DK"),
        ("Copenhagen", "København", "DK"),
        ("Århus", "Aarhus", "DK"),
        ("Aarhus", "Aarhus", "DK"),
        ("Åbo", "Turku", "FI"),
        ("Helsingfors", "Helsinki", "FI"),
        ("Hyvinkää", "Hyvinkää", "FI"),
        ("Tromso", "Tromsø", "NO"),
        ("Wien", "Wien", "AT"),
        ("Vienna", "Wien", "AT"),
        ("München", "München", "DE"),
        ("Muenchen", "München", "DE"),
        ("Munich", "München", "DE"),
        ("Köln", "Köln", "DE"),
        ("Cologne", "Köln", "DE"),
        ("Halle", "Halle (Saale)", "DE"),
        ("Warsaw", "Warszawa", "PL"),
        ("Lodz", "Łódź", "PL"),
        ("Rom", "Roma", "IT"),
        ("Milano", "Milano", "IT"),
        ("Genève", "Genève", "CH"),
        ("Den Haag", "Den Haag", "NL"),
        ("'s-Hertogenbosch", "'s-Hertogenbosch", "NL"),
        ("Bryssel", "Bruxelles", "BE"),
        ("Prag", "Praha", "CZ"),
        ("San Sebastián", "San Sebastián", "ES"),
        ("Reykjavik", "Reykjavík", "IS"),
        ("St Louis", "St. Louis", "US"),
        ("Montreal", "Montréal", "CA"),
    ],
)
def test_a_town_is_found_by_every_name_it_has_and_called_what_it_is_called_at_home(
    gazetteer: Gazetteer, written: str, name: str, country: str
) -> None:
    town = gazetteer.named(written)[0]
    assert (town.name, town.country) == (name, country)


@pytest.mark.parametrize(
    ("short", "name"),
    [
        ("Gbg", "Göteborg"),
        ("Sthlm", "Stockholm"),
        ("Lkpg", "Linköping"),
        ("Nkpg", "Norrköping"),
        ("Hbg", "Helsingborg"),
        ("Jkpg", "Jönköping"),
        ("Övik", "Örnsköldsvik"),
    ],
)
def test_swedish_short_forms_are_known(gazetteer: Gazetteer, short: str, name: str) -> None:
    assert gazetteer.named(short)[0].name == name


@pytest.mark.parametrize(
    ("municipality", "seat"),
    [("Orust", "Henån"), ("Tjörn", "Skärhamn"), ("Burlöv", "Arlöv"), ("Ale", "Nödinge"), ("Dals-Ed", "Ed")],
)
def test_a_municipality_named_after_no_town_is_where_its_office_is(
    gazetteer: Gazetteer, municipality: str, seat: str
) -> None:
    assert gazetteer.named(municipality, country="SE")[0].name == seat


@pytest.mark.parametrize(
    ("suburb", "town"), [("Hägersten", "Stockholm"), ("Västra Frölunda", "Västra Frölunda"), ("Limhamn", "Malmö")]
)
def test_postal_towns_that_are_parts_of_a_city_are_known(gazetteer: Gazetteer, suburb: str, town: str) -> None:
    assert gazetteer.named(suburb, country="SE")[0].name == town


@pytest.mark.parametrize(
    ("name", "places"),
    [
        ("Boston", [("US", "MA"), ("GB", "ENG")]),
        ("Memphis", [("US", "TN"), ("US", "FL")]),
        ("Anderstorp", [("SE", "F"), ("SE", "O")]),
        ("Viken", [("SE", "M"), ("SE", "AC")]),
        ("Ryd", [("SE", "G"), ("SE", "E")]),
    ],
)
def test_of_towns_with_one_name_all_come_and_the_largest_first(
    gazetteer: Gazetteer, name: str, places: list[tuple[str, str]]
) -> None:
    towns = gazetteer.named(name)
    assert [(town.country, town.region_code) for town in towns][:2] == places
    assert [town.population for town in towns[:2]] == sorted((town.population for town in towns[:2]), reverse=True)


@pytest.mark.parametrize(
    ("name", "county"),
    [
        ("Storvik", "X"),
        ("Insjön", "W"),
        ("Valla", "D"),
        ("Skänninge", "E"),
        ("Ramsele", "Y"),
        ("Nyland", "Y"),
        ("Horn", "E"),
    ],
)
def test_a_town_is_not_counted_where_only_a_hamlet_has_its_name(gazetteer: Gazetteer, name: str, county: str) -> None:
    assert [town.region_code for town in gazetteer.named(name, country="SE")][:1] == [county]


def test_there_are_two_mora_in_dalarna_and_others_elsewhere(gazetteer: Gazetteer) -> None:
    assert [town.region for town in gazetteer.named("Mora", country="SE")] == ["Dalarnas län", "Dalarnas län"]
    assert {town.country for town in gazetteer.named("Mora")} >= {"SE", "ES"}


def test_a_country_narrows_the_towns_of_a_name(gazetteer: Gazetteer) -> None:
    assert {town.country for town in gazetteer.named("Boston", country="GB")} == {"GB"}
    assert gazetteer.named("Luleå", country="NO") == ()
    assert gazetteer.named("Saint Louis", country="US")[0].name == "St. Louis"


def test_a_town_that_calls_itself_so_comes_before_a_larger_one_that_others_call_so(gazetteer: Gazetteer) -> None:
    first, *rest = gazetteer.named("Sala")
    assert (first.name, first.country) == ("Sala", "SE")
    assert any(town.population > first.population for town in rest), "Šaľa is larger"


@pytest.mark.parametrize(
    "word", ["are", "as", "möte", "lunch", "kontoret", "GOT", "ARN", "MMA", "sdl", "ge de bao", "vi ses"]
)
def test_words_airport_codes_and_transliterations_are_no_towns(gazetteer: Gazetteer, word: str) -> None:
    assert [town for town in gazetteer.named(word) if town.country == "SE"] == []


def test_marks_on_letters_count_in_short_names(gazetteer: Gazetteer) -> None:
    assert gazetteer.named("Åre")[0].country == "SE"
    assert gazetteer.named("Ås")[0].name == "Ås"
    assert "Ås" not in {town.name for town in gazetteer.named("As")}


@pytest.mark.parametrize(
    "name", ["", " ", "-", "x", "Ingenstansköping", "Лулео", "東京", "%", "Lule_", "Luleå' OR '1'='1", "a" * 10_000]
)
def test_what_names_no_town_finds_none(gazetteer: Gazetteer, name: str) -> None:
    assert gazetteer.named(name) == ()


@pytest.mark.parametrize(
    ("name", "country", "zone"),
    [
        ("Memphis", "US", "America/Chicago"),
        ("Boston", "US", "America/New_York"),
        ("Boston", "GB", "Europe/London"),
        ("Helsinki", "FI", "Europe/Helsinki"),
        ("Haparanda", "SE", "Europe/Stockholm"),
        ("Tornio", "FI", "Europe/Helsinki"),
        ("Mariehamn", "AX", "Europe/Mariehamn"),
    ],
)
def test_every_town_has_the_time_of_its_place(gazetteer: Gazetteer, name: str, country: str, zone: str) -> None:
    assert gazetteer.named(name, country=country)[0].zone == zone


def test_a_position_says_the_region_as_people_write_it(gazetteer: Gazetteer) -> None:
    memphis, mora = gazetteer.named("Memphis")[0].position, gazetteer.named("Mora")[0].position
    assert (memphis.town, memphis.region, memphis.country) == ("Memphis", "TN", "US")
    assert (mora.town, mora.region, mora.country) == ("Mora", "Dalarnas län", "SE")
    assert (round(mora.lat), round(mora.lon), mora.zone) == (61, 15, "Europe/Stockholm")
