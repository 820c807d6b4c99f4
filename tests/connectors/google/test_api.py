"""Whatever Google answers, or does not, comes out as a value or as the error that says what comes next; and our token goes
to Google alone."""

import gzip
import json
import logging
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from connectors.errors import (
    AccessDenied,
    Changed,
    ConnectorError,
    MarkExpired,
    NotThere,
    Refused,
    SignInNeeded,
    TryLater,
    Unclear,
)
from connectors.google import api
from connectors.google.api import Google, GoogleError, read_json, reason_of
from connectors.google.wire import Setting
from connectors.web import asking as door
from connectors.web.deadline import Patience
from tests.connectors.asking import Keys, authorization, in_turn, leaks, where_nobody_listens
from tests.connectors.google.held import Rig, a_rig, at
from tests.connectors.microsoft.held import Held, window
from tests.simulators.certificates import Authority
from tests.simulators.google import google_server, troubles
from tests.simulators.judges import sample
from tests.simulators.loopback import Answer, Loopback, answer_json, serve
from tests.world import ASTRID, NOW

SAID = b'{"value": "sv"}'
ONCE, OFTEN = Answer(SAID), 4
ELSEWHERE = "https://elsewhere.example/"


def asking(server: Loopback | str, keys: Keys | None = None, **more: Any) -> Google:
    url = server if isinstance(server, str) else server.url
    return Google(keys or Keys(), **{"url": url, "backoff": timedelta(), "clock": lambda: NOW, **more})


def read(google: Google) -> bytes:
    return google.ask(google.settings.get(setting="locale"))


def write(google: Google, tag: str = "") -> bytes:
    return google.ask(google.events.patch(calendarId="primary", eventId="e1", body={"summary": "å"}), tag=tag)


def remove(google: Google) -> bytes:
    return google.ask(google.events.delete(calendarId="primary", eventId="e1"))


def make(google: Google) -> bytes:
    return google.ask(google.events.insert(calendarId="primary", body={"summary": "Resa"}))


def send(google: Google) -> bytes:
    return google.ask(google.mail.messages().send(userId="me", body={"raw": "SGVq"}))


Do = Callable[[Google], bytes]
SAFE: list[Do] = [read, write, remove]
ONLY_ONCE: list[Do] = [make, send]


def error(status: int, reason: str = "", **headers: str) -> Answer:
    one = {"domain": "global", "reason": reason, "message": "No."}
    return answer_json({"error": {"errors": [one], "code": status, "message": "No."}}, status, **headers)


# What is asked again by itself, and what is not.


@pytest.mark.parametrize("status", [500, 502, 503, 504])
@pytest.mark.parametrize("do", SAFE)
def test_a_fault_of_their_own_is_asked_again_and_each_time_counts(status: int, do: Do) -> None:
    with serve(in_turn(error(status), error(status), ONCE)) as server:
        google = asking(server)
        assert do(google) == SAID
        assert len(server.asked) == google.spent.requests == 3


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_fault_that_lasts_is_left_for_later(status: int) -> None:
    with serve(error(status)) as server, pytest.raises(TryLater) as told:
        read(asking(server))
    assert (len(server.asked), told.value.after) == (OFTEN, api.AFTER)


@pytest.mark.parametrize("status", [500, 501, 502, 503, 504])
@pytest.mark.parametrize("do", ONLY_ONCE)
def test_what_might_be_done_twice_is_asked_once(status: int, do: Do) -> None:
    with serve(error(status, "backendError")) as server, pytest.raises(TryLater):
        do(asking(server))
    assert [one.method for one in server.asked] == ["POST"]


@pytest.mark.parametrize("after", ["0", "2.128", "120", "Mon, 23 Nov 2026 07:02:00 GMT"])
@pytest.mark.parametrize("status", [403, 429, 500, 503, 504])
def test_who_says_when_to_come_back_is_not_asked_before(status: int, after: str) -> None:
    seconds = 120 if "Nov" in after else float(after)
    with serve(error(status, "rateLimitExceeded", retry_after=after)) as server:
        google = asking(server)
        with pytest.raises(TryLater) as told:
            read(google)
    assert (len(server.asked), told.value.after) == (1, timedelta(seconds=seconds))
    assert google.spent.throttled == 1


