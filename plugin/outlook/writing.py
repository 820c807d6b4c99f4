"""A draft as Outlook opens it in a window of its own: receivers, subject, and the words as harmless HTML.

https://learn.microsoft.com/javascript/api/outlook/office.mailbox#outlook-office-mailbox-displaynewmessageform-member(1)
"""

import json
from dataclasses import dataclass

from markupsafe import escape

from workers.words.message import Message


@dataclass(frozen=True, slots=True)
class Letter:
    """`form` is what Outlook is told, as JSON; `link` opens the same in any mail program."""

    message: Message
    form: str

    @property
    def link(self) -> str:
        return self.message.link


def write_letter(message: Message) -> Letter:
    lines = "<br>".join(str(escape(line)) for line in message.body.splitlines())
    form = {"toRecipients": list(message.to), "subject": message.subject, "htmlBody": f"<p>{lines}</p>"}
    return Letter(message, json.dumps(form, ensure_ascii=False))
