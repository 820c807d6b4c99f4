"""Calendars of any towns, offices and times: a scan always answers, in JSON anybody can read, and every number and every
day in it could be true.
"""

import json
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Event

from connectors.meetings import Person
from tests.stories.calendars import CENTRAL, Customer, Seller
from tests.stories.telling import Json, looked_at, moment, told_in_terminal
from tests.world import STOCKHOLM
from workers.report import write_report
from workers.scan import ScanResult

TOWNS = (
    "Luleå", "Kiruna", "Umeå", "Östersund", "Sundsvall", "Mora", "Stockholm", "Göteborg", "Malmö", "Trollhättan",
    "Hässleholm", "Kungälv", "Mölndal", "Borås", "Visby", "Mariehamn, Åland", "Helsinki", "Oslo", "København", "Tromsø",
    "Hamburg", "London", "Palma", "Reykjavík", "Memphis, TN", "Boston, MA", "Anchorage, AK", "Honolulu, HI",
    "200 State St, Boston, MA 02109", "Storgatan 12, 972 38 Luleå",
)  # fmt: skip
NOWHERE = ("", "Sveavägen 44", "Springfield", "東京", "0.0, 0.0", "972 31 Malmö", "Rum Luleå", "\u202ex" * 60, "Teams")
SIGNS = ("Hotell, {}", "Tåg till {}", "Flyg till {}", "{}", "Hemresa", "Kontoret", "Semester", "Möte {}")
NAMES = ("Ida", "Olle", "Karin", "Per")


@st.composite
def calendars(draw: st.DrawFn) -> tuple[Seller, list[Event], list[Customer], str]:
    """A seller, what is in the calendar, whom the customer list knows, and where journeys begin."""
    seller = Seller(Person("astrid@nordverk.example", "Astrid Ek"), draw(st.sampled_from([STOCKHOLM, CENTRAL])))
    places = st.sampled_from(TOWNS + NOWHERE)
    customers = [
        Customer(Person(f"{name.casefold()}@kund{number}.example", name), f"Kund {number}", draw(places))
        for number, name in enumerate(NAMES[: draw(st.integers(1, len(NAMES)))])
    ]
    entries = [
        call for customer in customers for call in seller.calls(customer, times=3, hour=8 + len(customer.address) % 8)
    ]
    starts = st.builds(
        lambda day, quarter: datetime(2026, 11, 24, tzinfo=seller.zone) + timedelta(days=day, minutes=15 * quarter),
        st.integers(0, 45),
        st.integers(0, 95),
    )
    for number in range(draw(st.integers(1, 8))):
        uid, start, minutes = f"m{number}", draw(starts), draw(st.integers(1, 40)) * 15
        customer, town = draw(st.sampled_from(customers)), draw(places)
        kind = draw(st.sampled_from(["call", "visit", "own", "days"]))
        if kind == "call":
            entries.append(seller.call(customer, start, minutes=minutes, uid=uid))
        elif kind == "visit":
            entries.append(seller.visit(customer, start, town, minutes=minutes, uid=uid))
        else:
            title = draw(st.sampled_from(SIGNS)).format(town)
            when: datetime | date = start if kind == "own" else start.date()
            entries.append(seller.own(when, minutes=minutes, days=draw(st.integers(1, 4)), uid=uid, summary=title))
    return seller, entries, customers, draw(places)


@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow])
@given(calendars())
def test_a_scan_always_answers_with_what_could_be_true(made: tuple[Seller, list[Event], list[Customer], str]) -> None:
    seller, entries, customers, office = made
    result = looked_at(seller, entries, customers=customers, office=office)
    report = json.loads(json.dumps(write_report(result, "sv", meetings=True), allow_nan=False))
    for suggestion in report["suggestions"]:
        assert_sane(suggestion["visit"])
        assert_reachable(suggestion["visit"], result)
        assert all(near["extra_minutes"] >= 0 for near in suggestion["nearby"])
        assert suggestion["draft"]["body"].strip()
    clashing = {one["account"] for one in report["suggestions"] if not one["visit"]["fits"]}
    for trip in report["trips"]:
        if trip["suggestion_for"] not in clashing:
            assert_possible(trip)
    for language in ("sv", "en"):
        assert told_in_terminal(result, language)