@pytest.mark.parametrize("after", ["", "soon", "-5", "inf", "nan", "1e400"])
@pytest.mark.parametrize("status", [403, 429])
def test_who_is_busy_and_does_not_say_for_how_long_is_left_for_a_while(after: str, status: int) -> None:
    headers = {"retry_after": after} if after else {}
    with serve(error(status, "userRateLimitExceeded", **headers)) as server, pytest.raises(TryLater) as told:
        read(asking(server))
    assert (len(server.asked), told.value.after) == (1, api.AFTER)


@pytest.mark.parametrize(("after", "days"), [("31536000", 1), ("Fri, 01 Jan 2100 00:00:00 GMT", 1), ("Sun, 01 Nov 2026 07:00:00 GMT", 0)])  # fmt: skip
def test_nobody_is_waited_for_longer_than_a_day_or_into_the_past(after: str, days: int) -> None:
    with serve(error(429, retry_after=after)) as server, pytest.raises(TryLater) as told:
        read(asking(server))
    assert told.value.after == timedelta(days=days)


# What an error means.

RATE, QUOTA = api.AFTER, api.FOR_HOURS
SAMPLES: list[tuple[str, type[ConnectorError]]] = [
    ("400_empty_range", Refused),
    ("400_sync_token", Refused),
    ("401", SignInNeeded),
    ("403_not_organizer", Refused),
    ("403_quota", TryLater),
    ("403_rate", TryLater),
    ("403_service_account", Refused),
    ("403_user_rate", TryLater),
    ("404", NotThere),
    ("409", Refused),
    ("410_deleted", NotThere),
    ("410_full_sync", MarkExpired),
    ("410_too_long_ago", MarkExpired),
    ("412", Changed),
    ("429", TryLater),
    ("500", TryLater),
]


@pytest.mark.parametrize(("name", "kind"), SAMPLES)
def test_a_documented_error_is_named_after_what_comes_next(name: str, kind: type[ConnectorError]) -> None:
    told = sample(f"google/error_{name}")
    with serve(answer_json(told, int(name[:3]))) as server:
        google = asking(server)
        with pytest.raises(kind) as raised:
            read(google)
    assert type(raised.value) is kind
    assert google.spent.throttled == (name in ("403_rate", "403_user_rate", "429"))


@pytest.mark.parametrize(
    ("status", "reason", "kind"),
    [
        (302, "", TryLater),
        (400, "invalid", Refused),
        (403, "", AccessDenied),
        (403, "forbidden", AccessDenied),
        (403, "insufficientPermissions", SignInNeeded),
        (403, "ACCESS_TOKEN_SCOPE_INSUFFICIENT", SignInNeeded),
        (403, "accessNotConfigured", AccessDenied),
        (403, "dailyLimitExceeded", TryLater),
        (403, "calendarUsageLimitsExceeded", TryLater),
        (410, "", MarkExpired),
        (418, "", Refused),
        (429, "quotaExceeded", TryLater),
        (501, "notImplemented", TryLater),
    ],
)
def test_an_error_is_named_after_what_comes_next(status: int, reason: str, kind: type[ConnectorError]) -> None:
    with serve(error(status, reason)) as server, pytest.raises(kind) as told:
        read(asking(server))
    assert type(told.value) is kind


@pytest.mark.parametrize(
    ("status", "reason", "after"),
    [
        (403, "rateLimitExceeded", RATE),
        (403, "userRateLimitExceeded", RATE),
        (429, "", RATE),
        (403, "quotaExceeded", QUOTA),
        (429, "quotaExceeded", QUOTA),
        (403, "calendarUsageLimitsExceeded", QUOTA),
        (403, "dailyLimitExceeded", QUOTA),
    ],
)
def test_a_rate_passes_soon_and_a_limit_after_hours(status: int, reason: str, after: timedelta) -> None:
    with serve(error(status, reason)) as server, pytest.raises(TryLater) as told:
        read(asking(server))
    assert told.value.after == after


