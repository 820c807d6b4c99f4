"""A vendor played by a process of its own, with 5,000 events of one busy seller: what it costs to play is nobody's.

The module says where it is, then does each word it reads and says what was asked meanwhile.
"""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from random import Random
from typing import Any

SINGLES, SERIES, WEEKS = 2_000, 50, 60
EVENTS = SINGLES + SERIES * WEEKS
BACK, AHEAD = 364, 55  # days
TOWNS = ("Trollhättan", "Kiruna", "Karlstad", "Borås", "Skövde", "Falun")
TITLES = ("Avstämning", "Genomgång av offert", "Uppföljning", "Demo", "Planering Q1", "Projektmöte", "Lunch")
WORDS = (
    "vi ser fram emot att gå igenom hur leveransen har fallit ut hittills och vad som återstår innan sommaren "
    "ta gärna med siffrorna från förra kvartalet så att vi kan jämföra dem med det som var planerat i våras"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What it was asked since the last time: parts of batches count as requests, bytes as they went over the wire."""

    requests: int
    bytes: int


class Server:
    """The process, seen from outside."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        said = self._hear()
        self.url, self.token = said["url"], said["token"]

    def asked(self) -> Asked:
        return Asked(**self._say("asked"))

    def change(self) -> None:
        """Something happens to one event in a hundred."""
        self._say("change")

    def _say(self, word: str) -> dict[str, Any]:
        assert self._process.stdin
        self._process.stdin.write(word + "\n")
        self._process.stdin.flush()
        return self._hear()

    def _hear(self) -> dict[str, Any]:
        assert self._process.stdout
        said: dict[str, Any] = json.loads(self._process.stdout.readline())
        return said


@contextmanager
def running(module: str) -> Iterator[Server]:
    command = [sys.executable, "-m", module]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield Server(process)
        assert process.stdin
        process.stdin.close()


def listen(url: str, token: str, change: Callable[[], None], asked: Callable[[], Asked]) -> None:
    """The other side of Server."""
    print(json.dumps({"url": url, "token": token}), flush=True)
    for line in sys.stdin:
        if line.strip() == "change":
            change()
        print(json.dumps(asdict(asked())), flush=True)


def sentence(chance: Random) -> str:
    return " ".join(chance.choices(WORDS.split(), k=chance.randint(8, 25))).capitalize() + "."
