"""What a ticket in the calendar says of where it goes, however it is written."""

import pytest

from tests.workers.visits.relations import at
from tests.world import ASTRID, KARIN, meeting
from workers.visits.tickets import CODES, goes_to, is_ticket


@pytest.mark.parametrize(
    ("title", "town"),
    [
        ("Tåg till Göteborg 07:10", "Göteborg"),
        ("Tåg Stockholm C - Göteborg C 07:10", "Göteborg"),
        ("SJ 425 Stockholm–Malmö", "Malmö"),
        ("Train to Malmö C", "Malmö"),
        ("X2000 till Göteborg", "Göteborg"),
        ("SK 20 ARN-LLA", "Luleå"),
        ("SK20 ARN → LLA", "Luleå"),
        ("DL 1234 MEM to BOS", "Boston"),
        ("Flight to Luleå (SK 20)", "Luleå"),
        ("Flyg till Umeå SK2022", "Umeå"),
        ("Resa Göteborg–Stockholm", "Stockholm"),
        ("Restid", ""),
        ("Hemresa", ""),
        ("Tåg hem från Göteborg", ""),
        ("", ""),
        ("->" * 500, ""),
    ],
)
def test_a_title_names_the_town_it_goes_to_or_none(title: str, town: str) -> None:
    assert goes_to(title) == town


@pytest.mark.parametrize(
    ("title", "is_one"), [("SK 20 ARN-LLA", True), ("Tåg 07:10", True), ("ARN-ABC", False), ("Avstämning", False)]
)
def test_a_ticket_is_known_by_its_first_words_or_two_airports(title: str, is_one: bool) -> None:
    assert is_ticket(meeting(at(12, 10, 7), 200, ASTRID, title=title)) is is_one


def test_people_at_a_meeting_about_trains_are_not_on_one() -> None:
    assert not is_ticket(meeting(at(12, 10, 7), 200, KARIN, title="Tåg till Göteborg"))


def test_every_code_is_three_letters_and_names_a_town() -> None:
    assert all(len(code) == 3 and code.isupper() and town[0].isupper() for code, town in CODES.items())
