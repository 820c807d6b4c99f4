"""Questions to engines over HTTP: who asks, how often, what is remembered, and that every failure has a name and no
secret in it."""

import gzip
import logging
import sqlite3
import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.errors import AccessDenied, ConnectorError, EngineFailed, TryLater
from connectors.manners import LONGEST_WAIT, read_retry_after
from connectors.routing.engines.polite import Polite, _decode
from tests.connectors.routing.engines.conftest import HandClock
from tests.simulators.loopback import Answer, Asked, answer_json, serve
from tests.world import NOW
from workers.sealing import Sealer

Ask = Callable[..., Polite]

KEY = "s3cret-key"
STREET = "Storgatan 12, Luleå"
SEAL = Sealer(["a secret of thirty-two characters"])
OK = answer_json({"fine": True})


# Who asks


def test_an_engine_is_told_who_asks_and_for_what(ask: Ask) -> None:
    with serve(OK) as server:
        ask(contact="https://kanelbulle.example").get(server.url + "/find", params={"q": STREET}, headers={"X-A": "1"})
    (asked,) = server.asked
    assert asked.headers["user-agent"].startswith("Kanelbulle/")
    assert asked.headers["user-agent"].endswith(" (+https://kanelbulle.example)")
    assert asked.headers["accept"] == "application/json"
    assert (asked.method, asked.path, asked.params, asked.headers["x-a"]) == ("GET", "/find", {"q": STREET}, "1")


def test_a_question_can_be_posted_as_json_or_as_a_form(ask: Ask) -> None:
    with serve(OK) as server:
        assert ask().post(server.url, json={"q": [1, 2]}) == {"fine": True}
        assert ask().post(server.url, data={"data": "[out:json];"}) == {"fine": True}
    assert server.asked[0].json == {"q": [1, 2]}
    assert server.asked[1].form == {"data": "[out:json];"}


def test_no_cookie_is_kept(ask: Ask) -> None:
    with serve(answer_json({}, Set_Cookie="id=1; Path=/")) as server:
        polite = ask()
        polite.get(server.url + "/a")
        polite.get(server.url + "/b")
    assert "cookie" not in server.asked[1].headers


# No question twice


@pytest.mark.parametrize("cache", [None, "answers.sqlite"])
def test_a_question_is_asked_once(ask: Ask, tmp_path: Path, cache: str | None) -> None:
    polite = ask(cache=cache and tmp_path / cache, secret=SEAL)
    with serve(OK) as server:
        for _ in range(3):
            assert polite.get(server.url, params={"q": STREET}) == {"fine": True}
            assert polite.post(server.url, json={"q": STREET}) == {"fine": True}
    assert [asked.method for asked in server.asked] == ["GET", "POST"]


def test_places_with_their_numbers_the_other_way_round_are_other_questions(ask: Ask) -> None:
    polite = ask()
    with serve(OK) as server:
        polite.post(server.url, json=[18.0, 59.3])
        polite.post(server.url, json=[59.3, 18.0])
        polite.get(server.url, params={"q": "a"})
        polite.get(server.url, params={"q": "b"})
    assert len(server.asked) == 4


def test_an_answer_outlives_the_process_and_the_key(ask: Ask, tmp_path: Path) -> None:
    cache = tmp_path / "answers.sqlite"
    with serve(OK) as server:
        ask(cache=cache, secret=SEAL, keys=["key"]).get(server.url, params={"q": STREET, "key": "old"})
        later = ask(cache=cache, secret=SEAL, keys=["key"])
        assert later.get(server.url, params={"q": STREET, "key": "new"}) == {"fine": True}
    assert len(server.asked) == 1


def test_what_was_asked_can_be_forgotten(ask: Ask, tmp_path: Path) -> None:
    polite = ask(cache=tmp_path / "answers.sqlite", secret=SEAL)
    with serve(OK) as server:
        polite.get(server.url)
        polite.forget()
        polite.get(server.url)
    assert len(server.asked) == 2


def test_an_answer_of_another_time_is_gone_when_the_memory_is_opened(ask: Ask, tmp_path: Path) -> None:
    cache = tmp_path / "answers.sqlite"
    with serve(OK) as server:
        ask(cache=cache, secret=SEAL, expire=timedelta(days=30)).get(server.url)
    with sqlite3.connect(cache) as rows:
        rows.execute("UPDATE responses SET expires = expires - ?", (timedelta(days=30).total_seconds(),))
    ask(cache=cache, secret=SEAL)
    assert sqlite3.connect(cache).execute("SELECT count(*) FROM responses").fetchone() == (0,)


