"""What has been suggested stays known: the week it was new in, and how it looked last."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.workers.store.one_store import open_store, save_seller, suggestion
from tests.world import NOW
from workers.store import Store
from workers.store.moments import week_of
from workers.store.suggestions import Suggested

WEEK = timedelta(weeks=1)


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    made = open_store(database_url)
    yield made
    made.close()


@pytest.fixture
def seller(store: Store) -> int:
    return save_seller(store)


def test_what_was_chosen_comes_back_as_it_was(store: Store, seller: int) -> None:
    chosen = suggestion(recurrence_id=datetime(2026, 12, 7, 9, tzinfo=UTC))
    with store.writing(seller) as at:
        at.suggestions.note(seller, chosen, week=202648, now=NOW)
    with store.reading() as at:
        assert at.suggestions.find(seller, chosen.id) == Suggested(chosen, 202648, NOW, NOW)
        assert at.suggestions.of_week(seller, 202648) == (Suggested(chosen, 202648, NOW, NOW),)
        assert at.suggestions.of_account(seller, "bruket.example") == (Suggested(chosen, 202648, NOW, NOW),)


def test_chosen_once_more_it_is_new_in_its_first_week_only(store: Store, seller: int) -> None:
    moved = suggestion(title="Flyttat")
    with store.writing(seller) as at:
        at.suggestions.note(seller, suggestion(), week=202648, now=NOW)
        at.suggestions.note(seller, moved, week=202649, now=NOW + WEEK)
        at.suggestions.note(seller, moved, week=202648, now=NOW)  # a worker that was late
    with store.reading() as at:
        assert at.suggestions.of_week(seller, 202648) == (Suggested(moved, 202648, NOW, NOW + WEEK),)
        assert at.suggestions.of_week(seller, 202649) == ()


def test_a_week_is_told_in_the_order_it_was_chosen_and_nobody_sees_anothers(store: Store, seller: int) -> None:
    other = save_seller(store, "sven@nordverk.example")
    with store.writing() as at:
        at.suggestions.note(seller, suggestion("b"), week=202648, now=NOW)
        at.suggestions.note(seller, suggestion("a"), week=202648, now=NOW + timedelta(hours=1))
        at.suggestions.note(other, suggestion("c"), week=202648, now=NOW)
    with store.reading() as at:
        assert [one.suggestion.id for one in at.suggestions.of_week(seller, 202648)] == ["b", "a"]
        assert at.suggestions.find(seller, "c") is None
        assert at.suggestions.find(other, "a") is None


@pytest.mark.parametrize("wild", ["u" * 5000, "nu\0ll", "halv\ud800", "åäö", ""])
def test_ids_of_any_making_are_kept_or_not_found(store: Store, seller: int, wild: str) -> None:
    uid = wild.replace("\ud800", "?")
    with store.writing(seller) as at:
        assert at.suggestions.find(seller, wild) is None
        at.suggestions.note(seller, suggestion(account=uid, uid=uid), week=202648, now=NOW)
        assert [one.suggestion.uid for one in at.suggestions.of_account(seller, uid)] == [uid]


def test_an_old_suggestion_goes_with_the_meetings_of_its_time(store: Store, seller: int) -> None:
    with store.writing(seller) as at:
        at.suggestions.note(seller, suggestion("old"), week=202548, now=NOW - 52 * WEEK)
        at.suggestions.note(seller, suggestion("new"), week=202648, now=NOW)
        at.suggestions.erase_before(seller, NOW)
        assert at.suggestions.find(seller, "old") is None
        assert at.suggestions.find(seller, "new") is not None


@pytest.mark.parametrize(
    ("day", "week"), [(date(2026, 11, 23), 202648), (date(2027, 1, 3), 202653), (date(2024, 12, 30), 202501)]
)
def test_a_week_is_the_iso_week_of_the_day(day: date, week: int) -> None:
    assert week_of(day) == week
