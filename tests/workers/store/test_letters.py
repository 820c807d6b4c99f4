"""A letter a week: sent once however many try, and what became of it is known."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.workers.store.one_store import open_store, save_seller
from tests.world import NOW
from workers.store import Store
from workers.store.letters import NotClaimed, SentLetter

MINUTE, WEEK = timedelta(minutes=1), timedelta(weeks=1)
IDS = ("5ac0ffee0001", "5ac0ffee0002")


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    made = open_store(database_url)
    yield made
    made.close()


@pytest.fixture
def seller(store: Store) -> int:
    return save_seller(store)


def send(store: Store, seller_id: int, number: int) -> None:
    """The letter of the week `number` weeks from now."""
    now = NOW + number * WEEK
    with store.writing() as at:
        assert at.letters.claim(seller_id, 202640 + number, now=now)
        at.letters.sent(seller_id, 202640 + number, message_id=f"<{number}@x>", suggestions=IDS, now=now + MINUTE)


def silence(store: Store, seller_id: int) -> int:
    with store.reading() as at:
        return at.letters.silence(seller_id)


def test_a_letter_is_claimed_once_however_many_try(store: Store, seller: int) -> None:
    def claim(_: int) -> bool:
        with store.writing() as at:
            return at.letters.claim(seller, 202648, now=NOW)

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(claim, range(16))) == [False] * 15 + [True]


def test_each_seller_and_week_has_a_letter_of_its_own(store: Store, seller: int) -> None:
    other = save_seller(store, "sven@nordverk.example")
    with store.writing() as at:
        assert at.letters.claim(seller, 202648, now=NOW)
        assert at.letters.claim(seller, 202649, now=NOW)
        assert at.letters.claim(other, 202648, now=NOW)


def test_what_was_sent_is_told_from_what_a_dead_worker_left(store: Store, seller: int) -> None:
    with store.writing() as at:
        at.letters.claim(seller, 202648, now=NOW, message_id="<a@x>", suggestions=IDS[:1])
        at.letters.claim(seller, 202649, now=NOW)
        at.letters.sent(seller, 202649, message_id="<b@x>", suggestions=IDS, now=NOW + MINUTE)
    with store.reading() as at:
        lost, sent = at.letters.find(seller, 202648), at.letters.find(seller, 202649)
        assert lost == SentLetter(seller, 202648, NOW, message_id="<a@x>", suggestions=IDS[:1])
        assert sent == SentLetter(seller, 202649, NOW, NOW + MINUTE, message_id="<b@x>", suggestions=IDS)
        assert at.letters.abandoned(since=NOW) == (), "somebody may still be at it"
        assert at.letters.abandoned(since=NOW + MINUTE) == (lost,)
        assert at.letters.last(seller, limit=1) == (sent,)
    assert lost.is_abandoned(since=NOW + MINUTE)
    assert not lost.is_abandoned(since=NOW)
    assert not sent.is_abandoned(since=NOW + MINUTE)


def test_what_has_certainly_not_been_sent_can_be_claimed_anew_and_what_was_sent_never(
    store: Store, seller: int
) -> None:
    with store.writing() as at:
        at.letters.claim(seller, 202648, now=NOW)
        assert at.letters.give_back(seller, 202648)
        assert at.letters.claim(seller, 202648, now=NOW)
        at.letters.sent(seller, 202648, message_id="<a@x>", suggestions=IDS, now=NOW)
        assert not at.letters.give_back(seller, 202648)
        assert not at.letters.claim(seller, 202648, now=NOW)


def test_a_letter_that_came_back_says_why_and_is_not_abandoned(store: Store, seller: int) -> None:
    send(store, seller, 1)
    with store.writing() as at:
        at.letters.claim(seller, 202642, now=NOW)
        for week in (202641, 202642):
            at.letters.failed(seller, week, why="refused", now=NOW + 2 * WEEK)
        found = at.letters.last(seller, limit=9)
        assert [(one.why, one.failed_at, one.is_abandoned(since=NOW + 9 * WEEK)) for one in found] == [
            ("refused", NOW + 2 * WEEK, False)
        ] * 2
        assert at.letters.abandoned(since=NOW + 9 * WEEK) == ()


def test_letters_nobody_answers_are_counted_until_somebody_does(store: Store, seller: int) -> None:
    assert silence(store, seller) == 0
    for number in range(4):
        send(store, seller, number)
        assert silence(store, seller) == number + 1
    with store.writing() as at:
        at.letters.answered(
            seller, 202641, now=NOW + 3 * WEEK + timedelta(days=1)
        )  # an older one: an answer all the same
    assert silence(store, seller) == 0
    send(store, seller, 4)
    assert silence(store, seller) == 1


def test_what_was_claimed_only_or_came_back_is_no_silence(store: Store, seller: int) -> None:
    send(store, seller, 0)
    with store.writing() as at:
        at.letters.claim(seller, 202641, now=NOW)
        at.letters.failed(seller, 202640, why="refused", now=NOW)
    assert silence(store, seller) == 0


def test_the_first_answer_counts_and_only_ones_own(store: Store, seller: int) -> None:
    other = save_seller(store, "sven@nordverk.example")
    for one in (seller, other):
        send(store, one, 0)
    with store.writing() as at:
        for days in (1, 2):
            at.letters.answered(seller, 202640, now=NOW + timedelta(days=days))
        found = at.letters.find(seller, 202640)
    assert found is not None
    assert found.answered_at == NOW + timedelta(days=1)
    assert (silence(store, seller), silence(store, other)) == (0, 1)


def test_old_letters_go(store: Store, seller: int) -> None:
    for number in range(2):
        send(store, seller, number)
    with store.writing(seller) as at:
        at.letters.erase_before(seller, NOW + WEEK)
        assert [one.week for one in at.letters.last(seller, limit=9)] == [202641]


def test_a_letter_remembers_what_it_said_so_that_the_next_says_something_else(store: Store, seller: int) -> None:
    with store.writing() as at:
        at.letters.claim(seller, 202648, now=NOW, said=("a", "b"))
        assert at.letters.last(seller, limit=1)[0].said == ("a", "b")
        at.letters.sent(seller, 202648, message_id="<a@x>", suggestions=IDS, said=("b",), now=NOW)
        assert at.letters.last(seller, limit=1)[0].said == ("b",)


def test_what_nobody_has_claimed_is_neither_sent_nor_failed(store: Store, seller: int) -> None:
    with store.writing() as at:
        with pytest.raises(NotClaimed):
            at.letters.sent(seller, 202648, message_id="a@x", suggestions=IDS, now=NOW)
        with pytest.raises(NotClaimed):
            at.letters.failed(seller, 202648, why="refused", now=NOW)
        assert at.letters.last(seller, limit=9) == ()


def test_a_claim_that_was_taken_over_is_no_longer_the_first_ones(store: Store, seller: int) -> None:
    with store.writing() as at:
        at.letters.claim(seller, 202648, now=NOW, message_id="a@x", suggestions=IDS, said=("a",))
        lost = at.letters.find(seller, 202648)
        assert lost is not None
        assert at.letters.take_over(lost, now=NOW + MINUTE, message_id="a@x", suggestions=IDS[:1], said=("b",))
        assert not at.letters.take_over(lost, now=NOW + MINUTE), "somebody was quicker"
        assert not at.letters.give_back(seller, 202648, claimed_at=NOW)
        with pytest.raises(NotClaimed):
            at.letters.failed(seller, 202648, why="refused", now=NOW, claimed_at=NOW)
        assert at.letters.find(seller, 202648) == replace(
            lost, claimed_at=NOW + MINUTE, suggestions=IDS[:1], said=("b",)
        )
        assert at.letters.give_back(seller, 202648, claimed_at=NOW + MINUTE)


def test_what_was_sent_is_never_taken_over(store: Store, seller: int) -> None:
    with store.writing() as at:
        at.letters.claim(seller, 202648, now=NOW)
        lost = at.letters.find(seller, 202648)
        assert lost is not None
        at.letters.sent(seller, 202648, message_id="a@x", suggestions=IDS, now=NOW)
        assert not at.letters.take_over(lost, now=NOW + MINUTE)


def test_letters_are_counted_by_what_came_of_them(store: Store, seller: int) -> None:
    with store.writing() as at:
        for number, why in enumerate(("refused", "unclear", "late")):
            at.letters.claim(seller, 202640 + number, now=NOW)
            at.letters.failed(seller, 202640 + number, why=why, now=NOW)
        at.letters.claim(seller, 202650, now=NOW + WEEK)
        at.letters.claim(seller, 202651, now=NOW + WEEK)
        at.letters.sent(seller, 202651, message_id="a@x", suggestions=(), now=NOW + WEEK)
        assert at.letters.counts() == {"failed": 2, "unclear": 1, "claimed": 1, "sent": 1}
        assert at.letters.counts(since=NOW + MINUTE) == {"claimed": 1, "sent": 1}
        assert [one.week for one in at.letters.unsettled(seller)] == [202650]
