"""Sealing: what is at rest says nothing, old keys still open, a changed value is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workers.sealing import SealBroken, Sealer

OLD, NEW = "old secret, long enough", "new secret, long enough"


@given(st.binary(max_size=300))
def test_what_is_sealed_opens_to_the_same(plain: bytes) -> None:
    sealer = Sealer([NEW])
    assert sealer.open(sealer.seal(plain)) == plain


def test_a_sealed_title_does_not_show_and_never_looks_the_same_twice() -> None:
    sealer = Sealer([NEW])
    one, two = sealer.seal(b"Offert till Bruket"), sealer.seal(b"Offert till Bruket")
    assert b"Bruket" not in one
    assert one != two


def test_after_rotation_the_new_key_seals_and_the_old_still_opens() -> None:
    before = Sealer([OLD]).seal(b"fika")
    rotated = Sealer([NEW, OLD])
    assert rotated.open(before) == b"fika"
    assert Sealer([NEW]).open(rotated.seal(b"fika")) == b"fika"


def test_a_missing_key_is_said_plainly() -> None:
    with pytest.raises(SealBroken, match="KANELBULLE_SECRET_KEYS"):
        Sealer([NEW]).open(Sealer([OLD]).seal(b"fika"))


@given(st.integers(min_value=0, max_value=35), st.integers(min_value=1, max_value=255))
def test_a_changed_value_is_refused(at: int, flip: int) -> None:
    sealer = Sealer([NEW])
    sealed = bytearray(sealer.seal(b"fika"))
    sealed[at % len(sealed)] ^= flip
    with pytest.raises(SealBroken):
        sealer.open(bytes(sealed))
