"""Whatever Graph answers, or does not, comes out as a value or as the error that says what comes next; and our token goes
to Graph alone."""

import gzip
import json
import logging
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from threading import Lock
from typing import Any

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
from connectors.microsoft import api
from connectors.microsoft.answers import GraphError, Reply, deepest_code, meaning
from connectors.microsoft.api import Graph, Part
from connectors.web import asking as door
from connectors.web.deadline import Patience
from tests.connectors.asking import Keys, authorization, in_turn, leaks, where_nobody_listens
from tests.connectors.microsoft.held import QUICK, Held, a_rig, at, window
from tests.simulators.certificates import Authority
from tests.simulators.loopback import Answer, Asked, Loopback, answer_json, serve
from tests.simulators.microsoft import troubles
from tests.simulators.microsoft.graph import graph_server
from tests.world import ASTRID, NOW

ME = "/me/mailboxSettings"
SAID = b'{"timeZone": "UTC"}'
ONCE, OFTEN = Answer(SAID), 4


def graph(server: Loopback | str, keys: Keys | None = None, **more: Any) -> Graph:
    url = server if isinstance(server, str) else f"{server.url}/v1.0"
    return Graph(
        keys or Keys(), **{"url": url, "backoff": timedelta(), "patience": QUICK, "clock": lambda: NOW, **more}
    )


def error(status: int, code: str = "", **headers: str) -> Answer:
    inner = {"date": "2026-11-23T07:00:00", "request-id": "r", "client-request-id": "c"}
    return answer_json({"error": {"code": code, "message": "No.", "innerError": inner}}, status, **headers)


# What is asked again by itself, and what is not.


@pytest.mark.parametrize("status", [500, 502, 503, 504])
@pytest.mark.parametrize("method", ["GET", "PATCH", "DELETE"])
def test_a_fault_of_their_own_is_asked_again_and_each_time_counts(status: int, method: str) -> None:
    with serve(in_turn(error(status), error(status), ONCE)) as server:
        asking = graph(server)
        assert asking.ask(method, "/mailboxSettings") == Reply(200, SAID)
        assert len(server.asked) == asking.spent.requests == 3


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_fault_that_lasts_is_left_for_later(status: int) -> None:
    with serve(error(status)) as server, pytest.raises(TryLater) as told:
        graph(server).get("/mailboxSettings")
    assert (len(server.asked), told.value.after) == (OFTEN, api.AFTER)


@pytest.mark.parametrize("after", ["0", "2.128", "120", "Mon, 23 Nov 2026 07:02:00 GMT"])
@pytest.mark.parametrize("status", [429, 500, 503, 504])
def test_who_says_when_to_come_back_is_not_asked_before(status: int, after: str) -> None:
    seconds = 120 if "Nov" in after else float(after)
    with serve(error(status, "TooManyRequests", retry_after=after)) as server:
        asking = graph(server)
        with pytest.raises(TryLater) as told:
            asking.get("/mailboxSettings")
    assert (len(server.asked), told.value.after) == (1, timedelta(seconds=seconds))
    assert asking.spent.throttled == 1


