"""A story told to the installed command: a calendar and a customer list on disk, and what it answers."""

import io
import json
import os
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from icalendar import Event

from connectors.crm import read_crm
from connectors.ics import Source
from plugin.sheet import Sheet
from plugin.terminal import show_result
from tests.servers.commands import obey
from tests.stories.calendars import Customer, Seller, customer_list
from tests.world import NOW
from workers.scan import ScanOptions, ScanResult
from workers.scan import scan as scan_here

SECONDS = 60
Json = dict[str, Any]


def scanned(
    folder: Path,
    seller: Seller,
    *entries: Event | Iterable[Event],
    customers: Iterable[Customer],
    office: str,
    language: str = "sv",
    settings: Mapping[str, str] | None = None,
) -> Json:
    """The JSON of a scan."""
    export, customers = seller.export(*entries), customer_list(*customers)
    written: Json = json.loads(scan(folder, export, customers, office, "--json", language=language, settings=settings))
    return written


def shown(
    folder: Path,
    seller: Seller,
    *entries: Event | Iterable[Event],
    customers: Iterable[Customer],
    office: str,
    language: str = "sv",
) -> str:
    """What a scan shows to people."""
    return scan(folder, seller.export(*entries), customer_list(*customers), office, language=language)


def scan(
    folder: Path,
    calendar: bytes,
    customers: bytes,
    office: str,
    *arguments: str,
    language: str,
    settings: Mapping[str, str] | None = None,
) -> str:
    """What a scan writes when all went well and it has nothing to complain of."""
    (folder / "calendar.ics").write_bytes(calendar)
    (folder / "customers.csv").write_bytes(customers)
    plain = ("calendar.ics", "--accounts", "customers.csv", "--now", NOW.isoformat(), "--lang", language)
    start = ("--office", office) if office else ()
    done = obey(
        *("scan", *plain, *start, *arguments),
        cwd=folder,
        seconds=SECONDS,
        environment={
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "COLUMNS": "200",
            "TZ": "UTC",
            **(settings or {}),
        },
    )
    assert (done.returncode, done.stderr.decode()) == (0, "")
    return done.stdout.decode()


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def only_visit(report: Json) -> Json:
    """The visit of the one suggestion."""
    (suggestion,) = report["suggestions"]
    visit: Json = suggestion["visit"]
    return visit


def leg(visit: Json, mode: str, *, overnight: bool = False) -> Json:
    found: Json = next(one for one in visit["legs"] if (one["mode"], one["overnight"]) == (mode, overnight))
    return found


def looked_at(
    seller: Seller, *entries: Event | Iterable[Event], customers: Iterable[Customer] = (), office: str = "Göteborg"
) -> ScanResult:
    """What a scan finds, in this process: many stories take little time."""
    crm = read_crm(customer_list(*customers), source="customers.csv")
    options = ScanOptions(owner=seller.person.address, office=office, crm=crm)
    return scan_here([Source("calendar.ics", seller.export(*entries))], options=options, now=NOW)


def told_in_terminal(result: ScanResult, language: str) -> str:
    """What a person reads, on a terminal so wide that no line is broken."""
    sheet = Sheet(io.StringIO(), language)
    sheet.console.width = 400
    show_result(sheet, result)
    return sheet.console.file.getvalue()  # type: ignore[attr-defined, no-any-return]
