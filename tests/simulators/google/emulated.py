"""A Google somebody else plays, beside the one we play: @emulators/google of npm, in Node. It tells where its doors are, signs
under its own name and knows no companies. https://emulate.dev"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.simulators.npm import Package

EMULATOR = Package("@emulators/google@0.4.1", Path(__file__).with_name("emulators") / "server.mjs")


@contextmanager
def running(*words: str) -> Iterator[str]:
    """Its address, without a path, until the end of the block; `words` are those of server.mjs."""
    with EMULATOR.running(*words) as port:
        yield f"http://127.0.0.1:{port}"
