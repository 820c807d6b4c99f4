"""A server of calendar feeds on this machine's own address: it knows ETag, Last-Modified and 304, and misbehaves when told.

with feed_server() as server:
    server.calendar = vcalendar(vevent())
    server.next(throttled("7"))
"""

import gzip
import itertools
import ssl
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.simulators.loopback import Asked

SECRET = "/calendar/private-5f3a9c/basic.ics"
Reply = Callable[[Asked], Iterable[bytes]]


def answer(status: int = 200, body: bytes = b"", /, **headers: str) -> bytes:
    """Head and body as they go over the wire; `headers` with _ for -, and Content-Length where none is told."""
    told = {name.replace("_", "-").title(): text for name, text in headers.items()}
    if not told.keys() & {"Content-Length", "Transfer-Encoding", "Connection"}:
        told["Content-Length"] = str(len(body))
    head = "".join(f"{name}: {text}\r\n" for name, text in told.items())
    return f"HTTP/1.1 {status} Said\r\n{head}\r\n".encode("latin-1") + body


def says(status: int = 200, body: bytes = b"", /, **headers: str) -> Reply:
    return lambda _: [answer(status, body, **headers)]


def sends_on(where: str, status: int = 302, body: bytes = b"") -> Reply:
    return says(status, body, location=where)


def throttled(after: str, status: int = 429) -> Reply:
    return says(status, b"", retry_after=after)


def chunked(*pieces: bytes, whole: bool = True) -> Reply:
    """In chunks; without the last, empty one where not `whole`."""
    body = b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces)
    return says(200, body + b"0\r\n\r\n" * whole, transfer_encoding="chunked")


def without_end(body: bytes) -> Reply:
    """It neither says how long it is nor sends chunks: the end is where it hangs up."""
    return says(200, body, connection="close")


def endless(piece: bytes, status: int = 200, **headers: str) -> Reply:
    return lambda _: itertools.chain([answer(status, **{**headers, "connection": "close"})], itertools.repeat(piece))


class Feed:
    """One calendar at SECRET, and what was asked. What `next` is told comes first, one reply a question."""

    def __init__(self, trusted: ssl.SSLContext | None = None) -> None:
        self.calendar = b""
        self.tag = self.modified = self.date = ""
        self.packed = self.keeps_open = False
        self.asked: list[Asked] = []
        self.peers: list[str] = []
        self._replies: list[Reply] = []
        self.over = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        if trusted:
            self._server.socket = trusted.wrap_socket(
                self._server.socket, server_side=True, do_handshake_on_connect=False
            )
        self.port = self._server.server_address[1]
        self.url = f"http{'s' * bool(trusted)}://127.0.0.1:{self.port}{SECRET}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self._thread.start()

    def next(self, *replies: Reply) -> None:
        self._replies += replies

    def drip(self, reply: bytes) -> Reply:
        """A byte now and then, each soon enough for a time-out that counts from the last; the last one again and again."""

        def slowly(_: Asked) -> Iterator[bytes]:
            for at in itertools.count():
                yield reply[at : at + 1] or reply[-1:]
                if self.over.wait(0.02):
                    return

        return slowly

    def reply(self, asked: Asked) -> Iterable[bytes]:
        self.asked.append(asked)
        if self._replies:
            return self._replies.pop(0)(asked)
        return [self._served(asked)]

    def _served(self, asked: Asked) -> bytes:
        if asked.path != SECRET:
            return answer(404)
        told = {"etag": self.tag, "last_modified": self.modified, "date": self.date}
        headers = {name: text for name, text in told.items() if text}
        if self._is_same(asked.headers):
            return answer(304, **headers)
        if self.packed and "gzip" in asked.headers.get("accept-encoding", ""):
            return answer(200, gzip.compress(self.calendar), content_encoding="gzip", **headers)
        return answer(200, self.calendar, **headers)

    def _is_same(self, headers: Mapping[str, str]) -> bool:
        if "if-none-match" in headers:
            return headers["if-none-match"] == self.tag
        return bool(self.modified) and headers.get("if-modified-since") == self.modified

    def close(self) -> None:
        self.over.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@contextmanager
def feed_server(trusted: ssl.SSLContext | None = None) -> Iterator[Feed]:
    server = Feed(trusted)
    try:
        yield server
    finally:
        server.close()


def _handler(feed: Feed) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self.close_connection = not feed.keeps_open
            feed.peers.append(f"{self.client_address[1]}")
            headers = {name.lower(): value for name, value in self.headers.items()}
            try:
                for piece in feed.reply(Asked("GET", self.path, {}, headers)):
                    self.wfile.write(piece)
                    if feed.over.is_set():
                        return
            except (ConnectionError, ssl.SSLError):  # whoever asked has heard enough
                pass

        def log_message(self, *words: object) -> None:
            pass

    return Handler
