"""The queue and its workers on a real server: what is put is done, whatever becomes of the server or the worker."""

import json
import signal
import zlib
from collections.abc import Iterator

import pytest

from tests.servers.spoken import Spoken, spoken
from tests.servers.valkey import Valkey, running_valkey
from workers.queue import Queue, QueueAway

WORKER = "tests.workers.one_worker"
DO = f"{WORKER}.do"
LONGER_THAN_A_SECOND = 1.2  # RQ hears a signal that comes twice within a second only once


@pytest.fixture(scope="module")
def server() -> Iterator[Valkey]:
    with running_valkey() as running:
        yield running


@pytest.fixture
def queue(server: Valkey) -> Queue:
    if server.process is None:
        server.start()
    server.flush()
    return Queue(server.url, do=DO)


@pytest.fixture
def worker(server: Valkey, queue: Queue) -> Iterator[Spoken]:
    """Working already: it has done one thing."""
    with spoken(WORKER, server.url) as running:
        queue.put("hello", 0, 0)
        assert hear_done(running, "hello 0 0")
        yield running


def hear_done(worker: Spoken, what: str) -> bool:
    return (worker.hear(), worker.hear()) == (f"begun {what}", f"done {what}")


# Putting.


def test_the_same_ask_lies_in_the_queue_once(queue: Queue) -> None:
    assert queue.put("sync", 7, 1)
    assert not queue.put("sync", 7, 1)
    assert queue.length() == 1


def test_another_job_subject_or_ask_is_another_message(queue: Queue) -> None:
    assert all([queue.put("sync", 7, 1), queue.put("sync", 7, 2), queue.put("sync", 8, 1), queue.put("weigh", 7, 1)])
    assert queue.length() == 4


def test_an_ask_that_is_done_can_be_put_again(queue: Queue, worker: Spoken) -> None:
    for _ in range(2):
        assert queue.put("sync", 7, 1)
        assert hear_done(worker, "sync 7 1")
        wait_until_forgotten(queue, worker)


def wait_until_forgotten(queue: Queue, worker: Spoken) -> None:
    """The next message is begun only when nothing of the last is left."""
    queue.put("next", 0, 0)
    assert hear_done(worker, "next 0 0")


def test_an_ask_in_hand_is_not_put_again(queue: Queue, worker: Spoken) -> None:
    queue.put("slow", 7, 1)
    assert worker.hear() == "begun slow 7 1"
    assert not queue.put("slow", 7, 1)
    worker.tell()
    assert worker.hear() == "done slow 7 1"


def test_asks_are_done_in_the_order_they_were_put(queue: Queue, worker: Spoken) -> None:
    for subject in range(20):
        queue.put("sync", subject, 1)
    assert all(hear_done(worker, f"sync {subject} 1") for subject in range(20))


def test_what_lies_in_the_queue_is_json_and_nothing_pickled(server: Valkey, queue: Queue) -> None:
    queue.put("sync", 7, 3)
    lying = server.client().hgetall("rq:job:sync-7-3")
    name, _, arguments, named = json.loads(zlib.decompress(lying[b"data"]))
    assert (name, arguments, named) == (DO, ["sync", 7, 3], {})
    assert b"\x80\x04" not in b"".join(lying.values())


def test_an_address_that_is_none_is_refused_before_anything_is_asked() -> None:
    with pytest.raises(ValueError, match="redis://"):
        Queue("http://127.0.0.1/")


# A server that is away.


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("redis://karin:so%20secret@127.0.0.1:1/0", "127.0.0.1:1"),
        ("redis://:so-secret@[::1]:1", "::1:1"),
        ("unix://karin:so-secret@/nowhere/at/all.sock?db=1", "/nowhere/at/all.sock"),
    ],
)
def test_a_server_that_is_away_is_one_line_without_its_password(url: str, said: str) -> None:
    queue = Queue(url)
    asked = [queue.ping, queue.length, queue.failed, queue.clear_failed, lambda: queue.put("sync", 7, 1)]
    for ask in asked:
        with pytest.raises(QueueAway) as away:
            ask()
        assert said in str(away.value)
        assert "\n" not in str(away.value)
        assert "secret" not in str(away.value) + repr(queue)


def test_a_server_that_refuses_is_away_too(server: Valkey, queue: Queue) -> None:
    admin = server.client()
    admin.config_set("maxmemory", "1")
    try:
        with pytest.raises(QueueAway, match="memory"):
            queue.put("sync", 7, 1)
    finally:
        admin.config_set("maxmemory", "0")
    assert queue.put("sync", 7, 1)


