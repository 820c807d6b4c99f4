"""What a mailbox says of its owner, in whatever words, and what is made of what it leaves out."""

from datetime import time
from typing import Any

import msgspec
import pytest

from connectors.calendars import About
from connectors.errors import SignInNeeded, TryLater
from connectors.microsoft.about import fetch_about, read_about
from connectors.microsoft.api import Graph
from connectors.microsoft.wire import MailboxSettings
from tests.simulators.loopback import Answer, answer_json, serve


def about(**told: Any) -> About:
    return read_about(msgspec.convert(told, MailboxSettings))


def hours(zone: str, **more: Any) -> dict[str, Any]:
    return {"timeZone": {"name": zone}, **more}


@pytest.mark.parametrize(
    ("zone", "working", "expected"),
    [
        ("W. Europe Standard Time", None, "Europe/Berlin"),
        ("Europe/Stockholm", None, "Europe/Stockholm"),
        ("UTC", hours("W. Europe Standard Time"), "UTC"),
        ("tzone://Microsoft/Custom", hours("FLE Standard Time"), "Europe/Kiev"),
        ("", hours("FLE Standard Time"), "Europe/Kiev"),
        (None, hours("FLE Standard Time"), "Europe/Kiev"),
        ("Customized Time Zone", hours("Customized Time Zone", bias=-60), None),
        (None, {"timeZone": None}, None),
        (None, {"timeZone": {"name": None}}, None),
        (None, None, None),
        ("x" * 10_000, None, None),
    ],
)
def test_in_which_zone_it_is(zone: str | None, working: dict[str, Any] | None, expected: str | None) -> None:
    found = about(timeZone=zone, workingHours=working).zone
    assert (found and found.key) in (expected, {"Europe/Kiev": "Europe/Kyiv"}.get(expected or ""))


@pytest.mark.parametrize(
    ("told", "days", "starts", "ends"),
    [
        (
            {"daysOfWeek": ["monday", "Friday", "SUNDAY"], "startTime": "08:00:00.0000000", "endTime": "16:30:00"},
            {0, 4, 6}, time(8), time(16, 30),
        ),
        ({"daysOfWeek": ["fredag", ""], "startTime": "8", "endTime": "igår"}, set(), None, None),
        ({"daysOfWeek": None, "startTime": None, "endTime": ""}, set(), None, None),
        ({"startTime": "25:00:00.0000000", "endTime": "08:61:00.0000000"}, set(), None, None),
        ({}, set(), None, None),
    ],
)  # fmt: skip
def test_when_its_owner_works(told: dict[str, Any], days: set[int], starts: time | None, ends: time | None) -> None:
    found = about(workingHours=told)
    assert (set(found.working_days), found.day_starts, found.day_ends) == (days, starts, ends)


@pytest.mark.parametrize(
    ("language", "expected"), [({"locale": "sv-SE"}, "sv-SE"), ({"locale": None}, ""), (None, ""), ({"locale": "x" * 99}, "x" * 20)]
)  # fmt: skip
def test_in_which_language_it_is(language: dict[str, Any] | None, expected: str) -> None:
    assert about(language=language).language == expected


@pytest.mark.parametrize("status", [403, 404])
def test_a_grant_that_does_not_reach_the_settings_tells_nothing(status: int) -> None:
    with serve(answer_json({"error": {"code": "ErrorAccessDenied"}}, status)) as server:
        assert fetch_about(Graph(lambda **_: "token", url=server.url, retries=0)) == About()


@pytest.mark.parametrize("odd", [{"language": "sv"}, {"timeZone": 7}, {"workingHours": {"daysOfWeek": "monday"}}, []])
def test_settings_of_another_shape_keep_nobody_from_reading(odd: object) -> None:
    with serve(answer_json(odd)) as server:
        assert fetch_about(Graph(lambda **_: "token", url=server.url, retries=0)) == About()


@pytest.mark.parametrize(
    ("answer", "error"),
    [(answer_json({}, 401), SignInNeeded), (Answer(b'{"timeZone": "UT'), TryLater), (answer_json({}, 503), TryLater)],
)
def test_settings_that_do_not_come_are_asked_for_again(answer: Answer, error: type[Exception]) -> None:
    with serve(answer) as server, pytest.raises(error):
        fetch_about(Graph(lambda **_: "token", url=server.url, retries=0))
