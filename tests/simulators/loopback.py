"""A server on this machine's own address: it answers what a test tells it to and remembers what it was asked.

with serve(lambda asked: Answer(b'{"code": "Ok"}')) as server:
    Osrm(server.url, ...)
assert server.asked[0].path == "/route/v1/driving/..."
"""

import json as json_module
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote, urlsplit

from tests.simulators.wire import single


@dataclass(frozen=True, slots=True)
class Asked:
    """One question: path and parameters decoded, header names in lower case."""

    method: str
    path: str
    params: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes = b""

    @property
    def json(self) -> object:
        return json_module.loads(self.body)

    @property
    def form(self) -> Mapping[str, str]:
        return single(self.body.decode())


@dataclass(frozen=True, slots=True)
class Answer:
    """`hang` is a server that listens and never answers; `cut` says a longer body than it sends, then hangs up; `drip`
    is how long it rests after each byte, in seconds."""

    body: bytes = b"{}"
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    hang: bool = False
    cut: bool = False
    drip: float = 0


def answer_json(value: object, status: int = 200, **headers: str) -> Answer:
    """`headers` with _ for -: answer_json({}, 429, retry_after="7")."""
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    return Answer(json_module.dumps(value).encode(), status, {"Content-Type": "application/json", **named})


Respond = Callable[[Asked], Answer]


class Loopback:
    """A running server: where it is, and what it was asked, in order. With what makes it `trusted` it speaks HTTPS."""

    def __init__(self, respond: Respond, trusted: ssl.SSLContext | None = None) -> None:
        self.respond = respond
        self.asked: list[Asked] = []
        self._over = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        host, port = "127.0.0.1", self._server.server_address[1]
        if trusted:
            self._server.socket = trusted.wrap_socket(
                self._server.socket, server_side=True, do_handshake_on_connect=False
            )
            host = "localhost"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self._thread.start()
        self.url = f"http{'s' * bool(trusted)}://{host}:{port}"

    def answer(self, asked: Asked) -> Answer:
        self.asked.append(asked)
        return self.respond(asked)

    def hold(self, seconds: float | None = None) -> None:
        """Until the test is over, or as long as told."""
        self._over.wait(seconds)

    def close(self) -> None:
        self._over.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@contextmanager
def serve(respond: Respond | Answer, trusted: ssl.SSLContext | None = None) -> Iterator[Loopback]:
    server = Loopback((lambda asked: respond) if isinstance(respond, Answer) else respond, trusted)
    try:
        yield server
    finally:
        server.close()


def _handler(server: Loopback) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle(self) -> None:
            with suppress(ConnectionError, ssl.SSLError):  # whoever asked has heard enough, or does not trust us
                super().handle()

        def do_GET(self) -> None:
            self._answer()

        def do_POST(self) -> None:
            self._answer()

        do_PATCH = do_DELETE = do_POST  # noqa: N815

        def _answer(self) -> None:
            address = urlsplit(self.path)
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            asked = Asked(self.command, unquote(address.path), single(address.query), headers, body)
            self._send(server.answer(asked))

        def _send(self, answer: Answer) -> None:
            self.close_connection = True
            if answer.hang:
                return server.hold()
            try:
                self.send_response(answer.status)
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(answer.body) + answer.cut))
                self.send_header("Connection", "close")
                self.end_headers()
                for piece in (
                    (answer.body[at : at + 1] for at in range(len(answer.body))) if answer.drip else (answer.body,)
                ):
                    self.wfile.write(piece)
                    server.hold(answer.drip)
            except (ConnectionError, ssl.SSLError):  # whoever asked has heard enough
                pass

        def log_message(self, *words: object) -> None:
            pass

    return Handler