def test_a_queue_finds_its_server_again_without_being_told(server: Valkey, queue: Queue) -> None:
    queue.ping()
    server.kill()
    with pytest.raises(QueueAway):
        queue.ping()
    server.start()
    queue.ping()


def test_what_was_put_is_still_there_after_the_server_was_killed(server: Valkey, queue: Queue) -> None:
    queue.put("sync", 7, 1)
    server.kill()
    server.start()
    assert queue.length() == 1


# Working.


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_a_worker_that_waits_stops_at_once(worker: Spoken, stop: signal.Signals) -> None:
    worker.process.send_signal(stop)
    assert worker.hear() == "goodbye"
    assert worker.end() == 0
    assert worker.complaints() == ""


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_a_worker_told_to_stop_finishes_what_it_does_and_begins_nothing_more(
    queue: Queue, worker: Spoken, stop: signal.Signals
) -> None:
    queue.put("slow", 1, 1)
    queue.put("sync", 2, 1)
    assert worker.hear() == "begun slow 1 1"
    worker.process.send_signal(stop)
    worker.tell()
    assert [worker.hear(), worker.hear()] == ["done slow 1 1", "goodbye"]
    assert worker.end() == 0
    assert (queue.length(), queue.failed()) == (1, 0)


def test_a_second_signal_ends_what_it_does(queue: Queue, worker: Spoken) -> None:
    queue.put("slow", 1, 1)
    assert worker.hear() == "begun slow 1 1"
    worker.process.send_signal(signal.SIGTERM)
    assert worker.silent_for(LONGER_THAN_A_SECOND)
    worker.process.send_signal(signal.SIGTERM)
    assert worker.hear() == "goodbye"
    assert worker.end() == 0
    assert queue.failed() == 1


def test_the_same_signal_from_a_shell_and_a_supervisor_counts_once(queue: Queue, worker: Spoken) -> None:
    queue.put("slow", 1, 1)
    assert worker.hear() == "begun slow 1 1"
    worker.process.send_signal(signal.SIGINT)
    worker.process.send_signal(signal.SIGTERM)
    worker.tell()
    assert [worker.hear(), worker.hear()] == ["done slow 1 1", "goodbye"]
    assert queue.failed() == 0


def test_what_cannot_be_run_is_counted_and_cleared_and_the_worker_goes_on(queue: Queue, worker: Spoken) -> None:
    queue.put("broken", 1, 1)
    queue.put("sync", 2, 1)
    assert worker.hear() == "begun broken 1 1"
    assert hear_done(worker, "sync 2 1")
    assert queue.failed() == 1
    assert queue.clear_failed() == 1
    assert (queue.failed(), queue.clear_failed()) == (0, 0)


def test_what_could_not_be_run_can_be_put_again(queue: Queue, worker: Spoken) -> None:
    queue.put("broken", 1, 1)
    queue.put("sync", 2, 1)
    assert worker.hear() == "begun broken 1 1"
    assert hear_done(worker, "sync 2 1")
    assert queue.put("broken", 1, 1)
    assert worker.hear() == "begun broken 1 1"


def test_a_failure_is_told_in_one_line_that_quotes_no_calendar(queue: Queue, worker: Spoken) -> None:
    queue.put("broken", 1, 1)
    queue.put("sync", 2, 1)
    assert worker.hear() == "begun broken 1 1"
    assert hear_done(worker, "sync 2 1")
    said = worker.complaints()
    assert said.count("\n") == 1
    assert "ValueError" in said
    assert "Karin" not in said


def test_a_job_nobody_knows_fails_and_the_worker_goes_on(server: Valkey, queue: Queue, worker: Spoken) -> None:
    Queue(server.url, do="workers.nowhere.do").put("sync", 1, 1)
    queue.put("sync", 2, 1)
    assert hear_done(worker, "sync 2 1")
    assert queue.failed() == 1


def test_in_a_burst_it_ends_when_nothing_waits(server: Valkey, queue: Queue) -> None:
    queue.put("sync", 1, 1)
    queue.put("sync", 2, 1)
    with spoken(WORKER, server.url, "burst") as worker:
        assert hear_done(worker, "sync 1 1")
        assert hear_done(worker, "sync 2 1")
        assert worker.hear() == "goodbye"
        assert worker.end() == 0


