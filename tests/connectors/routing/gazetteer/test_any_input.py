"""Whatever calendars hold is asked for: every lookup answers."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from connectors.routing.gazetteer import Gazetteer, PostalArea, Region, Town
from connectors.routing.gazetteer.folding import fold, keys, strip

LOOKUPS: dict[str, Callable[[Gazetteer, str, str], object]] = {
    "named": lambda places, text, other: places.named(text, country=other),
    "named anywhere": lambda places, text, _: places.named(text),
    "postal_area": lambda places, text, _: places.postal_area(text),
    "named_in_area": lambda places, text, other: places.named_in_area(text, other),
    "phone_area": lambda places, text, _: places.phone_area(text),
    "regions": lambda places, text, other: places.regions(text, country=other),
    "region_code": lambda places, text, other: places.region_code(text, other),
    "country_code": lambda places, text, _: places.country_code(text),
}
ANSWERS = (tuple, str, Town, PostalArea, type(None))
any_text = st.text(st.characters(exclude_categories=()), max_size=100)
steered = (
    any_text | st.from_regex(r"\+?[0-9 ()-]{0,20}", fullmatch=True) | st.sampled_from(["Luleå", "SE", "97231", "TN"])
)
every_lookup = pytest.mark.parametrize("lookup", LOOKUPS.values(), ids=LOOKUPS.keys())
shared = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)


@every_lookup
@shared
@given(text=steered, other=steered)
def test_any_text_at_all_has_an_answer(
    gazetteer: Gazetteer, lookup: Callable[[Gazetteer, str, str], object], text: str, other: str
) -> None:
    answer = lookup(gazetteer, text, other)
    assert isinstance(answer, ANSWERS)
    if isinstance(answer, tuple):
        assert all(isinstance(one, Town | Region) for one in answer)


@every_lookup
@pytest.mark.parametrize(
    "text",
    [
        "'; DROP TABLE towns; --",
        '" OR 1=1',
        "Luleå\0",
        "\ud800",
        "Ł" * 10_000,
        "+46" * 3_000,
        "９７２３１",
        "*",
        "Lule?",
    ],
    ids=range(9),
)
def test_hostile_text_finds_nothing_and_harms_nothing(
    gazetteer: Gazetteer, lookup: Callable[[Gazetteer, str, str], object], text: str
) -> None:
    before = gazetteer.about["towns"]
    found = lookup(gazetteer, text, text)
    assert not found or text == "Luleå\0"
    assert gazetteer.named("Luleå")[0].name == "Luleå"
    assert gazetteer.about["towns"] == before


@shared
@given(st.floats(), st.floats())
def test_any_point_at_all_has_an_answer(gazetteer: Gazetteer, lat: float, lon: float) -> None:
    assert isinstance(gazetteer.nearest(lat, lon), Town | None)
    assert len(gazetteer.towns_within(lat, lat + 1, lon, lon + 1, least=0)) <= 500


@given(any_text)
def test_a_name_is_found_under_its_own_key_and_folding_it_again_changes_nothing(name: str) -> None:
    assert fold(fold(name)) == fold(name)
    assert strip(strip(fold(name))) == strip(fold(name))
    if fold(name):
        assert fold(name) in keys(name)
