"""The queue's own server, for an office that names none: a Valkey on a socket in its home, owned by whoever runs the office.

https://valkey.io/topics/valkey.conf/; where it lives and with which options is in `valkey_home.py`.
"""

import logging
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from types import TracebackType

from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from workers.valkey_home import NoServer, ValkeyHome, find_program

log = logging.getLogger(__name__)

PATIENCE = timedelta(seconds=20)  # for a server to answer, and for one to stop
LAUNCHES = 2  # the second without what the server had kept


class Embedded:
    """Started by the first who asks, used by all in this home, stopped by its owner.

    An owner that is killed leaves the server running, and the next to ask adopts it. Two locks tell who lives, however
    a process ended: `owner` is held by the owner, `server` by the server itself.
    """

    def __init__(self, home: Path, *, patience: timedelta = PATIENCE) -> None:
        self._home = ValkeyHome(home.absolute() / "queue")
        self._patience = patience.total_seconds()
        self._owner: int | None = None
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"unix://{self._home.socket}"

    @property
    def owned(self) -> bool:
        """Whether it is ours to stop."""
        return self._owner is not None

    def start(self) -> None:
        """Afterwards it answers, ours or another owner's. To be called again and again: what has ended is mended.

        Raises NoServer.
        """
        if sys.platform == "win32":
            raise NoServer("the queue's own server does not run on Windows")
        try:
            self._home.make()
            self._start()
        except OSError as error:
            raise NoServer(f"the queue's own server cannot live in {self._home.folder}: {error.strerror}") from error

    def stop(self) -> None:
        """Nothing if it is another's."""
        if self._owner is None:
            return
        self._end()
        self._home.forget_socket()
        os.close(self._owner)
        self._owner = None

    def __enter__(self) -> "Embedded":
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _start(self) -> None:
        launched, until = 0, self._until()
        while not self._served():
            lock = self._home.lock("server") if self.owned else None
            if lock is not None:  # it does not live, and nobody but us may start it
                self._launch(lock, launched)
                launched, until = launched + 1, self._until()
            elif time.monotonic() > until:
                self._tire()
                until = self._until()
            time.sleep(0.01)

    def _served(self) -> bool:
        """Ours, if nobody who lives owns it; and whether it answers."""
        if self._owner is None:
            self._owner = self._home.lock("owner")
        server = Redis(unix_socket_path=str(self._home.socket), socket_timeout=1, retry=Retry(NoBackoff(), 0))
        try:
            return bool(server.ping())
        except (RedisError, OSError):  # also while it reads what it kept
            return False
        finally:
            server.close()

    def _launch(self, lock: int, launched: int) -> None:
        try:
            self._reap()
            if launched == LAUNCHES:
                raise NoServer(f"the queue's own server does not start: {self._home.last_words()}")
            if launched:
                log.warning("what the queue's own server kept is set aside: %s", self._home.last_words())
                self._home.set_aside()
            self._process = self._home.launch(find_program(), lock)
        finally:
            os.close(lock)  # the server holds it now

    def _tire(self) -> None:
        if self.owned:
            log.warning("the queue's own server does not answer, and is ended")
            self._end()
        if not self.owned or not self._gone():
            raise NoServer("the queue's own server does not answer, and cannot be ended")

    def _end(self) -> None:
        """Told to stop; ended if it does not."""
        for how in (signal.SIGTERM, signal.SIGKILL):
            pid = self._process.pid if self._process else self._home.pid()
            if self._gone() or pid is None:
                break
            with suppress(ProcessLookupError):
                os.kill(pid, how)
            self._wait_until_gone()
        self._reap()

    def _wait_until_gone(self) -> None:
        until = self._until()
        while not self._gone() and time.monotonic() < until:
            time.sleep(0.01)

    def _gone(self) -> bool:
        lock = self._home.lock("server")
        if lock is not None:
            os.close(lock)
        return lock is not None

    def _reap(self) -> None:
        if self._process is None:
            return
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(1)
        self._process = None

    def _until(self) -> float:
        return time.monotonic() + self._patience
