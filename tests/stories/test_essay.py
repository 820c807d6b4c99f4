"""Four journeys that people call too far, a bit much, or unnecessary when there is Teams: each as one would plan it.

The known door-to-door figures: Stockholm-Luleå 3 h 45 by air and 13-14 h by night train; Göteborg-Trollhättan 38 minutes
on the train and 32 to and from it; Malmö-Hässleholm 40 and 32, about 85 km by road; Memphis-Boston five hours and an
hour of time zone. The car costs the Swedish tax-free allowance, 25 kr a mil, there and back.
"""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

import pytest

from connectors.meetings import Person
from tests.stories.calendars import CENTRAL, Customer, Seller
from tests.stories.telling import Json, leg, moment, only_visit, scanned, shown

ASTRID = Seller(Person("astrid@nordverk.example", "Astrid Ek"))
GUSTAV = Seller(Person("gustav@vastverk.example", "Gustav Alm"))
MALIN = Seller(Person("malin@sydverk.example", "Malin Berg"))
DOLLY = Seller(Person("dolly@bluffcity.example", "Dolly Reed"), CENTRAL)
NORRGRUVAN = Customer(
    Person("olle@norrgruvan.example", "Olle Niemi"), "Norrgruvan", "Storgatan 12, 972 38 Luleå", "1200000"
)
BRUKET = Customer(Person("karin@bruket.example", "Karin Lind"), "Bruket", "Slussgatan 2, 461 30 Trollhättan", "900000")
GOINGE = Customer(Person("per@goinge.example", "Per Dahl"), "Göinge Plast", "Järnvägsgatan 3, 281 31 Hässleholm")
HARBOR = Customer(
    Person("sam@harborlight.example", "Sam Cole"), "Harbor Light", "200 State St, Boston, MA 02109", "250000", "USD"
)
MILEAGE = 2.5  # kr a km
AMERICAN_PRICES = {"KANELBULLE_PRICES": "car=0.70 USD/km, flight=300-700 USD/trip"}


@cache
def to_lulea(language: str = "sv", hour: int = 13) -> Json:
    first = ASTRID.call(NORRGRUVAN, ASTRID.at(12, 10, hour), summary="Första mötet")
    return _scanned(ASTRID, first, customers=(NORRGRUVAN,), office="Sveavägen 44, 111 34 Stockholm", language=language)


@cache
def to_trollhattan(language: str = "sv") -> Json:
    calls = (*GUSTAV.calls(BRUKET), GUSTAV.call(BRUKET, GUSTAV.at(12, 10, 10)))
    return _scanned(GUSTAV, calls, customers=(BRUKET,), office="Göteborg", language=language)


@cache
def to_hassleholm(language: str = "sv") -> Json:
    calls = (*MALIN.calls(GOINGE), MALIN.call(GOINGE, MALIN.at(12, 10, 10)))
    return _scanned(MALIN, calls, customers=(GOINGE,), office="Malmö C", language=language)


@cache
def to_boston(language: str = "en") -> Json:
    check_ins = [DOLLY.call(HARBOR, DOLLY.at(month, 3), summary="Check-in") for month in range(6, 12)]
    coming = DOLLY.call(HARBOR, DOLLY.at(12, 10, 12, 30), summary="Check-in")
    return _scanned(
        DOLLY,
        [*check_ins, coming],
        customers=(HARBOR,),
        office="Memphis, TN",
        language=language,
        settings=AMERICAN_PRICES,
    )


def _scanned(seller: Seller, *entries: object, **more: object) -> Json:
    with TemporaryDirectory() as folder:
        return scanned(Path(folder), seller, *entries, **more)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Story:
    """What holds of all four: the ways in order, the town the draft names, and the seller's zone."""

    told: Callable[[], Json]
    ways: tuple[tuple[str, bool], ...]
    town: str
    zone: str


STORIES = [
    Story(to_lulea, (("flight", False), ("train", True)), "Luleå", "Europe/Stockholm"),
    Story(to_trollhattan, (("train", False), ("car", False)), "Trollhättan", "Europe/Stockholm"),
    Story(to_hassleholm, (("train", False), ("car", False)), "Hässleholm", "Europe/Stockholm"),
    Story(to_boston, (("flight", False),), "Boston", "America/Chicago"),
]


@pytest.fixture(params=STORIES, ids=lambda story: story.town)
def story(request: pytest.FixtureRequest) -> Story:
    told: Story = request.param
    return told


