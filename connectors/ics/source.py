"""Opening a calendar file: how large it may be, how its bytes become UTF-8 lines, and what it is when it is no calendar.

RFC 5545, section 3.1 says UTF-8 and CRLF; real files also come as UTF-16, with a byte order mark, or with bare LF or CR.
"""

import codecs
import re
from dataclasses import dataclass
from pathlib import Path

from connectors.causes import not_read
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

# What a file may be instead of a calendar, and the cause to tell.
BINARY_KINDS = (
    (b"PK\x03\x04", "file.zip"),
    (b"\x1f\x8b", "file.gzip"),
    (b"!BDN", "file.outlook_data"),
    (b"\xd0\xcf\x11\xe0", "file.office"),
    (b"%PDF", "file.pdf"),
    (b"\x89PNG", "file.picture"),
    (b"\xff\xd8\xff", "file.picture"),
    (b"SQLite format 3", "file.database"),
)
TEXT_KINDS = (
    (re.compile(rb"<(?:!doctype html|html|head|body)", re.IGNORECASE), "file.web_page"),
    (re.compile(rb"<"), "file.xml"),
    (re.compile(rb"begin:vcard", re.IGNORECASE), "file.contacts"),
    (re.compile(rb"[\[{]"), "file.json"),
    (re.compile(rb'"?(?:subject|\S{1,2}mne|betreff|emne|aihe)"?[,;\t]', re.IGNORECASE), "file.table"),
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
        raise Unreadable(not_read("file.empty", source.shown))
    for magic, key in BINARY_KINDS:
        if data.startswith(magic):
            raise Unreadable(not_read(key, source.shown))
    data = _narrowed(data)
    if not CALENDAR.search(data):
        raise Unreadable(not_read(_kind(data), source.shown))
    return data


def _bytes(source: Source, limit: int) -> bytes:
    if isinstance(source.data, bytes):
        size, data = len(source.data), source.data
    else:
        size, data = _read(source, source.data, limit)
    if size > limit:
        raise Unreadable(not_read("file.too_large", source.shown, megabytes=limit // 1_000_000))
    return data


def _read(source: Source, path: Path, limit: int) -> tuple[int, bytes]:
    try:
        if not path.is_file():
            raise Unreadable(not_read("file.not_a_file" if path.exists() else "file.not_there", source.shown))
        size = path.stat().st_size
        data = path.read_bytes() if size <= limit else b""
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else "its path makes no sense"
        raise Unreadable(not_read("file.closed", source.shown, error=why)) from error
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
    """The cause to tell for a text that is no calendar."""
    start = data[:4096].lstrip()
    for pattern, key in TEXT_KINDS:
        if pattern.match(start):
            return key
    return "file.web_page" if re.search(rb"<html", data[:4096], re.IGNORECASE) else "file.no_calendar"
