"""When an answer has to be whole. Time-outs of sockets begin anew with every byte; this one does not."""

import socket
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from threading import Lock, Timer
from types import TracebackType


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long to wait for a connection, for the next byte, and for all of it, redirects and all."""

    connect: timedelta = timedelta(seconds=10)
    read: timedelta = timedelta(seconds=30)
    total: timedelta = timedelta(minutes=2)


class Deadline:
    """Hangs up all connections it watches when the time is over, whatever they are waiting for."""

    def __init__(self, total: timedelta) -> None:
        self._end = time.monotonic() + total.total_seconds()
        self._timer = Timer(total.total_seconds(), self._hang_up)
        self._timer.daemon = True
        self._watched: list[socket.socket] = []
        self._lock = Lock()

    @property
    def left(self) -> float:
        """In seconds, as sockets count. Raises TimeoutError when none are."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left

    @property
    def has_passed(self) -> bool:
        return time.monotonic() >= self._end

    def watch(self, connection: socket.socket) -> None:
        """A copy is kept: TLS takes the connection over and leaves the first one empty."""
        with self._lock:
            self._watched.append(connection.dup())
        if self.has_passed:
            self._hang_up()

    def _hang_up(self) -> None:
        with self._lock:
            for connection in self._watched:
                with suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)

    def __enter__(self) -> "Deadline":
        self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.cancel()
        with self._lock:
            while self._watched:
                self._watched.pop().close()