@pytest.mark.parametrize("after", ["", "soon", "-5", "inf", "nan"])
def test_who_is_busy_and_does_not_say_for_how_long_is_left_for_a_minute(after: str) -> None:
    with serve(error(429, **({"retry_after": after} if after else {}))) as server, pytest.raises(TryLater) as told:
        graph(server).get("/mailboxSettings")
    assert (len(server.asked), told.value.after) == (1, timedelta(minutes=1))


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_what_might_be_done_twice_is_asked_once(status: int) -> None:
    with serve(error(status)) as server, pytest.raises(TryLater):
        graph(server).ask("POST", "/events", json={})
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [
        (400, "ErrorInvalidIdMalformed", Refused),
        (401, "InvalidAuthenticationToken", SignInNeeded),
        (403, "ErrorAccessDenied", AccessDenied),
        (404, "ErrorItemNotFound", NotThere),
        (404, "MailboxNotEnabledForRESTAPI", NotThere),
        (409, "ResourceConflict", Changed),
        (412, "ErrorIrresolvableConflict", Changed),
        (410, "SyncStateNotFound", MarkExpired),
        (410, "", MarkExpired),
        (400, "syncStateNotFound", MarkExpired),
        (404, "SyncStateInvalid", MarkExpired),
        (400, "resyncRequired", MarkExpired),
        (501, "NotImplemented", TryLater),
        (302, "", TryLater),
        (418, "", Refused),
    ],
)
def test_an_error_is_named_after_what_comes_next(status: int, code: str, kind: type[ConnectorError]) -> None:
    with serve(error(status, code, location="https://elsewhere.example/")) as server, pytest.raises(kind) as told:
        graph(server).get("/mailboxSettings")
    assert type(told.value) is kind


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b'{"error": 1}', b'{"error": []}', b"[" * 100_000, b"\xff"])
def test_an_error_that_is_no_json_goes_by_its_status(body: bytes) -> None:
    with serve(Answer(body, 403)) as server, pytest.raises(AccessDenied):
        graph(server).get("/mailboxSettings")


# Tokens.

CLAIMS = '{"access_token": {"nbf": {"essential": true, "value": "1772442000"}, "x": "~~?>"}}'
ENCODED = (
    "eyJhY2Nlc3NfdG9rZW4iOiB7Im5iZiI6IHsiZXNzZW50aWFsIjogdHJ1ZSwgInZhbHVlIjogIjE3NzI0NDIwMDAifSwgIngiOiAifn4/PiJ9fQ=="
)


@pytest.mark.parametrize(
    ("challenge", "claims"),
    [
        ('Bearer realm="", error="invalid_token"', None),
        ("", None),
        (f'Bearer realm="", error="insufficient_claims", claims="{ENCODED}"', CLAIMS),
        (f'Bearer claims="{ENCODED.rstrip("=")}", error="insufficient_claims"', CLAIMS),
        (f'Bearer claims="{ENCODED.replace("/", "_")}"', CLAIMS),
        ('Bearer claims="%%%"', ""),
        ('Bearer claims="/w=="', None),
    ],
)
def test_a_token_no_longer_taken_is_renewed_once_with_what_is_wanted_of_it(challenge: str, claims: str | None) -> None:
    keys = Keys()
    with serve(in_turn(error(401, www_authenticate=challenge), ONCE)) as server:
        assert graph(server, keys).get("/mailboxSettings") == SAID
        assert authorization(server) == ["Bearer token1", "Bearer token2"]
    assert [one for one, _ in keys.asked] == [False, True]
    assert (keys.asked[1][1] or None) == (claims or None)


def test_who_is_turned_away_twice_signs_in_again() -> None:
    with serve(error(401)) as server, pytest.raises(SignInNeeded):
        graph(server).get("/mailboxSettings")
    assert len(server.asked) == 2


@pytest.mark.parametrize("problem", [SignInNeeded("no"), AccessDenied("no"), TryLater("no", timedelta(minutes=1))])
@pytest.mark.parametrize("which", [1, 2])
def test_where_no_token_is_to_be_had_that_is_what_is_told(problem: Exception, which: int) -> None:
    with serve(error(401)) as server, pytest.raises(type(problem)) as told:
        graph(server, Keys(fails={which: problem})).get("/mailboxSettings")
    assert told.value is problem
    assert len(server.asked) == which - 1