def test_a_limit_that_says_how_long_it_holds_is_taken_at_its_word() -> None:
    with serve(error(403, "quotaExceeded", retry_after="7200.5")) as server, pytest.raises(TryLater) as told:
        read(asking(server))
    assert told.value.after == timedelta(seconds=7200.5)


@pytest.mark.parametrize(
    ("reason", "kind", "key"),
    [
        ("insufficientPermissions", SignInNeeded, "consent"),
        ("accessNotConfigured", AccessDenied, "operator_registration"),
        ("forbidden", AccessDenied, ""),
    ],
)
def test_who_has_to_mend_it_is_said(reason: str, kind: type[SignInNeeded | AccessDenied], key: str) -> None:
    with serve(error(403, reason)) as server, pytest.raises(kind) as told:
        read(asking(server))
    assert told.value.key == key


def test_an_error_comes_as_it_came_for_who_knows_what_to_make_of_it() -> None:
    with serve(error(409, "duplicate", retry_after="1.5")) as server, pytest.raises(GoogleError) as told:
        google = asking(server)
        google.try_asking(google.events.insert(calendarId="primary", body={}))
    assert (told.value.status, told.value.reason, told.value.after) == (409, "duplicate", timedelta(seconds=1.5))


NO_JSON = [b"", b"<html>", b"[]", b"null", b'"x"', b'{"error": 1}', b'{"error": []}', b'{"error": {"errors": {}}}',
           b'{"error": {"errors": [7]}}', b"[" * 100_000, b"\xff", b'{"error": {"errors": [{"reason": ["a"]}]}}']  # fmt: skip


@pytest.mark.parametrize("body", NO_JSON)
@pytest.mark.parametrize(("status", "kind"), [(403, AccessDenied), (404, NotThere), (412, Changed), (429, TryLater)])
def test_an_error_that_is_no_json_goes_by_its_status(body: bytes, status: int, kind: type[ConnectorError]) -> None:
    with serve(Answer(body, status)) as server, pytest.raises(kind):
        read(asking(server))


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"errors": [{"reason": "notFound"}], "status": "NOT_FOUND"}, "notFound"),
        ({"errors": [{"reason": "a"}, {"reason": "b"}]}, "a"),
        ({"errors": [], "status": "NOT_FOUND"}, "NOT_FOUND"),
        ({"errors": [{"reason": None}], "status": "NOT_FOUND"}, "NOT_FOUND"),
        ({"errors": None, "status": "UNAUTHENTICATED"}, "UNAUTHENTICATED"),
        ({"errors": [{"reason": f"{ASTRID.address} has none"}]}, ""),
        ({"errors": [{"reason": "not\nFound"}], "status": 404}, ""),
        ({"errors": [{"reason": "x" * 101}]}, ""),
        ({"errors": [{"reason": "\ud83d"}]}, ""),
    ],
)
def test_a_reason_is_the_first_and_a_word(said: dict[str, Any], reason: str) -> None:
    assert reason_of(json.dumps({"error": said}).encode()) == reason


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b'{"value": 7}', b"<html>", b"\xff", b'{"value": "\xff"}', b'{"x": ' + b"[" * 100_000]
)
def test_an_answer_of_another_shape_is_half_an_answer(body: bytes) -> None:
    with pytest.raises(TryLater) as told:
        read_json(body, Setting)
    assert told.value.after == api.AFTER
    assert read_json(SAID, Setting) == Setting("sv")


# Tokens, and to whom they go.


@pytest.mark.parametrize("do", [*SAFE, *ONLY_ONCE])
def test_a_token_no_longer_taken_is_renewed_once(do: Do) -> None:
    keys = Keys()
    with serve(in_turn(error(401, "authError"), ONCE)) as server:
        google = asking(server, keys)
        assert do(google) == SAID
        assert authorization(server) == ["Bearer token1", "Bearer token2"]
        first, second = server.asked
    assert (first.path, first.params, first.body) == (second.path, second.params, second.body)
    assert ([force for force, _ in keys.asked], google.spent.requests) == ([False, True], 2)


