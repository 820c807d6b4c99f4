"""Gmail as far as letters leave by it: sending, drafts, and whether a letter went.

https://developers.google.com/workspace/gmail/api/reference/rest/v1/users.messages/send
"""

import base64
import binascii
import re
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import formataddr, make_msgid, parseaddr
from hashlib import sha256

from tests.simulators.google.call import Call
from tests.simulators.google.errors import GoogleError, bad_request
from tests.simulators.google.event import Json
from tests.simulators.wire import Answer

MOST_BYTES = 36_700_160
MOST_RECIPIENTS = 500
SAME_ID = re.compile(r"rfc822msgid:<?([^<>\s]+)>?", re.IGNORECASE)
INVALID = {"status": "INVALID_ARGUMENT"}


@dataclass(frozen=True, slots=True)
class Sent:
    """A mail that left, as it left: Gmail writes From anew where it is not the sender's, and gives it a Message-ID."""

    sender: str
    mime: bytes

    @property
    def email(self) -> EmailMessage:
        return message_from_bytes(self.mime, policy=policy.default)


def send(call: Call) -> Answer:
    told = call.told
    mime = _read(call, told)
    letter = message_from_bytes(mime, policy=policy.default)
    people = [one for name in ("to", "cc", "bcc") for one in (letter[name].addresses if letter[name] else ())]
    if not people:
        raise GoogleError(400, "invalidArgument", "Recipient address required", more=INVALID)
    if len(people) > MOST_RECIPIENTS:
        raise GoogleError(400, "invalidArgument", "Too many recipients", more=INVALID)
    call.google.sent.append(Sent(call.box.address, mime))
    kept = _keep(call, letter, mime, told.get("threadId"), "SENT")
    return call.answer(_shown(kept))


def draft(call: Call) -> Answer:
    told = call.told.get("message") or {}
    mime = _read(call, told)
    kept = _keep(call, message_from_bytes(mime, policy=policy.default), mime, told.get("threadId"), "DRAFT")
    made = {"id": f"r{int(kept['id'], 16)}", "message": _shown(kept)}
    call.box.drafts.append({**made, "mime": mime})
    return call.answer(made)


def listing(call: Call) -> Answer:
    """Only by the Message-ID."""
    wanted = SAME_ID.fullmatch(call.params.get("q", ""))
    if "q" in call.params and wanted is None:
        raise bad_request(f"The simulator does not know the query {call.params['q']!r}.")
    labels = set(call.asked.every("labelIds"))
    found = [
        {"id": one["id"], "threadId": one["threadId"]}
        for one in call.box.messages.values()
        if (wanted is None or one["messageId"] == wanted[1]) and labels <= set(one["labelIds"])
    ]
    return call.answer({**({"messages": found} if found else {}), "resultSizeEstimate": len(found)})


def _read(call: Call, told: Json) -> bytes:
    """Base64 of URLs, with padding or without; From and Message-ID as Gmail leaves them."""
    raw = str(told.get("raw", ""))
    try:
        mime = base64.b64decode(raw + "=" * (-len(raw) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise GoogleError(400, "invalidArgument", "Invalid value for ByteString: raw", more=INVALID) from error
    if not mime:
        raise GoogleError(400, "invalidArgument", "'raw' RFC822 payload message string is required", more=INVALID)
    if len(mime) > MOST_BYTES:
        raise GoogleError(413, "uploadTooLarge", "Request Entity Too Large")
    return _as_left(call, mime)


def _as_left(call: Call, mime: bytes) -> bytes:
    letter = message_from_bytes(mime, policy=policy.SMTP)
    name, address = parseaddr(str(letter["from"] or ""))
    own = address.casefold() == call.box.address.casefold()
    if own and letter["message-id"]:
        return mime
    if not own:
        del letter["from"]
        letter["From"] = formataddr((name, call.box.address))
    if not letter["message-id"]:
        letter["Message-ID"] = make_msgid(domain="mail.gmail.com")
    return letter.as_bytes()


def _keep(call: Call, letter: EmailMessage, mime: bytes, thread: object, label: str) -> Json:
    named = sha256(f"{call.box.address}/{len(call.box.messages)}".encode()).hexdigest()[:16]
    said = str(letter["message-id"]).strip().strip("<>")
    kept = {"id": named, "threadId": str(thread or named), "labelIds": [label], "messageId": said}
    call.box.messages[named] = kept
    return kept


def _shown(kept: Json) -> Json:
    return {name: kept[name] for name in ("id", "threadId", "labelIds")}
