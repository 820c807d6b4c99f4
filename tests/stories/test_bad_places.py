"""Places nobody could travel to as they are written: each says why, and what would help, and never costs what is good
beside it. A minute or a town is never made up.
"""

from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from icalendar import Event
from icalendar.prop import vInline

from connectors.meetings import Person
from plugin.harmless import TURNING
from tests.simulators.loopback import Answer, serve
from tests.stories.calendars import Customer, Seller
from tests.stories.telling import Json, looked_at, moment, scanned, shown, told_in_terminal
from workers.report import write_report
from workers.scan import ScanResult
from workers.words import say

ASTRID = Seller(Person("astrid@nordverk.example", "Astrid Ek"))
BRUKET = Customer(Person("karin@bruket.example", "Karin Lind"), "Bruket", "Slussgatan 2, 461 30 Trollhättan")
KUNDEN = Customer(Person("mia@kunden.example", "Mia Ström"), "Kunden")
HOSTILE = ("'; DROP TABLE x;--<script>alert(1)</script>{0}%s\u202e\x1b[2J" * 8)[:300]


def with_bruket(address: str, coming: Event | None = None, office: str = "Göteborg") -> ScanResult:
    """Kunden at `address`, and Bruket, whose place is as it should be."""
    calls = (*ASTRID.calls(KUNDEN), coming or ASTRID.call(KUNDEN, ASTRID.at(12, 8, 10)))
    good = (*ASTRID.calls(BRUKET, hour=13), ASTRID.call(BRUKET, ASTRID.at(12, 10, 10)))
    return looked_at(ASTRID, calls, good, customers=(replace(KUNDEN, address=address), BRUKET), office=office)


def visits(result: ScanResult, language: str = "sv") -> dict[str, Json]:
    report = write_report(result, language)
    return {one["account"]: one["visit"] for one in report["suggestions"]}


def assert_nothing_is_made_up(visit: Json) -> None:
    assert visit["legs"] == []
    assert visit["plan"] is None
    assert all(slot["plan"] is None for slot in visit["slots"])


def assert_bruket_is_as_ever(result: ScanResult) -> None:
    visit = visits(result)["bruket.example"]
    assert [leg["mode"] for leg in visit["legs"]] == ["train", "car"]
    assert visit["plan"]
    assert all(slot["plan"] for slot in visit["slots"])


@dataclass(frozen=True, slots=True)
class Bad:
    """An address, why it names no place, and words in both languages that would help."""

    address: str
    why: str
    swedish: str
    english: str


NO_TOWN = ("Skriv orten", "Write the town")
BAD = [
    Bad("0.0, 0.0", "nowhere", "läget kan inte stämma", "position can't be right"),
    Bad("95.5, 12.2", "nowhere", "läget kan inte stämma", "position can't be right"),
    Bad("東京都千代田区丸の内1-1", "other_script", "latinska bokstäver", "Latin letters"),
    Bad("Москва, улица Ленина 5", "other_script", "latinska bokstäver", "Latin letters"),
    Bad("Sveavägen 44", "street_only", *NO_TOWN),
    Bad("Springfield", "ambiguous", "region eller postnummer", "region or postal code"),
    Bad("0,0", "nowhere", "läget kan inte stämma", "position can't be right"),
    Bad("1-1 Marunouchi, Chiyoda", "not_found", "Europa, USA och Kanada", "Europe, the US and Canada"),
    Bad("Narnia", "not_found", "ort eller postnummer", "town or postal code"),
    Bad("x" * 300, "not_found", "ort eller postnummer", "town or postal code"),
]


@pytest.mark.parametrize("bad", BAD, ids=lambda bad: f"{bad.why}: {bad.address[:20]}")
def test_an_address_that_names_no_place_says_why_and_what_would_help(bad: Bad) -> None:
    result = with_bruket(bad.address)
    visit = visits(result)["kunden.example"]
    assert (visit["place"]["unknown"], visit["place"]["lat"], visit["place"]["town"]) == (bad.why, None, None)
    assert_nothing_is_made_up(visit)
    assert_bruket_is_as_ever(result)
    for language, words in (("sv", bad.swedish), ("en", bad.english)):
        assert words in visits(result, language)["kunden.example"]["place"]["how"]
        assert words in told_in_terminal(result, language)


@pytest.mark.parametrize("address", ["", "https://teams.microsoft.com/l/x", "Rum Luleå", "hos er", HOSTILE])
def test_where_nobody_has_said_where_a_question_stands(address: str) -> None:
    result = with_bruket(address)
    visit = visits(result)["kunden.example"]
    assert visit["place"] is None
    assert_nothing_is_made_up(visit)
    assert_bruket_is_as_ever(result)
    assert "Vi vet inte var de sitter. Vet du?" in told_in_terminal(result, "sv")
    assert "We don't know where they are. Do you?" in told_in_terminal(result, "en")


