"""What vendors send us: a handshake gets its token back and nothing else, a notice counts by its secret, and whatever else
strangers send is answered in one word.
"""

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import requests
from flask import Flask
from flask.testing import FlaskClient

from connectors.calendars import Watch
from plugin import create_app
from tests.mailboxes import add_mailbox, make_office
from tests.simulators.certificates import Authority
from tests.workers.at_google import a_google
from tests.workers.at_google import call as call_at_google
from tests.workers.in_the_cloud import BRUKET, SYNC
from tests.workers.outlook import call
from tests.workers.told import WATCH, Told, told_office
from tests.world import NOW
from workers.office import Office
from workers.store.due import DueRow

HOOK, LIFE = "/hooks/microsoft", "/hooks/microsoft/lifecycle"
SECRET, NAME, TENANT = "k4ne1bu11e", "9a8b7c6d-0000-4000-8000-000000000004", "11112222-3333-4444-aaaa-bbbbccccdddd"


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def told(tmp_path: Path, made_file: Path, authority: Authority) -> Iterator[Told]:
    with told_office(tmp_path / "home", _copied(made_file, tmp_path), authority) as made:
        yield made


def _copied(made_file: Path, folder: Path) -> str:
    return f"sqlite:///{shutil.copy(made_file, folder / 'kanelbulle.db')}"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory, made_file: Path) -> Iterator[Flask]:
    folder = tmp_path_factory.mktemp("hooks")
    made = make_office(folder / "home", _copied(made_file, folder), base_url="https://buns.example")
    add_mailbox(made)
    yield create_app(made, own_computer=False)
    made.store.close()


@pytest.fixture
def office(app: Flask) -> Office:
    """Astrid's mailbox with a watch, and nothing to do."""
    made: Office = app.extensions["office"]
    with made.store.writing() as at:
        box = at.mailboxes.find(1)
        assert box
        at.mailboxes.save(replace(box, subject=""))
        at.due.forget_subject(1)
        at.watches.save(1, "microsoft", Watch(NAME, NOW), secret=SECRET)
    return made


@pytest.fixture
def graph(app: Flask) -> FlaskClient:
    """Whoever knows our address."""
    return app.test_client()


def rows(office: Office) -> list[DueRow]:
    with office.store.reading() as at:
        return list(at.due.rows())


def wanted(office: Office) -> list[str]:
    return [row.job for row in rows(office)]


def one(**told: Any) -> dict[str, Any]:
    notice = {"subscriptionId": NAME, "clientState": SECRET, "changeType": "updated", "tenantId": TENANT}
    return {**notice, "resource": "Users/1/Events/2", "resourceData": {"id": "2"}, **told}


def post(graph: FlaskClient, *notices: Any, to: str = HOOK) -> int:
    return graph.post(to, json={"value": notices}).status_code


# The handshake.


def test_the_real_handshake_makes_a_watch_at_both_addresses(told: Told) -> None:
    told.begin()
    (kept,) = told.rig.simulated.subscriptions.kept.values()
    assert (kept["notificationUrl"], kept["lifecycleNotificationUrl"]) == (told.url, f"{told.url}/lifecycle")
    watch = told.watch()
    assert watch is not None
    assert watch.watch.id == kept["id"]


@pytest.mark.parametrize("path", [HOOK, LIFE])
@pytest.mark.parametrize(
    "token",
    ["Validation: Testing client application reachability Request-Id: 1", "å ä+ö&=%", "", "a\nb", "x" * 4_096],
)  # fmt: skip
def test_a_handshake_gives_back_its_token_and_nothing_else(graph: FlaskClient, path: str, token: str) -> None:
    answer = graph.post(path, query_string={"validationToken": token}, content_type="text/plain; charset=utf-8")
    assert (answer.status_code, answer.data.decode()) == (200, token)
    assert answer.content_type == "text/plain; charset=utf-8"


@pytest.mark.parametrize("path", [HOOK, LIFE])
def test_markup_in_a_token_is_no_page(graph: FlaskClient, path: str) -> None:
    answer = graph.post(path, query_string={"validationToken": "<script>alert(1)</script>"})
    assert answer.mimetype == "text/plain"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_a_token_longer_than_any_is_refused(graph: FlaskClient, office: Office) -> None:
    answer = graph.post(HOOK, query_string={"validationToken": "x" * 4_097}, json={"value": [one()]})
    assert (answer.status_code, answer.data, wanted(office)) == (400, b"", [])


def test_a_handshake_with_a_notice_in_it_is_a_handshake(graph: FlaskClient, office: Office) -> None:
    answer = graph.post(HOOK, query_string={"validationToken": "t"}, json={"value": [one()]})
    assert (answer.status_code, answer.data, wanted(office)) == (200, b"t", [])