LINKS = [
    "{scheme}://127.0.0.1:{other}/v1.0/me/calendarView/delta?$skiptoken=x",
    "https://127.0.0.1:{port}/v1.0/me/calendarView/delta?$skiptoken=x",
    "{scheme}://localhost:{port}/v1.0/me/calendarView/delta",
    "{scheme}://127.0.0.1:{port}@localhost:{other}/v1.0",
    "{scheme}://astrid@127.0.0.1:{port}/v1.0",
    "{scheme}://127.0.0.1:{port}\\@localhost:{other}/v1.0",
    "{scheme}://127.0.0.1:{port}.evil.example/v1.0",
    "{scheme}://[::1/v1.0",
    "ftp://127.0.0.1:{port}/v1.0",
    "file:///etc/passwd",
    "://",
]


@pytest.mark.parametrize("link", LINKS)
def test_a_link_that_leads_elsewhere_is_not_followed_and_gets_no_token(link: str) -> None:
    with serve(ONCE) as server, serve(ONCE) as other:
        ports = {"port": server.url.rpartition(":")[2], "other": other.url.rpartition(":")[2]}
        keys = Keys()
        with pytest.raises(MarkExpired):
            graph(server, keys).get(link.format(scheme="http", **ports))
        assert (server.asked, other.asked, keys.asked) == ([], [], [])


@pytest.mark.parametrize("path", ["//evil.example/v1.0", "@evil.example", "/../../x", "evil.example/v1.0"])
def test_a_path_stays_at_graph_whatever_it_says(path: str) -> None:
    with serve(ONCE) as server:
        graph(server).get(path)
        assert len(server.asked) == 1


@pytest.mark.parametrize("which", ["@odata.nextLink", "@odata.deltaLink"])
def test_a_page_that_leads_elsewhere_ends_the_reading(which: str) -> None:
    with serve(ONCE) as other:
        page = {"value": [], which: f"{other.url}/v1.0/me/calendarView/delta?$skiptoken=x"}
        answers = {"/v1.0/me/mailboxSettings": {}, "/v1.0/me/calendarView/delta": page}
        with serve(lambda asked: answer_json(answers[asked.path])) as server, a_rig() as rig:
            calendar = rig.calendar(graph(server))
            held = Held()
            with pytest.raises(MarkExpired):
                held.take(calendar.changes(window()))
                held.take(calendar.changes(window(), held.mark))
        assert other.asked == []


# What never comes whole.


def test_an_answer_that_drips_is_not_waited_for() -> None:
    slow = Answer(b'{"value": [' + b" " * 2_000 + b"]}", drip=0.05)
    with serve(slow) as server, pytest.raises(TryLater):
        graph(server, patience=Patience(total=timedelta(seconds=0.2))).get("/mailboxSettings")


def test_an_answer_that_never_begins_is_not_waited_for() -> None:
    short = Patience(read=timedelta(seconds=0.05))
    with serve(Answer(hang=True)) as server:
        with pytest.raises(TryLater):
            graph(server, patience=short, retries=0).get("/mailboxSettings")
        with pytest.raises(Unclear):
            graph(server, patience=short).ask("POST", "/events", json={})


@pytest.mark.parametrize("packed", [True, False])
def test_an_answer_without_end_is_not_read_to_its_end(monkeypatch: pytest.MonkeyPatch, packed: bool) -> None:
    monkeypatch.setattr(door, "LARGEST", 100_000)
    body = b" " * 1_000_000
    answer = Answer(gzip.compress(body), headers={"Content-Encoding": "gzip"}) if packed else Answer(body)
    with serve(answer) as server, pytest.raises(TryLater):
        graph(server, retries=0).get("/mailboxSettings")


@pytest.mark.parametrize("packed", [True, False])
def test_what_was_cut_short_after_a_change_is_unclear(packed: bool) -> None:
    whole = gzip.compress(SAID * 100) if packed else SAID
    cut = Answer(whole[:-9], cut=True, headers={"Content-Encoding": "gzip"} if packed else {})
    with serve(cut) as server:
        with pytest.raises(Unclear):
            graph(server).ask("POST", "/events", json={})
        with pytest.raises(TryLater):
            graph(server).get("/mailboxSettings")


