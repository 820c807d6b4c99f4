"""Microsoft's sign-in, started once for each module that asks for it, and put back as it was before each test."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from connectors.microsoft.registration import Registration
from tests.simulators.certificates import Authority
from tests.simulators.microsoft.entra import CLIENT_ID, NORDVERK, SECRET, Entra, entra_server


@pytest.fixture(scope="module")
def running_entra(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Entra]:
    folder: Path = tmp_path_factory.mktemp("entra")
    with entra_server(Authority(folder)) as entra:
        yield entra


@pytest.fixture
def entra(running_entra: Entra) -> Entra:
    running_entra.start_over()
    return running_entra


@pytest.fixture
def ours(entra: Entra) -> Registration:
    """Registered for any company."""
    return Registration(client_id=CLIENT_ID, secret=SECRET, authority=entra.url, trust=entra.trust)


@pytest.fixture
def of_nordverk(ours: Registration) -> Registration:
    """Registered for one company."""
    return replace(ours, tenant_id=NORDVERK)
