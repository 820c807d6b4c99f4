"""How to get there, as a suggestion tells it: the ways with their figures, the day, and what is known of the place."""

from dataclasses import replace
from html import unescape

import pytest
from flask import g, get_template_attribute

from connectors.routing.geocoder import Confidence, Method, Position, Unknown
from plugin import create_app
from plugin.web.marks import Year
from plugin.web.room import speak
from plugin.web.shown import show
from plugin.web.ways import Going, Whereabouts, tell_going, tell_place
from tests.plugin.web.journeys import GOTEBORG, PLANS, TROLLHATTAN
from tests.world import NOW, STOCKHOLM
from workers.office import Office
from workers.reviewed import Reviewed
from workers.visits.suggestion import Suggestion
from workers.visits.visit import Leg, Slot, Visit, VisitPlace
from workers.words import LANGUAGES, knows, say
from workers.words.ways import tell_way

TRAIN = Leg("train", (65, 85), 73, (240, 480), "SEK", (1.0, 1.0), co2e_source="klimatresa.se")
CAR = Leg("car", (60, 75), 79, None, "", (2.2, 26.0), source="osrm", co2e_source="klimatresa.se")
NIGHT = Leg("train", (795, 885), 900, None, "", (0.0, 0.0), overnight=True)
START, END = PLANS["trollhattan"].stretches[3].start, PLANS["trollhattan"].stretches[3].end
VISIT = Visit(
    START,
    END,
    TROLLHATTAN,
    slots=(Slot(START, END, PLANS["lulea"]), Slot(START, END)),
    legs=(TRAIN, CAR),
    plan=PLANS["trollhattan"],
    starts=GOTEBORG,
)


def going(visit: Visit = VISIT, language: str = "sv") -> Going:
    return tell_going(visit, language=language, zone=STOCKHOLM, name="Bruket", ident="b")


@pytest.mark.parametrize(
    ("leg", "said", "cost", "small"),
    [
        (
            TRAIN,
            "Tåg 65–85 minuter, 73 km",
            "ungefär 240–480 kr tur och retur",
            "1 kg CO₂e tur och retur (klimatresa.se). Uppskattat.",
        ),
        (
            CAR,
            "Bil 60–75 minuter, 79 km",
            "priset vet vi inte",
            "2,2–26 kg CO₂e tur och retur (klimatresa.se). Enligt osrm.",
        ),
        (
            NIGHT,
            "Nattåg 13 h 15 min–14 h 45 min, 900 km",
            "priset vet vi inte",
            "Utsläppen vet vi inte. Uppskattat.",
        ),
    ],
)
def test_a_way_is_told_in_ranges_with_what_it_costs_and_who_says_so(leg: Leg, said: str, cost: str, small: str) -> None:
    way = tell_way(leg, "sv")
    plain = tuple(text.replace("\N{NO-BREAK SPACE}", " ") for text in (way.said, way.cost, way.small))
    assert plain == (said, cost, small)


def test_a_visit_brings_its_ways_its_day_and_the_days_of_other_times() -> None:
    told = going()
    assert [way.mode for way in told.ways] == ["train", "car"]
    assert told.start == "Räknat från Göteborg."
    assert told.day
    assert told.day.line.startswith("Åk 07:40, framme 08:50, hemma 11:35.")
    assert told.slots[0] is not None
    assert told.slots[0].line == "Åk tisdag 16:15, framme onsdag 08:50, hemma 14:40. En natt borta."
    assert told.slots[1] is None
    assert not told.ferry
    assert not told.wants_start


def test_a_ferry_is_told_of_without_times() -> None:
    assert going(replace(VISIT, legs=(), plan=None, ferry="gotland")).ferry


def test_where_journeys_start_is_asked_for_when_only_that_is_missing() -> None:
    bare = replace(VISIT, legs=(), plan=None, starts=None)
    assert going(bare).wants_start
    assert not going(replace(bare, place=VisitPlace("Rum 4", "meeting", unknown=Unknown.ROOM))).wants_start
    assert not going(replace(bare, place=None)).wants_start


def test_a_place_somebody_else_told_of_is_asked_about() -> None:
    assert tell_place(TROLLHATTAN, "sv") == Whereabouts(sure="Funnen på ortnamnet Trollhättan.", ask="Trollhättan")
    assert tell_place(replace(TROLLHATTAN, source="seller"), "sv").ask == ""


def test_a_rough_place_says_that_it_is() -> None:
    rough = replace(TROLLHATTAN, method=Method.PHONE, confidence=Confidence.ROUGH)
    assert tell_place(rough, "sv").sure == "Riktnumret säger det. Ungefär, så säg gärna till om det är fel."


def test_several_places_of_one_name_are_offered_by_their_regions() -> None:
    others = (Position(61.0, 14.5, "Mora", "Dalarnas län"), Position(59.9, 13.2, "Mora"), Position(1.0, 1.0))
    known = tell_place(VisitPlace("Mora", "meeting", unknown=Unknown.AMBIGUOUS, others=others), "sv")
    assert known.others == ("Mora, Dalarnas län", "Mora")
    assert known.missing == "Flera orter heter så."


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_way_of_not_knowing_and_of_knowing_has_its_words(language: str) -> None:
    assert all(knows(f"page.place.unknown.{why}", language) for why in Unknown)
    assert all(knows(f"page.place.how.{how}", language) for how in Method)


def drawn(office: Office, visit: Visit) -> str:
    """The part of a page that shows a suggestion, with this visit in it."""
    reviewed = next(one for one in office.store.shown.accounts(start=0, limit=40) if one.suggestion)
    assert isinstance(reviewed.suggestion, Suggestion)
    shown = show(
        _with(reviewed, replace(reviewed.suggestion, visit=visit)), language="sv", year=Year(NOW.date(), STOCKHOLM)
    )
    app = create_app(office)
    with app.test_request_context("/"):
        g.language = "sv"
        macro = get_template_attribute("parts.html", "visit")
        return unescape(
            str(
                macro(
                    shown,
                    lambda key, **facts: say(key, "sv", **facts),
                    lambda reason: speak(reason, "sv"),
                    lambda moment: moment.astimezone(STOCKHOLM),
                    True,
                )
            )
        )


def _with(reviewed: Reviewed, suggestion: Suggestion) -> Reviewed:
    return replace(reviewed, suggestion=suggestion)


def test_the_table_of_a_visit_shows_all_of_it(demo: Office) -> None:
    html = drawn(demo, VISIT)
    assert "Tåg 65–85 minuter" in html
    assert 'class="way-line other"' in html
    assert 'class="daybar"' in html
    assert "Stämmer det?" in html
    assert 'name="kind" value="place"' in html
    assert 'value="Trollhättan"' in html


def test_the_table_asks_where_journeys_start_and_which_town_is_meant(demo: Office) -> None:
    assert 'href="/settings#travel"' in drawn(demo, replace(VISIT, legs=(), plan=None, starts=None))
    others = (Position(61.0, 14.5, "Mora", "Dalarnas län"),)
    place = VisitPlace("Mora", "meeting", unknown=Unknown.AMBIGUOUS, others=others)
    html = drawn(demo, replace(VISIT, place=place, legs=(), plan=None))
    assert 'value="Mora, Dalarnas län"' in html
    assert "Vilken är det?" in html
    assert "Dit går färja. Kolla turlistan." in drawn(demo, replace(VISIT, legs=(), plan=None, ferry="gotland"))
