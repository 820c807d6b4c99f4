"""A press is carried out once, on the meeting that was seen, whatever happens in between; and what became of it is kept."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.simulators.microsoft import troubles
from tests.workers.in_the_cloud import BRUKET
from tests.workers.outlook import Outlook, an_outlook
from tests.world import KARIN
from workers.carry_out import CARRY_OUT, ask_to_convert, ask_to_undo, carry_out_visits
from workers.correcting import take_back
from workers.preview import CannotConvert, Preview, Way, preview
from workers.relationships.corrections import CorrectionKind
from workers.relationships.modality import Modality
from workers.store.decisions import DecisionKind, Surface
from workers.store.visits import ToVisit, VisitState
from workers.visits.suggestion import Suggestion


@pytest.fixture
def outlook(tmp_path: Path) -> Iterator[Outlook]:
    with an_outlook(tmp_path / "home", f"sqlite:///{tmp_path / 'kanelbulle.db'}") as made:
        yield made


def shown(outlook: Outlook, suggestion: Suggestion, *, slot: int = 0, keep_online: bool = True) -> Preview:
    return preview(outlook.office, outlook.seller, suggestion, slot=slot, keep_online=keep_online)


def press(outlook: Outlook, seen: Preview) -> ToVisit:
    ask_to_convert(outlook.office, outlook.seller, seen, surface=Surface.PAGE)
    return carried_out(outlook, seen.suggestion)


def carried_out(outlook: Outlook, suggestion: Suggestion) -> ToVisit:
    outlook.do(CARRY_OUT)
    with outlook.office.store.reading() as at:
        found = at.visits.find(outlook.seller, suggestion.id)
    assert found
    return found


def test_the_preview_tells_all_that_would_happen_and_nothing_does(outlook: Outlook) -> None:
    suggestion = outlook.ready()
    seen = shown(outlook, suggestion)
    assert seen.way is Way.CONVERT
    assert [one.address for one in seen.standing.mailed] == [KARIN.address]
    assert (seen.draft.start, seen.draft.end) == (suggestion.visit.start, suggestion.visit.end)
    assert seen.draft.place.text == "Storgatan 4, 461 30 Trollhättan"
    assert (seen.draft.place.street, seen.draft.place.city) == ("Storgatan 4", "Trollhättan")
    assert "Storgatan 4" in seen.draft.text
    assert len(seen.holds) == 2
    assert not seen.moved
    assert not outlook.box.mails_out
    assert not outlook.held()


def test_a_meeting_becomes_a_visit_and_the_flag_fades(outlook: Outlook) -> None:
    suggestion = outlook.ready()
    visit = press(outlook, shown(outlook, suggestion))
    assert (visit.state, visit.is_online, visit.why) == (VisitState.DONE, True, "")
    now = outlook.meeting(suggestion)
    assert now["location"]["displayName"] == "Storgatan 4, 461 30 Trollhättan"
    assert [(one.what, one.to) for one in outlook.box.mails_out] == [("update", (KARIN.address,))]
    held = outlook.held()
    assert {one["subject"] for one in held} <= {"Resa med tåg", "Resa med bil"}
    assert len(held) == 2
    assert all("ruket" not in str(one) and one["sensitivity"] == "private" for one in held)
    outlook.do()
    assert [one.modality for one in outlook.reviewed().relationship.coming] == [Modality.IN_PERSON]
    assert outlook.reviewed().suggestion is None
    with outlook.office.store.reading() as at:
        assert at.decisions.find(outlook.seller, suggestion.id, DecisionKind.CONVERT)


@pytest.mark.parametrize("slot", [1, 2])
def test_another_time_may_be_chosen(outlook: Outlook, slot: int) -> None:
    suggestion = outlook.ready()
    visit = press(outlook, shown(outlook, suggestion, slot=slot))
    chosen = suggestion.visit.slots[slot - 1]
    assert (visit.start, visit.end) == (chosen.start, chosen.end)
    assert outlook.rig.read().kept[suggestion.uid, None].start == chosen.start


@pytest.mark.parametrize("slot", [-1, 4, 99])
def test_a_time_that_was_not_offered_is_none(outlook: Outlook, slot: int) -> None:
    with pytest.raises(CannotConvert, match="no_slot"):
        shown(outlook, outlook.ready(), slot=slot)


def test_nobody_goes_where_nobody_knows(outlook: Outlook) -> None:
    outlook.ready()
    take_back(outlook.office, CorrectionKind.PLACE, BRUKET, seller_id=outlook.seller)
    suggestion = outlook.reviewed().suggestion
    assert suggestion
    with pytest.raises(CannotConvert, match="no_place"):
        shown(outlook, suggestion)


def test_a_meeting_changed_between_the_preview_and_the_press_is_left_alone(outlook: Outlook) -> None:
    suggestion = outlook.ready()
    seen = shown(outlook, suggestion)
    outlook.box.change(suggestion.uid, subject="Nu om något annat")
    visit = press(outlook, seen)
    assert (visit.state, visit.why) == (VisitState.CHANGED, "changed")
    assert not outlook.box.mails_out
    assert not outlook.held()
    assert press(outlook, shown(outlook, suggestion)).state is VisitState.DONE, "shown again, it may be pressed again"


def test_a_meeting_deleted_meanwhile_is_gone(outlook: Outlook) -> None:
    suggestion = outlook.ready()
    seen = shown(outlook, suggestion)
    outlook.box.delete(suggestion.uid)
    assert press(outlook, seen).state is VisitState.GONE
    assert not outlook.held()


def test_pressed_twice_it_is_done_once(outlook: Outlook) -> None:
    suggestion = outlook.ready()
    seen = shown(outlook, suggestion)
    for _ in range(2):
        ask_to_convert(outlook.office, outlook.seller, seen, surface=Surface.PAGE)
    carried_out(outlook, suggestion)
    carry_out_visits(outlook.office, outlook.seller)
    assert [one.what for one in outlook.box.mails_out] == ["update"]
    assert len(outlook.held()) == 2


TROUBLES = [
    troubles.throttled("7"),
    troubles.broken(503, after="3"),
    troubles.half_json(),
    troubles.hang_up(),
    troubles.lost_answer(),
]


@pytest.mark.parametrize("trouble", TROUBLES, ids=range(len(TROUBLES)))
@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/me/events/*"), ("PATCH", "/me/events/*"), ("POST", "/me/events")]
)
def test_whatever_breaks_in_the_middle_it_ends_as_if_nothing_had(
    outlook: Outlook, trouble: troubles.Trouble, method: str, path: str
) -> None:
    suggestion = outlook.ready()
    ask_to_convert(outlook.office, outlook.seller, shown(outlook, suggestion), surface=Surface.PAGE)
    outlook.rig.simulated.next(trouble, path=path, method=method)
    for _ in range(3):
        outlook.rig.now += timedelta(minutes=3)
        visit = carried_out(outlook, suggestion)
    assert visit.state is VisitState.DONE
    assert [one.what for one in outlook.box.mails_out] == ["update"]
    assert len(outlook.held()) == 2


@pytest.mark.parametrize("trouble", [troubles.denied(), troubles.blocked_by_policy()])
def test_who_may_not_change_the_calendar_is_told(outlook: Outlook, trouble: troubles.Trouble) -> None:
    suggestion = outlook.ready()
    seen = shown(outlook, suggestion)
    outlook.rig.simulated.next(trouble, method="PATCH")
    visit = press(outlook, seen)
    assert (visit.state, visit.why) == (VisitState.REFUSED, "denied")


def test_a_visit_whose_travel_cannot_be_set_aside_is_a_visit(outlook: Outlook) -> None:
    suggestion = outlook.ready()
    seen = shown(outlook, suggestion)
    outlook.rig.simulated.next(troubles.denied(), method="POST")
    visit = press(outlook, seen)
    assert (visit.state, visit.why) == (VisitState.DONE, "no_hold")
    assert [one.what for one in outlook.box.mails_out] == ["update"]


def test_undone_it_is_as_it_was(outlook: Outlook) -> None:
    suggestion = outlook.ready()
    before = outlook.meeting(suggestion)
    press(outlook, shown(outlook, suggestion))
    assert ask_to_undo(outlook.office, outlook.seller, suggestion.id, surface=Surface.PAGE)
    visit = carried_out(outlook, suggestion)
    assert visit.state is VisitState.UNDONE
    now = outlook.meeting(suggestion)
    same = ("start", "end", "location", "body", "isOnlineMeeting", "onlineMeeting")
    assert {name: now[name] for name in same} == {name: before[name] for name in same}
    assert not outlook.held()
    outlook.do()
    assert outlook.reviewed().flags
    assert not ask_to_undo(outlook.office, outlook.seller, suggestion.id, surface=Surface.PAGE)


def test_what_somebody_has_changed_since_is_not_undone(outlook: Outlook) -> None:
    suggestion = outlook.ready()
    press(outlook, shown(outlook, suggestion))
    outlook.box.change(suggestion.uid, location={"displayName": "Deras nya kontor"})
    ask_to_undo(outlook.office, outlook.seller, suggestion.id, surface=Surface.PAGE)
    assert carried_out(outlook, suggestion).state is VisitState.CHANGED
    assert outlook.meeting(suggestion)["location"]["displayName"] == "Deras nya kontor"


def later(outlook: Outlook) -> None:
    """The calendar is looked at when its own word of our change has long come."""
    outlook.rig.now += timedelta(hours=1)
    outlook.do()


def test_travel_follows_its_meeting(outlook: Outlook) -> None:
    suggestion = outlook.ready()
    visit = press(outlook, shown(outlook, suggestion))
    later(outlook)
    carried_out(outlook, suggestion)
    start, end = (one + timedelta(days=1) for one in (visit.start, visit.end))
    outlook.box.change(suggestion.uid, start=start, end=end)
    later(outlook)
    assert carried_out(outlook, suggestion).start == start
    times = sorted(one["start"]["dateTime"] for one in outlook.held())
    assert all(time.startswith(f"{start:%Y-%m-%d}") for time in times)


def test_travel_vanishes_with_its_meeting(outlook: Outlook) -> None:
    suggestion = outlook.ready()
    press(outlook, shown(outlook, suggestion))
    later(outlook)
    outlook.box.delete(suggestion.uid)
    later(outlook)
    assert carried_out(outlook, suggestion).state is VisitState.GONE
    assert not outlook.held()


def test_travel_its_owner_has_removed_is_not_made_again(outlook: Outlook) -> None:
    suggestion = outlook.ready()
    visit = press(outlook, shown(outlook, suggestion))
    outlook.box.delete(outlook.held()[0]["id"])
    outlook.box.change(suggestion.uid, start=visit.start + timedelta(days=1), end=visit.end + timedelta(days=1))
    later(outlook)
    carried_out(outlook, suggestion)
    assert len(outlook.held()) == 1


def test_of_a_meeting_of_theirs_another_time_is_proposed_once(outlook: Outlook) -> None:
    suggestion = outlook.ready()
    karin = {"emailAddress": {"name": KARIN.name, "address": KARIN.address}}
    outlook.box.change(suggestion.uid, organizer=karin, isOrganizer=False)
    seen = shown(outlook, suggestion, slot=1)
    assert seen.way is Way.PROPOSE
    visit = press(outlook, seen)
    assert visit.state is VisitState.PROPOSED
    (mail,) = outlook.box.mails_out
    assert (mail.what, mail.to) == ("tentativelyAccepted", (KARIN.address,))
    assert "Storgatan 4" in mail.comment
    assert not outlook.held(), "nothing is certain yet"


def test_a_proposal_nobody_knows_to_have_gone_out_is_not_made_again(outlook: Outlook) -> None:
    suggestion = outlook.ready()
    karin = {"emailAddress": {"name": KARIN.name, "address": KARIN.address}}
    outlook.box.change(suggestion.uid, organizer=karin, isOrganizer=False)
    seen = shown(outlook, suggestion, slot=1)
    outlook.rig.simulated.next(troubles.lost_answer(), method="POST")
    visit = press(outlook, seen)
    assert (visit.state, visit.why) == (VisitState.REFUSED, "unclear")
    carried_out(outlook, suggestion)
    assert len(outlook.box.mails_out) == 1


def test_who_takes_no_proposals_is_written_to_instead(outlook: Outlook) -> None:
    suggestion = outlook.ready()
    karin = {"emailAddress": {"name": KARIN.name, "address": KARIN.address}}
    outlook.box.change(suggestion.uid, organizer=karin, isOrganizer=False, allowNewTimeProposals=False)
    seen = shown(outlook, suggestion)
    assert seen.way is Way.WRITE
    with pytest.raises(CannotConvert, match="no_proposals"):
        ask_to_convert(outlook.office, outlook.seller, seen, surface=Surface.PAGE)


def test_a_calendar_that_can_only_be_read_says_so(outlook: Outlook, tmp_path: Path) -> None:
    from dataclasses import replace

    from tests.simulators.paged import PagedCalendar

    suggestion = outlook.ready()
    office = replace(outlook.office, providers={"microsoft": lambda mailbox, _: PagedCalendar()})
    with pytest.raises(CannotConvert, match="read_only"):
        preview(office, outlook.seller, suggestion)
