"""How freely a mailbox and an organiser hand out links."""

from dataclasses import replace

import pytest

from connectors.meetings import LinkSource, Meeting, OnlineRoom
from tests.world import ASTRID, KARIN, PER, meeting
from workers.relationships.habits import Habits, learn_habits
from workers.relationships.signs import Seen, read_signs

LINK = OnlineRoom("teams", LinkSource.FIELD, "https://teams.microsoft.com/meet/1?p=2")


def learn(*meetings: Meeting) -> Habits:
    return learn_habits([Seen(one, read_signs(one)) for one in meetings])


def test_the_share_of_meetings_with_a_link_is_the_mailboxs_habit() -> None:
    habits = learn(*[meeting(online=LINK)] * 9, meeting())
    assert habits.linked == pytest.approx(0.9)
    assert habits.links_everything
    assert not learn(*[meeting(online=LINK)] * 8, *[meeting()] * 2).links_everything


def test_too_few_meetings_are_no_habit() -> None:
    assert learn(*[meeting(online=LINK)] * 4).linked == 0


def test_entries_with_nobody_in_them_all_day_and_cancelled_ones_do_not_count() -> None:
    alone = replace(meeting(), attendees=())
    habits = learn(*[meeting(online=LINK)] * 5, alone, meeting(all_day=True), meeting(cancelled=True))
    assert habits.linked == 1


def test_an_organiser_who_seldom_adds_links_at_an_address_is_known_by_person_and_by_company() -> None:
    habits = learn(*[meeting(organizer=KARIN, place="Storgatan 4")] * 6)
    assert habits.rarely_links(KARIN.address)
    assert habits.rarely_links(PER.address)
    assert not habits.rarely_links(ASTRID.address)


def test_the_persons_own_habit_goes_before_the_companys() -> None:
    habits = Habits(organizers={"bruket.example": 0.1, PER.address: 0.9})
    assert habits.rarely_links(KARIN.address)
    assert not habits.rarely_links(PER.address)


def test_bare_words_for_a_place_teach_nothing_of_links_at_addresses() -> None:
    assert learn(*[meeting(organizer=KARIN, place="Trollhättan")] * 9).organizers == {}
