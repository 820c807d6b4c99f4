"""A letter to one seller, and whoever carries it: SMTP or the seller's own mail. RFC 5322, RFC 2369, RFC 8058."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from connectors.meetings import Person


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture inside a letter, shown where its HTML says src="cid:<name>"."""

    name: str  # letters, digits and hyphens
    png: bytes
    text: str  # the same in words


@dataclass(frozen=True, slots=True)
class Letter:
    """What one seller reads. `message_id` is without <>, chosen before it is sent, so that it can be looked for."""

    sender: Person
    to: Person
    subject: str
    text: str
    html: str
    language: str
    message_id: str
    written_at: datetime
    unsubscribe: str  # an https address that a POST stops the letters with, at once
    pictures: tuple[Picture, ...] = ()


class Mailer(Protocol):
    """One way to send. What goes wrong is raised by what it means for the letter:

    TryLater             it has certainly not been sent; it may be tried again after a while
    SignInNeeded, AccessDenied
                         it has certainly not been sent, and a person has to do something first
    Refused              it has certainly not been sent, and the same letter never will be
    Unclear              the connection broke after it was handed over: it may have been sent
    """

    def send(self, letter: Letter) -> None:
        """Hand it over. Raises what is told above."""
        ...

    def find(self, message_id: str) -> bool | None:
        """Whether it has been sent, by whom it was sent with; None where that cannot be told."""
        ...
