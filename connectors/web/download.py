"""One file from an address somebody else chose: through the guard at every turn, whole, and within time and size.

requests' own sessions would read the body of every redirect, however long, and look in the environment: none is used.
"""

import zlib
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial

from requests import Request, Response
from requests.exceptions import ReadTimeout, RequestException, SSLError
from urllib3.exceptions import HTTPError, ReadTimeoutError

from connectors.causes import Cause
from connectors.errors import TryLater
from connectors.web.deadline import Deadline, Patience
from connectors.web.guard import Gate, Guard
from connectors.web.link import Link

REDIRECTS = frozenset({301, 302, 303, 307, 308})
MOST_REDIRECTS = 5
MOST_MEMBERS = 1_000  # gzip files one after the other, each of which may hold nothing
CHUNK = 65_536
AFTER = timedelta(minutes=15)  # a failure that does not say when to come back

Headers = Mapping[str, str]
FAILURES = (RequestException, HTTPError, OSError, ValueError, zlib.error)
# The first that fits.
REASONS: tuple[tuple[type[Exception], str], ...] = (
    (SSLError, "has no certificate we trust"),
    (ReadTimeout, "gave no whole answer in time"),
    (ReadTimeoutError, "gave no whole answer in time"),
    (zlib.error, "answers with what cannot be unpacked"),
    (Exception, "cannot be reached, or hung up"),
)


@dataclass(frozen=True, slots=True)
class Download:
    """What came from where in the end; `body` only with 200."""

    link: Link
    status: int
    headers: Headers
    body: bytes = field(repr=False)


def download(
    link: Link,
    *,
    headers: Callable[[Link], Headers],
    guard: Guard,
    patience: Patience,
    limit: int,
    trust: str | None = None,
) -> Download:
    """What is there, with the `headers` that are right for each address on the way.

    `trust` is a file of certificates, else the usual ones are trusted. Raises Cause where it may not be fetched, or is
    larger than `limit` bytes once unpacked, and TryLater where it did not come whole.
    """
    with Deadline(patience.total) as deadline:
        dial = partial(guard.dial, patience=patience.connect, deadline=deadline)
        with closing(Gate(dial)) as gate:
            try:
                got = _follow(link, gate, headers=headers, patience=patience, limit=limit, trust=trust)
            except FAILURES as error:
                got, why = None, next(why for kind, why in REASONS if isinstance(error, kind))
        if deadline.has_passed:  # what ends because we hung up may look whole
            got, why = None, "gave no whole answer in time"
    if got is None:  # outside of the except: the error's text, with the whole address, stays behind
        raise TryLater(f"{link.host} {why}", after=AFTER)
    return got


def _follow(
    link: Link, gate: Gate, *, headers: Callable[[Link], Headers], patience: Patience, limit: int, trust: str | None
) -> Download:
    timeout = (patience.connect.total_seconds(), patience.read.total_seconds())
    for _ in range(MOST_REDIRECTS + 1):
        asked = Request("GET", link.url, headers={**headers(link), "Accept-Encoding": "gzip"}).prepare()
        with closing(gate.send(asked, stream=True, timeout=timeout, verify=trust or True)) as response:
            location = response.headers.get("Location")
            if response.status_code not in REDIRECTS or location is None:
                body = _body(response, limit) if response.status_code == 200 else b""
                return Download(link, response.status_code, response.headers, body)
        link = link.onward(location)
    raise Cause("link.redirects", count=MOST_REDIRECTS)


def _body(response: Response, limit: int) -> bytes:
    packing = response.headers.get("Content-Encoding", "identity").strip().lower()
    unpack = UNPACKERS[packing]() if packing in UNPACKERS else _Unknown()
    said = response.headers.get("Content-Length", "")
    taken, body = int(said) if said.isdecimal() and int(said) > limit else 0, bytearray()
    while taken <= limit and len(body) <= limit and (chunk := response.raw.read1(CHUNK, decode_content=False)):
        taken += len(chunk)
        body += unpack.take(chunk, most=limit + 1 - len(body))
    if max(taken, len(body)) > limit:
        raise Cause("link.too_large", megabytes=limit // 1_000_000)
    unpack.end()
    return bytes(body)


class _Plain:
    """Bytes that come as they are."""

    def take(self, chunk: bytes, *, most: int) -> bytes:
        return chunk

    def end(self) -> None:
        """Raises zlib.error when something is missing."""


class _Unknown(_Plain):
    """A packing we did not ask for."""

    def take(self, chunk: bytes, *, most: int) -> bytes:
        raise zlib.error


class _Gzip(_Plain):
    """Unpacked by ourselves, since a thousand times the size may come of it: no more than `most` bytes at a time."""

    def __init__(self) -> None:
        self._members = 1
        self._member = zlib.decompressobj(zlib.MAX_WBITS | 16)

    def take(self, chunk: bytes, *, most: int) -> bytes:
        taken = bytearray()
        while chunk and len(taken) < most:
            if self._member.eof:
                self._begin_another()
            taken += self._member.decompress(chunk, most - len(taken))
            chunk = self._member.unused_data.lstrip(b"\0") if self._member.eof else self._member.unconsumed_tail
        return bytes(taken)

    def end(self) -> None:
        if not self._member.eof:
            raise zlib.error

    def _begin_another(self) -> None:
        self._members += 1
        if self._members > MOST_MEMBERS:
            raise zlib.error
        self._member = zlib.decompressobj(zlib.MAX_WBITS | 16)


UNPACKERS: Mapping[str, type[_Plain]] = {"": _Plain, "identity": _Plain, "gzip": _Gzip, "x-gzip": _Gzip}
