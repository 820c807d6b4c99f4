"""Every press is kept once, and the same press twice changes nothing."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.workers.store.one_store import open_store, save_seller
from tests.world import NOW
from workers.store import Store
from workers.store.decisions import Decision, DecisionKind, Surface

HOUR = timedelta(hours=1)
LATER = Decision("5ac0ffee0001", DecisionKind.LATER, Surface.LETTER, NOW, {"until": "2026-12-07"})
DRAFT = Decision("5ac0ffee0001", DecisionKind.DRAFT, Surface.PANE, NOW + HOUR)


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    made = open_store(database_url)
    yield made
    made.close()


@pytest.fixture
def seller(store: Store) -> int:
    return save_seller(store)


def test_what_was_decided_comes_back_in_its_order(store: Store, seller: int) -> None:
    with store.writing(seller) as at:
        assert at.decisions.save(seller, DRAFT)
        assert at.decisions.save(seller, LATER)
    with store.reading() as at:
        assert at.decisions.of_suggestion(seller, LATER.suggestion) == (LATER, DRAFT)
        assert at.decisions.find(seller, LATER.suggestion, DecisionKind.LATER) == LATER
        assert at.decisions.find(seller, LATER.suggestion, DecisionKind.CONVERT) is None
        assert at.decisions.of_suggestion(seller, "another") == ()


def test_the_same_press_twice_wherever_it_was_is_one_decision(store: Store, seller: int) -> None:
    again = replace(LATER, surface=Surface.PAGE, decided_at=NOW + HOUR)
    with store.writing(seller) as at:
        assert at.decisions.save(seller, LATER)
        assert not at.decisions.save(seller, again)
        assert at.decisions.of_suggestion(seller, LATER.suggestion) == (LATER,)


def test_the_latest_word_stands(store: Store, seller: int) -> None:
    longer = replace(LATER, decided_at=NOW + HOUR, detail={"until": "2027-01-11"})
    with store.writing(seller) as at:
        at.decisions.save(seller, LATER)
        assert at.decisions.save(seller, longer)
        assert at.decisions.of_suggestion(seller, LATER.suggestion) == (longer,)


def test_what_is_taken_back_can_be_decided_anew(store: Store, seller: int) -> None:
    convert = replace(DRAFT, kind=DecisionKind.CONVERT)
    with store.writing(seller) as at:
        at.decisions.save(seller, convert)
        assert at.decisions.take_back(seller, convert.suggestion, DecisionKind.CONVERT)
        assert not at.decisions.take_back(seller, convert.suggestion, DecisionKind.CONVERT)
        assert at.decisions.save(seller, convert)


def test_of_many_presses_at_once_one_is_news(store: Store, seller: int) -> None:
    def press(_: int) -> bool:
        with store.writing() as at:
            return at.decisions.save(seller, LATER)

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(press, range(16))) == [False] * 15 + [True]


def test_nobody_decides_for_another(store: Store, seller: int) -> None:
    other = save_seller(store, "sven@nordverk.example")
    with store.writing() as at:
        assert at.decisions.save(seller, LATER)
        assert at.decisions.save(other, LATER)
        assert at.decisions.take_back(other, LATER.suggestion, DecisionKind.LATER)
        assert at.decisions.find(seller, LATER.suggestion, DecisionKind.LATER) == LATER


def test_an_id_of_any_making_is_not_found(store: Store, seller: int) -> None:
    with store.reading() as at:
        for wild in ("nu\0ll", "halv\ud800", "u" * 5000):
            assert at.decisions.of_suggestion(seller, wild) == ()


def test_old_decisions_go(store: Store, seller: int) -> None:
    with store.writing(seller) as at:
        at.decisions.save(seller, LATER)
        at.decisions.save(seller, DRAFT)
        at.decisions.erase_before(seller, NOW + HOUR)
        assert at.decisions.of_suggestion(seller, LATER.suggestion) == (DRAFT,)
