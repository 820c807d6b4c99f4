"""Reading a calendar into the store: the first time, again, changed, of somebody else; and what the seller says of it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from connectors.calendars import SyncMark
from connectors.crm import read_crm
from connectors.demo import write_demo, write_demo_crm
from connectors.errors import Unreadable
from connectors.ics import Source
from tests.bench.calendars import write_export
from tests.world import ASTRID, NOW
from workers.calendar_files import OwnerUnknown, read_files
from workers.correcting import correct, take_back
from workers.office import Office, open_office
from workers.relationships.corrections import Correction, CorrectionKind
from workers.relationships.flags import FlagKind
from workers.reviewed import Reviewed
from workers.store.mailboxes import Mailbox
from workers.travel_wishes import set_travel, travel_wishes

OpenOffice = Callable[..., Office]


@pytest.fixture
def open_at(tmp_path: Path) -> OpenOffice:
    def open_at(home: str = "home", now: datetime = NOW) -> Office:
        return open_office({"KANELBULLE_HOME": str(tmp_path / home)}, clock=lambda: now)

    return open_at


def read_demo(office: Office) -> None:
    crm, unread = read_crm(write_demo_crm(), source="crm.csv")
    assert unread == ()
    read_files(office, [Source("demo.ics", write_demo(NOW))], label="demo", crm=crm)


def accounts(office: Office) -> dict[str, Reviewed]:
    return {one.relationship.account.key: one for one in office.store.shown.accounts(start=0, limit=1000)}


def starts_in(office: Office, town: str) -> None:
    """Journeys begin there from now on."""
    set_travel(office, replace(travel_wishes(office), office=town))


def kinds(office: Office, key: str) -> list[FlagKind]:
    reviewed = office.store.shown.account(key)
    assert reviewed is not None
    return [flag.kind for flag in reviewed.flags]


def test_the_demo_seller_is_known_by_her_calendar(open_at: OpenOffice) -> None:
    office = open_at()
    read_demo(office)
    seller = office.store.shown.seller()
    assert seller is not None
    assert (seller.owner, seller.name, seller.source) == (ASTRID.address, ASTRID.name, "demo")
    assert office.store.shown.account_count() > office.store.shown.flagged_count() > 0


def test_accounts_come_flagged_first_and_two_are_chosen(open_at: OpenOffice) -> None:
    office = open_at()
    read_demo(office)
    page = office.store.shown.accounts(start=0, limit=1000)
    flagged = [bool(one.flags) for one in page]
    assert flagged == sorted(flagged, reverse=True)
    assert sum(one.chosen for one in page) == 2
    assert all(one.suggestion for one in page if one.chosen)


def test_the_pages_of_accounts_join_to_the_whole(open_at: OpenOffice) -> None:
    office = open_at()
    read_demo(office)
    whole = office.store.shown.accounts(start=0, limit=1000)
    assert office.store.shown.accounts(start=0, limit=7) + office.store.shown.accounts(start=7, limit=1000) == whole


def test_the_same_file_again_changes_nothing(open_at: OpenOffice) -> None:
    office = open_at()
    read_demo(office)
    before = accounts(office)
    result = read_files(office, [Source("demo.ics", write_demo(NOW))], label="demo")
    assert result.changed == 0
    assert accounts(office) == before


@pytest.mark.parametrize("dialect", ["outlook", "google", "exchange"])
def test_what_changed_ends_as_if_it_had_been_read_anew(open_at: OpenOffice, tmp_path: Path, dialect: str) -> None:
    first, second = tmp_path / "first.ics", tmp_path / "second.ics"
    write_export(first, dialect=dialect, years=2, end=NOW)
    write_export(second, dialect=dialect, years=2, end=NOW, changed=0.05)
    office, anew = open_at(), open_at("anew")
    read_files(office, [Source("calendar.ics", first)], owner=ASTRID.address)
    starts_in(office, "Göteborg")
    result = read_files(office, [Source("calendar.ics", second)], owner=ASTRID.address)
    read_files(anew, [Source("calendar.ics", second)], owner=ASTRID.address)
    starts_in(anew, "Göteborg")
    assert 0 < result.changed < 0.5 * result.seller.counts["meetings"]
    assert accounts(office) == accounts(anew)
    assert any(one.suggestion and one.suggestion.visit.plan for one in accounts(office).values())
    assert office.store.shown.trips() == anew.store.shown.trips() != ()


def test_what_cannot_be_read_is_listed_once_however_often_it_is_looked_at(open_at: OpenOffice) -> None:
    damaged = b"BEGIN:VEVENT\r\nUID:odd\r\nDTSTART:never\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:cut\r\nEND:VCALENDAR"
    whole = write_demo(NOW).replace(b"END:VCALENDAR", damaged)
    for data in (whole, whole, whole.replace(b"UID:odd", b"UID:other")):
        office = open_at()
        seller = read_files(office, [Source("demo.ics", data)]).seller
        assert [one.key for one in sorted(seller.unread, key=lambda one: one.key)] == ["entry.unended", "entry.value"]
        assert office.store.shown.seller() == seller
        office.store.close()


def with_calls(*, journey: bool) -> bytes:
    """A call with Bruket ten days ago, with a train before it or not, and calls with Norrgruvan every week before."""

    def entry(uid: str, start: datetime, title: str, *people: str) -> list[str]:
        at = f"{start.astimezone(UTC):%Y%m%dT%H%M%SZ}"
        link = "X-MICROSOFT-SKYPETEAMSMEETINGURL:https://teams.microsoft.com/l/meetup-join/19%3ameeting_X%40thread.v2/0"
        invited = [f"ATTENDEE:mailto:{one}" for one in people]
        lines = [f"UID:{uid}", f"DTSTART:{at}", "DURATION:PT1H", f"SUMMARY:{title}"]
        if people:
            lines += [f"ORGANIZER:mailto:{ASTRID.address}", f"ATTENDEE:mailto:{ASTRID.address}", *invited, link]
        return ["BEGIN:VEVENT", *lines, "END:VEVENT"]

    day = NOW - timedelta(days=10)
    lines = [*entry("call", day + timedelta(hours=2), "Genomgång", "karin@bruket.example")]
    if journey:
        lines += entry("train", day, "Tåg 07:10")
    for week in range(1, 31):
        lines += entry(f"w{week}", day - timedelta(weeks=week), "Avstämning", "olle@norrgruvan.example")
    return "\r\n".join(["BEGIN:VCALENDAR", *lines, "END:VCALENDAR", ""]).encode()


@pytest.mark.parametrize("before", [True, False], ids=["the train goes", "the train comes"])
def test_a_journey_that_changes_changes_what_the_meeting_after_it_was(open_at: OpenOffice, before: bool) -> None:
    office, anew = open_at(), open_at("anew")
    for journey in (before, not before):
        read_files(office, [Source("c.ics", with_calls(journey=journey))], owner=ASTRID.address)
        counts = accounts(office)["bruket.example"].relationship.counts
        assert (counts.in_person, counts.video) == ((1, 0) if journey else (0, 1))
    read_files(anew, [Source("c.ics", with_calls(journey=not before))], owner=ASTRID.address)
    assert accounts(office) == accounts(anew)


def test_on_a_new_day_every_account_is_looked_at_again(open_at: OpenOffice) -> None:
    read_demo(open_at())
    later = open_at(now=NOW + timedelta(days=200))
    read_files(later, [Source("demo.ics", write_demo(NOW))], owner=ASTRID.address)
    assert all(one.relationship.at == NOW + timedelta(days=200) for one in accounts(later).values())
    assert all(not one.relationship.coming for one in accounts(later).values())


def test_a_calendar_of_somebody_else_is_read_from_the_start_and_shown(open_at: OpenOffice, tmp_path: Path) -> None:
    office = open_at()
    read_demo(office)
    other = write_demo(NOW).replace(b"astrid@nordverk.example", b"bodil@sydverk.example").replace(b"UID:", b"UID:x")
    result = read_files(office, [Source("bodil.ics", other)])
    assert result.seller.owner == "bodil@sydverk.example"
    shown = office.store.shown.seller()
    assert shown is not None
    assert shown.owner == "bodil@sydverk.example"


def test_a_seller_at_a_mail_provider_has_customers_there_too(open_at: OpenOffice) -> None:
    calendar = write_demo(NOW).replace(b"astrid@nordverk.example", b"astrid.ek@gmail.com")
    office = open_at()
    result = read_files(office, [Source("calendar.ics", calendar)])
    assert (result.seller.owner, result.seller.domains) == ("astrid.ek@gmail.com", ())
    assert kinds(office, "maja.berg@gmail.com") == [FlagKind.SCREEN_ONLY]
    assert office.store.shown.account("nordverk.example") is not None, (
        "without a company of her own, colleagues are an account like others"
    )


def test_a_mark_of_an_older_reader_is_read_from_the_start(open_at: OpenOffice) -> None:
    office = open_at()
    read_demo(office)
    before = accounts(office)
    with office.store.writing() as at:
        at.mailboxes.save(Mailbox(1, "file", mark=SyncMark(b"of an older reader")))
    read_demo(office)
    assert accounts(office) == before


def test_a_file_nobody_owns_asks_whose_it_is(open_at: OpenOffice) -> None:
    feed = b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART:20261123T080000Z\r\nSUMMARY:Upptagen\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    office = open_at()
    with pytest.raises(OwnerUnknown):
        read_files(office, [Source("feed.ics", feed)])
    assert office.store.shown.seller() is None


def test_a_file_that_is_no_calendar_leaves_everything_as_it_was(open_at: OpenOffice) -> None:
    office = open_at()
    read_demo(office)
    before, revision = accounts(office), office.store.shown.revision()
    with pytest.raises(Unreadable):
        read_files(office, [Source("page.html", b"<!doctype html><html>")])
    assert (accounts(office), office.store.shown.revision()) == (before, revision)


def test_we_have_met_takes_the_flag_away_and_taking_it_back_brings_it_back(open_at: OpenOffice) -> None:
    office = open_at()
    read_demo(office)
    before = accounts(office)
    assert kinds(office, "bruket.example") == [FlagKind.SCREEN_ONLY]
    correct(office, Correction(CorrectionKind.MET, "bruket.example", NOW, "2026-10-01"))
    assert kinds(office, "bruket.example") == []
    take_back(office, CorrectionKind.MET, "bruket.example")
    assert accounts(office) == before


@pytest.mark.parametrize(
    "kind",
    [CorrectionKind.PREFERS_DIGITAL, CorrectionKind.NEVER_HERE, CorrectionKind.NOT_CUSTOMER, CorrectionKind.OURS],
)
def test_a_word_that_silences_frees_the_place_for_another(open_at: OpenOffice, kind: CorrectionKind) -> None:
    office = open_at()
    read_demo(office)
    first = next(key for key, one in accounts(office).items() if one.chosen)
    correct(office, Correction(kind, first, NOW))
    after = accounts(office)
    assert first not in after or not after[first].flags
    assert sum(one.chosen for one in after.values()) == 2


def test_no_gifts_takes_the_buns_off_the_table(open_at: OpenOffice) -> None:
    office = open_at()
    read_demo(office)
    before = office.store.shown.account("bruket.example")
    correct(office, Correction(CorrectionKind.NO_GIFTS, "bruket.example", NOW))
    after = office.store.shown.account("bruket.example")
    assert before is not None
    assert after is not None
    assert before.suggestion is not None
    assert after.suggestion is not None
    assert (before.suggestion.bun.allowed, after.suggestion.bun.allowed) == (True, False)


def test_a_place_the_seller_says_is_where_to_go(open_at: OpenOffice) -> None:
    office = open_at()
    read_demo(office)
    correct(office, Correction(CorrectionKind.PLACE, "bruket.example", NOW, "Slussgatan 2, 461 30 Trollhättan"))
    reviewed = office.store.shown.account("bruket.example")
    assert reviewed is not None
    assert reviewed.suggestion is not None
    assert reviewed.suggestion.visit.place is not None
    assert reviewed.suggestion.visit.place.source == "seller"


def test_two_accounts_said_to_be_one_are_one_and_part_again(open_at: OpenOffice) -> None:
    office = open_at()
    read_demo(office)
    before = accounts(office)
    correct(office, Correction(CorrectionKind.ALIAS, "bruket.example", NOW, "alvkaj.example"))
    joined = accounts(office)
    assert "bruket.example" not in joined
    together = joined["alvkaj.example"].relationship.ever
    assert together == sum(before[key].relationship.ever for key in ("bruket.example", "alvkaj.example"))
    take_back(office, CorrectionKind.ALIAS, "bruket.example")
    assert accounts(office) == before


def test_a_meeting_corrected_by_hand_counts_as_said(open_at: OpenOffice) -> None:
    office = open_at()
    read_demo(office)
    reviewed = office.store.shown.account("bruket.example")
    assert reviewed is not None
    uid = reviewed.relationship.past[-1].uid
    correct(office, Correction(CorrectionKind.MODALITY, "", NOW, "in_person", uid))
    assert kinds(office, "bruket.example") == []


def test_corrections_outlive_a_new_reading(open_at: OpenOffice) -> None:
    office = open_at()
    read_demo(office)
    correct(office, Correction(CorrectionKind.MET, "bruket.example", NOW, "2026-10-01"))
    read_demo(office)
    tomorrow = open_at(now=NOW + timedelta(days=1))
    read_files(tomorrow, [Source("demo.ics", write_demo(NOW + timedelta(days=1)))], owner=ASTRID.address, label="demo")
    assert kinds(tomorrow, "bruket.example") == []


def test_what_the_seller_reviewed_leaves_the_day_one_list(open_at: OpenOffice) -> None:
    office = open_at()
    read_demo(office)
    listed = [one.relationship.account.key for one in office.store.shown.to_review()]
    assert listed
    correct(office, Correction(CorrectionKind.CUSTOMER, listed[0], NOW))
    assert [one.relationship.account.key for one in office.store.shown.to_review()] == listed[1:]


def test_a_new_crm_list_is_heard_at_once(open_at: OpenOffice) -> None:
    office = open_at()
    read_demo(office)
    crm, _ = read_crm(b"name,domains,value,currency\nBruket AB,bruket.example,5000000,SEK\n", source="crm.csv")
    read_files(office, [Source("demo.ics", write_demo(NOW))], owner=ASTRID.address, crm=crm)
    reviewed = office.store.shown.account("bruket.example")
    assert reviewed is not None
    assert reviewed.relationship.account.name == "Bruket AB"
    assert replace(crm[0]) == office.store.shown.seller().crm[0]  # type: ignore[union-attr]  # just read
