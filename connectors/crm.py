"""What a CRM's export says of accounts: a CSV in the way people really save it, read into rows or into what was wrong.

Spreadsheets write it with comma, semicolon or tab, in UTF-8, UTF-16 or Windows-1252; RFC 4180 is the nearest to a rule.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches

from connectors.calendars import Unread
from connectors.causes import Cause, not_read
from connectors.errors import Unreadable

COLUMNS = ("name", "domains", "address", "value", "currency", "tier")
NEEDED = ("name", "domains")
LARGEST = 20_000_000  # bytes; a hundred thousand accounts are about ten
MOST_LINES = 20  # in one row, with line breaks in its cells
MOST_UNREAD = 1_000  # rows told of; a file with more is wrong in one and the same way
MOST_DOMAINS = 100  # in one cell
MOST_VALUE = Decimal(10) ** 15
LONGEST = {"name": 200, "address": 500, "tier": 50}
BINARY = {b"PK\x03\x04": "accounts.excel", b"\xd0\xcf\x11\xe0": "accounts.old_excel", b"%PDF": "accounts.pdf"}
NOTHING = frozenset({"", "-", "\N{EN DASH}", "n/a", "na", "null", "none", "#n/a"})
SYMBOLS = {"€": "EUR", "$": "USD", "£": "GBP"}
TIMES = {"tkr": 10**3, "k": 10**3, "ksek": 10**3, "mkr": 10**6, "m": 10**6, "msek": 10**6, "mnkr": 10**6}

SEPARATOR_HINT = re.compile(r"\ufeff?\"?sep=.\"?\s*$", re.IGNORECASE)  # Excel's own first line: sep=;
SPLIT = re.compile(r"[;,\s]+")
URL_FRONT = re.compile(r"^(?:https?://)?(?:www\.|@|mailto:)?")
HOST = re.compile(r"(?!-)[\w-]{1,63}(?:\.[\w-]{1,63})+")
MAIL = re.compile(r"[^\s@<>,;]{1,64}@" + HOST.pattern)
UNIT = r"[A-Za-z]{1,4}|[€$£]"
MONEY = re.compile(rf"(?P<before>{UNIT})?\s*(?P<number>\d[\d.,'’\s]*(?:[eE]\+?\d{{1,2}})?)\s*(?P<after>{UNIT})?")
GAPS = re.compile(r"[\s'’]")


@dataclass(frozen=True, slots=True)
class CrmRecord:
    """One row of the CRM's export."""

    name: str
    domains: tuple[str, ...]
    address: str = ""
    value: Decimal | None = None
    currency: str = ""
    tier: str = ""


class _Bad(Cause):
    """A cell that cannot be read."""


def read_crm(data: bytes, *, source: str) -> tuple[tuple[CrmRecord, ...], tuple[Unread, ...]]:
    """The rows that can be read and the ones that cannot. Raises Unreadable when the whole file is of no use."""
    rows = _rows(_text(data, source))
    columns = _columns(rows, source)
    records: list[CrmRecord] = []
    unread: list[Unread] = []
    for line, cells in rows:
        try:
            if record := _record(cells, columns):
                records.append(record)
        except _Bad as bad:
            unread.append(bad.at(source, line=line))
        if len(unread) >= MOST_UNREAD:
            break
    return tuple(records), tuple(unread)


