"""A process that has the queue's own server, says whether it owns it, and stops it when its input ends."""

import sys
from datetime import timedelta
from pathlib import Path

from workers.valkey import Embedded


def main(home: str, seconds: str = "20") -> None:
    with Embedded(Path(home), patience=timedelta(seconds=float(seconds))) as server:
        print("owner" if server.owned else "guest", flush=True)
        sys.stdin.readline()
