"""A letter as the bytes every mailer sends: SMTP, Graph and Gmail alike. RFC 5322, RFC 2046, RFC 2047.

To be stopped with one press: RFC 2369 and RFC 8058. No machine answers it: RFC 3834, and Exchange by a header of its own,
https://learn.microsoft.com/openspecs/exchange_server_protocols/ms-oxcmail/
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from email.header import Header
from email.message import EmailMessage, MIMEPart
from email.policy import SMTP
from email.utils import format_datetime, quote
from hashlib import blake2b

from connectors.errors import Refused
from connectors.mail import Letter, Picture
from connectors.meetings import Person

LONGEST_NAME, LONGEST_SUBJECT, LONGEST_LOCAL = 80, 250, 64
ODD = re.compile(r"[\s@<>()\[\]\\,;:\"\x00-\x1f\x7f]")
DOMAIN = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)(?:\.(?!-)[a-z0-9-]{1,63}(?<!-))*", re.ASCII | re.IGNORECASE)
MESSAGE_ID = re.compile(r"[a-z0-9._+=-]{1,100}@[a-z0-9.-]{1,200}", re.ASCII | re.IGNORECASE)
STOP = re.compile(r"https?://[!-;=?-~]{1,800}")
NAME = re.compile(r"[A-Za-z0-9-]{1,60}")
UNSEEN = frozenset({"Cc", "Cs", "Zl", "Zp"})  # control, halves of letters, ends of lines
TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")  # make what follows read backwards


def write_mime(letter: Letter) -> bytes:
    """The whole message, its lines ended by CR LF. Raises Refused where no mail can be made of it."""
    head = "".join(f"{name}: {value}\r\n" for name, value in _head(letter).items())
    return head.encode() + _write_parts(letter)


def write_draft(to: Iterable[Person], subject: str, text: str) -> bytes:
    """A mail that somebody else is to read through and send: plain, and from nobody yet. Raises Refused."""
    body = EmailMessage(SMTP)
    body.set_content(_body(text), cte="quoted-printable")
    people = ",\r\n ".join(_mailbox("To", one) for one in to)
    head = f"To: {people}\r\nSubject: {_encoded('Subject', one_line(subject, LONGEST_SUBJECT))}\r\n"
    return head.encode() + body.as_bytes()


def is_wide(letter: Letter) -> bool:
    """Whether only a server that knows SMTPUTF8 can carry it: letters of its own stand before an @. RFC 6531."""
    return not all(address_of(one).isascii() for one in (letter.sender, letter.to))


def address_of(person: Person) -> str:
    """As it stands in the message and its envelope, its domain in ASCII. Raises Refused."""
    local, _, domain = person.address.strip().rpartition("@")
    plain = _in_ascii(domain)
    odd = ODD.search(local) or one_line(local, LONGEST_LOCAL) != local or local.strip(".") != local or ".." in local
    if odd or not local or not DOMAIN.fullmatch(plain):
        raise Refused("a letter is sent from and to a mail address, and this is none")
    return f"{local}@{plain}"


def one_line(text: str, longest: int) -> str:
    """What may stand in a header: nothing unseen, no end of a line, and not too much."""
    seen = (" " if unicodedata.category(one) in UNSEEN or one in TURNING else one for one in text)
    return " ".join("".join(seen).split())[:longest].strip()


def _head(letter: Letter) -> Mapping[str, str]:
    """Each line as it is sent. They are not given to EmailMessage, which reads encoded words in a subject somebody has
    written and writes the line ends in them: https://github.com/python/cpython/issues/121650"""
    stop = _fit(STOP, letter.unsubscribe)
    head = {
        "From": _mailbox("From", letter.sender),
        "To": _mailbox("To", letter.to),
        "Subject": _encoded("Subject", one_line(letter.subject, LONGEST_SUBJECT)),
        "Date": format_datetime(letter.written_at),
        "Message-ID": f"<{_fit(MESSAGE_ID, letter.message_id)}>",
        "Content-Language": _fit(NAME, letter.language),
        "List-Unsubscribe": f"<{stop}>",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "OOF, AutoReply",
    }
    return {**head, "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"} if stop.startswith("https:") else head


def _mailbox(name: str, person: Person) -> str:
    called, address = one_line(person.name, LONGEST_NAME), address_of(person)
    if not called:
        return f"<{address}>"
    shown = _encoded(name, called)
    return f'"{quote(called)}" <{address}>' if shown == called else f"{shown}\r\n <{address}>"


def _encoded(name: str, text: str) -> str:
    """ASCII as it is, all else in encoded words, also what only looks like one."""
    if text.isascii() and "=?" not in text:
        return text
    return Header(text, "utf-8", header_name=name).encode(linesep="\r\n")


def _fit(shape: re.Pattern[str], text: str) -> str:
    if not shape.fullmatch(text):
        raise Refused("a part of the letter that machines read is not as they read it")
    return text


def _in_ascii(domain: str) -> str:
    try:
        return domain.encode("idna").decode()
    except UnicodeError:
        return ""


def _write_parts(letter: Letter) -> bytes:
    """The text, and the HTML with its pictures beside it."""
    message = EmailMessage(SMTP)
    message.set_content(_body(letter.text), cte="quoted-printable")
    message.add_alternative(_body(letter.html), subtype="html", cte="quoted-printable")
    for picture in letter.pictures:
        _, html = message.iter_parts()
        _add_picture(html, picture)
    _draw_lines(message, letter.message_id)
    return message.as_bytes()


def _add_picture(html: MIMEPart, picture: Picture) -> None:
    name = _fit(NAME, picture.name)
    html.add_related(picture.png, "image", "png", cid=f"<{name}>", disposition="inline", filename=f"{name}.png")


def _body(text: str) -> str:
    return text.encode("utf-8", "replace").decode().replace("\0", "")


def _draw_lines(message: EmailMessage, message_id: str) -> None:
    """Between the parts, the same for the same letter. What is quoted-printable or base64 never has =_ in it. RFC 2045."""
    for number, part in enumerate(one for one in message.walk() if one.is_multipart()):
        part.set_boundary(f"=_{blake2b(message_id.encode(), digest_size=12).hexdigest()}_{number}")
