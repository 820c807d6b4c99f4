"""Subscriptions are asked for, renewed and ended, and one that is in the way gives way; what is told of them is read."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from connectors.calendars import Notice, NoticeKind
from connectors.errors import AccessDenied, NotThere, Refused, TryLater
from connectors.microsoft.api import Graph
from connectors.microsoft.notices import LASTS, MOST, Subscriptions, read_notices
from tests.connectors.microsoft.held import Rig, a_rig
from tests.simulators.judges import sample
from tests.simulators.loopback import Answer, Asked, Loopback, answer_json, serve
from tests.simulators.microsoft import troubles
from tests.world import NOW, SVEN

NAME, SECRET, TENANT = "9a8b7c6d-0000-4000-8000-000000000004", "k4ne1bu11e", "11112222-3333-4444-aaaa-bbbbccccdddd"


# What is told.


def one(**told: Any) -> dict[str, Any]:
    return {**sample("notification")["value"][0], **told}


def read(*told: Any) -> tuple[Notice, ...] | None:
    return read_notices(json.dumps({"value": told}).encode())


def test_a_documented_notice_says_exactly_this() -> None:
    assert read_notices(json.dumps(sample("notification")).encode()) == (
        Notice(NAME, SECRET, NoticeKind.CHANGED, TENANT),
    )
    assert read_notices(json.dumps(sample("lifecycle")).encode()) == (Notice(NAME, SECRET, NoticeKind.RENEW, TENANT),)


@pytest.mark.parametrize(
    ("event", "kind"),
    [
        ("missed", NoticeKind.MISSED),
        ("subscriptionRemoved", NoticeKind.OVER),
        ("SubscriptionRemoved", NoticeKind.OVER),
        ("reauthorizationRequired", NoticeKind.RENEW),
        ("REAUTHORIZATIONREQUIRED", NoticeKind.RENEW),
        ("", NoticeKind.CHANGED),
        (None, NoticeKind.CHANGED),
        ("somethingNew", None),
    ],
)
def test_what_kind_of_notice_it_is(event: str | None, kind: NoticeKind | None) -> None:
    assert read(one(lifecycleEvent=event)) == (() if kind is None else (Notice(NAME, SECRET, kind, TENANT),))


@pytest.mark.parametrize("state", [None, ""])
def test_a_notice_without_a_secret_has_none(state: str | None) -> None:
    assert read(one(clientState=state, tenantId=None)) == (Notice(NAME, ""),)


@pytest.mark.parametrize(
    "odd",
    [None, 7, "x", [], {}, one(subscriptionId=None), one(subscriptionId=7), one(clientState=[]), one(lifecycleEvent={})],
)  # fmt: skip
def test_what_is_no_notice_is_left_out_beside_others(odd: Any) -> None:
    assert read(odd, one()) == (Notice(NAME, SECRET, NoticeKind.CHANGED, TENANT),)


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"null", b"7", b"{}", b'{"value": null}', b'{"value": {}}', b"<html>", b"\xff", b"[" * 100_000],
)  # fmt: skip
def test_what_is_no_post_of_notices_is_none(body: bytes) -> None:
    assert read_notices(body) is None


def test_letters_that_are_none_spoil_only_themselves() -> None:
    body = b'{"value": [{"subscriptionId": "a", "clientState": "\xff\\ud83d"}, {"subscriptionId": "b"}]}'
    assert [notice.watch for notice in read_notices(body) or ()] == ["a", "b"]


def test_a_flood_is_read_in_part_and_no_secret_is_ever_shown() -> None:
    found = read(*[one()] * (MOST + 1_000))
    assert found is not None
    assert len(found) == MOST
    assert SECRET not in repr(found[:2])


# Subscriptions.


@pytest.fixture
def rig() -> Iterator[Rig]:
    with a_rig() as made:
        yield made


@pytest.fixture
def hook() -> Iterator[Loopback]:
    """Somebody who answers handshakes."""
    with serve(_shake) as server:
        yield server


def _shake(asked: Asked) -> Answer:
    return Answer(asked.params["validationToken"].encode(), headers={"Content-Type": "text/plain"})


def subscriptions(rig: Rig, **more: Any) -> Subscriptions:
    return Subscriptions(rig.graph(**more), clock=lambda: rig.now)


def test_a_watch_is_asked_for_with_a_secret_at_both_addresses(rig: Rig, hook: Loopback) -> None:
    watch = subscriptions(rig).watch(tell=hook.url, secret="s" * 43)
    (kept,) = rig.simulated.subscriptions.kept.values()
    assert (watch.id, watch.expires_at) == (kept["id"], NOW + LASTS)
    assert (kept["resource"], kept["changeType"]) == ("/me/events", "created,updated,deleted")
    assert (kept["clientState"], kept["lifecycleNotificationUrl"]) == ("s" * 43, hook.url + "/lifecycle")
    assert [asked.path for asked in hook.asked] == ["/", "/lifecycle"]
    assert 'IdType="ImmutableId"' in rig.simulated.asked[-1].headers["prefer"]


def test_a_watch_by_an_admins_grant_is_of_the_mailbox_by_its_name(rig: Rig, hook: Loopback) -> None:
    rig.token = rig.simulated.token(rig.box, app=True)
    subscriptions(rig, me=f"/users/{rig.box.oid}").watch(tell=hook.url, secret="s")
    (kept,) = rig.simulated.subscriptions.kept.values()
    assert kept["resource"] == f"/users/{rig.box.oid}/events"


def test_a_watch_is_renewed_for_as_long_again_and_ended_once(rig: Rig, hook: Loopback) -> None:
    watch = subscriptions(rig).watch(tell=hook.url, secret="s")
    rig.now += timedelta(days=1)
    assert subscriptions(rig).renew(watch.id).expires_at == rig.now + LASTS
    subscriptions(rig).unwatch(watch.id)
    subscriptions(rig).unwatch(watch.id)
    assert rig.simulated.subscriptions.kept == {}
    with pytest.raises(NotThere):
        subscriptions(rig).renew(watch.id)


def test_a_watch_whose_secret_nobody_knows_any_more_gives_way_whatever_address_it_tells(
    rig: Rig, hook: Loopback
) -> None:
    other = rig.simulated.mailbox(SVEN.address)
    token = rig.simulated.token(other)
    colleague = Subscriptions(Graph(lambda **_: token, url=rig.simulated.url), clock=lambda: rig.now)
    theirs = colleague.watch(tell=hook.url, secret="theirs")
    with serve(_shake) as moved_from:
        subscriptions(rig).watch(tell=moved_from.url, secret="old")
    new = subscriptions(rig).watch(tell=hook.url, secret="new")
    assert rig.simulated.subscriptions.kept.keys() == {theirs.id, new.id}
    assert rig.simulated.subscriptions.kept[new.id]["clientState"] == "new"


def test_the_one_in_the_way_is_found_on_a_later_page() -> None:
    gone: list[str] = []

    def answer(asked: Asked) -> Answer:
        if asked.method == "DELETE":
            gone.append(asked.path)
            return Answer(b"", 204)
        if asked.method == "POST":
            return answer_json(sample("subscription"), 201) if gone else answer_json({"error": {"code": "x"}}, 409)
        page: dict[str, object] = {"value": [{"id": "a", "resource": "me/messages", "expirationDateTime": ""}]}
        page |= {"@odata.nextLink": f"http://{asked.headers['host']}/v1.0/subscriptions?$skiptoken=2"}
        last = {"value": [{"id": "b/c", "resource": "me/events", "expirationDateTime": ""}]}
        return answer_json(last if asked.params else page)

    with serve(answer) as server:
        made = Subscriptions(Graph(lambda **_: "token", url=f"{server.url}/v1.0"))
        assert made.watch(tell="https://buns.example/hooks/microsoft", secret="s").id == NAME
    assert gone == ["/v1.0/subscriptions/b/c"]


@pytest.mark.parametrize(
    ("trouble", "error"),
    [
        (troubles.lost_answer(), TryLater),
        (troubles.throttled("7"), TryLater),
        (troubles.denied(), AccessDenied),
        (troubles.refused(400, "InvalidRequest"), Refused),
        (troubles.refused(400, "ExtensionError"), Refused),
    ],
)
def test_a_watch_that_was_not_to_be_had_says_what_comes_next(
    rig: Rig, hook: Loopback, trouble: troubles.Trouble, error: type[Exception]
) -> None:
    rig.simulated.next(trouble, path="/subscriptions", method="POST")
    with pytest.raises(error):
        subscriptions(rig).watch(tell=hook.url, secret="s")
    subscriptions(rig).watch(tell=hook.url, secret="s")
    assert len(rig.simulated.subscriptions.kept) == 1


@pytest.mark.parametrize("answer", [Answer(b"<html>"), Answer(b"no"), Answer(b"", 500), answer_json("x")])
def test_an_address_that_does_not_shake_hands_gets_no_watch(rig: Rig, answer: Answer) -> None:
    with serve(answer) as stranger, pytest.raises(Refused):
        subscriptions(rig).watch(tell=stranger.url, secret="s")


@pytest.mark.parametrize("said", ["soon", "", "2026-11-25T07:00:00.1234567Z", "2026-11-25T07:00:00"])
def test_when_a_watch_ends_is_what_graph_says(said: str) -> None:
    with serve(answer_json({**sample("subscription"), "expirationDateTime": said})) as server:
        made = Subscriptions(Graph(lambda **_: "token", url=server.url), clock=lambda: NOW)
        ends = made.renew(NAME).expires_at
    known = said.startswith("2026")
    assert ends.tzinfo is not None
    assert f"{ends:%Y-%m-%dT%H:%M}" == "2026-11-25T07:00" if known else ends == NOW + LASTS / 2
