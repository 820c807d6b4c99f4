"""What asking a vendor is tried with: tokens that change, answers in turn, an address where nobody listens, and what may never
be written down."""

import logging
import socket
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.simulators.loopback import Answer, Asked, Loopback


@dataclass
class Keys:
    """Gives tokens, the next one each time it is forced to; `asked` is how."""

    asked: list[tuple[bool, str | None]] = field(default_factory=list)
    fails: dict[int, Exception] = field(default_factory=dict)
    number: int = 1

    def __call__(self, *, force: bool = False, claims: str | None = None) -> str:
        self.asked.append((force, claims))
        if len(self.asked) in self.fails:
            raise self.fails[len(self.asked)]
        self.number += force
        return f"token{self.number}"


def in_turn(*answers: Answer) -> Callable[[Asked], Answer]:
    """These one after the other, and the last of them from then on."""
    left = list(answers)
    return lambda asked: left.pop(0) if len(left) > 1 else left[0]


def authorization(server: Loopback) -> list[str]:
    return [one.headers["authorization"] for one in server.asked]


def where_nobody_listens() -> str:
    with socket.create_server(("127.0.0.1", 0)) as shut:
        return f"http://127.0.0.1:{shut.getsockname()[1]}"


def leaks(records: list[logging.LogRecord], secrets: tuple[str, ...]) -> list[str]:
    """Lines with a secret in what was written down, of which there must be something."""
    written = [one.getMessage() + (one.exc_text or "") for one in records]
    assert written
    return [line for line in written for secret in secrets if secret in line]
