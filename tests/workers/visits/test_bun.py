"""Buns, and where they would be wrong."""

from dataclasses import replace
from datetime import timedelta

import pytest

from connectors.routing.bakery import Bakery
from connectors.routing.geocoder import Position, Unknown
from tests.workers.visits.relations import BRUKET, RULES
from workers.relationships.accounts import Account
from workers.visits.bakeries import BakeryStop
from workers.visits.bun import bring_buns
from workers.visits.titles import kind_of, speaks_of_procurement
from workers.visits.visit import Bun, VisitPlace
from workers.words import say

PLACE = VisitPlace("Slussgatan 14, 461 30 Trollhättan", "crm", town="Trollhättan")


def buns(account: Account = BRUKET, *titles: str, place: VisitPlace | None = PLACE, language: str = "sv") -> Bun:
    return bring_buns(account, place, titles, language=language, rules=RULES)


def test_ten_minutes_earlier_and_words_to_search_a_map_with() -> None:
    found = buns()
    assert (found.allowed, found.reason.key) == (True, "bun.near")
    assert found.reason.facts["minutes"] == timedelta(minutes=10)
    assert found.reason.facts["search"] == "bageri nära Slussgatan 14, 461 30 Trollhättan"


def test_a_bakery_is_searched_for_in_the_language_of_the_place() -> None:
    assert str(buns(language="fi").reason.facts["search"]).startswith("leipomo lähellä ")
    tampere = VisitPlace("Satakunnankatu 20, 33210 Tampere", "crm", Position(61.5, 23.8, "Tampere", country="FI"))
    assert str(buns(place=tampere, language="sv").reason.facts["search"]).startswith("leipomo lähellä ")
    boston = VisitPlace("Boston, MA", "crm", Position(42.4, -71.1, "Boston", country="US"))
    assert str(buns(place=boston, language="sv").reason.facts["search"]).startswith("bakery near ")


def test_without_a_place_no_search_is_made_up() -> None:
    found = buns(place=None)
    assert (found.allowed, found.reason.key) == (True, "bun.on_the_way")
    assert "search" not in found.reason.facts


@pytest.mark.parametrize(
    ("text", "unknown"),
    [("0.0, 0.0", Unknown.NOWHERE), ("Sveavägen 44", Unknown.STREET_ONLY), ("Springfield", Unknown.AMBIGUOUS)],
)
def test_a_place_that_is_not_found_is_not_searched_for(text: str, unknown: Unknown) -> None:
    found = buns(place=VisitPlace(text, "crm", unknown=unknown))
    assert (found.allowed, found.reason.key) == (True, "bun.on_the_way")
    assert found.reason.facts == {"minutes": timedelta(minutes=10)}


def stop(*, street: str = "Storgatan 4", extra: int = 1, is_open: bool | None = None) -> BakeryStop:
    bakery = Bakery("Bageriet", Position(58.28, 12.29), street)
    return BakeryStop(bakery, timedelta(minutes=extra), open=is_open)


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (
            stop(),
            "Bageriet på Storgatan 4 ligger på vägen. Vi lägger in 10 minuter. Öppettiderna vet vi inte.",
        ),
        (stop(is_open=True), "Bageriet på Storgatan 4 ligger på vägen och har öppet. Vi lägger in 10 minuter."),
        (
            stop(street="", extra=6),
            "Bageriet ligger 6 minuter ur vägen. Vi lägger in 10 minuter till. Öppettiderna vet vi inte.",
        ),
    ],
)
def test_a_real_bakery_is_named_and_said_to_be_open_only_when_that_is_known(found: BakeryStop, said: str) -> None:
    bun = bring_buns(BRUKET, PLACE, (), language="sv", rules=RULES, stop=found)
    assert (bun.allowed, bun.bakery) == (True, "Bageriet")
    assert say(bun.reason.key, "sv", **bun.reason.facts) == said


def test_the_sellers_favourite_comes_before_any_other_bakery() -> None:
    bun = bring_buns(BRUKET, PLACE, (), language="sv", rules=RULES, favourite="Nilssons", stop=stop())
    assert (bun.reason.key, bun.bakery) == ("bun.favourite", "Nilssons")


def test_no_bakery_is_named_where_buns_are_out_of_place() -> None:
    account = replace(BRUKET, no_gifts=True)
    bun = bring_buns(account, PLACE, (), language="sv", rules=RULES, favourite="Nilssons", stop=stop())
    assert (bun.allowed, bun.bakery) == (False, "")


@pytest.mark.parametrize(
    ("account", "titles", "key"),
    [
        (replace(BRUKET, no_gifts=True), (), "no_gifts"),
        (replace(BRUKET, public_sector=True), (), "public_sector"),
        (replace(BRUKET, key="hjo.se", name="Hjo kommun"), (), "public_sector"),
        (BRUKET, ("Avstämning", "Frågor om upphandlingen"), "procurement"),
    ],
)
def test_some_are_not_brought_buns(account: Account, titles: tuple[str, ...], key: str) -> None:
    found = buns(account, *titles)
    assert (found.allowed, found.reason.key) == (False, f"bun.{key}")
    assert found.reason.facts == {}


@pytest.mark.parametrize(
    "title",
    [
        "IT-upphandling",
        "Ramupphandling steg 2",
        "Anbudsgenomgång",
        "Genomgång av förfrågningsunderlag",
        "RFP walkthrough",
        "rfi: frågor",
        "Tender clarification",
        "Konkurransegrunnlag",
        "Offentlig anskaffelse",
        "Udbud 2026",
        "Kilpailutuksen tilanne",
        "Tarjouspyyntö",
        "Ausschreibung Los 2",
        "Vergabegespräch",
    ],
)
def test_a_procurement_is_heard_in_six_languages(title: str) -> None:
    assert speaks_of_procurement([title])


@pytest.mark.parametrize(
    "title", ["Utbud och sortiment", "Lunch: tenderloin", "Offert etapp 2", "Surfplattor", "Lou och Per"]
)
def test_other_words_are_no_procurement(title: str) -> None:
    assert not speaks_of_procurement([title])


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Daily", "stand_up"),
        ("Stand-up teamet", "stand_up"),
        ("Morgonavstämning", "stand_up"),
        ("Morgenmøte", "stand_up"),
        ("Tavlemøde", "stand_up"),
        ("Aamupalaveri", "stand_up"),
        ("Tägliches Abstimmen", "stand_up"),
        ("Supportmöte", "support"),
        ("Supportsamtal", "support"),
        ("IT-support", "support"),
        ("Incident 4711", "support"),
        ("Felsökning pump 3", "support"),
        ("Feilmelding på pumpe", "support"),
        ("Fejlsøgning", "support"),
        ("Tukipyyntö", "support"),
        ("Störung Anlage 2", "support"),
        ("Webbinarium: nya normen", "webinar"),
        ("Webinar on standards", "webinar"),
        ("Webinaari", "webinar"),
        ("All-hands", "webinar"),
        ("Avstämning", None),
        ("Dailyman AB", None),
        ("Supporting your growth", None),
        ("Genomgång av avtal", None),
        ("", None),
    ],
)
def test_titles_tell_what_is_no_meeting_to_travel_to(title: str, kind: str | None) -> None:
    assert kind_of(title) == kind
