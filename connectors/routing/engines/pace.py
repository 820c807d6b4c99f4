"""How often an engine may be asked: one bucket a host, on the caller's clock, shared by every thread of the process.

With a file the buckets are shared by every process as well. https://pyratelimiter.readthedocs.io
"""

import re
import sqlite3
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from pyrate_limiter import InMemoryBucket, Rate, RateItem, SQLiteBucket
from pyrate_limiter.abstracts import AbstractBucket, BucketFactory

MILLISECOND = timedelta(milliseconds=1)


class SharedBucket(SQLiteBucket):
    """A bucket in a file. Counting and putting are one transaction, so that two processes never both take the last place."""

    def put(self, item: RateItem) -> bool:
        with self.lock:
            self.conn.execute("BEGIN IMMEDIATE")
            try:
                return super().put(item)
            finally:
                self.conn.rollback()  # nothing to undo when the item was put: put() commits


class Paced(BucketFactory):
    """`burst` questions in a row, then one every 1 / `per_second`."""

    def __init__(
        self, *, per_second: float, burst: int, clock: Callable[[], datetime], path: Path | None = None
    ) -> None:
        self._rate = Rate(burst, max(1, round(burst * 1000 / per_second)))
        self._clock = clock
        self._path = path
        self._buckets: dict[str, AbstractBucket] = {}

    def wrap_item(self, name: str, weight: int = 1) -> RateItem:
        return RateItem(name, round(self._clock().timestamp() * 1000), weight)

    def get(self, item: RateItem) -> AbstractBucket:
        bucket = self._buckets.get(item.name)
        if bucket is None:
            bucket = self._buckets.setdefault(item.name, self._open(item.name))
        self._tidy(bucket, item.timestamp)
        return bucket

    def wait(self, name: str) -> timedelta:
        """How long until the next question to this host would be in its turn."""
        item = self.wrap_item(name)
        blocking = self.get(item).peek(self._rate.limit - 1)
        if not isinstance(blocking, RateItem):
            return timedelta()
        return max(timedelta(), (blocking.timestamp + self._rate.interval - item.timestamp) * MILLISECOND)

    def owned_buckets(self) -> list[AbstractBucket]:
        return list(self._buckets.values())

    def _open(self, name: str) -> AbstractBucket:
        if self._path is None:
            return InMemoryBucket([self._rate])
        self._path.touch(mode=0o600)
        connection = sqlite3.connect(self._path, isolation_level=None, check_same_thread=False)
        table = "pace_" + re.sub(r"\W", "_", name, flags=re.ASCII)
        connection.execute(f"CREATE TABLE IF NOT EXISTS '{table}' (name VARCHAR, item_timestamp INTEGER)")
        return SharedBucket([self._rate], connection, table)

    def _tidy(self, bucket: AbstractBucket, now: int) -> None:
        """Old questions leave, and so do those from the future: somebody set the clock back."""
        bucket.leak(now)
        newest = bucket.peek(0)
        if isinstance(newest, RateItem) and newest.timestamp > now + self._rate.interval:
            bucket.flush()
