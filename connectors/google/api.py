"""Calendar and Gmail over HTTP through Google's own client, and the only place that speaks it: every answer is a value, or an
error named after what comes next.

The client builds requests from the documents it brings along; a session of ours carries them, since its own transport is not
safe between threads and waits a minute. Nothing is batched: a batch goes to Google whatever address is told.
https://googleapis.github.io/google-api-python-client/docs/thread_safety.html
"""

import json
import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, Protocol

import httplib2
import msgspec
from googleapiclient.discovery import build

from connectors.errors import (
    AccessDenied,
    Changed,
    ConnectorError,
    MarkExpired,
    NotThere,
    Refused,
    SignInNeeded,
    TryLater,
    Unclear,
)
from connectors.manners import read_retry_after, user_agent, utc_now
from connectors.web.asking import Asking
from connectors.web.deadline import Patience

logging.getLogger("googleapiclient").setLevel(logging.CRITICAL)  # it writes whole addresses

GOOGLE = ""  # the real ones, as the documents have them
AFTER = timedelta(seconds=30)  # who is asked to slow down and not for how long
FOR_HOURS = timedelta(hours=2)  # a limit against abuse: nothing is written for this seller meanwhile
WORD = re.compile(r"[A-Za-z_]{1,100}")
OWN = frozenset({"content-length", "user-agent"})  # headers that are the session's to say

RATES = frozenset({"rateLimitExceeded", "userRateLimitExceeded"})
LIMITS = frozenset({"quotaExceeded", "calendarUsageLimitsExceeded", "dailyLimitExceeded"})
WITHOUT_SCOPE = frozenset({"insufficientPermissions", "ACCESS_TOKEN_SCOPE_INSUFFICIENT"})
NOT_OURS = frozenset({"forbiddenForNonOrganizer", "forbiddenForServiceAccounts"})
ERRORS: Mapping[int, tuple[type[ConnectorError], str]] = {
    401: (SignInNeeded, "Google no longer takes our token"),
    403: (AccessDenied, "Google does not let us do this"),
    404: (NotThere, "Google no longer has it"),
    412: (Changed, "somebody else changed it"),
}


class Tokens(Protocol):
    """Where an access token comes from. Raises SignInNeeded, AccessDenied, TryLater."""

    def __call__(self, *, force: bool = False) -> str: ...


class GoogleError(Exception):
    """An answer that is an error, as it came."""

    def __init__(self, status: int, reason: str, after: timedelta | None = None) -> None:
        super().__init__(f"{status} {reason}")
        self.status, self.reason, self.after = status, reason, after


