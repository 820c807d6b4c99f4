"""Sending mail and keeping drafts: as JSON, or as a whole message of the internet in base64.

https://learn.microsoft.com/graph/api/user-sendmail
"""

import base64
import binascii
import re
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import make_msgid, parseaddr
from hashlib import sha256
from typing import Any
from urllib.parse import quote

from tests.simulators.microsoft.bodies import preview, read_body
from tests.simulators.microsoft.call import Call
from tests.simulators.microsoft.errors import GraphError, bad_query, bad_request, not_found
from tests.simulators.microsoft.event import Json
from tests.simulators.microsoft.idents import change_key
from tests.simulators.microsoft.mailbox import Mailbox
from tests.simulators.microsoft.times import zulu
from tests.simulators.microsoft.wire import says
from tests.simulators.wire import Answer

MOST_RECIPIENTS = 500
SAME_ID = re.compile(r"internetMessageId eq '((?:[^']|'')*)'", re.IGNORECASE)
EXPAND = "microsoft.graph.eventmessage/event"


@dataclass(frozen=True, slots=True)
class Sent:
    """A mail that left: `mime` where it came as a whole message, else `message`."""

    sender: str
    mime: bytes = b""
    message: Json | None = None
    save: bool = True

    @property
    def email(self) -> EmailMessage:
        return message_from_bytes(self.mime, policy=policy.default)


def send(call: Call) -> Answer:
    if _is_mime(call):
        mime = _read_mime(call)
        sent = Sent(call.box.address, mime)
        kept = _of_mime(sent.email)
    else:
        told = call.told
        message = told.get("message")
        if not isinstance(message, dict):
            raise bad_request("The message is missing.", "RequestBodyRead")
        _check(message)
        sent = Sent(call.box.address, message=message, save=str(told.get("saveToSentItems", True)).lower() != "false")
        kept = message
    call.graph.sent.append(sent)
    if sent.save:
        keep(call.box, {**kept, "isDraft": False, "parentFolderId": "sentitems"})
    return says(None, 202)


def draft(call: Call) -> Answer:
    mime = _read_mime(call) if _is_mime(call) else b""
    told = _of_mime(message_from_bytes(mime, policy=policy.default)) if mime else call.told
    _check(told, recipients=False)
    kept = keep(call.box, {**told, "isDraft": True, "parentFolderId": "drafts"}, mime)
    return says({"@odata.context": _context(call, "/messages/$entity"), **_shown(kept)}, 201)


def send_draft(call: Call) -> Answer:
    kept = _find(call)
    if not kept["isDraft"]:
        raise bad_request("Only a draft can be sent.", "ErrorInvalidOperation")
    _check(kept)
    message = None if kept.get("_mime") else _shown(kept)
    call.graph.sent.append(Sent(call.box.address, kept.get("_mime", b""), message))
    kept |= {"isDraft": False, "parentFolderId": "sentitems"}
    return says(None, 202)


def one(call: Call) -> Answer:
    kept = _shown(_find(call))
    wanted = call.params.get("$expand", "").lower()
    if wanted and wanted.partition("(")[0] != EXPAND:
        raise bad_query(f"The simulator does not know the expansion {wanted!r}.")
    event = _find(call).get("_event")
    if wanted and event and call.box.has(event):
        kept["event"] = call.box.shown(event, call.look)
    return says({"@odata.context": _context(call, "/messages(microsoft.graph.eventMessage/event())/$entity"), **kept})


def listing(call: Call) -> Answer:
    folder = call.names["folder"].lower()
    wanted = SAME_ID.fullmatch(call.params["$filter"]) if "$filter" in call.params else None
    if "$filter" in call.params and wanted is None:
        raise bad_query(f"The simulator does not know the filter {call.params['$filter']!r}.")
    found = [one for one in call.box.messages.values() if one["parentFolderId"] == folder]
    if wanted:
        found = [one for one in found if one["internetMessageId"] == wanted[1].replace("''", "'")]
    return call.collection(
        f"users('{quote(call.box.oid)}')/mailFolders('{folder}')/messages", [_shown(one) for one in found]
    )


