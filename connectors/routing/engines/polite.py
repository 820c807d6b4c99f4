"""Questions over HTTP with manners: who we are, no faster than agreed, no question twice, and no waiting for a dead server.

Every failure comes out as a child of ConnectorError whose text holds neither keys nor what was asked for. What was
asked and answered holds addresses, so a cache on disk is sealed and its keys are digests nobody can guess back.
https://requests-cache.readthedocs.io, https://requests-ratelimiter.readthedocs.io
"""

import hashlib
import hmac
import os
import sqlite3
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from http.cookiejar import DefaultCookiePolicy
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import msgspec
from requests import PreparedRequest, Response
from requests.cookies import RequestsCookieJar
from requests.exceptions import RequestException
from requests_cache import CachedSession
from requests_cache.backends.base import BaseCache

from connectors.errors import AccessDenied, ConnectorError, EngineFailed, TryLater
from connectors.manners import read_retry_after, user_agent, utc_now
from connectors.routing.engines.door import Door, Rest
from connectors.routing.engines.memory import Seal, open_memory
from connectors.routing.engines.pace import Paced

Json = object
Test = Callable[[Json], bool]
Params = Mapping[str, str | int | float]

MINUTE = timedelta(minutes=1)
LONGEST_REST = timedelta(hours=1)
ANSWERS = (200, 400)  # 400 is how some engines say that there is no way there
REFUSALS = frozenset({401, 403, 407})
BUSY = frozenset({429, 503})
ABOUT_THE_QUESTION = frozenset({400, 404, 413, 414, 422})  # the engine is well: no rest after it


def anything(_answer: Json) -> bool:
    return True


def nothing(_answer: Json) -> bool:
    return False


class Polite:
    """One engine's server. `keys` are the names of parameters and headers that hold secrets. `quota` tells an answer
    that says that the day's questions are used up, whatever its status. `contact` is an address where whoever runs the
    engine can find out who asks."""

    def __init__(
        self,
        name: str,
        *,
        cache: Path | None = None,
        secret: Seal | None = None,
        per_second: float,
        burst: int = 1,
        expire: timedelta,
        timeout: timedelta = timedelta(seconds=5),
        limit: int = 2_000_000,
        patience: timedelta = timedelta(seconds=1),
        rest: timedelta = MINUTE,
        keys: Collection[str] = (),
        quota: Test = nothing,
        contact: str = "",
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        if cache is not None and secret is None:
            raise ValueError("answers hold addresses: a cache on disk needs a seal")
        self.name = name
        self._keys = frozenset(key.lower() for key in keys)
        self._quota = quota
        self._clock = clock
        self._rest = Rest(rest, clock)
        memory, self._digest_key = open_memory(cache, secret) if cache and secret else (BaseCache(), os.urandom(32))
        self._session = CachedSession(
            backend=memory,
            expire_after=expire,
            allowable_codes=ANSWERS,
            allowable_methods=("GET", "POST"),
            ignored_parameters=tuple(keys),
            key_fn=self._digest,
        )
        pace = Paced(per_second=per_second, burst=burst, clock=clock, path=cache and cache.with_suffix(".pace.sqlite"))
        door = Door(name, pace=pace, rest=self._rest, patience=patience, timeout=timeout, limit=limit)
        for scheme in ("https://", "http://"):
            self._session.mount(scheme, door)
        self._session.headers["User-Agent"] = user_agent(contact)
        self._session.headers["Accept"] = "application/json"
        self._session.cookies = RequestsCookieJar(policy=DefaultCookiePolicy(allowed_domains=()))

    def __repr__(self) -> str:
        return f"<Polite {self.name}>"

    def get(
        self, url: str, *, params: Params | None = None, headers: Mapping[str, str] | None = None, sane: Test = anything
    ) -> Json:
        """The JSON that answers. Raises TryLater, AccessDenied or EngineFailed; the latter holds a 400's JSON.

        Only answers that are `sane` are remembered, and of a 400's those that a given `sane` knows.
        """
        return self._ask("GET", url, sane=sane, params=params, headers=headers)

    def post(
        self,
        url: str,
        *,
        json: Json = None,
        data: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        sane: Test = anything,
    ) -> Json:
        return self._ask("POST", url, sane=sane, json=json, data=data, headers=headers)

    def forget(self) -> None:
        """Everything that was asked and answered is gone."""
        self._session.cache.clear()  # type: ignore[no-untyped-call]  # the library leaves it so

    def close(self) -> None:
        self._session.close()  # type: ignore[no-untyped-call]  # the library leaves it so

    def _ask(self, method: str, url: str, *, sane: Test, **options: Any) -> Json:
        response: Response | None = None
        with suppress(RequestException, OSError, ValueError, sqlite3.Error):
            response = self._session.request(method, url, allow_redirects=False, **options)
        if response is None:  # outside of the with: the library's text, with address and key, stays behind
            raise EngineFailed(f"{self.name} cannot be asked: its address or our memory of it is broken")
        answer = _decode(response.content)
        failure = self._failure(response, answer)
        if answer is None or not sane(answer) or (failure is not None and sane is anything):
            self._unlearn(response)
        if failure is not None:
            raise failure
        return answer

    def _failure(self, response: Response, answer: Json) -> ConnectorError | None:
        status = response.status_code
        if status in BUSY or self._quota(answer):
            after = read_retry_after(response.headers.get("Retry-After", ""), now=self._clock())
            self._rest.take(None if after is None else min(after, LONGEST_REST))
            return TryLater(f"{self.name} asks us to wait ({status})", after=after or self._rest.left)
        if status == 200 and answer is not None:
            return None
        if status not in ABOUT_THE_QUESTION:
            self._rest.take()
        if status in REFUSALS:
            return AccessDenied(f"{self.name} does not let us in ({status}): is its key right?")
        what = "with something else than JSON" if status == 200 else f"with status {status}"
        return EngineFailed(f"{self.name} answers {what}", status=status, answer=answer)

    def _unlearn(self, response: Response) -> None:
        if key := getattr(response, "cache_key", None):
            with suppress(sqlite3.Error):
                self._session.cache.delete(key)

    def _digest(self, request: PreparedRequest, **settings: object) -> str:
        """What is asked, secrets aside, under a key of our own: the address in it cannot be found by trying addresses.

        The library's own key is a bare digest, and sorts a JSON list: [18.0, 59.3] and [59.3, 18.0] would be one place.
        """
        address = urlsplit(request.url or "")
        asked = [(name, value) for name, value in parse_qsl(address.query) if name.lower() not in self._keys]
        body = request.body or b""
        parts = (request.method or "", address.netloc, address.path, urlencode(sorted(asked)))
        digest = hmac.new(self._digest_key, "\0".join(parts).encode(), hashlib.sha256)
        digest.update(b"\0" + (body.encode() if isinstance(body, str) else body))
        return digest.hexdigest()


def _decode(body: bytes) -> Json:
    """None for what is no JSON: a page of HTML, half an answer, NaN, a hundred thousand brackets."""
    try:
        return msgspec.json.decode(body)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        return None
