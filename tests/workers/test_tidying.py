"""The night: old meetings go in every table, what was known of relations stays, and nothing that was erased comes back."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from connectors.meetings import Person
from tests.mailboxes import accounts, add_mailbox, call, make_office
from tests.simulators.paged import PagedCalendar
from tests.workers.store.one_store import suggestion
from tests.world import NOW, meeting
from workers.correcting import correct
from workers.leaving import export_seller
from workers.office import Office
from workers.relationships.corrections import Correction, CorrectionKind, once
from workers.store.decisions import Decision, DecisionKind, Surface
from workers.store.moments import week_of
from workers.sync import sync
from workers.tidying import tidy_seller

LONG_AGO = NOW - timedelta(days=800)
KARIN = Person("kund@bruket.example", "Karin Lind")


@pytest.fixture
def office(tmp_path: Path, database_url: str) -> Iterator[Office]:
    made = make_office(tmp_path / "home", database_url)
    yield made
    made.store.close()


def with_a_past() -> PagedCalendar:
    """A visit and a call with Bruket long ago, calls since; calls only with Norrgruvan, the first long ago."""
    calendar = PagedCalendar()
    visit = meeting(LONG_AGO, 90, KARIN, uid="visit", title="Besök hos er", place="Slussgatan 14, 461 30 Trollhättan")
    calendar.put(visit, call(100, -110), *(call(n, -n * 3) for n in range(1, 9)), call(0, 3))
    calendar.put(*(call(n, -n * 20, "norrgruvan") for n in range(1, 9)), call(0, 3, "norrgruvan"))
    return calendar


def test_old_meetings_are_erased_and_what_was_known_of_relations_stays(office: Office) -> None:
    seller_id, calendar = add_mailbox(office), with_a_past()
    sync(office, seller_id, calendar)
    before = accounts(office, seller_id)
    assert before["bruket.example"].relationship.last_in_person == LONG_AGO
    assert tidy_seller(office, seller_id) == 8
    after = accounts(office, seller_id)
    for key, one in before.items():
        assert after[key].flags == one.flags
        assert after[key].sentence == one.sentence
        assert after[key].place == one.place
        assert after[key].relationship.last_in_person == one.relationship.last_in_person
    told = json.dumps(export_seller(office, seller_id), ensure_ascii=False)
    assert "Besök hos er" not in told
    assert "Slussgatan 14" in told  # where to go again
    assert tidy_seller(office, seller_id) == 0
    assert accounts(office, seller_id)["norrgruvan.example"].relationship.ever == 8


def test_what_was_erased_does_not_come_back_from_the_calendar(office: Office) -> None:
    seller_id, calendar = add_mailbox(office), with_a_past()
    sync(office, seller_id, calendar)
    tidy_seller(office, seller_id)
    kept = accounts(office, seller_id)
    calendar.put(replace(calendar.entries["visit"], title="Besök hos er igen"))
    sync(office, seller_id, calendar)
    calendar.forget_marks()
    sync(office, seller_id, calendar)
    tidy_seller(office, seller_id)
    assert "Besök hos er" not in json.dumps(export_seller(office, seller_id), ensure_ascii=False)
    assert accounts(office, seller_id)["bruket.example"].relationship.ever == kept["bruket.example"].relationship.ever


def test_what_was_said_of_an_erased_meeting_goes_with_it_and_of_an_account_stays(office: Office) -> None:
    seller_id = add_mailbox(office)
    sync(office, seller_id, with_a_past())
    said = Correction(CorrectionKind.MODALITY, "", NOW, "in_person", "bruket-100")
    lasting = Correction(CorrectionKind.NO_GIFTS, "bruket.example", NOW)
    too_old = Correction(CorrectionKind.MODALITY_ONCE, "", NOW, "in_person", once("bruket-001", LONG_AGO))
    gone = Correction(CorrectionKind.MODALITY_ONCE, "", NOW, "in_person", once("bruket-100", NOW))
    for one in (said, lasting, too_old, gone):
        correct(office, one, seller_id=seller_id)
    last = accounts(office, seller_id)["bruket.example"].relationship.last_in_person
    tidy_seller(office, seller_id)
    assert office.store.of(seller_id).corrections() == (lasting,)
    assert accounts(office, seller_id)["bruket.example"].relationship.last_in_person == last


def test_suggestions_decisions_and_letters_are_kept_no_longer_than_the_meetings(office: Office) -> None:
    seller_id = add_mailbox(office)
    sync(office, seller_id, with_a_past())
    with office.store.writing(seller_id) as at:
        for name, then in (("old", NOW - timedelta(days=401)), ("new", NOW - timedelta(days=399))):
            at.suggestions.note(seller_id, suggestion(name), week=week_of(then), now=then)
            at.decisions.save(seller_id, Decision(name, DecisionKind.NOT_THIS, Surface.PANE, then))
            at.letters.claim(seller_id, week_of(then), now=then, suggestions=(name,))
    tidy_seller(office, seller_id)
    with office.store.reading() as at:
        assert [one.suggestions for one in at.letters.last(seller_id, limit=9)] == [("new",)]
        for name, kept in (("old", False), ("new", True)):
            assert (at.suggestions.find(seller_id, name) is not None) is kept
            assert bool(at.decisions.of_suggestion(seller_id, name)) is kept


def test_a_merged_account_remembers_both_and_the_nights_add_nothing(office: Office) -> None:
    seller_id = add_mailbox(office)
    sync(office, seller_id, with_a_past())
    tidy_seller(office, seller_id)
    correct(office, Correction(CorrectionKind.ALIAS, "bruket.example", NOW, "norrgruvan.example"), seller_id=seller_id)
    merged = accounts(office, seller_id)["norrgruvan.example"].relationship
    assert merged.last_in_person == LONG_AGO
    for _ in range(3):
        tidy_seller(office, seller_id)
    again = accounts(office, seller_id)["norrgruvan.example"].relationship
    assert (again.ever, again.last_in_person) == (merged.ever, LONG_AGO)


def test_a_mailbox_that_has_not_been_read_whole_is_left_alone(office: Office) -> None:
    seller_id = add_mailbox(office)
    sync(office, seller_id, with_a_past(), enough=lambda: True)
    assert tidy_seller(office, seller_id) == 0
