"""How fast a calendar file is read, as ratios in one run: `.venv/bin/python -m tests.bench.reading`.

Every measure is taken in a process of its own, from the process's point of view: its seconds, its peak memory.
"""

import resource
import subprocess
import sys
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

STOCKHOLM = ZoneInfo("Europe/Stockholm")
NOW = datetime(2026, 11, 23, 8, tzinfo=STOCKHOLM)
ROUNDS = 3
LIMITS = {"time": 0.2, "second look": 0.1, "memory": 0.5}


def main() -> int:
    """Prints one row a dialect; exit code 1 when a limit is passed."""
    from tests.bench.calendars import DIALECTS, write_export

    passed = True
    print(
        f"{'export':10} {'MB':>5} {'icalendar':>10} {'read':>7} {'ratio':>6} {'1 % new':>8} {'ratio':>6} {'MB peak':>12} {'ratio':>6}"
    )
    with tempfile.TemporaryDirectory() as folder:
        for dialect in DIALECTS:
            path = write_export(Path(folder, f"{dialect}.ics"), dialect=dialect)
            later = write_export(Path(folder, f"{dialect}-later.ics"), dialect=dialect, changed=0.01)
            mark = Path(folder, f"{dialect}.mark")
            theirs = _measured("icalendar", path, rounds=1)
            ours = _measured("read", path, mark)
            again = _measured("again", later, mark)
            ratios = {"time": ours[0] / theirs[0], "second look": again[0] / ours[0], "memory": ours[1] / theirs[1]}
            print(
                f"{dialect:10} {path.stat().st_size / 1e6:5.1f} {theirs[0]:9.2f}s {ours[0]:6.2f}s {ratios['time']:6.3f} "
                f"{again[0]:7.3f}s {ratios['second look']:6.3f} {ours[1]:5.0f} / {theirs[1]:4.0f} {ratios['memory']:6.3f}"
            )
            passed = passed and all(ratios[name] <= limit for name, limit in LIMITS.items())
    return 0 if passed else 1


def _measured(what: str, *paths: Path, rounds: int = ROUNDS) -> tuple[float, float]:
    """The best time in seconds and the least peak in MB of some rounds."""
    runs = []
    for _ in range(rounds):
        command = [sys.executable, "-m", "tests.bench.reading", what, *map(str, paths)]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
        runs.append((float(said[0]), float(said[1])))
    return min(run[0] for run in runs), min(run[1] for run in runs)


def measure(what: str, path: Path, mark: Path | None) -> None:
    """One measure in this process: seconds, then peak memory in MB."""
    if what == "icalendar":
        import icalendar

        data = path.read_bytes()
        begun = time.process_time()
        icalendar.Calendar.from_ical(data)
    else:
        from connectors.calendars import SyncMark, Window
        from connectors.ics import CalendarFiles, Source

        window = Window(NOW - timedelta(days=3650), NOW - timedelta(days=730), NOW + timedelta(days=180))
        known = SyncMark(mark.read_bytes()) if mark and what == "again" else None
        begun = time.process_time()
        last = None
        for page in CalendarFiles([Source(path.name, path)], zone=STOCKHOLM).changes(window, known):
            last = page.mark
        if what == "read" and mark and last:
            mark.write_bytes(last.state)
    print(time.process_time() - begun, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000)


if __name__ == "__main__":
    if len(sys.argv) > 2:
        measure(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]) if len(sys.argv) > 3 else None)
    else:
        sys.exit(main())
