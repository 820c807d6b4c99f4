"""A channel tells that something has changed, with its secret in every notice; whatever else comes in its name is nothing."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from connectors.calendars import Notice, NoticeKind, Watched
from connectors.errors import NotThere, Refused, TryLater
from connectors.google.headers import read_notice
from connectors.google.notices import LASTS
from tests.connectors.google.held import Rig, a_rig, at
from tests.simulators.google import troubles
from tests.simulators.judges import sample
from tests.simulators.loopback import Answer, Loopback, serve
from tests.world import NOW

SECRET = "s" * 43


@pytest.fixture
def rig() -> Iterator[Rig]:
    with a_rig() as made:
        yield made


@pytest.fixture
def hook() -> Iterator[Loopback]:
    with serve(Answer(b"", status=204)) as server:
        yield server


def test_the_documented_headers_say_exactly_this() -> None:
    told = sample("google/notice_headers")
    notice = read_notice(told)
    assert notice == Notice(
        f"{told['X-Goog-Channel-ID']} {told['X-Goog-Resource-ID']}",
        told.get("X-Goog-Channel-Token", ""),
        NoticeKind.CHANGED,
    )
    assert told.get("X-Goog-Channel-Token", "") not in repr(notice) or not told.get("X-Goog-Channel-Token")


@pytest.mark.parametrize(
    "odd",
    [
        {"X-Goog-Resource-State": "sync"},
        {"X-Goog-Resource-State": ""},
        {"X-Goog-Channel-ID": ""},
        {"X-Goog-Resource-ID": ""},
        {"X-Goog-Channel-ID": "x" * 1_001},
    ],
)
def test_what_is_no_notice_is_none(odd: dict[str, str]) -> None:
    assert read_notice({**sample("google/notice_headers"), **odd}) is None
    assert read_notice({}) is None


def test_a_channel_is_opened_told_of_and_stopped(rig: Rig, hook: Loopback) -> None:
    calendar = rig.calendar()
    assert isinstance(calendar, Watched)
    watch = calendar.watch(tell=hook.url, secret=SECRET)
    assert watch.expires_at == NOW + LASTS
    assert read_notice(hook.asked[0].headers) is None, "the first only tells that it is there"
    rig.box.add(summary="Nytt", **at(2))
    assert rig.simulated.notify() == [204]
    assert read_notice(hook.asked[1].headers) == Notice(watch.id, SECRET)
    calendar.unwatch(watch.id)
    calendar.unwatch(watch.id)
    rig.box.add(summary="Nytt igen", **at(2))
    assert rig.simulated.notify() == []


@pytest.mark.parametrize("as_number", [True, False])
def test_when_it_ends_is_told_as_text_or_as_a_number(rig: Rig, hook: Loopback, *, as_number: bool) -> None:
    rig.simulated.expiration_as_number = as_number
    assert rig.calendar().watch(tell=hook.url, secret=SECRET).expires_at == NOW + LASTS


def test_a_channel_is_not_renewed_but_opened_anew(rig: Rig, hook: Loopback) -> None:
    calendar = rig.calendar()
    first = calendar.watch(tell=hook.url, secret=SECRET)
    with pytest.raises(NotThere):
        calendar.renew(first.id)
    rig.now += LASTS - timedelta(hours=1)
    second = calendar.watch(tell=hook.url, secret=SECRET)
    assert second.id != first.id
    assert second.expires_at == rig.now + LASTS


@pytest.mark.parametrize(
    ("trouble", "error"),
    [(troubles.refused(400, "push.webhookUrlNotHttps"), Refused), (troubles.throttled(), TryLater)],
)
def test_where_no_channel_is_given_that_is_said(rig: Rig, trouble: troubles.Trouble, error: type[Exception]) -> None:
    rig.simulated.next(trouble)
    with pytest.raises(error):
        rig.calendar().watch(tell="https://buns.example/hooks/google", secret=SECRET)
