"""One request to a vendor's interface and all of its answer: bounded, counted, and clear about whether anybody heard it."""

import logging
import time
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import timedelta

from requests import Response
from requests.exceptions import RequestException
from urllib3.exceptions import HTTPError

from connectors.errors import TryLater, Unclear
from connectors.web.broken import never_arrived
from connectors.web.deadline import Patience
from connectors.web.session import open_session, patient, read_whole
from connectors.web.spent import Spent

log = logging.getLogger(__name__)

LARGEST = 64_000_000  # bytes of one answer; a page of a thousand long bodies has a tenth
AFTER = timedelta(minutes=1)  # nobody was there, or hung up
SAFE = frozenset({"GET", "HEAD", "DELETE", "PATCH"})  # asked twice they do what they do once


@dataclass(frozen=True, slots=True)
class Whole:
    """An answer. Names of headers are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)


class Asking:
    """One account's way to a `vendor`, as it is called in errors. `trust` is a file of certificates. `spent` counts what goes
    over it."""

    def __init__(self, vendor: str, *, trust: str | None, patience: Patience, retries: int, backoff: timedelta) -> None:
        self.spent = Spent()
        self._vendor, self._patience = vendor, patience
        again = patient(retries, backoff=backoff, safe=SAFE)
        self._session = open_session(trust=trust, total=patience.total, retries=again)

    def close(self) -> None:
        self._session.close()

    def ask(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str],
        params: Mapping[str, str | int] | None = None,
        body: bytes | str | None = None,
    ) -> Whole:
        """Raises TryLater where nothing whole came, and Unclear where what was asked may have been done, and would be done
        twice."""
        patience = self._patience
        ends = time.monotonic() + patience.total.total_seconds()
        self.spent.requests += 1
        try:
            asked = self._session.request(
                method,
                url,
                params=params,
                data=body,
                headers=headers,
                timeout=(patience.connect.total_seconds(), patience.read.total_seconds()),
                stream=True,
                allow_redirects=False,
            )
            with closing(asked) as answer:
                content = self._whole(answer, ends)
        except (RequestException, HTTPError, OSError) as error:
            self.spent.failed += 1
            log.info("%s: %s broke off with %s", self._vendor, method, type(error).__name__)
            raise (
                TryLater(f"{self._vendor} cannot be reached, or hung up", after=AFTER)
                if method in SAFE or never_arrived(error)
                else Unclear(f"{self._vendor} hung up before it answered")
            ) from None  # the error's text has the whole address
        told = {name.lower(): value for name, value in answer.headers.items()}
        return Whole(answer.status_code, told, content)

    def _whole(self, answer: Response, ends: float) -> bytes:
        """Counts what came, also where that is not all of it, and how often it was asked for."""
        raw = answer.raw
        self.spent.requests += len(raw.retries.history) if raw.retries else 0
        try:
            return read_whole(answer, largest=LARGEST, ends=ends)
        finally:
            self.spent.bytes += raw.tell()
