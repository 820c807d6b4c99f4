"""Leaving: everything stored is handed over, then it is erased in every table there is, and nobody else's is touched."""

import json
from pathlib import Path

from sqlalchemy import LargeBinary, func, select

from tests.mailboxes import a_year, accounts, add_mailbox, make_office
from tests.simulators.paged import PagedCalendar
from tests.world import ASTRID, NOW
from workers.leaving import erase_seller, export_seller
from workers.office import Office
from workers.relationships.corrections import Correction, CorrectionKind
from workers.review import correct
from workers.store.engine import make_engine
from workers.store.tables import metadata
from workers.sync import sync

FILLED = ("sellers", "mailboxes", "meetings", "parties", "corrections", "accounts", "standings", "flags", "due")


def with_two_sellers(home: Path, database_url: str) -> tuple[Office, int, int]:
    office = make_office(home, database_url)
    ids = [add_mailbox(office, address) for address in (ASTRID.address, "sven@nordverk.example")]
    for seller_id in ids:
        sync(office, seller_id, a_year(PagedCalendar()))
        correct(office, Correction(CorrectionKind.PLACE, "bruket.example", NOW, "Hemliga gatan 7"), seller_id=seller_id)
        office.want("sync_mailbox", seller_id)
    return office, ids[0], ids[1]


def rows(database_url: str) -> dict[str, int]:
    with make_engine(database_url).connect() as connection:
        return {
            table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in metadata.sorted_tables
        }


def test_everything_stored_is_handed_over_and_can_be_read(tmp_path: Path, database_url: str) -> None:
    office, astrid, _ = with_two_sellers(tmp_path / "home", database_url)
    told = export_seller(office, astrid)
    tables = told["tables"]
    assert isinstance(tables, dict)
    assert {name for name, found in tables.items() if found} == set(FILLED)
    text = json.dumps(told, ensure_ascii=False)
    for word in (ASTRID.address, "Hemliga gatan 7", "Avstämning", "kund@bruket.example"):
        assert word in text
    assert "sven@nordverk.example" not in text
    office.store.close()


def test_erased_is_erased_in_every_table_and_nobody_elses_is_touched(tmp_path: Path, database_url: str) -> None:
    office, astrid, sven = with_two_sellers(tmp_path / "home", database_url)
    before, theirs = rows(database_url), accounts(office, sven)
    gone = erase_seller(office, astrid)
    after = rows(database_url)
    assert set(gone) == set(before) - {"tenants", "domains"}
    assert {name for name, count in gone.items() if count} == set(FILLED)
    for name, count in before.items():
        assert after[name] == count - gone.get(name, 0)
    assert all(after[name] * 2 == before[name] for name in FILLED)  # two sellers with the same calendar: one is left
    assert accounts(office, sven) == theirs
    assert office.store.of(astrid).seller() is None
    office.store.close()


def test_nothing_of_an_erased_seller_lies_in_the_files(tmp_path: Path) -> None:
    home, database = tmp_path / "home", tmp_path / "data"
    database.mkdir()
    office, astrid, _ = with_two_sellers(home, f"sqlite:///{database / 'kanelbulle.db'}")
    memory = home / "osrm-0123.sqlite"
    memory.write_bytes(b"sealed answers")
    assert ASTRID.address.encode() in b"".join(file.read_bytes() for file in database.iterdir())
    erase_seller(office, astrid)
    assert ASTRID.address.encode() not in b"".join(file.read_bytes() for file in database.iterdir())
    assert not memory.exists()
    office.store.close()


def test_every_binary_column_is_known_to_be_sealed_or_a_mark() -> None:
    binary = {
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, LargeBinary)
    }
    assert binary == {
        "tenants.wishes",
        "sellers.sealed",
        "sellers.learned",
        "sellers.trips",
        "mailboxes.mark",
        "mailboxes.resume",
        "mailboxes.tally",
        "mailboxes.sealed",
        "meetings.sealed",
        "corrections.sealed",
        "accounts.sealed",
        "accounts.ledger",
        "memories.sealed",
    }
