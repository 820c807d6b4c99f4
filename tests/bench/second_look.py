"""Reading a calendar into the store, and the next export with one entry in a hundred changed."""

import tempfile
from pathlib import Path

from connectors.ics import Source
from tests.bench.calendars import write_export
from tests.bench.table import Row, ratio, seconds
from tests.world import ASTRID, NOW
from workers.calendar_files import read_files
from workers.office import open_office


def rows() -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        first = write_export(here / "first.ics", dialect="outlook", end=NOW)
        second = write_export(here / "second.ics", dialect="outlook", end=NOW, changed=0.01)
        office = open_office({"KANELBULLE_HOME": str(here / "home")}, clock=lambda: NOW)

        def read(file: Path) -> float:
            return seconds(lambda: read_files(office, [Source("export.ics", file)], owner=ASTRID.address), runs=1)

        anew, changed, same = read(first), read(second), read(second)
        office.store.close()
    return [
        Row(
            f"A second look, 1 % changed: CPU time beside the first ({changed:.2f} s / {anew:.2f} s)",
            ratio(changed, anew),
            "below 0.1",
        ),
        Row(f"A look at an unchanged file beside the first ({same:.3f} s)", ratio(same, anew)),
    ]
