"""What stays of a relation once its old meetings are erased: no flag and no sentence tells anything else than before."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from connectors.meetings import Place
from tests.workers.relationships.test_relationship import BRUKET, DAY, touch
from tests.world import KARIN, NOW, PER
from workers.relationships.flags import raise_flags
from workers.relationships.memory import NOTHING, Memory, both, remember
from workers.relationships.modality import Modality, Whose
from workers.relationships.relationship import Relationship, weigh
from workers.relationships.rules import Rules
from workers.relationships.telling import describe
from workers.relationships.touchpoints import Touchpoint

KEEPS = 400 * DAY
DOOR = Place("Slussgatan 14, 461 30 Trollhättan")

touchpoints = st.builds(
    touch,
    st.integers(-1500, 60).map(float),
    st.sampled_from([Modality.VIDEO, Modality.PHONE, Modality.IN_PERSON, Modality.HYBRID, Modality.UNKNOWN]),
    st.sampled_from([15, 30, 60, 90]),
    people=st.sampled_from([(KARIN.address,), (PER.address,), (KARIN.address, PER.address)]),
    place=st.sampled_from([None, DOOR]),
    whose=st.sampled_from([Whose.CUSTOMER, Whose.UNKNOWN]),
)
histories = st.lists(touchpoints, max_size=25, unique_by=lambda one: one.start)


def weighed(held: list[Touchpoint], memory: Memory = NOTHING) -> Relationship:
    return weigh(BRUKET, held, names={}, rules=Rules(), now=NOW, memory=memory)


def split(held: list[Touchpoint], keeps: timedelta) -> tuple[list[Touchpoint], list[Touchpoint]]:
    return [one for one in held if one.end < NOW - keeps], [one for one in held if one.end >= NOW - keeps]


@given(histories, st.lists(st.integers(400, 1500), max_size=3))
def test_what_is_remembered_tells_the_same_as_what_was_erased(held: list[Touchpoint], nights: list[int]) -> None:
    memory, left = NOTHING, held
    for days in [*sorted(nights, reverse=True), 400]:
        old, left = split(left, days * DAY)
        memory = remember(memory, old)
    whole, after = weighed(held), weighed(left, memory)
    assert raise_flags(after, rules=Rules(), now=NOW) == raise_flags(whole, rules=Rules(), now=NOW)
    assert describe(after) == describe(whole)
    for name in ("ever", "last_in_person", "last_hybrid", "digital_since", "last_place", "last_city", "counts", "past"):
        assert getattr(after, name) == getattr(whole, name), name
    met = {one.address: (one.met, one.perhaps_met) for one in whole.contacts}
    assert all((one.met, one.perhaps_met) == met[one.address] for one in after.contacts)


@given(histories)
def test_two_accounts_that_become_one_remember_together(held: list[Touchpoint]) -> None:
    old, _ = split(held, KEEPS)
    apart = [remember(NOTHING, old[::2]), remember(NOTHING, old[1::2])]
    together, whole = both(*apart), remember(NOTHING, old)
    assert replace(together, digital_since=0, city="", place=None) == replace(
        whole, digital_since=0, city="", place=None
    )
    assert both(*apart[::-1]) == together
