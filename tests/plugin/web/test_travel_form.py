"""How a seller travels, as a form says it: read, refused field by field, and filled in again."""

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from plugin.web.travel_form import MODES, Problems, TravelWishes, fill_travel_form, read_travel_form
from workers.visits.travel_rules import Price, TravelRules
from workers.words import LANGUAGES, knows

PLAIN = {
    "office": "Kungsgatan 1, Göteborg",
    "home": "Kungälv",
    "modes": ["car", "train"],
    "leave_earliest": "06:30",
    "home_latest": "19:00",
    "travel_days": "2",
    "nights": "yes",
    "currency": "SEK",
    "price_car": "25",
    "price_train_low": "150",
    "price_train_high": "450",
    "price_train_per": "trip",
}


def written(**changes: object) -> MultiDict[str, str]:
    return MultiDict({**PLAIN, **changes})  # type: ignore[arg-type]


def problems(**changes: object) -> dict[str, str]:
    read = read_travel_form(written(**changes))
    assert isinstance(read, Problems)
    return dict(read.of)


def test_a_form_becomes_rules() -> None:
    assert read_travel_form(written()) == TravelWishes(
        office="Kungsgatan 1, Göteborg",
        home="Kungälv",
        rules=TravelRules(
            prices={"car": Price(2.5, 2.5), "train": Price(150, 450, per="trip")},
            modes=("car", "train"),
            leave_earliest=time(6, 30),
            home_latest=time(19, 0),
            travel_days_a_week=2,
            nights=True,
        ),
    )


def test_what_the_form_does_not_ask_for_stays_as_it_was() -> None:
    before = TravelRules(most_stops=4, car_co2e=(14, 14))
    read = read_travel_form(written(), before=before)
    assert isinstance(read, TravelWishes)
    assert (read.rules.most_stops, read.rules.car_co2e) == (4, (14, 14))


@pytest.mark.parametrize(
    ("text", "a_km"), [("25", 2.5), ("18,50", 1.85), ("18.5", 1.85), (" 1 000 ", 100.0), ("0", 0.0)]
)
def test_prices_are_read_the_way_people_write_them(text: str, a_km: float) -> None:
    read = read_travel_form(written(price_car=text))
    assert isinstance(read, TravelWishes)
    assert read.rules.prices["car"].low == pytest.approx(a_km)


def test_a_price_not_given_is_not_known() -> None:
    read = read_travel_form(written(price_car="", price_train_low="", price_train_high=""))
    assert isinstance(read, TravelWishes)
    assert read.rules.prices == {}


def test_one_end_of_a_price_is_both() -> None:
    read = read_travel_form(written(price_train_low="", price_flight_low="900", price_flight_per="trip"))
    assert isinstance(read, TravelWishes)
    assert read.rules.prices["train"] == Price(450, 450, per="trip")
    assert read.rules.prices["flight"] == Price(900, 900, per="trip")


@pytest.mark.parametrize(
    ("field", "value", "why"),
    [
        ("office", "x", "place"),
        ("home", "å" * 201, "place"),
        ("modes", [], "modes"),
        ("modes", ["car", "balloon"], "modes"),
        ("leave_earliest", "", "clock"),
        ("leave_earliest", "25:00", "clock"),
        ("home_latest", "sju", "clock"),
        ("home_latest", "08:00", "hours"),
        ("travel_days", "6", "days"),
        ("travel_days", "-1", "days"),
        ("travel_days", "٣", "days"),
        ("price_car", "-5", "price"),
        ("price_car", "1e9", "price"),
        ("price_car", "nan", "price"),
        ("price_car", "5000", "price"),
        ("price_train_high", "100", "order"),
        ("price_train_per", "year", "per"),
        ("currency", "XYZ", "currency"),
    ],
)
def test_what_makes_no_sense_is_told_of_at_its_field(field: str, value: object, why: str) -> None:
    assert problems(**{field: value}) == {field: f"page.travel.odd.{why}"}
    assert all(knows(f"page.travel.odd.{why}", language) for language in LANGUAGES)


def test_everything_wrong_is_told_at_once() -> None:
    assert set(problems(office="x", modes=[], travel_days="9")) == {"office", "modes", "travel_days"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_form_filled_in_reads_back_as_the_same(language: str) -> None:
    wishes = read_travel_form(written(price_car="18,5", price_flight_low="1,25", price_flight_per="km"))
    assert isinstance(wishes, TravelWishes)
    assert read_travel_form(fill_travel_form(wishes, language)) == wishes
    assert read_travel_form(fill_travel_form(TravelWishes(), language)) == TravelWishes()


@given(st.dictionaries(st.sampled_from(sorted(PLAIN)), st.text(max_size=30)))
def test_no_text_whatever_breaks_it(changes: dict[str, str]) -> None:
    read = read_travel_form(written(**changes))
    if isinstance(read, Problems):
        assert read.of
        return
    assert set(read.rules.modes) <= set(MODES)
    assert all(0 <= price.low <= price.high for price in read.rules.prices.values())
