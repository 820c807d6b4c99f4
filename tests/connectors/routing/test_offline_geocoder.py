"""Places found without a network: what decides, how sure it is, and why some texts name no place."""

from dataclasses import replace
from zoneinfo import available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.routing.gazetteer import Gazetteer
from connectors.routing.gazetteer.town import kilometres
from connectors.routing.geocoder import Confidence, Found, Geocoder, Method, NotFound, Sought, Unknown
from connectors.routing.offline_geocoder import OfflineGeocoder

ZONES = available_timezones()


def found(geocoder: OfflineGeocoder, text: str = "", **more: object) -> Found:
    answer = geocoder.find(Sought(text=text, **more))  # type: ignore[arg-type] # fields of Sought, typed so for the tables
    assert isinstance(answer, Found), answer
    return answer


def missed(geocoder: OfflineGeocoder, text: str = "", **more: object) -> NotFound:
    answer = geocoder.find(Sought(text=text, **more))  # type: ignore[arg-type] # as above
    assert isinstance(answer, NotFound), answer
    return answer


def test_it_is_a_geocoder(geocoder: OfflineGeocoder) -> None:
    asked: Geocoder = geocoder
    assert asked.find(Sought("Luleå")) == geocoder.find(Sought("Luleå"))


def test_a_town_comes_with_its_region_country_and_zone(geocoder: OfflineGeocoder) -> None:
    position = found(geocoder, "Slussgatan 14, 461 30 Trollhättan").position
    assert (position.town, position.region, position.country, position.zone) == (
        "Trollhättan", "Västra Götalands län", "SE", "Europe/Stockholm",
    )  # fmt: skip
    memphis, boston = found(geocoder, "Memphis, TN").position, found(geocoder, "Boston, MA").position
    assert (memphis.region, memphis.zone) == ("TN", "America/Chicago")
    assert (boston.region, boston.zone) == ("MA", "America/New_York")


@pytest.mark.parametrize(
    ("text", "used", "method", "confidence"),
    [
        ("Bruket AB, Slussgatan 14, 461 30 Trollhättan, Sverige", "461 30 Trollhättan", Method.POSTAL_CODE, Confidence.CERTAIN),
        ("Luleå, 972 31", "972 31 Luleå", Method.POSTAL_CODE, Confidence.CERTAIN),
        ("221B Baker Street, London NW1 6XE", "London NW1 6XE", Method.POSTAL_CODE, Confidence.CERTAIN),
        ("100 Federal Street, Boston, MA 02110, USA", "Boston 02110", Method.POSTAL_CODE, Confidence.CERTAIN),
        ("Mora, Dalarna", "Mora, Dalarna", Method.TOWN, Confidence.CERTAIN),
        ("Memphis TN", "Memphis TN", Method.TOWN, Confidence.CERTAIN),
        ("Boston, Lincolnshire, UK", "Boston, Lincolnshire, UK", Method.TOWN, Confidence.CERTAIN),
        ("Luleå", "Luleå", Method.TOWN, Confidence.LIKELY),
        ("Malmö C", "Malmö C", Method.TOWN, Confidence.LIKELY),
        ("Fika i Malmö", "Fika i Malmö", Method.TOWN, Confidence.LIKELY),
        ("Umeå universitet", "Umeå universitet", Method.TOWN, Confidence.ROUGH),
        ("Linköpings universitet", "Linköpings universitet", Method.TOWN, Confidence.ROUGH),
        ("Scandic Luleå", "Scandic Luleå", Method.TOWN, Confidence.ROUGH),
        ("Bruket AB Trollhättan", "Bruket AB Trollhättan", Method.TOWN, Confidence.ROUGH),
        ("104 30", "104 30", Method.POSTAL_AREA, Confidence.LIKELY),
        ("65.5848, 22.1567", "65.58480, 22.15670", Method.COORDINATES, Confidence.CERTAIN),
    ],
)  # fmt: skip
def test_the_answer_says_what_decided_and_how_sure_it_is(
    geocoder: OfflineGeocoder, text: str, used: str, method: Method, confidence: Confidence
) -> None:
    answer = found(geocoder, text)
    assert (answer.used, answer.method, answer.confidence, answer.by) == (used, method, confidence, "")


# Coordinates


