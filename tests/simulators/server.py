"""The HTTP of it: connections that stay open, answers written in one piece, and wires that fail."""

import gzip
import socket
import ssl
import threading
from collections.abc import Callable
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote, urlsplit

from tests.simulators.troubles import Trouble, Wire
from tests.simulators.wire import Answer, Asked, single

LONGEST = 4 * 1024 * 1024
BODILESS = {204, 304}
Respond = Callable[[Asked, Trouble | None], Answer]


class Server:
    """`answer` says what a request is answered; `trouble` whether something goes wrong with it; `base` is what every path
    begins with."""

    def __init__(
        self,
        answer: Respond,
        trouble: Callable[[Asked], Trouble | None],
        trusted: ssl.SSLContext | None,
        base: str = "",
    ) -> None:
        self.answer, self.trouble, self.base = answer, trouble, base
        self.over = threading.Event()
        self.open: set[socket.socket] = set()
        self.packed = False
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self.port: int = self._server.server_address[1]
        if trusted:
            self._server.socket = trusted.wrap_socket(
                self._server.socket, server_side=True, do_handshake_on_connect=False
            )
        self.url = f"https://localhost:{self.port}{base}" if trusted else f"http://127.0.0.1:{self.port}{base}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self._thread.start()

    def wait(self, until: threading.Event) -> None:
        """For what a test will tell, or the end of it."""
        while not until.wait(0.01) and not self.over.is_set():
            pass

    def close(self) -> None:
        self.over.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
        for connection in list(self.open):
            with suppress(OSError):  # it is closed already
                connection.shutdown(socket.SHUT_RDWR)


def _handler(server: Server) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def setup(self) -> None:
            super().setup()
            server.open.add(self.connection)

        def finish(self) -> None:
            server.open.discard(self.connection)
            super().finish()

        def handle(self) -> None:
            try:
                super().handle()
            except (ConnectionError, ssl.SSLError, OSError):  # whoever asked has heard enough
                self.close_connection = True

        def answer(self) -> None:
            asked = self._asked()
            if asked is None:
                return
            trouble = server.trouble(asked)
            if trouble and not trouble.done:
                asked.status = 0
                self.close_connection = True
                return
            self._send(asked, server.answer(asked, trouble), trouble or Trouble())

        do_GET = do_POST = do_PATCH = do_DELETE = do_PUT = answer  # noqa: N815

        def _asked(self) -> Asked | None:
            length = int(self.headers.get("Content-Length") or 0)
            if length > LONGEST or self.headers.get("Transfer-Encoding"):
                self.close_connection = True
                self.wfile.write(b"HTTP/1.1 413 Payload Too Large\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                return None
            address = urlsplit(self.path)
            headers = {name.lower(): value for name, value in self.headers.items()}
            path = unquote(address.path)
            path = path[len(server.base) :] if path.startswith(server.base + "/") else "/unknown" + path
            body = self.rfile.read(length)
            return Asked(self.command, path, single(address.query), headers, body, address.query)

        def _send(self, asked: Asked, answer: Answer, trouble: Trouble) -> None:
            if trouble.wire is Wire.NOTHING:
                self.close_connection = True
                return None
            body, packed = answer.body, {}
            if server.packed and body and "gzip" in asked.headers.get("accept-encoding", ""):
                body, packed = gzip.compress(body, 1), {"Content-Encoding": "gzip"}
            promised = len(body)
            if trouble.wire in {Wire.HALF, Wire.CUT}:
                body = body[: len(body) // 2]
                promised = len(body) if trouble.wire is Wire.HALF else promised
                self.close_connection = trouble.wire is Wire.CUT
            asked.sent = len(body)
            whole = self._head(answer, {**answer.headers, **packed}, promised) + body
            if trouble.wire is Wire.DRIP:
                return self._drip(whole, trouble.pause)
            self.wfile.write(whole)
            return None

        def _head(self, answer: Answer, headers: dict[str, str], length: int) -> bytes:
            if answer.status not in BODILESS:
                headers["Content-Length"] = str(length)
            lines = [f"HTTP/1.1 {answer.status} Said", f"Date: {self.date_time_string()}"]
            lines += [f"{name}: {text}" for name, text in headers.items()]
            return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")

        def _drip(self, whole: bytes, pause: float) -> None:
            self.close_connection = True
            for at in range(len(whole)):
                self.wfile.write(whole[at : at + 1])
                if server.over.wait(pause):
                    return

        def log_message(self, *words: Any) -> None:
            pass

    return Handler
