"""Whatever card there may be: one that is right has no fault, and one thing wrong in it is found, wherever it is."""

from copy import deepcopy
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.simulators.google.any_card import any_cards
from tests.simulators.google.card_parts import Json, Part, parts_of
from tests.simulators.google.card_rules import EITHER, REQUIRED
from tests.simulators.google.card_samples import shown
from tests.simulators.google.cards import find_card_faults, find_faults
from tests.simulators.google.panel import Panel
from tests.simulators.google.presses import pressables_of

some = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
OTHER: dict[type, list[Any]] = {
    str: [7, None, ["x"], {}],
    bool: ["true", 1, None],
    int: ["x", None, []],
    float: ["x", None, []],
    list: [{}, "x", None],
    dict: [[], "x", None],
}


@some
@given(any_cards())
def test_a_card_that_is_right_has_no_fault_and_all_that_can_be_pressed_is_read(card: Json) -> None:
    assert find_faults(shown(card)) == []
    panel = Panel(lambda path, event: shown(card))
    panel.open("/google/home", dict)
    assert all(one.text in panel.text for one in pressables_of(card))


@some
@given(any_cards(), st.data())
def test_a_card_without_something_it_needs_has_a_fault(card: Json, data: st.DataObject) -> None:
    part, needed = data.draw(st.sampled_from([(part, name) for part in parts_of(card) for name in _needs(part)]))
    del part.told[needed]
    assert find_card_faults(card), f"{part.path} without {needed}"


@some
@given(any_cards(), st.data())
def test_a_card_with_something_of_another_kind_has_a_fault(card: Json, data: st.DataObject) -> None:
    part = data.draw(st.sampled_from([part for part in parts_of(card) if part.told]))
    name = data.draw(st.sampled_from(sorted(part.told)))
    wrong = OTHER[type(part.told[name])]
    assume(name != "valueMsEpoch")  # which may be a number
    part.told[name] = data.draw(st.sampled_from(wrong))
    assert find_card_faults(card), f"{part.path}.{name}"


@some
@given(any_cards(), st.data())
def test_a_card_with_a_name_that_google_does_not_know_has_a_fault(card: Json, data: st.DataObject) -> None:
    part = data.draw(st.sampled_from(list(parts_of(card))))
    part.told["bun"] = True
    assert find_card_faults(card), part.path


@some
@given(any_cards(), st.data())
def test_any_words_of_a_stranger_that_are_not_escaped_are_found(card: Json, data: st.DataObject) -> None:
    texts = [part for part in parts_of(card) if part.kind in ("TextParagraph", "DecoratedText")]
    assume(texts)
    data.draw(st.sampled_from(texts)).told["text"] += data.draw(st.sampled_from(("R&D", "<b>", "</i>", "<x>", "1 < 2")))
    assert find_card_faults(card)


@some
@given(
    st.recursive(
        st.none() | st.booleans() | st.text(max_size=5),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(max_size=5), inner),
    )
)
def test_whatever_is_answered_the_judge_judges(answer: Any) -> None:
    kept = deepcopy(answer)
    assert find_faults(answer)
    assert answer == kept


def _needs(part: Part) -> list[str]:
    """Names that cannot be left out."""
    either = [name for name in EITHER.get(part.kind, ()) if name in part.told]
    return [name for name in REQUIRED.get(part.kind, ()) if name in part.told] + (either if len(either) == 1 else [])
