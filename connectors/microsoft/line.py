"""Our line to Microsoft's sign-in, for msal and for keys: what we trust is told, time and size are bound, and no answer is
followed elsewhere. https://msal-python.readthedocs.io/en/latest/#msal.ClientApplication.params.http_client
"""

import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from types import TracebackType
from typing import Any

import msgspec
from requests import Response
from requests.exceptions import RequestException
from urllib3.exceptions import HTTPError

from connectors.errors import TryLater
from connectors.manners import read_retry_after, utc_now
from connectors.microsoft.refusals import AFTER
from connectors.web.session import open_session, read_whole

TIMEOUT = (10, 30)  # seconds: to connect, and to the next byte
HURRIED = (3, 6)
TOTAL = timedelta(seconds=60)
LARGEST = 1_000_000  # bytes; the keys of all of Microsoft's sign-in are 20 kB
BUSY = 429

logging.getLogger("msal").setLevel(logging.CRITICAL)  # it writes whole answers, tokens and all, where they are no JSON


class Unanswered(RequestException):
    """No answer that can be read. msal takes it for a broken connection, and goes on with a token that still lasts."""

    def __init__(self, after: timedelta = AFTER) -> None:
        super().__init__()
        self.after = after


@dataclass(frozen=True, slots=True)
class Answer:
    """As much of an answer as msal looks at. Its text is a JSON object with something in it, but for a GET's refusal."""

    status_code: int
    text: str
    headers: Mapping[str, str]


class Line:
    """One conversation, to be closed. `trust` is a file of certificates, else the usual ones are trusted. With `hurried`
    it is not waited for long."""

    def __init__(self, trust: str | None, *, hurried: bool = False) -> None:
        self._timeout = HURRIED if hurried else TIMEOUT
        self._session = open_session(trust=trust, total=TOTAL)

    def get(self, url: str, *, params: Any = None, headers: Any = None, **_: Any) -> Answer:
        return self._ask("GET", url, params=params, headers=headers)

    def post(self, url: str, *, params: Any = None, data: Any = None, headers: Any = None, **_: Any) -> Answer:
        answer = self._ask("POST", url, params=params, data=data, headers=headers)
        if not _is_object(answer.text):  # a proxy's page
            raise Unanswered
        return answer

    def close(self) -> None:
        self._session.close()

    def __enter__(self) -> "Line":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _ask(self, method: str, url: str, **options: Any) -> Answer:
        """Raises RequestException, as msal expects."""
        ends = time.monotonic() + TOTAL.total_seconds()
        asked = self._session.request(method, url, timeout=self._timeout, allow_redirects=False, stream=True, **options)
        with asked as response:
            if response.status_code == BUSY or response.status_code >= 500:
                said = read_retry_after(response.headers.get("Retry-After", ""), now=utc_now())
                raise Unanswered(said or AFTER)
            text = _text(response, ends)
        if 300 <= response.status_code < 400 or (response.ok and not _is_object(text)):
            raise Unanswered
        return Answer(response.status_code, text, dict(response.headers))


def later(error: RequestException) -> TryLater:
    """What a broken conversation comes out as; the library's text, with addresses, stays behind."""
    return TryLater("Microsoft's sign-in does not answer", error.after if isinstance(error, Unanswered) else AFTER)


def _text(response: Response, ends: float) -> str:
    try:
        return read_whole(response, largest=LARGEST, ends=ends).decode("utf-8", "replace")
    except HTTPError as error:
        raise Unanswered from error


def _is_object(text: str) -> bool:
    try:
        found = msgspec.json.decode(text)
        return isinstance(found, dict) and bool(found)
    except (msgspec.DecodeError, RecursionError):
        return False
