"""What a vendor has been asked: its quotas count it too."""

from collections import Counter
from dataclasses import dataclass


@dataclass(slots=True)
class Spent:
    """What a connection has cost: requests (each part of a batch is one), and bytes that came. It only grows."""

    requests: int = 0
    bytes: int = 0
    throttled: int = 0
    failed: int = 0

    def counts(self) -> Counter[str]:
        return Counter(requests=self.requests, bytes=self.bytes, throttled=self.throttled, failed=self.failed)
