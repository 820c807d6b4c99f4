"""What passes between people about a meeting (iTIP, RFC 5546): invitations and cancellations are read, answers are not."""

import pytest

from tests.connectors.ics.written import read, vcalendar, vevent

ANSWERS = ("REPLY", "COUNTER", "REFRESH", "DECLINECOUNTER")
INVITED = vevent("SUMMARY:Avstämning", "ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:karin@bruket.example")
ANSWERED = vevent("SUMMARY:Ja tack", "ATTENDEE;PARTSTAT=ACCEPTED:mailto:karin@bruket.example", "SEQUENCE:9")


def sent(method: str, *entries: str) -> bytes:
    return vcalendar(*entries, head=(f"METHOD:{method}",))


@pytest.mark.parametrize("method", [*ANSWERS, "reply", "Reply "])
def test_an_answer_is_no_meeting_and_is_told_of_once(method: str) -> None:
    result = read(sent(method, ANSWERED, ANSWERED, vevent(uid="m2")))
    assert (result.meetings, result.components) == ([], 3)
    (one,) = result.unread
    assert (one.source, one.uid, one.line, one.key, one.facts) == ("1.ics", "", 0, "file.answers", {"count": 3})


@pytest.mark.parametrize("method", ["REQUEST", "PUBLISH", "ADD", "X-REPLY", "REPLYING"])
def test_an_invitation_is_a_meeting(method: str) -> None:
    result = read(sent(method, INVITED))
    assert (result.only.title, result.only.cancelled, result.unread) == ("Avstämning", False, [])


def test_a_cancellation_cancels() -> None:
    assert read(sent("CANCEL", INVITED)).only.cancelled


@pytest.mark.parametrize("order", [1, -1])
def test_a_cancellation_cancels_whichever_file_comes_first(order: int) -> None:
    files = [sent("PUBLISH", INVITED), sent("CANCEL", INVITED)][::order]
    assert read(*files).only.cancelled


def test_an_answer_leaves_the_meeting_it_is_about_as_it_was() -> None:
    for files in (
        [sent("REQUEST", INVITED), sent("REPLY", ANSWERED)],
        [sent("REQUEST", INVITED) + sent("REPLY", ANSWERED)],
    ):
        result = read(*files)
        assert result.only.title == "Avstämning"
        assert [one.key for one in result.unread] == ["file.answers"]


def test_a_meeting_that_speaks_of_a_method_is_a_meeting() -> None:
    assert read(vcalendar(vevent("DESCRIPTION:METHOD:REPLY", "METHOD:REPLY"))).only.uid == "m1"


def test_answers_are_told_of_at_every_look() -> None:
    data = sent("REQUEST", INVITED) + sent("REPLY", ANSWERED)
    again = read(data, mark=read(data).mark)
    assert ([one.key for one in again.unread], again.replaced) == (["file.answers"], frozenset())
