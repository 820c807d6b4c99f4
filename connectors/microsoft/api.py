"""Graph over HTTP, and the only place that speaks it: every answer is a value, or an error named after what comes next.

One request at a time, and so a mailbox has as many at once as jobs that work on it: reading, watching, carrying out and
sending are one each, and Outlook lets four. https://learn.microsoft.com/graph/throttling-limits#outlook-service-limits
"""

import json
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol, TypedDict, Unpack
from urllib.parse import urlsplit
from uuid import uuid4

import msgspec

from connectors.errors import (
    MarkExpired,
    TryLater,
    Unclear,
)
from connectors.manners import read_retry_after, utc_now
from connectors.microsoft.answers import (
    AFTER,
    BUSY,
    GraphError,
    Reply,
    deepest_code,
    meaning,
    read_claims,
    read_json,
)
from connectors.web.asking import Asking
from connectors.web.deadline import Patience

log = logging.getLogger(__name__)

GRAPH = "https://graph.microsoft.com/v1.0"
IMMUTABLE = 'IdType="ImmutableId"'  # on every request, or an event gets another id when it is moved
MOST_IN_BATCH = 20


class Tokens(Protocol):
    """Where an access token comes from. Raises SignInNeeded, AccessDenied, TryLater."""

    def __call__(self, *, force: bool = False, claims: str | None = None) -> str: ...


class How(TypedDict, total=False):
    """What a request may have besides: a body as `json`, or as `data` of a `kind`; what it would `prefer`; parameters; and
    the `tag` of the version it is for."""

    json: object
    data: bytes
    kind: str
    prefer: Sequence[str]
    params: Mapping[str, str | int] | None
    tag: str


