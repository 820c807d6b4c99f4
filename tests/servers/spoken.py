"""A Python process a test talks with: it says lines and is told lines, and nobody waits for ever.

What it says on stderr is kept apart, in a file, so that it can neither be mixed up nor block it.
"""

import selectors
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO

PATIENCE = 30.0  # seconds


@dataclass
class Spoken:
    process: "subprocess.Popen[bytes]"
    errors: IO[bytes]

    def hear(self) -> str:
        """The next line; '' when it has ended."""
        assert self.process.stdout
        with selectors.DefaultSelector() as watch:
            watch.register(self.process.stdout, selectors.EVENT_READ)
            if not watch.select(PATIENCE):
                raise TimeoutError(f"it says nothing; its errors: {self.complaints()}")
        return self.process.stdout.readline().decode().strip()

    def silent_for(self, seconds: float) -> bool:
        """Nothing is said in that time."""
        assert self.process.stdout
        with selectors.DefaultSelector() as watch:
            watch.register(self.process.stdout, selectors.EVENT_READ)
            return not watch.select(seconds)

    def tell(self, line: str = "go on") -> None:
        assert self.process.stdin
        self.process.stdin.write(f"{line}\n".encode())
        self.process.stdin.flush()

    def end(self) -> int:
        """Its exit code, once it has come to its end."""
        return self.process.wait(PATIENCE)

    def complaints(self) -> str:
        self.errors.seek(0)
        return self.errors.read().decode()


@contextmanager
def spoken(module: str, *arguments: str, environment: Mapping[str, str] | None = None) -> Iterator[Spoken]:
    """`main(*arguments)` of the module; killed at the end, if it has not ended by then."""
    code = f"import sys; from {module} import main; main(*sys.argv[1:])"
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(
            [sys.executable, "-c", code, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            bufsize=0,  # what is not read yet stays in the pipe, where a selector sees it
            env=environment,
        )
        try:
            yield Spoken(process, errors)
        finally:
            process.kill()
            process.wait(PATIENCE)
            for pipe in (process.stdin, process.stdout):
                if pipe:
                    pipe.close()