@pytest.mark.parametrize("path", [HOOK, LIFE])
def test_looking_at_the_address_shows_nothing(graph: FlaskClient, path: str) -> None:
    assert graph.get(path, query_string={"validationToken": "t"}).status_code == 405


# Notices.


@pytest.mark.parametrize("path", [HOOK, LIFE])
@pytest.mark.parametrize(
    ("event", "jobs"),
    [
        (None, [SYNC]),
        ("missed", [SYNC]),
        ("reauthorizationRequired", [WATCH]),
        ("subscriptionRemoved", [SYNC, WATCH]),
        ("somethingNew", []),
    ],
)
def test_a_notice_says_what_is_to_be_done(
    graph: FlaskClient, office: Office, path: str, event: str | None, jobs: list[str]
) -> None:
    assert post(graph, one(lifecycleEvent=event), to=path) == 202
    assert wanted(office) == jobs
    assert all(row.due_at == NOW for row in rows(office))


@pytest.mark.parametrize(
    "forged",
    [
        one(clientState="k4ne1bu11f"),
        one(clientState=""),
        one(clientState=None),
        one(clientState="å" * 500),
        one(clientState="\ud800"),
        one(subscriptionId="somebody else's"),
        one(subscriptionId="x" * 10_000),
        one(subscriptionId="\0"),
        one(subscriptionId=""),
        {},
        None,
    ],
)
def test_what_is_not_for_us_is_taken_without_a_word(graph: FlaskClient, office: Office, forged: Any) -> None:
    assert post(graph, forged) == 202
    assert wanted(office) == []
    assert post(graph, forged, one(), forged) == 202
    assert wanted(office) == [SYNC]


@pytest.mark.parametrize(
    ("subject", "tenant", "taken"),
    [
        ("", TENANT, True),
        (f"{TENANT}/oid", TENANT, True),
        (f"{TENANT}/oid", TENANT.upper(), True),
        (f"{TENANT}/oid", None, True),
        (f"{TENANT}/oid", "99998888-3333-4444-aaaa-bbbbccccdddd", False),
    ],
)
def test_a_notice_of_another_company_is_none_of_ours(
    graph: FlaskClient, office: Office, subject: str, tenant: str | None, taken: bool
) -> None:
    with office.store.writing() as at:
        box = at.mailboxes.find(1)
        assert box
        at.mailboxes.save(replace(box, subject=subject))
    assert post(graph, one(tenantId=tenant)) == 202
    assert wanted(office) == [SYNC] * taken


def test_a_watch_of_another_vendor_is_not_told_of_by_this_one(graph: FlaskClient, office: Office) -> None:
    with office.store.writing() as at:
        at.watches.save(1, "google", Watch(NAME, NOW), secret=SECRET)
    assert post(graph, one()) == 202
    assert wanted(office) == []


def test_a_watch_said_to_be_over_is_forgotten(graph: FlaskClient, office: Office) -> None:
    post(graph, one(lifecycleEvent="subscriptionRemoved", clientState="forged"), to=LIFE)
    with office.store.reading() as at:
        assert at.watches.find(1)
    post(graph, one(lifecycleEvent="subscriptionRemoved"), to=LIFE)
    with office.store.reading() as at:
        assert at.watches.find(1) is None


def test_a_storm_of_notices_is_one_thing_to_do(graph: FlaskClient, office: Office) -> None:
    others = [one(subscriptionId=f"{number}") for number in range(2_000)]
    assert post(graph, *others, *[one()] * 1_000) == 202
    assert wanted(office) == [SYNC]


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"null", b"{}", b'{"value": null}', b"value=1", b"<xml/>", b"\xff\xfe", b"[" * 100_000],
)  # fmt: skip
def test_what_is_no_post_of_notices_is_refused(graph: FlaskClient, office: Office, body: bytes) -> None:
    answer = graph.post(HOOK, data=body, content_type="application/json")
    assert (answer.status_code, answer.data, wanted(office)) == (400, b"", [])


@pytest.mark.parametrize("kind", ["text/plain", "text/html", "application/x-www-form-urlencoded", ""])
def test_what_a_post_calls_itself_does_not_matter(graph: FlaskClient, office: Office, kind: str) -> None:
    body = json.dumps({"value": [one()]})
    assert graph.post(HOOK, data=body, content_type=kind).status_code == 202
    assert wanted(office) == [SYNC]


def test_an_empty_post_of_notices_is_fine(graph: FlaskClient, office: Office) -> None:
    assert (post(graph), wanted(office)) == (202, [])


