"""What is due: asked for once, done by one, put off, taken over from the dead, and never lost."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from tests.world import NOW
from workers.sealing import Sealer
from workers.store import Store
from workers.store.due import ASK_AGAIN, LEASE, Held, Overtaken

SYNC = "sync_mailbox"
MINUTE = timedelta(minutes=1)


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    made = Store(database_url, Sealer(["a secret of the tests, long enough"]))
    made.migrate()
    yield made
    made.close()


def begun(store: Store, holder: str = "w1", after: timedelta = timedelta()) -> Held:
    with store.writing() as at:
        held = at.due.begin(SYNC, 1, holder=holder, now=NOW + after)
    assert held is not None
    return held


def want(store: Store, after: timedelta = timedelta()) -> None:
    with store.writing() as at:
        at.due.want(SYNC, 1, at=NOW + after)


def test_a_storm_of_wishes_is_one_message(store: Store) -> None:
    asked = []
    for _ in range(100):
        with store.writing() as at:
            at.due.want(SYNC, 1, at=NOW)
            asked.append(at.due.ask(SYNC, 1, now=NOW))
    assert [message for message in asked if message] == asked[:1]


def test_one_worker_does_it_and_the_other_is_told_that_it_is_late(store: Store) -> None:
    want(store)
    begun(store)
    with store.writing() as at:
        assert at.due.begin(SYNC, 1, holder="w2", now=NOW) is None


def test_a_wish_while_it_is_done_is_not_lost(store: Store) -> None:
    want(store)
    held = begun(store)
    want(store)
    with store.writing() as at:
        assert at.due.ask(SYNC, 1, now=NOW) is None  # somebody is at it
        assert at.due.finish(held, now=NOW, next_at=NOW + 15 * MINUTE)
        assert at.due.ask(SYNC, 1, now=NOW) is not None


def test_what_is_done_rests_until_it_is_due_again(store: Store) -> None:
    want(store)
    held = begun(store)
    with store.writing() as at:
        assert not at.due.finish(held, now=NOW, next_at=NOW + 15 * MINUTE)
        assert at.due.ask_all(now=NOW + 14 * MINUTE, limit=10) == ()
        assert at.due.begin(SYNC, 1, holder="w1", now=NOW + 14 * MINUTE) is None  # a message that came late, or twice
        assert len(at.due.ask_all(now=NOW + 15 * MINUTE, limit=10)) == 1


def test_a_message_that_was_lost_is_sent_again(store: Store) -> None:
    want(store)
    with store.writing() as at:
        first = at.due.ask(SYNC, 1, now=NOW)
        assert at.due.ask_all(now=NOW + ASK_AGAIN / 2, limit=10) == ()
        again = at.due.ask_all(now=NOW + ASK_AGAIN, limit=10)
    assert first is not None
    assert [one.ask for one in again] == [first.ask + 1]


def test_what_a_dead_worker_held_is_taken_over_within_a_minute_and_the_dead_keeps_nothing(store: Store) -> None:
    want(store)
    dead = begun(store, "dead")
    alive = begun(store, "alive", LEASE + timedelta(seconds=1))
    with pytest.raises(Overtaken), store.writing() as at:
        at.due.still_held(dead, now=NOW + MINUTE)
    with store.writing() as at:
        at.due.still_held(alive, now=NOW + MINUTE)
        at.due.finish(dead, now=NOW, next_at=None)
        assert at.due.begin(SYNC, 1, holder="third", now=NOW + MINUTE) is None
    assert LEASE + ASK_AGAIN <= MINUTE


def test_a_clock_that_was_an_hour_ahead_stops_nobody(store: Store) -> None:
    want(store)
    begun(store, "from the future", timedelta(hours=1))
    assert begun(store, "now").holder == "now"


def test_who_was_asked_to_wait_waits_whoever_wants_it(store: Store) -> None:
    want(store)
    held = begun(store)
    with store.writing() as at:
        at.due.put_off(held, until=NOW + 10 * MINUTE, why="try later", attempts=0, refused=True)
    want(store)
    with store.writing() as at:
        assert at.due.ask_all(now=NOW + 9 * MINUTE, limit=10) == ()
        assert len(at.due.ask_all(now=NOW + 10 * MINUTE, limit=10)) == 1


def test_what_was_given_up_is_seen_and_can_be_asked_for_again(store: Store) -> None:
    want(store)
    held = begun(store)
    with store.writing() as at:
        at.due.give_up(held, now=NOW, why="ZeroDivisionError")
        assert at.due.counts(now=NOW) == {(SYNC, "failed"): 1}
        assert [(row.why, row.failed_at) for row in at.due.rows()] == [("ZeroDivisionError", NOW)]
        assert at.due.ask_all(now=NOW + timedelta(days=1), limit=10) == ()
        assert at.due.retry(now=NOW) == 1
        assert len(at.due.ask_all(now=NOW, limit=10)) == 1


def test_the_longest_due_goes_first_and_no_more_than_asked_for(store: Store) -> None:
    with store.writing() as at:
        for subject in range(10):
            at.due.want(SYNC, subject, at=NOW - subject * MINUTE)
        assert [one.subject for one in at.due.ask_all(now=NOW, limit=3)] == [9, 8, 7]
        assert at.due.oldest_wait(now=NOW) == 9 * MINUTE
