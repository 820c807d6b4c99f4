"""For tests with Outlook in them: a conftest imports the two by name, as tests/simulators/conftest.py does."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.simulators.npm import Missing
from tests.simulators.outlook.browser import running_chromium
from tests.simulators.outlook.office_js import OFFICE_JS


@pytest.fixture(scope="session")
def office_js() -> Path:
    """Where the vendor's office.js is; without a package registry the test is left out."""
    try:
        return OFFICE_JS.unpack()
    except Missing as lacking:
        pytest.skip(f"no office.js: {lacking}")


@pytest.fixture(scope="module")
def chromium(office_js: Path) -> Iterator[Browser]:
    """One for all tests of a module; none is started where there is no office.js."""
    with running_chromium() as browser:
        yield browser
