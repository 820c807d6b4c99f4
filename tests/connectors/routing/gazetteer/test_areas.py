"""Postal codes and area codes."""

import pytest

from connectors.routing.gazetteer import Gazetteer


@pytest.mark.parametrize(
    "code", ["972 31", "97231", "SE-97231", "SE-972 31", "S-972 31", "SE 972 31", " 972 31 ", "972"]
)
def test_a_swedish_postal_code_is_read_however_it_is_written(gazetteer: Gazetteer, code: str) -> None:
    area = gazetteer.postal_area(code)
    assert area is not None
    assert (area.digits, area.localities, area.rough) == ("972", ("Luleå",), False)
    assert (round(area.lat, 1), round(area.lon, 1)) == (65.6, 22.2)


@pytest.mark.parametrize(
    ("code", "digits", "first"),
    [
        ("57431", "574", "Vetlanda"),
        ("57", "57", "Oskarshamn"),
        ("79231", "792", "Mora"),
        ("41502", "415", "Göteborg"),
        ("46130", "461", "Trollhättan"),
        ("28131", "281", "Hässleholm"),
        ("33521", "335", "Gnosjö"),
        ("36010", "36", "Tingsryd"),
    ],
)
def test_three_digits_say_more_than_two_and_two_are_used_where_three_are_not_known(
    gazetteer: Gazetteer, code: str, digits: str, first: str
) -> None:
    area = gazetteer.postal_area(code)
    assert area is not None
    assert (area.digits, area.localities[0]) == (digits, first)


def test_an_area_wider_than_a_town_is_rough(gazetteer: Gazetteer) -> None:
    wide = gazetteer.postal_area("57")
    assert wide is not None
    assert wide.rough
    assert 100 < wide.radius < 200


@pytest.mark.parametrize(
    "code", ["", "9", "999 99", "321 00", "480 00", "972 311", "97-231", "DK-2100", "٩٧٢٣١", "9" * 10_000]
)
def test_what_is_no_swedish_code_has_no_area(gazetteer: Gazetteer, code: str) -> None:
    assert gazetteer.postal_area(code) is None


@pytest.mark.parametrize(
    ("name", "code", "near"),
    [
        ("Ryd", "362 92", (56.5, 14.7)),
        ("Ryd", "591 97", (58.7, 15.1)),
        ("Mora", "792 31", (61.0, 14.5)),
        ("Mora", "783 92", (60.4, 15.6)),
        ("Järna", "153 30", (59.1, 17.6)),
        ("Järna", "786 91", (60.5, 14.4)),
        ("Floda", "448 30", (57.8, 12.4)),
        ("Floda", "785 44", (60.4, 14.8)),
    ],
)
def test_of_towns_with_one_name_the_postal_code_tells_which(
    gazetteer: Gazetteer, name: str, code: str, near: tuple[float, float]
) -> None:
    town = gazetteer.named_in_area(name, code)
    assert town is not None
    assert (round(town.lat, 1), round(town.lon, 1)) == pytest.approx(near, abs=0.15)


def test_a_town_far_from_the_postal_code_is_not_the_one_meant(gazetteer: Gazetteer) -> None:
    assert gazetteer.named_in_area("Luleå", "211 20") is None
    assert gazetteer.named_in_area("Ingenstansköping", "211 20") is None
    assert gazetteer.named_in_area("Luleå", "999 99") is None


@pytest.mark.parametrize(
    ("number", "town"),
    [
        ("+46920", "Luleå"),
        ("+46920123456", "Luleå"),
        ("+46 920-12 34 56", "Luleå"),
        ("+46 (0)920 12 34 56", "Luleå"),
        ("0046920123456", "Luleå"),
        ("+46520", "Trollhättan"),
        ("+46451", "Hässleholm"),
        ("+46370", "Värnamo"),
        ("+46650", "Hudiksvall"),
        ("+4681234567", "Stockholm"),
        ("+46311234567", "Göteborg"),
        ("+4619", "Örebro"),
        ("+46304", "Henån"),
        ("+46498", "Visby"),
        ("+4722", "Oslo"),
        ("+3589", "Helsinki"),
        ("+4930", "Berlin"),
        ("+4989", "München"),
        ("+43316", "Graz"),
        ("+4420", "London"),
        ("+4812", "Kraków"),
        ("+3906", "Roma"),
    ],
)
def test_a_landline_number_tells_its_town(gazetteer: Gazetteer, number: str, town: str) -> None:
    found = gazetteer.phone_area(number)
    assert found is not None
    assert found.name == town


def test_of_towns_with_one_name_the_neighbours_of_the_area_code_tell_which(gazetteer: Gazetteer) -> None:
    ryd = gazetteer.phone_area("+46459")
    assert ryd is not None
    assert (ryd.name, ryd.region) == ("Ryd", "Kronobergs län")


@pytest.mark.parametrize(
    "number",
    [
        "+46701234567",  # mobile
        "+46771234567",  # one rate from everywhere
        "+4620123456",  # free of charge
        "+4510203040",  # Denmark has no area codes
        "+16175551234",  # of American numbers only the state would be told
        "+46",
        "+",
        "",
        "0920-123456",  # whose 0920?
        "920123456",
        "Luleå",
        "+46 920 or later",
        "+46920" + "1" * 20,
        "+" + "4" * 10_000,
    ],
)
def test_a_number_without_a_place_tells_none(gazetteer: Gazetteer, number: str) -> None:
    assert gazetteer.phone_area(number) is None


@pytest.mark.parametrize(
    ("name", "digits"),
    [
        ("Byxelkrok", ["387"]),
        ("klockrike", ["591"]),
        ("Kovland", ["855"]),  # not 85 too, which is wider
        ("Varends Nobbele", ["35"]),
        ("Råå", ["250", "252"]),
        ("Ankeborg", []),
        ("", []),
        ("x" * 10_000, []),
    ],
)
def test_a_postal_town_leads_to_its_areas(gazetteer: Gazetteer, name: str, digits: list[str]) -> None:
    assert [area.digits for area in gazetteer.locality(name)] == digits
