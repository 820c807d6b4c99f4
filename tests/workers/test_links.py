"""Sealed links: whoever holds one reads nothing in it, and it opens for as long as it lasts and for nothing else."""

from base64 import urlsafe_b64decode
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.world import NOW
from workers.links import LASTS, Purpose, read_sealed, read_signed, seal, sign

SECRETS = ("a secret of ours, long enough",)
FACTS = (12, "bruket.example", "sv")
HOUR = LASTS[Purpose.PICTURE]


def sealed(*facts: int | str) -> str:
    return seal(Purpose.PICTURE, facts or FACTS, SECRETS, now=NOW)


def opened(
    token: str, *, later: timedelta = timedelta(0), secrets: tuple[str, ...] = SECRETS
) -> list[int | str] | None:
    found = read_sealed(Purpose.PICTURE, token, secrets, now=NOW + later)
    return found.facts if found else None


@given(st.lists(st.integers(-(2**53), 2**53) | st.text(st.characters(), max_size=60), max_size=4))
def test_what_is_sealed_opens_to_the_same(facts: list[int | str]) -> None:
    assert opened(seal(Purpose.PICTURE, facts, SECRETS, now=NOW)) == facts


def test_a_sealed_link_is_not_read_and_never_the_same_twice() -> None:
    token = sealed()
    held = urlsafe_b64decode(token + "=" * (-len(token) % 4))
    assert b"bruket" not in held
    assert token != sealed()


def test_its_length_does_not_tell_one_account_from_another() -> None:
    assert len({len(sealed(one, account, "sv")) for one in (1, 90_000) for account in ("a.se", "bruket.example")}) == 1


def test_it_opens_until_it_ends_and_says_when_that_is() -> None:
    found = read_sealed(Purpose.PICTURE, sealed(), SECRETS, now=NOW)
    assert found
    assert found.ends == NOW + HOUR
    assert opened(sealed(), later=HOUR - timedelta(seconds=1)) == list(FACTS)
    assert opened(sealed(), later=HOUR) is None


def test_an_older_key_opens_and_a_stranger_s_does_not() -> None:
    newer = "another secret, long enough"
    assert opened(sealed(), secrets=(newer, *SECRETS)) == list(FACTS)
    assert opened(sealed(), secrets=(newer,)) is None


def test_it_is_worth_nothing_for_another_purpose() -> None:
    assert read_sealed(Purpose.ANSWER, sealed(), SECRETS, now=NOW) is None
    assert read_signed(Purpose.PICTURE, sealed(), SECRETS) is None
    assert opened(sign(Purpose.PICTURE, FACTS, SECRETS)) is None


@pytest.mark.parametrize("at", range(0, 130, 7))
def test_a_changed_one_is_refused(at: int) -> None:
    token = sealed()
    other = "A" if token[at] != "A" else "B"
    assert opened(token[:at] + other + token[at + 1 :]) is None


@given(st.text(max_size=200) | st.text("abcXYZ019-_", max_size=300))
def test_whatever_is_none_is_refused(token: str) -> None:
    assert opened(token) is None


def test_what_is_far_too_long_is_not_even_looked_at() -> None:
    assert opened(sealed(*("x" * 600,) * 4)) is None
