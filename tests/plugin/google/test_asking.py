"""What Google posts is read whatever is missing in it or new; what is hostile is answered with a status and nothing else."""

import json
from contextlib import suppress
from datetime import date
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.exceptions import BadRequest

from plugin.google.asking import Event, read_event
from plugin.google.room import MOST
from tests.plugin.google.rig import Beside, Json
from tests.simulators.google import addon_events as events
from tests.world import ASTRID, KARIN, PER

DECEMBER_8 = 1_796_688_000_000


def read(event: Json) -> Event:
    return read_event(json.dumps(event).encode())


def test_the_home_page_tells_language_and_zone_and_nothing_of_an_event() -> None:
    found = read(events.home(user="token"))
    assert found.calendar is None
    assert found.common
    assert found.common.time_zone
    assert (found.language, found.common.time_zone.id, found.common.time_zone.offset) == (
        "sv",
        "Europe/Stockholm",
        3_600_000,
    )
    assert (found.common.host_app, found.common.platform) == ("CALENDAR", "WEB")


@pytest.mark.parametrize("organizer", [ASTRID.address, KARIN.address])
def test_an_open_event_tells_who_is_in_it(organizer: str) -> None:
    opened = read(events.opened(organizer=organizer)).calendar
    assert opened
    assert opened.attendees
    assert opened.organizer
    assert opened.capabilities
    assert (opened.id, opened.calendar_id, opened.organizer.email) == (events.MEETING, ASTRID.address, organizer)
    people = [one.email for one in opened.attendees if not one.resource]
    assert people == [ASTRID.address, KARIN.address, PER.address]
    assert [one.email for one in opened.attendees if one.me] == [ASTRID.address]
    assert [one.email for one in opened.attendees if one.organizer] == [organizer]
    assert opened.capabilities.can_add_attendees is (organizer == ASTRID.address)
    assert opened.recurring_event_id is None


def test_one_of_a_series_tells_which_series() -> None:
    opened = read(events.opened_of_series()).calendar
    assert opened
    assert (opened.id, opened.recurring_event_id) == (f"{events.SERIES}_20261210T080000Z", events.SERIES)


def test_where_nobody_let_us_look_the_event_is_told_without_people() -> None:
    found = read(events.opened_without_people())
    assert found.calendar
    assert (found.calendar.id, found.calendar.attendees) == (events.MEETING, None)
    assert found.calendar.capabilities == read(events.opened_without_people()).calendar.capabilities  # type: ignore[union-attr]
    assert found.calendar.capabilities.can_see_attendees is None  # type: ignore[union-attr]
    assert found.language == "en"


def test_an_event_never_saved_has_no_id() -> None:
    opened = read(events.opened_unsaved()).calendar
    assert opened
    assert opened.id is None


def test_what_was_pressed_and_chosen_comes_back() -> None:
    inputs = {"slot": events.texts("2"), "reasons": events.texts("a", "b"), "keep": {}, "day": events.day(DECEMBER_8)}
    found = read(events.pressed({"op": "later", "suggestion": "abc"}, inputs=inputs))
    assert found.parameters == {"op": "later", "suggestion": "abc"}
    assert (found.texts("slot"), found.texts("reasons")) == (("2",), ("a", "b"))
    assert (found.texts("keep"), found.texts("nothing"), found.day("nothing")) == ((), (), None)
    assert (found.day("day"), found.day("slot"), found.texts("day")) == (date(2026, 12, 8), None, ())


@pytest.mark.parametrize("told", [DECEMBER_8, str(DECEMBER_8), float(DECEMBER_8)])
@pytest.mark.parametrize("wrap", [lambda one: one, lambda one: {"": one}], ids=["bare", "deeper"])
def test_a_day_is_read_as_a_number_and_as_its_digits_and_deeper(told: object, wrap: Any) -> None:
    dated = {"dateInput": {"msSinceEpoch": told}}
    timed = {"dateTimeInput": {"msSinceEpoch": told, "hasDate": True, "hasTime": True}}
    found = read(events.pressed({}, inputs={"a": wrap(dated), "b": wrap(timed), "c": wrap(events.texts("x"))}))
    assert (found.day("a"), found.day("b"), found.texts("c")) == (date(2026, 12, 8), date(2026, 12, 8), ("x",))


@pytest.mark.parametrize(
    "told", ["soon", "", "NaN", "inf", "-inf", "9" * 20, "9" * 3_000, -(10**19), 10**30, 1e300, None]
)
def test_a_day_of_no_year_is_none(told: object) -> None:
    assert read(events.pressed({}, inputs={"day": {"dateInput": {"msSinceEpoch": told}}})).day("day") is None


@pytest.mark.parametrize(
    ("locale", "language"),
    [("sv-SE", "sv"), ("sv_SE", "sv"), ("SV", "sv"), ("en-GB", "en"), ("svan", "en"), ("fi", "en"), ("", "en")],
)
def test_the_card_speaks_as_the_calendar_does(locale: str, language: str) -> None:
    assert read({"commonEventObject": {"userLocale": locale}}).language == language


