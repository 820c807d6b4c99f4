"""The gazetteer of this machine, built by the first test that asks for it."""

from collections.abc import Iterator

import pytest

from connectors.routing.gazetteer import Gazetteer, open_gazetteer


@pytest.fixture(scope="session")
def gazetteer() -> Iterator[Gazetteer]:
    opened = open_gazetteer()
    yield opened
    opened.close()
