"""What is worth a letter: at most three things, nobody twice, nothing said again, and quiet when nobody answers."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.workers.digest.cast import (
    DAYS,
    WEEK,
    decided,
    earlier,
    journey,
    letter,
    reviewed,
    suggestion_of,
)
from tests.workers.visits.relations import at
from tests.world import NOW, STOCKHOLM
from workers.digest.choose import BOOKED, CLOSED, LATER, MET, NEVER, YES, choose_digest
from workers.digest.items import Along, Ask, Digest, History, LookBack, best_time, clear_of
from workers.store.decisions import DecisionKind
from workers.visits.choice import WeekSoFar

ALL = tuple(DAYS)
MONDAY = date(2026, 11, 23)
A_WEEK = (MONDAY, MONDAY + timedelta(days=6))
LAST_TUESDAY = at(11, 17)


def names(digest: Digest | None) -> list[str]:
    """The items by what they are about."""
    return [f"{type(one).__name__}:{','.join(sorted(one.accounts))}" for one in digest.items] if digest else []


def test_a_letter_asks_about_two_at_most_those_most_in_need() -> None:
    assert names(letter("kvarnen", "bruket", "varvet")) == ["Ask:kvarnen.example", "Ask:bruket.example"]


def test_nothing_to_say_is_no_letter() -> None:
    assert letter() is None


def test_one_of_each_kind_comes_before_a_second_of_any() -> None:
    before = History(decided=(decided("draft", "varvet"),), earlier=(earlier("varvet", offered=LAST_TUESDAY),))
    digest = letter("bruket", "sundet", "kvarnen", "varvet", trips=(journey("kvarnen"),), before=before)
    assert names(digest) == ["Ask:bruket.example", "Along:kvarnen.example", "LookBack:varvet.example"]


def test_whoever_is_near_a_journey_made_anyway_is_told_of_there_and_not_asked_about_beside_it() -> None:
    digest = letter("bruket", "sundet", trips=(journey("bruket"),))
    assert names(digest) == ["Ask:sundet.example", "Along:bruket.example"]


def test_a_journey_built_on_a_suggestion_is_no_news_of_its_own() -> None:
    assert names(letter("bruket", trips=(journey("sundet", account="bruket.example"),))) == ["Ask:bruket.example"]


@pytest.mark.parametrize(
    ("day", "told"),
    [
        (date(2026, 11, 23), False),  # today: too late to plan
        (date(2026, 11, 24), True),
        (date(2026, 12, 21), True),
        (date(2026, 12, 22), False),  # more than four weeks off
    ],
)
def test_a_journey_is_told_of_in_the_weeks_before_it(day: date, told: bool) -> None:
    assert (letter("bruket", trips=(journey("sundet", day=day),), week=WEEK) is not None) is True
    digest = choose_digest(
        [reviewed("sundet")], [journey("sundet", day=day)], History(), week=WEEK, now=NOW, zone=STOCKHOLM
    )
    assert any(isinstance(one, Along) for one in digest.items) is told if digest else not told


def test_a_stop_that_was_there_before_is_not_suggested() -> None:
    trip = journey("bruket", "sundet")
    fixed = replace(trip, stops=(replace(trip.stops[0], fixed=True), trip.stops[1]))
    digest = letter("bruket", "sundet", trips=(fixed,))
    (along,) = [one for one in digest.items if isinstance(one, Along)]  # type: ignore[union-attr]
    assert [stop.account for stop in along.stops] == ["sundet.example"]


# --- what was said before ---------------------------------------------------------------------------------------------


def test_nothing_is_said_twice_in_a_row_and_the_next_in_turn_is_said_instead() -> None:
    first = letter(*ALL)
    assert first is not None
    second = letter(
        *ALL, before=History(said=frozenset(first.said(STOCKHOLM))), week=WEEK + 1, now=NOW + timedelta(days=7)
    )
    assert names(first) == ["Ask:bruket.example", "Ask:sundet.example"]
    assert names(second) == ["Ask:kvarnen.example", "Ask:varvet.example"]


def test_the_same_is_said_again_when_its_place_has_become_another() -> None:
    said = History(said=frozenset(letter("bruket").said(STOCKHOLM)))  # type: ignore[union-attr]
    assert letter("bruket", before=said) is None
    one = reviewed("bruket")
    assert one.suggestion is not None
    visit = replace(one.suggestion.visit, place=journey("x").stops[0].place)
    moved = replace(one, suggestion=replace(one.suggestion, visit=visit))
    digest = choose_digest([moved], [], said, week=WEEK, now=NOW, zone=STOCKHOLM)
    assert names(digest) == ["Ask:bruket.example"]


def test_what_has_been_new_this_week_counts() -> None:
    full = WeekSoFar(new=frozenset({"a", "b"}), told=frozenset({"a", "b"}))
    assert letter("bruket", before=History(week=full)) is None
    half = WeekSoFar(new=frozenset({"a"}), told=frozenset({"a"}))
    assert names(letter("bruket", "sundet", before=History(week=half))) == ["Ask:bruket.example"]


@pytest.mark.parametrize(("silence", "what"), [(0, "items"), (3, "items"), (4, "asks"), (5, "quiet"), (9, "quiet")])
def test_after_four_letters_without_an_answer_the_fifth_asks_and_then_it_is_quiet(silence: int, what: str) -> None:
    digest = letter("bruket", before=History(silence=silence))
    assert ("quiet" if digest is None else "asks" if digest.asks_to_go_on else "items") == what
    assert digest is None or bool(digest.items) is not digest.asks_to_go_on


def test_whether_to_go_on_is_asked_only_when_there_would_be_something_to_say() -> None:
    assert letter(before=History(silence=4)) is None


# --- what was answered ------------------------------------------------------------------------------------------------


def test_every_press_there_is_means_something_here() -> None:
    assert {kind.value for kind in DecisionKind} == YES | CLOSED | {BOOKED, LATER} | NEVER | MET


@pytest.mark.parametrize("kind", [kind.value for kind in DecisionKind])
def test_what_has_been_answered_is_not_asked_again(kind: str) -> None:
    answered = decided(kind, until=date(2026, 12, 1))
    assert names(letter("bruket", "sundet", before=History(decided=(answered,)))) == ["Ask:sundet.example"]


@pytest.mark.parametrize(("until", "asked"), [(date(2026, 11, 24), False), (MONDAY, True), (date(2026, 11, 20), True)])
def test_later_is_until_the_day_that_was_said(until: date, asked: bool) -> None:
    digest = letter("bruket", before=History(decided=(decided("later", until=until),)))
    assert (digest is not None) is asked


@pytest.mark.parametrize(
    ("kind", "open_"),
    [("never_here", False), ("prefers_digital", False), ("have_met", False), ("took_place", False), ("not_this", True)],
)
def test_what_is_said_of_an_account_holds_for_its_other_meetings(kind: str, open_: bool) -> None:
    of_another_meeting = decided(kind, suggestion="another")
    assert (letter("bruket", before=History(decided=(of_another_meeting,))) is not None) is open_
    along = letter("bruket", trips=(journey("bruket"),), before=History(decided=(of_another_meeting,)))
    assert (along is not None) is open_


# --- looking back -----------------------------------------------------------------------------------------------------


def back(*kinds: str, offered: datetime = LAST_TUESDAY, **more: object) -> list[str]:
    said = tuple(decided(kind, **more) for kind in kinds)
    return names(letter(before=History(decided=said, earlier=(earlier(offered=offered),))))


@pytest.mark.parametrize(
    ("kinds", "asked"),
    [
        (("draft",), True),
        (("hold_travel",), True),
        (("draft", "later"), True),
        ((), False),
        (("later",), False),
        (("draft", "took_place"), False),
        (("draft", "fell_through"), False),
        (("draft", "not_this"), False),
        (("convert", "undo"), False),
    ],
)
def test_a_visit_the_seller_said_yes_to_is_asked_about_until_something_is_said(
    kinds: tuple[str, ...], asked: bool
) -> None:
    assert bool(back(*kinds)) is asked


@pytest.mark.parametrize(
    ("offered", "asked"),
    [(at(11, 8), False), (at(11, 9), True), (at(11, 22), True), (at(11, 23), False), (at(11, 30), False)],
)
def test_a_visit_is_looked_back_on_for_two_weeks_after_its_last_day(offered: datetime, asked: bool) -> None:
    assert bool(back("draft", offered=offered)) is asked


def test_a_booked_visit_is_looked_back_on_by_the_day_it_was_booked_for() -> None:
    assert back("convert", start=at(11, 18)) == ["LookBack:bruket.example"]
    assert back("convert", start=at(12, 18)) == []


def test_a_visit_that_came_to_nothing_the_week_before_is_asked_about_once() -> None:
    before = History(decided=(decided("draft"),), earlier=(earlier(offered=LAST_TUESDAY),))
    digest = letter(before=before)
    assert digest is not None
    assert isinstance(digest.items[0], LookBack)
    assert letter(before=replace(before, said=frozenset(digest.said(STOCKHOLM)))) is None


# --- being away -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("away", "written"),
    [
        ((), True),
        ((A_WEEK,), False),
        (((MONDAY, MONDAY + timedelta(days=4)),), False),
        (((MONDAY, MONDAY + timedelta(days=3)),), True),
        (((MONDAY - timedelta(days=90), MONDAY + timedelta(days=2)), (MONDAY + timedelta(days=3), A_WEEK[1])), False),
    ],
)
def test_no_letter_comes_in_a_week_the_seller_is_away_all_of(
    away: tuple[tuple[date, date], ...], written: bool
) -> None:
    assert (letter("bruket", away=away) is not None) is written


def test_a_day_the_seller_is_away_is_no_day_to_go() -> None:
    assert names(letter("bruket", "sundet", away=((DAYS["bruket"].date(), DAYS["bruket"].date()),))) == [
        "Ask:sundet.example"
    ]
    assert letter(trips=(journey("sundet"),), away=((date(2026, 12, 3), date(2026, 12, 3)),)) is None


def test_nobody_is_sent_on_a_public_holiday() -> None:
    eve = reviewed("tomten", at(12, 24, 10))
    assert eve.suggestion is not None
    on_the_day = replace(eve.suggestion, visit=replace(eve.suggestion.visit, conflicts=(), slots=()))
    times = replace(
        on_the_day.draft.reason, facts={**on_the_day.draft.reason.facts, "times": (at(12, 24, 10).isoformat(),)}
    )
    found = replace(eve, suggestion=replace(on_the_day, draft=replace(on_the_day.draft, reason=times)))
    assert choose_digest([found], [], History(), week=WEEK, now=NOW, zone=STOCKHOLM) is None


def test_a_week_of_nothing_but_holidays_has_no_letter() -> None:
    working = letter("bruket", week=202652)  # 21 to 23 December are working days
    assert working is not None
    rest = ((date(2026, 12, 21), date(2026, 12, 23)),)
    assert letter("bruket", week=202652, away=rest) is None


def test_a_meeting_that_has_been_is_not_suggested() -> None:
    assert letter("bruket", now=DAYS["bruket"] + timedelta(days=1)) is None
    assert letter("bruket", now=DAYS["bruket"] - timedelta(hours=2)) is None, "nor one of today"


# --- two journeys ------------------------------------------------------------------------------------------------------


def test_a_second_ask_does_not_offer_the_days_of_the_first() -> None:
    ask = Ask(reviewed("bruket"), suggestion_of("bruket"))
    free = clear_of(ask, {date(2026, 1, 1)}, STOCKHOLM)
    assert free == ask
    own_day = {best_time(ask.suggestion, STOCKHOLM).date()}
    other = clear_of(ask, own_day, STOCKHOLM)
    assert other is not None
    assert best_time(other.suggestion, STOCKHOLM).date() not in own_day
    assert not own_day & {slot.start.date() for slot in other.suggestion.visit.slots}
    everything = {date(2026, 11, 23) + timedelta(days=n) for n in range(90)}
    assert clear_of(ask, everything, STOCKHOLM) is None


# --- whatever is known --------------------------------------------------------------------------------------------------

MOMENTS = st.integers(0, 60).map(lambda days: at(11, 1) + timedelta(days=days))
KINDS = [kind.value for kind in DecisionKind]
PRESSES = st.builds(
    decided,
    st.sampled_from(KINDS),
    st.sampled_from(ALL),
    until=st.none() | st.dates(date(2026, 11, 16), date(2026, 12, 30)),
    start=st.none() | MOMENTS,
)
JOURNEYS = st.builds(
    lambda names, day, account: journey(*names, day=day, account=account),
    st.lists(st.sampled_from(ALL), min_size=1, max_size=3),
    st.dates(date(2026, 11, 20), date(2026, 12, 30)),
    st.sampled_from(["", "bruket.example"]),
)
BEFORE = st.builds(
    History,
    silence=st.integers(0, 6),
    decided=st.lists(PRESSES, max_size=4).map(tuple),
    earlier=st.lists(
        st.builds(
            lambda name, day: earlier(name, offered=day),
            st.sampled_from(ALL),
            MOMENTS,
        ),
        max_size=3,
    ).map(tuple),
)


@settings(max_examples=150)
@given(
    people=st.lists(st.sampled_from(ALL), unique=True),
    trips=st.lists(JOURNEYS, max_size=3).map(tuple),
    before=BEFORE,
    days=st.integers(0, 40),
)
def test_whatever_is_known_a_letter_is_short_and_speaks_of_nobody_twice(
    people: list[str], trips: tuple[object, ...], before: History, days: int
) -> None:
    now = NOW + timedelta(days=days)
    year, week, _ = now.isocalendar()
    means = {"trips": trips, "before": before, "now": now, "week": year * 100 + week}
    digest = letter(*people, **means)  # type: ignore[arg-type]
    assert digest == letter(*people, **means)  # type: ignore[arg-type]
    if digest is None:
        return
    assert digest.asks_to_go_on is (not digest.items)
    assert len(digest.items) <= 3
    assert len(digest.asks) <= 2
    told = [account for one in digest.items for account in one.accounts]
    assert len(told) == len(set(told))
    again = letter(*people, **{**means, "before": replace(before, said=frozenset(digest.said(STOCKHOLM)))})  # type: ignore[arg-type]
    assert again is None or not set(again.said(STOCKHOLM)) & set(digest.said(STOCKHOLM))
