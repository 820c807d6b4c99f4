"""What can go wrong outside, named after what the caller does next.

ConnectorError
├── SignInNeeded     pause the mailbox and ask the seller, kindly, to sign in again
├── AccessDenied     tell the admin
├── MarkExpired      read again from the start
├── TryLater         put the job back for `after`
├── Changed          somebody else was first: show the new state and ask again
├── NotThere         drop it
├── Refused          say so where people look; the same again would fare no better
├── Unclear          it may have happened: look before doing it again
├── EngineFailed     ask the offline twin
└── Unreadable       count it, keep its id, go on; for a whole source, say why in one line
"""

from datetime import timedelta

from connectors.calendars import Unread


class ConnectorError(Exception):
    """The root of everything a connector raises on purpose; its text is one line a person can act on."""


class SignInNeeded(ConnectorError):
    """The grant is gone. `key` names the next step where sign-in knows it, `claims` are the vendor's own words that go
    along when the seller signs in again."""

    def __init__(self, why: str, *, key: str = "", claims: str = "") -> None:
        super().__init__(why)
        self.key = key
        self.claims = claims


class AccessDenied(ConnectorError):
    """The grant is there but does not reach this. `key` names the next step where sign-in knows it: who mends what."""

    def __init__(self, why: str, *, key: str = "") -> None:
        super().__init__(why)
        self.key = key


class MarkExpired(ConnectorError):
    """The vendor no longer knows the mark we hold."""


class TryLater(ConnectorError):
    """The vendor asks us to wait."""

    def __init__(self, why: str, after: timedelta) -> None:
        super().__init__(why)
        self.after = after


class Changed(ConnectorError):
    """The thing was changed since we read it."""


class NotThere(ConnectorError):
    """The thing is gone."""


class Refused(ConnectorError):
    """The vendor will not do it, now or later."""


class Unclear(ConnectorError):
    """The connection broke after we had asked: it may or may not have been done."""


class EngineFailed(ConnectorError):
    """A routing, geocoding or map engine gave no answer that can be used. `status` is the HTTP status, 0 where none
    came; `answer` is the JSON that came with it, where it was JSON."""

    def __init__(self, why: str, *, status: int = 0, answer: object = None) -> None:
        super().__init__(why)
        self.status = status
        self.answer = answer


class Unreadable(ConnectorError):
    """What came cannot be read: each thing of it, with the reason for people in `unread` and in English in the text."""

    def __init__(self, *unread: Unread) -> None:
        super().__init__("; ".join(one.why for one in unread))
        self.unread = unread
