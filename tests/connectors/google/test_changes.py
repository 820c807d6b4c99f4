"""What is written to a Google calendar: exactly what was drafted, once, for the version that was seen; and how it is taken back."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from typing import Any

import pytest

from connectors.errors import Changed, NotThere, Refused, SignInNeeded, TryLater, Unclear
from connectors.google.changes import Writer, hold_id
from connectors.meetings import Person, Place
from connectors.writing import Before, Hold, MeetingDraft, Standing
from tests.connectors.google.held import Rig, a_rig, at, weekly
from tests.simulators.google import meet, troubles
from tests.world import ASTRID, KARIN, NOW, STOCKHOLM

BRUKET = Place("Storgatan 4, 461 30 Trollhättan", street="Storgatan 4", city="Trollhättan")
THURSDAY = NOW.replace(hour=9) + timedelta(days=10)
DRAFT = MeetingDraft(THURSDAY, THURSDAY + timedelta(minutes=90), BRUKET, "Vi ses på plats: Storgatan 4.")
HOLD = Hold("1:abc:0", "Resa med tåg", THURSDAY - timedelta(hours=2), THURSDAY)
TEAMS = "https://teams.microsoft.com/l/meetup-join/19%3ameeting_x%40thread.v2/0"


@pytest.fixture
def rig() -> Iterator[Rig]:
    with a_rig() as made:
        yield made


def writer(rig: Rig) -> Writer:
    google = rig.google()
    return Writer(google, google, ASTRID.address, STOCKHOLM)


def meet_meeting(rig: Rig, **more: Any) -> dict[str, Any]:
    """As Astrid books one in Google Calendar."""
    told = {
        "summary": "Avstämning",
        "description": "Dagordning: offerten.",
        "attendees": [ASTRID.address, KARIN.address],
        **at(10),
        **meet.room("abc-defg-hij"),
    }
    return rig.box.add(**told | more)


def stands(rig: Rig, event: dict[str, Any]) -> Standing:
    return writer(rig).stands(event["id"], None)


def before(standing: Standing, *, was_online: bool = True) -> Before:
    return Before(standing.meeting.start, standing.meeting.end, standing.place, DRAFT.text, was_online=was_online)


def mailed(rig: Rig) -> list[tuple[str, tuple[str, ...]]]:
    return [(one.what, one.to) for one in rig.box.mails_out]


def test_a_meeting_becomes_a_visit_in_one_write_and_the_way_in_on_screen_stays(rig: Rig) -> None:
    event = meet_meeting(rig)
    standing = stands(rig, event)
    assert standing.mine
    assert standing.mailed == (Person(KARIN.address),)
    asked_before = len(rig.simulated.asked)
    written = writer(rig).convert(standing, DRAFT)
    patch, look = rig.simulated.asked[asked_before:]
    assert (patch.method, patch.headers["if-match"], look.method) == ("PATCH", standing.version, "GET")
    assert (patch.params["sendUpdates"], patch.params["conferenceDataVersion"]) == ("all", "1")
    assert patch.json.keys() == {"start", "end", "location", "description"}  # type: ignore[union-attr]
    now = rig.box.event(event["id"])
    assert now["start"] == {"dateTime": "2026-12-03T09:00:00+01:00", "timeZone": "Europe/Stockholm"}
    assert now["end"]["dateTime"] == "2026-12-03T10:30:00+01:00"
    assert now["location"] == BRUKET.text
    assert now["hangoutLink"] == "https://meet.google.com/abc-defg-hij"
    assert now["description"] == f"{DRAFT.text}\n\nDagordning: offerten."
    assert written.is_online
    assert mailed(rig) == [("update", (KARIN.address,))]


def test_meet_is_taken_out_where_the_seller_wants_it_so_and_what_became_of_it_is_read_back(rig: Rig) -> None:
    event = meet_meeting(rig)
    standing = stands(rig, event)
    assert standing.can_leave_screen
    assert not writer(rig).convert(standing, replace(DRAFT, keep_online=False)).is_online
    now = rig.box.event(event["id"])
    assert not now.keys() & {"hangoutLink", "conferenceData"}
    assert now["description"].endswith("Dagordning: offerten.")


def test_a_link_in_the_text_is_no_room_of_googles_and_cannot_be_taken_out(rig: Rig) -> None:
    event = rig.box.add(summary="Avstämning", description=f"Vi hörs: {TEAMS}", attendees=[KARIN.address], **at(10))
    standing = stands(rig, event)
    assert not standing.can_leave_screen
    assert writer(rig).convert(standing, replace(DRAFT, keep_online=False)).is_online


def test_no_meet_comes_by_itself_though_the_calendar_adds_them(rig: Rig) -> None:
    rig.box.settings["autoAddHangouts"] = "true"
    event = rig.box.add(summary="Lunch", attendees=[KARIN.address], **at(10))
    assert not writer(rig).convert(stands(rig, event), DRAFT).is_online
    made = writer(rig).hold(HOLD)
    assert "conferenceData" not in rig.box.event(made.handle)


def test_one_instance_is_changed_and_the_others_stay(rig: Rig) -> None:
    start = at(-4)["start"]
    series = rig.box.add_series(
        summary="Varje vecka", **at(-4), recurrence=weekly(6), attendees=[ASTRID.address, KARIN.address]
    )
    third = start + timedelta(weeks=2)
    standing = writer(rig).stands(series["id"], third)
    assert standing.meeting.recurrence_id == third
    assert standing.mine
    writer(rig).convert(standing, MeetingDraft(third, third + timedelta(minutes=90), BRUKET))
    held = rig.read()
    places = [[place.text for place in one.places] for one in sorted(held.kept.values(), key=lambda one: one.start)]
    assert places == [[], [], [BRUKET.text], [], [], []]


def test_an_instance_that_was_moved_is_found_by_when_it_was_to_be(rig: Rig) -> None:
    start = at(-4)["start"]
    series = rig.box.add_series(summary="Varje vecka", **at(-4), recurrence=weekly(6))
    day = start + timedelta(weeks=1)
    rig.box.change_instance(series["id"], day, **at(5, 14, 60))
    assert writer(rig).stands(series["id"], day).meeting.start == at(5, 14)["start"]
    rig.box.cancel_instance(series["id"], start + timedelta(weeks=2))
    with pytest.raises(NotThere):
        writer(rig).stands(series["id"], start + timedelta(weeks=2))


def test_an_instance_of_whole_days_is_found_by_its_day(rig: Rig) -> None:
    day = (NOW + timedelta(days=7)).date()
    series = rig.box.add_series(
        summary="Mässa", start=day, end=day + timedelta(days=1), recurrence=weekly(3), attendees=[KARIN.address]
    )
    midnight = datetime.combine(day + timedelta(weeks=1), datetime.min.time(), STOCKHOLM)
    standing = writer(rig).stands(series["id"], midnight)
    assert (standing.meeting.start, standing.meeting.all_day) == (midnight, True)
    start = midnight.replace(hour=10)
    writer(rig).convert(standing, MeetingDraft(start, start + timedelta(hours=2), BRUKET))
    assert rig.box.instance(series["id"], midnight)["start"]["dateTime"] == start.isoformat()


def test_a_meeting_that_was_changed_meanwhile_is_left_alone(rig: Rig) -> None:
    event = meet_meeting(rig)
    standing = stands(rig, event)
    rig.box.change(event["id"], summary="Nu handlar det om annat")
    with pytest.raises(Changed):
        writer(rig).convert(standing, DRAFT)
    assert "location" not in rig.box.event(event["id"])
    assert not rig.box.mails_out


def test_a_write_whose_answer_was_lost_mails_nobody_twice(rig: Rig) -> None:
    event = meet_meeting(rig)
    standing = stands(rig, event)
    rig.simulated.next(troubles.lost_answer(), method="PATCH")
    assert writer(rig).convert(standing, DRAFT).is_online
    assert [what for what, _ in mailed(rig)] == ["update"]


def test_a_meeting_that_was_deleted_under_our_hands_is_not_there(rig: Rig) -> None:
    event = meet_meeting(rig)
    standing = stands(rig, event)
    rig.box.delete(event["id"])
    with pytest.raises(NotThere):
        writer(rig).convert(standing, DRAFT)
    with pytest.raises(NotThere):
        stands(rig, event)


def test_without_a_grant_to_change_the_seller_is_asked_for_one(rig: Rig) -> None:
    event = meet_meeting(rig)
    standing = stands(rig, event)
    rig.token = rig.simulated.token(rig.box, "calendar.events.readonly")
    with pytest.raises(SignInNeeded) as raised:
        writer(rig).convert(standing, DRAFT)
    assert raised.value.key == "consent"


def test_undone_it_is_as_it_was_and_our_words_are_gone(rig: Rig) -> None:
    event = meet_meeting(rig, location="Google Meet")
    earlier = rig.box.event(event["id"])
    standing = stands(rig, event)
    writer(rig).convert(standing, DRAFT)
    assert writer(rig).restore(stands(rig, event), before(standing)).is_online
    now = rig.box.event(event["id"])
    same = ("start", "end", "description", "location", "hangoutLink", "conferenceData", "summary", "attendees")
    assert {name: now[name] for name in same} == {name: earlier[name] for name in same}
    assert [what for what, _ in mailed(rig)] == ["update", "update"]


@pytest.mark.parametrize(("meets", "is_online"), [("soon", True), ("later", False), ("never", False)])
def test_a_room_on_screen_that_was_taken_out_comes_back_as_a_new_one_when_google_has_made_it(
    rig: Rig, meets: str, *, is_online: bool
) -> None:
    event = meet_meeting(rig)
    standing = stands(rig, event)
    writer(rig).convert(standing, replace(DRAFT, keep_online=False))
    rig.simulated.meets = meets
    assert writer(rig).restore(stands(rig, event), before(standing)).is_online is is_online
    rig.simulated.finish_meets(works=meets != "never")
    assert ("hangoutLink" in rig.box.event(event["id"])) is (meets != "never")


def test_somebody_elses_meeting_is_not_changed_and_no_other_time_can_be_proposed(rig: Rig) -> None:
    event = rig.box.add(summary="Deras", organizer=KARIN.address, attendees=[KARIN.address, ASTRID.address], **at(9))
    standing = stands(rig, event)
    assert not standing.mine
    assert not standing.takes_proposals
    for do in (
        lambda: writer(rig).convert(standing, DRAFT),
        lambda: writer(rig).propose(standing, start=DRAFT.start, end=DRAFT.end, comment=""),
    ):
        with pytest.raises(Refused):
            do()
    assert not rig.box.mails_out


def test_a_meeting_that_is_locked_is_nobodys_to_change(rig: Rig) -> None:
    assert not stands(rig, rig.box.add(summary="Låst", locked=True, **at(9))).mine


def test_travel_is_set_aside_once_private_and_with_nobody_in_it(rig: Rig) -> None:
    made = writer(rig).hold(HOLD)
    assert made.handle == hold_id(HOLD.key)
    assert writer(rig).hold(HOLD).handle == made.handle
    (event,) = rig.box.events()
    assert (event["summary"], event["visibility"], event["start"]["dateTime"]) == (
        "Resa med tåg", "private", "2026-12-03T07:00:00+01:00",
    )  # fmt: skip
    assert event["reminders"] == {"useDefault": False}
    assert event["extendedProperties"] == {"private": {"kanelbulle": "travel"}}
    assert not event.keys() & {"attendees", "conferenceData", "hangoutLink"}
    assert not rig.box.mails_out


def test_travel_whose_answer_was_lost_is_unclear_and_asked_for_again_it_is_the_same(rig: Rig) -> None:
    rig.simulated.next(troubles.lost_answer(), method="POST")
    with pytest.raises(Unclear):
        writer(rig).hold(HOLD)
    writer(rig).hold(HOLD)
    assert len(rig.box.events()) == 1


def test_travel_moves_and_goes_and_what_its_owner_removed_stays_so(rig: Rig) -> None:
    made = writer(rig).hold(HOLD)
    writer(rig).move_hold(made, start=HOLD.start + timedelta(days=1), end=HOLD.end + timedelta(days=1))
    assert rig.box.event(made.handle)["start"]["dateTime"] == "2026-12-04T07:00:00+01:00"
    writer(rig).remove_hold(made)
    writer(rig).remove_hold(made)
    assert not rig.box.events()
    for again in (
        lambda: writer(rig).move_hold(made, start=HOLD.start, end=HOLD.end),
        lambda: writer(rig).hold(HOLD),
    ):
        with pytest.raises(NotThere):
            again()


@pytest.mark.parametrize(
    ("trouble", "error"), [(troubles.broken(503), Unclear), (troubles.broken(503, after="30"), TryLater)]
)
def test_a_draft_is_unclear_where_google_breaks_and_says_no_more(
    rig: Rig, trouble: troubles.Trouble, error: type[Exception]
) -> None:
    rig.simulated.next(trouble, method="POST")
    with pytest.raises(error):
        writer(rig).draft_mail(to=(KARIN,), subject="Ska vi ses?", body="Hej Karin")


def test_a_draft_lies_in_the_sellers_own_mail_and_is_not_sent(rig: Rig) -> None:
    odd = Person(KARIN.address, 'Karin "Kajsa" Åberg\r\nBcc: everybody@else.example')
    link = writer(rig).draft_mail(to=(odd,), subject="Ska vi\r\nBcc: alla@else.example ses?", body="Hej Karin,\n\nå.")
    assert link.startswith("https://mail.google.com/")
    (draft,) = rig.box.drafts
    message = message_from_bytes(draft["mime"], policy=policy.default)
    assert (message["subject"], message["bcc"]) == ("Ska vi Bcc: alla@else.example ses?", None)
    assert [one.addr_spec for one in message["to"].addresses] == [KARIN.address]
    assert message.get_content().splitlines() == ["Hej Karin,", "", "å."]
    assert not rig.simulated.sent


@pytest.mark.parametrize(
    "moment", [datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2027, 3, 28, 1, 30, tzinfo=UTC)]
)
def test_times_are_told_in_the_sellers_zone_also_in_the_nights_clocks_change(rig: Rig, moment: datetime) -> None:
    event = meet_meeting(rig)
    draft = MeetingDraft(moment, moment + timedelta(hours=1), BRUKET)
    writer(rig).convert(stands(rig, event), draft)
    now = stands(rig, event).meeting
    assert (now.start.timestamp(), now.length) == (moment.timestamp(), timedelta(hours=1))


def test_ids_of_travel_are_such_as_google_takes() -> None:
    names = {hold_id(key) for key in ("1:a:0", "1:a:1", "å" * 500)}
    assert len(names) == 3
    assert all(5 <= len(name) <= 1024 and set(name) <= set("0123456789abcdefghijklmnopqrstuv") for name in names)
