"""The area code in a signature: enough for a town, never a whole number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.meetings import Person
from tests.world import NOW, meeting
from workers.relationships.signatures import read_area
from workers.relationships.signs import read_signs


@pytest.mark.parametrize(
    ("text", "area"),
    [
        ("Karin Lind\n0520-12 34 56", "+46520"),
        ("Tel: +46 (0)520 12 34 56", "+46520"),
        ("Tel 0046 920 123 45", "+46920"),
        ("08-123 456 78", "+468"),
        ("växel 031-12 34 56", "+4631"),
        ("040/12 34 56", "+4640"),
        ("Mobil 070-123 45 67", ""),
        ("Mobil 070-123 45 67, växel 0451-123 45", "+46451"),
        ("010-123 45 67", ""),
        ("020-12 34 56", ""),
        ("0520-12 34 56 eller 031-12 34 56", ""),
        ("0520-12 34 56 eller 0520-65 43 21", "+46520"),
        ("Org.nr 556000-1234", ""),
        ("Offert 2026-11-23", ""),
        ("Ordernummer 0012345678901234567890", ""),
        ("+49 351 1234567", "+493511"),
        ("kl. 09.00-10.30", ""),
        ("", ""),
    ],
)
def test_a_landline_tells_the_area_and_a_mobile_nothing(text: str, area: str) -> None:
    assert read_area(text, swedish=True) == area


def test_a_number_without_a_country_is_not_taken_for_a_swedish_one_elsewhere() -> None:
    assert read_area("Tel. 0351 1234567", swedish=False) == ""
    for address, area in (("karin@bruket.se", "+46520"), ("karin@bruket.example", "")):
        invited = meeting(NOW, organizer=Person(address), human_text="Hej\n0520-12 34 56")
        assert read_signs(invited).area == area


@given(st.text(max_size=200), st.booleans())
def test_of_any_text_no_more_than_an_area_is_kept(text: str, swedish: bool) -> None:
    area = read_area(text, swedish=swedish)
    assert area == "" or (area[0] == "+" and area[1:].isdecimal() and len(area) <= 7)
