"""A service that is struck again and again ends as if nothing had been. `make torture` lets it rage for longer."""

from pathlib import Path

import pytest

from tests.storm import storm

pytestmark = pytest.mark.storm


def test_a_service_that_is_struck_ends_as_if_nothing_had_been(
    database_url: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    postgres = request.getfixturevalue("postgres") if database_url.startswith("postgresql") else None
    happened = storm(tmp_path, database_url, strikes=4, seed=7, postgres=postgres)
    struck = [one for one in happened if not one.endswith("started again")]  # as some are whose database has just died
    assert len(struck) == 4