def test_a_change_nobody_answers_is_unclear_and_a_reading_is_left_for_later() -> None:
    with a_rig() as rig:
        rig.simulated.next(troubles.lost_answer(), path="/me/events", method="POST")
        asking = rig.graph()
        with pytest.raises(Unclear):
            asking.ask("POST", "/events", json={"subject": "Resa", **told_times()})
        assert [one["subject"] for one in rig.box.events()] == ["Resa"]
        rig.simulated.next(*[troubles.hang_up()] * OFTEN)
        with pytest.raises(TryLater):
            asking.get("/mailboxSettings")
        assert asking.spent.failed == 2


def told_times() -> dict[str, Any]:
    stamps = {edge: f"{moment:%Y-%m-%dT%H:%M:%S}" for edge, moment in at(1).items()}
    return {edge: {"dateTime": stamp, "timeZone": "W. Europe Standard Time"} for edge, stamp in stamps.items()}


@pytest.mark.parametrize("method", ["GET", "POST", "PATCH", "DELETE"])
def test_where_nobody_listens_nothing_has_happened(method: str) -> None:
    url = f"{where_nobody_listens()}/v1.0"
    with pytest.raises(TryLater):
        graph(url).ask(method, "/events/1", json={})


# Batches.


def told(server_parts: Callable[[str], Any]) -> Callable[[Asked], Answer]:
    """A batch answered part by part, by its url; None leaves one out."""

    def answer(asked: Asked) -> Answer:
        requests = asked.json["requests"]  # type: ignore[index]
        assert len(requests) <= 20
        answers = [(one["id"], server_parts(one["url"])) for one in reversed(requests)]
        return answer_json({"responses": [{"id": name, **said} for name, said in answers if said is not None]})

    return answer


def fine(url: str) -> dict[str, Any]:
    return {"status": 200, "headers": {}, "body": {"is": url}}


def parts(count: int) -> list[Part]:
    return [Part(f"/events/{number}") for number in range(count)]