def test_what_is_new_or_old_is_passed_over() -> None:
    asked = events.opened(user="token")
    asked |= {"clientPlatform": "web", "formInput": 7, "userLocale": ["sv"], "drive": {}, "new": {"deep": [1]}}
    asked["commonEventObject"] |= {"invokedFunction": "x", "timeZone": {"id": "Asia/Tokyo", "offset": "32400000"}}
    asked["calendar"]["attendees"][0] |= {"comment": "hej", "additionalGuests": 2, "optional": None}
    assert read(asked).common.time_zone.offset == "32400000"  # type: ignore[union-attr]


@pytest.mark.parametrize("name", ["commonEventObject", "authorizationEventObject", "calendar"])
def test_each_part_may_be_empty_or_missing_or_nothing(name: str) -> None:
    asked = events.opened()
    assert read({**asked, name: {}})
    assert read({**asked, name: None})
    del asked[name]
    assert read(asked).parameters == {}


HOSTILE: dict[str, bytes] = {
    "no JSON": b"<event/>",
    "nothing": b"",
    "a list": b"[]",
    "nothing in JSON": b"null",
    "a number that is none": b'{"calendar": {"id": NaN}}',
    "a byte that is no letter": b'{"calendar": {"id": "\xff"}}',
    "half an emoji": b'{"calendar": {"id": "\\ud83d"}}',
    "deep in what we read": b'{"commonEventObject": {"formInputs": {"a": ' + b'{"": ' * 9_000 + b"{}" + b"}" * 9_002,
    "deep in what we do not": b'{"new": ' + b"[" * 60_000,
    "a number without end": b'{"commonEventObject": {"timeZone": {"offset": ' + b"9" * 60_000 + b"}}}",
    "a word for a list": b'{"calendar": {"attendees": "everybody"}}',
    "a list for a word": b'{"calendar": {"id": ["a"]}}',
    "a word too long": b'{"calendar": {"id": "' + b"a" * 4_001 + b'"}}',
    "a token too long": b'{"authorizationEventObject": {"userIdToken": "' + b"a" * 16_001 + b'"}}',
    "too many people": b'{"calendar": {"attendees": [' + b"{}," * 1_000 + b"{}]}}",
    "too many fields": json.dumps({"commonEventObject": {"parameters": {str(n): "" for n in range(101)}}}).encode(),
    "too many scopes": json.dumps({"authorizationEventObject": {"authorizedScopes": ["x"] * 101}}).encode(),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_what_cannot_be_read_is_told_nothing(beside: Beside, what: str) -> None:
    token = beside.tokens.system_token()
    answered = beside.post("home", HOSTILE[what], Authorization=f"Bearer {token}")
    assert (answered.status_code, answered.data) == (400, b"")


def test_whose_it_is_not_is_not_read(beside: Beside) -> None:
    for what, body in HOSTILE.items():
        assert beside.post("home", body, Authorization="Bearer a.b.c").status_code == 401, what


@given(st.binary(max_size=300) | st.recursive(st.none() | st.integers() | st.text(), st.lists).map(msgspec.json.encode))
def test_whatever_is_sent_is_read_or_refused(body: bytes) -> None:
    with suppress(BadRequest):
        read_event(body)


@pytest.mark.parametrize("name", list(events.opened()))
@given(
    told=st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
        max_leaves=12,
    )
)
def test_whatever_stands_in_a_part_is_read_or_refused(name: str, told: object) -> None:
    try:
        found = read({**events.opened(), name: told})
    except BadRequest:
        return
    assert found.language in ("sv", "en")
    assert (found.texts("x"), found.day("x")) is not None


# --- the size and kind of what is sent --------------------------------------------------------------------


def test_as_much_as_may_be_sent_is_read_and_no_more(beside: Beside) -> None:
    headers = {"Authorization": f"Bearer {beside.tokens.system_token()}"}
    for much, status in ((MOST, 200), (MOST + 1, 413)):
        answered = beside.post("home", b'{"new": "' + b"x" * (much - 11) + b'"}', **headers)
        assert (answered.status_code, answered.data == b"") == (status, status == 413)
    assert beside.post("home", b"x" * 3_000_000).status_code == 413  # whoever sends it


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])
def test_what_is_no_json_by_its_own_word_is_not_taken(beside: Beside, kind: str) -> None:
    headers = {"Authorization": f"Bearer {beside.tokens.system_token()}"}
    answered = beside.client.post(
        "/google/home", base_url="https://kanelbulle.example.com", data="{}", content_type=kind, headers=headers
    )
    assert (answered.status_code, answered.data) == (415, b"")


def test_a_charset_beside_it_does_no_harm(beside: Beside) -> None:
    headers = {
        "Authorization": f"Bearer {beside.tokens.system_token()}",
        "Content-Type": "application/json; charset=UTF-8",
    }
    assert beside.post("home", b"{}", **headers).status_code == 200


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("path", ["home", "event", "action"])
def test_google_posts_and_does_nothing_else(beside: Beside, path: str, method: str) -> None:
    headers = {"Authorization": f"Bearer {beside.tokens.system_token()}", "Sec-Fetch-Site": "same-origin"}
    answered = beside.client.open(
        f"/google/{path}", base_url="https://kanelbulle.example.com", method=method, headers=headers
    )
    assert (answered.status_code, answered.data, answered.headers["Allow"]) == (405, b"", "POST")
