"""Text from strangers cannot steer a terminal, and says what it said otherwise."""

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugin.harmless import TURNING, plain, plain_json


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Möte i Luleå, 10 % → ja", "Möte i Luleå, 10 % → ja"),
        ("två\nrader\tmed tabb", "två rader med tabb"),
        ("\x1b[31mrött\x1b[0m", "�[31mrött�[0m"),
        ("\x1b]0;ny titel\x07", "�]0;ny titel�"),
        ("C1: \x9b31m", "C1: �31m"),
        ("\x00\x08\x7f", "���"),
        ("\u202efdp.exe", "fdp.exe"),
        ("\u2067isolerad\u2069\u200f", "isolerad"),
        ("rad\u2028stycke\u2029", "rad�stycke�"),
        ("\ud800", "�"),
        ("👩‍🔧", "👩‍🔧"),
    ],
)
def test_what_could_steer_a_terminal_is_made_harmless(text: str, shown: str) -> None:
    assert plain(text) == shown


@given(st.text(st.characters(exclude_categories=())))
def test_nothing_that_steers_comes_through(text: str) -> None:
    shown = plain(text)
    assert not {unicodedata.category(character) for character in shown} & {"Cc", "Cs", "Zl", "Zp"}
    assert not TURNING & set(shown)


@given(st.text(st.characters(exclude_categories=())))
def test_json_says_the_same_without_steering(text: str) -> None:
    written = plain_json(json.dumps({"title": text}, ensure_ascii=False))
    assert json.loads(written) == {"title": text}
    assert not any(character in written for character in (*TURNING, "\x1b", "\x9b", "\x7f"))
