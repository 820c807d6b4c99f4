"""Our line to Microsoft's sign-in, for msal and for keys: what we trust is told, time and size are bound, and no answer is
followed elsewhere. https://msal-python.readthedocs.io/en/latest/#msal.ClientApplication.params.http_client
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any

from requests.exceptions import RequestException

from connectors.errors import TryLater
from connectors.web.whole import Unanswered, after_of, is_object, open_whole

logging.getLogger("msal").setLevel(logging.CRITICAL)  # it writes whole answers, tokens and all, where they are no JSON


@dataclass(frozen=True, slots=True)
class Answer:
    """As much of an answer as msal looks at. Its text is a JSON object with something in it, but for a GET's refusal."""

    status_code: int
    text: str
    headers: Mapping[str, str]


class Line:
    """One conversation, to be closed. msal takes what is `Unanswered` for a broken connection, and goes on with a token
    that still lasts."""

    def __init__(self, trust: str | None, *, hurried: bool = False) -> None:
        self._session = open_whole(trust=trust, hurried=hurried)

    def get(self, url: str, *, params: Any = None, headers: Any = None, **_: Any) -> Answer:
        return self._ask("GET", url, params=params, headers=headers)

    def post(self, url: str, *, params: Any = None, data: Any = None, headers: Any = None, **_: Any) -> Answer:
        answer = self._ask("POST", url, params=params, data=data, headers=headers)
        if not is_object(answer.text):  # a proxy's page
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
        answer = self._session.request(method, url, **options)
        text = answer.content.decode("utf-8", "replace")
        if answer.ok and not is_object(text):
            raise Unanswered
        return Answer(answer.status_code, text, dict(answer.headers))


def later(error: RequestException) -> TryLater:
    """What a broken conversation comes out as; the library's text, with addresses, stays behind."""
    return TryLater("Microsoft's sign-in does not answer", after_of(error))
