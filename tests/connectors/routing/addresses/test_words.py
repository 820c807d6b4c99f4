"""The tables of words hold no word twice in senses that exclude each other, and all in small letters."""

import pytest

from connectors.routing.addresses import words

TABLES = {name: table for name, table in vars(words).items() if isinstance(table, frozenset)}
EXCLUSIVE = [
    ("OWN", "VAGUE"),
    ("OWN", "ONLINE"),
    ("VAGUE", "ONLINE"),
    ("ROOMS", "LANDMARKS"),
    ("ORDINARY", "GIVEN_NAMES"),
]


@pytest.mark.parametrize("name", TABLES)
def test_words_are_in_small_letters(name: str) -> None:
    assert TABLES[name]
    assert all(word == word.casefold().strip() for word in TABLES[name])


@pytest.mark.parametrize(("one", "other"), EXCLUSIVE)
def test_a_word_means_one_thing(one: str, other: str) -> None:
    assert not TABLES[one] & TABLES[other]