@pytest.mark.parametrize("do", [read, make])
def test_who_is_turned_away_twice_signs_in_again(do: Do) -> None:
    with serve(error(401, "authError")) as server, pytest.raises(SignInNeeded):
        do(asking(server))
    assert len(server.asked) == 2


@pytest.mark.parametrize("problem", [SignInNeeded("no"), AccessDenied("no"), TryLater("no", timedelta(minutes=1))])
@pytest.mark.parametrize("which", [1, 2])
def test_where_no_token_is_to_be_had_that_is_what_is_told(problem: Exception, which: int) -> None:
    with serve(error(401)) as server, pytest.raises(type(problem)) as told:
        read(asking(server, Keys(fails={which: problem})))
    assert told.value is problem
    assert len(server.asked) == which - 1


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("do", [*SAFE, *ONLY_ONCE])
def test_nobody_is_followed_elsewhere_and_nobody_there_gets_a_token(status: int, do: Do) -> None:
    with serve(ONCE) as other:
        with serve(Answer(b"", status, {"Location": f"{other.url}/calendar/v3/x"})) as server:
            with pytest.raises(TryLater):
                do(asking(server))
            assert len(server.asked) == 1
        assert other.asked == []


@pytest.mark.parametrize("name", ["//evil.example", "@evil.example", "../../x", "a b?c#d&e=f", "å%2F", "https://evil.example/"])  # fmt: skip
def test_an_id_stays_one_part_of_a_path_at_google_whatever_it_says(name: str) -> None:
    with serve(ONCE) as server:
        google = asking(server)
        google.ask(google.events.get(calendarId="primary", eventId=name))
        (asked,) = server.asked
    assert asked.path == f"/calendar/v3/calendars/primary/events/{name}"
    assert asked.params == {"alt": "json"}


def test_without_an_address_of_its_own_it_is_googles_that_is_asked() -> None:
    google = Google(Keys())
    assert google.settings.get(setting="locale").uri.startswith("https://www.googleapis.com/calendar/v3/")
    assert google.mail.messages().send(userId="me").uri.startswith("https://gmail.googleapis.com/gmail/v1/")


# What never comes whole.


def test_an_answer_that_drips_is_not_waited_for() -> None:
    slow = Answer(b'{"items": [' + b" " * 2_000 + b"]}", drip=0.05)
    with serve(slow) as server, pytest.raises(TryLater):
        read(asking(server, patience=Patience(total=timedelta(seconds=0.2))))


def test_an_answer_that_never_begins_is_not_waited_for() -> None:
    short = Patience(read=timedelta(seconds=0.05))
    with serve(Answer(hang=True)) as server:
        with pytest.raises(TryLater):
            read(asking(server, patience=short, retries=0))
        with pytest.raises(Unclear):
            make(asking(server, patience=short))


@pytest.mark.parametrize("packed", [True, False])
@pytest.mark.parametrize(("do", "kind"), [(read, TryLater), (make, Unclear)])
def test_an_answer_without_end_is_not_read_to_its_end(
    monkeypatch: pytest.MonkeyPatch, do: Do, kind: type[ConnectorError], *, packed: bool
) -> None:
    monkeypatch.setattr(door, "LARGEST", 100_000)
    body = b" " * 1_000_000
    bomb = gzip.compress(body)
    answer = Answer(bomb, headers={"Content-Encoding": "gzip"}) if packed else Answer(body)
    with serve(answer) as server:
        google = asking(server, retries=0)
        with pytest.raises(kind):
            do(google)
    assert google.spent.failed == 1
    assert 0 < google.spent.bytes <= (len(bomb) if packed else 300_000)


def test_an_answer_as_large_as_may_be_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "LARGEST", len(SAID))
    with serve(Answer(gzip.compress(SAID), headers={"Content-Encoding": "gzip"})) as server:
        google = asking(server)
        assert read(google) == SAID
    assert google.spent.bytes == len(gzip.compress(SAID))


