"""`make torture`: storms of a hundred strikes on each database, as many rounds as asked for.

python -m tests.torture [rounds] [strikes] [database]...

Every round has a chance of its own; "6-10" are the sixth to the tenth.
"""

import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.servers.disks import SmallDisk, small_disk
from tests.servers.postgres import running_postgres
from tests.storm import storm

A_MINUTE = 60.0  # once a round the queue is away for so long
KINDS = ("sqlite", "postgresql")


def main(rounds: str = "1", strikes: str = "100", *kinds: str) -> None:
    first, last = _range(rounds)
    with running_postgres() as postgres:
        for number in range(first, last + 1):
            for kind in kinds or KINDS:
                began = time.monotonic()
                with tempfile.TemporaryDirectory() as folder, _a_disk(Path(folder)) as disk:
                    place = disk.folder if disk else Path(folder)
                    url = f"sqlite:///{place}/kanelbulle.db" if kind == "sqlite" else postgres.new_database()
                    happened = storm(
                        Path(folder),
                        url,
                        strikes=int(strikes),
                        seed=number - 1,
                        postgres=None if kind == "sqlite" else postgres,
                        away=A_MINUTE,
                        disk=disk if kind == "sqlite" else None,
                        jumpy=("worker1", "clock"),
                    )
                counts = Counter(one.partition(" (")[0] for one in happened)
                told = ", ".join(f"{count} x {what}" for what, count in sorted(counts.items()))
                print(f"round {number}, {kind}: clean in {time.monotonic() - began:.0f} s ({told})", flush=True)


def _range(rounds: str) -> tuple[int, int]:
    first, between, last = rounds.partition("-")
    return (int(first), int(last)) if between else (1, int(first))


@contextmanager
def _a_disk(folder: Path) -> Iterator[SmallDisk | None]:
    """One that can be full, where there can be one."""
    with ExitStack() as stack:
        try:
            disk = stack.enter_context(small_disk(folder / "disk"))
        except PermissionError as error:
            print(f"no disk is full: {error}")
            disk = None
        yield disk


if __name__ == "__main__":
    main(*sys.argv[1:])
