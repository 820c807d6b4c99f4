"""An end to what would never end. Not a stopwatch: it is far above what anything takes on any machine."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

CPU_SECONDS = 30.0


@contextmanager
def patience(cpu_seconds: float = CPU_SECONDS) -> Iterator[None]:
    """Whoever uses this much of the processor inside is stopped by a TimeoutError."""

    def enough(_: int, frame: FrameType | None) -> None:
        raise TimeoutError(f"it would take for ever, in {frame.f_code.co_qualname if frame else '?'}")

    before = signal.signal(signal.SIGPROF, enough)
    signal.setitimer(signal.ITIMER_PROF, cpu_seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
