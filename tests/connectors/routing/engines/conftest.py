"""What the engines' tests share: a way to ask without waiting, a clock that is moved by hand, and a word at the end on
which OSRM was asked."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest

from connectors.routing.engines.polite import Polite
from tests.connectors.routing.engines import real_osrm
from tests.world import NOW


class HandClock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def move(self, **length: float) -> None:
        self.now += timedelta(**length)


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def ask(clock: HandClock) -> Iterator[Callable[..., Polite]]:
    """Makes a Polite that never waits; what a test tells goes before."""
    made: list[Polite] = []

    def make(**more: object) -> Polite:
        settings: dict[str, object] = {
            "per_second": 1000,
            "burst": 1000,
            "expire": timedelta(days=1),
            "timeout": timedelta(seconds=5),
            "patience": timedelta(),
            "clock": clock,
        }
        made.append(Polite("engine", **{**settings, **more}))  # type: ignore[arg-type]  # a test may tell anything
        return made[-1]

    yield make
    for polite in made:
        polite.close()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    real = f"a real server ({real_osrm.SERVER}) and " if real_osrm.is_ready() else ""
    terminalreporter.write_line(f"OSRM was asked as {real}recorded answers.")
