"""What is pressed in the pane is said once, shown at once, and taken back by one press."""

from typing import Any

import pytest

from tests.plugin.outlook.rig import Pane, forms, state
from tests.simulators.microsoft import throttled, unauthorized
from tests.workers.in_the_cloud import BRUKET
from workers.carry_out import CARRY_OUT
from workers.jobs import carry_out
from workers.store.decisions import DecisionKind, Surface
from workers.store.visits import VisitState


def pressable(pane: Pane, post: str, **chosen: str) -> dict[str, Any]:
    """The values of the form shown that sends to `post`, chosen among several."""
    found = [one for one in forms(pane.show()) if one["post"] == post and chosen.items() <= one.items()]
    assert found, (post, chosen)
    return typed(found[0])


def typed(form: dict[str, Any]) -> dict[str, Any]:
    """As pane.js reads a form."""
    read = {"slot": int, "keep": lambda value: value == "yes", "undo": lambda value: value == "yes"}
    return {name: read.get(name, str)(value) for name, value in form.items() if name != "post"}


@pytest.mark.parametrize(("kind", "after"), [("later", "flagged"), ("not_this", "flagged"), ("never_here", "healthy")])
def test_a_suggestion_is_answered_and_the_answer_taken_back(pane: Pane, kind: str, after: str) -> None:
    pane.ready()
    shown = pane.press("decide", **pressable(pane, "decide", kind=kind))
    assert "Du har sagt" not in shown, "what has just been said is told once"
    assert (state(shown), state(pane.show())) == (after, after)
    (said,) = pane.office.store.of(pane.outlook.seller).decisions()
    assert (said.kind, said.surface) == (DecisionKind(kind), Surface.PANE)
    (undo,) = [one for one in forms(shown) if "undo" in one]
    assert state(pane.press(undo["post"], **typed(undo))) == "suggested"
    assert pane.office.store.of(pane.outlook.seller).decisions() == ()


def test_a_press_twice_is_one(pane: Pane) -> None:
    pane.ready()
    press = pressable(pane, "decide", kind="later")
    assert state(pane.press("decide", **press)) == state(pane.press("decide", **press)) == "flagged"
    assert len(pane.office.store.of(pane.outlook.seller).decisions()) == 1


@pytest.mark.parametrize(
    ("kind", "value", "after"),
    [("met", "2026-10-14", "healthy"), ("wrong", "screen_only", "healthy"), ("not_customer", "", "no_customer")],
)
def test_what_is_wrong_is_set_right_and_back(pane: Pane, kind: str, value: str, after: str) -> None:
    pane.ready()
    shown = pane.press("say", kind=kind, account=BRUKET, value=value)
    assert state(shown) == after
    (undo,) = [one for one in forms(shown) if "undo" in one]
    assert state(pane.press(undo["post"], **typed(undo))) == "suggested"


def test_a_day_that_makes_no_sense_is_told_and_nothing_else_changes(pane: Pane) -> None:
    pane.ready()
    shown = pane.press("say", kind="met", account=BRUKET, value="i höstas")
    assert state(shown) == "suggested"
    assert pane.office.store.of(pane.outlook.seller).corrections()[-1].kind == "place"
    assert 'role="status"' in shown


def test_where_a_new_company_sits_is_said_while_the_invitation_is_written(pane: Pane) -> None:
    pane.ready()
    start, end = "2026-12-16T09:00:00+01:00", "2026-12-16T09:30:00+01:00"
    pane.open = {
        **pane.open,
        "compose": True,
        "people": [{"address": "eva@helt-nytt.example"}],
        "start": start,
        "end": end,
    }
    shown = pane.press("say", **pressable(pane, "say", kind="place"), value="Trollhättan")
    assert state(shown) == "first"
    assert 'data-place="Trollhättan"' in shown