class Google:
    """One account's Calendar and Gmail. `url` is the root of both where it is not Google's own."""

    def __init__(
        self,
        token: Tokens,
        *,
        url: str = GOOGLE,
        trust: str | None = None,
        patience: Patience = Patience(),  # noqa: B008  # frozen
        retries: int = 3,
        backoff: timedelta = timedelta(seconds=1),
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._url, self._clock = url.rstrip("/"), clock
        asking = Asking("Google", trust=trust, patience=patience, retries=retries, backoff=backoff)
        self.spent, self._carrier = asking.spent, _Carrier(asking, token)

    @cached_property
    def events(self) -> Any:
        return self._calendar.events()

    @cached_property
    def settings(self) -> Any:
        return self._calendar.settings()

    @cached_property
    def channels(self) -> Any:
        return self._calendar.channels()

    @cached_property
    def mail(self) -> Any:
        return self._build("gmail", "v1", self._url).users()

    @cached_property
    def _calendar(self) -> Any:
        return self._build("calendar", "v3", f"{self._url}/calendar/v3/" if self._url else "")

    def ask(self, request: Any, *, tag: str = "") -> bytes:
        """The body of an answer. Raises what an error means; and Unclear where a change may have been made though no
        answer came. `tag` is the version a change is for."""
        try:
            return self.try_asking(request, tag=tag)
        except GoogleError as error:
            raise meaning(error) from error

    def ask_once(self, request: Any) -> bytes:
        """The same for what would be done twice, were it asked for again: who breaks without a word may have done it."""
        try:
            return self.try_asking(request)
        except GoogleError as error:
            if error.status >= 500 and error.after is None:
                raise Unclear(f"Google broke while it did it ({error.status})") from error
            raise meaning(error) from error

    def try_asking(self, request: Any, *, tag: str = "") -> bytes:
        """The same, but an error comes as GoogleError, for who knows what to make of it."""
        headers = {**request.headers, **({"If-Match": tag} if tag else {})}
        method, uri, body = request.method, request.uri, request.body
        answer, content = self._carrier.request(uri, method=method, body=body, headers=headers)
        if answer.status >= 300:
            raise self._error(answer, content)
        return content

    def _error(self, answer: httplib2.Response, content: bytes) -> GoogleError:
        after = read_retry_after(answer.get("retry-after", ""), now=self._clock())
        error = GoogleError(answer.status, reason_of(content), after)
        if answer.status == 429 or error.reason in RATES:
            self.spent.throttled += 1
        return error

    def _build(self, name: str, version: str, endpoint: str) -> Any:
        options = {"api_endpoint": endpoint} if endpoint else None
        return build(name, version, http=self._carrier, static_discovery=True, client_options=options)


@dataclass(slots=True)
class _Carrier:
    """What Google's client takes for its transport. A token that is no longer taken is renewed once."""

    asking: Asking
    token: Tokens

    def request(
        self, uri: str, method: str = "GET", body: Any = None, headers: Mapping[str, str] | None = None, **_: Any
    ) -> tuple[httplib2.Response, bytes]:
        answer, content = self._send(uri, method, body, headers or {}, self.token())
        if answer.status == 401:
            answer, content = self._send(uri, method, body, headers or {}, self.token(force=True))
        return answer, content

    def close(self) -> None:
        self.asking.close()

    def _send(
        self, uri: str, method: str, body: Any, headers: Mapping[str, str], token: str
    ) -> tuple[httplib2.Response, bytes]:
        own = {name: value for name, value in headers.items() if name.lower() not in OWN}
        own |= {"Authorization": f"Bearer {token}", "User-Agent": f"{user_agent()} (gzip)"}  # or nothing comes packed
        answer = self.asking.ask(method, uri, headers=own, body=body)
        return httplib2.Response({**answer.headers, "status": str(answer.status)}), answer.body


def meaning(error: GoogleError) -> ConnectorError:
    """What an answer means for whoever asked. https://developers.google.com/workspace/calendar/api/guides/errors"""
    if error.status == 410:
        gone = error.reason == "deleted"
        return (
            NotThere("Google no longer has it") if gone else MarkExpired("Google no longer knows how far we had read")
        )
    if error.reason in LIMITS:
        return TryLater("Google lets this account do no more for a while", after=error.after or FOR_HOURS)
    if error.status == 429 or error.reason in RATES or error.after is not None:
        return TryLater("Google asks us to wait", after=AFTER if error.after is None else error.after)
    if error.status >= 500 or error.status < 400:  # or somebody on the way sends us elsewhere
        return TryLater(f"Google has a fault of its own ({error.status})", after=AFTER)
    if error.reason in WITHOUT_SCOPE:
        return SignInNeeded("Google has not been told that we may", key="consent")
    if error.reason == "accessNotConfigured":
        return AccessDenied("the API is not switched on in our project at Google", key="operator_registration")
    if error.reason in NOT_OURS:
        return Refused(f"Google refused it ({error.reason})")
    kind, why = ERRORS.get(error.status, (Refused, f"Google refused it ({error.status} {error.reason})"))
    return kind(why)


def reason_of(content: bytes) -> str:
    """The first reason in an error, or its status where it has none; nothing of what is no JSON, or no word."""
    try:
        error = json.loads(content).get("error")
    except (ValueError, AttributeError, RecursionError):
        return ""
    if not isinstance(error, dict):
        return ""
    listed = error.get("errors")
    first = listed[0] if isinstance(listed, list) and listed else {}
    told = (first.get("reason") if isinstance(first, dict) else None, error.get("status"))
    return next((one for one in told if isinstance(one, str) and WORD.fullmatch(one)), "")


def read_json(data: bytes, kind: Any) -> Any:
    """Raises TryLater for what is no JSON of this shape, also with 200."""
    try:
        return msgspec.json.decode(data, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise TryLater("Google sent half an answer", after=AFTER) from error
