"""Opening a calendar file: how large it may be, how its bytes become UTF-8 lines, and what it is when it is no calendar.

RFC 5545, section 3.1 says UTF-8 and CRLF; real files also come as UTF-16, with a byte order mark, or with bare LF or CR.
"""

import codecs
import re
from dataclasses import dataclass
from pathlib import Path

from connectors.errors import Unreadable

LIMIT = 200_000_000
LONGEST_NAME = 200
SAMPLE = 65_536

CALENDAR = re.compile(rb"^[ \t]*BEGIN[ \t]*:[ \t]*(?:VCALENDAR|VEVENT)", re.IGNORECASE | re.MULTILINE)
SOMETHING = re.compile(rb"[^\0 \t\r\n]")
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")

WIDE_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
WIDE_STARTS = ((b"B\0E\0G\0", "utf-16-le"), (b"\0B\0E\0G", "utf-16-be"))

SAVE_AGAIN = "save the calendar as an iCalendar (.ics) file and give that"
BINARY_KINDS = (
    (b"PK\x03\x04", "is a zip archive: unpack it and give the .ics file inside"),
    (b"\x1f\x8b", "is a gzip archive: unpack it and give the .ics file inside"),
    (b"!BDN", f"is an Outlook data file (.pst): {SAVE_AGAIN}"),
    (b"\xd0\xcf\x11\xe0", f"is an Outlook item or an old Office document: {SAVE_AGAIN}"),
    (b"%PDF", f"is a PDF document: {SAVE_AGAIN}"),
    (b"\x89PNG", f"is a picture: {SAVE_AGAIN}"),
    (b"\xff\xd8\xff", f"is a picture: {SAVE_AGAIN}"),
    (b"SQLite format 3", f"is a database: {SAVE_AGAIN}"),
)
WEB_PAGE = "is a web page, perhaps a sign-in page: open the link in a browser, sign in and save the calendar itself"
TEXT_KINDS = (
    (re.compile(rb"<(?:!doctype html|html|head|body)", re.IGNORECASE), WEB_PAGE),
    (re.compile(rb"<"), f"is an XML document: {SAVE_AGAIN}"),
    (re.compile(rb"begin:vcard", re.IGNORECASE), f"holds contacts, not a calendar: {SAVE_AGAIN}"),
    (re.compile(rb"[\[{]"), f"is a JSON document: {SAVE_AGAIN}"),
    (
        re.compile(rb'"?(?:subject|\S{1,2}mne|betreff|emne|aihe)"?[,;\t]', re.IGNORECASE),
        f"is a table (CSV): {SAVE_AGAIN}",
    ),
)


@dataclass(frozen=True, slots=True)
class Source:
    """One calendar file: its name as a person knows it, and its bytes or where they are."""

    name: str
    data: bytes | Path

    @property
    def shown(self) -> str:
        """The name, fit for one line of text."""
        return CONTROL.sub(" ", self.name)[:LONGEST_NAME]


def read_source(source: Source, limit: int = LIMIT) -> bytes:
    """The file's lines in UTF-8 (or Latin-1, told apart later).

    Raises Unreadable with what the file is instead and what to do about it.
    """
    data = _bytes(source, limit)
    if not SOMETHING.search(data):
        raise Unreadable(f"{source.shown} is empty: export the calendar again")
    for magic, what in BINARY_KINDS:
        if data.startswith(magic):
            raise Unreadable(f"{source.shown} {what}")
    data = _narrowed(data)
    if not CALENDAR.search(data):
        raise Unreadable(f"{source.shown} {_kind(data)}")
    return data


def _bytes(source: Source, limit: int) -> bytes:
    if isinstance(source.data, bytes):
        size, data = len(source.data), source.data
    else:
        size, data = _read(source, source.data, limit)
    if size > limit:
        raise Unreadable(
            f"{source.shown} is larger than the {limit // 1_000_000} MB that are read: export a shorter period"
        )
    return data


def _read(source: Source, path: Path, limit: int) -> tuple[int, bytes]:
    try:
        if not path.is_file():
            there = path.exists()
            raise Unreadable(
                f"{source.shown} is {'not a file' if there else 'not there'}: give the path of an .ics file"
            )
        size = path.stat().st_size
        data = path.read_bytes() if size <= limit else b""
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else "its path makes no sense"
        raise Unreadable(f"{source.shown} cannot be opened ({why}): check the path and who may read it") from error
    return max(size, len(data)), data


def _narrowed(data: bytes) -> bytes:
    """As bytes of one letter each where that is plain ASCII, with LF or CRLF."""
    for mark, encoding in WIDE_MARKS:
        if data.startswith(mark):
            data = data.decode(encoding, "replace").encode()
    for start, encoding in WIDE_STARTS:
        if data.startswith(start):
            data = data.decode(encoding, "replace").encode()
    data = data.removeprefix(codecs.BOM_UTF8)
    if b"\n" not in data:
        data = data.replace(b"\r", b"\n")
    if b"\r\r\n" in data[:SAMPLE]:  # a text file that went through Windows twice
        data = data.replace(b"\r\r\n", b"\r\n")
    return data


def _kind(data: bytes) -> str:
    start = data[:4096].lstrip()
    for pattern, what in TEXT_KINDS:
        if pattern.match(start):
            return what
    if re.search(rb"<html", data[:4096], re.IGNORECASE):
        return WEB_PAGE
    return f"is not a calendar, no line in it says BEGIN:VCALENDAR: {SAVE_AGAIN}"
