"""Microsoft 365, played, with Astrid's calendar in it, and the office behind her pane."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.plugin.outlook.rig import Pane
from tests.simulators.microsoft.entra import Entra
from tests.workers.outlook import an_outlook


@pytest.fixture
def pane(tmp_path: Path, made_file: Path, entra: Entra) -> Iterator[Pane]:
    database = tmp_path / "kanelbulle.db"
    database.write_bytes(made_file.read_bytes())
    with an_outlook(tmp_path / "home", f"sqlite:///{database}") as outlook:
        yield Pane(outlook, entra)
        outlook.office.store.close()
