"""What the demo seller's world is there to show: which account carries which flag, which exception, and why.

The same table holds on whatever day somebody tries it out.
"""

from datetime import datetime, timedelta
from functools import cache

import pytest

from connectors.crm import read_crm
from connectors.demo import write_demo, write_demo_crm
from connectors.ics import Source
from connectors.routing.geocoder import Confidence, Unknown
from tests.world import NOW
from workers.relationships.accounts import Standing
from workers.relationships.flags import FlagKind
from workers.relationships.touchpoints import Skipped
from workers.reviewed import Reviewed
from workers.roads import open_roads
from workers.scan import ScanOptions, ScanResult, scan
from workers.settings import TravelSettings
from workers.visits.visit import VisitPlace
from workers.words import say

SCREEN_ONLY = FlagKind.SCREEN_ONLY
FIRST = FlagKind.FIRST_MEETING_ON_SCREEN
DRIFTING = FlagKind.DRIFTING
THINNING = FlagKind.THINNING

FLAGGED = {
    "bruket.example": SCREEN_ONLY,
    "norrgruvan.example": FIRST,
    "goingeplast.example": SCREEN_ONLY,  # a signature's number is all that tells where they are
    "polarmalm.example": SCREEN_ONLY,  # half of it by phone
    "skutansliftar.example": SCREEN_ONLY,  # all of it by phone
    "tegelstaden.example": SCREEN_ONLY,  # from a room of our own, before a screen
    "maja.berg@gmail.com": SCREEN_ONLY,  # a freemail address
    "sjobacka.example": SCREEN_ONLY,  # public sector
    "nordfjelldrift.example": SCREEN_ONLY,  # in Norwegian
    "elbwerk.example": SCREEN_ONLY,  # in German
    "harbormills.example": FIRST,  # in English
    "ankarsund.example": SCREEN_ONLY,  # the coming meeting is too soon
    "pumpserviceost.example": SCREEN_ONLY,  # support calls only
    "kvistbro.example": SCREEN_ONLY,  # stand-ups only
    "lagatra.example": DRIFTING,
    "halsingehydraul.example": DRIFTING,  # met over lunch at a fair
    "saimaankuitu.example": DRIFTING,  # in Finnish
    "mobacken.example": THINNING,
}
MET = [
    "smalandsglas.example",  # their address and an automatic link
    "alvkaj.example",
    "kvarnhjulet.example",  # they come to us, no link
    "malarkok.example",  # lunch and fika
    "havnegaarden.example",  # in Danish
    "fyrskar.example",  # two domains
    "dalslid.example",  # but never Sara
    "kalkvik.example",
]
NO_VISIT = {
    "ankarsund.example": "suggestion.none.too_soon",
    "pumpserviceost.example": "suggestion.none.support",
    "kvistbro.example": "suggestion.none.stand_up",
    "maja.berg@gmail.com": "suggestion.none.nothing_coming",
    "skutansliftar.example": "suggestion.none.nothing_coming",
}
SKIPPED = {
    "branschdagen.example": Skipped.BROADCAST,
    "vatternatverket.example": Skipped.LARGE_GROUP,
    "standardgruppen.example": Skipped.MANY_COMPANIES,
    "ekolsund.example": Skipped.CANCELLED,
    "trossnas.example": Skipped.DECLINED,
}
DRAFTS = {
    "bruket.example": "sv",
    "nordfjelldrift.example": "nb",
    "elbwerk.example": "de",
    "saimaankuitu.example": "fi",
    "harbormills.example": "en",
}
MOMENTS = [NOW + timedelta(days=91 * step) for step in range(4)]


@cache
def found(now: datetime = NOW) -> ScanResult:
    sources = [Source("demo.ics", write_demo(now))]
    return scan(sources, options=ScanOptions(crm=read_crm(write_demo_crm(), source="demo")), now=now)


def account(key: str) -> Reviewed:
    return next(one for one in found().reviewed if one.relationship.account.key == key)


def place_of(key: str, now: datetime) -> VisitPlace:
    reviewed = next(one for one in found(now).reviewed if one.relationship.account.key == key)
    assert reviewed.suggestion is not None
    assert reviewed.suggestion.visit.place is not None
    return reviewed.suggestion.visit.place


@pytest.mark.parametrize("now", MOMENTS, ids=str)
def test_each_flagged_account_carries_its_flag_and_no_other_account_any(now: datetime) -> None:
    flags = {one.relationship.account.key: [flag.kind for flag in one.flags] for one in found(now).reviewed}
    assert {key: kinds for key, kinds in flags.items() if kinds} == {key: [kind] for key, kind in FLAGGED.items()}


@pytest.mark.parametrize("key", MET)
def test_a_relation_that_is_well_has_met_within_a_year(key: str) -> None:
    met = account(key).relationship.last_in_person
    assert met is not None
    assert NOW - met < timedelta(days=365)


