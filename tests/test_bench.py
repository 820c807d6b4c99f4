"""Every measurement of `make bench` can be begun: they run by themselves, seldom, and lean on what the tests are made of."""

from importlib import import_module

import pytest

from tests.bench.__main__ import MEASUREMENTS


@pytest.mark.parametrize("name", MEASUREMENTS)
def test_a_measurement_finds_all_it_needs(name: str) -> None:
    assert callable(import_module(f"tests.bench.{name}").rows)