@pytest.mark.parametrize("geo", ["0;0", "95;200", "NaN;NaN", "inf;1e400", "58.28", "abc", ";", "9" * 400])
def test_a_position_that_cannot_be_is_no_position(geo: str) -> None:
    coming = ASTRID.call(KUNDEN, ASTRID.at(12, 8, 10), organizer=KUNDEN.person.address)
    coming["GEO"] = vInline(geo)
    result = with_bruket("", coming)
    assert visits(result)["kunden.example"]["place"] is None
    assert result.unread == ()
    assert_bruket_is_as_ever(result)
    earlier = ASTRID.visit(KUNDEN, ASTRID.at(9, 8, year=2025), "Storgatan 12")
    earlier["GEO"] = vInline(geo)
    calls = (*ASTRID.calls(KUNDEN), ASTRID.call(KUNDEN, ASTRID.at(12, 8, 10)))
    visit = visits(looked_at(ASTRID, earlier, calls))["kunden.example"]
    assert (visit["place"]["source"], visit["place"]["unknown"]) == ("earlier_visit", "street_only")
    assert_nothing_is_made_up(visit)


def test_a_position_out_at_sea_has_no_town_and_no_way() -> None:
    earlier = ASTRID.visit(KUNDEN, ASTRID.at(9, 8, year=2025), "Storgatan 12")
    earlier["GEO"] = vInline("64.0;-30.0")
    calls = (*ASTRID.calls(KUNDEN), ASTRID.call(KUNDEN, ASTRID.at(12, 8, 10)))
    result = looked_at(ASTRID, earlier, calls)
    visit = visits(result)["kunden.example"]
    assert (visit["place"]["lat"], visit["place"]["town"]) == (64.0, None)
    assert_nothing_is_made_up(visit)
    assert "Vi vet inte hur man tar sig dit." in told_in_terminal(result, "sv")


@pytest.mark.parametrize("words", ["Kundens kontor", "hos er", "Hos kunden"])
def test_an_earlier_visit_with_a_position_is_where_they_are_whatever_it_is_called(words: str) -> None:
    earlier = ASTRID.visit(KUNDEN, ASTRID.at(9, 8, year=2025), words)
    earlier["GEO"] = vInline("58.2837;12.2886")
    calls = (*ASTRID.calls(KUNDEN), ASTRID.call(KUNDEN, ASTRID.at(12, 8, 10)))
    visit = visits(looked_at(ASTRID, earlier, calls))["kunden.example"]
    assert (visit["place"]["source"], visit["place"]["town"]) == ("earlier_visit", "Trollhättan")
    assert visit["legs"]


def test_of_two_towns_of_one_name_the_larger_is_meant_and_one_that_no_words_tell_apart_is_not_offered() -> None:
    visit = visits(with_bruket("Mora"))["kunden.example"]
    assert (visit["place"]["region"], visit["place"]["confidence"]) == ("Dalarnas län", "likely")
    assert visit["place"]["others"] == []
    boston = visits(with_bruket("Boston"))["kunden.example"]
    assert [other["region"] for other in boston["place"]["others"]] == ["England"]
    named = visits(with_bruket("792 30 Mora"))["kunden.example"]
    assert named["place"]["confidence"] == "certain"
    assert named["place"]["others"] == []


def test_a_code_and_a_town_that_contradict_each_other_are_asked_about() -> None:
    result = with_bruket("972 31 Malmö")
    visit = visits(result)["kunden.example"]
    assert (visit["place"]["unknown"], visit["place"]["town"]) == ("ambiguous", None)
    assert [other["town"] for other in visit["place"]["others"]] == ["Malmö", "Luleå"]
    assert_nothing_is_made_up(visit)
    suggestion = next(one for one in write_report(result, "sv")["suggestions"] if one["account"] == "kunden.example")
    assert "Malmö" not in suggestion["draft"]["body"], "nothing is promised to a town that may be the wrong one"
    assert "Det kan vara Malmö (Skåne län) och Luleå (Norrbottens län)." in told_in_terminal(result, "sv")
    assert "Luleå (Norrbottens län)." in told_in_terminal(result, "en")
    assert_bruket_is_as_ever(result)


@pytest.mark.parametrize(
    ("address", "water"),
    [("Hästgatan 12, 621 56 Visby", "gotland"), ("AX-22100 Mariehamn", "aland"), ("Mariehamn, Åland", "aland")],
)
def test_an_island_is_flown_to_or_sailed_to_and_never_driven_to(address: str, water: str) -> None:
    result = with_bruket(address)
    visit = visits(result)["kunden.example"]
    assert visit["ferry"] == water
    assert "car" not in {leg["mode"] for leg in visit["legs"]}
    assert "train" not in {leg["mode"] for leg in visit["legs"]}
    assert "Dit går ingen väg. Kolla färjans turlista." in told_in_terminal(result, "sv")
    assert "No road goes there. Look up the ferry." in told_in_terminal(result, "en")
    assert_bruket_is_as_ever(result)


