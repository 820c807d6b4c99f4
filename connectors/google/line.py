"""Our line to Google's sign-in, for google-auth and for oauthlib: each speaks through a session of requests, and gets ours.

oauthlib asks for https everywhere, or for a variable that would let all of the process go without. So it is told https of a
sign-in on this very machine too, and the line alone knows that it is plain http there.
"""

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import msgspec
from google.auth.exceptions import GoogleAuthError, RefreshError, TransportError
from google.auth.transport.requests import Request
from requests import PreparedRequest, Response, Session

from connectors.errors import TryLater
from connectors.google.refusals import AFTER, read_refusal
from connectors.google.registration import later
from connectors.web.session import furnish
from connectors.web.whole import Whole, open_whole

OPEN, SECURE = "http://", "https://"
ODD = (KeyError, TypeError, AttributeError, ValueError)  # what the libraries do with an answer of another shape

for talkative in ("oauthlib", "requests_oauthlib", "google.auth", "google.oauth2"):  # whole answers, tokens and all
    logging.getLogger(talkative).setLevel(logging.CRITICAL)


class Line(Request):
    """One conversation of google-auth's. `refused` is what the last answer said, where it was a no: of some the library
    only tells a sentence."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.refused: Mapping[str, Any] = {}

    def __call__(self, url: Any, *words: Any, **options: Any) -> Any:
        answer = super().__call__(url, *words, **options)  # type: ignore[no-untyped-call]
        self.refused = {} if answer.status == 200 else _object_in(answer.data)
        return answer


@contextmanager
def open_line(trust: str | None, *, hurried: bool, delegated: bool = False) -> Iterator[Line]:
    """google-auth for one conversation. Raises what a refusal means, and TryLater."""
    with open_whole(trust=trust, hurried=hurried) as session:
        line = Line(session)
        try:
            yield line
        except TransportError as error:
            raise later(error.__cause__) from None
        except RefreshError as error:
            if error.retryable or not line.refused:
                raise unreadable() from None
            raise read_refusal(line.refused, delegated=delegated) from None
        except (GoogleAuthError, *ODD):
            raise unreadable() from None


def furnish_open(session: Session, address: str, *, trust: str | None, hurried: bool) -> str:
    """A library's own session, to ask at this address: what to call the address in there."""
    is_open = address.startswith(OPEN)
    furnish(session, _Plainly(hurried=hurried) if is_open else Whole(hurried=hurried), trust=trust)
    return as_secure(address)


def as_secure(address: str) -> str:
    return SECURE + address.removeprefix(OPEN) if address.startswith(OPEN) else address


def unreadable() -> TryLater:
    return TryLater("Google's sign-in answers with what cannot be read", AFTER)


class _Plainly(Whole):
    """What was told https goes over http: only ever to this very machine."""

    def send(self, request: PreparedRequest, **options: Any) -> Response:  # type: ignore[override]
        assert request.url
        request.url = OPEN + request.url.removeprefix(SECURE)
        return super().send(request, **options)


def _object_in(body: bytes) -> Mapping[str, Any]:
    try:
        return _decode(body)
    except (msgspec.DecodeError, RecursionError):
        return {}


_decode: Callable[[bytes], dict[str, Any]] = msgspec.json.Decoder(dict[str, Any]).decode