@pytest.mark.parametrize("packed", [True, False])
def test_what_was_cut_short_after_a_change_is_unclear(packed: bool) -> None:
    whole = gzip.compress(SAID * 100) if packed else SAID
    cut = Answer(whole[:-9], cut=True, headers={"Content-Encoding": "gzip"} if packed else {})
    with serve(cut) as server:
        google = asking(server)
        for do in ONLY_ONCE:
            with pytest.raises(Unclear):
                do(google)
        for do in SAFE:
            with pytest.raises(TryLater):
                do(google)
        assert google.spent.failed == len(ONLY_ONCE) + len(SAFE)


def test_what_says_it_is_packed_and_is_not_is_left_for_later() -> None:
    with serve(Answer(SAID, headers={"Content-Encoding": "gzip"})) as server, pytest.raises(TryLater):
        read(asking(server))


def test_a_change_nobody_answers_is_unclear_and_a_reading_is_left_for_later() -> None:
    with a_rig() as rig:
        rig.simulated.next(troubles.lost_answer(), method="POST")
        google = rig.google()
        told = {edge: {"dateTime": moment.isoformat()} for edge, moment in at(1).items()}
        with pytest.raises(Unclear):
            google.ask(google.events.insert(calendarId="primary", body={"summary": "Resa", **told}))
        assert [one["summary"] for one in rig.box.events()] == ["Resa"]
        rig.simulated.next(*[troubles.hang_up()] * OFTEN)
        with pytest.raises(TryLater):
            read(google)
        assert google.spent.failed == 2


@pytest.mark.parametrize("do", [*SAFE, *ONLY_ONCE])
def test_where_nobody_listens_nothing_has_happened(do: Do) -> None:
    google = asking(where_nobody_listens())
    with pytest.raises(TryLater):
        do(google)
    assert google.spent.failed == 1


# What it costs, whom it trusts, and what is told of it.


def test_every_page_that_was_asked_for_counts_also_one_asked_for_again() -> None:
    with a_rig() as rig:
        for days in range(1, 30):
            rig.box.add(summary="möte", **at(days))
        google = rig.google()
        rig.simulated.next(troubles.broken(503), path="*/events")
        Held().take(rig.calendar(google, page=10).changes(window()))
        counts = google.spent.counts()
        assert counts["requests"] == rig.simulated.requests == 6
        assert (counts["throttled"], counts["failed"]) == (0, 0)


@pytest.mark.parametrize("packed", [True, False])
def test_bytes_are_counted_as_they_came(packed: bool) -> None:
    with a_rig() as rig:
        rig.simulated.packed = packed
        rig.box.add(summary="möte", **at(1))
        google = rig.google()
        Held().take(rig.calendar(google).changes(window()))
        assert google.spent.bytes == rig.simulated.bytes_sent


@pytest.mark.parametrize(
    ("trouble", "count"),
    [
        (troubles.throttled(), 1),
        (troubles.throttled_project(), 1),
        (troubles.throttled_user(), 1),
        (troubles.denied(), 0),
        (troubles.gone(), 0),
    ],
)
def test_only_being_asked_to_slow_down_counts_as_that(trouble: troubles.Trouble, count: int) -> None:
    with a_rig() as rig:
        rig.simulated.next(trouble)
        google = rig.google()
        with pytest.raises(ConnectorError):
            read(google)
        assert (google.spent.throttled, google.spent.failed, google.spent.requests) == (count, 0, 1)


def test_what_the_environment_says_of_proxies_passwords_and_certificates_is_not_heard(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login astrid password bulle\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "none"))
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(tmp_path / "none"))
    with serve(ONCE) as proxy, serve(ONCE) as server:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, proxy.url)
        for name in ("NO_PROXY", "no_proxy"):
            monkeypatch.delenv(name, raising=False)
        read(asking(server))
        assert (len(server.asked), proxy.asked) == (1, [])
        assert authorization(server) == ["Bearer token1"]


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


