"""Microsoft 365 on its worst days: whatever it answers while a mailbox is read, the end is that of one undisturbed reading."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from connectors.errors import SignInNeeded
from tests.connectors.microsoft.held import Rig, at, weekly
from tests.simulators.microsoft import troubles
from tests.simulators.microsoft.troubles import Trouble
from tests.workers.in_the_cloud import SYNC
from tests.workers.outlook import Outlook, an_outlook
from workers.store.mailboxes import MailboxState


@pytest.fixture
def outlook(tmp_path: Path) -> Iterator[Outlook]:
    with an_outlook(tmp_path / "home", f"sqlite:///{tmp_path / 'kanelbulle.db'}") as made:
        in_small_pages(made)
        yield made


def in_small_pages(outlook: Outlook) -> None:
    """So that a reading takes many requests."""
    start = at(-90)["start"]
    outlook.box.add_series(subject="Varje vecka", **at(-90), recurrence=weekly(start, 20))
    for days in range(-40, 40, 5):
        outlook.box.add(subject=f"möte {days}", **at(days, 13))
    rig: Rig = outlook.rig
    for office in (outlook.office,):
        office.providers["microsoft"] = lambda mailbox, _: rig.calendar(page=5)  # type: ignore[index]


def state(outlook: Outlook) -> MailboxState:
    box = outlook.office.store.of(outlook.seller).mailbox()
    assert box
    return box.state


def kept(outlook: Outlook) -> set[tuple[str, object, str]]:
    with outlook.office.store.reading() as store:
        found = [one.meeting for one in store.meetings.all(outlook.seller)]
    return {(one.uid, one.recurrence_id, one.title) for one in found}


def read_anew(outlook: Outlook) -> set[tuple[str, object, str]]:
    return {(one.uid, one.recurrence_id, one.title) for one in outlook.rig.read(page=1000).kept.values()}


def go_on(outlook: Outlook, turns: int = 12) -> None:
    for _ in range(turns):
        outlook.do(SYNC)
        outlook.rig.now += timedelta(hours=25)  # whoever asked us to wait has been waited for, and so have people


HARM = {
    "throttled": troubles.throttled("2.128"),
    "throttled without a word": troubles.throttled_silently(),
    "asked to wait": troubles.broken(503, after="120"),
    "broken": troubles.broken(500),
    "half": troubles.half_json(),
    "cut": troubles.cut_short(),
    "hung up": troubles.hang_up(),
    "mark forgotten": troubles.gone(),
    "unauthorized": troubles.unauthorized(),
    "challenged": troubles.challenged(),
    "denied": troubles.denied(),
    "no mailbox": troubles.without_mailbox(),
}
WHERE = ("*", "/me/calendarView/*", "/$batch", "/me/calendarView")
STORM = st.lists(st.tuples(st.sampled_from(sorted(HARM)), st.sampled_from(WHERE)), max_size=5)


@settings(
    max_examples=6,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
@given(first=STORM, later=STORM, whole=st.booleans(), masters=st.booleans())
def test_whatever_goes_wrong_the_end_is_that_of_one_reading(
    tmp_path_factory: pytest.TempPathFactory,
    first: list[tuple[str, str]],
    later: list[tuple[str, str]],
    whole: bool,
    masters: bool,
) -> None:
    folder = tmp_path_factory.mktemp("storm")
    with an_outlook(folder / "home", f"sqlite:///{folder / 'kanelbulle.db'}") as outlook:
        in_small_pages(outlook)
        outlook.rig.simulated.series_whole, outlook.rig.simulated.masters_in_delta = whole, masters
        strike(outlook, first)
        go_on(outlook, len(first) + 2)
        calm(outlook)
        outlook.do(SYNC)
        assert kept(outlook) == read_anew(outlook)
        outlook.box.add(subject="nytt", **at(20, 15))
        outlook.box.change(outlook.box.events()[0]["id"], subject="nytt namn")
        outlook.box.delete(outlook.box.events()[1]["id"])
        strike(outlook, later)
        go_on(outlook, len(later) + 2)
        calm(outlook)
        outlook.do(SYNC)
        assert state(outlook) is MailboxState.IN_STEP
        old = outlook.rig.now - timedelta(days=366)
        assert {one[0] for one in kept(outlook)} >= {one[0] for one in read_anew(outlook)}
        assert {one[2] for one in kept(outlook)} >= {"nytt", "nytt namn"}
        assert old < outlook.rig.now


def strike(outlook: Outlook, harm: list[tuple[str, str]]) -> None:
    for name, where in harm:
        outlook.rig.simulated.next(HARM[name], path=where)


def calm(outlook: Outlook) -> None:
    outlook.rig.simulated._troubles.clear()


@pytest.mark.parametrize(
    ("trouble", "told"),
    [
        (troubles.denied(), MailboxState.DENIED),
        (troubles.blocked_by_policy(), MailboxState.DENIED),
        (troubles.without_mailbox(), MailboxState.GONE),
    ],
)
def test_what_only_people_can_mend_is_told_where_they_look(
    outlook: Outlook, trouble: Trouble, told: MailboxState
) -> None:
    outlook.rig.simulated.next(trouble, path="/me/calendarView/*")
    outlook.do()
    assert state(outlook) is told
    outlook.do()
    assert state(outlook) is MailboxState.IN_STEP, "it is tried again when somebody wants it"


def test_a_consent_that_is_taken_back_in_the_middle_of_the_first_reading_loses_nothing(outlook: Outlook) -> None:
    given_, gone = outlook.rig.give, SignInNeeded("consent was taken back", key="sign_in_again")

    def refuse(*, force: bool = False, claims: str | None = None) -> str:
        if len(outlook.rig.simulated.asked) > 4:
            raise gone
        return given_(force=force, claims=claims)

    outlook.rig.give = refuse  # type: ignore[method-assign]
    outlook.do()
    assert state(outlook) is MailboxState.SIGNED_OUT
    so_far = len(kept(outlook))
    assert so_far > 0
    asked = len(outlook.rig.simulated.asked)
    outlook.rig.give = given_  # type: ignore[method-assign]
    outlook.do()
    assert state(outlook) is MailboxState.IN_STEP
    assert outlook.rig.simulated.asked[asked].path == "/me/calendarView/delta"
    assert "$skiptoken" in outlook.rig.simulated.asked[asked].params, "it goes on where it was"
    assert kept(outlook) == read_anew(outlook)


def test_a_body_that_drips_ends_in_time_and_is_asked_for_again(outlook: Outlook) -> None:
    from tests.connectors.microsoft.held import QUICK

    rig = outlook.rig
    outlook.office.providers["microsoft"] = lambda mailbox, _: rig.calendar(rig.graph(patience=QUICK), page=5)  # type: ignore[index]
    rig.simulated.next(troubles.slow(0.02), path="/me/calendarView/*")
    outlook.do()
    assert state(outlook) is not MailboxState.IN_STEP
    rig.now += timedelta(minutes=2)
    outlook.do()
    assert state(outlook) is MailboxState.IN_STEP
