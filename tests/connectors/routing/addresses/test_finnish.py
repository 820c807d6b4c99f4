"""Finnish names in their bent forms, told by the word alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.routing.addresses.finnish import INSIDE, OF, unbent


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("Turussa", "Turku"),
        ("Kuopiossa", "Kuopio"),
        ("Hämeenlinnassa", "Hämeenlinna"),
        ("RIIHIMÄELLÄ", "RIIHImäki"),  # letter case is for whoever looks it up
    ],
)
def test_what_a_word_may_be_the_form_of_is_suggested(word: str, name: str) -> None:
    assert name in tuple(unbent(word))


def test_of_whom_something_is_has_an_ending_of_its_own() -> None:
    assert "Jyväskylä" in tuple(unbent("Jyväskylän", OF))
    assert tuple(unbent("Jyväskylän")) == ()


@pytest.mark.parametrize("word", ["", "ssa", "Iissä", "Turku", "Luleå"])
def test_a_word_without_such_an_ending_or_too_short_suggests_nothing(word: str) -> None:
    assert tuple(unbent(word)) == ()


@given(st.text(max_size=30).map(lambda word: word + "ssa"))
def test_no_suggestion_is_longer_than_a_letter_more_than_the_word(word: str) -> None:
    assert all(len(name) <= len(word) - len(INSIDE[0]) + 1 for name in unbent(word))
