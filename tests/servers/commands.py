"""The command `kanelbulle` as a process of its own, without the second it takes to load: one process has everything loaded
and forks for each command, which then has its own environment, folder and streams, and ends as any process ends.

What depends on how Python itself starts, as its encodings and the installed script, is tested with a process from scratch.
"""

import atexit
import gc
import json
import os
import selectors
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import IO, Any

LOADED = ("plugin.companies", "plugin.running", "plugin.scanning", "plugin.serving", "plugin.web")
STREAMS = ("said", "told", "complained")  # files, by the numbers of what they stand for
ROOT = Path(__file__).parents[2]


def obey(
    *arguments: str,
    environment: Mapping[str, str],
    cwd: Path = ROOT,
    said: bytes = b"",
    seconds: float = 60,
    now: datetime | None = None,
) -> "subprocess.CompletedProcess[bytes]":
    """What `kanelbulle` with these arguments did; TimeoutError when it had not ended by then. `now` is when it thinks it
    is, all the time."""
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder) / name for name in STREAMS]
        for file in files:
            file.write_bytes(said if file.name == "said" else b"")
        asked = {
            "arguments": arguments,
            "environment": dict(environment),
            "cwd": str(cwd),
            "files": [str(file) for file in files],
            "now": now and now.isoformat(),
        }
        code = _ask(json.dumps(asked), seconds)
        return subprocess.CompletedProcess(arguments, code, files[1].read_bytes(), files[2].read_bytes())


def obey_in_words(
    *arguments: str, environment: Mapping[str, str], cwd: Path = ROOT, said: str = "", now: datetime | None = None
) -> "subprocess.CompletedProcess[str]":
    """The same, in text."""
    done = obey(*arguments, environment=environment, cwd=cwd, said=said.encode(), now=now)
    return subprocess.CompletedProcess(arguments, done.returncode, done.stdout.decode(), done.stderr.decode())


def _ask(request: str, seconds: float) -> int:
    server = _server()
    assert server.stdin
    assert server.stdout
    server.stdin.write(request.encode() + b"\n")
    server.stdin.flush()
    with selectors.DefaultSelector() as watch:
        watch.register(server.stdout, selectors.EVENT_READ)
        if not watch.select(seconds):
            os.killpg(server.pid, 9)
            _server.cache_clear()
            raise TimeoutError(f"it has not ended after {seconds} s: {request}")
    return int(server.stdout.readline())


@cache
def _server() -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-c", f"from {__name__} import serve; serve()"]
    server = subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0, start_new_session=True
    )
    atexit.register(_end, server)
    return server


def _end(server: "subprocess.Popen[bytes]") -> None:
    for pipe in (server.stdin, server.stdout):
        if pipe:
            pipe.close()
    server.wait()


def serve() -> None:
    """Fork for each line, and answer with the exit code."""
    for module in LOADED:
        import_module(module)
    gc.freeze()  # else each child would copy all there is, only to look through it
    for line in sys.stdin.buffer:
        child = os.fork()
        if not child:
            _become(json.loads(line))
            return
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def _become(asked: dict[str, Any]) -> None:
    os.environ.clear()
    os.environ.update(asked["environment"])
    time.tzset()
    os.chdir(asked["cwd"])
    sys.stdin, sys.stdout, sys.stderr = (_stream(number, file) for number, file in enumerate(asked["files"]))
    sys.argv = ["kanelbulle", *asked["arguments"]]
    now = asked["now"] and datetime.fromisoformat(asked["now"])
    sys.exit(import_module("plugin.cli").outcome(asked["arguments"], clock=(lambda: now) if now else None))


def _stream(number: int, file: str) -> IO[str]:
    """As Python opens it where the terminal says nothing of an encoding."""
    opened = os.open(file, os.O_WRONLY if number else os.O_RDONLY)
    os.dup2(opened, number)
    os.close(opened)
    errors = "backslashreplace" if number == 2 else "surrogateescape"
    return open(number, "w" if number else "r", encoding="utf-8", errors=errors, closefd=False)
