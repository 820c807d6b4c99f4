"""Who may ask Graph that is played here for what, in batches too, and how it fails when it is told to."""

import base64
import json
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.simulators.certificates import Authority
from tests.simulators.judges import sample, shape
from tests.simulators.microsoft import (
    Grant,
    Graph,
    Mailbox,
    broken,
    challenged,
    cut_short,
    gone,
    graph_server,
    half_json,
    hang_up,
    held,
    lost_answer,
    slow,
    throttled,
)
from tests.simulators.microsoft.client import (
    LASTING,
    WEEK,
    Client,
    code,
    meeting,
    named,
    visit,
)
from tests.simulators.microsoft.entra import CLIENT_ID, EVERYTHING, NORDVERK, RIVALEN, SECRET, entra_server

# Who may


@pytest.mark.parametrize(
    ("scope", "path", "status"),
    [
        ("Calendars.Read", f"/me/calendarView?{WEEK}", 200),
        ("Calendars.ReadBasic", f"/me/calendarView?{WEEK}", 200),
        ("Mail.Send", f"/me/calendarView?{WEEK}", 403),
        ("Calendars.ReadWrite", "/me/mailboxSettings", 403),
        ("Calendars.ReadWrite", "/places/microsoft.graph.room", 403),
        ("User.Read", "/me", 200),
    ],
)
def test_reading_needs_leave(graph: Graph, box: Mailbox, scope: str, path: str, status: int) -> None:
    assert Client(graph, graph.token(box, scope)).get(path).status_code == status


@pytest.mark.parametrize(
    ("path", "needs"),
    [("/me/events", "Calendars.ReadWrite"), ("/me/sendMail", "Mail.Send"), ("/me/messages", "Mail.ReadWrite")],
)
def test_writing_needs_leave(graph: Graph, box: Mailbox, path: str, needs: str) -> None:
    others = {"Calendars.ReadWrite", "Mail.Send", "Mail.ReadWrite", "Calendars.Read"} - {needs}
    assert code(Client(graph, graph.token(box, *others)).post(path, {})) == (403, "ErrorAccessDenied")


def test_basic_reading_hides_what_people_wrote(graph: Graph, box: Mailbox) -> None:
    event = meeting(box)
    seen = Client(graph, graph.token(box, "Calendars.ReadBasic")).get(named(event)).json()
    assert seen["subject"] == "Besök"
    assert not {"body", "bodyPreview"} & seen.keys()


def test_the_application_enters_by_name_and_only_where_it_may(graph: Graph, box: Mailbox) -> None:
    sven = graph.mailbox("sven@nordverk.example")
    client = Client(graph, graph.token(app=True, only=[box.address]))
    assert client.get(f"/users/{box.oid}/calendarView?{WEEK}").status_code == 200
    assert client.get(f"/users/ASTRID@nordverk.example/calendarView?{WEEK}").status_code == 200
    assert code(client.get(f"/users/{sven.oid}/calendarView?{WEEK}")) == (403, "ErrorAccessDenied")
    assert client.get(f"/me/calendarView?{WEEK}").status_code == 403
    assert code(client.get("/users/nobody@nordverk.example/calendar")) == (404, "ErrorInvalidUser")
    box.enabled = False
    assert code(client.get(f"/users/{box.oid}/calendar")) == (404, "MailboxNotEnabledForRESTAPI")


def test_a_person_does_not_enter_other_mailboxes(graph: Graph, client: Client) -> None:
    sven = graph.mailbox("sven@nordverk.example")
    assert code(client.get(f"/users/{sven.oid}/calendar")) == (403, "ErrorAccessDenied")


def test_tokens_may_be_judged_elsewhere(graph: Graph, box: Mailbox) -> None:
    grant = Grant(oid=box.oid, scopes=frozenset({"https://graph.microsoft.com/Calendars.Read"}))
    graph.accepts = lambda token: grant if token == "good" else None
    assert Client(graph, "good").get("/me/calendar").status_code == 200
    assert code(Client(graph, "bad").get("/me/calendar")) == (401, "InvalidAuthenticationToken")
    assert requests.get(f"{graph.url}/me/calendar", timeout=10).status_code == 401


def test_what_sign_in_has_given_is_good(graph: Graph, box: Mailbox, tmp_path: Path) -> None:
    with entra_server(Authority(tmp_path)) as entra:
        graph.trust_tokens_of(entra, "Calendars.Read", only=[box.address])
        form = {
            "client_id": CLIENT_ID,
            "client_secret": SECRET,
            "grant_type": "client_credentials",
            "scope": EVERYTHING,
        }
        url = f"{entra.url}/{NORDVERK}/oauth2/v2.0/token"
        given = requests.post(url, data=form, verify=entra.trust, timeout=10).json()["access_token"]
        client, other = Client(graph, given), graph.mailbox("olle@rivalen.example", tenant=RIVALEN)
        assert client.get(f"/users/{box.oid}/calendar").status_code == 200
        assert client.get(f"/users/{box.oid}/mailboxSettings").status_code == 403
        assert code(client.get(f"/users/{other.oid}/calendar")) == (404, "ErrorInvalidUser")
        assert Client(graph, "none").get(f"/users/{box.oid}/calendar").status_code == 401


# Batches