def _text(data: bytes, source: str) -> str:
    if len(data) > LARGEST:
        raise Unreadable(not_read("accounts.too_large", source, megabytes=LARGEST // 1_000_000))
    for magic, key in BINARY.items():
        if data.startswith(magic):
            raise Unreadable(not_read(key, source))
    text = _decoded(data).replace("\0", "")
    if not text.strip():
        raise Unreadable(not_read("accounts.empty", source))
    return text


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    if data[1:2] == b"\0":
        return data.decode("utf-16-le", errors="replace")
    if data[:1] == b"\0":
        return data.decode("utf-16-be", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _rows(text: str) -> Iterator[tuple[int, Sequence[str] | None]]:
    """Every row with the line it starts on, None where quotation marks do not add up; reading goes on a line below.

    One reader a row, so that a forgotten quotation mark costs its own row and not the rest of the file.
    """
    lines = list(io.StringIO(text, newline=""))
    at = 1 if SEPARATOR_HINT.match(lines[0]) else 0
    delimiter = _delimiter(lines[at]) if at < len(lines) else ","
    while at < len(lines):
        reader = csv.reader(lines[at : at + MOST_LINES], delimiter=delimiter, strict=True)
        try:
            yield at + 1, next(reader)
            at += reader.line_num
        except csv.Error:
            yield at + 1, None
            at += 1


def _delimiter(header: str) -> str:
    """The one that splits the header into most columns we know."""

    def known(delimiter: str) -> int:
        return len({_folded(cell) for cell in header.split(delimiter)} & set(COLUMNS))

    return max(",;\t", key=known)


@dataclass(frozen=True, slots=True)
class _Columns:
    at: Mapping[str, int]
    width: int


def _columns(rows: Iterator[tuple[int, Sequence[str] | None]], source: str) -> _Columns:
    line, cells = next(((line, cells) for line, cells in rows if cells != []), (1, None))
    names = [_folded(cell) for cell in cells or ()]
    for name in COLUMNS:
        if names.count(name) > 1:
            raise Unreadable(not_read("accounts.twice", source, line=line, column=name))
        meant = name not in names and get_close_matches(name, names, 1, cutoff=0.75)
        if meant:
            raise Unreadable(not_read("accounts.misspelt", source, line=line, found=meant[0], column=name))
        if name in NEEDED and name not in names:
            expected = ",".join(COLUMNS)
            raise Unreadable(not_read("accounts.missing", source, line=line, column=name, expected=expected))
    return _Columns({name: names.index(name) for name in COLUMNS if name in names}, len(names))


def _record(cells: Sequence[str] | None, columns: _Columns) -> CrmRecord | None:
    """The row as a record, None for an empty one."""
    if cells is None:
        raise _Bad("row.quotes")
    if not any(cell.strip() for cell in cells):
        return None
    if any(cell.strip() for cell in cells[columns.width :]):
        raise _Bad("row.cells")
    cell = {name: cells[at].strip() if at < len(cells) else "" for name, at in columns.at.items()}
    value, currency = _money(cell.get("value", ""))
    return CrmRecord(
        name=_plain(cell["name"], "name"),
        domains=_domains(cell["domains"]),
        address=_plain(cell.get("address", ""), "address"),
        value=value,
        currency=_currency(cell.get("currency", "")) or currency,
        tier=_plain(cell.get("tier", ""), "tier"),
    )


def _folded(cell: str) -> str:
    return cell.strip('" \t\r\n\ufeff').casefold()[:40]


def _plain(cell: str, column: str) -> str:
    """The cell as text, whatever a spreadsheet would have made of it: no control characters, one line, bounded."""
    printable = "".join(c if unicodedata.category(c)[0] != "C" else " " for c in cell[: LONGEST[column] * 2])
    return " ".join(printable.split())[: LONGEST[column]]


def _domains(cell: str) -> tuple[str, ...]:
    """Hosts or whole addresses, lower case, in their order, each once; `https://www.bruket.se/om` is `bruket.se`."""
    found: dict[str, None] = {}
    for piece in SPLIT.split(cell.casefold()):
        if piece in NOTHING:
            continue
        host = URL_FRONT.sub("", piece).split("/", 1)[0].rstrip(".")
        if not (MAIL.fullmatch(host) or HOST.fullmatch(host)) or len(host) > 254:
            raise _Bad("row.domain", text=_shown(piece))
        found[host] = None
    if not found:
        raise _Bad("row.no_domain")
    if len(found) > MOST_DOMAINS:
        raise _Bad("row.many_domains", count=MOST_DOMAINS)
    return tuple(found)


def _money(cell: str) -> tuple[Decimal | None, str]:
    """The amount and the currency where the cell names one: "1 200 000,50", "1.2e6", "€1,200", "1,2 Mkr"."""
    if cell.casefold() in NOTHING:
        return None, ""
    found = MONEY.fullmatch(" ".join(cell.split()).removesuffix(":-")) if len(cell) <= 40 else None
    if not found:
        raise _Bad("row.amount", text=_shown(cell))
    before, after = found["before"] or "", (found["after"] or "").casefold()
    times = TIMES.get(after)
    amount = Decimal(_digits(found["number"])) * (times or 1)
    if amount >= MOST_VALUE:
        raise _Bad("row.large_amount", text=_shown(cell))
    return amount, _currency(before) or ("" if times else _currency(after))


def _digits(number: str) -> str:
    """The number with a point for decimals: the last mark is a decimal mark unless it groups thousands."""
    whole, mark, exponent = GAPS.sub("", number).upper().partition("E")
    last = max(whole.rfind(","), whole.rfind("."))
    if last < 0:
        return whole + mark + exponent
    front, decimals = whole[:last].replace(",", "").replace(".", ""), whole[last + 1 :]
    grouped = len(decimals) == 3 and not mark and front.strip("0") != ""
    alone = whole.count(whole[last]) == 1
    return front + decimals if grouped or not alone else f"{front or 0}.{decimals or 0}{mark}{exponent}"


def _currency(text: str) -> str:
    """Three letters, upper case; "kr" names several currencies and says none."""
    if text in SYMBOLS:
        return SYMBOLS[text]
    code = text.strip().upper()
    if code.casefold() in NOTHING or code in {"KR", "KRONOR"}:
        return ""
    if not re.fullmatch(r"[A-Z]{3}", code):
        raise _Bad("row.currency", text=_shown(text))
    return code


def _shown(text: str) -> str:
    return "".join(c if c.isprintable() else "?" for c in text[:40])