def test_an_answer_that_makes_no_sense_is_asked_for_again(ask: Ask) -> None:
    polite = ask()
    answers = iter([answer_json({"code": "Busy"}), answer_json({"code": "Ok"})])
    with serve(lambda asked: next(answers)) as server:
        said = [polite.get(server.url, sane=lambda answer: answer == {"code": "Ok"}) for _ in range(3)]
    assert said == [{"code": "Busy"}, {"code": "Ok"}, {"code": "Ok"}]


@pytest.mark.parametrize(("known", "questions"), [(True, 1), (False, 2)])
def test_a_refusal_is_remembered_when_it_is_an_answer(ask: Ask, known: bool, questions: int) -> None:
    polite = ask()
    with serve(answer_json({"code": "NoSegment"}, 400)) as server:
        for _ in range(2):
            with pytest.raises(EngineFailed) as failed:
                polite.get(server.url, sane=lambda answer: known)
            assert (failed.value.status, failed.value.answer) == (400, {"code": "NoSegment"})
    assert len(server.asked) == questions


# Sealed


def test_nothing_on_disk_can_be_read_by_others(ask: Ask, tmp_path: Path) -> None:
    polite = ask(cache=tmp_path / "answers.sqlite", secret=SEAL, keys=["key", "X-Key"])
    with serve(answer_json({"street": STREET})) as server:
        polite.get(server.url + "/find", params={"q": "Storgatan", "key": KEY}, headers={"X-Key": KEY})
        polite.post(server.url + "/find", json={"q": "Storgatan"}, headers={"X-Key": KEY})
    polite.close()
    assert {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {0o600}
    written = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    for secret in ("Storgatan", "Lule", "find", KEY, "street"):
        assert secret.encode() not in written


def test_a_question_is_found_again_by_what_nobody_can_guess_back(ask: Ask, tmp_path: Path) -> None:
    keys = set()
    with serve(OK) as server:
        for name in ("one.sqlite", "other.sqlite"):
            ask(cache=tmp_path / name, secret=SEAL).get(server.url, params={"q": "Storgatan"})
            keys.add(sqlite3.connect(tmp_path / name).execute("SELECT key FROM responses").fetchone())
    assert len(keys) == 2


def test_a_memory_without_a_seal_is_refused(ask: Ask, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="seal"):
        ask(cache=tmp_path / "answers.sqlite")


@pytest.mark.parametrize("what", ["other keys", "no database", "one row"])
def test_a_memory_that_cannot_be_opened_is_begun_anew(ask: Ask, tmp_path: Path, what: str) -> None:
    cache = tmp_path / "answers.sqlite"
    with serve(OK) as server:
        first = ask(cache=cache, secret=SEAL)
        first.get(server.url)
        first.close()
        if what == "no database":
            cache.write_bytes(b"something else" * 1000)
        if what == "one row":
            with sqlite3.connect(cache) as rows:
                rows.execute("UPDATE responses SET value = x'00'")
        secret = Sealer(["another secret of thirty-two letters"]) if what == "other keys" else SEAL
        again = ask(cache=cache, secret=secret)
        assert again.get(server.url) == again.get(server.url) == {"fine": True}
    assert len(server.asked) == 2


# In its turn


def test_a_question_too_soon_is_put_off(ask: Ask, clock: HandClock) -> None:
    polite = ask(per_second=1, burst=1)
    with serve(OK) as server:
        polite.get(server.url + "/a")
        with pytest.raises(TryLater) as soon:
            polite.get(server.url + "/b")
        assert timedelta(0) < soon.value.after <= timedelta(seconds=1)
        assert polite.get(server.url + "/a") == {"fine": True}, "what is remembered costs no turn"
        clock.move(seconds=1.1)
        polite.get(server.url + "/b")
    assert [asked.path for asked in server.asked] == ["/a", "/b"]


def test_turns_are_shared_by_the_threads_of_a_process(ask: Ask) -> None:
    polite = ask(per_second=1, burst=5)

    def asks(number: int) -> bool:
        try:
            polite.get(f"{server.url}/{number}")
        except TryLater:
            return False
        return True

    with serve(OK) as server, ThreadPoolExecutor(10) as threads:
        assert sum(threads.map(asks, range(30))) == 5
    assert len(server.asked) == 5


def test_turns_are_shared_by_all_who_share_a_memory(ask: Ask, tmp_path: Path, clock: HandClock) -> None:
    one, other = (ask(cache=tmp_path / "answers.sqlite", secret=SEAL, per_second=0.75, burst=1) for _ in range(2))
    with serve(OK) as server:
        one.get(server.url + "/a")
        with pytest.raises(TryLater):
            other.get(server.url + "/b")
        clock.move(seconds=1.4)
        other.get(server.url + "/b")
        with pytest.raises(TryLater):
            one.get(server.url + "/c")


@pytest.mark.parametrize("cache", [None, "answers.sqlite"])
def test_a_clock_set_back_silences_nobody(ask: Ask, clock: HandClock, tmp_path: Path, cache: str | None) -> None:
    polite = ask(per_second=1, burst=1, cache=cache and tmp_path / cache, secret=SEAL)
    with serve(OK) as server:
        polite.get(server.url + "/a")
        clock.move(hours=-1)
        polite.get(server.url + "/b")


# When it goes wrong

LATER = [
    (429, "7", timedelta(seconds=7)),
    (429, "0.5", timedelta(seconds=0.5)),
    (503, "120", timedelta(minutes=2)),
    (429, "Mon, 23 Nov 2026 07:10:00 GMT", timedelta(minutes=10)),
    (429, "99999999999999999999", LONGEST_WAIT),
    (429, "", timedelta(minutes=1)),
    (503, "soon", timedelta(minutes=1)),
    (429, "-5", timedelta(minutes=1)),
    (429, "nan", timedelta(minutes=1)),
]


@pytest.mark.parametrize(("status", "header", "after"), LATER)
def test_a_busy_engine_says_when_to_come_back(ask: Ask, status: int, header: str, after: timedelta) -> None:
    headers = {"Retry-After": header} if header else {}
    with serve(Answer(b"<html>busy</html>", status, headers)) as server, pytest.raises(TryLater) as later:
        ask().get(server.url)
    assert later.value.after == after


def test_a_quota_that_is_used_up_is_told_by_the_answer_itself(ask: Ask) -> None:
    polite = ask(quota=lambda answer: answer == {"error": "quota"}, rest=timedelta())
    with serve(answer_json({"error": "quota"})) as server:
        for _ in range(2):
            with pytest.raises(TryLater):
                polite.get(server.url)
    assert len(server.asked) == 2, "it is not remembered"


@pytest.mark.parametrize("status", [401, 403])
def test_a_closed_door_is_for_the_admin(ask: Ask, status: int) -> None:
    with serve(answer_json({"error": "API_AUTH"}, status)) as server, pytest.raises(AccessDenied):
        ask().get(server.url)


BROKEN = {
    "a web page": Answer(b"<!doctype html><html><body>Welcome to the hotel</body></html>"),
    "half an answer": Answer(b'{"code": "Ok", "routes": [{"dura'),
    "nothing": Answer(b""),
    "null": Answer(b"null"),
    "not a number": Answer(b'{"duration": NaN}'),
    "no letters": Answer(b'{"name": "\xff\xfe"}'),
    "very deep": Answer(b"[" * 100_000),
    "less than said": Answer(b'{"code": "O', cut=True),
    "huge": Answer(b'"' + b"a" * 20_000 + b'"'),
    "huge when unpacked": Answer(gzip.compress(b" " * 50_000_000 + b"1"), headers={"Content-Encoding": "gzip"}),
    "packed wrongly": Answer(b"not gzip at all", headers={"Content-Encoding": "gzip"}),
    "500": answer_json({}, 500),
    "502 as a page": Answer(b"<html>Bad gateway</html>", 502),
    "404": Answer(b"", 404),
    "418": answer_json({}, 418),
    "204": Answer(b"", 204),
}


@pytest.mark.parametrize("broken", BROKEN.values(), ids=list(BROKEN))
def test_what_is_no_answer_is_told_as_such(ask: Ask, broken: Answer) -> None:
    polite = ask(limit=10_000)
    answers = iter([broken, OK])
    with serve(lambda asked: next(answers)) as server:
        with pytest.raises(EngineFailed):
            polite.get(server.url)
        assert ask().get(server.url) == {"fine": True}


@pytest.mark.parametrize("slow", [Answer(hang=True), Answer(b'{"code": "Ok"}' + b" " * 500, drip=0.01)])
def test_a_server_that_keeps_us_waiting_is_left(ask: Ask, slow: Answer) -> None:
    with serve(slow) as server, pytest.raises(EngineFailed, match="in time"):
        ask(timeout=timedelta(seconds=0.1)).get(server.url)


def test_a_server_that_is_not_there_is_told_as_such(ask: Ask) -> None:
    with serve(OK) as server:
        pass
    with pytest.raises(EngineFailed, match="cannot be reached"):
        ask().get(server.url)


@pytest.mark.parametrize("url", ["http://", "http://[::1", "ftp://127.0.0.1/", "nothing", "http://127.0.0.1:99999/"])
def test_an_address_that_is_none_is_told_as_such(ask: Ask, url: str) -> None:
    with pytest.raises(EngineFailed):
        ask().get(url)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_nobody_else_is_told_what_we_asked(ask: Ask, status: int) -> None:
    with serve(OK) as elsewhere:
        moved = Answer(b"", status, {"Location": f"{elsewhere.url}/?q=x"})
        with serve(moved) as server, pytest.raises(EngineFailed, match="another address"):
            ask().get(server.url, params={"q": STREET}, headers={"X-Key": KEY})
    assert elsewhere.asked == []


FAILURES = {
    **BROKEN,
    "busy": Answer(b"", 429),
    "closed": Answer(b"", 403),
    "moved": Answer(b"", 302, {"Location": "/"}),
}


@pytest.mark.parametrize("broken", [*FAILURES.values(), None], ids=[*FAILURES, "not there"])
def test_no_failure_tells_a_key_or_an_address(
    ask: Ask, broken: Answer | None, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    polite = ask(keys=["key", "X-Key"], limit=10_000)
    with serve(broken or OK) as server:
        if broken is None:
            server.close()
        with pytest.raises(ConnectorError) as failed:
            polite.get(server.url, params={"q": "Storgatan", "key": KEY}, headers={"X-Key": KEY})
        error: BaseException | None = failed.value
        told = [repr(polite), caplog.text, *_all_said(error)]
    for secret in (KEY, "Storgatan"):
        assert not any(secret in text for text in told)


def _all_said(error: BaseException | None) -> list[str]:
    """Of an error and all that stand behind it, shown or not."""
    said = []
    while error is not None:
        said += [str(error), repr(error), repr(error.args), repr(error.__dict__)]
        said += traceback.format_exception_only(error)
        error = error.__cause__ or error.__context__
    return said


# Rest


def test_an_engine_that_failed_is_left_alone_for_a_while(ask: Ask, clock: HandClock) -> None:
    polite = ask()
    answers = iter([OK, answer_json({}, 500), OK])
    with serve(lambda asked: next(answers)) as server:
        polite.get(server.url + "/known")
        with pytest.raises(EngineFailed):
            polite.get(server.url + "/a")
        clock.move(seconds=20)
        with pytest.raises(TryLater) as later:
            polite.get(server.url + "/a")
        assert later.value.after == timedelta(seconds=40)
        assert polite.get(server.url + "/known") == {"fine": True}
        clock.move(seconds=40)
        assert polite.get(server.url + "/a") == {"fine": True}
    assert len(server.asked) == 3


WEARY = {
    "hangs up": Answer(b"{", cut=True),
    "moves": Answer(b"", 302, {"Location": "/"}),
    "a web page": Answer(b"<html>"),
    "no entry": Answer(b"", 403),
    "busy": Answer(b"", 503),
}


@pytest.mark.parametrize("broken", WEARY.values(), ids=list(WEARY))
def test_every_failure_of_its_own_is_a_reason_to_rest(ask: Ask, broken: Answer) -> None:
    polite = ask()
    with serve(broken) as server:
        with pytest.raises(ConnectorError):
            polite.get(server.url)
        with pytest.raises(TryLater, match="rests"):
            polite.get(server.url)
    assert len(server.asked) == 1


@pytest.mark.parametrize("broken", [answer_json({"code": "InvalidQuery"}, 400), Answer(b"", 404)])
def test_a_question_it_did_not_like_is_no_reason_to_rest(ask: Ask, broken: Answer) -> None:
    polite = ask()
    answers = iter([broken, OK])
    with serve(lambda asked: next(answers)) as server:
        with pytest.raises(EngineFailed):
            polite.get(server.url)
        assert polite.get(server.url) == {"fine": True}


def test_the_longest_rest_is_an_hour_whatever_is_asked_for(ask: Ask, clock: HandClock) -> None:
    polite = ask()
    answers = iter([answer_json({}, 429, Retry_After="86400"), OK])

    def respond(asked: Asked) -> Answer:
        return next(answers)

    with serve(respond) as server:
        with pytest.raises(TryLater):
            polite.get(server.url)
        clock.move(hours=1)
        assert polite.get(server.url) == {"fine": True}


# Wild


@given(st.binary(max_size=200))
def test_any_bytes_are_json_or_nothing(body: bytes) -> None:
    found = _decode(body)
    assert _decode(msgspec.json.encode(found)) == found


@given(st.one_of(st.text(max_size=40), st.floats().map(str), st.integers().map(str)))
def test_any_retry_after_is_a_wait_of_at_most_a_day(header: str) -> None:
    after = read_retry_after(header, now=NOW)
    assert after is None or timedelta() <= after <= LONGEST_WAIT
