"""Counties, states, provinces and countries."""

import pytest

from connectors.routing.gazetteer import Gazetteer


@pytest.mark.parametrize(
    ("text", "country", "code"),
    [
        ("TN", "US", "TN"),
        ("Tennessee", "US", "TN"),
        ("tennessee", "US", "TN"),
        ("MA", "US", "MA"),
        ("ON", "CA", "ON"),
        ("Quebec", "CA", "QC"),
        ("Québec", "CA", "QC"),
        ("Dalarna", "SE", "W"),
        ("Dalarnas län", "SE", "W"),
        ("W", "SE", "W"),
        ("Skåne", "SE", "M"),
        ("Skane", "SE", "M"),
        ("Norrbotten", "SE", "BD"),
        ("VGR", "SE", "O"),
        ("Bayern", "DE", "BY"),
        ("Nyland", "FI", "18"),
        ("Skottland", "GB", "SCT"),
    ],
)
def test_a_region_is_known_by_its_names_and_in_its_country_by_its_code(
    gazetteer: Gazetteer, text: str, country: str, code: str
) -> None:
    assert gazetteer.region_code(text, country) == code


def test_a_state_says_which_country_it_is_in(gazetteer: Gazetteer) -> None:
    (tennessee,) = gazetteer.regions("TN")
    assert (tennessee.country, tennessee.name) == ("US", "Tennessee")
    (dalarna,) = gazetteer.regions("Dalarna")
    assert (dalarna.country, dalarna.name) == ("SE", "Dalarnas län")


@pytest.mark.parametrize("text", ["tn", "in", "or", "W", "M", "Sverige", "", "x" * 10_000])
def test_words_and_letters_alone_are_no_regions(gazetteer: Gazetteer, text: str) -> None:
    assert gazetteer.regions(text) == ()


def test_a_region_of_another_country_is_not_found(gazetteer: Gazetteer) -> None:
    assert gazetteer.region_code("Tennessee", "SE") == ""
    assert gazetteer.region_code("Tennessee", "") == ""


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Sverige", "SE"),
        ("SVERIGE", "SE"),
        ("Sweden", "SE"),
        ("SE", "SE"),
        ("SWE", "SE"),
        ("Tyskland", "DE"),
        ("Deutschland", "DE"),
        ("Germany", "DE"),
        ("USA", "US"),
        ("U.S.A.", "US"),
        ("United States", "US"),
        ("Förenta staterna", "US"),
        ("UK", "GB"),
        ("England", "GB"),
        ("Storbritannien", "GB"),
        ("Danmark", "DK"),
        ("Norge", "NO"),
        ("Noreg", "NO"),
        ("Suomi", "FI"),
        ("Island", "IS"),
        ("Österrike", "AT"),
        ("Osterreich", "AT"),
        ("España", "ES"),
        ("Polska", "PL"),
        ("Holland", "NL"),
        ("Nederländerna", "NL"),
        ("Schweiz", "CH"),
        ("Japan", "JP"),
    ],
)
def test_a_country_is_known_by_its_names_and_codes(gazetteer: Gazetteer, text: str, code: str) -> None:
    assert gazetteer.country_code(text) == code


@pytest.mark.parametrize("text", ["", "se", "no", "is", "de", "at", "Luleå", "Narnia", "x" * 10_000])
def test_what_is_no_country_has_no_code(gazetteer: Gazetteer, text: str) -> None:
    assert gazetteer.country_code(text) == ""
