"""The watch itself works: what never ends does not hold up the tests."""

import re
import signal

import pytest

from tests import patience as watched
from tests.patience import patience


def test_what_never_ends_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watched, "CPU_SECONDS", 0.05)
    with pytest.raises(TimeoutError), patience():
        re.match(r"(a+)+$", "a" * 64 + "b")
    assert signal.getitimer(signal.ITIMER_PROF)[0] == 0