def test_coordinates_come_first_and_are_called_after_the_nearest_town(geocoder: OfflineGeocoder) -> None:
    answer = found(geocoder, "Rum Malmö", lat=65.586, lon=22.15, city="Malmö", room=True)
    assert (answer.position.lat, answer.position.lon) == (65.586, 22.15)
    assert (answer.position.town, answer.position.country, answer.position.zone) == ("Luleå", "SE", "Europe/Stockholm")
    assert answer.method is Method.COORDINATES


NO_POINTS = [
    (0.0, 0.0),
    (91.0, 12.0),
    (58.0, 181.0),
    (float("nan"), 12.0),
    (58.0, float("inf")),
    (58.0, None),
    (None, 12.0),
    (-48.9, -123.4),  # in the middle of the Pacific, far from any town
]


@pytest.mark.parametrize("text", ["0.0, 0.0", "0,0", "0, 0", "0;0", "(0, 0)", "geo:0,0"])
def test_zero_and_zero_is_nowhere_however_it_is_written(geocoder: OfflineGeocoder, text: str) -> None:
    assert missed(geocoder, text).why is Unknown.NOWHERE


@pytest.mark.parametrize(("lat", "lon"), NO_POINTS)
def test_coordinates_that_cannot_be_a_place_are_nowhere_unless_the_text_tells(
    geocoder: OfflineGeocoder, lat: float | None, lon: float | None
) -> None:
    assert missed(geocoder, lat=lat, lon=lon).why is Unknown.NOWHERE
    assert missed(geocoder, "Bruket", lat=lat, lon=lon).why is Unknown.NOWHERE
    assert found(geocoder, "Luleå", lat=lat, lon=lon).method is Method.TOWN


# Fields


@pytest.mark.parametrize(
    ("fields", "town", "method"),
    [
        ({"street": "Storgatan 5", "postal_code": "97231", "city": "Luleå", "country": "Sverige"}, "Luleå", Method.POSTAL_CODE),
        ({"postal_code": "972 31", "city": "LULEÅ", "country": "SE"}, "Luleå", Method.POSTAL_CODE),
        ({"postal_code": "SE-972 31", "city": "Luleå"}, "Luleå", Method.POSTAL_CODE),
        ({"city": "Luleå"}, "Luleå", Method.TOWN),
        ({"city": "Luleå", "country": "se"}, "Luleå", Method.TOWN),
        ({"city": "Boston", "region": "MA", "country": "United States"}, "Boston", Method.TOWN),
        ({"city": "Boston", "region": "Massachusetts"}, "Boston", Method.TOWN),
        ({"city": "Charlotte", "region": "NC", "country": "US"}, "Charlotte", Method.TOWN),
        ({"street": "12 Wide Bargate", "postal_code": "pe21 8qr", "city": "Boston"}, "Boston", Method.POSTAL_CODE),
        ({"street": "Storgatan 5, 972 31 Luleå"}, "Luleå", Method.POSTAL_CODE),
        ({"postal_code": "97231"}, "Luleå", Method.POSTAL_AREA),
        ({"street": "Storgatan 5", "city": "Malmö", "country": "Sweden"}, "Malmö", Method.TOWN),
    ],
)  # fmt: skip
def test_fields_of_an_address_are_read(
    geocoder: OfflineGeocoder, fields: dict[str, str], town: str, method: Method
) -> None:
    answer = found(geocoder, **fields)
    assert (answer.position.town, answer.method) == (town, method)


def test_fields_come_before_the_text(geocoder: OfflineGeocoder) -> None:
    assert found(geocoder, "Malmö", city="Luleå").position.town == "Luleå"
    assert found(geocoder, "Malmö", city="Ankeborg").position.town == "Malmö"


def test_the_country_and_the_region_of_the_fields_bind_the_text(geocoder: OfflineGeocoder) -> None:
    assert found(geocoder, "Boston", country="United Kingdom").position.country == "GB"
    assert found(geocoder, "Viken", region="Skåne").position.region == "Skåne län"
    assert missed(geocoder, "Luleå", country="Norge").why is Unknown.NOT_FOUND


def test_a_country_alone_is_no_place(geocoder: OfflineGeocoder) -> None:
    assert missed(geocoder, country="Sverige").why is Unknown.EMPTY
    assert missed(geocoder, "Sverige").why is Unknown.NOT_FOUND
    assert missed(geocoder, "Storgatan 5, Sverige").why is Unknown.STREET_ONLY


