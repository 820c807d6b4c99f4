"""`make torture`: storms of a hundred strikes on each database, as many rounds as asked for.

python -m tests.torture [rounds] [strikes]
"""

import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.servers.postgres import running_postgres
from tests.storm import storm

A_MINUTE = 60.0  # once a round the queue is away for so long


def main(rounds: int, strikes: int) -> None:
    with running_postgres() as postgres:
        for number in range(rounds):
            for kind in ("sqlite", "postgresql"):
                began = time.monotonic()
                with tempfile.TemporaryDirectory() as folder:
                    url = f"sqlite:///{folder}/kanelbulle.db" if kind == "sqlite" else postgres.new_database()
                    server = None if kind == "sqlite" else postgres
                    happened = storm(
                        Path(folder), url, strikes=strikes, seed=number, postgres=server, away=A_MINUTE
                    )
                told = ", ".join(f"{count} x {what}" for what, count in sorted(Counter(happened).items()))
                print(f"round {number + 1}, {kind}: clean in {time.monotonic() - began:.0f} s ({told})", flush=True)


if __name__ == "__main__":
    asked = [int(one) for one in sys.argv[1:3]]
    main(*asked, *(1, 100)[len(asked) :])
