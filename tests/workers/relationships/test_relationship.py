"""A relation counted: what lies in the window, what is usual in it, who has been met, and when last."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from connectors.meetings import Place
from tests.world import KARIN, NOW, PER, STOCKHOLM
from workers.relationships.accounts import Account, Standing
from workers.relationships.modality import Certainty, Modality, Whose
from workers.relationships.relationship import Counts, Half, Relationship, weigh
from workers.relationships.rules import Rules
from workers.relationships.touchpoints import Touchpoint

BRUKET = Account("bruket.example", "Bruket")
DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
HALF_YEAR = 182.5


def touch(
    days: float,
    modality: Modality = Modality.VIDEO,
    minutes: int = 30,
    *,
    people: tuple[str, ...] = (KARIN.address,),
    title: str = "Avstämning",
    theirs: bool = False,
    place: Place | None = None,
    whose: Whose = Whose.UNKNOWN,
) -> Touchpoint:
    """A touchpoint that begins `days` from now, before when negative."""
    certainty = Certainty.UNKNOWN if modality is Modality.UNKNOWN else Certainty.CERTAIN
    start = NOW + days * DAY
    return Touchpoint(
        BRUKET.key,
        f"u{days}",
        None,
        start,
        minutes * MINUTE,
        title,
        modality,
        certainty,
        people,
        not theirs,
        False,
        whose,
        place,
        theirs,
        "teams",
    )


def weighed(*held: Touchpoint, account: Account = BRUKET, rules: Rules | None = None) -> Relationship:
    names = {KARIN.address: KARIN.name, PER.address: "Dahl, Per (Bruket AB)"}
    return weigh(account, held, names=names, rules=rules or Rules(), now=NOW)


def test_past_and_coming_are_told_apart_and_stand_oldest_first() -> None:
    relationship = weighed(touch(7), touch(-1), touch(1), touch(-7))
    assert [t.start for t in relationship.past] == [NOW - 7 * DAY, NOW - DAY]
    assert [t.start for t in relationship.coming] == [NOW + DAY, NOW + 7 * DAY]


def test_what_is_going_on_is_neither_past_nor_coming_and_yet_has_begun() -> None:
    ongoing = replace(touch(0, Modality.IN_PERSON), start=NOW - 10 * MINUTE)
    relationship = weighed(ongoing)
    assert (relationship.past, relationship.coming, relationship.ever) == ((), (), 1)
    assert relationship.last_in_person == ongoing.start


def test_what_ends_or_begins_this_very_moment_is_past_or_coming() -> None:
    ended = replace(touch(0), start=NOW - 30 * MINUTE)
    relationship = weighed(ended, touch(0))
    assert (relationship.past, relationship.coming) == ((ended,), (touch(0),))


def test_the_window_is_a_year_and_what_is_older_counts_as_ever() -> None:
    relationship = weighed(touch(-365), touch(-365.01), touch(-1))
    assert (len(relationship.past), relationship.ever, relationship.counts.total) == (2, 3, 2)


def test_a_tier_has_a_window_of_its_own() -> None:
    rules = Rules(tiers={"A": {"window": timedelta(days=90)}})
    relationship = weighed(touch(-89), touch(-91), account=replace(BRUKET, tier="A"), rules=rules)
    assert len(relationship.past) == 1


def test_touchpoints_are_counted_by_modality() -> None:
    held = [touch(-n, modality) for n, modality in enumerate(Modality, start=1)]
    unsure = replace(touch(-20), certainty=Certainty.UNKNOWN)
    assert weighed(*held, unsure).counts == Counts(in_person=1, hybrid=1, video=1, phone=1, unknown=2)


def test_every_occurrence_of_a_series_counts() -> None:
    held = [replace(touch(-n), uid="weekly", recurrence_id=NOW - n * DAY, series=True) for n in (7, 14, 21)]
    assert weighed(*held).counts.video == 3


@pytest.mark.parametrize(
    ("lengths", "median"),
    [((), None), ((27,), 27), ((20, 30), 25), ((15, 27, 60), 27), ((15, 27, 29, 60), 28)],
)
def test_the_usual_length_is_the_median_of_calls_alone(lengths: tuple[int, ...], median: int | None) -> None:
    held = [touch(-n - 1, Modality.PHONE, minutes) for n, minutes in enumerate(lengths)]
    relationship = weighed(*held, touch(-30, Modality.UNKNOWN, 90), touch(-400, minutes=5))
    assert relationship.median_digital == (None if median is None else median * MINUTE)


def test_half_an_hour_is_short_and_a_minute_more_is_not() -> None:
    assert weighed(touch(-1, minutes=30), touch(-2, minutes=31)).short_share == 0.5
    assert weighed().short_share == 0.0


# --- having met ------------------------------------------------------------------------------------------------


def test_the_last_time_in_person_is_remembered_from_before_the_window() -> None:
    assert weighed(touch(-700, Modality.IN_PERSON), touch(-500, Modality.IN_PERSON), touch(-1)).last_in_person == (
        NOW - 500 * DAY
    )


def test_hybrid_is_no_visit_but_no_proof_of_the_contrary() -> None:
    relationship = weighed(touch(-500, Modality.HYBRID), touch(-1))
    assert relationship.last_in_person is None
    assert relationship.last_hybrid == NOW - 500 * DAY


def test_a_visit_ahead_is_not_one_that_has_been() -> None:
    assert weighed(touch(5, Modality.IN_PERSON)).last_in_person is None


@pytest.mark.parametrize(
    ("met", "visit", "last"),
    [
        (date(2026, 5, 12), None, datetime(2026, 5, 12, tzinfo=STOCKHOLM)),
        (date(2026, 5, 12), -300, datetime(2026, 5, 12, tzinfo=STOCKHOLM)),
        (date(2026, 5, 12), -10, NOW - 10 * DAY),
        ((NOW - 10 * DAY).date(), -10, NOW - 10 * DAY),
        (date(2027, 5, 12), None, datetime(2026, 11, 23, tzinfo=STOCKHOLM)),
        (None, None, None),
    ],
)
def test_the_sellers_word_and_the_calendar_are_one_answer(
    met: date | None, visit: int | None, last: datetime | None
) -> None:
    held = [touch(visit, Modality.IN_PERSON)] if visit else []
    assert weighed(*held, account=replace(BRUKET, met=met)).last_in_person == last


@pytest.mark.parametrize(
    ("held", "met", "told"),
    [
        ((touch(-30),), None, "v"),
        ((touch(-30),), (NOW - 40 * DAY).date(), "pv"),
        ((touch(-30),), (NOW - 20 * DAY).date(), "vp"),
        ((touch(-30),), NOW.date(), "vp"),
        ((touch(-30),), (NOW + 20 * DAY).date(), "vp"),
        ((touch(-30), touch(-20, Modality.IN_PERSON)), (NOW - 20 * DAY).date(), "vp"),
        ((touch(-30), touch(-20, Modality.IN_PERSON)), (NOW - 25 * DAY).date(), "vpp"),
        ((touch(-30), touch(-20, Modality.HYBRID)), (NOW - 20 * DAY).date(), "vhp"),
    ],
)
def test_a_picture_shows_the_day_the_seller_says_they_met_once(
    held: tuple[Touchpoint, ...], met: date | None, told: str
) -> None:
    pictured = weighed(*held, account=replace(BRUKET, met=met)).pictured
    letters = {Modality.VIDEO: "v", Modality.IN_PERSON: "p", Modality.HYBRID: "h"}
    assert sorted(letters[one.modality] for one in pictured) == sorted(told)
    assert [one.start for one in pictured] == sorted(one.start for one in pictured)
    assert all(one.start <= NOW for one in pictured)


def test_calls_since_they_last_met_are_counted_beyond_the_window() -> None:
    held = [touch(-800), touch(-700, Modality.IN_PERSON), touch(-600), touch(-400), touch(-1), touch(1)]
    assert weighed(*held, touch(-2, Modality.UNKNOWN)).digital_since == 3
    assert weighed(touch(-1)).digital_since == 0


def test_the_place_to_go_back_to_is_theirs_and_the_town_is_where_they_last_met() -> None:
    theirs = Place("Storgatan 4, 461 30 Trollhättan")
    ours = Place("Kungsgatan 1", city="Stockholm")
    relationship = weighed(
        touch(-60, Modality.IN_PERSON, place=theirs, whose=Whose.CUSTOMER),
        touch(-30, Modality.IN_PERSON, place=ours, whose=Whose.OWN),
    )
    assert relationship.last_place == theirs
    assert relationship.last_city == "Stockholm"


def test_a_place_of_nobody_knows_whom_still_tells_the_town() -> None:
    somewhere = touch(-60, Modality.IN_PERSON, place=Place("Storgatan 4, 461 30 Trollhättan"))
    relationship = weighed(somewhere)
    assert (relationship.last_city, relationship.last_place) == ("Trollhättan", None)


@pytest.mark.parametrize(
    ("text", "city"),
    [
        ("Strandgaten 18, 5013 Bergen", "Bergen"),
        ("Slussgatan 14, 461 30 TROLLHÄTTAN, Sverige", "Trollhättan"),
        ("Nygade 3, 1164 København K", "København"),
        ("100 Federal Street, Boston, MA 02110", "Boston"),
        ("Storgatan 5, Rum Luleå", ""),
    ],
)
def test_a_postal_code_of_any_country_tells_the_town(text: str, city: str) -> None:
    assert weighed(touch(-60, Modality.IN_PERSON, place=Place(text))).last_city == city


def test_no_town_is_made_up_from_a_name() -> None:
    assert weighed(touch(-60, Modality.IN_PERSON, place=Place("Huvudkontoret"))).last_city == ""


# --- people --------------------------------------------------------------------------------------------------------


def test_contacts_stand_by_how_often_and_know_whether_they_were_met() -> None:
    both = (KARIN.address, PER.address)
    relationship = weighed(
        touch(-1, people=both), touch(-2, people=both), touch(-3), touch(-9, Modality.IN_PERSON, people=(PER.address,))
    )
    karin, per = relationship.contacts
    assert (karin.name, karin.meetings, karin.met, karin.last) == ("Karin Lind", 3, False, NOW - DAY)
    assert (per.name, per.meetings, per.met, per.last) == ("Per Dahl", 3, True, NOW - DAY)


def test_who_was_in_a_hybrid_meeting_has_perhaps_been_met() -> None:
    contact = weighed(touch(-1, Modality.HYBRID)).contacts[0]
    assert (contact.met, contact.perhaps_met) == (False, True)


def test_people_only_ahead_are_no_contacts_yet() -> None:
    assert weighed(touch(1)).contacts == ()


# --- halves ------------------------------------------------------------------------------------------------------


def test_six_months_stand_beside_the_six_before() -> None:
    both = (KARIN.address, PER.address)
    relationship = weighed(
        touch(-HALF_YEAR, minutes=20),
        touch(-HALF_YEAR - 0.01, minutes=60, people=both),
        touch(-365, minutes=40),
        touch(-365.01, minutes=600),
    )
    assert relationship.later == Half(1, 20 * MINUTE, 1.0, 1 / 6)
    assert relationship.earlier == Half(2, 50 * MINUTE, 1.5, 2 / 6)


def test_half_a_year_without_meetings_has_nothing_usual() -> None:
    assert weighed(touch(-1)).earlier is None
    assert weighed(touch(-200)).later is None


# --- standing ----------------------------------------------------------------------------------------------------


def test_who_sells_to_the_seller_is_a_vendor_until_somebody_says_customer() -> None:
    demos = [touch(-n, title="Demo", theirs=True) for n in (1, 2, 3)]
    assert weighed(*demos).account.standing is Standing.VENDOR
    customer = replace(BRUKET, standing=Standing.CUSTOMER)
    assert weighed(*demos, account=customer).account.standing is Standing.CUSTOMER


def test_zones_are_compared_as_moments() -> None:
    elsewhere = replace(touch(-1), start=(NOW - 30 * MINUTE).astimezone(UTC))
    assert weighed(elsewhere).past == (elsewhere,)
