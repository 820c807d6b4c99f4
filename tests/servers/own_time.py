"""A worker or a clock of the service whose machine's clock is set while it runs: `python -m tests.servers.own_time worker FILE`.

FILE says how many seconds it is ahead, or behind with a minus. Everything else is as `kanelbulle worker` and `clock` are.
"""

import os
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from plugin.logs import write_logs
from plugin.serving import ask_until_told
from workers.duty import report_for_duty
from workers.office import open_office
from workers.queue import Queue
from workers.working import work


def set_ahead(file: Path, by: timedelta) -> None:
    new = file.with_suffix(".new")
    new.write_text(f"{by.total_seconds():.0f}")
    new.rename(file)


def main(kind: str, file: str) -> None:
    def clock() -> datetime:
        return datetime.now(UTC) + timedelta(seconds=int(Path(file).read_text()))

    write_logs()
    office = open_office(os.environ, clock=clock)
    if kind == "clock":
        ask_until_told(office)
        return
    report_for_duty(office)
    work(Queue(office.settings.redis_url))


if __name__ == "__main__":
    main(*sys.argv[1:])
