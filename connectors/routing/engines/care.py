"""How an engine is asked: within what a look may cost, letting no failure through, and counted."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from typing import TypeVar

from connectors.errors import ConnectorError

T = TypeVar("T")

log = logging.getLogger(__name__)

BUDGET = 10_000  # questions an instance may ask


def never() -> bool:
    return False


@dataclass(slots=True)
class Tally:
    """What became of the questions; `fell_back` counts the answers that are the twin's though the engine was asked or
    should have been."""

    asked: int = 0
    failed: int = 0
    fell_back: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.asked + other.asked, self.failed + other.failed, self.fell_back + other.fell_back)

    def __str__(self) -> str:
        return f"{self.asked} questions, {self.failed} failed, {self.fell_back} estimated"


@dataclass(slots=True)
class Care:
    """Asks while the `budget` lasts and until it `is_over`, lets no failure through, and counts."""

    budget: int = BUDGET
    is_over: Callable[[], bool] = never
    tally: Tally = field(default_factory=Tally)
    _lock: Lock = field(default_factory=Lock)

    def ask(self, question: Callable[[], T]) -> T | None:
        with self._lock:
            if self.tally.asked >= self.budget or self.is_over():
                return None
            self.tally.asked += 1
        try:
            return question()
        except ConnectorError as failure:
            log.info("%s: %s", type(failure).__name__, failure)
        except Exception as error:  # an answer nobody thought of must not cost the seller her page
            log.warning("an engine's answer ended in %s", type(error).__name__)
        with self._lock:
            self.tally.failed += 1
        return None

    def fall_back(self) -> None:
        with self._lock:
            self.tally.fell_back += 1
