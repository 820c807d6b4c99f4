"""What a vendor's rooms are opened with: settings, store and clock. An office has all three; its parts need know no more."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from workers.settings import Settings
from workers.store import Store


class Means(Protocol):
    @property
    def settings(self) -> Settings: ...

    @property
    def store(self) -> Store: ...

    @property
    def clock(self) -> Callable[[], datetime]: ...

    @property
    def hurried(self) -> bool: ...
