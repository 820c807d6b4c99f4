"""What the seller answers changes what is suggested: put off, said no to, and never more than two new ones in a week."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from tests.workers.visits.relations import RULES, THURSDAY, relation, suggested, touchpoint, weighed
from tests.world import NOW
from workers.visits.answered import Answered, next_monday, suggestion_id
from workers.visits.choice import WeekSoFar, choose
from workers.visits.suggestion import NoVisit, Suggestion, Visit


def accounts(found: tuple[Suggestion | NoVisit, ...]) -> list[str]:
    return [one.account for one in found]


def named(account: str, start: datetime = THURSDAY) -> Suggestion:
    plain = suggested(relation(touchpoint()))
    return replace(plain, id=account, account=account, visit=Visit(start, start + timedelta(minutes=90), None))


def week_of_few(*, new: str = "", told: str = "", older: str = "") -> WeekSoFar:
    return WeekSoFar(frozenset(new), frozenset(told), frozenset(older))


DAYS = {name: THURSDAY + timedelta(days=n) for n, name in enumerate("abcd")}


@pytest.mark.parametrize(
    ("candidates", "week", "chosen"),
    [
        ("abcd", week_of_few(), "ab"),
        ("abcd", week_of_few(new="cd"), "cd"),  # what was new on Monday stays
        ("abc", week_of_few(new="c"), "ac"),  # and leaves room for one more
        ("bcd", week_of_few(new="ab", told="ab"), "b"),  # "not this" is no wish for another
        ("cd", week_of_few(new="ab", told="ab"), ""),  # nor are two
        ("bcd", week_of_few(new="ab", told="ab", older="d"), "bd"),  # but what is known already is no news
        ("bcd", week_of_few(new="ab"), "bc"),  # nobody had been told: our mistake, and its place is free
        ("bcd", week_of_few(new="ab", told="b"), "bc"),
        ("abcd", week_of_few(older="ab"), "ab"),  # a new week: they are known, and most in need
        ("abcd", week_of_few(older="abcd"), "ab"),  # never more than two at a time
        ("abcd", week_of_few(new="abc", told="abc"), "ab"),  # a company that has lowered its number
    ],
)
def test_no_more_than_two_are_new_in_a_week_however_it_goes(candidates: str, week: WeekSoFar, chosen: str) -> None:
    among = [named(name, DAYS[name]) for name in candidates]
    found, waiting = choose(among, rules=RULES, week=week)
    assert accounts(found) == list(chosen)
    assert sorted([*accounts(found), *accounts(waiting)]) == list(candidates)
    assert {one.reason.key for one in waiting if isinstance(one, NoVisit)} <= {"suggestion.none.waits"}


def test_the_same_choice_comes_out_of_a_choice_already_made() -> None:
    among = [named(name, DAYS[name]) for name in "abcd"]
    first, _ = choose(among, rules=RULES)
    new = frozenset(one.id for one in first)
    assert choose(among, rules=RULES, week=WeekSoFar(new, new)) == choose(among, rules=RULES)


def answered_with(**said: object) -> Suggestion | NoVisit:
    coming = (touchpoint(uid="first"), touchpoint(THURSDAY + timedelta(days=1), uid="second"))
    return weighed(relation(*coming), answered=Answered(**said))  # type: ignore[arg-type]


FIRST = suggestion_id("bruket.example", "first", None)
SECOND = suggestion_id("bruket.example", "second", None)


def test_a_meeting_said_no_to_gives_way_to_the_next_one() -> None:
    found = answered_with(refused=frozenset({FIRST}))
    assert isinstance(found, Suggestion)
    assert found.id == SECOND


def test_when_no_meeting_is_left_the_sellers_own_word_is_the_reason() -> None:
    found = answered_with(refused=frozenset({FIRST, SECOND}))
    assert isinstance(found, NoVisit)
    assert found.reason.key == "suggestion.none.not_this"
    assert found.reason.facts == {"when": THURSDAY}


@pytest.mark.parametrize("said_of", [FIRST, SECOND])
def test_later_keeps_the_whole_account_quiet_until_its_day(said_of: str) -> None:
    tomorrow, today = NOW.date() + timedelta(days=1), NOW.date()
    found = answered_with(later={said_of: tomorrow})
    assert isinstance(found, NoVisit)
    assert (found.reason.key, found.reason.facts) == ("suggestion.none.later", {"when": tomorrow})
    assert isinstance(answered_with(later={said_of: today}), Suggestion)


def test_what_was_said_of_anothers_meeting_changes_nothing() -> None:
    elsewhere = suggestion_id("norrgruvan.example", "first", None)
    found = answered_with(refused=frozenset({elsewhere}), later={elsewhere: date.max})
    assert isinstance(found, Suggestion)
    assert found.id == FIRST


@pytest.mark.parametrize("days", range(7))
def test_later_is_the_monday_after_whatever_day_it_is_said(days: int) -> None:
    monday = next_monday(NOW.date() + timedelta(days=days))
    assert (monday.weekday(), monday) == (0, NOW.date() + timedelta(days=7))