@pytest.mark.parametrize("count", [0, 1, 20, 21, 45])
def test_the_parts_of_a_batch_come_back_in_the_order_asked(count: int) -> None:
    with serve(told(fine)) as server:
        asking = graph(server)
        found = asking.batch(parts(count))
    assert [one.json()["is"] for one in found if isinstance(one, Reply)] == [f"/me/events/{n}" for n in range(count)]
    assert (len(server.asked), asking.spent.requests) == (-(-count // 20), count)


def test_each_part_says_which_ids_it_wants() -> None:
    with serve(told(fine)) as server:
        graph(server).batch([Part("/events/1", ('outlook.body-content-type="text"',))])
    (asked,) = server.asked[0].json["requests"]  # type: ignore[index]
    assert asked["headers"] == {"Prefer": 'IdType="ImmutableId", outlook.body-content-type="text"'}
    assert asked["method"] == "GET"


def test_a_part_that_failed_is_an_error_beside_the_others() -> None:
    odd = {
        "/me/events/1": {"status": 404, "body": {"error": {"code": "ErrorItemNotFound", "message": "No."}}},
        "/me/events/2": {"status": 429, "headers": {"Retry-After": "2.128"}, "body": {"error": {"code": "Busy"}}},
        "/me/events/3": {"status": 500, "headers": None, "body": "PGh0bWw+"},
        "/me/events/4": {"status": 503},
    }
    with serve(told(lambda url: odd.get(url) or fine(url))) as server:
        asking = graph(server)
        found = asking.batch(parts(6))
    assert [type(one) for one in found] == [Reply, GraphError, GraphError, GraphError, GraphError, Reply]
    errors = [meaning(one) for one in found if isinstance(one, GraphError)]
    assert [type(one) for one in errors] == [NotThere, TryLater, TryLater, TryLater]
    assert [one.after for one in errors if isinstance(one, TryLater)] == [
        timedelta(seconds=2.128), api.AFTER, api.AFTER,
    ]  # fmt: skip
    assert asking.spent.throttled == 2


@pytest.mark.parametrize(
    "body",
    [
        {"responses": []},
        {"responses": [{"id": "1", "status": 200}]},
        {"responses": [{"id": "nought", "status": 200}]},
        {"responses": [{"id": "0"}]},
        {"responses": {}},
        {},
        [],
    ],
)
def test_a_batch_that_leaves_something_out_is_asked_for_later(body: object) -> None:
    with serve(answer_json(body)) as server, pytest.raises(TryLater):
        graph(server).batch(parts(1))


def test_a_batch_that_was_lost_is_nothing_but_readings() -> None:
    with serve(Answer(b"{", cut=True)) as server, pytest.raises(TryLater):
        graph(server).batch(parts(2))


def test_parts_turned_away_are_asked_for_once_more_with_a_newer_token() -> None:
    shut = {
        "status": 401,
        "headers": {"WWW-Authenticate": f'Bearer claims="{ENCODED}"'},
        "body": {"error": {"code": "InvalidAuthenticationToken"}},
    }

    def answer(asked: Asked) -> Answer:
        fresh = asked.headers["authorization"] == "Bearer token2"
        return told(lambda url: shut if url.endswith("1") and not fresh else fine(url))(asked)

    keys = Keys()
    with serve(answer) as server:
        found = graph(server, keys).batch(parts(3))
    assert [one.status for one in found] == [200, 200, 200]
    assert (True, CLAIMS) in keys.asked
    assert len(server.asked[1].json["requests"]) == 1  # type: ignore[index]


# Codes.


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({}, ""),
        ({"code": "a"}, "a"),
        ({"code": "a", "innerError": {"code": "b"}}, "b"),
        ({"code": "a", "innererror": {"code": "b", "innerError": {"code": "c"}}}, "c"),
        ({"code": "a", "innerError": {"request-id": "r"}}, "a"),
        ({"code": "a", "innerError": {"code": "500"}}, "a"),
        ({"code": "a", "innerError": {"code": None, "innererror": {"code": 7}}}, "a"),
        ({"code": "a", "innerError": "b"}, "a"),
        ({"code": "a", "innerError": [{"code": "b"}]}, "a"),
        ({"code": "x" * 1_000}, "x" * 100),
    ],
)
def test_the_innermost_code_that_is_a_word_counts(said: dict[str, Any], code: str) -> None:
    assert deepest_code(said) == code


def test_codes_are_not_looked_for_without_end() -> None:
    deep: dict[str, Any] = {"code": "z"}
    for _ in range(1_000):
        deep = {"code": "a", "innerError": deep}
    deep["innerError"]["itself"] = deep
    round_and_round: dict[str, Any] = {"code": "a"}
    round_and_round["innerError"] = round_and_round
    assert (deepest_code(deep), deepest_code(round_and_round)) == ("a", "a")


# What it costs, whom it trusts, and what is told of it.


@pytest.mark.parametrize("packed", [True, False])
def test_what_was_spent_is_what_graph_has_sent(packed: bool) -> None:
    with a_rig() as rig:
        rig.simulated.packed = packed
        for days in range(1, 30):
            rig.box.add(subject="möte", **at(days))
        asking = rig.graph()
        Held().take(rig.calendar(asking, page=10).changes(window()))
        counts = asking.spent.counts()
        assert (counts["requests"], counts["bytes"]) == (rig.simulated.requests, rig.simulated.bytes_sent)
        assert (counts["throttled"], counts["failed"]) == (0, 0)


def test_what_the_environment_says_of_proxies_passwords_and_certificates_is_not_heard(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login astrid password bulle\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "none"))
    with serve(ONCE) as proxy, serve(ONCE) as server:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, proxy.url)
        for name in ("NO_PROXY", "no_proxy"):
            monkeypatch.delenv(name, raising=False)
        graph(server).get("/mailboxSettings")
        assert (len(server.asked), proxy.asked) == (1, [])
        assert authorization(server) == ["Bearer token1"]