class Graph:
    """One mailbox's Graph. `me` is "/me", or "/users/<id>" by an admin's grant. `trust` is a file of certificates."""

    def __init__(
        self,
        token: Tokens,
        *,
        me: str = "/me",
        url: str = GRAPH,
        trust: str | None = None,
        patience: Patience = Patience(),  # noqa: B008  # frozen
        retries: int = 3,
        backoff: timedelta = timedelta(seconds=1),
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self.me, self._url, self._token, self._clock = me, url.rstrip("/"), token, clock
        self._asking = Asking("Microsoft 365", trust=trust, patience=patience, retries=retries, backoff=backoff)
        self.spent = self._asking.spent

    def close(self) -> None:
        self._asking.close()

    def root(self, path: str) -> str:
        """The whole address of what belongs to no mailbox."""
        return self._url + path

    def get(self, path: str, params: Mapping[str, str | int] | None = None, *, prefer: Sequence[str] = ()) -> bytes:
        """A thing by its path, or by a whole link Graph gave us."""
        return self.ask("GET", path, prefer=prefer, params=params).body

    def ask(self, method: str, path: str, **how: Unpack[How]) -> Reply:
        """Raises what the error means: MarkExpired, SignInNeeded, AccessDenied, NotThere, Changed, TryLater, Refused;
        and Unclear where a change may have been made though no answer came."""
        try:
            return self.try_asking(method, path, **how)
        except GraphError as error:
            raise meaning(error) from error

    def ask_once(self, method: str, path: str, **how: Unpack[How]) -> Reply:
        """The same for what would be done twice, were it asked for again: who breaks without a word may have done it."""
        try:
            return self.try_asking(method, path, **how)
        except GraphError as error:
            if error.status >= 500 and error.after is None:
                raise Unclear(f"Microsoft 365 broke while it did it ({error.status})") from error
            raise meaning(error) from error

    def try_asking(self, method: str, path: str, **how: Unpack[How]) -> Reply:
        """The same, but an error comes as GraphError, for who knows what to make of its code."""
        told, params, url = how.get("json"), how.get("params"), self._address(path)
        body = how.get("data") if told is None else msgspec.json.encode(told)
        headers = {"Prefer": ", ".join((IMMUTABLE, *how.get("prefer", ())))}
        headers |= {"Content-Type": how.get("kind", "application/json")} if body is not None else {}
        headers |= {"If-Match": how["tag"]} if how.get("tag") else {}
        reply, answer = self._send(method, url, headers=headers, params=params, body=body, token=self._token())
        if reply.status == 401:
            token = self._token(force=True, claims=read_claims(answer))
            reply, answer = self._send(method, url, headers=headers, params=params, body=body, token=token)
        if reply.status >= 300:
            raise self._error(reply, answer)
        return reply

    def batch(self, parts: Sequence["Part"]) -> list["Reply | GraphError"]:
        """Many readings in few requests, each with its own answer, in the order asked; `meaning` tells what an error
        among them means."""
        found: list[Reply | GraphError] = []
        for start in range(0, len(parts), MOST_IN_BATCH):
            found += self._batch(parts[start : start + MOST_IN_BATCH])
        return found

    def _batch(self, parts: Sequence["Part"]) -> list["Reply | GraphError"]:
        answers = self._answers(dict(enumerate(parts)))
        shut_out = {number: parts[number] for number, answer in answers.items() if answer.status == 401}
        if shut_out:  # the mailbox's own server may take a token less than the door does
            self._token(force=True, claims=read_claims(answers[min(shut_out)].named))
            answers |= self._answers(shut_out)
        return [self._part(answers.get(number)) for number in range(len(parts))]

    def _answers(self, parts: Mapping[int, "Part"]) -> dict[int, "_PartAnswer"]:
        asked = [
            {
                "id": str(number),
                "method": "GET",
                "url": self.me + part.path,
                "headers": {"Prefer": ", ".join((IMMUTABLE, *part.prefer))},
            }
            for number, part in parts.items()
        ]
        try:
            reply = self.ask("POST", self.root("/$batch"), json={"requests": asked})
        except Unclear as error:
            raise TryLater(str(error), after=AFTER) from error  # nothing but readings
        self.spent.requests += len(parts) - 1
        said: _Answers = read_json(reply.body, _Answers)
        return {int(one.id): one for one in said.responses if one.id.isdecimal() and int(one.id) in parts}

    def _part(self, answer: "_PartAnswer | None") -> "Reply | GraphError":
        if answer is None:
            raise TryLater("Microsoft 365 left an answer out", after=AFTER)
        reply = Reply(answer.status, bytes(answer.body))
        return self._error(reply, answer.named) if reply.status >= 300 else reply

    def _address(self, path: str) -> str:
        """Where a path is. A link out of an answer or the store must not carry our token anywhere else."""
        if "://" not in path:
            return self._url + self.me + path
        if _door(path) != _door(self._url):
            raise MarkExpired("a link leads away from Microsoft 365")
        return path

    def _send(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str],
        params: Mapping[str, str | int] | None,
        body: bytes | None,
        token: str,
    ) -> tuple[Reply, Mapping[str, str]]:
        own = {**headers, "Accept": "application/json", "Authorization": f"Bearer {token}"}
        own["client-request-id"] = str(uuid4())
        answer = self._asking.ask(method, url, headers=own, params=params, body=body)
        if answer.status >= 400:
            log.info("Graph: %s answered %d, request %s", method, answer.status, answer.headers.get("request-id"))
        return Reply(answer.status, answer.body), answer.headers

    def _error(self, reply: Reply, headers: Mapping[str, str]) -> GraphError:
        try:
            said = json.loads(reply.body).get("error")
        except (ValueError, AttributeError, RecursionError):
            said = None
        error = said if isinstance(said, dict) else {}
        after = read_retry_after(headers.get("retry-after", ""), now=self._clock())
        if reply.status in BUSY or after is not None:
            self.spent.throttled += 1
        return GraphError(reply.status, deepest_code(error), error, after)


@dataclass(frozen=True, slots=True)
class Part:
    """One reading of a batch; its path begins after the mailbox. `prefer` goes beside our own."""

    path: str
    prefer: tuple[str, ...] = ()


class _PartAnswer(msgspec.Struct, frozen=True):
    id: str
    status: int
    headers: dict[str, Any] | None = None
    body: msgspec.Raw = msgspec.Raw(b"null")

    @property
    def named(self) -> Mapping[str, str]:
        """Its headers, by their names in lower case."""
        return {name.casefold(): str(value) for name, value in (self.headers or {}).items()}


class _Answers(msgspec.Struct, frozen=True):
    responses: list[_PartAnswer]


def _door(url: str) -> tuple[str, str] | None:
    """Whose door it is, to the letter: scheme, host and port."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return parts.scheme, parts.netloc.casefold()
