"""What one request costs a server that is a process of its own: CPU time counts, so the client's speed does not matter."""

import http.client
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from time import perf_counter

EMPTY = """
from flask import Flask
app = Flask("empty")
app.add_url_rule("/", view_func=lambda: "", methods=["GET", "POST"])
"""
SERVE = """
from waitress.server import create_server
server = create_server(app, host="127.0.0.1", port=0, threads=4)
print(server.effective_port, flush=True)
server.run()
"""
FIRST = 100  # requests before it is counted
TURN = 100  # requests until another is asked
AT_ONCE = 8


@dataclass(frozen=True, slots=True)
class Request:
    path: str = "/"
    body: bytes | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Asked:
    """`app` is the Python text that makes it."""

    app: str
    requests: Sequence[Request]
    environment: Mapping[str, str] = field(default_factory=dict)


def costs(*servers: Asked) -> list[float]:
    """CPU seconds a request, of each. They are asked by turns, so that a machine that slows down does so for all."""
    with ExitStack() as stack:
        running = [stack.enter_context(_running(one.app, one.environment)) for one in servers]
        for (connection, _), one in zip(running, servers, strict=True):
            _ask_all(connection, one.requests[:FIRST])
        before = [_cpu(pid) for _, pid in running]
        for start in range(FIRST, max(len(one.requests) for one in servers), TURN):
            for (connection, _), one in zip(running, servers, strict=True):
                _ask_all(connection, one.requests[start : start + TURN])
        spent = [_cpu(pid) - so_far for (_, pid), so_far in zip(running, before, strict=True)]
        return [seconds / len(one.requests[FIRST:]) for seconds, one in zip(spent, servers, strict=True)]


def slowest(app: str, requests: Sequence[Request], environment: Mapping[str, str] | None = None) -> float:
    """Seconds that 99 of 100 requests take at most, AT_ONCE of them asked at the same time."""
    with _running(app, environment or {}) as (connection, _):
        for one in requests[:FIRST]:
            _ask(connection, one)
        shares = [requests[FIRST + at :: AT_ONCE] for at in range(AT_ONCE)]
        with ThreadPoolExecutor(AT_ONCE) as threads:
            waits = sorted(chain.from_iterable(threads.map(lambda some: _waits(connection.port, some), shares)))
        return waits[len(waits) * 99 // 100]


def _ask_all(connection: http.client.HTTPConnection, requests: Sequence[Request]) -> None:
    for one in requests:
        _ask(connection, one)


def _waits(port: int, requests: Sequence[Request]) -> list[float]:
    connection, waits = http.client.HTTPConnection("127.0.0.1", port), []
    for one in requests:
        before = perf_counter()
        _ask(connection, one)
        waits.append(perf_counter() - before)
    return waits


@contextmanager
def _running(app: str, environment: Mapping[str, str]) -> Iterator[tuple[http.client.HTTPConnection, int]]:
    command = [sys.executable, "-c", app + SERVE]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, **environment}) as server:
        try:
            assert server.stdout is not None
            yield http.client.HTTPConnection("127.0.0.1", int(server.stdout.readline())), server.pid
        finally:
            server.terminate()


def _ask(connection: http.client.HTTPConnection, one: Request) -> None:
    method = "GET" if one.body is None else "POST"
    packed = {"Accept-Language": "sv-SE,sv;q=0.9", "Accept-Encoding": "gzip, deflate, br"}
    connection.request(method, one.path, one.body, dict(chain(packed.items(), one.headers.items())))
    answer = connection.getresponse()
    body = answer.read()
    assert answer.status == 200, body[:200]


def _cpu(pid: int) -> float:
    """User and system seconds of a process so far, from /proc."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
