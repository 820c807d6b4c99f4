"""Microsoft 365, played, with Astrid's calendar in it, and the office behind her pane."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.plugin.outlook.rig import Pane
from tests.simulators.certificates import Authority
from tests.simulators.microsoft.entra import Entra, entra_server
from tests.workers.outlook import an_outlook


@pytest.fixture(scope="session")
def running_entra(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Entra]:
    with entra_server(Authority(tmp_path_factory.mktemp("entra"))) as entra:
        yield entra


@pytest.fixture
def entra(running_entra: Entra) -> Entra:
    running_entra.start_over()
    return running_entra


@pytest.fixture
def pane(tmp_path: Path, made_file: Path, entra: Entra) -> Iterator[Pane]:
    database = tmp_path / "kanelbulle.db"
    database.write_bytes(made_file.read_bytes())
    with an_outlook(tmp_path / "home", f"sqlite:///{database}") as outlook:
        yield Pane(outlook, entra)
        outlook.office.store.close()