def test_the_sensible_way_stands_first_and_absurd_ones_are_absent(story: Story) -> None:
    legs = only_visit(story.told())["legs"]
    assert tuple((one["mode"], one["overnight"]) for one in legs) == story.ways


def test_every_way_is_a_range_of_an_estimate_with_the_source_of_its_carbon(story: Story) -> None:
    for one in only_visit(story.told())["legs"]:
        low, high = one["minutes"]
        assert 0 < low < high
        assert (one["estimate"], one["source"]) == (True, "estimate")
        assert one["co2e_kg"][0] <= one["co2e_kg"][1]
        assert one["co2e_source"]
        assert one["there_and_back"] == {"minutes": [2 * low, 2 * high], "km": 2 * one["km"]}
        assert [low, high] == pytest.approx(_sums(one["parts"]), abs=15), "rounded as people say it"


def test_the_day_is_told_from_door_to_door_by_the_sellers_clock(story: Story) -> None:
    visit, zone = only_visit(story.told()), ZoneInfo(story.zone)
    for start, end, plan in _plans(visit):
        leave, there, back = (moment(plan[name]) for name in ("leave", "there", "back"))
        assert leave < there <= moment(start)
        assert moment(end) <= back
        for told in (start, end, plan["leave"], plan["there"], plan["back"]):
            assert moment(told).utcoffset() == moment(told).astimezone(zone).utcoffset()
        stretches = plan["stretches"]
        assert (stretches[0]["start"], stretches[-1]["end"]) == (plan["leave"], plan["back"])
        assert all(one["end"] == after["start"] for one, after in itertools.pairwise(stretches))


def test_every_other_time_can_be_reached(story: Story) -> None:
    slots = only_visit(story.told())["slots"]
    assert len(slots) == 3
    assert all(slot["plan"] for slot in slots)
    days = {slot["start"][:10] for slot in slots}
    assert len(days) == 3


def test_the_place_says_who_told_it_and_how_it_was_found(story: Story) -> None:
    place = only_visit(story.told())["place"]
    assert (place["town"], place["source"], place["unknown"]) == (story.town, "crm", None)
    assert (place["method"], place["confidence"]) == ("postal_code", "certain")


def test_the_draft_names_the_town_and_there_is_time_for_buns(story: Story) -> None:
    (suggestion,) = story.told()["suggestions"]
    assert story.town in suggestion["draft"]["subject"]
    assert story.town in suggestion["draft"]["body"]
    assert suggestion["bun"]["allowed"]
    assert story.town in suggestion["bun"]["text"]
    assert any(one["what"] == "bun" for one in suggestion["visit"]["plan"]["stretches"])


def test_the_visit_is_a_journey_of_the_coming_weeks(story: Story) -> None:
    report = story.told()
    (suggestion,), (trip,) = report["suggestions"], report["trips"]
    assert trip["suggestion_for"] == suggestion["account"]
    assert story.town in trip["why"]
    assert [stop["account"] for stop in trip["stops"]] == [suggestion["account"]]
    assert trip["plans"] == [suggestion["visit"]["plan"]]


def test_stockholm_lulea_is_flown_or_slept_through_and_never_driven() -> None:
    visit = only_visit(to_lulea())
    _holds(leg(visit, "flight"), minutes=225)
    _holds(leg(visit, "train", overnight=True), minutes=13 * 60 + 30)
    assert visit["plan"]["mode"] == "flight"
    assert visit["plan"]["nights"] == 0
    assert leg(visit, "flight")["cost"] is None, "what flights cost nobody has said"
    assert leg(visit, "train", overnight=True)["co2e_kg"][1] < leg(visit, "flight")["co2e_kg"][0] / 10


def test_a_first_meeting_in_lulea_is_flagged_before_it_has_been() -> None:
    (account,) = to_lulea()["accounts"]
    assert [flag["kind"] for flag in account["flags"]] == ["first_meeting_on_screen"]
    assert "Norrgruvan" in to_lulea()["suggestions"][0]["reasons"][0]


def test_an_early_meeting_in_lulea_takes_the_evening_before() -> None:
    visit = only_visit(to_lulea(hour=9))
    plan = visit["plan"]
    assert plan["nights"] == 1
    assert moment(plan["leave"]).date() < moment(visit["start"]).date() == moment(plan["back"]).date()
    assert any(one["what"] == "night" for one in plan["stretches"])
    assert visit["fits"]
    assert [conflict["mild"] for conflict in visit["conflicts"]] == [True]


