"""A seller's letter by the seller's own Gmail. https://developers.google.com/workspace/gmail/api/reference/rest/v1/users.messages/send

The grant to send lets us see nothing: what broke off after it was handed over is Unclear, and cannot be looked for.
"""

import base64

from connectors.google.api import Google
from connectors.mail import Letter
from connectors.mime import write_mime


class GoogleMail:
    """The mail of whoever gave the grant."""

    def __init__(self, google: Google) -> None:
        self._google = google

    def send(self, letter: Letter) -> None:
        raw = base64.urlsafe_b64encode(write_mime(letter)).decode()
        request = self._google.mail.messages().send(userId="me", body={"raw": raw}, fields="id")
        self._google.ask_once(request)

    def find(self, message_id: str) -> bool | None:
        return None