def test_a_street_in_its_field_without_a_town_is_a_street_only(geocoder: OfflineGeocoder) -> None:
    assert missed(geocoder, street="Sveavägen 44").why is Unknown.STREET_ONLY
    assert missed(geocoder, "Bruket", street="Sveavägen 44").why is Unknown.STREET_ONLY


def test_a_room_is_no_place_whatever_it_is_called_but_its_address_is(geocoder: OfflineGeocoder) -> None:
    assert missed(geocoder, "Luleå", room=True).why is Unknown.ROOM
    assert missed(geocoder, "Slussgatan 14, 461 30 Trollhättan", room=True).why is Unknown.ROOM
    assert found(geocoder, "Luleå", room=True, city="Malmö").position.town == "Malmö"


@pytest.mark.parametrize(
    "text",
    [
        "Konferensrum Boston",
        "Storgatan 5, Rum Luleå",
        "Storgatan 5, Konferensrum Boston",
        "Storgatan 5, Vara Torg",
        "Storgatan 5, plan 3",
        "Torsgatan 2, 5 tr",
        "Storgatan 5, Bruket AB",
        "Bruket",
        "2026 Review",
        "Möte, 2026 Vår",
        "ring 070-123 45 Karin",
        "https://teams.microsoft.com/l/meetup-join/461 30 Trollhättan",
        "x" * 5000,
    ],
)
def test_what_only_looks_like_a_place_is_none(geocoder: OfflineGeocoder, text: str) -> None:
    missed(geocoder, text)


@pytest.mark.parametrize(
    ("text", "town"),
    [
        ("Storgatan 1, 196 30 Upplands-Bro", "Kungsängen"),  # the municipality's town
        ("Ringweg 3, 3100 St. Pölten", "Sankt Pölten"),
        ("Bruket AB, Storgatan 12B, Trollhättan", "Trollhättan"),
        ("Storgatan 5, luleå", "Luleå"),
    ],
)
def test_a_town_may_be_written_in_other_ways(geocoder: OfflineGeocoder, text: str, town: str) -> None:
    assert found(geocoder, text).position.town == town


# Two towns with one name


@pytest.mark.parametrize("name", ["Viken", "Ryd", "Anderstorp"])
def test_of_two_towns_at_home_about_as_large_nobody_can_tell(geocoder: OfflineGeocoder, name: str) -> None:
    answer = missed(geocoder, name)
    assert answer.why is Unknown.AMBIGUOUS
    assert [town.town for town in answer.others] == [name, name]
    assert len({town.region for town in answer.others}) == 2


@pytest.mark.parametrize(
    ("text", "here", "region", "confidence"),
    [
        ("Mora", "SE", "Dalarnas län", Confidence.LIKELY),
        ("Boston", "SE", "MA", Confidence.LIKELY),
        ("Boston", "US", "MA", Confidence.LIKELY),
        ("Boston", "GB", "England", Confidence.ROUGH),
        ("Boston, England", "SE", "England", Confidence.CERTAIN),
        ("Boston, Lincolnshire", "SE", "England", Confidence.CERTAIN),
        ("Boston, MA", "GB", "MA", Confidence.CERTAIN),
        ("Boston, Mass, USA", "SE", "MA", Confidence.CERTAIN),
        ("Memphis", "US", "TN", Confidence.LIKELY),
        ("Memphis, Florida", "US", "FL", Confidence.CERTAIN),
        ("Viken, Skåne", "SE", "Skåne län", Confidence.CERTAIN),
        ("263 61 Viken", "SE", "Skåne län", Confidence.CERTAIN),
        ("334 32 Anderstorp", "SE", "Jönköpings län", Confidence.CERTAIN),
        ("362 50 Ryd", "SE", "Kronobergs län", Confidence.CERTAIN),
        ("792 30 Mora", "SE", "Dalarnas län", Confidence.CERTAIN),
        ("Portland", "US", "OR", Confidence.ROUGH),
        ("Boston", "gb", "England", Confidence.ROUGH),
        ("Wilmington, DE", "SE", "DE", Confidence.CERTAIN),
        ("Wilmington, DE 19801", "SE", "DE", Confidence.CERTAIN),
        ("Ontario, CA", "US", "CA", Confidence.CERTAIN),
        ("Toronto, CA", "US", "ON", Confidence.CERTAIN),
        ("Washington", "SE", "DC", Confidence.LIKELY),
        ("New York", "SE", "NY", Confidence.LIKELY),
    ],
)
def test_the_country_the_region_the_code_home_and_size_tell_namesakes_apart(
    geocoder: OfflineGeocoder, text: str, here: str, region: str, confidence: Confidence
) -> None:
    answer = found(geocoder, text, here=here)
    assert (answer.position.region, answer.confidence) == (region, confidence)