def test_goteborg_trollhattan_is_a_morning_by_train() -> None:
    visit = only_visit(to_trollhattan())
    _holds(leg(visit, "train"), minutes=38 + 32)
    _holds(leg(visit, "car"), minutes=60)
    assert all(55 <= minutes <= 95 for one in visit["legs"] for minutes in one["minutes"])
    _costs_the_mileage(leg(visit, "car"))
    _is_home_the_same_day(visit)


def test_malmo_hassleholm_is_nearer_than_it_is_thought() -> None:
    visit = only_visit(to_hassleholm())
    _holds(leg(visit, "train"), minutes=40 + 32)
    _holds(leg(visit, "car"), minutes=70)
    assert leg(visit, "car")["km"] == pytest.approx(85, abs=8)
    _costs_the_mileage(leg(visit, "car"))
    _is_home_the_same_day(visit)


def test_memphis_boston_is_a_flight_of_five_hours_priced_as_the_installation_says() -> None:
    visit = only_visit(to_boston())
    flight = leg(visit, "flight")
    _holds(flight, minutes=5 * 60)
    assert flight["cost"] == {"amount": [600, 1400], "currency": "USD"}
    assert (visit["place"]["region"], visit["place"]["country"]) == ("MA", "US")
    assert (visit["starts"]["region"], visit["starts"]["country"]) == ("TN", "US")
    _is_home_the_same_day(visit)


def test_an_hour_of_time_zone_is_no_journey_and_boston_is_visited_in_its_own_working_hours() -> None:
    visit, boston = only_visit(to_boston()), ZoneInfo("America/New_York")
    for start, end, plan in _plans(visit):
        assert moment(start).astimezone(boston).hour >= 8
        assert moment(end).astimezone(boston).hour < 17
        out, home = (one for one in plan["stretches"] if one["what"] == "travel")
        assert _length(out) == _length(home), "as long eastward as westward"
    body = to_boston()["suggestions"][0]["draft"]["body"]
    assert "at 13:30" in body, "half past one is what Sam's clock shows"
    assert "12:30" not in body


def test_boston_is_told_in_english_and_what_it_costs_beside_what_it_is_worth() -> None:
    (suggestion,) = to_boston()["suggestions"]
    assert suggestion["draft"]["language"] == "en"
    told = " ".join(suggestion["reasons"])
    assert "USD 600–1,400" in told
    assert "USD 250,000" in told
    assert "By plane" in told


@pytest.mark.parametrize(
    ("language", "said"),
    [("sv", ("Tåg 60–95 minuter", "ungefär 400 kr", "klimatresa.se", "Uppskattat", "bageri nära Slussgatan")),
     ("en", ("Train 60–95 minutes", "about SEK 400", "klimatresa.se", "An estimate", "bageri nära Slussgatan"))],
)  # fmt: skip
def test_a_terminal_tells_the_same_journey(tmp_path: Path, language: str, said: tuple[str, ...]) -> None:
    calls = (*GUSTAV.calls(BRUKET), GUSTAV.call(BRUKET, GUSTAV.at(12, 10, 10)))
    told = shown(tmp_path, GUSTAV, calls, customers=(BRUKET,), office="Göteborg", language=language)
    for words in said:
        assert words in told


def _holds(way: Json, *, minutes: int) -> None:
    """The figure known from elsewhere lies within the range that is told."""
    low, high = way["minutes"]
    assert low <= minutes <= high


def _costs_the_mileage(car: Json) -> None:
    low, high = car["cost"]["amount"]
    assert car["cost"]["currency"] == "SEK"
    assert low <= high
    assert (low + high) / 2 == pytest.approx(2 * car["km"] * MILEAGE, rel=0.1)


def _is_home_the_same_day(visit: Json) -> None:
    plan = visit["plan"]
    assert plan["nights"] == 0
    assert moment(plan["leave"]).date() == moment(plan["back"]).date() == moment(visit["start"]).date()


def _plans(visit: Json) -> Iterator[tuple[str, str, Json]]:
    yield visit["start"], visit["end"], visit["plan"]
    yield from ((slot["start"], slot["end"], slot["plan"]) for slot in visit["slots"])


def _sums(parts: list[Json]) -> list[int]:
    return [sum(part["minutes"][at] for part in parts) for at in (0, 1)]


def _length(stretch: Json) -> timedelta:
    return moment(stretch["end"]) - moment(stretch["start"])
