"""The store: what is kept comes back the same, nothing a person wrote lies in clear text, and a transaction is whole."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, time, timedelta
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import text

from connectors.calendars import SyncMark, Unread
from connectors.routing.geocoder import Position
from tests.world import ASTRID, KARIN, NOW, OLLE, PER, meeting
from workers.relationships.corrections import Correction, CorrectionKind
from workers.relationships.reasons import Reason
from workers.relationships.signs import Seen, read_signs
from workers.sealing import SealBroken, Sealer
from workers.store import Seller, Store
from workers.store.engine import make_engine
from workers.store.mailboxes import Mailbox
from workers.store.meetings import Kept
from workers.store.schema import upgrade
from workers.store.tenants import DomainTaken, Tenant
from workers.visits.travel_rules import Price, TravelRules
from workers.visits.trip import Stop, Trip
from workers.visits.visit import DayPlan, Doing, Stretch, VisitPlace

SELLER = Seller(
    owner=ASTRID.address,
    name=ASTRID.name,
    domains=("nordverk.example",),
    zone="Europe/Stockholm",
    source="astrid.ics",
    read_at=NOW,
    unread=(Unread("astrid.ics", "u1", 3, "The date cannot be read."),),
    counts={"meetings": 2},
)
KEY = "a secret of the tests, long enough"


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    made = Store(database_url, Sealer([KEY]))
    made.migrate()
    yield made
    made.close()


@pytest.fixture
def in_a_file(tmp_path: Path) -> Iterator[Store]:
    made = Store(f"sqlite:///{tmp_path / 'kanelbulle.db'}", Sealer([KEY]))
    made.migrate()
    yield made
    made.close()


def kept(uid: str, *accounts: str, start: datetime = NOW, title: str = "Avstämning", travel: bool = False) -> Kept:
    one = meeting(start, 30, KARIN, uid=uid, title=title)
    return Kept(Seen(one, read_signs(one)), accounts, travel)


def on_disk(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.iterdir())


def test_an_empty_store_knows_nobody(store: Store) -> None:
    assert store.shown.seller() is None
    assert store.shown.accounts(start=0, limit=10) == ()
    assert store.shown.account("bruket.example") is None
    assert store.shown.account_count() == store.shown.flagged_count() == 0
    assert store.shown.corrections() == ()


def test_a_seller_comes_back_as_saved(store: Store) -> None:
    with store.writing() as at:
        seller_id = at.sellers.save(SELLER)
    assert store.shown.seller() == replace(SELLER, id=seller_id)


def test_how_a_seller_likes_to_travel_comes_back_as_said(store: Store) -> None:
    rules = TravelRules({"train": Price(1.2, 2.4)}, modes=("train",), leave_earliest=time(6, 30), nights=False)
    with store.writing() as at:
        at.sellers.save(replace(SELLER, office="Kardusgatan 8, Stockholm", home="Enköping", travel=rules))
    found = store.shown.seller()
    assert found is not None
    assert (found.office, found.home, found.travel) == ("Kardusgatan 8, Stockholm", "Enköping", rules)


def test_journeys_come_back_as_planned_and_sealed(store: Store, tmp_path: Path) -> None:
    place = VisitPlace("Slussgatan 14, Trollhättan", "crm", Position(58.28, 12.29, "Trollhättan", "", "SE"))
    stop = Stop("bruket.example", "Bruket", place, NOW, NOW + timedelta(minutes=90), timedelta(minutes=10))
    plan = DayPlan("train", NOW, NOW, NOW + timedelta(hours=3), (Stretch(Doing.VISIT, NOW, NOW + timedelta(hours=1)),))
    trip = Trip(Reason("trip.meeting", {"when": "x"}), (NOW.date(), NOW.date()), place, (stop,), (plan,))
    with store.writing() as at:
        seller_id = at.sellers.save(SELLER)
        at.sellers.save_trips(seller_id, (trip,))
    found = store.shown.trips()[0]
    assert (found.stops, found.days, found.start) == (trip.stops, trip.days, trip.start)
    assert found.plans[0].leave == NOW
    store.close()
    assert b"Slussgatan" not in b"".join(file.read_bytes() for file in tmp_path.iterdir())


def test_a_database_from_before_the_journeys_reads_its_calendars_anew(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'old.db'}"
    store = Store(url, Sealer([KEY]))
    store.migrate()
    with store.writing() as at:
        seller_id = at.sellers.save(SELLER)
        at.mailboxes.save(Mailbox(seller_id, "file", mark=SyncMark(b"somewhere")))
    engine = make_engine(url)
    upgrade(engine, Sealer([KEY]), to="0001")
    with engine.connect() as connection:
        assert connection.exec_driver_sql("select mark from sellers").scalar_one() == b"somewhere"
    store.migrate()
    with store.reading() as at:
        assert at.mailboxes.find(seller_id) is None
        assert at.sellers.trips(seller_id) == ()
    assert store.shown.seller() == replace(SELLER, id=seller_id)


def test_what_was_said_in_clear_text_before_is_sealed_and_wiped(in_a_file: Store, tmp_path: Path) -> None:
    said = Correction(CorrectionKind.PLACE, "bruket.example", NOW, "Hemliga gatan 7, Trollhättan")
    with in_a_file.writing() as at:
        seller_id = at.sellers.save(SELLER)
        at.corrections.save(seller_id, said)
        at.corrections.save(seller_id, replace(said, kind=CorrectionKind.NO_GIFTS, value=""))
    engine = make_engine(f"sqlite:///{tmp_path / 'kanelbulle.db'}")
    upgrade(engine, Sealer([KEY]), to="0002")
    with engine.connect() as connection:
        assert connection.exec_driver_sql("select max(value) from corrections").scalar_one() == said.value
    engine.dispose()
    assert said.value.encode() in on_disk(tmp_path)
    in_a_file.migrate()
    assert set(in_a_file.shown.corrections()) == {said, replace(said, kind=CorrectionKind.NO_GIFTS, value="")}
    in_a_file.close()
    assert b"Hemliga" not in on_disk(tmp_path)


def test_the_last_calendar_read_is_the_one_shown(store: Store) -> None:
    other = replace(SELLER, owner="sven@nordverk.example")
    for seller in (SELLER, other, SELLER):
        with store.writing() as at:
            at.sellers.save(seller)
        shown = store.shown.seller()
        assert shown is not None
        assert shown.owner == seller.owner


def test_the_revision_moves_with_everything_that_is_saved(store: Store) -> None:
    revisions = [store.shown.revision()]
    with store.writing() as at:
        seller_id = at.sellers.save(SELLER)
    revisions.append(store.shown.revision())
    with store.writing() as at:
        at.sellers.touch(seller_id)
    revisions.append(store.shown.revision())
    with store.writing() as at:
        at.sellers.save(replace(SELLER, owner="sven@nordverk.example"))
    revisions.append(store.shown.revision())
    assert len(set(revisions)) == 4


def test_meetings_come_back_as_seen(store: Store) -> None:
    one, two = kept("m1", "bruket.example"), kept("m2", "bruket.example", start=NOW + timedelta(days=1))
    with store.writing() as at:
        seller_id = at.sellers.save(SELLER)
        at.meetings.replace(seller_id, (), [two, one])
    with store.reading() as at:
        assert at.meetings.all(seller_id) == (one.seen, two.seen)
        assert at.meetings.between(seller_id, NOW, NOW + timedelta(hours=1)) == (one.seen,)
        assert at.meetings.count(seller_id) == 2


def test_single_occurrences_are_told_of_and_go_by_themselves(store: Store) -> None:
    days = [NOW + timedelta(weeks=week) for week in range(3)]
    series = [kept("s", "bruket.example", start=day, travel=day == days[1]) for day in days]
    held = [
        replace(one, seen=replace(one.seen, meeting=replace(one.seen.meeting, recurrence_id=day)))
        for one, day in zip(series, days, strict=True)
    ]
    with store.writing() as at:
        seller_id = at.sellers.save(SELLER)
        at.meetings.replace(seller_id, (), held)
        told = at.meetings.told_by(seller_id, [("s", days[1]), ("s", days[1] + timedelta(hours=1)), ("other", None)])
        assert told.accounts == {"bruket.example"}
        assert [start for start, _ in told.spans] == [days[1]]
        assert len(told.journeys) == 1
        at.meetings.replace(seller_id, (), [], gone=[("s", days[1]), ("s", None)])
        assert [one.meeting.start for one in at.meetings.all(seller_id)] == [days[0], days[2]]
        assert at.meetings.count_external(seller_id) == 2


def test_a_page_of_a_series_that_comes_again_changes_nothing(store: Store) -> None:
    with store.writing() as at:
        seller_id = at.sellers.save(SELLER)
        for _ in range(2):
            at.meetings.replace(seller_id, (), [kept("m1", "bruket.example"), kept("m2", "bruket.example")])
        at.meetings.replace(seller_id, (), [kept("m2", "norrgruvan.example", title="Nytt")])
        assert [one.meeting.title for one in at.meetings.all(seller_id)] == ["Avstämning", "Nytt"]
        assert at.meetings.accounts_of(seller_id, ["m2"]) == {"norrgruvan.example"}


def test_meetings_of_a_uid_give_way_to_its_new_ones(store: Store) -> None:
    with store.writing() as at:
        seller_id = at.sellers.save(SELLER)
        at.meetings.replace(seller_id, (), [kept("m1", "bruket.example"), kept("m2", "norrgruvan.example")])
        moved = kept("m1", "alvkaj.example", start=NOW + timedelta(days=3))
        at.meetings.replace(seller_id, ["m1", "gone"], [moved])
        assert at.meetings.accounts_of(seller_id, ["m1"]) == {"alvkaj.example"}
        assert at.meetings.of_accounts(seller_id, ["bruket.example"]) == ()
        assert at.meetings.of_accounts(seller_id, ["alvkaj.example"]) == (moved.seen,)


def test_an_account_is_told_with_the_journeys_of_its_days(store: Store) -> None:
    visit, journey = kept("m1", "bruket.example"), kept("j1", start=NOW - timedelta(hours=1), travel=True)
    elsewhere = kept("m2", "alvkaj.example", start=NOW + timedelta(days=30))
    with store.writing() as at:
        seller_id = at.sellers.save(SELLER)
        at.meetings.replace(seller_id, (), [visit, journey, elsewhere])
        assert set(at.meetings.of_accounts(seller_id, ["bruket.example"])) == {visit.seen, journey.seen}


def test_the_latest_word_stands_and_can_be_taken_back(store: Store) -> None:
    first = Correction(CorrectionKind.MET, "bruket.example", NOW, "2026-05-01")
    latest = replace(first, value="2026-06-01", said_at=NOW + timedelta(minutes=1))
    other = Correction(CorrectionKind.NO_GIFTS, "bruket.example", NOW)
    with store.writing() as at:
        seller_id = at.sellers.save(SELLER)
        for said in (first, other, latest):
            at.corrections.save(seller_id, said)
    assert store.shown.corrections() == (other, latest)
    with store.writing() as at:
        at.corrections.remove(seller_id, CorrectionKind.MET, "bruket.example")
    assert store.shown.corrections() == (other,)


def test_what_was_learned_comes_back(store: Store) -> None:
    with store.writing() as at:
        seller_id = at.sellers.save(SELLER)
        assert at.sellers.learned(seller_id) is None
        at.sellers.save_learned(seller_id, b"learned")
    with store.reading() as at:
        assert at.sellers.learned(seller_id) == b"learned"


def test_a_transaction_that_fails_leaves_nothing(store: Store) -> None:
    with pytest.raises(RuntimeError, match="in the middle"), store.writing() as at:
        seller_id = at.sellers.save(SELLER)
        at.meetings.replace(seller_id, (), [kept("m1", "bruket.example")])
        raise RuntimeError("in the middle")
    assert store.shown.seller() is None


def test_no_title_or_name_lies_in_clear_text(in_a_file: Store, tmp_path: Path) -> None:
    with in_a_file.writing() as at:
        seller_id = at.sellers.save(SELLER)
        at.meetings.replace(seller_id, (), [kept("m1", "bruket.example", title="Hemlig offert")])
        at.corrections.save(seller_id, Correction(CorrectionKind.PLACE, "bruket.example", NOW, "Hemliga gatan 7"))
        at.corrections.save(seller_id, Correction(CorrectionKind.BAKERY, "bruket.example", NOW, "Bagarstugan"))
    in_a_file.close()
    for written in (
        "Hemlig offert",
        "Hemliga gatan 7",
        "Bagarstugan",
        KARIN.name,
        KARIN.address,
        OLLE.name,
        PER.name,
        ASTRID.name,
    ):
        assert written.encode() not in on_disk(tmp_path)


def test_without_its_key_the_store_stays_shut(store: Store, database_url: str) -> None:
    with store.writing() as at:
        at.sellers.save(SELLER)
    other = Store(database_url, Sealer(["another secret, long enough"]))
    with pytest.raises(SealBroken):
        other.shown.seller()


def test_migrating_twice_is_harmless(store: Store) -> None:
    with store.writing() as at:
        at.sellers.save(SELLER)
    store.migrate()
    assert store.shown.seller() is not None


def test_a_database_made_before_there_were_companies_keeps_everything_said(empty_database_url: str) -> None:
    store, engine = Store(empty_database_url, Sealer([KEY])), make_engine(empty_database_url)
    upgrade(engine, Sealer([KEY]), to="0003")
    sealer = Sealer([KEY])
    with engine.begin() as connection:
        sealed = sealer.seal(msgspec.json.encode(SELLER))
        values = {"owner": SELLER.owner, "sealed": sealed, "mark": b"somewhere"}
        connection.execute(
            text(
                "INSERT INTO sellers (id, owner, revision, shown, sealed, mark) VALUES (7, :owner, 3, 2, :sealed, :mark)"
            ),
            values,
        )
        for kind, said in (("met", "2026-05-01"), ("place", "Hemliga gatan 7"), ("no_gifts", "")):
            connection.execute(
                text(
                    "INSERT INTO corrections (seller_id, kind, account, uid, said_at, sealed)"
                    " VALUES (7, :kind, 'bruket.example', '', :at, :sealed)"
                ),
                {"kind": kind, "at": NOW.isoformat(), "sealed": sealer.seal(said.encode())},
            )
    store.migrate()
    assert store.shown.seller() == replace(SELLER, id=7)
    assert {(one.kind.value, one.value) for one in store.shown.corrections()} == {
        ("met", "2026-05-01"),
        ("place", "Hemliga gatan 7"),
        ("no_gifts", ""),
    }
    engine.dispose()
    store.close()


def test_uids_of_any_making_are_kept(store: Store) -> None:
    wild = ["u" * 5000, "nu\0ll", "halv\ud800", "åäö", "m1"]
    with store.writing() as at:
        seller_id = at.sellers.save(SELLER)
        at.meetings.replace(seller_id, (), [kept(uid, "bruket.example") for uid in wild if "\ud800" not in uid])
        assert at.meetings.count(seller_id) == 4
        assert at.meetings.accounts_of(seller_id, ["u" * 5000]) == {"bruket.example"}
        at.meetings.replace(seller_id, wild, ())
        assert at.meetings.count(seller_id) == 0


def test_a_domain_is_one_companys_with_everything_under_it(store: Store) -> None:
    with store.writing() as at:
        first = at.tenants.save(Tenant("first", ("first.example",)))
        assert at.tenants.owning("mail.first.example") == at.tenants.of_id(first)
        with pytest.raises(DomainTaken):
            at.tenants.save(Tenant("third", ("mail.first.example",)))