def test_parts_of_a_batch_are_answered_one_by_one_in_any_order(graph: Graph, client: Client, box: Mailbox) -> None:
    event = meeting(box)
    graph.next(throttled("3"), path="*/mailboxSettings")
    parts = [
        {"id": "1", "method": "GET", "url": f"{named(event)}?$select=subject", "headers": LASTING},
        {"id": "2", "method": "GET", "url": "/me/mailboxSettings"},
        {"id": "3", "method": "GET", "url": "/me/calendar", "dependsOn": ["2"]},
        {
            "id": "4",
            "method": "POST",
            "url": "me/events",
            "body": visit(),
            "headers": {"Content-Type": "application/json"},
        },
        {"id": "5", "method": "POST", "url": "/me/events", "body": visit()},
        {"id": "6", "method": "DELETE", "url": named(event)},
    ]
    answer = client.post("/$batch", {"requests": parts})
    found = {one["id"]: one for one in answer.json()["responses"]}
    assert [one["id"] for one in answer.json()["responses"]] != ["1", "2", "3", "4", "5", "6"]
    assert {name: one["status"] for name, one in found.items()} == {
        "1": 200,
        "2": 429,
        "3": 424,
        "4": 201,
        "5": 400,
        "6": 204,
    }
    assert found["1"]["body"]["id"] == event["id"]
    assert found["2"]["headers"]["Retry-After"] == "3"
    assert (graph.requests, len(graph.batched)) == (1, 4)
    assert shape(answer.json())["responses"][0].keys() == shape(sample("batch_answer"))["responses"][0].keys()


@pytest.mark.parametrize(
    "requests_",
    [
        None,
        [],
        [{"id": "1", "method": "GET"}],
        [{"id": "1", "method": "GET", "url": "/me"}] * 2,
        [{"id": str(number), "method": "GET", "url": "/me"} for number in range(21)],
        [{"id": "1", "method": "GET", "url": "/me", "dependsOn": ["2"]}],
    ],
)
def test_a_batch_that_is_none_is_refused(client: Client, requests_: Any) -> None:
    assert client.post("/$batch", {"requests": requests_}).status_code == 400


# What goes wrong


def test_what_is_told_to_go_wrong_goes_wrong_once_and_in_its_place(graph: Graph, client: Client) -> None:
    graph.next(throttled("7"), path="/me/calendar")
    graph.next(broken(503, "1"), gone())
    assert client.get("/me").status_code == 503
    assert client.get("/me/calendar").headers["Retry-After"] == "7"
    assert client.get("/me").status_code == 410
    assert [client.get(path).status_code for path in ("/me", "/me/calendar")] == [200, 200]


def test_a_challenge_names_its_claims(graph: Graph, client: Client) -> None:
    graph.next(challenged({"access_token": {"nbf": {"essential": True}}}))
    answer = client.get("/me")
    asks = answer.headers["WWW-Authenticate"]
    assert (answer.status_code, 'error="insufficient_claims"' in asks) == (401, True)
    assert json.loads(base64.b64decode(asks.split('claims="')[1].rstrip('"'))) == {
        "access_token": {"nbf": {"essential": True}}
    }


def test_a_lost_answer_has_done_what_was_asked(graph: Graph, client: Client, box: Mailbox) -> None:
    graph.next(hang_up())
    with pytest.raises(requests.ConnectionError):
        client.post("/me/events", visit())
    assert box.events() == []
    graph.next(lost_answer())
    with pytest.raises(requests.ConnectionError):
        client.post("/me/events", visit())
    assert len(box.events()) == 1


def test_answers_may_come_in_part(graph: Graph, client: Client) -> None:
    graph.next(half_json())
    with pytest.raises(requests.exceptions.JSONDecodeError):
        client.get("/me").json()
    graph.next(cut_short())
    with pytest.raises(requests.exceptions.ChunkedEncodingError):
        client.get("/me")
    graph.next(slow())
    with pytest.raises(requests.exceptions.Timeout):
        client.session.get(f"{graph.url}/me", timeout=0.01)
    assert client.get("/me").status_code == 200


def test_a_mailbox_answers_four_at_once(graph: Graph, client: Client) -> None:
    until = threading.Event()
    graph.next(*[held(until)] * 4, path="/me/calendar")
    with ThreadPoolExecutor(4) as pool:
        waiting = [
            pool.submit(lambda: requests.get(f"{graph.url}/me/calendar", headers=client.session.headers, timeout=10))
            for _ in range(4)
        ]
        graph.until_busy(4)
        answer = client.get("/me/mailboxSettings")
        until.set()
        assert {one.result().status_code for one in waiting} == {200}
    assert code(answer) == (429, "ApplicationThrottled")
    assert answer.headers["Retry-After"]
    assert client.get("/me/mailboxSettings").status_code == 200


def test_what_was_asked_is_remembered_and_summed(graph: Graph, client: Client, box: Mailbox) -> None:
    meeting(box)
    size = len(client.get(f"/me/calendarView?{WEEK}&$top=5", **LASTING).content)
    [asked] = graph.asked
    assert (asked.method, asked.path, asked.params["$top"], asked.status) == ("GET", "/me/calendarView", "5", 200)
    assert asked.headers["prefer"] == LASTING["Prefer"]
    assert (graph.requests, graph.bytes_sent) == (1, size)
    graph.packed = True
    packed = client.get(f"/me/calendarView?{WEEK}", **LASTING)
    assert packed.headers["Content-Encoding"] == "gzip"
    assert graph.asked[-1].sent < len(packed.content)


def test_it_can_be_behind_tls(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    with graph_server(trusted=authority.server("localhost")) as graph:
        box = graph.mailbox("astrid@nordverk.example")
        headers = {"Authorization": f"Bearer {graph.token(box)}"}
        assert graph.url.startswith("https://localhost:")
        assert requests.get(f"{graph.url}/me", headers=headers, verify=authority.trust, timeout=10).status_code == 200
