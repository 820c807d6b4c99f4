"""Leaving: everything stored is handed over, then it is erased in every table there is, and nobody else's is touched."""

import json
from pathlib import Path

import pytest
from sqlalchemy import LargeBinary, func, select

from connectors.calendars import Watch
from connectors.errors import NotThere
from connectors.meetings import Place
from tests.mailboxes import a_year, accounts, add_mailbox, make_office
from tests.simulators.paged import PagedCalendar
from tests.workers.store.one_store import suggestion
from tests.world import ASTRID, NOW
from workers.correcting import correct
from workers.jobs import carry_out
from workers.leaving import erase_seller, export_seller, take_grant_back
from workers.office import Office
from workers.relationships.corrections import Correction, CorrectionKind
from workers.relationships.memory import Memory
from workers.store.decisions import Decision, DecisionKind, Surface
from workers.store.due import Overtaken
from workers.store.engine import make_engine
from workers.store.feeds import Edition
from workers.store.mailboxes import MailboxState
from workers.store.tables import CLEAR, metadata, sealed_columns
from workers.store.visits import ToVisit, VisitState
from workers.sync import sync

FILLED = (
    "sellers", "mailboxes", "meetings", "parties", "corrections", "accounts", "standings", "flags", "due",
    "tokens", "suggestions", "decisions", "letters", "memories", "watches", "visits", "feeds",
)  # fmt: skip
CLEAR_BYTES = {"tenants.wishes", "mailboxes.mark", "mailboxes.resume", "watches.secret", "feeds.name"}


def with_two_sellers(home: Path, database_url: str) -> tuple[Office, int, int]:
    behind: dict[int, PagedCalendar] = {}
    office = make_office(home, database_url, calendars=behind)
    ids = [add_mailbox(office, address) for address in (ASTRID.address, "sven@nordverk.example")]
    for seller_id in ids:
        behind[seller_id] = a_year(PagedCalendar())
        sync(office, seller_id, behind[seller_id])
        correct(office, Correction(CorrectionKind.PLACE, "bruket.example", NOW, "Hemliga gatan 7"), seller_id=seller_id)
        office.want("sync_mailbox", seller_id)
        fill(office, seller_id)
    return office, ids[0], ids[1]


def fill(office: Office, seller_id: int) -> None:
    """What a seller who signs in, presses and gets letters leaves."""
    chosen = suggestion(title="Hemlig rubrik")
    with office.store.writing(seller_id) as at:
        at.tokens.grant(seller_id, provider="microsoft", scopes=("Calendars.Read",), cache=b"refresh-token", now=NOW)
        at.suggestions.note(seller_id, chosen, week=202648, now=NOW)
        at.decisions.save(
            seller_id, Decision(chosen.id, DecisionKind.LATER, Surface.LETTER, NOW, {"until": "2026-12-24"})
        )
        at.letters.claim(seller_id, 202648, now=NOW)
        at.letters.sent(seller_id, 202648, message_id="<1@nordverk.example>", suggestions=(chosen.id,), now=NOW)
        at.memories.save(seller_id, {"bruket.example": Memory()})
        at.visits.save(
            ToVisit(
                seller_id, chosen.id, "bruket.example", chosen.uid, None, VisitState.DONE, NOW, NOW, NOW, NOW,
                Place("Hemliga gatan 7"), "v1",
            )
        )  # fmt: skip
        at.watches.save(seller_id, "microsoft", Watch(f"w{seller_id}", NOW), secret="told-in-every-notice")
        at.feeds.open(seller_id, f"at-the-address-of-{seller_id}", now=NOW)
        at.feeds.save_editions(seller_id, {chosen.id: Edition("mark-of-the-content", 1, NOW)})


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
    said = (
        "Hemliga gatan 7",
        "Avstämning",
        "kund@bruket.example",
        "Hemlig rubrik",
        "2026-12-24",
        "<1@nordverk.example>",
    )
    for word in (ASTRID.address, "Calendars.Read", *said):
        assert word in text
    assert "told-in-every-notice" not in text
    assert "mark-of-the-content" in text
    assert "at-the-address-of" not in text, "with it whoever reads the file could follow the seller's suggestions"
    assert "refresh-token" not in text, "with it whoever reads the file could sign in as the seller"
    assert "sven@nordverk.example" not in text
    office.store.close()


