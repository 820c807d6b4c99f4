"""One kind of fault at a time, each on a service of real processes, which ends as if nothing had been."""

from pathlib import Path

import pytest

from tests.servers.disks import MISSING, has_fiu, small_disk
from tests.storm import UNLUCKY, storm

pytestmark = pytest.mark.storm


@pytest.mark.parametrize(
    "only",
    [
        ("messages again", "messages in another order"),
        ("queue away", "queue frozen"),
    ],
)
def test_a_fault_leaves_no_trace(tmp_path: Path, only: tuple[str, ...]) -> None:
    happened = storm(tmp_path, f"sqlite:///{tmp_path / 'kanelbulle.db'}", strikes=2, seed=3, only=only, sellers=1)
    assert set(happened) == set(only)


@pytest.mark.skipif(not has_fiu(), reason=MISSING)
def test_a_disk_that_fails_now_and_then_leaves_no_trace(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'kanelbulle.db'}"
    storm(tmp_path, url, strikes=2, seed=1, only=("disk errors",), sellers=1, workers=1)
    assert "OperationalError" in (tmp_path / f"{UNLUCKY}.log").read_text()


def test_a_full_disk_leaves_no_trace(tmp_path: Path) -> None:
    try:
        with small_disk(tmp_path / "disk") as disk:
            url = f"sqlite:///{disk.folder / 'kanelbulle.db'}"
            happened = storm(tmp_path, url, strikes=1, seed=1, only=("disk full",), sellers=1, disk=disk)
    except PermissionError as error:
        pytest.skip(str(error))
    assert happened == ["disk full"]  # and nobody had to be started again
    assert "OperationalError" in "".join(log.read_text() for log in tmp_path.glob("worker*.log"))


def test_clocks_that_jump_leave_no_trace(tmp_path: Path) -> None:
    """Forward a day, back an hour, back a week; the jobs come again when they should all the same."""
    url = f"sqlite:///{tmp_path / 'kanelbulle.db'}"
    happened = storm(
        tmp_path, url, strikes=6, seed=1, only=("clocks jump",), sellers=1, jumpy=("worker0", "worker1", "clock")
    )
    assert not [one for one in happened if "started again" in one]