@pytest.mark.parametrize(
    ("address", "town", "country"),
    [
        ("2 Chome-1-1 Nishi-Shinjuku, Tokyo 163-8001, Japan", "Tokyo", "JP"),
        ("1 George St, Sydney NSW 2000, Australia", "Sydney", "AU"),
        ("Sydney", "Sydney", "AU"),
    ],
)
def test_a_customer_on_the_other_side_of_the_earth_is_there_and_no_day_is_planned(
    address: str, town: str, country: str
) -> None:
    result = with_bruket(address)
    visit = visits(result)["kunden.example"]
    assert (visit["place"]["town"], visit["place"]["country"]) == (town, country)
    assert {leg["mode"] for leg in visit["legs"]} == {"flight"}
    assert visit["plan"] is None
    assert all(slot["plan"] is None for slot in visit["slots"])
    assert_bruket_is_as_ever(result)


@pytest.mark.parametrize(
    ("office", "why", "swedish", "english"),
    [
        ("Storgatan 5", "street_only", *NO_TOWN),
        ("Springfield", "ambiguous", "Springfield (MO)", "Springfield (MO)"),
        ("Narnia", "not_found", "ort eller postnummer", "town or postal code"),
        ("0.0, 0.0", "nowhere", *NO_TOWN),
        ("0,0", "nowhere", *NO_TOWN),
        ("Rum Luleå", "room", *NO_TOWN),
        ("東京", "other_script", "latinska bokstäver", "Latin letters"),
        (HOSTILE, None, "", ""),
    ],
)
def test_an_office_that_cannot_be_found_says_so_at_once(
    office: str, why: str | None, swedish: str, english: str
) -> None:
    result = with_bruket("", office=office)
    report = write_report(result, "sv")
    assert report["office"]["lat"] is None
    assert report["office"]["how"]
    assert report["office"]["unknown"] == (why or report["office"]["unknown"])
    visit = visits(result)["bruket.example"]
    assert_nothing_is_made_up(visit)
    assert visit["place"]["town"] == "Trollhättan", "what is known of the customer is not lost"
    assert len(visit["slots"]) == 3
    for language, words in (("sv", swedish), ("en", english)):
        told = told_in_terminal(result, language)
        assert words in told
        assert say("suggestion.travel.no_start", language) in told


def test_without_an_office_the_option_is_named() -> None:
    result = with_bruket("", office="")
    assert write_report(result, "sv")["office"] is None
    assert "--office PLATS" in told_in_terminal(result, "sv")
    assert "--office PLACE" in told_in_terminal(result, "en")


def test_a_hostile_address_goes_through_the_command_and_steers_nothing(tmp_path: Path) -> None:
    customers = (replace(KUNDEN, address=f"Gatan 1, {HOSTILE}"), BRUKET)
    coming = ASTRID.call(KUNDEN, ASTRID.at(12, 8, 10), organizer=KUNDEN.person.address, location=HOSTILE[:280])
    calls = (*ASTRID.calls(KUNDEN), coming, *ASTRID.calls(BRUKET, hour=13), ASTRID.call(BRUKET, ASTRID.at(12, 10)))
    told = shown(tmp_path, ASTRID, calls, customers=customers, office=f"Göteborg {HOSTILE[:50]}")
    assert not set(told) & (TURNING | set("\x1b\x07\x9b"))
    report = scanned(tmp_path, ASTRID, calls, customers=customers, office="Göteborg")
    assert {one["account"] for one in report["suggestions"]} >= {"bruket.example"}


HTML = Answer(
    b"<!doctype html><html><body>Sign in to the guest network</body></html>", 200, {"Content-Type": "text/html"}
)


@pytest.mark.parametrize("status", [200, 302, 503])
def test_a_router_that_answers_with_a_web_page_is_answered_for_by_the_estimate(tmp_path: Path, status: int) -> None:
    calls = (*ASTRID.calls(BRUKET), ASTRID.call(BRUKET, ASTRID.at(12, 10, 10)))
    (tmp_path / "plain").mkdir()
    plain = scanned(tmp_path / "plain", ASTRID, calls, customers=(BRUKET,), office="Göteborg")
    with serve(replace(HTML, status=status)) as server:
        asked = scanned(
            tmp_path,
            ASTRID,
            calls,
            customers=(BRUKET,),
            office="Göteborg",
            settings={"KANELBULLE_ROUTER": f"osrm:{server.url}"},
        )
        assert server.asked, "the engine of the setting was asked"
    assert asked == plain
    (suggestion,) = asked["suggestions"]
    assert all(leg["estimate"] for leg in suggestion["visit"]["legs"])
    assert moment(suggestion["visit"]["plan"]["leave"]) < moment(suggestion["visit"]["start"])
