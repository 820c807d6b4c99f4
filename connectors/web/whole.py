"""Short answers taken in whole, for libraries that speak by themselves: time and size are bound, nobody is sent elsewhere.

Signing in at every vendor goes this way. A server that is busy comes out as `Unanswered`, with how long it asks us to wait.
"""

import time
from datetime import timedelta
from typing import Any

import msgspec
from requests import PreparedRequest, Response, Session
from requests.exceptions import RequestException
from urllib3.exceptions import HTTPError

from connectors.manners import read_retry_after, utc_now
from connectors.next_step import AFTER
from connectors.web.session import Bounded, furnish, read_whole

TIMEOUT = (10, 30)  # seconds: to connect, and to the next byte
HURRIED = (3, 6)
TOTAL = timedelta(seconds=60)
LARGEST = 1_000_000  # bytes; the keys of all of Microsoft's sign-in are 20 kB
BUSY = 429


class Unanswered(RequestException):
    """No answer that can be read, which a library takes for a broken connection."""

    def __init__(self, after: timedelta = AFTER) -> None:
        super().__init__()
        self.after = after


def after_of(error: object) -> timedelta:
    """How long to wait after what broke a conversation."""
    return error.after if isinstance(error, Unanswered) else AFTER


def open_whole(*, trust: str | None, hurried: bool = False) -> Session:
    """`trust` is a file of certificates, else the usual ones are trusted. With `hurried` it is not waited for long."""
    session = Session()
    furnish(session, Whole(hurried=hurried), trust=trust)
    return session


class Whole(Bounded):
    """The way out of a session whose answers are short. Raises RequestException."""

    def __init__(self, *, hurried: bool = False) -> None:
        self._timeout = HURRIED if hurried else TIMEOUT
        super().__init__(TOTAL)

    def send(self, request: PreparedRequest, **options: Any) -> Response:  # type: ignore[override]
        ends = time.monotonic() + TOTAL.total_seconds()
        answer = super().send(request, **{**options, "stream": True, "timeout": self._timeout})
        try:
            if answer.status_code == BUSY or answer.status_code >= 500:
                raise Unanswered(read_retry_after(answer.headers.get("Retry-After", ""), now=utc_now()) or AFTER)
            if 300 <= answer.status_code < 400:
                raise Unanswered
            answer._content = read_whole(answer, largest=LARGEST, ends=ends)
        except HTTPError as error:
            raise Unanswered from error
        finally:
            answer.close()
        return answer


def is_object(text: str | bytes) -> bool:
    """Whether it is a JSON object with something in it: a proxy's page is none."""
    try:
        found = msgspec.json.decode(text)
        return isinstance(found, dict) and bool(found)
    except (msgspec.DecodeError, RecursionError):
        return False
