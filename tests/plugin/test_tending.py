"""A parent and its children, all real processes on one pipe: when that ends, nobody is left."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest

from plugin.tending import Manners
from tests.servers.spoken import Spoken, spoken

FAMILY = "tests.plugin.one_family"
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
LONGER_THAN_THE_SAME = 1.1  # seconds: two signals within one are one


@contextmanager
def family(*names: str, how: str = "patiently") -> Iterator[tuple[Spoken, dict[str, int]]]:
    """The parent, and the ids of its children once all of them live."""
    with spoken(FAMILY, how, *names) as parent:
        said = [parent.hear().split(" ") for _ in names]
        yield parent, {name: int(pid) for name, pid in said}


def hear_all(parent: Spoken) -> list[str]:
    """Until nobody is left who could say anything."""
    return sorted(iter(parent.hear, ""))


# Starting again.


def test_a_child_that_is_killed_is_started_again_and_the_others_are_left_alone() -> None:
    with family("page", "worker") as (parent, pids):
        os.kill(pids["worker"], signal.SIGKILL)
        name, pid = parent.hear().split(" ")
        assert (name, int(pid) != pids["worker"]) == ("worker", True)
        os.kill(pids["page"], 0)


def test_one_that_dies_again_and_again_is_waited_with_longer_and_longer_but_not_for_ever() -> None:
    with spoken(FAMILY, "patiently", "short") as parent:
        lives = [(parent.hear().split(" ")[0], time.monotonic()) for _ in range(5)]
        assert [name for name, _ in lives] == ["short"] * 5
        assert lives[-1][1] - lives[0][1] > 0.8
        said = [line.rpartition(", ")[2] for line in parent.complaints().splitlines()]
        assert said[:4] == ["starts again in 0.1 s", "starts again in 0.2 s"] + ["starts again in 0.4 s"] * 2
        assert parent.complaints().startswith("short: ended with 3, ")


@pytest.mark.parametrize(
    ("last", "lived", "pause"),
    [
        (0 * SECOND, 0 * SECOND, SECOND),
        (SECOND, 5 * SECOND, 2 * SECOND),
        (16 * SECOND, 5 * SECOND, 30 * SECOND),
        (30 * SECOND, 59 * SECOND, 30 * SECOND),
        (30 * SECOND, MINUTE, SECOND),
    ],
)
def test_the_pause_grows_up_to_a_bound_and_is_forgotten_after_a_good_life(
    last: timedelta, lived: timedelta, pause: timedelta
) -> None:
    assert Manners().pause(last, lived=lived) == pause


def test_a_command_that_cannot_be_started_is_tried_again_and_does_not_end_the_others() -> None:
    with spoken(FAMILY, "patiently", "missing", "page", "short") as parent:
        for _ in range(4):
            parent.hear()
        assert parent.complaints().count("missing: No such file or directory, starts again") >= 2
        parent.process.terminate()
        assert "page goodbye" in hear_all(parent)


# Stopping.


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_all_are_stopped_before_the_parent_goes(stop: signal.Signals) -> None:
    with family("page", "worker") as (parent, _):
        parent.process.send_signal(stop)
        assert hear_all(parent) == ["page goodbye", "parent goodbye", "worker goodbye"]
        assert parent.end() == 0
        assert parent.complaints() == ""


def test_a_child_that_does_not_hear_is_ended_after_a_while() -> None:
    with family("page", "stubborn", how="shortly") as (parent, _):
        parent.process.terminate()
        assert hear_all(parent) == ["page goodbye", "parent goodbye"]
        assert parent.end() == 0


def test_who_does_not_hear_is_ended_with_all_it_started() -> None:
    with family("with-a-child", how="shortly") as (parent, _):
        parent.process.terminate()
        assert hear_all(parent) == ["parent goodbye"]


def test_told_twice_it_waits_for_nobody() -> None:
    with family("stubborn") as (parent, _):
        parent.process.terminate()
        assert parent.silent_for(LONGER_THAN_THE_SAME)
        parent.process.terminate()
        assert hear_all(parent) == ["parent goodbye"]


def test_a_ctrl_c_and_a_supervisor_at_once_are_one_request() -> None:
    with family("stubborn") as (parent, _):
        parent.process.send_signal(signal.SIGINT)
        parent.process.send_signal(signal.SIGTERM)
        assert parent.silent_for(0.3)


def test_a_ctrl_c_reaches_the_children_only_through_the_parent() -> None:
    with family("page") as (_, pids):
        assert os.getsid(pids["page"]) == pids["page"]


def test_a_terminal_that_closes_is_not_minded_under_nohup() -> None:
    with family("page", how="nohup") as (parent, _):
        parent.process.send_signal(signal.SIGHUP)
        assert parent.silent_for(0.3)


def test_it_stops_while_a_child_waits_to_be_started_again() -> None:
    with spoken(FAMILY, "patiently", "short", "page") as parent:
        for _ in range(3):
            parent.hear()
        parent.process.terminate()
        assert "parent goodbye" in hear_all(parent)


# A parent that is killed.


def test_nobody_is_left_behind_when_the_parent_is_killed() -> None:
    with family("page", "worker") as (parent, _):
        parent.process.kill()
        assert hear_all(parent) == ["page goodbye", "worker goodbye"]


def test_not_even_one_that_does_not_hear() -> None:
    with family("stubborn") as (parent, _):
        parent.process.kill()
        assert hear_all(parent) == []


def test_a_child_that_was_started_again_goes_with_the_parent_too() -> None:
    with family("page") as (parent, pids):
        os.kill(pids["page"], signal.SIGKILL)
        assert parent.hear().startswith("page ")
        parent.process.kill()
        assert hear_all(parent) == ["page goodbye"]


# What is done meanwhile.


def test_something_else_is_done_now_and_then_meanwhile() -> None:
    with spoken(FAMILY, "counting", "page") as parent:
        heard = [parent.hear() for _ in range(4)]
        assert heard.count("meanwhile") == 3


def test_its_errors_are_told_and_end_nothing() -> None:
    with spoken(FAMILY, "failing", "page") as parent:
        for _ in range(4):
            parent.hear()
        assert "what is done meanwhile broke with OSError\n" in parent.complaints()
        parent.process.terminate()
        assert hear_all(parent)[-1] == "parent goodbye"


def test_it_does_not_keep_the_parent_from_stopping() -> None:
    with spoken(FAMILY, "hanging", "page") as parent:
        assert {parent.hear().split(" ")[0] for _ in range(2)} == {"hanging", "page"}
        parent.process.terminate()
        assert hear_all(parent) == ["page goodbye", "parent goodbye"]
