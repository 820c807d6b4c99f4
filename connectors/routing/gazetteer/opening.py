"""Finds the gazetteer's file, or has it built the first time.

It lies in the virtual environment, `share/kanelbulle` under sys.prefix, where that can be written, else in the user's
cache. Building is done by another process, which may take 250 MB for some seconds so that this one never does.
"""

import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from platformdirs import user_cache_path

from connectors.errors import ConnectorError
from connectors.routing.gazetteer.index import Gazetteer

VERSION = 1  # of the tables: a file of another version is built anew
FILE = f"places-{VERSION}.db"
TIME_TO_BUILD = timedelta(minutes=3)


class PlacesMissing(ConnectorError):
    """There is no gazetteer, and none can be built here."""


def open_gazetteer(folders: Sequence[Path] | None = None, *, time_to_build: timedelta = TIME_TO_BUILD) -> Gazetteer:
    """The gazetteer of this machine, built into the first folder that lets itself be written when there is none yet or it
    is damaged. Raises PlacesMissing with what to do."""
    paths = [folder / FILE for folder in (usual_folders() if folders is None else folders)]
    for path in paths:
        if gazetteer := _read(path):
            return gazetteer
    why = ""
    for path in paths:
        why = _build(path, time_to_build) or ""
        if not why and (gazetteer := _read(path)):
            return gazetteer
    wanted = " or ".join(str(path.parent) for path in paths)
    raise PlacesMissing(
        f"the place database cannot be built ({why or 'it is damaged'}): "
        f"make {wanted} writable and run python -m connectors.routing.gazetteer.build"
    )


def usual_folders() -> tuple[Path, Path]:
    return Path(sys.prefix) / "share" / "kanelbulle", user_cache_path("kanelbulle")


def _read(path: Path) -> Gazetteer | None:
    """The file, unless it is missing, damaged or of another version."""
    try:
        gazetteer = Gazetteer(path)
    except sqlite3.Error:
        return None
    if gazetteer.about.get("version") == str(VERSION) and gazetteer.named("Stockholm"):
        return gazetteer
    gazetteer.close()
    return None


def _build(path: Path, time_to_build: timedelta) -> str | None:
    """Why it could not be built, or None."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        done = subprocess.run(  # noqa: S603 - our own module, with our own path
            [sys.executable, "-m", "connectors.routing.gazetteer.build", str(path.absolute())],
            cwd=Path(__file__).parents[3],
            capture_output=True,
            text=True,
            timeout=time_to_build.total_seconds(),
            check=False,
        )
    except subprocess.TimeoutExpired:
        return "it took too long"
    except OSError as why:
        return why.strerror or "the folder cannot be made"
    last = done.stderr.strip().splitlines()[-1:] if done.returncode else []
    return last[0][:200] if last else None