def test_a_google_behind_a_certificate_of_the_companys_own_is_trusted_where_we_are_told(authority: Authority) -> None:
    with google_server(authority.server("localhost")) as simulated:
        rig = Rig(simulated, simulated.calendar(ASTRID.address))
        assert msgspec.json.decode(read(rig.google(trust=authority.trust)))["value"] == "sv"
        with pytest.raises(TryLater):
            read(rig.google())
        with pytest.raises(TryLater):
            make(rig.google())
        assert len(simulated.asked) == 1


SECRETS = (ASTRID.address, "Hemlig", "Slussgatan", "token1", "token2", "hemlig-sida", "127.0.0.1")


def search(google: Google) -> bytes:
    asked = {"q": "Hemlig offert", "pageToken": "hemlig-sida"}
    return google.ask(google.events.list(calendarId=ASTRID.address, **asked))


def invite(google: Google) -> bytes:
    body = {"summary": "Hemlig offert", "location": "Slussgatan 1", "attendees": [{"email": ASTRID.address}]}
    return google.ask(google.events.insert(calendarId=ASTRID.address, body=body))


@pytest.mark.parametrize(
    "answer",
    [
        error(401),
        error(403, "forbidden"),
        error(403, "forbiddenForNonOrganizer"),
        error(400, f"{ASTRID.address}: Hemlig offert"),
        error(503, "Hemlig offert"),
        error(302, "", location="https://127.0.0.1/?q=Hemlig"),
        answer_json({"error": {"errors": [{"message": f"{ASTRID.address}: Hemlig offert"}]}}, 400),
        answer_json({"error": {"status": f"Hemlig\n{ASTRID.address}"}}, 400),
        Answer(b"Hemlig offert", 404),
        Answer(b"{", cut=True),
    ],
)
@pytest.mark.parametrize("do", [search, invite])
def test_what_is_written_down_names_nobody_and_nothing(
    caplog: pytest.LogCaptureFixture, answer: Answer, do: Do
) -> None:
    caplog.set_level(logging.DEBUG)
    with serve(answer) as server, pytest.raises(ConnectorError) as told:
        do(asking(server))
    said = caplog.text + str(told.value) + str(told.value.__cause__)
    assert [secret for secret in SECRETS if secret in said] == []


@pytest.mark.parametrize("do", [search, invite])
def test_what_breaks_is_written_down_without_its_address(caplog: pytest.LogCaptureFixture, do: Do) -> None:
    caplog.set_level(logging.DEBUG)
    with pytest.raises(TryLater) as told:
        do(asking(where_nobody_listens()))
    assert leaks(caplog.records, SECRETS) == []
    assert told.value.__cause__ is None
    assert told.value.__suppress_context__, "the error of the library has the whole address"


def test_every_request_says_who_asks_and_for_which_version() -> None:
    with serve(ONCE) as server:
        google = asking(server)
        read(google)
        write(google, tag='"3544869600000002"')
        write(google)
    first, second, third = (one.headers for one in server.asked)
    assert first["user-agent"].startswith("Kanelbulle/")
    assert first["user-agent"].endswith("(gzip)"), "or Google packs nothing"
    assert "gzip" in first["accept-encoding"]
    assert (second["if-match"], second["content-type"]) == ('"3544869600000002"', "application/json")
    assert not {"if-match"} & (first.keys() | third.keys())
    assert server.asked[1].json == {"summary": "å"}


def test_a_version_goes_along_also_when_asked_again_and_with_a_newer_token() -> None:
    with serve(in_turn(error(503), error(401), error(503), ONCE)) as server:
        google = asking(server)
        assert write(google, tag='"7"') == SAID
        assert [one.headers["if-match"] for one in server.asked] == ['"7"'] * 4
        assert authorization(server) == ["Bearer token1"] * 2 + ["Bearer token2"] * 2
        assert google.spent.requests == 4


def test_a_calendar_is_read_on_with_a_token_that_was_renewed_in_the_middle() -> None:
    with a_rig() as rig:
        for days in range(1, 10):
            rig.box.add(summary=f"möte {days}", **at(days))
        rig.simulated.next(troubles.unauthorized(), path="*/events")
        assert len(rig.read(page=3).titles) == 9
        assert rig.asked_for.count(True) == 1