def test_erased_is_erased_in_every_table_and_nobody_elses_is_touched(tmp_path: Path, database_url: str) -> None:
    office, astrid, sven = with_two_sellers(tmp_path / "home", database_url)
    before, theirs = rows(database_url), accounts(office, sven)
    gone = erase_seller(office, astrid)
    after = rows(database_url)
    assert set(gone) == set(before) - {"tenants", "domains", "directories", "spent"}
    assert {name for name, count in gone.items() if count} == set(FILLED)
    for name, count in before.items():
        assert after[name] == count - gone.get(name, 0)
    assert all(after[name] * 2 == before[name] for name in FILLED)  # two sellers with the same calendar: one is left
    assert accounts(office, sven) == theirs
    assert office.store.of(astrid).seller() is None
    office.store.close()


def test_whoever_has_the_number_by_now_is_not_erased_for_another(tmp_path: Path, database_url: str) -> None:
    office, astrid, _ = with_two_sellers(tmp_path / "home", database_url)
    before = rows(database_url)
    with pytest.raises(NotThere):
        erase_seller(office, astrid, owner="sven@nordverk.example")
    assert rows(database_url) == before
    assert sum(erase_seller(office, astrid, owner=ASTRID.address).values()) > 0
    with pytest.raises(NotThere):
        erase_seller(office, astrid, owner=ASTRID.address)
    office.store.close()


def test_a_seller_erased_while_the_calendar_is_read_leaves_nothing_behind(tmp_path: Path, database_url: str) -> None:
    behind: dict[int, PagedCalendar] = {}
    office = make_office(tmp_path / "home", database_url, calendars=behind)
    astrid = add_mailbox(office)
    behind[astrid] = a_year(PagedCalendar())

    def erase_once(_share: float) -> None:
        if office.store.of(astrid).seller():
            erase_seller(office, astrid, owner=ASTRID.address)

    with pytest.raises(NotThere):
        sync(office, astrid, behind[astrid], progress=erase_once)
    kept = {name for name, count in rows(database_url).items() if count}
    assert kept <= {"tenants", "domains", "directories", "spent"}
    office.store.close()


def test_a_grant_that_is_taken_back_ends_the_reading_and_nothing_else(tmp_path: Path, database_url: str) -> None:
    office, astrid, sven = with_two_sellers(tmp_path / "home", database_url)
    before = rows(database_url)
    assert take_grant_back(office, astrid)
    after = rows(database_url)
    gone = {name: before[name] - after[name] for name in before if before[name] != after[name]}
    assert gone == {"tokens": 1, "watches": 1, "due": 1}
    assert office.store.of(astrid).token() is None
    box = office.store.of(astrid).mailbox()
    assert box
    assert box.state is MailboxState.SIGNED_OUT
    assert office.store.of(sven).token()
    assert not take_grant_back(office, astrid), "there is none to take back any more"
    carry_out(office, "sync_mailbox", astrid)
    found = office.store.of(astrid).mailbox()
    assert found
    assert found.state is MailboxState.SIGNED_OUT, "a message left in the queue reads nothing"
    office.store.close()


def test_a_reading_under_way_keeps_nothing_more_once_the_grant_is_taken_back(tmp_path: Path, database_url: str) -> None:
    office, astrid, _ = with_two_sellers(tmp_path / "home", database_url)
    with office.store.writing() as at:
        held = at.due.begin("sync_mailbox", astrid, holder="a worker", now=NOW)
    assert held
    take_grant_back(office, astrid)
    calendar = a_year(PagedCalendar())
    with pytest.raises(Overtaken):
        sync(office, astrid, calendar, check=lambda at: at.due.still_held(held, now=NOW))
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


def test_bytes_are_sealed_but_for_those_that_say_that_they_are_clear() -> None:
    binary = {
        f"{table.name}.{column.name}": column
        for table in metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, LargeBinary)
    }
    sealed = {f"{table.name}.{column.name}" for table in metadata.sorted_tables for column in sealed_columns(table)}
    assert set(binary) - sealed == {name for name, column in binary.items() if column.info.get(CLEAR)} == CLEAR_BYTES
