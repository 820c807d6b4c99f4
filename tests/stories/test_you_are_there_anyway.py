"""Whoever is somewhere anyway hears who else is near: at a meeting, a hotel, with a ticket. And when the calendar changes,
what was planned on it changes with it, to the same as if it had been read for the first time.
"""

import itertools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from icalendar import Event

from connectors.crm import read_crm
from connectors.ics import Source
from connectors.meetings import Person
from tests.stories.calendars import Customer, Seller, customer_list
from tests.stories.telling import Json, looked_at, moment, scanned
from tests.world import NOW
from workers.calendar_files import read_files
from workers.correcting import correct, take_back
from workers.office import Office, open_office
from workers.relationships.corrections import Correction, CorrectionKind
from workers.report import write_report
from workers.report_visits import write_suggestion, write_trip
from workers.travel_wishes import set_travel, travel_wishes

ASTRID = Seller(Person("astrid@nordverk.example", "Astrid Ek"))


def customer(domain: str, who: str, company: str, address: str) -> Customer:
    return Customer(Person(f"{who.split()[0].casefold()}@{domain}.example", who), company, address)


HAMNEN = customer("hamnen", "Ida Ask", "Hamnen", "Skeppsbron 4, 411 21 Göteborg")
KUNGALV = customer("farledsbygg", "Tove Lund", "Farledsbygg", "Västra gatan 10, 442 31 Kungälv")
MOLNDAL = customer("kvarnbyn", "Lars Falk", "Kvarnbyn", "Kvarnbygatan 1, 431 34 Mölndal")
BODEN = customer("bodentra", "Nils Wiik", "Boden Trä", "Kungsgatan 20, 961 61 Boden")
LULEA = customer("norrgruvan", "Olle Niemi", "Norrgruvan", "Storgatan 12, 972 38 Luleå")
BRUKET = customer("bruket", "Karin Lind", "Bruket", "Slussgatan 2, 461 30 Trollhättan")
EVERYBODY = (HAMNEN, KUNGALV, MOLNDAL, BODEN, LULEA, BRUKET)
CALLS = [event for hour, one in enumerate(EVERYBODY[1:], 8) for event in ASTRID.calls(one, hour=hour)]
IN_GOTEBORG = ASTRID.visit(HAMNEN, ASTRID.at(12, 9, 10), HAMNEN.address, uid="hamnen")


def trips(*entries: Event, office: str = "Borås", customers: Iterable[Customer] = EVERYBODY) -> list[Json]:
    result = looked_at(ASTRID, CALLS, *entries, customers=customers, office=office)
    found: list[Json] = write_report(result, "sv")["trips"]
    return found


def others(trip: Json) -> dict[str, int]:
    """Who could be met besides, with the minutes each adds."""
    return {stop["name"]: stop["extra_minutes"] for stop in trip["stops"] if not stop["fixed"]}


def assert_can_be_done(trip: Json) -> None:
    """Stops in order, in working hours, none over another; and each day from door to door."""
    times = [(moment(stop["start"]), moment(stop["end"])) for stop in trip["stops"]]
    assert times == sorted(times)
    assert all(end <= start for (_, end), (start, _) in itertools.pairwise(times))
    assert all(start.hour >= 8 and end.hour <= 17 for start, end in times)
    for plan in trip["plans"]:
        assert moment(plan["leave"]) <= moment(plan["there"]) <= moment(plan["back"])
    days = [date.fromisoformat(day) for day in trip["days"]]
    assert all(days[0] <= start.date() <= days[1] for start, _ in times)
    assert 0 < trip["minutes"][0] < trip["minutes"][1]


def test_who_sits_near_a_meeting_in_goteborg_is_named_with_the_minutes_it_adds() -> None:
    (trip,) = trips(IN_GOTEBORG)
    assert trip["why"] == "Du har ett möte i Göteborg onsdag 9 december."
    assert trip["suggestion_for"] is None
    assert others(trip).keys() == {"Farledsbygg", "Kvarnbyn"}
    assert all(0 < minutes <= 45 for minutes in others(trip).values())
    assert [stop["account"] for stop in trip["stops"] if stop["fixed"]] == ["hamnen.example"]
    assert_can_be_done(trip)


def test_from_stockholm_the_same_two_are_worth_the_train() -> None:
    (trip,) = trips(IN_GOTEBORG, office="Stockholm")
    assert trip["mode"] == "train"
    assert others(trip).keys() == {"Farledsbygg", "Kvarnbyn"}
    assert trip["days"] == ["2026-12-08", "2026-12-09"], "ten o'clock in Göteborg is reached the evening before"
    assert_can_be_done(trip)