def assert_sane(visit: Json) -> None:
    for leg in visit["legs"]:
        low, high = leg["minutes"]
        assert 0 < low <= high < 3 * 24 * 60
        assert 0 < leg["km"] < 25_000
        assert 0 <= leg["co2e_kg"][0] <= leg["co2e_kg"][1]
        assert leg["cost"] is None or 0 <= leg["cost"]["amount"][0] <= leg["cost"]["amount"][1]
        assert all(0 <= part["minutes"][0] <= part["minutes"][1] for part in leg["parts"])
    place = visit["place"]
    known = place is not None and place["lat"] is not None
    assert known or not visit["legs"], "no way to a place nobody knows"
    assert place is None or known or place["unknown"]
    if visit["ferry"]:
        assert "car" not in {leg["mode"] for leg in visit["legs"]}


def assert_reachable(visit: Json, result: ScanResult) -> None:
    """Every time has its day where the way is known; nothing stands over it, nor over the way."""
    assert visit["plan"] is None or visit["legs"] or _is_next_door(visit)
    for start, end, plan in _times(visit):
        if plan is None:
            continue
        assert moment(plan["leave"]) <= moment(plan["there"]) <= start < end <= moment(plan["back"])
        stretches = plan["stretches"]
        assert all(moment(one["start"]) <= moment(one["end"]) for one in stretches)
        assert all(one["end"] == after["start"] for one, after in pairwise(stretches))
        assert any((moment(one["start"]), moment(one["end"])) == (start, end) for one in stretches)
    if visit["legs"]:
        assert all(slot["plan"] for slot in visit["slots"]), "a time is offered only when it can be reached"
    busy = [one.meeting for one in result.understood if not one.meeting.all_day]
    for slot in visit["slots"]:
        start, end = moment(slot["start"]), moment(slot["end"])
        own = (visit["start"], visit["end"])
        over = [one for one in busy if one.start < end and one.end > start]
        assert all(one.start <= moment(own[0]) < one.end for one in over), "only the meeting it replaces"


def assert_possible(trip: Json) -> None:
    times = [(moment(stop["start"]), moment(stop["end"])) for stop in trip["stops"]]
    assert times == sorted(times)
    free = [stop for stop in trip["stops"] if not stop["fixed"]]
    assert all(stop["extra_minutes"] >= 0 for stop in trip["stops"])
    assert all(moment(stop["start"]) < moment(stop["end"]) for stop in free)
    assert trip["days"][0] <= trip["days"][1]
    assert 0 <= trip["minutes"][0] <= trip["minutes"][1]
    assert trip["km"] >= 0
    for plan in trip["plans"]:
        assert moment(plan["leave"]) <= moment(plan["there"]) <= moment(plan["back"])
        assert all(one["end"] == after["start"] for one, after in pairwise(plan["stretches"]))


def _times(visit: Json) -> Iterator[tuple[datetime, datetime, Json | None]]:
    """The visit's own time where it fits, and the others."""
    for one in (*([visit] if visit["fits"] else []), *visit["slots"]):
        yield moment(one["start"]), moment(one["end"]), one["plan"]


def _is_next_door(visit: Json) -> bool:
    start, place = visit["starts"], visit["place"]
    return bool(start and place and start["town"] == place["town"])


@pytest.mark.parametrize("town", TOWNS)
def test_from_stockholm_to_anywhere_and_back_is_a_journey_or_a_plain_answer(town: str) -> None:
    seller = Seller(Person("astrid@nordverk.example", "Astrid Ek"))
    customer = Customer(Person("ida@kunden.example", "Ida Ask"), "Kunden", town)
    entries = [*seller.calls(customer), seller.call(customer, seller.at(12, 9, 13))]
    result = looked_at(seller, entries, customers=(customer,), office="Stockholm")
    (suggestion,) = write_report(result, "sv")["suggestions"]
    visit = suggestion["visit"]
    assert_sane(visit)
    assert_reachable(visit, result)
    assert visit["place"]["lat"] is not None
    told = told_in_terminal(result, "sv")
    assert visit["legs"] or visit["ferry"] or "Vi vet inte hur man tar sig dit." in told or town == "Stockholm"
