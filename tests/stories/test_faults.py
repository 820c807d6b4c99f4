"""One kind of fault at a time, each on a service of real processes, which ends as if nothing had been."""

from pathlib import Path

import pytest

from tests.storm import storm


@pytest.mark.parametrize(
    "only",
    [
        ("messages again", "messages in another order"),
        ("queue away", "queue frozen"),
    ],
)
def test_a_fault_leaves_no_trace(tmp_path: Path, only: tuple[str, ...]) -> None:
    happened = storm(tmp_path, f"sqlite:///{tmp_path / 'kanelbulle.db'}", strikes=4, seed=3, only=only, sellers=1)
    assert set(happened) == set(only)