@pytest.mark.parametrize(
    ("entries", "why"),
    [
        (
            [ASTRID.own(ASTRID.at(12, 9, 15), minutes=18 * 60, summary="Hotell", location="Storgatan 15, 972 32 Luleå")],
            "Du bor på hotell i Luleå onsdag 9 december.",
        ),
        ([ASTRID.own(date(2026, 12, 9), days=2, summary="Hotell, Luleå")], "Du bor på hotell i Luleå onsdag 9 december."),
        (
            [
                ASTRID.own(ASTRID.at(12, 9, 7), minutes=85, summary="Flyg Arlanda-Luleå"),
                ASTRID.own(ASTRID.at(12, 10, 18), minutes=85, summary="Flyg Luleå-Arlanda"),
            ],
            "Du reser till Luleå onsdag 9 december.",
        ),
        ([ASTRID.own(date(2026, 12, 9), days=2, summary="Luleå")], "Du är i Luleå onsdag 9 december."),
    ],
    ids=["hotel", "hotel for days", "flights", "days"],
)  # fmt: skip
def test_a_night_in_lulea_holds_boden_too(entries: list[Event], why: str) -> None:
    (trip,) = trips(*entries, office="Stockholm")
    assert trip["why"] == why
    assert others(trip).keys() == {"Norrgruvan", "Boden Trä"}
    assert trip["days"] == ["2026-12-09", "2026-12-10"]
    assert_can_be_done(trip)


def test_a_train_in_the_calendar_says_when_the_day_in_goteborg_begins_and_ends() -> None:
    out = ASTRID.own(ASTRID.at(12, 9, 7), minutes=190, summary="Tåg till Göteborg")
    home = ASTRID.own(ASTRID.at(12, 9, 17), minutes=190, summary="Tåg Göteborg-Stockholm")
    (trip,) = trips(out, home, office="Stockholm")
    assert trip["why"] == "Du reser till Göteborg onsdag 9 december."
    assert others(trip).keys() == {"Farledsbygg", "Kvarnbyn"}
    (plan,) = trip["plans"]
    assert moment(plan["leave"]) >= ASTRID.at(12, 9, 10, 10)
    assert moment(plan["back"]) <= ASTRID.at(12, 9, 17)
    assert_can_be_done(trip)


def test_a_suggested_visit_names_who_is_near_it() -> None:
    vanersborg = customer("vanern", "Eva Hed", "Vänern Båt", "Edsgatan 5, 462 33 Vänersborg")
    calls = [event for hour, one in enumerate((BRUKET, vanersborg, BODEN), 8) for event in ASTRID.calls(one, hour=hour)]
    coming = ASTRID.call(BRUKET, ASTRID.at(12, 10, 10))
    result = looked_at(ASTRID, calls, coming, customers=(*EVERYBODY, vanersborg), office="Göteborg")
    (suggestion,) = write_report(result, "sv")["suggestions"]
    near = {one["account"]: one for one in suggestion["nearby"]}
    assert near["vanern.example"]["town"] == "Vänersborg"
    assert 0 < near["vanern.example"]["extra_minutes"] <= 45
    assert "bodentra.example" not in near
    (trip,) = write_report(result, "sv")["trips"]
    assert trip["suggestion_for"] == "bruket.example"
    assert others(trip).keys() == {"Vänern Båt"}
    assert_can_be_done(trip)


def test_where_nobody_is_near_no_journey_is_told() -> None:
    assert trips(IN_GOTEBORG, customers=(HAMNEN,)) == []
    assert trips(ASTRID.own(date(2026, 12, 9), summary="Kalmar")) == []


def test_the_command_tells_it_too(tmp_path: Path) -> None:
    report = scanned(tmp_path, ASTRID, CALLS, IN_GOTEBORG, customers=EVERYBODY, office="Borås")
    assert report["trips"] == trips(IN_GOTEBORG)


# --- the calendar changes ------------------------------------------------------------------------------------------


Said = list[dict[str, Any]]


@pytest.fixture
def open_at(tmp_path: Path) -> Iterator[Callable[..., Office]]:
    opened: list[Office] = []

    def open_at(home: str = "home", now: datetime = NOW) -> Office:
        opened.append(open_office({"KANELBULLE_HOME": str(tmp_path / home)}, clock=lambda: now))
        return opened[-1]

    yield open_at
    for office in opened:
        office.store.close()


def read(office: Office, *entries: Event | Iterable[Event]) -> int:
    """The calendar as it is now, of a seller whose journeys begin in Borås; how many meetings of it were new."""
    crm, _ = read_crm(customer_list(*EVERYBODY), source="customers.csv")
    first = office.store.shown.seller() is None
    source = Source("calendar.ics", ASTRID.export(CALLS, *entries))
    changed = read_files(office, [source], owner=ASTRID.person.address, crm=crm).changed
    if first:
        set_travel(office, replace(travel_wishes(office), office="Borås"))
    return changed


