"""A seller's way to a customer: every question is asked once, and only ways the seller uses are answers."""

from dataclasses import replace
from datetime import timedelta

from connectors.meetings import Place, PlaceKind
from connectors.routing.geocoder import Sought
from connectors.routing.router import Mode
from tests.workers.visits.roads import GOTEBORG, LULEA, STOCKHOLM_TOWN, TROLLHATTAN, VISBY, Atlas, Roads
from workers.visits.travel import Travel, sought_of
from workers.visits.travel_rules import TravelRules

RULES = TravelRules()


def means(rules: TravelRules = RULES) -> tuple[Travel, Atlas, Roads]:
    atlas, roads = Atlas(), Roads()
    return Travel(geocoder=atlas, router=roads, rules=rules), atlas, roads


def test_a_place_and_a_way_are_asked_once() -> None:
    travel, atlas, roads = means()
    for _ in range(3):
        travel.find(Sought(text="Luleå"))
        travel.ways(GOTEBORG, LULEA)
        travel.usable(GOTEBORG, LULEA)
        travel.best(GOTEBORG, LULEA)
        travel.legs(GOTEBORG, LULEA)
    assert (atlas.asked, roads.asked) == (1, 1)
    travel.ways(LULEA, GOTEBORG)
    assert roads.asked == 2, "the way back is another question"


def test_ways_the_seller_does_not_use_are_no_answers() -> None:
    travel, _, _ = means(replace(RULES, modes=("car", "train")))
    assert [route.mode for route in travel.usable(GOTEBORG, STOCKHOLM_TOWN)] == [Mode.TRAIN, Mode.CAR]
    assert [leg.mode for leg in travel.legs(GOTEBORG, STOCKHOLM_TOWN)] == ["train", "car"]
    assert travel.best(GOTEBORG, LULEA) is None
    assert [route.mode for route in travel.ways(GOTEBORG, LULEA).routes] == [Mode.FLIGHT]


def test_an_island_has_no_way_and_the_water_has_its_name() -> None:
    travel, _, _ = means()
    assert travel.best(STOCKHOLM_TOWN, VISBY) is None
    assert travel.legs(STOCKHOLM_TOWN, VISBY) == ()
    assert travel.ways(STOCKHOLM_TOWN, VISBY).ferry == "gotland"


def test_roads_between_several_places_compare() -> None:
    travel, _, _ = means()
    drives = travel.drives([GOTEBORG, TROLLHATTAN, VISBY])
    assert drives is travel.drives((GOTEBORG, TROLLHATTAN, VISBY))
    assert drives[0][1] == drives[1][0] == timedelta(minutes=57.5)
    assert drives[0][2] is None


def test_a_calendars_place_becomes_a_question_with_all_it_knows() -> None:
    place = Place("Rum Luleå", PlaceKind.ROOM, "r@x.example", "Storgatan 1", "461 30", "Trollhättan", "SE", 58.3, 12.3)
    assert sought_of(place, here="NO") == Sought(
        text="Rum Luleå",
        street="Storgatan 1",
        postal_code="461 30",
        city="Trollhättan",
        country="SE",
        lat=58.3,
        lon=12.3,
        room=True,
        here="NO",
    )
