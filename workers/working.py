"""A worker: takes asks off the queue one by one, in this process, and goes on whatever becomes of the server.

https://python-rq.org/docs/workers/
"""

import logging
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from types import FrameType
from typing import NoReturn

from redis.exceptions import RedisError
from rq.exceptions import StopRequested
from rq.serializers import JSONSerializer
from rq.worker import SimpleWorker

from workers.queue import NAME, Queue, away, connect

log = logging.getLogger(__name__)

BLOCK = timedelta(seconds=15)  # one wait for an ask; a server that hangs is noticed 10 s after that
MAINTENANCE = timedelta(seconds=30)
PAUSE = timedelta(seconds=1)  # before a worker that lost its server begins anew
RQ_LOGS = ("rq.worker", "rq.job", "rq.queue", "rq.registry", "rq.results", "rq.scripts")


def work(queue: Queue, *, burst: bool = False) -> None:
    """Until SIGTERM or SIGINT: the job in hand is finished first. A second signal, a second later, ends it at once.

    With `burst`, until nothing waits; then a server that is away is `QueueAway`. Only in the main thread.
    """
    _hush_rq()
    told = _Told()
    with suppress(StopRequested), told.heard():
        while not told.to_stop:
            lost = _work_while_it_lasts(queue, told, burst=burst)
            if burst and lost and not told.to_stop:
                raise away(queue.url, lost) from lost
            if burst:
                return
            told.rest(PAUSE, lost)


def _work_while_it_lasts(queue: Queue, told: "_Told", *, burst: bool) -> Exception | None:
    """RQ's loop outlasts a server that leaves while it waits, and no other: then it ends, one way or another."""
    try:
        _Worker(queue, told).work(burst=burst, logging_level="WARNING")
    except (RedisError, OSError) as error:
        return error
    finally:
        told.listen()
    return None


@dataclass(slots=True)
class _Told:
    """Whether somebody said stop, across the workers of this process."""

    to_stop: bool = False

    @contextmanager
    def heard(self) -> Iterator[None]:
        before = [(one, signal.getsignal(one)) for one in (signal.SIGINT, signal.SIGTERM)]
        try:
            self.listen()
            yield
        finally:
            for one, listener in before:
                signal.signal(one, listener)

    def listen(self) -> None:
        for one in (signal.SIGINT, signal.SIGTERM):
            signal.signal(one, self._stop)

    def rest(self, pause: timedelta, lost: Exception | None) -> None:
        if self.to_stop:
            return
        log.warning("the worker begins anew in %s s: %s", pause.seconds, type(lost).__name__ if lost else "it ended")
        time.sleep(pause.total_seconds())  # a signal ends it: _stop raises

    def _stop(self, _signal: int, _frame: FrameType | None) -> NoReturn:
        self.to_stop = True
        raise StopRequested


class _Worker(SimpleWorker):
    """In this process, not in a fork a job: an office is opened once, and a fork costs 20 ms. What a job breaks is this
    process, which its supervisor starts again and whose lease in the database runs out."""

    max_connection_wait_time = 5.0  # between two tries to reach the server; RQ's own is a minute

    def __init__(self, queue: Queue, told: _Told) -> None:
        self._told = told
        super().__init__(
            [NAME],  # with a second queue RQ would take asks in a way that loses them when a worker dies
            connection=connect(queue.url),  # its own: RQ lengthens the time-outs of what it is given
            serializer=JSONSerializer,
            default_result_ttl=0,
            maintenance_interval=int(MAINTENANCE.total_seconds()),
            worker_ttl=int(BLOCK.total_seconds()) + 15,
            log_job_description=False,
        )
        self.log_result_lifespan = False

    def request_stop(self, signum: int, frame: FrameType | None) -> None:
        self._told.to_stop = True
        super().request_stop(signum, frame)  # type: ignore[no-untyped-call]

    def set_shutdown_requested_date(self) -> None:
        """Nothing is written from within a signal: with the server away that would fail the job in hand."""

    def subscribe(self) -> None:
        """RQ's remote commands are not ours: they cost a thread, a connection and at times a second at the end."""


class _OneLine(logging.Filter):
    """What went wrong and its type, never a traceback or an exception's text, which may quote a calendar."""

    def filter(self, record: logging.LogRecord) -> bool:
        first, *rest = record.getMessage().rstrip().split("\n")
        raised = record.exc_info or (sys.exc_info() if rest else None)  # RQ also writes it into the text
        kind = raised[0] if raised else None
        record.msg = f"{first} {kind.__name__}" if kind else first
        record.args, record.exc_info, record.exc_text = (), None, None
        return True


_ONE_LINE = _OneLine()


def _hush_rq() -> None:
    rq = logging.getLogger("rq")
    if not rq.hasHandlers():
        rq.addHandler(logging.StreamHandler())  # else RQ adds its own, which talks on stdout
    for name in RQ_LOGS:
        logger = logging.getLogger(name)
        logger.setLevel(logging.WARNING)
        logger.addFilter(_ONE_LINE)
