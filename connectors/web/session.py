"""A requests session that takes nothing from the environment, trusts what it is told to, and waits for no head forever.

Time-outs of sockets begin anew with every byte: a server that sends one now and then keeps a reader as long as it likes.
Whoever reads the body sees to the time; the lines before it are read deep inside http.client, and bound here.
"""

import socket
import time
from collections.abc import Collection
from contextlib import suppress
from datetime import timedelta
from threading import Timer
from typing import Any

from requests import Response, Session
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import HTTPError
from urllib3.util import Retry

from connectors.manners import user_agent

CHUNK = 65_536


def open_session(*, trust: str | None, total: timedelta, retries: Retry | None = None) -> Session:
    """`trust` is a file of certificates, else the usual ones are trusted; `total` is for the head of an answer."""
    session = Session()
    furnish(session, Bounded(total, retries), trust=trust)
    return session


def furnish(session: Session, adapter: HTTPAdapter, *, trust: str | None) -> None:
    """The same for a session that a library has made by itself."""
    session.trust_env = False  # no proxy, netrc or certificates but those we are told of
    session.verify = trust or True
    session.headers["User-Agent"] = user_agent()
    for scheme in ("https://", "http://"):
        session.mount(scheme, adapter)


def read_whole(answer: Response, *, largest: int, ends: float) -> bytes:
    """The body of an answer that was asked for with `stream`: at most so many bytes, and by so much on time.monotonic().

    Raises HTTPError for more, for what takes longer however slowly it drips, and for less than was said.
    """
    body, raw = bytearray(), answer.raw
    while chunk := raw.read1(CHUNK, decode_content=True):
        body += chunk
        if len(body) > largest or time.monotonic() > ends:
            raise HTTPError("too much, or too slow")
    expected = answer.headers.get("Content-Length", "")
    if expected.isdecimal() and raw.tell() < int(expected):
        raise HTTPError("cut off")
    return bytes(body)


def patient(retries: int, *, backoff: timedelta, safe: Collection[str]) -> Retry:
    """What failed by itself is asked again, so often, each time after a while of chance length; only methods that do what
    they do once. Who asks us to wait is taken at their word by whoever called."""
    return _Again(
        total=retries,
        redirect=0,
        status_forcelist=(500, 502, 503, 504),
        allowed_methods=frozenset(safe),
        backoff_factor=backoff.total_seconds() / 2,
        backoff_jitter=backoff.total_seconds(),
        respect_retry_after_header=False,
        raise_on_status=False,
        raise_on_redirect=False,
    )


class _Again(Retry):
    def is_retry(self, method: str, status_code: int, has_retry_after: bool = False) -> bool:
        return not has_retry_after and super().is_retry(method, status_code, has_retry_after)


class Bounded(HTTPAdapter):
    """The way out of such a session."""

    def __init__(self, total: timedelta, retries: Retry | None = None) -> None:
        self._total = total
        super().__init__(max_retries=0 if retries is None else retries)

    def init_poolmanager(self, *sizes: Any, **options: Any) -> None:
        super().init_poolmanager(*sizes, **options)
        self.poolmanager.pool_classes_by_scheme = _pools(self._total)


def _pools(longest: timedelta) -> dict[str, type[HTTPConnectionPool]]:
    class Plain(_Watched, HTTPConnection):
        total = longest

    class Secure(_Watched, HTTPSConnection):
        total = longest

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    return {"http": PlainPool, "https": SecurePool}


class _Watched(HTTPConnection):
    """Hangs up when the head of an answer is not there in time."""

    total = timedelta()
    _is_late = False
    _below: socket.socket | None = None  # TLS takes the connection over and leaves the first one empty: this is a copy

    def _new_conn(self) -> socket.socket:
        self._let_go()
        self._is_late = False
        made = super()._new_conn()
        self._below = made.dup()
        return made

    def getresponse(self) -> Any:
        timer = Timer(self.total.total_seconds(), self._hang_up)
        timer.daemon = True
        timer.start()
        try:
            answer = super().getresponse()
        finally:
            timer.cancel()
        if self._is_late:  # a head that was broken off looks like a short one
            raise TimeoutError
        return answer

    def close(self) -> None:
        super().close()
        self._let_go()

    def _hang_up(self) -> None:
        self._is_late = True
        if self._below:
            with suppress(OSError):
                self._below.shutdown(socket.SHUT_RDWR)

    def _let_go(self) -> None:
        if self._below:
            self._below.close()
        self._below = None