def test_a_namesake_that_is_likely_too_is_told_of(geocoder: OfflineGeocoder) -> None:
    assert {town.country for town in found(geocoder, "Boston").others} == {"GB"}


def test_a_namesake_that_no_words_tell_apart_is_not_offered(geocoder: OfflineGeocoder) -> None:
    assert found(geocoder, "Mora").others == ()  # the other one lies in Dalarna too


@pytest.mark.parametrize("here", ["SE", "US", "GB"])
def test_whatever_is_offered_is_found_by_its_name_and_region(
    geocoder: OfflineGeocoder, gazetteer: Gazetteer, here: str
) -> None:
    towns = gazetteer.towns_within(55, 70, 5, 30, least=5_000) + gazetteer.towns_within(25, 60, -130, 0, least=100_000)
    names = {town.name for town in towns} | {"Mora", "Viken", "Palm Springs", "Valencia", "Storgatan 5, 972 31 Malmö"}
    offered = [place for name in sorted(names) for place in geocoder.find(Sought(name, here=here)).others]
    assert len(offered) > 100
    for place in offered:
        position = found(geocoder, f"{place.town}, {place.region}", here=here).position
        assert kilometres(position.lat, position.lon, place.lat, place.lon) < 5, place


@pytest.mark.parametrize(
    ("text", "country", "zone"),
    [
        ("Sydney", "AU", "Australia/Sydney"),
        ("Melbourne", "AU", "Australia/Melbourne"),
        ("Perth", "AU", "Australia/Perth"),
        ("Tokyo", "JP", "Asia/Tokyo"),
        ("Singapore", "SG", "Asia/Singapore"),
        ("Dubai", "AE", "Asia/Dubai"),
        ("São Paulo", "BR", "America/Sao_Paulo"),
        ("Sao Paulo", "BR", "America/Sao_Paulo"),
        ("Peking", "CN", "Asia/Shanghai"),
        ("Kapstaden", "ZA", "Africa/Johannesburg"),
        ("Barcelona", "ES", "Europe/Madrid"),
        ("Birmingham", "GB", "Europe/London"),
        ("Melbourne, FL", "US", "America/New_York"),
        ("Sydney, Nova Scotia", "CA", "America/Glace_Bay"),
        ("Valencia, Spain", "ES", "Europe/Madrid"),
        ("Valencia, Venezuela", "VE", "America/Caracas"),
        ("1 George St, Sydney NSW 2000, Australia", "AU", "Australia/Sydney"),
        ("Level 3, 1 George St, Sydney, NSW 2000", "AU", "Australia/Sydney"),
        ("2 Chome-1-1 Nishi-Shinjuku, Tokyo 163-8001, Japan", "JP", "Asia/Tokyo"),
    ],
)
def test_a_city_of_the_world_is_itself_and_not_its_namesake_in_reach(
    geocoder: OfflineGeocoder, text: str, country: str, zone: str
) -> None:
    position = found(geocoder, text).position
    assert (position.country, position.zone) == (country, zone)


def test_who_is_near_a_namesake_means_that_one(geocoder: OfflineGeocoder) -> None:
    assert found(geocoder, "Melbourne", here="AU").position.country == "AU"
    assert found(geocoder, "Valencia", here="ES").position.country == "ES"
    assert {place.region for place in missed(geocoder, "Valencia").others} >= {"Comunitat Valenciana", "Venezuela"}


@pytest.mark.parametrize("text", ["Toyota", "Leon", "Rosario", "Möte Santos", "Lima"])
def test_a_company_or_a_person_is_no_city_of_the_world(geocoder: OfflineGeocoder, text: str) -> None:
    assert missed(geocoder, text).why is Unknown.NOT_FOUND


