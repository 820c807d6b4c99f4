"""A server that is left: what has begun is answered, nobody else is let in, and nothing is written where its pipe was."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from socket import create_connection
from threading import Event, Thread

import pytest
import requests
from waitress.server import create_server

from plugin.answering import Server, answering

WAIT = 20  # seconds, for what is to come at once


class Slow:
    """Answers when it is told to."""

    def __init__(self) -> None:
        self.asked, self.go = Event(), Event()

    def __call__(self, environ: dict[str, object], start_response: Callable[..., object]) -> list[bytes]:
        if environ["PATH_INFO"] == "/slow":
            self.asked.set()
            self.go.wait(WAIT)
        start_response("200 Fine", [("Content-Length", "5")])
        return [b"whole"]


@pytest.fixture
def slow() -> Iterator[Slow]:
    app = Slow()
    yield app
    app.go.set()


def url_of(server: Server, path: str) -> str:
    port = getattr(server, "effective_port", 0) or server.effective_listen[0][1]  # type: ignore[union-attr]
    return f"http://127.0.0.1:{port}{path}"


@pytest.mark.parametrize("listen", ["127.0.0.1:0", "127.0.0.1:0 127.0.0.1:0"])
def test_what_has_begun_is_answered_and_nobody_else_is_let_in(slow: Slow, listen: str) -> None:
    server = create_server(slow, listen=listen)
    answers: list[bytes] = []
    url = url_of(server, "/slow")
    asking = Thread(target=lambda: answers.append(requests.get(url, timeout=WAIT).content))
    with answering(server), requests.Session() as idle:
        idle.get(url_of(server, "/"), timeout=WAIT)  # keeps its line open, and holds nobody up
        asking.start()
        assert slow.asked.wait(WAIT)
        Thread(target=slow.go.set).start()
    asking.join(WAIT)
    assert answers == [b"whole"]
    with pytest.raises(requests.ConnectionError):
        requests.get(url, timeout=WAIT)


def test_an_answer_that_comes_too_late_is_written_into_no_file_opened_since(slow: Slow, tmp_path: Path) -> None:
    server = create_server(slow, host="127.0.0.1", port=0)
    with ExitStack() as later:
        with answering(server, goodbye=timedelta(seconds=0.1)):
            line = later.enter_context(create_connection(("127.0.0.1", server.effective_port)))
            line.sendall(b"GET /slow HTTP/1.1\r\nHost: here\r\n\r\n")
            assert slow.asked.wait(WAIT)
        files = [tmp_path / str(number) for number in range(20)]
        for file in files:
            later.callback(os.close, os.open(file, os.O_CREAT | os.O_RDWR))
        slow.go.set()
        with server.task_dispatcher.lock:
            while server.task_dispatcher.threads:
                server.task_dispatcher.thread_exit_cv.wait(WAIT)
        assert {file.read_bytes() for file in files} == {b""}


def test_a_loop_that_is_awake_already_does_not_close_the_pipe_before_the_byte_that_wakes_it_is_written(
    slow: Slow, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = create_server(slow, host="127.0.0.1", port=0)
    pipe, before = server.trigger, server.trigger._physical_pull
    closed = Event()

    def tell_closed() -> None:
        close()
        closed.set()

    def wake_late() -> None:
        before()  # somebody else's byte
        closed.wait(0.2)  # time enough for a loop that waits for nobody
        before()

    close = pipe._close
    monkeypatch.setattr(pipe, "_close", tell_closed)
    monkeypatch.setattr(pipe, "_physical_pull", wake_late)
    with answering(server), requests.Session() as browser:
        assert browser.get(url_of(server, "/"), timeout=WAIT).content == b"whole"
    assert closed.is_set()
