"""How we are registered at Microsoft."""

from dataclasses import replace

import pytest

from connectors.microsoft.registration import Registration
from tests.simulators.microsoft.entra import CLIENT_ID, NORDVERK, SECRET, Entra


@pytest.fixture
def ours(entra: Entra) -> Registration:
    """Registered for any company."""
    return Registration(client_id=CLIENT_ID, secret=SECRET, authority=entra.url, trust=entra.trust)


@pytest.fixture
def of_nordverk(ours: Registration) -> Registration:
    """Registered for one company."""
    return replace(ours, tenant_id=NORDVERK)