@pytest.mark.parametrize(
    ("path", "values", "status"),
    [
        ("decide", {"kind": "took_place", "suggestion": "x"}, 400),
        ("decide", {"kind": "later", "suggestion": "x"}, 404),
        ("say", {"kind": "alias", "account": BRUKET, "value": "norrgruvan.example"}, 400),
        ("say", {"kind": "met", "account": "", "value": "2026-10-14"}, 400),
        ("opened", {"suggestion": "x"}, 404),
        ("state", {"suggestion": "x"}, 404),
        ("undo", {"suggestion": "x"}, 404),
        ("convert", {"suggestion": "x", "slot": -1}, 400),
        ("convert", {"suggestion": "x", "slot": 100}, 400),
        ("say", {"kind": "met", "account": "x" * 500}, 400),
    ],
)
def test_what_the_pane_has_no_button_for_is_refused(pane: Pane, path: str, values: dict[str, Any], status: int) -> None:
    pane.ready()
    assert pane.post(path, {"item": pane.open, **values}).status_code == status


def test_a_draft_that_was_opened_is_an_answer(pane: Pane) -> None:
    suggestion = pane.ready()
    assert pane.press("opened", suggestion=suggestion.id, account=BRUKET) == ""
    (said,) = pane.office.store.of(pane.outlook.seller).decisions()
    assert (said.kind, said.surface) == (DecisionKind.DRAFT, Surface.PANE)


def test_a_call_becomes_a_visit_and_is_undone_again(pane: Pane) -> None:
    suggestion = pane.ready()
    before = pane.outlook.meeting(suggestion)
    preview = pane.press("preview", **pressable(pane, "preview", slot="1"))
    assert state(preview) == "preview"
    assert "Inget skickas förrän du trycker." in preview
    assert pane.outlook.meeting(suggestion) == before
    (press,) = [typed(one) for one in forms(preview) if one["post"] == "convert"]
    asked = pane.press("convert", **press)
    assert state(asked) == "visit_asked"
    assert 'data-again="2" data-again-post="state"' in asked
    carry_out(pane.office, CARRY_OUT, pane.outlook.seller)
    done = pane.press("state", suggestion=suggestion.id)
    assert (state(done), state(pane.show())) == ("visit_done", "booked")
    assert pane.outlook.meeting(suggestion)["location"]["displayName"] == "Storgatan 4, 461 30 Trollhättan"
    assert state(pane.press("convert", **press)) == "visit_done"
    (undo,) = [typed(one) for one in forms(done) if one["post"] == "undo"]
    pane.press("undo", **undo)
    carry_out(pane.office, CARRY_OUT, pane.outlook.seller)
    assert state(pane.press("state", suggestion=suggestion.id)) == "visit_undone"
    assert pane.outlook.meeting(suggestion)["start"] == before["start"]


def test_a_meeting_that_has_moved_meanwhile_is_shown_again(pane: Pane) -> None:
    suggestion = pane.ready()
    preview = pane.press("preview", **pressable(pane, "preview", slot="0"))
    (press,) = [typed(one) for one in forms(preview) if one["post"] == "convert"]
    pane.outlook.box.change(suggestion.uid, subject="Avstämning, ny agenda")
    again = pane.press("convert", **press)
    assert state(again) == "preview"
    assert "Mötet har ändrats sedan du tittade." in again
    assert pane.office.store.of(pane.outlook.seller).visit(suggestion.id) is None


@pytest.mark.parametrize(("gone", "again"), [(True, False), (False, True)])
def test_what_may_go_better_in_a_moment_can_be_tried_again_and_what_is_gone_can_not(
    pane: Pane, gone: bool, again: bool
) -> None:
    suggestion = pane.ready()
    if gone:
        pane.outlook.box.delete(suggestion.uid)
    else:
        pane.outlook.rig.simulated.next(*[throttled("600")] * 4, method="GET")
    shown = pane.press("preview", suggestion=suggestion.id, account=BRUKET, slot=0)
    assert state(shown) == "cannot"
    assert ("Försök igen" in shown) == again
    assert "Tillbaka" in shown


def test_where_we_may_not_write_the_seller_is_led_to_say_yes(pane: Pane) -> None:
    suggestion = pane.ready()
    pane.outlook.rig.simulated.next(*[unauthorized()] * 4, method="GET")
    shown = pane.press("preview", suggestion=suggestion.id, account=BRUKET, slot=0)
    assert state(shown) == "leave"
    assert 'data-leave="/signin/microsoft?for=write&back=%2Foutlook%2Fsigned-in"' in shown


def test_the_states_are_the_states_of_a_visit() -> None:
    assert {"visit_asked", "visit_done", "visit_undone"} <= {f"visit_{one}" for one in VisitState}
