"""What signals say to whoever waits in the main thread: a child has ended, or it is time to stop.

A handler only writes into a pipe, on which the wait sleeps. https://docs.python.org/3/library/signal.html#execution-of-python-signal-handlers
"""

import logging
import os
import select
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from time import monotonic
from types import FrameType

log = logging.getLogger(__name__)

SAME = timedelta(seconds=1)  # a signal from a terminal and one from a supervisor within this are the same
CHILD_OR_STOP = (signal.SIGCHLD, signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


class Told(BaseException):
    """Breaks off what is done meanwhile."""


@dataclass(slots=True)
class Ears:
    """What signals say, and a wait that any of them ends."""

    heard: int
    calls: int
    told: int = 0
    _at: float = 0.0
    _breaking: bool = False

    def hear(self, number: int, _frame: FrameType | None) -> None:
        with suppress(BlockingIOError):
            os.write(self.calls, b".")
        if number == signal.SIGCHLD or (self.told and monotonic() - self._at < SAME.total_seconds()):
            return
        self.told, self._at = self.told + 1, monotonic()
        if self._breaking:
            raise Told

    def wait(self, seconds: float) -> None:
        if select.select([self.heard], [], [], max(0.0, seconds))[0]:
            os.read(self.heard, 1000)

    def call(self, meanwhile: Callable[[], object]) -> None:
        try:
            self._breaking = True
            if not self.told:
                meanwhile()
        except Exception as error:
            log.warning("what is done meanwhile broke with %s", type(error).__name__)
        finally:
            self._breaking = False


@contextmanager
def listening() -> Iterator[Ears]:
    with a_pipe() as (heard, calls):
        os.set_blocking(calls, False)
        ears = Ears(heard, calls)
        before = {number: signal.signal(number, ears.hear) for number in CHILD_OR_STOP if not _nohup(number)}
        try:
            yield ears
        finally:
            for number, listener in before.items():
                signal.signal(number, listener)


def _nohup(number: signal.Signals) -> bool:
    """Ctrl-C is heard also where a shell put us in the background, deaf to it; `nohup` is meant."""
    return number == signal.SIGHUP and signal.getsignal(number) == signal.SIG_IGN


@contextmanager
def a_pipe() -> Iterator[tuple[int, int]]:
    ends = os.pipe()
    try:
        yield ends
    finally:
        for end in ends:
            os.close(end)
