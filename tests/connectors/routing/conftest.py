"""One gazetteer for all tests of places, and the geocoder on it; built on this machine by the first test that asks."""

from collections.abc import Iterator

import pytest

from connectors.routing.gazetteer import Gazetteer, open_gazetteer
from connectors.routing.offline_geocoder import OfflineGeocoder


@pytest.fixture(scope="session")
def gazetteer() -> Iterator[Gazetteer]:
    opened = open_gazetteer()
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def geocoder(gazetteer: Gazetteer) -> OfflineGeocoder:
    return OfflineGeocoder(gazetteer)
