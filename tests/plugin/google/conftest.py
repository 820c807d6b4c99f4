"""Google, played, with Astrid's calendar in it, and the office behind the card beside it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.plugin.google.rig import Beside
from tests.workers.at_google import a_google


@pytest.fixture
def beside(tmp_path: Path, made_file: Path) -> Iterator[Beside]:
    database = tmp_path / "kanelbulle.db"
    database.write_bytes(made_file.read_bytes())
    with a_google(tmp_path / "home", f"sqlite:///{database}") as at_google:
        yield Beside(at_google)
        at_google.office.store.close()
