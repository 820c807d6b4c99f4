"""A mailbox kept in step page by page: whoever is stopped anywhere goes on from there, and ends as if nothing had been."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from connectors.errors import NotThere, TryLater
from tests.mailboxes import a_year, accounts, add_mailbox, call
from tests.mailboxes import make_office as an_office
from tests.simulators.paged import PagedCalendar
from tests.world import NOW
from workers.correcting import correct
from workers.office import Office
from workers.relationships.corrections import Correction, CorrectionKind
from workers.relationships.flags import FlagKind
from workers.store.due import Overtaken
from workers.store.mailboxes import MailboxState
from workers.sync import Turn, sync

MakeOffice = Callable[..., Office]


@pytest.fixture
def make_office(database_url: str, tmp_path: Path) -> Iterator[MakeOffice]:
    opened: list[Office] = []

    def make(now: datetime = NOW) -> Office:
        opened.append(an_office(tmp_path / "home", database_url, clock=lambda: now))
        return opened[-1]

    yield make
    for office in opened:
        office.store.close()


def test_a_calendar_is_read_page_by_page_and_its_progress_is_seen(make_office: MakeOffice) -> None:
    office, calendar = make_office(), a_year(PagedCalendar())
    seller_id = add_mailbox(office)
    seen: list[tuple[MailboxState, float]] = []

    def look(_done: float) -> None:
        box = office.store.of(seller_id).mailbox()
        assert box is not None
        seen.append((box.state, round(box.done, 2)))

    assert sync(office, seller_id, calendar, progress=look) == Turn(changed=60, pages=6)
    assert [state for state, _ in seen] == [MailboxState.READING] * 5 + [MailboxState.IN_STEP]
    assert [done for _, done in seen] == sorted(done for _, done in seen)
    seller = office.store.of(seller_id).seller()
    assert seller is not None
    assert (seller.zone, seller.counts["meetings"], seller.read_at) == ("Europe/Stockholm", 60, NOW)
    assert {one.flags[0].kind for one in accounts(office, seller_id).values()} == {FlagKind.SCREEN_ONLY}


def test_whoever_is_stopped_after_any_page_ends_as_if_nothing_had_been(make_office: MakeOffice) -> None:
    office = make_office()
    undisturbed, stopped = add_mailbox(office), add_mailbox(office, "sven@nordverk.example")
    sync(office, undisturbed, a_year(PagedCalendar()))
    calendar = a_year(PagedCalendar())
    turns = 0
    while not sync(office, stopped, calendar, enough=lambda: True).finished:
        turns += 1
    assert turns == 5
    assert all(mark is not None for mark in calendar.asked[1:])
    ours, theirs = accounts(office, undisturbed), accounts(office, stopped)
    assert ours.keys() == theirs.keys()
    assert [one.relationship.counts for one in ours.values()] == [one.relationship.counts for one in theirs.values()]


@pytest.mark.parametrize("page", [1, 2, 6, 7, 8])
def test_a_vendor_that_asks_to_be_left_alone_is_not_asked_for_any_page_twice(
    make_office: MakeOffice, page: int
) -> None:
    office, calendar = make_office(), a_year(PagedCalendar())
    calendar.fails[page] = TryLater("busy", timedelta(minutes=5))
    seller_id = add_mailbox(office)

    def read() -> None:
        try:
            sync(office, seller_id, calendar)
        except TryLater:
            sync(office, seller_id, calendar)

    read()
    calendar.put(*(call(100 + n, -n * 2 - 1.5, "alvkaj") for n in range(15)))
    read()
    assert accounts(office, seller_id)["alvkaj.example"].relationship.counts.video == 19 + 15
    assert calendar.given == 6 + 2 + 1  # the pages of both readings, and the one that failed


def test_only_what_changed_is_read_and_what_was_removed_is_gone(make_office: MakeOffice) -> None:
    office, calendar = make_office(), a_year(PagedCalendar())
    seller_id = add_mailbox(office)
    sync(office, seller_id, calendar)
    assert sync(office, seller_id, calendar) == Turn(pages=1)
    calendar.remove(*(uid for uid in list(calendar.entries) if uid.startswith("norrgruvan")))
    calendar.put(call(50, -0.5))
    assert sync(office, seller_id, calendar).changed == 1
    assert accounts(office, seller_id).keys() == {"bruket.example", "alvkaj.example"}
    assert accounts(office, seller_id)["bruket.example"].relationship.counts.video == 20


def test_a_mark_that_has_expired_is_read_from_the_start_and_what_was_said_stays(make_office: MakeOffice) -> None:
    office, calendar = make_office(), a_year(PagedCalendar())
    seller_id = add_mailbox(office)
    sync(office, seller_id, calendar)
    correct(office, Correction(CorrectionKind.PREFERS_DIGITAL, "bruket.example", NOW), seller_id=seller_id)
    calendar.remove(*(uid for uid in list(calendar.entries) if uid.startswith("alvkaj")))
    calendar.forget_marks()
    assert sync(office, seller_id, calendar).changed == 40
    told = accounts(office, seller_id)
    assert told.keys() == {"bruket.example", "norrgruvan.example"}
    assert told["bruket.example"].relationship.account.prefers_digital
    assert told["bruket.example"].flags == ()


def test_who_was_overtaken_keeps_nothing(make_office: MakeOffice) -> None:
    office, calendar = make_office(), a_year(PagedCalendar())
    seller_id = add_mailbox(office)

    def too_late(_at: object) -> None:
        raise Overtaken("sync_mailbox 1")

    with pytest.raises(Overtaken):
        sync(office, seller_id, calendar, check=too_late)
    with office.store.reading() as at:
        assert at.meetings.count(seller_id) == 0
        box = at.mailboxes.find(seller_id)
    assert box is not None
    assert (box.state, box.generation) == (MailboxState.NEW, 0)


def test_a_new_day_looks_at_every_account_anew(make_office: MakeOffice) -> None:
    calendar = a_year(PagedCalendar())
    office = make_office()
    seller_id = add_mailbox(office)
    sync(office, seller_id, calendar)
    before = accounts(office, seller_id)["bruket.example"].relationship
    later = make_office(NOW + timedelta(weeks=4))
    sync(later, seller_id, calendar)
    after = accounts(later, seller_id)["bruket.example"].relationship
    assert (len(before.coming), len(after.coming)) == (1, 0)
    assert after.counts.video == before.counts.video + 1


def test_a_mailbox_that_is_gone_is_not_read(make_office: MakeOffice) -> None:
    with pytest.raises(NotThere):
        sync(make_office(), 99, PagedCalendar())


def test_nobody_sees_what_is_anothers(make_office: MakeOffice) -> None:
    office = make_office()
    astrid, sven = add_mailbox(office), add_mailbox(office, "sven@nordverk.example")
    sync(office, astrid, a_year(PagedCalendar()))
    assert accounts(office, sven) == {}
    assert office.store.of(sven).account("bruket.example") is None
    assert office.store.shown.seller() is None