@pytest.mark.parametrize("text", ["Palm Springs, FL", "Palm Springs, FL 33461", "200 Main Street, Palm Springs, FL"])
def test_florida_is_no_floor(geocoder: OfflineGeocoder, text: str) -> None:
    assert found(geocoder, text).position.region == "FL"


def test_two_towns_far_apart_in_one_text_are_rough(geocoder: OfflineGeocoder) -> None:
    answer = found(geocoder, "Malmö, Luleå")
    assert (answer.confidence, [town.town for town in answer.others]) == (Confidence.ROUGH, ["Malmö"])
    assert found(geocoder, "Malmö, Viken").confidence is Confidence.ROUGH
    assert found(geocoder, "Bromma, Stockholm").confidence is Confidence.CERTAIN


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("Malmö och Lund", "Malmö", "Lund"),
        ("Malmö & Lund", "Malmö", "Lund"),
        ("Kungälv/Göteborg", "Kungälv", "Göteborg"),
        ("Luleå and Boden", "Luleå", "Boden"),
        ("Oslo og Drammen", "Oslo", "Drammen"),
    ],
)
def test_of_two_towns_in_one_breath_the_first_is_rough_and_the_second_told(
    geocoder: OfflineGeocoder, text: str, first: str, second: str
) -> None:
    answer = found(geocoder, text)
    assert (answer.position.town, answer.confidence, answer.used) == (first, Confidence.ROUGH, text)
    assert answer.others[0].town == second


@pytest.mark.parametrize(
    "text", ["Bruket & Malmö", "Ek & Lind", "Lund & Malmö Fastigheter AB", "Sten och Sand", "Malmö/Bruket"]
)
def test_a_town_beside_what_is_none_makes_no_pair(geocoder: OfflineGeocoder, text: str) -> None:
    assert missed(geocoder, text).why is Unknown.NOT_FOUND


def test_two_names_of_one_town_are_that_town(geocoder: OfflineGeocoder) -> None:
    answer = found(geocoder, "Åbo/Turku")
    assert (answer.position.town, answer.confidence, answer.others) == ("Turku", Confidence.LIKELY, ())


@pytest.mark.parametrize(
    ("text", "town"),
    [
        ("Halle (Saale)", "Halle (Saale)"),
        ("Halle/Saale", "Halle (Saale)"),
        ("Frankfurt (Oder)", "Frankfurt (Oder)"),
        ("Logenstraße 8, Frankfurt (Oder)", "Frankfurt (Oder)"),
        ("Frankfurt am Main", "Frankfurt am Main"),
        ("Frankfurt a.M.", "Frankfurt am Main"),
        ("Mora (Dalarna)", "Mora"),
        ("Industrigatan 4, 574 31 Vetlanda (infart från baksidan)", "Vetlanda"),
    ],
)
def test_what_stands_in_brackets_is_part_of_the_name_where_a_town_is_called_so(
    geocoder: OfflineGeocoder, text: str, town: str
) -> None:
    assert found(geocoder, text).position.town == town


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("06108 Halle", "Sachsen-Anhalt"),
        ("33790 Halle", "Nordrhein-Westfalen"),
        ("15230 Frankfurt", "Brandenburg"),
        ("60311 Frankfurt", "Hessen"),
    ],
)
def test_a_german_code_tells_namesakes_apart_by_their_state(geocoder: OfflineGeocoder, text: str, region: str) -> None:
    answer = found(geocoder, text, here="DE")
    assert (answer.position.region, answer.method) == (region, Method.POSTAL_CODE)


@pytest.mark.parametrize(
    ("text", "region"),
    [("Byxelkrok", "Kalmar län"), ("Klockrike", "Östergötlands län"), ("Möte i Porjus", "Norrbottens län")],
)
def test_a_village_that_is_known_by_its_mail_alone_is_somewhere_in_its_postal_area(
    geocoder: OfflineGeocoder, text: str, region: str
) -> None:
    answer = found(geocoder, text)
    assert (answer.position.region, answer.method, answer.confidence, answer.used) == (
        region, Method.POSTAL_AREA, Confidence.ROUGH, text,
    )  # fmt: skip
    assert missed(geocoder, f"{text}, Norge").why is Unknown.NOT_FOUND
    assert missed(geocoder, text, here="DE").why is Unknown.NOT_FOUND


