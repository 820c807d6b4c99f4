"""How fast a calendar file is read, beside icalendar's parsing alone; and how fast once more with 1 % of it changed.

Every measure is taken in a process of its own, from the process's point of view: its seconds, its peak memory.
Run by itself: `python -m tests.bench.reading`.
"""

import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from tests.bench.table import Row, ratio
from tests.world import NOW, STOCKHOLM

ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Spent:
    """What one process took: CPU seconds, and the most memory it had, in megabytes."""

    seconds: float
    megabytes: float


def rows() -> list[Row]:
    from tests.bench.calendars import DIALECTS

    return [row for dialect in DIALECTS for row in _rows_of(dialect)]


def _rows_of(dialect: str) -> list[Row]:
    from tests.bench.calendars import write_export

    with tempfile.TemporaryDirectory() as folder:
        path = write_export(Path(folder, "export.ics"), dialect=dialect)
        later = write_export(Path(folder, "later.ics"), dialect=dialect, changed=0.01)
        mark = Path(folder, "mark")
        theirs = _spent("icalendar", path, rounds=1)
        ours = _spent("read", path, mark)
        again = _spent("again", later, mark)
    what = f"Reading, {dialect} export"
    return [
        Row(
            f"{what}: CPU time beside icalendar's from_ical alone ({ours.seconds:.2f} s / {theirs.seconds:.1f} s)",
            ratio(ours.seconds, theirs.seconds),
            "0.2 or less",
        ),
        Row(
            f"{what}: peak memory beside the same ({ours.megabytes:.0f} MB / {theirs.megabytes:.0f} MB)",
            ratio(ours.megabytes, theirs.megabytes),
            "below 0.5",
        ),
        Row(
            f"{what}: a second look, 1 % changed, beside the first ({again.seconds:.3f} s / {ours.seconds:.2f} s)",
            ratio(again.seconds, ours.seconds),
            "below 0.1",
        ),
    ]


def _spent(what: str, *paths: Path, rounds: int = ROUNDS) -> Spent:
    """The best time and the least peak of some rounds."""
    command = [sys.executable, "-m", "tests.bench.reading", what, *map(str, paths)]
    runs = [subprocess.run(command, capture_output=True, text=True, check=True).stdout.split() for _ in range(rounds)]
    return Spent(min(float(run[0]) for run in runs), min(float(run[1]) for run in runs))


def measure(what: str, path: Path, mark: Path | None = None) -> None:
    """One measure in this process: seconds, then peak memory in MB. Only what is measured is loaded."""
    taken = _parse(path) if what == "icalendar" else _read(path, mark, again=what == "again")
    print(taken, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000)


def _parse(path: Path) -> float:
    import icalendar

    data = path.read_bytes()
    begun = time.process_time()
    icalendar.Calendar.from_ical(data)
    return time.process_time() - begun


def _read(path: Path, mark: Path | None, *, again: bool) -> float:
    from connectors.calendars import SyncMark, Window
    from connectors.ics import CalendarFiles, Source

    window = Window(NOW - timedelta(days=3650), NOW - timedelta(days=730), NOW + timedelta(days=180))
    known = SyncMark(mark.read_bytes()) if mark and again else None
    begun = time.process_time()
    last = None
    for page in CalendarFiles([Source(path.name, path)], zone=STOCKHOLM).changes(window, known):
        last = page.mark
    taken = time.process_time() - begun
    if mark and last and not again:
        mark.write_bytes(last.state)
    return taken


if __name__ == "__main__":
    if len(sys.argv) > 1:
        measure(sys.argv[1], *map(Path, sys.argv[2:]))
    else:
        for row in rows():
            print(f"{row.what}: {row.figure} (aim: {row.aim})")