@pytest.mark.parametrize(("named", "status"), [(True, 413), (False, 400)])  # whether it says how long it is
def test_a_post_of_five_megabytes_is_not_read(graph: FlaskClient, office: Office, named: bool, status: int) -> None:
    body = b'{"value": [' + b" " * 5_000_000 + json.dumps(one()).encode() + b"]}"
    more: dict[str, Any] = (
        {} if named else {"environ_overrides": {"HTTP_TRANSFER_ENCODING": "chunked", "wsgi.input_terminated": True}}
    )
    assert graph.post(HOOK, data=body, **more).status_code == status
    assert wanted(office) == []


def test_whatever_name_we_are_asked_by_is_ours(graph: FlaskClient, office: Office) -> None:
    answer = graph.post(HOOK, json={"value": [one()]}, headers={"Host": "10.0.0.7", "Origin": "https://evil.example"})
    assert (answer.status_code, wanted(office)) == (202, [SYNC])


# Google's, which have no body.

CHANNEL, RESOURCE = "01234567-89ab-cdef", "o3hgv1538sdjfh"
TOLD = {
    "X-Goog-Channel-ID": CHANNEL,
    "X-Goog-Channel-Token": SECRET,
    "X-Goog-Resource-ID": RESOURCE,
    "X-Goog-Resource-State": "exists",
    "X-Goog-Message-Number": "10",
}


@pytest.fixture
def at_google(office: Office) -> Office:
    with office.store.writing() as at:
        at.watches.save(1, "google", Watch(f"{CHANNEL} {RESOURCE}", NOW), secret=SECRET)
    return office


def test_a_notice_of_googles_is_read_from_its_headers(graph: FlaskClient, at_google: Office) -> None:
    answer = graph.post("/hooks/google", headers=TOLD)
    assert (answer.status_code, answer.data, wanted(at_google)) == (204, b"", [SYNC])
    assert graph.post("/hooks/google", headers={**TOLD, "X-Goog-Message-Number": "11"}).status_code == 204
    assert wanted(at_google) == [SYNC]


@pytest.mark.parametrize(
    "odd",
    [
        {"X-Goog-Channel-Token": "k4ne1bu11f"},
        {"X-Goog-Channel-Token": ""},
        {"X-Goog-Channel-Token": "x" * 5_000},
        {"X-Goog-Channel-ID": "somebody-elses"},
        {"X-Goog-Resource-ID": "another"},
        {"X-Goog-Resource-State": "sync"},
        {"X-Goog-Resource-State": ""},
    ],
)
def test_what_is_forged_stale_or_only_a_beginning_is_taken_without_a_word(
    graph: FlaskClient, at_google: Office, odd: dict[str, str]
) -> None:
    answer = graph.post("/hooks/google", headers={**TOLD, **odd})
    assert (answer.status_code, answer.data, wanted(at_google)) == (204, b"", [])


def test_a_watch_of_microsofts_is_not_told_of_by_google(graph: FlaskClient, office: Office) -> None:
    with office.store.writing() as at:
        at.watches.save(1, "microsoft", Watch(f"{CHANNEL} {RESOURCE}", NOW), secret=SECRET)
    assert graph.post("/hooks/google", headers=TOLD).status_code == 204
    assert wanted(office) == []


def test_looking_at_googles_address_shows_nothing(graph: FlaskClient) -> None:
    assert graph.get("/hooks/google").status_code == 405


# From the mailbox to the page.


def test_a_change_in_the_mailbox_is_told_and_read_by_one_job(told: Told) -> None:
    told.begin()
    before = told.outlook.reviewed().relationship.counts.total
    call(told.box, NOW.replace(day=20))
    assert told.rig.simulated.notify() == [202]
    assert told.work() == [SYNC]
    assert told.outlook.reviewed().relationship.account.key == BRUKET
    assert told.outlook.reviewed().relationship.counts.total == before + 1


def test_a_change_at_google_is_told_and_read_by_one_job(tmp_path: Path, made_file: Path, authority: Authority) -> None:
    with told_office(tmp_path / "home", _copied(made_file, tmp_path), authority, a_google) as told:
        told.begin()
        before = told.outlook.reviewed().relationship.counts.total
        call_at_google(told.box, NOW.replace(day=20))
        assert told.rig.simulated.notify() == [204]
        assert told.work() == [SYNC]
        assert told.outlook.reviewed().relationship.counts.total == before + 1


def test_what_was_told_can_be_seen_in_figures(told: Told, authority: Authority) -> None:
    told.begin()
    base = told.outlook.office.settings.base_url
    said = requests.get(f"{base}/metrics", verify=authority.trust, timeout=10).text.splitlines()
    spent = told.rig.simulated
    assert 'kanelbulle_watches{provider="microsoft"} 1.0' in said
    for what, count in (("requests", spent.requests), ("bytes", spent.bytes_sent), ("throttled", 0), ("failed", 0)):
        assert f'kanelbulle_vendor_total{{provider="microsoft",what="{what}"}} {float(count)}' in said
