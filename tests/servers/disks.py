"""What may befall a disk: reads and writes of a process fail now and then, or there is no room left on it.

https://blitiri.com.ar/p/libfiu/ (fiu-run and fiu-ctrl, where the machine has them) and https://man7.org/linux/man-pages/man5/tmpfs.5.html
"""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from errno import EIO, ENOSPC
from pathlib import Path
from threading import Event
from time import monotonic

MISSING = "fiu-run is not installed: make test installs it where there is a package"
NOT_ROOT = "only root makes a disk of its own"
TROUBLES = (
    ("posix/io/rw/pwrite", ENOSPC, 1.0),
    ("posix/io/rw/pwrite", EIO, 0.3),
    ("posix/io/rw/pread", EIO, 0.3),
    ("posix/io/sync/fsync", EIO, 1.0),
    ("posix/io/rw/pwrite", ENOSPC, 0.05),
)
SECONDS = 20


def has_fiu() -> bool:
    return bool(shutil.which("fiu-run") and shutil.which("fiu-ctrl"))


@dataclass(frozen=True, slots=True)
class BadDisk:
    """Of processes that are started `under` it, and for the one that is told."""

    folder: Path

    @property
    def under(self) -> tuple[str, ...]:
        return ("fiu-run", "-x", "-f", str(self.folder / "fiu"))

    @contextmanager
    def broken(self, pid: int, number: int) -> Iterator[str]:
        """Meanwhile calls fail, one kind of them after the other; how."""
        point, code, often = TROUBLES[number % len(TROUBLES)]
        self._tell(pid, f"enable_random name={point},probability={often},failinfo={code}")
        try:
            yield f"{point} fails: {os.strerror(code)}"
        finally:
            if self._ears(pid).exists():  # it may have ended of it
                self._tell(pid, f"disable name={point}")

    def _tell(self, pid: int, command: str) -> None:
        deadline, pause = monotonic() + SECONDS, Event()
        while not self._ears(pid).exists():  # it listens once it has begun
            assert monotonic() < deadline, f"{pid} does not listen"
            pause.wait(0.02)
        subprocess.run(
            ["fiu-ctrl", "-f", str(self.folder / "fiu"), "-c", command, str(pid)],
            check=True,
            timeout=SECONDS,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def _ears(self, pid: int) -> Path:
        return self.folder / f"fiu-{pid}.in"


@dataclass(frozen=True, slots=True)
class SmallDisk:
    """A disk of its own that somebody else fills."""

    folder: Path

    def fill(self, *, but: int = 0) -> None:
        """But for so many bytes."""
        with (self.folder / "ballast").open("ab") as ballast:
            piece = self._room()
            while piece >= 4096:
                try:
                    os.posix_fallocate(ballast.fileno(), ballast.seek(0, os.SEEK_END), min(piece, self._room() - but))
                except (OSError, ValueError):  # somebody else took some of it meanwhile
                    piece //= 2

    def empty(self) -> None:
        (self.folder / "ballast").unlink(missing_ok=True)

    def _room(self) -> int:
        told = os.statvfs(self.folder)
        return told.f_bavail * told.f_frsize


@contextmanager
def small_disk(folder: Path, *, megabytes: int = 200) -> Iterator[SmallDisk]:
    """Raises PermissionError where none can be had."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=700", "none", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mount, check=False, capture_output=True).returncode:
        raise PermissionError(NOT_ROOT)
    try:
        yield SmallDisk(folder)
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)