def known(office: Office) -> tuple[Said, Said]:
    """The suggestions, each with who is near, and the journeys, as they would be told."""
    reviewed = office.store.shown.accounts(start=0, limit=100)
    suggestions = [
        write_suggestion(one.suggestion, "sv") | {"chosen": one.chosen} for one in reviewed if one.suggestion
    ]
    return suggestions, [write_trip(trip, "sv") for trip in office.store.shown.trips()]


def names_near(office: Office) -> set[str]:
    return {name for trip in known(office)[1] for name in others(trip)}


COMING = ASTRID.call(BRUKET, ASTRID.at(12, 10, 10), uid="coming")


def moved(event: Event, start: datetime) -> Event:
    again = Event.from_ical(event.to_ical())
    length = event.end - event.start
    for name, value in (("DTSTART", start), ("DTEND", start + length)):
        del again[name]
        again.add(name, value)
    return again


def cancelled(event: Event) -> Event:
    again = Event.from_ical(event.to_ical())
    again.add("status", "CANCELLED")
    return again


CHANGES: dict[str, list[Event]] = {
    "moved to another day": [moved(IN_GOTEBORG, ASTRID.at(12, 16, 10)), COMING],
    "moved an hour": [moved(IN_GOTEBORG, ASTRID.at(12, 9, 13)), COMING],
    "cancelled": [cancelled(IN_GOTEBORG), COMING],
    "gone": [COMING],
    "another meeting takes the day": [IN_GOTEBORG, COMING, ASTRID.own(ASTRID.at(12, 9, 12), minutes=300, summary="Möte")],
    "the call is moved": [IN_GOTEBORG, moved(COMING, ASTRID.at(12, 9, 15))],
    "a hotel in the north": [IN_GOTEBORG, COMING, ASTRID.own(date(2026, 12, 15), days=2, summary="Hotell, Luleå")],
    "now on screen": [ASTRID.call(HAMNEN, ASTRID.at(12, 9, 10), uid="hamnen"), COMING],
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_what_changed_ends_as_if_it_had_been_read_anew(open_at: Callable[..., Office], change: str) -> None:
    office, anew = open_at(), open_at("anew")
    read(office, IN_GOTEBORG, COMING)
    before = known(office)
    assert before[0]
    assert before[1]
    changed = read(office, *CHANGES[change])
    assert changed < 5, "only what changed was read"
    read(anew, *CHANGES[change])
    assert known(office) == known(anew)
    assert known(office) != before
    assert read(office, IN_GOTEBORG, COMING) < 5
    assert known(office) == before, "and back again"


def test_a_meeting_in_goteborg_takes_its_neighbours_with_it(open_at: Callable[..., Office]) -> None:
    office = open_at()
    read(office, IN_GOTEBORG)
    assert names_near(office) == {"Farledsbygg", "Kvarnbyn"}
    read(office, moved(IN_GOTEBORG, ASTRID.at(12, 16, 10)))
    (trip,) = known(office)[1]
    assert trip["days"] == ["2026-12-16", "2026-12-16"]
    assert names_near(office) == {"Farledsbygg", "Kvarnbyn"}
    read(office, cancelled(IN_GOTEBORG))
    assert known(office)[1] == []


def said(kind: CorrectionKind, account: str, value: str = "", uid: str = "") -> Correction:
    return Correction(kind, account, NOW, value, uid)


@pytest.mark.parametrize(
    "word",
    [
        said(CorrectionKind.PLACE, "kvarnbyn.example", "Storgatan 1, 503 30 Borås"),
        said(CorrectionKind.PLACE, "bruket.example", "Edsgatan 5, 462 33 Vänersborg"),
        said(CorrectionKind.BAKERY, "bruket.example", "Ferdinands", "Trollhättan"),
        said(CorrectionKind.NEVER_HERE, "kvarnbyn.example"),
        said(CorrectionKind.NEVER_HERE, "bruket.example"),
        said(CorrectionKind.NOT_CUSTOMER, "farledsbygg.example"),
        said(CorrectionKind.MET, "farledsbygg.example", "2026-10-01"),
        said(CorrectionKind.NO_GIFTS, "bruket.example"),
    ],
    ids=lambda word: f"{word.kind} {word.account}",
)
def test_a_word_of_the_sellers_is_heard_in_every_journey_and_can_be_taken_back(
    open_at: Callable[..., Office], word: Correction
) -> None:
    office, anew = open_at(), open_at("anew")
    read(office, IN_GOTEBORG, COMING)
    before = known(office)
    correct(office, word)
    after = known(office)
    assert after != before
    read(anew, COMING)
    correct(anew, word)
    read(anew, IN_GOTEBORG, COMING)
    assert known(anew) == after, "said before or after the calendar changed"
    take_back(office, word.kind, word.account, word.uid)
    assert known(office) == before
