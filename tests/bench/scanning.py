"""The whole `kanelbulle scan` of a five-year export, as a process, beside a process that only lets icalendar parse the file."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.bench.calendars import write_export
from tests.bench.table import Row, ratio
from tests.world import NOW

PARSE = "import sys, icalendar; icalendar.Calendar.from_ical(open(sys.argv[1], 'rb').read())"
SCAN = "import sys; from plugin.cli import outcome; sys.exit(outcome(sys.argv[1:]))"


@dataclass(frozen=True, slots=True)
class Spent:
    """What one process took: CPU seconds, and the most memory it had, in megabytes."""

    seconds: float
    megabytes: float


def rows() -> list[Row]:
    measured = []
    for dialect in ("outlook", "google", "exchange"):
        with tempfile.TemporaryDirectory() as folder:
            file = write_export(Path(folder) / "export.ics", dialect=dialect, end=NOW)
            parsed = spent([sys.executable, "-c", PARSE, str(file)])
            scanned = spent([sys.executable, "-c", SCAN, "scan", str(file), "--json", "--now", NOW.isoformat()])
        size = f"{dialect} export"
        measured += [
            Row(
                f"Scan, {size}: CPU time beside icalendar's from_ical alone ({scanned.seconds:.1f} s / {parsed.seconds:.1f} s)",
                ratio(scanned.seconds, parsed.seconds),
                "0.333 or less, 0.15 in reach",
            ),
            Row(
                f"Scan, {size}: peak memory beside the same ({scanned.megabytes:.0f} MB / {parsed.megabytes:.0f} MB)",
                ratio(scanned.megabytes, parsed.megabytes),
                "below 0.5",
            ),
        ]
    return measured


def spent(command: Sequence[str]) -> Spent:
    """Runs a command to its end, its output read and dropped, and says what the kernel counted for it."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{command[0]} ... ended with {process.returncode}")
    return Spent(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1000)
