"""What the product promises about privacy, held against everything that is kept: each row opened, each byte looked at."""

import re
import sqlite3
from pathlib import Path

import pytest

from connectors.crm import read_crm
from connectors.demo import write_demo, write_demo_crm
from connectors.ics import Source
from tests.world import NOW
from workers.calendar_files import read_files
from workers.correcting import correct
from workers.office import open_office
from workers.relationships.corrections import Correction, CorrectionKind
from workers.scan import ScanOptions, scan
from workers.sealing import Sealer

HUMAN = re.compile(r"[A-Za-zÅÄÖåäö ,]{24,}")


@pytest.fixture
def calendar() -> str:
    return write_demo(NOW).decode()


def unfolded(calendar: str) -> list[str]:
    return calendar.replace("\r\n ", "").split("\r\n")


def kept_in(home: Path, calendar: str) -> str:
    """Everything a home keeps after reading a calendar, sealed values opened."""
    office = open_office({"KANELBULLE_HOME": str(home)}, clock=lambda: NOW)
    crm, _ = read_crm(write_demo_crm(), source="crm.csv")
    read_files(office, [Source("demo.ics", calendar.encode())], label="demo", crm=crm)
    sealer = Sealer(office.settings.secret_keys)
    office.store.close()
    opened = _rows(home, sealer)
    assert any("Bruket" in text for text in opened), "the looking itself works"
    return "\n".join(opened)


def _rows(home: Path, sealer: Sealer) -> list[str]:
    """Every value in the database, sealed ones opened."""
    with sqlite3.connect(home / "kanelbulle.db") as database:
        tables = [row[0] for row in database.execute("select name from sqlite_master where type = 'table'")]
        rows = [value for table in tables for row in database.execute(f"select * from {table}") for value in row]
    return [_open(sealer, value) for value in rows]


def test_no_place_address_bakery_or_journey_lies_in_clear_text(tmp_path: Path, calendar: str) -> None:
    office = open_office({"KANELBULLE_HOME": str(tmp_path)}, clock=lambda: NOW)
    crm, _ = read_crm(write_demo_crm(), source="crm.csv")
    read_files(office, [Source("demo.ics", calendar.encode())], label="demo", crm=crm)
    correct(office, Correction(CorrectionKind.PLACE, "bruket.example", NOW, "Nya gatan 3, 461 30 Trollhättan"))
    correct(office, Correction(CorrectionKind.BAKERY, "bruket.example", NOW, "Ferdinands bageri", uid="Trollhättan"))
    reviewed = office.store.shown.accounts(start=0, limit=1000)
    visits = [one.suggestion.visit for one in reviewed if one.suggestion]
    places = {one.place.text for one in reviewed if one.place} | {record.address for record in crm}
    stops = {stop.place.text for trip in office.store.shown.trips() for stop in trip.stops}
    starts = {visit.starts.text for visit in visits if visit.starts}
    said = {"Nya gatan 3", "Ferdinands bageri"}
    assert min(map(len, (visits, places, stops, starts))) > 0
    office.store.close()
    on_disk = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    for written in (places | stops | starts | said) - {""}:
        assert written.encode() not in on_disk, written
    opened = "\n".join(_rows(tmp_path, Sealer(office.settings.secret_keys)))
    assert "Nya gatan 3" in opened
    assert "Ferdinands bageri" in opened
    assert all(stop in opened for stop in stops), "the looking itself works"


def _open(sealer: Sealer, value: object) -> str:
    if not isinstance(value, bytes):
        return str(value)
    return (sealer.open(value) if value[:4] == sealer.seal(b"")[:4] else value).decode("utf-8", "replace")


def test_a_private_meeting_leaves_no_trace(tmp_path: Path, calendar: str) -> None:
    entries = re.findall(r"BEGIN:VEVENT.*?END:VEVENT", "\r\n".join(unfolded(calendar)), re.DOTALL)
    private = [entry for entry in entries if re.search(r"^CLASS:(PRIVATE|CONFIDENTIAL)", entry, re.MULTILINE)]
    titles = {found[1] for entry in private if (found := re.search(r"^SUMMARY[^:]*:(.+?)\r?$", entry, re.MULTILINE))}
    assert titles
    kept = kept_in(tmp_path, calendar)
    for title in titles:
        assert title not in kept


def test_what_people_wrote_in_a_body_is_not_kept(tmp_path: Path, calendar: str) -> None:
    titles = {line.partition(":")[2] for line in unfolded(calendar) if line.startswith("SUMMARY")}
    bodies = [line.partition(":")[2] for line in unfolded(calendar) if line.startswith("DESCRIPTION")]
    written = {piece.strip() for body in bodies for piece in HUMAN.findall(body.replace("\\n", "\n"))}
    written = {piece for piece in written if piece and not any(piece in title for title in titles)}
    assert len(written) > 10
    kept = kept_in(tmp_path, calendar)
    assert [piece for piece in written if piece in kept] == []


def test_a_scan_stores_nothing(tmp_path: Path, calendar: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("HOME", "XDG_DATA_HOME", "KANELBULLE_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    result = scan([Source("demo.ics", calendar.encode())], options=ScanOptions(), now=NOW)
    assert result.meetings > 0
    assert list(tmp_path.iterdir()) == []
