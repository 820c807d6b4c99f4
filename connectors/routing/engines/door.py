"""The way out to an engine's server: in its turn, within its time and size, and never on to another address.

It stands under the cache, so that what is remembered costs nothing and is answered while the engine rests.
https://requests.readthedocs.io/en/latest/user/advanced/#transport-adapters
"""

import time
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from threading import Lock
from typing import Any
from urllib.parse import urlsplit

from pyrate_limiter import Limiter
from requests import PreparedRequest, Response
from requests.exceptions import ConnectionError as NoConnection
from requests.exceptions import ConnectTimeout, ReadTimeout, RequestException, SSLError, Timeout
from requests_ratelimiter import LimiterAdapter
from urllib3.exceptions import DecodeError, HTTPError, ReadTimeoutError

from connectors.errors import EngineFailed, TryLater
from connectors.routing.engines.pace import Paced

CHUNK = 65_536


class Elsewhere(OSError):
    """The answer points to another address, which was never told our questions."""


# The first that fits.
REASONS: tuple[tuple[type[Exception], str], ...] = (
    (Elsewhere, "sends us to another address"),
    (ConnectTimeout, "cannot be reached in time"),
    (ReadTimeout, "gave no whole answer in time"),
    (ReadTimeoutError, "gave no whole answer in time"),
    (SSLError, "has no certificate we trust"),
    (NoConnection, "cannot be reached, or hung up"),
    (DecodeError, "answers with what cannot be unpacked"),
)


class Rest:
    """An engine that failed is left alone for a while: one dead server must not cost a time-out a question."""

    def __init__(self, length: timedelta, clock: Callable[[], datetime]) -> None:
        self._length = length
        self._clock = clock
        self._until: datetime | None = None
        self._lock = Lock()

    def take(self, length: timedelta | None = None) -> None:
        until = self._clock() + (self._length if length is None else length)
        with self._lock:
            self._until = until if self._until is None else max(self._until, until)

    @property
    def left(self) -> timedelta:
        with self._lock:
            return timedelta() if self._until is None else max(timedelta(), self._until - self._clock())


class Door(LimiterAdapter):
    def __init__(
        self, name: str, *, pace: Paced, rest: Rest, patience: timedelta, timeout: timedelta, limit: int
    ) -> None:
        self._name = name
        self._pace = pace
        self._rest = rest
        self._patience = patience
        self._timeout = timeout
        self._limit = limit
        # limit_statuses: the library would write the whole address, key and all, in the log for each 429.
        super().__init__(limiter=Limiter(pace), max_delay=patience.total_seconds(), limit_statuses=())

    def send(  # type: ignore[override]  # the library's own signature is loose
        self, request: PreparedRequest, **options: Any
    ) -> Response:
        self._wait_for_our_turn(urlsplit(request.url or "").netloc)
        try:
            return self._whole(request, options)
        except (RequestException, HTTPError, OSError, ValueError) as error:
            why = _why(error)
        if not why:  # the pace's own: another thread was faster than our look at it
            raise TryLater(f"{self._name} is asked too often", after=self._patience)
        self._rest.take()
        raise EngineFailed(
            f"{self._name} {why}"
        )  # outside of the except: the error's text, address and key, stays behind

    def _wait_for_our_turn(self, host: str) -> None:
        if left := self._rest.left:
            raise TryLater(f"{self._name} rests after a failure", after=left)
        if (wait := self._pace.wait(host)) > self._patience:
            raise TryLater(f"{self._name} is asked too often", after=wait)

    def _whole(self, request: PreparedRequest, options: Mapping[str, Any]) -> Response:
        seconds = self._timeout.total_seconds()
        deadline = time.monotonic() + self._patience.total_seconds() + seconds
        response = super().send(request, **{**options, "stream": True, "timeout": seconds})
        try:
            if 300 <= response.status_code < 400:
                raise Elsewhere
            _fill(response, self._body(response, deadline))
        finally:
            response.close()
        return response

    def _body(self, response: Response, deadline: float) -> bytes:
        """read1 gives what has come: a server that sends a byte now and then meets the deadline, not only the time-out."""
        body = bytearray()
        while chunk := response.raw.read1(CHUNK, decode_content=True):
            body += chunk
            if len(body) > self._limit:
                raise EngineFailed(f"{self._name} answers with more than {self._limit} bytes")
            if time.monotonic() > deadline:
                raise ReadTimeout
        return bytes(body)


def _why(error: Exception) -> str:
    """What went wrong, in our words; empty when it was only not our turn, which the library tells as a bare Timeout."""
    if type(error) is Timeout:
        return ""
    return next((why for kind, why in REASONS if isinstance(error, kind)), "broke off")


def _fill(response: Response, body: bytes) -> None:
    """What requests itself does when it reads a body, which it would do without any limit."""
    filled: Mapping[str, object] = {"_content": body, "_content_consumed": True}
    for name, value in filled.items():
        setattr(response, name, value)
