"""Google on this machine's own address, and how we are registered there."""

from collections.abc import Iterator

import pytest

from connectors.google.registration import Registration
from tests.simulators.google.accounts import CLIENT_ID, SECRET
from tests.simulators.google.google import Google, google_server


@pytest.fixture
def google() -> Iterator[Google]:
    with google_server() as made:
        yield made


@pytest.fixture
def ours(google: Google) -> Registration:
    return Registration(client_id=CLIENT_ID, secret=SECRET, accounts=google.accounts_url)
