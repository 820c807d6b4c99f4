"""What is written to a calendar: exactly what was drafted, once, for the version that was seen; and how it is taken back."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.errors import AccessDenied, Changed, NotThere, Refused, TryLater, Unclear
from connectors.meetings import Person, Place
from connectors.microsoft.bodies import without_block
from connectors.microsoft.changes import Writer
from connectors.texts import with_text, without_text
from connectors.writing import Before, Hold, MeetingDraft, Standing
from tests.connectors.microsoft.held import Rig, a_rig, at, invited, weekly
from tests.simulators.judges import is_a
from tests.simulators.microsoft import troubles
from tests.world import ASTRID, KARIN, NOW, STOCKHOLM

BRUKET = Place("Storgatan 4, 461 30 Trollhättan", street="Storgatan 4", city="Trollhättan", lat=58.28, lon=12.29)
THURSDAY = NOW.replace(hour=9) + timedelta(days=10)
DRAFT = MeetingDraft(THURSDAY, THURSDAY + timedelta(minutes=90), BRUKET, "Vi ses på plats: Storgatan 4.")


@pytest.fixture
def rig() -> Iterator[Rig]:
    with a_rig() as made:
        yield made


def writer(rig: Rig) -> Writer:
    graph = rig.graph()
    return Writer(graph, graph, ASTRID.address, STOCKHOLM)


def teams_meeting(rig: Rig, **more: Any) -> dict[str, Any]:
    """As Astrid books one in Outlook."""
    told = {
        "subject": "Avstämning", "isOnlineMeeting": True, "onlineMeetingProvider": "teamsForBusiness",
        "body": {"contentType": "html", "content": "<p>Dagordning: offerten.</p>"},
        "start": {"dateTime": "2026-12-03T08:00:00", "timeZone": "UTC"},
        "end": {"dateTime": "2026-12-03T08:30:00", "timeZone": "UTC"},
        "attendees": invited(KARIN.address),
    }  # fmt: skip
    made = rig.graph().ask("POST", "/events", json=told | more).json()
    rig.box.mails_out.clear()
    return dict(made)


def stands(rig: Rig, event: dict[str, Any]) -> Standing:
    return writer(rig).stands(event["id"], None)


def test_a_meeting_becomes_a_visit_in_one_write_and_the_way_in_on_screen_stays(rig: Rig) -> None:
    event = teams_meeting(rig)
    standing = stands(rig, event)
    assert standing.mine
    assert standing.mailed == (Person(KARIN.address),)
    before = len(rig.simulated.asked)
    written = writer(rig).convert(standing, DRAFT)
    asked = rig.simulated.asked[before:]
    assert [(one.method, one.path.rpartition("/")[0]) for one in asked] == [
        ("PATCH", "/me/events"),
        ("GET", "/me/events"),
    ]
    assert asked[0].headers["if-match"] == standing.version
    now = rig.box.event(event["id"])
    assert (now["start"]["dateTime"], now["end"]["dateTime"]) == (
        "2026-12-03T08:00:00.0000000",
        "2026-12-03T09:30:00.0000000",
    )
    assert now["location"]["displayName"] == BRUKET.text
    assert now["location"]["address"]["city"] == "Trollhättan"
    assert now["location"]["coordinates"] == {"latitude": 58.28, "longitude": 12.29}
    assert now["isOnlineMeeting"]
    assert now["onlineMeeting"]["joinUrl"] in now["body"]["content"].replace("&amp;", "&")
    assert now["body"]["content"].index("Vi ses på plats") < now["body"]["content"].index("Dagordning")
    assert written.is_online
    assert [(one.what, one.to) for one in rig.box.mails_out] == [("update", (KARIN.address,))]


@pytest.mark.parametrize(("habit", "is_online"), [("drops", False), ("ignored", True), ("comes_back", False)])
def test_teams_is_taken_out_where_it_lets_itself_be_and_what_became_of_it_is_read_back(
    rig: Rig, habit: str, is_online: bool
) -> None:
    event = teams_meeting(rig)
    rig.simulated.body_flips = habit
    standing = stands(rig, event)
    assert standing.can_leave_screen
    written = writer(rig).convert(standing, replace(DRAFT, keep_online=False))
    assert written.is_online is is_online
    content = rig.box.event(event["id"])["body"]["content"]
    assert "Dagordning: offerten." in content
    assert is_online or "teams.microsoft.com" not in content


def test_a_body_without_its_block_is_left_alone_while_the_way_in_on_screen_is_to_stay(rig: Rig) -> None:
    link = "https://teams.microsoft.com/l/meetup-join/19%3ameeting_x%40thread.v2/0"
    event = rig.box.add(
        subject="Avstämning",
        **at(10),
        isOnlineMeeting=True,
        onlineMeeting={"joinUrl": link},
        attendees=invited(KARIN.address),
    )
    standing = stands(rig, event)
    assert not standing.takes_text
    assert writer(rig).convert(standing, DRAFT).is_online
    assert rig.box.event(event["id"])["isOnlineMeeting"]


def test_one_occurrence_is_changed_and_the_others_stay(rig: Rig) -> None:
    start = at(-4)["start"]
    series = rig.box.add_series(
        subject="Varje vecka", **at(-4), recurrence=weekly(start, 6), attendees=invited(KARIN.address)
    )
    third = start + timedelta(weeks=2)
    standing = writer(rig).stands(series["id"], third)
    assert standing.meeting.recurrence_id == third
    writer(rig).convert(standing, MeetingDraft(third, third + timedelta(minutes=90), BRUKET))
    held = rig.read()
    places = [[place.text for place in one.places] for one in sorted(held.kept.values(), key=lambda one: one.start)]
    assert places == [[], [], [BRUKET.text], [], [], []]


def test_an_occurrence_that_was_moved_is_found_by_when_it_was_to_be(rig: Rig) -> None:
    start = at(-4)["start"]
    series = rig.box.add_series(subject="Varje vecka", **at(-4), recurrence=weekly(start, 6))
    day = start + timedelta(weeks=1)
    rig.box.change_occurrence(
        series["id"], day.date(), start=day + timedelta(days=2), end=day + timedelta(days=2, hours=1)
    )
    assert writer(rig).stands(series["id"], day).meeting.start == day + timedelta(days=2)
    rig.box.cancel_occurrence(series["id"], (start + timedelta(weeks=2)).date())
    with pytest.raises(NotThere):
        writer(rig).stands(series["id"], start + timedelta(weeks=2))


def test_a_meeting_that_was_changed_meanwhile_is_left_alone(rig: Rig) -> None:
    event = teams_meeting(rig)
    standing = stands(rig, event)
    rig.box.change(event["id"], subject="Nu handlar det om annat")
    with pytest.raises(Changed):
        writer(rig).convert(standing, DRAFT)
    assert rig.box.event(event["id"])["location"]["displayName"] == ""
    assert not rig.box.mails_out


def test_a_write_whose_answer_was_lost_mails_nobody_twice(rig: Rig) -> None:
    event = teams_meeting(rig)
    standing = stands(rig, event)
    rig.simulated.next(troubles.lost_answer(), method="PATCH")
    assert writer(rig).convert(standing, DRAFT).is_online
    assert [one.what for one in rig.box.mails_out] == ["update"]


def test_a_meeting_that_was_deleted_under_our_hands_is_not_there(rig: Rig) -> None:
    event = teams_meeting(rig)
    standing = stands(rig, event)
    rig.box.delete(event["id"])
    with pytest.raises(NotThere):
        writer(rig).convert(standing, DRAFT)
    with pytest.raises(NotThere):
        stands(rig, event)


def test_without_a_grant_to_change_nothing_is_changed(rig: Rig) -> None:
    event = teams_meeting(rig)
    standing = stands(rig, event)
    rig.token = rig.simulated.token(rig.box, "Calendars.Read")
    with pytest.raises(AccessDenied):
        writer(rig).convert(standing, DRAFT)


def test_undone_it_is_as_it_was_and_our_words_are_gone(rig: Rig) -> None:
    event = teams_meeting(rig, location={"displayName": "Microsoft Teams-möte"})
    before = rig.box.event(event["id"])
    standing = stands(rig, event)
    writer(rig).convert(standing, DRAFT)
    kept = Before(standing.meeting.start, standing.meeting.end, standing.place, DRAFT.text, was_online=True)
    assert writer(rig).restore(stands(rig, event), kept).is_online
    now = rig.box.event(event["id"])
    same = ("start", "end", "body", "location", "isOnlineMeeting", "onlineMeeting", "subject", "attendees")
    assert {name: now[name] for name in same} == {name: before[name] for name in same}


def test_a_room_on_screen_that_was_taken_out_comes_back_as_a_new_one(rig: Rig) -> None:
    event = teams_meeting(rig)
    standing = stands(rig, event)
    writer(rig).convert(standing, replace(DRAFT, keep_online=False))
    kept = Before(standing.meeting.start, standing.meeting.end, standing.place, DRAFT.text, was_online=True)
    assert writer(rig).restore(stands(rig, event), kept).is_online
    now = rig.box.event(event["id"])
    assert now["isOnlineMeeting"]
    assert now["onlineMeeting"]["joinUrl"]


def test_an_attendee_proposes_another_time_and_says_where(rig: Rig) -> None:
    event = rig.box.add(subject="Deras möte", **at(9), attendees=invited(ASTRID.address), organizer=karin())
    standing = stands(rig, event)
    assert not standing.mine
    assert standing.takes_proposals
    with pytest.raises(Refused):
        writer(rig).convert(standing, DRAFT)
    writer(rig).propose(standing, start=DRAFT.start, end=DRAFT.end, comment="Jag kommer gärna till er.")
    (mail,) = rig.box.mails_out
    assert (mail.what, mail.to, mail.comment) == ("tentativelyAccepted", (KARIN.address,), "Jag kommer gärna till er.")
    assert mail.proposed is not None
    assert mail.proposed["start"]["timeZone"] == "W. Europe Standard Time"


@pytest.mark.parametrize(
    ("trouble", "error"), [(troubles.broken(503), Unclear), (troubles.broken(503, after="30"), TryLater)]
)
def test_what_would_be_done_twice_is_unclear_where_graph_breaks_and_says_no_more(
    rig: Rig, trouble: troubles.Trouble, error: type[Exception]
) -> None:
    event = rig.box.add(subject="Deras möte", **at(9), attendees=invited(ASTRID.address), organizer=karin())
    standing = stands(rig, event)
    for do in (
        lambda: writer(rig).propose(standing, start=DRAFT.start, end=DRAFT.end, comment="Jag kommer gärna till er."),
        lambda: writer(rig).draft_mail(to=(KARIN,), subject="Ska vi ses?", body="Hej Karin"),
    ):
        rig.simulated.next(trouble, method="POST")
        with pytest.raises(error):
            do()


def test_who_takes_no_proposals_is_sent_none(rig: Rig) -> None:
    event = rig.box.add(
        subject="Deras", **at(9), attendees=invited(ASTRID.address), organizer=karin(), allowNewTimeProposals=False
    )
    with pytest.raises(Refused):
        writer(rig).propose(stands(rig, event), start=DRAFT.start, end=DRAFT.end, comment="")
    assert not rig.box.mails_out


HOLD = Hold("1:abc:0", "Resa med tåg", THURSDAY - timedelta(hours=2), THURSDAY)


def test_travel_is_set_aside_once_private_and_with_nobody_in_it(rig: Rig) -> None:
    made = writer(rig).hold(HOLD)
    assert writer(rig).hold(HOLD).handle == made.handle
    rig.simulated.tells_existing = False
    assert writer(rig).hold(HOLD).handle == made.handle, "also where Graph does not say which it is"
    (event,) = rig.box.events()
    assert (event["subject"], event["sensitivity"], event["showAs"]) == ("Resa med tåg", "private", "busy")
    assert (event["attendees"], event["isReminderOn"], event["categories"]) == ([], False, ["Kanelbulle"])
    assert not event["isOnlineMeeting"]
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
    assert rig.box.event(made.handle)["start"]["dateTime"].startswith("2026-12-04T06:00")
    writer(rig).remove_hold(made)
    writer(rig).remove_hold(made)
    assert not rig.box.events()
    with pytest.raises(NotThere):
        writer(rig).move_hold(made, start=HOLD.start, end=HOLD.end)


def test_a_draft_lies_in_the_sellers_own_mail_and_is_not_sent(rig: Rig) -> None:
    link = writer(rig).draft_mail(to=(KARIN,), subject="Ska vi ses?", body="Hej Karin,\n\njag kommer gärna.")
    assert link.startswith("https://")
    (message,) = rig.box.messages.values()
    assert (message["isDraft"], message["subject"]) == (True, "Ska vi ses?")
    assert message["toRecipients"][0]["emailAddress"]["address"] == KARIN.address
    assert not rig.simulated.sent


def test_all_we_send_is_of_microsofts_own_types(rig: Rig) -> None:
    event = teams_meeting(rig)
    theirs = rig.box.add(subject="Deras möte", **at(9), attendees=invited(ASTRID.address), organizer=karin())
    rig.simulated.asked.clear()
    hand = writer(rig)
    standing = stands(rig, event)
    hand.convert(standing, replace(DRAFT, keep_online=False))
    kept = Before(standing.meeting.start, standing.meeting.end, standing.place, DRAFT.text, was_online=True)
    hand.restore(stands(rig, event), kept)
    hand.hold(HOLD)
    hand.draft_mail(to=(KARIN,), subject="Ska vi ses?", body="Hej")
    hand.propose(stands(rig, theirs), start=DRAFT.start, end=DRAFT.end, comment="Passar det?")
    sent = [(one.path.rpartition("/")[2], one.json) for one in rig.simulated.asked if one.body]
    assert len(sent) == 5
    for what, body in sent:
        if what == "tentativelyAccept":
            is_a("TimeSlot", body["proposedNewTime"])  # type: ignore[index]
        else:
            is_a("Message" if what == "messages" else "Event", body)


def karin() -> dict[str, Any]:
    return {"emailAddress": {"name": KARIN.name, "address": KARIN.address}}


# The body.

WORDS = st.text(alphabet=st.sampled_from("abc <>&\"'_åäö\n"), max_size=60)


@given(text=WORDS, before=WORDS, kind=st.sampled_from(["html", "text"]))
def test_a_text_of_ours_comes_and_goes_and_the_rest_is_to_the_byte(text: str, before: str, kind: str) -> None:
    content = f"<html><body class=x>{before}</body></html>" if kind == "html" else before
    if kind == "text" and (before[:1] == "\n" or not before):
        return  # blank lines above a text are nobody's
    assert without_text(with_text(content, kind, text), kind, text) == content


def test_a_text_of_ours_is_text_whatever_it_holds() -> None:
    assert with_text("<body><p>Hej</p></body>", "html", "<script>\nA & B") == (
        "<body><p>&lt;script&gt;<br>A &amp; B</p><p>Hej</p></body>"
    )


LINK = "https://teams.microsoft.com/l/meetup-join/19%3ameeting_abc%40thread.v2/0?context=%7b%22Tid%22%3a%221%22%7d"
RULE = "_" * 80


@pytest.mark.parametrize(
    ("content", "left"),
    [
        (f"<p>Hej</p><span>{RULE}</span><a href='{LINK}'>x</a><span>{RULE}</span>", "<p>Hej</p><span></span>"),
        (f"Hej\n{RULE}\n{LINK}\n{RULE}\nMvh", "Hej\n\nMvh"),
        (f"{RULE}\nmin egen linje\n{RULE}\n{LINK}\n{RULE}", f"{RULE}\nmin egen linje\n"),
        (f"<p>{LINK}</p>", None),
        (f"{RULE}\n{LINK}", None),
        ("", None),
    ],
)
def test_a_block_goes_whole_or_not_at_all(content: str, left: str | None) -> None:
    assert without_block(content, LINK) == left


def test_a_block_whose_link_is_written_out_as_html_is_known() -> None:
    link = "https://teams.microsoft.com/meet/123?p=a&q=b"
    assert without_block(f"<i>{RULE}</i><a href='{link.replace('&', '&amp;')}'>x</a><i>{RULE}</i>", link) == "<i></i>"
