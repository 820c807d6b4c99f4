"""Every card there can be is one that Google shows, in every state, in each language, whatever strangers have written."""

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.meetings import Meeting, Place
from plugin.google.answers import opened, pushed, updated
from plugin.google.cards import account_card, draft_card
from plugin.google.new_cards import stranger_card
from plugin.google.parts import Answered
from plugin.google.widgets import fact, text
from tests.golden import assert_golden
from tests.plugin.google.states import HERE, STATES, beside, here, renamed, shown
from tests.simulators.google.card_addresses import Deployment
from tests.simulators.google.cards import find_faults
from tests.workers.visits.relations import NOW, contact, flag, relation, weighed
from tests.workers.visits.roads import GOTEBORG, travel_from
from tests.workers.visits.test_wild import coming, meetings, places
from workers.relationships.flags import FlagKind
from workers.relationships.touchpoints import Touchpoint
from workers.reviewed import Reviewed
from workers.visits.suggestion import NoVisit, Suggestion
from workers.words import LANGUAGES
from workers.words.strangers import tame

DEPLOYED = Deployment(
    (f"{HERE}/google/",), (f"{HERE}/", "https://www.openstreetmap.org/", "https://reseplanerare.resrobot.se/")
)
EVERY = [(name, language) for name in STATES for language in LANGUAGES]
wild = st.one_of(
    st.text(max_size=300),
    st.sampled_from(["<img src=x onerror=alert(1)>", "a" * 10_000, "\u202egro", "</b>", "\x00", "<a href='x'>"]),
)


@pytest.mark.parametrize(("name", "language"), EVERY)
def test_every_state_is_a_card_that_google_shows(name: str, language: str) -> None:
    card = STATES[name](language)
    assert find_faults(opened(card), DEPLOYED) == []
    assert find_faults(updated(card, notice="Sparat"), DEPLOYED) == []
    assert_golden(f"cards/{name}.{language}.json", f"{json.dumps(card, ensure_ascii=False, indent=1)}\n".encode())


@settings(max_examples=60)
@given(wild, st.sampled_from(LANGUAGES), st.booleans(), st.booleans())
def test_whatever_is_written_anywhere_makes_a_card(
    written: str, language: str, convertible: bool, here_now: bool
) -> None:
    made = beside(language, convertible=convertible, open_now=here_now, answered=Answered(tame(written)))
    whole = account_card(replace(made, shown=shown(language, renamed(written))), here(language))
    assert find_faults(opened(whole), DEPLOYED) == []
    assert find_faults(pushed(draft_card(shown(language, renamed(written)), here(language))), DEPLOYED) == []
    assert (
        find_faults(opened(stranger_card(tame(written, 80), written[:300], "unreviewed", here(language))), DEPLOYED)
        == []
    )


@settings(max_examples=60)
@given(st.lists(coming, max_size=4), st.lists(meetings, max_size=8), places, st.booleans(), st.sampled_from(FlagKind))
def test_any_suggestion_makes_a_card(
    calls: list[Touchpoint], calendar: list[Meeting], place: Place, met: bool, kind: FlagKind
) -> None:
    ahead = sorted(calls, key=lambda call: call.start)
    about = relation(*ahead, last_place=place, last_in_person=NOW if met else None, contacts=(contact(met=met),))
    found = weighed(about, *calendar, flags=(flag(kind),), travel=travel_from(GOTEBORG))
    suggestion = found if isinstance(found, Suggestion) else None
    no_visit = found.reason if isinstance(found, NoVisit) else None
    one = Reviewed(about, (flag(kind),), flag(kind).reasons[0], suggestion=suggestion, no_visit=no_visit)
    for language in LANGUAGES:
        made = replace(beside(language), shown=shown(language, one))
        assert find_faults(opened(account_card(made, here(language))), DEPLOYED) == []


@given(st.text(max_size=100))
def test_what_anybody_wrote_is_never_html(written: str) -> None:
    for widget in (text(written), fact(written)):
        told = next(iter(widget.values()))["text"]
        assert "<" not in told.replace("<br>", "")


def test_a_name_with_signs_of_html_is_a_title_as_it_is() -> None:
    card = stranger_card("R&D <Nord>", "nord.example", "unreviewed", here())
    assert card["header"]["title"] == "R&D <Nord>"