@pytest.mark.parametrize("text", ["Solberg", "Kristineberg", "Lima", "Karin Solberg"])
def test_a_village_that_is_somebody_or_something_else_too_is_none(geocoder: OfflineGeocoder, text: str) -> None:
    missed(geocoder, text)


@pytest.mark.parametrize(
    ("text", "town"),
    [
        ("Turussa", "Turku"),
        ("Tampereella", "Tampere"),
        ("Helsingissä", "Helsinki"),
        ("Tapaaminen Lahdessa", "Lahti"),
        ("Lappeenrannassa", "Lappeenranta"),
        ("Rovaniemellä", "Rovaniemi"),
        ("Seinäjoella", "Seinäjoki"),
        ("Oulun yliopisto", "Oulu"),
        ("Helsingin yliopisto", "Helsinki"),
    ],
)
def test_a_finnish_town_is_known_in_its_bent_forms(geocoder: OfflineGeocoder, text: str, town: str) -> None:
    for here in ("FI", "SE"):
        answer = found(geocoder, text, here=here)
        assert (answer.position.town, answer.position.country) == (town, "FI")
        assert answer.confidence is not Confidence.CERTAIN


@pytest.mark.parametrize("text", ["Villa", "Gilla", "Solvilla", "meillä", "Ulla Bella", "Marcella"])
def test_a_word_that_only_ends_like_a_finnish_form_is_no_town(geocoder: OfflineGeocoder, text: str) -> None:
    missed(geocoder, text)


@pytest.mark.parametrize("text", ["Ringvägen 100, Stockholm", "Ringvägen 100 Stockholm", "Ringvägen 100B, Stockholm"])
def test_three_digits_behind_a_street_are_its_house(geocoder: OfflineGeocoder, text: str) -> None:
    answer = found(geocoder, text)
    assert (answer.position.town, answer.method, answer.confidence) == ("Stockholm", Method.TOWN, Confidence.LIKELY)


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Mariehamn", "AX"),
        ("Mariehamn, Finland", "AX"),
        ("Torggatan 5, FI-22100 Mariehamn", "AX"),
        ("Torggatan 5, AX-22100 Mariehamn, Åland", "AX"),
        ("Tórshavn, Danmark", "FO"),
        ("Laugavegur 5, 101 Reykjavík", "IS"),
        ("Visby", "SE"),
        ("Hemse", "SE"),
        ("Fårösund", "SE"),
    ],
)
def test_towns_on_islands_are_found(geocoder: OfflineGeocoder, text: str, country: str) -> None:
    assert found(geocoder, text).position.country == country


@pytest.mark.parametrize(("text", "here"), [("Reading", "GB"), ("Bath", "GB"), ("Reading station", "GB")])
def test_an_everyday_word_is_a_large_town_at_home_and_roughly(geocoder: OfflineGeocoder, text: str, here: str) -> None:
    assert found(geocoder, text, here=here).confidence is Confidence.ROUGH
    missed(geocoder, text, here="SE")


@pytest.mark.parametrize("text", ["Malmö, Norge", "Luleå, Skåne", "Trollhättan, USA", "Boston, Finland"])
def test_a_town_outside_the_country_named_beside_it_is_not_that_town(geocoder: OfflineGeocoder, text: str) -> None:
    assert missed(geocoder, text).why is Unknown.NOT_FOUND


@pytest.mark.parametrize("text", ["Best", "caller", "Goes", "Charlotte", "Nice", "i våra lokaler", "Mark", "Victoria"])
def test_an_everyday_word_or_a_given_name_is_no_town_by_itself(geocoder: OfflineGeocoder, text: str) -> None:
    missed(geocoder, text)


@pytest.mark.parametrize(
    ("text", "here", "country"),
    [
        ("Nora", "SE", "SE"),
        ("Charlotte", "US", "US"),
        ("Charlotte, NC", "SE", "US"),
        ("Nice, France", "SE", "FR"),
        ("Rue de Lyon 4, Nice", "SE", "FR"),
        ("Rum, Österreich", "SE", None),
        ("Bath, UK", "SE", "GB"),
    ],
)
def test_what_stands_beside_such_a_word_makes_it_a_town(
    geocoder: OfflineGeocoder, text: str, here: str, country: str | None
) -> None:
    answer = geocoder.find(Sought(text, here=here))
    assert (answer.position.country if isinstance(answer, Found) else None) == country


