"""Signed links: what one may do who holds it, for a while. A GET shows, only a POST decides: mail scanners follow links.

https://itsdangerous.palletsprojects.com/en/stable/url_safe/
"""

from collections.abc import Sequence
from datetime import timedelta
from enum import StrEnum

from itsdangerous import BadSignature, URLSafeTimedSerializer


class Purpose(StrEnum):
    """A link made for one is worth nothing for another."""

    SIGN_IN = "sign-in"
    ANSWER = "answer"  # a button in a letter
    PANE_CODE = "pane-code"  # from a window in which somebody has signed in to the pane that opened it
    PANE = "pane"  # what a pane shows with each request, where Outlook gives it nothing to show
    STOP_LETTERS = "stop-letters"  # must work from the oldest letter somebody finds in a mailbox


LASTS = {
    Purpose.SIGN_IN: timedelta(hours=1),
    Purpose.ANSWER: timedelta(weeks=5),
    Purpose.PANE_CODE: timedelta(minutes=1),
    Purpose.PANE: timedelta(hours=12),
    Purpose.STOP_LETTERS: timedelta(days=730),
}


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


def _serializer(purpose: Purpose, secrets: Sequence[str]) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(list(reversed(secrets)), salt=f"kanelbulle link {purpose.value}")  # the last signs
