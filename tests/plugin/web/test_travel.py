"""How a seller travels, said once on the page: every visit follows, and what cannot be found is asked about."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from plugin.web.travel_form import fill_travel_form
from tests.world import NOW
from workers.office import Office
from workers.travel_wishes import travel_wishes
from workers.visits.suggestion import Suggestion
from workers.visits.travel_rules import TravelWishes

NORRGRUVAN = "norrgruvan.example"
OFFICE = "Nordverk, Kardusgatan 8, 113 30 Stockholm"


@pytest.fixture
def page(demo: Office, browse: Callable[[Office], FlaskClient]) -> FlaskClient:
    return browse(demo)


def suggested(office: Office, key: str = NORRGRUVAN) -> Suggestion:
    reviewed = office.store.shown.account(key)
    assert reviewed is not None
    assert reviewed.suggestion is not None
    return reviewed.suggestion


def form(**more: object) -> dict[str, object]:
    """Everything as it is from the start, but what a test says otherwise."""
    plain = fill_travel_form(TravelWishes(office=OFFICE), "sv")
    return {**{name: plain.getlist(name) for name in plain}, **more}


def test_trips_start_where_the_calendar_shows_the_office_until_somebody_says_otherwise(
    page: FlaskClient, demo: Office
) -> None:
    assert "113 30 Stockholm" in travel_wishes(demo).office
    before = suggested(demo).visit
    answer = page.post("/trips/settings", data=form(office="Kungsgatan 1, Umeå"), follow_redirects=True)
    assert answer.request.path == "/settings"
    assert "Sparat. Vi räknar på det nya." in answer.text
    assert 'value="Kungsgatan 1, Umeå"' in answer.text
    after = suggested(demo).visit
    assert after.starts is not None
    assert after.starts.town == "Umeå"
    assert after.legs[0].km < before.legs[0].km
    assert travel_wishes(demo).office == "Kungsgatan 1, Umeå"


def test_a_price_that_is_told_is_reckoned_with(page: FlaskClient, demo: Office) -> None:
    page.post("/trips/settings", data=form(price_flight_low="900", price_flight_high="2400", price_flight_per="trip"))
    flight = next(leg for leg in suggested(demo).visit.legs if leg.mode == "flight")
    assert flight.cost == (1800, 4800)
    told = page.get(f"/account/{NORRGRUVAN}").text.replace("\N{NO-BREAK SPACE}", " ")
    assert "Resan kostar ungefär 1 800–4 800 kr." in told
    assert "Affären är värd 3,4 miljoner kr." in told


def test_who_does_not_fly_is_shown_no_flight(page: FlaskClient, demo: Office) -> None:
    page.post("/trips/settings", data=form(modes=["car", "train"]))
    assert {leg.mode for leg in suggested(demo).visit.legs} == {"train"}


def test_who_sleeps_at_home_is_offered_no_night_away(page: FlaskClient, demo: Office) -> None:
    filled = form()
    filled.pop("nights", None)
    page.post("/trips/settings", data=filled)
    visit = suggested(demo).visit
    plans = [visit.plan, *(slot.plan for slot in visit.slots)]
    assert all(plan.nights == 0 for plan in plans if plan)


@pytest.mark.parametrize(
    ("office", "said"),
    [
        ("Sveavägen 44", "Den platsen hittar vi inte."),
        ("Konferensrum Boston", "Den platsen hittar vi inte."),
        ("x" * 201, "Skriv en ort eller en adress"),
    ],
)
def test_a_start_that_cannot_be_found_is_asked_about_and_nothing_is_kept(
    page: FlaskClient, demo: Office, office: str, said: str
) -> None:
    answer = page.post("/trips/settings", data=form(office=office))
    assert answer.status_code == 422
    assert said in answer.text
    assert "113 30 Stockholm" in travel_wishes(demo).office


def test_a_form_that_came_back_names_what_is_wrong_at_its_field_and_keeps_what_was_written(
    page: FlaskClient, demo: Office
) -> None:
    answer = page.post("/trips/settings", data=form(office="Göteborg", home_latest="08:00"))
    assert answer.status_code == 422
    assert re.search(r'id="home_latest"[^>]*aria-describedby="home_latest-odd"[^>]*aria-invalid="true"', answer.text)
    assert "minst sex timmar" in answer.text
    assert 'value="Göteborg"' in answer.text
    assert '<a href="/settings" aria-current="page">' in answer.text
    assert 'name="back" value="/settings"' in answer.text, "who changes the language is still there"


def test_wishes_stay_when_the_calendar_is_read_again(page: FlaskClient, demo: Office) -> None:
    from connectors.demo import write_demo
    from connectors.ics import Source
    from workers.calendar_files import read_files

    page.post("/trips/settings", data=form(office="Kungsgatan 1, Umeå", home="Umeå", travel_days="1"))
    read_files(demo, [Source("other.ics", write_demo(NOW))], owner="astrid@nordverk.example", label="other.ics")
    wishes = travel_wishes(demo)
    assert (wishes.office, wishes.home, wishes.rules.travel_days_a_week) == ("Kungsgatan 1, Umeå", "Umeå", 1)


def test_a_place_the_seller_confirms_is_her_own_word_from_then_on(page: FlaskClient, demo: Office) -> None:
    assert suggested(demo).visit.place is not None
    text = suggested(demo).visit.place.text  # type: ignore[union-attr] # asserted above
    shown = page.get(f"/account/{NORRGRUVAN}").text
    assert "Stämmer det?" in shown
    page.post("/answers", data={"account": NORRGRUVAN, "kind": "place", "value": text, "back": "account"})
    place = suggested(demo).visit.place
    assert place is not None
    assert (place.text, place.source) == (text, "seller")
    assert "Stämmer det?" not in page.get(f"/account/{NORRGRUVAN}").text


def test_a_favourite_bakery_serves_every_customer_of_its_town(page: FlaskClient, demo: Office) -> None:
    data = {"account": NORRGRUVAN, "kind": "bakery", "value": "Lindas bageri", "back": "account"}
    answer = page.post("/answers", data=data, follow_redirects=True)
    assert "Åk 10 minuter tidigare, så hinner du förbi Lindas bageri." in answer.text.replace("\N{NO-BREAK SPACE}", " ")
    assert "bullarna köper du på Lindas bageri" in answer.text
    data = {"account": "bruket.example", "kind": "place", "value": "Storgatan 4, 972 31 Luleå", "back": "account"}
    page.post("/answers", data=data)
    assert suggested(demo, "bruket.example").bun.bakery == "Lindas bageri"
    undone = {"account": NORRGRUVAN, "undo": "bakery", "uid": "luleå", "back": "account"}
    page.post("/answers", data=undone)
    assert suggested(demo).bun.bakery == ""
    assert suggested(demo, "bruket.example").bun.bakery == ""


def test_a_bakery_without_a_name_is_asked_about(page: FlaskClient, demo: Office) -> None:
    data = {"account": NORRGRUVAN, "kind": "bakery", "value": "x" * 81, "back": "account"}
    answer = page.post("/answers", data=data)
    assert answer.status_code == 422
    assert "Skriv bageriets namn" in answer.text
    assert demo.store.shown.corrections() == ()


def test_a_plan_by_yesterdays_calendar_says_so(demo: Office, browse: Callable[[Office], FlaskClient]) -> None:
    for path in ("/", "/trips", f"/account/{NORRGRUVAN}"):
        assert "Räknat på kalendern som den såg ut" not in browse(demo).get(path).text
    later = replace(demo, clock=lambda: NOW + timedelta(days=1))
    for path in ("/", "/trips", f"/account/{NORRGRUVAN}"):
        told = browse(later).get(path).text.replace("\N{NO-BREAK SPACE}", " ")
        assert "Räknat på kalendern som den såg ut måndag 23 november." in told
