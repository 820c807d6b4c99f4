"""Signed links: what one may do who holds it, for a while. A GET shows, only a POST decides: mail scanners follow links.

A sealed one says nothing to whoever holds it. https://itsdangerous.palletsprojects.com/en/stable/url_safe/
"""

import json
from base64 import b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from hashlib import blake2b

from itsdangerous import BadSignature, URLSafeTimedSerializer

from workers.sealing import SealBroken, Sealer

LONGEST, BLOCK = 2000, 64  # letters of a sealed token; and bytes it is filled up to, so that its length tells little


class Purpose(StrEnum):
    """A link made for one is worth nothing for another."""

    SIGN_IN = "sign-in"
    ANSWER = "answer"  # a button in a letter
    PANE_CODE = "pane-code"  # from a window in which somebody has signed in to the pane that opened it
    PANE = "pane"  # what a pane shows with each request, where Outlook gives it nothing to show
    STOP_LETTERS = "stop-letters"  # must work from the oldest letter somebody finds in a mailbox
    PICTURE = "picture"  # in a card, fetched by Google's servers for whoever looks at it


LASTS = {
    Purpose.SIGN_IN: timedelta(hours=1),
    Purpose.ANSWER: timedelta(weeks=5),
    Purpose.PANE_CODE: timedelta(minutes=1),
    Purpose.PANE: timedelta(hours=12),
    Purpose.STOP_LETTERS: timedelta(days=730),
    Purpose.PICTURE: timedelta(hours=1),
}


@dataclass(frozen=True, slots=True)
class Opened:
    """What a sealed token says, and until when it does."""

    facts: list[int | str]
    ends: datetime


def sign(purpose: Purpose, facts: Sequence[int | str], secrets: Sequence[str]) -> str:
    """A token fit for a path. `facts` can be read by whoever holds it."""
    return str(_serializer(purpose, secrets).dumps(list(facts)))


def read_signed(purpose: Purpose, token: str, secrets: Sequence[str]) -> list[int | str] | None:
    """What was signed, or None when it is too old, changed, or meant for something else."""
    try:
        facts = _serializer(purpose, secrets).loads(token, max_age=int(LASTS[purpose].total_seconds()))
    except BadSignature:
        return None
    return facts if isinstance(facts, list) else None


def seal(purpose: Purpose, facts: Sequence[int | str], secrets: Sequence[str], *, now: datetime) -> str:
    """A token fit for a path, and another one each time. Nothing of `facts` can be read by whoever holds it."""
    ends = int((now + LASTS[purpose]).timestamp())
    plain = json.dumps([ends, *facts], separators=(",", ":")).encode()
    filled = plain.ljust(-(-len(plain) // BLOCK) * BLOCK)
    return urlsafe_b64encode(_sealer(purpose, secrets).seal(filled)).rstrip(b"=").decode()


def read_sealed(purpose: Purpose, token: str, secrets: Sequence[str], *, now: datetime) -> Opened | None:
    """What was sealed, or None when it is too old, changed, or meant for something else."""
    if len(token) > LONGEST:
        return None
    try:
        sealed = b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
        until, *facts = json.loads(_sealer(purpose, secrets).open(sealed))
    except (SealBroken, ValueError):
        return None
    ends = datetime.fromtimestamp(until, UTC)
    return Opened(facts, ends) if now < ends else None


def mark_of(owner: str) -> str:
    """Stands for the address, which is not to be read in a link by whoever gets to see it."""
    return blake2b(owner.encode("utf-8", "replace"), digest_size=6).hexdigest()


def _sealer(purpose: Purpose, secrets: Sequence[str]) -> Sealer:
    return Sealer([f"kanelbulle link {purpose.value} {secret}" for secret in secrets])  # the first seals


def _serializer(purpose: Purpose, secrets: Sequence[str]) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(list(reversed(secrets)), salt=f"kanelbulle link {purpose.value}")  # the last signs
