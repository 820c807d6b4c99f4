"""All copies of one meeting share a name, whoever wrote it down."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.copies import LONGEST, shared_uid
from tests.simulators.microsoft.idents import uid_of_day

EXCHANGE = (
    "040000008200E00074C5B7101A82E00800000000405BA3B0F4D1DC01000000000000000010000000AB12AB12AB12AB12AB12AB12AB12AB12"
)
GOOGLE = "k7icsk7icsk7icsk7icsk7ics0@google.com"
DAY = date(2026, 12, 3)


@pytest.mark.parametrize("uid", [EXCHANGE, GOOGLE, "möte/1"])
def test_the_name_of_a_day_is_the_name_of_its_series(uid: str) -> None:
    assert uid_of_day(uid, DAY) != uid
    assert shared_uid(uid_of_day(uid, DAY)) == shared_uid(uid)


def test_the_same_name_in_small_letters_is_the_same_name() -> None:
    assert shared_uid(EXCHANGE.lower()) == shared_uid(f" {EXCHANGE}\n")


def test_other_names_are_other_names() -> None:
    assert len({shared_uid(one) for one in (EXCHANGE, EXCHANGE[:-1] + "3", GOOGLE, GOOGLE.upper(), "1")}) == 5


@pytest.mark.parametrize("none", [None, "", "  ", "x" * (LONGEST + 1)])
def test_what_has_no_name_shares_none(none: str | None) -> None:
    assert shared_uid(none) == ""


@given(st.one_of(st.text(min_size=1), st.text(alphabet="0123456789ABCDEFxyz").map(lambda rest: EXCHANGE[:32] + rest)))
def test_whatever_a_calendar_writes_becomes_a_short_name(uid: str) -> None:
    assert len(shared_uid(uid)) in (0, 24)
