"""Postal codes as each country writes them, and numbers that are none."""

import pytest

from connectors.routing.addresses.codes import find_code

FIVE = "SE FI DE US FR"


@pytest.mark.parametrize(
    ("part", "code", "countries"),
    [
        ("972 31 Luleå", "972 31", "SE CZ SK GR"),
        ("SE-972 31 Luleå", "972 31", "SE"),
        ("S-972 31 Luleå", "972 31", "SE"),
        ("SE 972 31 Luleå", "972 31", "SE"),
        ("SE-97231", "97231", "SE"),
        ("97231 Luleå", "97231", FIVE),
        ("00100 Helsinki", "00100", FIVE),
        ("FI-00100 Helsinki", "00100", "FI"),
        ("D-80331 München", "80331", "DE"),
        ("5013 Bergen", "5013", "NO DK AT CH"),
        ("N-5013 Bergen", "5013", "NO"),
        ("DK-1256 København K", "1256", "DK"),
        ("CH-8001 Zürich", "8001", "CH"),
        ("80-831 Gdańsk", "80-831", "PL"),
        ("1012 LG Amsterdam", "1012 LG", "NL"),
        ("London NW1 6XE", "NW1 6XE", "GB"),
        ("London EC3A 8BF", "EC3A 8BF", "GB"),
        ("ON M5H 2N2", "M5H 2N2", "CA"),
        ("MA 02110", "02110", "US"),
        ("Memphis TN 38125", "38125", "US"),
        ("TN 38125-1234", "38125-1234", "US"),
        ("Wilmington, DE 19801", "19801", "US"),
        ("DE 10115 Berlin", "10115", "DE"),
        ("Slussgatan 14 461 30 Trollhättan", "461 30", "SE CZ SK GR"),
        ("101 Reykjavík", "101", "IS FO"),
        ("600 Akureyri", "600", "IS FO"),
        ("100 Tórshavn", "100", "IS FO"),
        ("IS-801 Smábær", "801", "IS"),
        ("FO-410 Kollafjørður", "410", "FO"),
        ("Sydney NSW 2000", "NSW 2000", "AU"),
        ("Tokyo 150-0002", "150-0002", "JP"),
        ("Singapore 018956", "018956", "SG"),
    ],
)
def test_a_code_tells_the_countries_that_write_so(part: str, code: str, countries: str) -> None:
    found = find_code(part)
    assert found is not None
    assert found.text == code
    assert found.countries[: len(countries.split())] == tuple(countries.split())


@pytest.mark.parametrize(
    "part",
    [
        "Luleå",
        "Storgatan 5",
        "Storgatan 12 B",
        "Ringvägen 100",
        "Ringvägen 100 Stockholm",
        "Ringvägen 100B",
        "100",
        "+46 70 123 45 67",
        "123 45 67",
        "12",
        "1234567",
        "3.14159",
        "plan 7",
        "",
    ],
)
def test_other_numbers_are_no_codes(part: str) -> None:
    assert find_code(part) is None


@pytest.mark.parametrize(
    ("part", "sure"),
    [
        ("972 31 Luleå", True),
        ("97231 Luleå", False),
        ("SE-97231 Luleå", True),
        ("2026 Luleå", False),
        ("MA 02110", True),
    ],
)
def test_a_code_is_sure_when_hardly_anything_else_is_written_so(part: str, sure: bool) -> None:
    found = find_code(part)
    assert found is not None
    assert found.sure is sure
