"""A look again: what a change in the calendar cannot have changed is left as it was."""

from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.meetings import Meeting
from tests.workers.visits.relations import RULES, at, diary, flag, relation, touchpoint
from tests.workers.visits.roads import LULEA, STOCKHOLM_TOWN, TROLLHATTAN, travel_from
from tests.workers.visits.test_slots import busy_weeks
from tests.world import ASTRID, NOW, STOCKHOLM, SVEN, meeting
from workers.look import Look
from workers.relationships.accounts import Account
from workers.relationships.reasons import Reason
from workers.reviewed import Reviewed
from workers.visits.diary import DAY, whole_days
from workers.visits.situation import Situation


def look(*calendar: Meeting) -> Look:
    return Look(Situation(diary(*calendar), RULES, NOW, STOCKHOLM, ASTRID.name, travel_from(STOCKHOLM_TOWN)))


def reviewed(town: str, *calls: datetime) -> Reviewed:
    """Bruket in a town, with calls ahead."""
    coming = [touchpoint(start, uid=f"call{n}") for n, start in enumerate(sorted(calls))]
    bruket = relation(*coming, account=Account("bruket.example", "Bruket", address=town))
    return Reviewed(bruket, (flag(),), Reason("flag"), ())


def test_the_evening_before_another_call_may_make_that_one_fit() -> None:
    """The first call needs the night before, which a dinner takes: so the other was suggested."""
    dinner = meeting(at(12, 8, 18), 180, SVEN, uid="dinner", place="Kontoret")
    bruket = reviewed("Luleå", at(12, 9, 9), at(12, 17, 13))
    before = look(dinner).again(bruket)
    after = look().again(bruket)
    assert before.suggestion
    assert after.suggestion
    assert (before.suggestion.start, after.suggestion.start) == (at(12, 17, 13), at(12, 9, 9))
    assert look(dinner).hangs_on(before, {dinner.start.date()})


@settings(max_examples=150)
@given(
    st.lists(busy_weeks, max_size=40),
    busy_weeks,
    st.lists(st.integers(6 * 24, 55 * 24), min_size=1, max_size=3, unique=True),
    st.sampled_from([LULEA.town, TROLLHATTAN.town, STOCKHOLM_TOWN.town]),
)
def test_what_a_suggestion_does_not_hang_on_leaves_it_as_it_was(
    calendar: list[Meeting], changed: Meeting, hours: list[int], town: str
) -> None:
    bruket = reviewed(town, *(NOW + timedelta(hours=n) for n in hours))
    kept = [one for one in calendar if one.key != changed.key]
    before = look(*kept).again(bruket)
    first, last = (moment.astimezone(STOCKHOLM).date() for moment in whole_days(changed, STOCKHOLM))
    days = {first + DAY * n for n in range((last - first).days + 1)}
    if not look(*kept).hangs_on(before, days):
        assert look(*kept, changed).again(bruket) == before
