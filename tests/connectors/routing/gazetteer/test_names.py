"""Which town a name means."""

import pytest

from connectors.routing.gazetteer import Gazetteer


@pytest.mark.parametrize(
    ("written", "name", "country"),
    [
        ("Göteborg", "Göteborg", "SE"),
        ("GÖTEBORG", "Göteborg", "SE"),
        ("Goteborg", "Göteborg", "SE"),
        ("Goeteborg", "Göteborg", "SE"),
        ("Gothenburg", "Göteborg", "SE"),
        ("Gbg", "Göteborg", "SE"),
        ("Malmo", "Malmö", "SE"),
        ("Malmø", "Malmö", "SE"),
        ("København", "København", "DK"),
        ("Köpenhamn", "København", "DK"),
        ("Kopenhagen", "København", "DK"),
        ("Wien", "Wien", "AT"),
        ("Vienna", "Wien", "AT"),
        ("München", "München", "DE"),
        ("Muenchen", "München", "DE"),
    ],
)
def test_a_town_is_found_by_every_name_it_has_and_called_what_it_is_called_at_home(
    gazetteer: Gazetteer, written: str, name: str, country: str
) -> None:
    town = gazetteer.named(written)[0]
    assert (town.name, town.country) == (name, country)
