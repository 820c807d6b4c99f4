"""Tokens that somebody shows us, signed by a vendor: whose key one names, and those that were looked at a moment ago.

https://www.rfc-editor.org/rfc/rfc8725: one algorithm is taken, and a key that is brought along is not looked at.
"""

from collections.abc import Callable
from functools import lru_cache
from hashlib import sha256
from threading import Lock
from typing import Generic, TypeVar

import jwt
from cachetools import TLRUCache
from jwt.exceptions import InvalidTokenError

from connectors.errors import SignInNeeded
from connectors.next_step import NextStep

ALGORITHM = "RS256"
LONGEST = 16_000  # letters
REMEMBERED, MOST = 300.0, 10_000  # seconds a token that was looked at is known again by its hash, and how many are

T = TypeVar("T")


def nobody(what: str) -> SignInNeeded:
    """Why a token lets nobody in: `what` is wrong with it, and nothing of what stands in it."""
    return SignInNeeded(f"this token lets nobody in: {what}", key=NextStep.SIGN_IN_AGAIN.value)


def kid_of(token: str) -> str:
    """The name of the key it says it is signed with. Raises SignInNeeded."""
    head = token.partition(".")[0]
    if len(token) > LONGEST or not token.isascii():
        raise nobody("length")
    return _kid_in(head)


@lru_cache(maxsize=64)
def _kid_in(head: str) -> str:
    """All tokens of one key begin alike."""
    try:
        header = jwt.get_unverified_header(f"{head}..")
    except (InvalidTokenError, RecursionError) as error:
        raise nobody(type(error).__name__) from None
    kid = header.get("kid")
    if header.get("alg") != ALGORITHM or not isinstance(kid, str):
        raise nobody("alg or kid")
    return kid


class Remembered(Generic[T]):
    """What was found in tokens, by their hashes: the same one is shown with request after request. `now` tells seconds."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._found: TLRUCache[bytes, tuple[T, float]] = TLRUCache(MOST, _ends, timer=now)
        self._lock = Lock()

    def of(self, token: str, look: Callable[[str], tuple[T, float]]) -> T:
        """What `look` finds and until when, or found a moment ago. Raises what it does."""
        name = sha256(token.encode("utf-8", "replace")).digest()
        with self._lock:
            found = self._found.get(name)
        if found is None:
            found = look(token)
            with self._lock:
                self._found[name] = found
        return found[0]


def _ends(_: bytes, found: tuple[T, float], now: float) -> float:
    return min(found[1], now + REMEMBERED)
