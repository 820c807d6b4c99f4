"""A worker as a process, which says what it does and, in the job `slow`, waits to be told to go on."""

import sys

from workers.queue import Queue
from workers.working import work


def main(url: str, *burst: str) -> None:
    work(Queue(url, do="tests.workers.one_worker.do"), burst=bool(burst))
    say("goodbye")


def do(job: str, subject: int, ask: int) -> None:
    say(f"begun {job} {subject} {ask}")
    if job == "slow":
        sys.stdin.readline()
    if job == "broken":
        raise ValueError("as it is written:\nin the calendar of Karin: nothing")
    say(f"done {job} {subject} {ask}")


def say(what: str) -> None:
    print(what, flush=True)
