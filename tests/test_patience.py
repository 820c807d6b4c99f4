"""The watch itself works: what never ends does not hold up the tests."""

import re
import signal

import pytest

from tests.patience import patience


def test_what_never_ends_is_stopped() -> None:
    with pytest.raises(TimeoutError), patience(0.05):
        re.match(r"(a+)+$", "a" * 64 + "b")
    assert signal.getitimer(signal.ITIMER_PROF)[0] == 0
