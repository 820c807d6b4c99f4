"""What goes wrong now and then with any vendor: told to `next`, each strikes once."""

import threading
from dataclasses import dataclass, replace
from enum import Enum
from fnmatch import fnmatchcase

from tests.simulators.wire import Asked


class Wire(Enum):
    """How an answer reaches the client."""

    WHOLE = "whole"
    HALF = "half"  # half of it, as if that were all
    CUT = "cut"  # half of what it says it sends
    DRIP = "drip"
    NOTHING = "nothing"  # the connection breaks


@dataclass(frozen=True)
class Trouble:
    """`instead` is answered and nothing done; without, what is asked is done where `done`, and the wire plays up."""

    instead: Exception | None = None
    done: bool = True
    wire: Wire = Wire.WHOLE
    pause: float = 0.0
    until: threading.Event | None = None  # before which nothing is answered
    path: str = "*"
    method: str = "*"

    def strikes(self, asked: Asked) -> bool:
        return fnmatchcase(asked.path.lower(), self.path.lower()) and fnmatchcase(asked.method, self.method)

    def only(self, path: str, method: str) -> "Trouble":
        """Where it strikes already, but for what is told otherwise."""
        return replace(self, path=self.path if path == "*" else path, method=self.method if method == "*" else method)


def hang_up() -> Trouble:
    """Before anything is done."""
    return Trouble(done=False, wire=Wire.NOTHING)


def lost_answer() -> Trouble:
    """What is asked is done, and nobody hears of it."""
    return Trouble(wire=Wire.NOTHING)


def half_json() -> Trouble:
    return Trouble(wire=Wire.HALF)


def cut_short() -> Trouble:
    return Trouble(wire=Wire.CUT)


def slow(pause: float = 0.02) -> Trouble:
    """Byte by byte, `pause` seconds after each, until the client has gone or the test is over."""
    return Trouble(wire=Wire.DRIP, pause=pause)


def held(until: threading.Event) -> Trouble:
    """Nothing is answered before `until`; meanwhile whoever is asked counts one request more."""
    return Trouble(until=until)