def keep(box: Mailbox, told: Json, mime: bytes = b"") -> Json:
    """A message in the mailbox, as Exchange fills it in."""
    number, now = len(box.messages) + 1, zulu(box.now())[:19] + "Z"
    raw = sha256(f"{box.oid}/message/{number}".encode()).digest()[:23]
    named = "AAMkAGVm" + base64.urlsafe_b64encode(raw).decode()
    me = {"emailAddress": {"name": box.name, "address": box.address}}
    body = read_body(told.get("body"))
    plain: Json = {
        "id": named, "createdDateTime": now, "lastModifiedDateTime": now, "changeKey": change_key(box.oid, number),
        "categories": [], "receivedDateTime": now, "sentDateTime": now, "hasAttachments": bool(told.get("attachments")),
        "internetMessageId": make_msgid(domain="prod.outlook.example"), "subject": "", "importance": "normal",
        "conversationId": named, "conversationIndex": "AQHb", "isDeliveryReceiptRequested": False, "isReadReceiptRequested": False,
        "isRead": True, "isDraft": False, "inferenceClassification": "focused", "sender": me, "from": me,
        "toRecipients": [], "ccRecipients": [], "bccRecipients": [], "replyTo": [], "flag": {"flagStatus": "notFlagged"},
        "webLink": f"https://outlook.office365.com/owa/?ItemID={quote(named, safe='')}&exvsurl=1&viewmodel=ReadMessageItem",
    }  # fmt: skip
    box.messages[named] = {**plain, **told, "body": body, "bodyPreview": preview(body), "_mime": mime}
    return box.messages[named]


def keep_invitation(box: Mailbox, event: str) -> str:
    """The message that invites to an event of this mailbox; its id."""
    ident = box.ident(event)
    kept = box.fields(ident)
    told = {"@odata.type": "#microsoft.graph.eventMessageRequest", "meetingMessageType": "meetingRequest"}
    told |= {"subject": kept["subject"], "body": kept["body"], "from": kept["organizer"], "parentFolderId": "inbox"}
    return str(keep(box, {**told, "_event": ident})["id"])


def _find(call: Call) -> Json:
    if call.names["id"] not in call.box.messages:
        raise not_found()
    return call.box.messages[call.names["id"]]


def _shown(kept: Json) -> Json:
    shown = {name: value for name, value in kept.items() if not name.startswith("_") and name != "attachments"}
    return {"@odata.etag": f'W/"{kept["changeKey"]}"', **shown}


def _context(call: Call, what: str) -> str:
    return call.context(f"users('{quote(call.box.oid)}'){what}")


def _is_mime(call: Call) -> bool:
    return call.asked.headers.get("content-type", "").lower().startswith("text/plain")


def _read_mime(call: Call) -> bytes:
    try:
        mime = base64.b64decode(b"".join(call.asked.body.split()), validate=True)
    except binascii.Error as error:
        raise bad_request("Invalid base64 string for MIME content.", "ErrorMimeContentInvalidBase64String") from error
    sender = parseaddr(str(message_from_bytes(mime, policy=policy.default)["from"] or ""))[1]
    if sender and sender.casefold() != call.box.address.casefold():
        raise GraphError(
            403,
            "ErrorSendAsDenied",
            "The user account which was used to submit this request does not have the right to send mail on behalf of the specified sending account.",
        )
    return mime


def _of_mime(message: EmailMessage) -> Json:
    told: dict[str, Any] = {"subject": str(message["subject"] or "")}
    if message["message-id"]:
        told["internetMessageId"] = str(message["message-id"]).strip()
    for header, name in (("to", "toRecipients"), ("cc", "ccRecipients"), ("bcc", "bccRecipients")):
        found = message[header].addresses if message[header] else ()
        told[name] = [{"emailAddress": {"name": one.display_name, "address": one.addr_spec}} for one in found]
    body = message.get_body(("html", "plain"))
    if body:
        told["body"] = {
            "contentType": "html" if body.get_content_subtype() == "html" else "text",
            "content": body.get_content(),
        }
    return told


def _check(message: Json, *, recipients: bool = True) -> None:
    lists = [message.get(name) or [] for name in ("toRecipients", "ccRecipients", "bccRecipients")]
    if not all(isinstance(one, list) for one in lists):
        raise bad_request("Recipients are told in a list.", "RequestBodyRead")
    count = sum(map(len, lists))
    if recipients and not count:
        raise bad_request("At least one recipient is not valid.", "ErrorInvalidRecipients")
    if count > MOST_RECIPIENTS:
        raise bad_request("The number of recipients is over the limit.", "ErrorExceededMaxRecipientLimit")
    for header in message.get("internetMessageHeaders") or []:
        if not str(header.get("name", "")).lower().startswith("x-"):
            text = f"The internet message header name '{header.get('name')}' should start with 'x-' or 'X-'."
            raise bad_request(text, "InvalidInternetMessageHeader")