@pytest.mark.parametrize(("key", "why"), NO_VISIT.items())
def test_a_flagged_account_without_a_meeting_to_go_to_says_why(key: str, why: str) -> None:
    reviewed = account(key)
    assert reviewed.suggestion is None
    assert reviewed.no_visit is not None
    assert reviewed.no_visit.key == why


@pytest.mark.parametrize(("key", "skipped"), SKIPPED.items())
def test_what_is_no_relation_is_left_out_and_says_why(key: str, skipped: Skipped) -> None:
    assert key not in {one.relationship.account.key for one in found().reviewed}
    assert {one.skipped for one in found().understood if one.account == key} == {skipped}


@pytest.mark.parametrize(("key", "language"), DRAFTS.items())
def test_a_draft_is_in_the_customers_language(key: str, language: str) -> None:
    suggestion = account(key).suggestion
    assert suggestion is not None
    assert suggestion.draft.language == language


@pytest.mark.parametrize("key", ["molnkontoret.example", "talangbryggan.example"])
def test_those_who_sell_to_the_seller_are_told_apart(key: str) -> None:
    assert account(key).relationship.account.standing is Standing.VENDOR


def test_the_owner_her_company_and_her_office_are_read_from_the_calendar() -> None:
    result = found()
    assert (result.owner, result.owner_name) == ("astrid@nordverk.example", "Astrid Ek")
    assert result.own_domains == {"nordverk.example"}
    assert "Kardusgatan 8" in result.office


def test_what_is_private_is_never_seen() -> None:
    assert found().private > 0
    assert not any("vardcentralen" in (one.account or "") for one in found().understood)
    assert not {"Läkartid", "Tandläkaren"} & {one.meeting.title for one in found().understood}


def test_nobody_can_tell_how_some_meet() -> None:
    counts = account("skeppsvik.example").relationship.counts
    assert (counts.unknown, counts.total) == (counts.total, counts.total)
    assert counts.total >= 3


def test_hybrid_meetings_are_seen_as_such() -> None:
    assert account("sundskajen.example").relationship.counts.hybrid >= 2


def test_a_person_in_every_call_whom_nobody_met_is_named() -> None:
    (reason,) = account("dalslid.example").never_met
    assert "Sara" in say(reason.key, "sv", **reason.facts)


def test_two_domains_are_one_company_because_the_crm_says_so() -> None:
    assert set(account("fyrskar.example").relationship.account.domains) == {
        "fyrskar.example",
        "fyrskarshipping.example",
    }


def test_nobody_brings_buns_to_the_public_sector() -> None:
    suggestion = account("sjobacka.example").suggestion
    assert suggestion is not None
    assert not suggestion.bun.allowed


def test_an_unknown_address_is_not_made_up() -> None:
    suggestion = account("harbormills.example").suggestion
    assert suggestion is not None
    assert suggestion.visit.place is None


@pytest.mark.parametrize("now", MOMENTS, ids=str)
def test_the_number_in_a_signature_tells_the_town_roughly(now: datetime) -> None:
    place = place_of("goingeplast.example", now)
    assert place.position is not None
    assert (place.source, place.position.town, place.confidence) == ("phone", "Hässleholm", Confidence.ROUGH)


@pytest.mark.parametrize("now", MOMENTS, ids=str)
def test_a_street_without_a_town_is_asked_about(now: datetime) -> None:
    place = place_of("halsingehydraul.example", now)
    assert (place.text, place.position, place.unknown) == ("Fabriksgatan 8", None, Unknown.STREET_ONLY)


def test_the_seller_is_at_home_in_sweden_whatever_outlook_calls_her_clock() -> None:
    travel = open_roads(TravelSettings()).travel(office=found().office, zone=found().zone.key)
    assert (found().zone.key, travel.here) == ("Europe/Berlin", "SE")
    assert travel.office is not None
    assert travel.office.position is not None
    assert travel.office.position.town == "Stockholm"


@pytest.mark.parametrize("now", MOMENTS, ids=str)
def test_a_day_in_linkoping_and_a_night_in_kiruna_are_near_customers(now: datetime) -> None:
    near = {
        (trip.why.key, trip.why.facts["town"]): {stop.account for stop in trip.stops if not stop.fixed}
        for trip in found(now).trips
    }
    assert near["trip.all_day", "Linköping"] == {"sjobacka.example", "ankarsund.example"}
    assert near["trip.hotel", "Kiruna"] == {"polarmalm.example"}


def test_two_visits_are_suggested() -> None:
    chosen = [one.relationship.account.key for one in found().reviewed if one.chosen]
    assert chosen == ["norrgruvan.example", "bruket.example"]
