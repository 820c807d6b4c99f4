"""Finds the gazetteer's file, or has it built the first time.

It lies in the virtual environment, `share/kanelbulle` under sys.prefix, where that can be written, else in the user's
cache. Building is done by another process, which takes 400 MB for some seconds so that this one never does.
"""

import fcntl
import hashlib
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from platformdirs import user_cache_path

from connectors.errors import ConnectorError
from connectors.routing.gazetteer.index import VERSION, Gazetteer

TIME_TO_BUILD = timedelta(minutes=3)
LEFT_BEHIND = timedelta(days=30)  # a file that no version of ours has opened for so long is nobody's any more
_HERE = Path(__file__).parent


def tables_mark() -> str:
    """Changes when the tables beside this module, or what reads them, change."""
    mark = hashlib.blake2b(str(VERSION).encode(), digest_size=8)
    for path in sorted(path for path in _HERE.iterdir() if path.suffix in {".py", ".toml", ".csv"}):
        mark.update(path.read_bytes())
    return mark.hexdigest()


FILE = f"places-{tables_mark()}.db"  # two versions on one machine have a file each
ANY_FILE = "places-*.db"


class PlacesMissing(ConnectorError):
    """There is no gazetteer, and none can be built here."""


def open_gazetteer(folders: Sequence[Path] | None = None, *, time_to_build: timedelta = TIME_TO_BUILD) -> Gazetteer:
    """The gazetteer of this machine. When none of the folders has one, or a damaged one, or one built from other tables
    than ours, it is built into the first of them that can be written. Raises PlacesMissing, with what to do."""
    wanted = usual_folders() if folders is None else folders
    if found := _first_of_ours(wanted):
        return found
    try:
        return _build_and_open(wanted, time_to_build)
    except PlacesMissing:
        if (older := next(_readable(_newest_first(wanted)), None)) is not None:
            return older  # built from older tables, and better than none
        raise


def usual_folders() -> tuple[Path, Path]:
    return Path(sys.prefix) / "share" / "kanelbulle", user_cache_path("kanelbulle")


def _first_of_ours(folders: Sequence[Path]) -> Gazetteer | None:
    return next(_readable(folder / FILE for folder in folders), None)


def _readable(files: Iterable[Path]) -> Iterator[Gazetteer]:
    for file in files:
        try:
            yield Gazetteer(file)
        except sqlite3.Error:
            continue  # missing, damaged, or of another version


def _newest_first(folders: Sequence[Path]) -> list[Path]:
    files = (file for folder in folders for file in folder.glob(ANY_FILE))
    return sorted(files, key=lambda file: file.stat().st_mtime, reverse=True)


def _clear_out(folder: Path) -> None:
    """What earlier versions have left."""
    oldest = time.time() - LEFT_BEHIND.total_seconds()
    for file in folder.glob(ANY_FILE):
        if file.name != FILE and file.stat().st_mtime < oldest:
            file.unlink(missing_ok=True)


def _build_and_open(folders: Sequence[Path], time_to_build: timedelta) -> Gazetteer:
    folder = next((folder for folder in folders if _can_be_written(folder)), None)
    if folder is None:
        raise PlacesMissing(f"the place database needs a folder: make {folders[0]} or {folders[-1]} writable")
    with _one_at_a_time(folder):
        if found := _first_of_ours([folder]):  # another process was first
            return found
        why = _build(folder / FILE, time_to_build)
    if not why and (built := _first_of_ours([folder])):
        _clear_out(folder)
        return built
    raise PlacesMissing(
        f"the place database could not be built in {folder} ({why or 'the disk may be full'}): "
        "run python -m connectors.routing.gazetteer.build and see what it says"
    )


def _can_be_written(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


@contextmanager
def _one_at_a_time(folder: Path) -> Iterator[None]:
    """Lets the web, the worker and the clock of a first start wait for one build. A process that dies lets go."""
    number = os.open(folder / f"{FILE}.lock", os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(number, fcntl.LOCK_EX)
        yield
    finally:
        os.close(number)


def _build(path: Path, time_to_build: timedelta) -> str:
    """Why it could not be built, or nothing."""
    command = [sys.executable, "-m", "connectors.routing.gazetteer.build", str(path.absolute())]
    try:
        done = subprocess.run(  # noqa: S603 - our own module, with our own path
            command,
            cwd=_HERE.parents[2],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=time_to_build.total_seconds(),
            check=False,
        )
    except subprocess.TimeoutExpired:
        return "it took too long"
    return "" if done.returncode == 0 else (done.stderr.strip().splitlines() or ["no reason given"])[-1][:200]