def test_one_reading_asks_for_one_thing_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    with a_rig() as rig:
        rig.simulated.masters_in_delta = False
        lock, busy, most, answer = Lock(), [0], [0], rig.simulated.answer

        def counted(*told: Any, **more: Any) -> Any:
            with lock:
                busy[0] += not more.get("part")
                most[0] = max(most[0], busy[0])
            try:
                return answer(*told, **more)
            finally:
                with lock:
                    busy[0] -= not more.get("part")

        rig.simulated._server.answer = counted
        for days in range(1, 30):
            rig.box.add(subject="möte", **at(days))
        held = rig.read(page=5)
        rig.now += timedelta(days=2)
        rig.read(held, page=5)
        assert most == [1]


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


def test_a_graph_behind_a_certificate_of_the_companys_own_is_trusted_where_we_are_told(authority: Authority) -> None:
    with graph_server(authority.server("localhost")) as simulated:
        token = simulated.token(simulated.mailbox(ASTRID.address))
        told = {"url": simulated.url, "backoff": timedelta()}
        assert b"timeZone" in Graph(lambda **_: token, trust=authority.trust, **told).get("/mailboxSettings")  # type: ignore[arg-type]
        stranger = Graph(lambda **_: token, **told)  # type: ignore[arg-type]
        with pytest.raises(TryLater):
            stranger.ask("POST", "/events", json={})
        assert simulated.requests == 1


SECRETS = (ASTRID.address, "Hemlig offert", "Slussgatan", "token1", "token2", "$skiptoken=hemlig")


@pytest.mark.parametrize(
    "answer",
    [
        error(403, "ErrorAccessDenied"),
        error(503, "Hemlig offert".replace(" ", "")),
        answer_json({"error": {"code": "x", "message": f"{ASTRID.address}: Hemlig offert"}}, 400),
        Answer(b"{", cut=True),
        error(401),
    ],
)
def test_what_is_written_down_names_nobody_and_nothing(caplog: pytest.LogCaptureFixture, answer: Answer) -> None:
    caplog.set_level(logging.DEBUG)
    with serve(answer) as server, pytest.raises(ConnectorError) as told:
        graph(server, me=f"/users/{ASTRID.address}").get(
            "/calendarView", {"$filter": "subject eq 'Hemlig offert'", "$skiptoken": "hemlig"}
        )
    assert leaks(caplog.records, SECRETS) == [secret for secret in SECRETS if secret in str(told.value)] == []
    assert "Hemlig" not in repr(Reply(200, b"Hemlig offert"))


def test_what_breaks_is_written_down_without_its_address(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    url = f"{where_nobody_listens()}/v1.0"
    with pytest.raises(TryLater):
        graph(url, me=f"/users/{ASTRID.address}").get("/calendarView", {"$search": "Hemlig offert"})
    assert leaks(caplog.records, SECRETS) == []


def test_every_request_says_who_asks_and_has_a_number_of_its_own() -> None:
    with serve(ONCE) as server:
        asking = graph(server)
        asking.get("/mailboxSettings")
        asking.ask("PATCH", "/events/1", json={"subject": "å"}, tag='W/"1"')
    first, second = (one.headers for one in server.asked)
    assert first["user-agent"].startswith("Kanelbulle/")
    assert first["client-request-id"] != second["client-request-id"]
    assert (second["if-match"], second["content-type"]) == ('W/"1"', "application/json")
    assert json.loads(server.asked[1].body) == {"subject": "å"}


def test_a_rig_reads_on_with_a_token_that_was_renewed_in_the_middle() -> None:
    with a_rig() as rig:
        for days in range(1, 10):
            rig.box.add(subject=f"möte {days}", **at(days))
        rig.simulated.next(troubles.challenged(), path="/me/calendarView/*")
        assert len(rig.read(page=3).titles) == 9
        assert [force for force, claims in rig.asked_for if claims] == [True]
