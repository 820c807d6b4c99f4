"""Looks after the processes of an office: starts them, starts again what dies, and leaves none behind.

The parent of all of them keeps one end of a pipe; however it ends, the others see the pipe end. man7.org/linux/man-pages/man7/pipe.7.html
"""

import logging
import os
import signal
import subprocess
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from math import inf
from time import monotonic, sleep

from plugin.listening import Ears, Told, a_pipe, listening

log = logging.getLogger(__name__)

GOODBYE = timedelta(seconds=30)  # from SIGTERM to SIGKILL


@dataclass(frozen=True, slots=True)
class Child:
    """`command` calls `leave_with_parent` before anything else: its standard input is our pipe. `environment` is
    all it finds there; None for ours."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Manners:
    """How long is waited for what."""

    first: timedelta = timedelta(seconds=1)  # before what died is started again
    most: timedelta = timedelta(seconds=30)
    well: timedelta = timedelta(minutes=1)  # what has lived so long begins with the first pause again
    goodbye: timedelta = GOODBYE
    beat: timedelta = timedelta(seconds=5)  # between two times of what is done meanwhile

    def pause(self, last: timedelta, *, lived: timedelta) -> timedelta:
        """After a life, and the pause before it."""
        return self.first if lived >= self.well else min(self.most, max(self.first, 2 * last))


AS_USUAL = Manners()


def leave_with_parent(pipe: int = 0, *, goodbye: timedelta = GOODBYE) -> None:
    """When our parent has ended, however, we are told SIGTERM by ourselves, and end at the latest a `goodbye` after."""

    def watch() -> None:
        with suppress(OSError):
            while os.read(pipe, 1):
                pass
        os.kill(os.getpid(), signal.SIGTERM)
        sleep(goodbye.total_seconds())
        os.kill(os.getpid(), signal.SIGKILL)

    threading.Thread(target=watch, name="leave-with-parent", daemon=True).start()


def tend(
    children: Sequence[Child], *, meanwhile: Callable[[], object] | None = None, manners: Manners = AS_USUAL
) -> None:
    """Until SIGTERM, SIGINT or SIGHUP; a second one does not wait for goodbyes. Only in the main thread.

    `meanwhile` is called now and then; a signal breaks it off, and its errors are logged.
    """
    with a_pipe() as (lifeline, _), listening() as ears:
        tended = [_Tended(child, manners, lifeline) for child in children]
        try:
            _look_after(tended, ears, meanwhile, manners.beat)
        finally:
            _stop(tended, ears, manners.goodbye)


def _look_after(
    tended: Sequence["_Tended"], ears: Ears, meanwhile: Callable[[], object] | None, beat: timedelta
) -> None:
    due = 0.0
    with suppress(Told):
        while not ears.told:
            for one in tended:
                one.look()
            if meanwhile and monotonic() >= due:
                ears.call(meanwhile)
                due = monotonic() + beat.total_seconds()
            ears.wait(min([beat.total_seconds(), *(one.idle() for one in tended)]))


def _stop(tended: Sequence["_Tended"], ears: Ears, goodbye: timedelta) -> None:
    """Everybody is asked at once; who is not gone in time, or when we are told again, is ended with all it started."""
    until = monotonic() + goodbye.total_seconds()
    alive = [one.process for one in tended if one.process]
    for process in alive:
        process.terminate()
    while _anybody(alive) and monotonic() < until and ears.told < 2:
        ears.wait(until - monotonic())
    for process in alive:
        if process.poll() is None:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _anybody(processes: "Sequence[subprocess.Popen[bytes]]") -> bool:
    return any(process.poll() is None for process in processes)


@dataclass(slots=True)
class _Tended:
    child: Child
    manners: Manners
    lifeline: int
    process: "subprocess.Popen[bytes] | None" = None
    _began: float = 0.0
    _again: float = 0.0
    _pause: timedelta = timedelta()

    def look(self) -> None:
        code = self.process.poll() if self.process else None
        if code is not None:
            self._rest(f"ended with {code}")
        if self.process is None and monotonic() >= self._again:
            self._start()

    def idle(self) -> float:
        """Seconds until there is something to do."""
        return inf if self.process else max(0.0, self._again - monotonic())

    def _start(self) -> None:
        self._began = monotonic()
        try:
            self.process = subprocess.Popen(  # noqa: S603  the caller's own words
                self.child.command,
                env=self.child.environment,
                stdin=self.lifeline,
                start_new_session=True,  # a Ctrl-C is for us, who pass it on once
            )
        except OSError as error:
            self._rest(error.strerror or "cannot be started")

    def _rest(self, why: str) -> None:
        self.process = None
        self._pause = self.manners.pause(self._pause, lived=timedelta(seconds=monotonic() - self._began))
        self._again = monotonic() + self._pause.total_seconds()
        log.warning("%s: %s, starts again in %g s", self.child.name, why, self._pause.total_seconds())