# Postal codes


@pytest.mark.parametrize("text", ["972 31 Malmö", "Storgatan 5, 972 31 Malmö", "Bruket, Malmö, 972 31"])
def test_of_a_code_and_a_town_a_days_journey_apart_nobody_can_tell(geocoder: OfflineGeocoder, text: str) -> None:
    answer = missed(geocoder, text)
    assert (answer.why, [place.town for place in answer.others]) == (Unknown.AMBIGUOUS, ["Malmö", "Luleå"])


def test_fields_that_contradict_each_other_are_not_settled_by_one_of_their_names(geocoder: OfflineGeocoder) -> None:
    for text in ("", "Malmö", "Bruket"):
        assert missed(geocoder, text, postal_code="972 31", city="Malmö").why is Unknown.AMBIGUOUS
    assert found(geocoder, "Slussgatan 14, 461 30 Trollhättan", postal_code="972 31", city="Malmö").used == (
        "461 30 Trollhättan"
    )


def test_a_code_and_a_town_some_way_from_each_other_give_the_town_roughly(geocoder: OfflineGeocoder) -> None:
    answer = found(geocoder, "Storgatan 5, 211 20 Ängelholm")
    assert (answer.position.town, answer.method, answer.confidence) == ("Ängelholm", Method.TOWN, Confidence.ROUGH)
    assert [place.town for place in answer.others] == ["Malmö"]


def test_a_code_in_an_area_that_does_not_exist_decides_nothing(geocoder: OfflineGeocoder) -> None:
    assert missed(geocoder, "Storgatan 5, 992 31").why is Unknown.STREET_ONLY
    answer = found(geocoder, "Storgatan 5, 992 31 Malmö")
    assert (answer.position.town, answer.confidence) == ("Malmö", Confidence.ROUGH)


@pytest.mark.parametrize("code", ["780 64", "78064"])
def test_a_postal_town_that_is_not_known_is_placed_by_its_area_and_roughly(
    geocoder: OfflineGeocoder, code: str
) -> None:
    answer = found(geocoder, f"Byvägen 1, {code} Lima")  # not the one in Ohio
    assert (answer.position.region, answer.method, answer.confidence) == (
        "Dalarnas län", Method.POSTAL_AREA, Confidence.ROUGH,
    )  # fmt: skip
    assert answer.used == f"{code} Lima"


def test_the_middle_of_an_area_is_called_after_the_town_that_is_there(geocoder: OfflineGeocoder) -> None:
    answer = found(geocoder, "Byvägen 1, 924 95 Ammarnäs")  # 75 km into the mountains from the middle of 924
    assert (answer.position.town, answer.confidence) == ("Sorsele", Confidence.ROUGH)


def test_a_code_alone_is_likely_where_its_area_is_no_wider_than_a_town(geocoder: OfflineGeocoder) -> None:
    assert found(geocoder, "114 50").confidence is Confidence.LIKELY
    assert found(geocoder, "982 60").confidence is Confidence.ROUGH


@pytest.mark.parametrize("text", ["12345 projektmöte", "Projekt 97231", "Order 972", "12345 Main Street"])
def test_a_number_is_no_code_for_its_length(geocoder: OfflineGeocoder, text: str) -> None:
    missed(geocoder, text)


def test_a_year_before_a_town_is_no_code(geocoder: OfflineGeocoder) -> None:
    answer = found(geocoder, "2026 Malmö")
    assert (answer.position.town, answer.method) == ("Malmö", Method.TOWN)


# What stands around


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Luleå Energi", Unknown.NOT_FOUND),
        ("Göteborgs-Posten", Unknown.NOT_FOUND),
        ("Stockholm Consulting AB", Unknown.NOT_FOUND),
        ("Luleå Hockey, Sveavägen 44", Unknown.STREET_ONLY),
        ("Sveavägen 44, Bruket", Unknown.STREET_ONLY),
        ("Karin Lund", Unknown.NOT_FOUND),
        ("Hotel Boston", Unknown.NOT_FOUND),
        ("Pizzeria Napoli", Unknown.NOT_FOUND),
        ("Restaurang Paris", Unknown.NOT_FOUND),
        ("lulea.se", Unknown.NOT_FOUND),
        ("Boston-rummet", Unknown.ROOM),
        ("Oxford Circus station", Unknown.NOT_FOUND),
        ("Victoria station", Unknown.NOT_FOUND),
        ("Liverpool Street station", Unknown.NOT_FOUND),
        ("Möte Charlotte", Unknown.NOT_FOUND),
        ("Besök Luleå Energi", Unknown.NOT_FOUND),
        ("Meeting room: Berlin", Unknown.ROOM),
    ],
)
def test_a_town_in_the_name_of_something_else_is_not_where_it_is(
    geocoder: OfflineGeocoder, text: str, why: Unknown
) -> None:
    assert missed(geocoder, text, here="SE").why is why