def test_in_a_burst_a_server_that_is_away_is_said(server: Valkey, queue: Queue) -> None:
    server.kill()
    with spoken(WORKER, server.url, "burst") as worker:
        assert worker.hear() == ""
        assert worker.end() == 1
        assert "QueueAway: the queue at" in worker.complaints().splitlines()[-1]


# A worker whose server leaves.


def test_a_worker_waits_for_a_server_that_is_not_there_yet(server: Valkey, queue: Queue) -> None:
    server.kill()
    with spoken(WORKER, server.url) as worker:
        assert worker.silent_for(0.5)
        server.start()
        queue.put("sync", 1, 1)
        assert hear_done(worker, "sync 1 1")


def test_a_worker_that_waits_outlives_its_server(server: Valkey, queue: Queue, worker: Spoken) -> None:
    server.kill()
    server.start()
    queue.put("sync", 1, 1)
    assert hear_done(worker, "sync 1 1")


def test_a_worker_in_the_middle_of_something_outlives_its_server(server: Valkey, queue: Queue, worker: Spoken) -> None:
    queue.put("slow", 1, 1)
    assert worker.hear() == "begun slow 1 1"
    server.kill()
    worker.tell()
    assert worker.hear() == "done slow 1 1"
    server.start()
    queue.put("sync", 2, 1)
    assert hear_done(worker, "sync 2 1")


def test_a_server_that_came_back_before_the_work_was_done_is_not_missed(
    server: Valkey, queue: Queue, worker: Spoken
) -> None:
    queue.put("slow", 1, 1)
    assert worker.hear() == "begun slow 1 1"
    server.kill()
    server.start()
    worker.tell()
    assert worker.hear() == "done slow 1 1"
    queue.put("sync", 2, 1)
    assert hear_done(worker, "sync 2 1")
    assert queue.failed() == 0


def test_a_worker_whose_server_is_away_stops_when_told_to(server: Valkey, worker: Spoken) -> None:
    server.kill()
    worker.process.send_signal(signal.SIGTERM)
    assert worker.hear() == "goodbye"
    assert worker.end() == 0


def test_told_to_stop_in_the_middle_while_the_server_is_away_it_finishes_and_stops(
    server: Valkey, queue: Queue, worker: Spoken
) -> None:
    queue.put("slow", 1, 1)
    assert worker.hear() == "begun slow 1 1"
    server.kill()
    worker.process.send_signal(signal.SIGTERM)
    worker.tell()
    assert [worker.hear(), worker.hear()] == ["done slow 1 1", "goodbye"]
    assert worker.end() == 0


def test_a_worker_that_waits_does_not_mind_that_everything_is_forgotten(
    server: Valkey, queue: Queue, worker: Spoken
) -> None:
    server.flush()
    queue.put("sync", 1, 1)
    assert hear_done(worker, "sync 1 1")


def test_a_worker_in_the_middle_does_not_mind_that_everything_is_forgotten(
    server: Valkey, queue: Queue, worker: Spoken
) -> None:
    queue.put("slow", 1, 1)
    assert worker.hear() == "begun slow 1 1"
    server.flush()
    worker.tell()
    assert worker.hear() == "done slow 1 1"
    queue.put("slow", 1, 2)
    assert worker.hear() == "begun slow 1 2"
    worker.tell()
    assert worker.hear() == "done slow 1 2"
    queue.put("sync", 1, 3)
    assert hear_done(worker, "sync 1 3")
    assert (queue.length(), queue.failed()) == (0, 1)  # RQ takes what it no longer knows for a failure


def test_what_a_killed_worker_held_does_not_block_the_next_ask(server: Valkey, queue: Queue, worker: Spoken) -> None:
    queue.put("slow", 1, 1)
    assert worker.hear() == "begun slow 1 1"
    worker.process.kill()
    worker.end()
    queue.put("sync", 1, 2)
    with spoken(WORKER, server.url) as another:
        assert hear_done(another, "sync 1 2")


def test_two_workers_share_what_there_is(server: Valkey, queue: Queue, worker: Spoken) -> None:
    with spoken(WORKER, server.url) as another:
        queue.put("slow", 1, 1)
        assert worker.hear() == "begun slow 1 1"
        queue.put("sync", 2, 1)
        assert hear_done(another, "sync 2 1")
        worker.tell()
        assert worker.hear() == "done slow 1 1"
