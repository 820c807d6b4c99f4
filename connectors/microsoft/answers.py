"""What Graph answers, as values and as errors named after what comes next. https://learn.microsoft.com/graph/errors"""

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from typing import Any

import msgspec

from connectors.errors import (
    AccessDenied,
    Changed,
    ConnectorError,
    MarkExpired,
    NotThere,
    Refused,
    SignInNeeded,
    TryLater,
)
from connectors.microsoft.wire import decode

AFTER = timedelta(minutes=1)  # a failure that does not say when to come back
EITHER_ALPHABET = str.maketrans("+/", "-_")
BUSY = frozenset({429, 503, 504, 509})
# Codes of a lost place in a delta come with 410 or any other 4xx. Compared in lower case.
LOST_MARK = frozenset({"syncstatenotfound", "syncstateinvalid", "resyncrequired"})
ERRORS: Mapping[int, tuple[type[ConnectorError], str]] = {
    401: (SignInNeeded, "Microsoft 365 no longer takes our token"),
    403: (AccessDenied, "Microsoft 365 does not let us do this"),
    404: (NotThere, "Microsoft 365 no longer has it"),
    409: (Changed, "somebody else changed it"),
    412: (Changed, "somebody else changed it"),
}


@dataclass(frozen=True, slots=True)
class Reply:
    """What came."""

    status: int
    body: bytes = field(repr=False)

    def json(self) -> Any:
        """Raises TryLater for what is cut off."""
        return read_json(self.body, Any)


class GraphError(Exception):
    """An answer that is an error, as it came: status, the deepest code known, and the whole `error`."""

    def __init__(self, status: int, code: str, error: Mapping[str, Any], after: timedelta | None = None) -> None:
        super().__init__(f"{status} {code}")
        self.status, self.code, self.error, self.after = status, code, error, after


def meaning(error: GraphError) -> ConnectorError:
    """What an answer means for whoever asked."""
    if error.code.casefold() in LOST_MARK or error.status == 410:
        return MarkExpired("Microsoft 365 no longer knows how far we had read")
    if error.status in BUSY or error.after is not None:
        return TryLater("Microsoft 365 asks us to wait", after=AFTER if error.after is None else error.after)
    if error.status >= 500 or error.status < 400:  # or somebody on the way sends us elsewhere
        return TryLater(f"Microsoft 365 has a fault of its own ({error.status})", after=AFTER)
    kind, why = ERRORS.get(error.status, (Refused, f"Microsoft 365 refused it ({error.status} {error.code})"))
    return kind(why)


def deepest_code(error: Mapping[str, Any]) -> str:
    """The innermost code that is a word; https://learn.microsoft.com/graph/errors tells to walk inward."""
    code, inner = "", error
    for _ in range(10):
        said = inner.get("code")
        code = said if isinstance(said, str) and not said.isdecimal() else code
        within = inner.get("innerError") or inner.get("innererror")
        if not isinstance(within, dict):
            break
        inner = within
    return code[:100]


def read_json(data: bytes, kind: Any) -> Any:
    """Raises TryLater for what is no JSON of this shape: servers hang up in the middle and call it well done."""
    try:
        return decode(data, _decoder(kind))
    except msgspec.DecodeError as error:
        raise TryLater("Microsoft 365 sent half an answer", after=AFTER) from error


@cache
def _decoder(kind: Any) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(kind)


def read_claims(headers: Mapping[str, str]) -> str | None:
    """What a token must also hold, where a 401 says so: Bearer error="insufficient_claims", claims="<base64>"."""
    _, found, rest = headers.get("www-authenticate", "").partition('claims="')
    if not found:
        return None
    text = rest.partition('"')[0]
    try:
        return base64.urlsafe_b64decode((text + "=" * (-len(text) % 4)).translate(EITHER_ALPHABET)).decode()
    except (ValueError, UnicodeDecodeError):
        return None