@pytest.mark.parametrize(
    ("text", "town"),
    [
        ("Norrköpings resecentrum", "Norrköping"),
        ("Stockholm HQ", "Stockholm"),
        ("Luleå Tekniska Universitet", "Luleå"),
        ("Hos Bruket i Göteborg", "Göteborg"),
        ("Frukost i Nora", "Nora"),
        ("Tåg till Malmö C", "Malmö"),
        ("Rom", "Roma"),
        ("Farum, Danmark", "Farum"),
        ("Elverum", "Elverum"),
    ],
)
def test_words_that_make_a_name_a_place(geocoder: OfflineGeocoder, text: str, town: str) -> None:
    assert found(geocoder, text).position.town == town


# The phone number


def test_an_area_code_is_the_last_resort(geocoder: OfflineGeocoder) -> None:
    answer = found(geocoder, "Bruket", phone="+46520123456")
    assert (answer.position.town, answer.method, answer.confidence, answer.used) == (
        "Trollhättan", Method.PHONE, Confidence.ROUGH, "+46520123456",
    )  # fmt: skip
    assert found(geocoder, "Malmö", phone="+46520123456").position.town == "Malmö"
    assert missed(geocoder, "hos er", phone="+46701234567").why is Unknown.VAGUE


# Anything whatever


def test_a_question_is_bounded_before_it_is_remembered(geocoder: OfflineGeocoder) -> None:
    long = "Luleå, " * 20_000
    answer = geocoder.find(
        Sought(long, street=long, postal_code=long, city=long, region=long, country=long, phone=long)
    )
    assert isinstance(answer, Found)
    assert len(answer.used) <= 300


WRITTEN = (
    "Luleå Malmö Boston Mora Viken Sverige USA MA TN UK DE CA Dalarna Skåne Stockholm Storgatan 5 972 31 97231 461 30 8000 "
    "C K station i hos AB rum Rum Teams Kontoret , ; ( ) - / 東京 NW1 6XE PE21 8QR M5H 2N2 SE- D- kommun Scandic Hotel 0.0, 65.58 22.15"
)
WORDS = st.sampled_from(WRITTEN.split())
TEXTS = st.one_of(st.text(max_size=60), st.lists(WORDS, max_size=12).map(" ".join))
NUMBERS = st.one_of(st.none(), st.floats(), st.floats(-90, 90))


@given(
    st.builds(
        Sought, text=TEXTS, street=TEXTS, postal_code=TEXTS, city=TEXTS, region=TEXTS, country=TEXTS, lat=NUMBERS, lon=NUMBERS,
        room=st.booleans(), phone=st.one_of(TEXTS, st.just("+46920123456")), here=st.sampled_from(["SE", "US", "GB", "", "se", "XX", "Sverige"]),
    )
)  # fmt: skip
def test_any_question_has_an_answer_on_earth(geocoder: OfflineGeocoder, sought: Sought) -> None:
    answer = geocoder.find(sought)
    places = (answer.position, *answer.others) if isinstance(answer, Found) else answer.others
    for place in places:
        assert -90 <= place.lat <= 90
        assert -180 <= place.lon <= 180
        assert place.zone in ZONES
        assert len(place.country) == 2
        assert place.town
    if isinstance(answer, Found):
        assert answer.used
    else:
        assert isinstance(answer.why, Unknown)


@given(TEXTS)
def test_a_place_text_is_the_same_whether_it_was_asked_before_or_not(gazetteer: Gazetteer, text: str) -> None:
    fresh = OfflineGeocoder(gazetteer)
    assert (
        fresh.find(Sought(text)) == fresh.find(replace(Sought(text))) == OfflineGeocoder(gazetteer).find(Sought(text))
    )
