"""Whatever a calendar holds, there is an answer: a suggestion that can be said in every language, or a reason."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.meetings import Attendee, LinkSource, Meeting, OnlineRoom, Person, Place, PlaceKind, Response, ShownAs
from connectors.routing.geocoder import Position
from tests.workers.visits.relations import (
    BRUKET,
    NOW,
    RULES,
    THURSDAY,
    contact,
    diary,
    flag,
    relation,
    touchpoint,
    weighed,
)
from tests.workers.visits.roads import GOTEBORG, LULEA, TROLLHATTAN, travel_from
from tests.world import ASTRID, KARIN, STOCKHOLM, meeting
from workers.relationships.flags import FlagKind
from workers.relationships.modality import Modality, Whose
from workers.visits.slots import find_conflicts, free_slots
from workers.visits.suggestion import NoVisit, Slot, Suggestion
from workers.words import LANGUAGES, say
from workers.words.drafts import render_draft

FIRST, LAST = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
text = st.text(max_size=60)
people = st.builds(Person, st.one_of(st.just(KARIN.address), text), text)
attendees = st.lists(st.builds(Attendee, people, st.sampled_from(Response)), max_size=4).map(tuple)
places = st.builds(Place, text, st.sampled_from(PlaceKind), city=text, street=text, lat=st.floats(), lon=st.floats())
soon = st.integers(0, 60 * 24 * 4).map(lambda quarter: NOW.astimezone(UTC) + timedelta(minutes=15 * quarter))
starts = st.one_of(soon, soon, st.sampled_from([FIRST, LAST - timedelta(days=2), LAST]))


def entry(uid: str, start: datetime, minutes: int, **more: Any) -> Meeting:
    """A meeting of so many minutes, kept inside the time there is."""
    length = timedelta(minutes=minutes)
    return Meeting(uid, start, start + length if FIRST - start <= length <= LAST - start else start, **more)


meetings = st.builds(
    entry,
    st.sampled_from(["m1", "m2", "m3", "m4"]),
    starts,
    st.sampled_from([-60, 0, 30, 90, 1440, 100_000_000]),
    title=text,
    all_day=st.booleans(),
    cancelled=st.booleans(),
    organizer=st.one_of(st.none(), people),
    attendees=attendees,
    omitted=st.integers(0, 9),
    shown_as=st.sampled_from(ShownAs),
    places=st.lists(places, max_size=2).map(tuple),
    online=st.sampled_from([None, OnlineRoom("teams", LinkSource.FIELD), OnlineRoom("", LinkSource.TYPED)]),
    language=text,
)
coming = st.builds(
    touchpoint,
    soon,
    st.sampled_from([0, 15, 30, 90, 600]),
    uid=st.sampled_from(["m1", "m2", "m5"]),
    title=text,
    modality=st.sampled_from([Modality.VIDEO, Modality.VIDEO, Modality.PHONE, Modality.UNKNOWN]),
    people=st.lists(st.one_of(st.just(KARIN.address), text), min_size=1, max_size=5).map(tuple),
    ours=st.booleans(),
    series=st.booleans(),
    whose=st.sampled_from(Whose),
    place=st.one_of(st.none(), places),
)


@settings(max_examples=200)
@given(
    st.lists(coming, max_size=4),
    st.lists(meetings, max_size=12),
    places,
    st.booleans(),
    st.sampled_from(list(FlagKind)),
)
def test_any_calendar_gets_an_answer_that_can_be_said(
    calls: list[object], calendar: list[Meeting], place: Place, met: bool, kind: FlagKind
) -> None:
    relationship = relation(
        *sorted(calls, key=lambda call: call.start),  # type: ignore[attr-defined, arg-type] # touchpoints
        last_place=place,
        last_in_person=NOW if met else None,
        contacts=(contact(met=met),),
    )
    found = weighed(relationship, *calendar, flags=(flag(kind),))
    if isinstance(found, NoVisit):
        reasons = [found.reason]
    else:
        reasons = [*found.reasons[1:], found.bun.reason, *(conflict.reason for conflict in found.visit.conflicts)]
        subject, body = render_draft(found.draft)
        assert "\n" not in subject
        assert body.strip()
    for reason in reasons:
        for language in LANGUAGES:
            assert say(reason.key, language, **reason.facts)


@settings(max_examples=100)
@given(st.lists(meetings, max_size=12), soon, st.sampled_from([TROLLHATTAN, LULEA]), st.booleans())
def test_any_calendar_gets_a_journey_or_why_there_is_none(
    calendar: list[Meeting], start: datetime, to: Position, bun: bool
) -> None:
    end = start + timedelta(minutes=90)
    means: dict[str, Any] = {"travel": travel_from(GOTEBORG), "position": to, "zone": STOCKHOLM, "rules": RULES}
    for conflict in find_conflicts(start, end, diary(*calendar), bun=bun, **means):
        for language in LANGUAGES:
            assert say(conflict.reason.key, language, **conflict.reason.facts)
    for slot in free_slots(Slot(start, end), diary(*calendar), now=NOW, bun=bun, **means):
        assert slot.plan


@pytest.mark.parametrize("zone", ["America/New_York", "Pacific/Kiritimati"])
def test_an_entry_that_never_ends_is_in_the_way_in_any_zone(zone: str) -> None:
    for all_day in (False, True):
        always = Meeting("always", FIRST, LAST, title="Borta", all_day=all_day)
        end = THURSDAY + timedelta(minutes=90)
        (found,) = find_conflicts(THURSDAY, end, diary(always), zone=ZoneInfo(zone), rules=RULES)[:1]
        assert found.reason.key == "conflict.all_day"
        assert free_slots(Slot(THURSDAY, end), diary(always), now=NOW, zone=ZoneInfo(zone), rules=RULES) == ()


@pytest.mark.parametrize("minutes", [60 * 24 * 365 * 900, 30])
@pytest.mark.parametrize("start", [FIRST, datetime(1200, 1, 1, tzinfo=UTC), LAST - timedelta(days=400_000)])
def test_an_entry_from_the_beginning_or_the_end_of_time_breaks_nothing(start: datetime, minutes: int) -> None:
    wild = meeting(start, minutes, uid="wild", title="Semester", shown_as=ShownAs.OUT_OF_OFFICE)
    found = weighed(relation(touchpoint()), wild)
    assert isinstance(found, Suggestion)
    assert found.visit.fits is not (wild.start < THURSDAY < wild.end)


def test_the_account_of_a_hostile_calendar_is_still_the_account() -> None:
    found = weighed(relation(touchpoint(title="\x1b]0;ägd\x07" * 50)), meeting(THURSDAY, 30, ASTRID))
    assert isinstance(found, Suggestion)
    assert found.account == BRUKET.key
