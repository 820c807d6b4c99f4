"""No answer is waited for without end, however slowly it comes, and nothing is taken from the environment."""

import time
from datetime import timedelta
from pathlib import Path

import pytest
from requests.exceptions import RequestException
from urllib3.exceptions import HTTPError

from connectors.web.session import open_session, read_whole
from tests.simulators.certificates import Authority
from tests.simulators.feed import Reply, feed_server, says
from tests.simulators.loopback import Answer, serve

SOON = timedelta(seconds=0.3)
LONG = timedelta(seconds=30)  # for an answer that is to come
TIMEOUT = (2, 2)


@pytest.mark.parametrize("secure", [False, True])
def test_a_head_that_drips_is_not_waited_for(tmp_path: Path, secure: bool) -> None:
    authority = Authority(tmp_path)
    with feed_server(authority.server("localhost") if secure else None) as server:
        head: Reply = server.drip(b"HTTP/1.1 200 Fine\r\nX-Long: " + b"x" * 20_000)
        server.next(head)
        session = open_session(trust=authority.trust, total=SOON)
        with pytest.raises(RequestException):
            session.get(server.url.replace("127.0.0.1", "localhost"), timeout=TIMEOUT, stream=True)


def test_a_body_is_bound_in_size_and_time_and_must_be_whole() -> None:
    session = open_session(trust=None, total=SOON)
    ends = time.monotonic() + 60
    with serve(lambda asked: Answer(b"x" * 1000, cut=asked.path == "/cut")) as server:
        fine = session.get(f"{server.url}/fine", timeout=TIMEOUT, stream=True)
        assert read_whole(fine, largest=1000, ends=ends) == b"x" * 1000
        for path, largest, until in (("/fine", 999, ends), ("/fine", 1000, time.monotonic() - 1), ("/cut", 2000, ends)):
            answer = session.get(server.url + path, timeout=TIMEOUT, stream=True)
            with pytest.raises(HTTPError):
                read_whole(answer, largest=largest, ends=until)


def test_a_connection_is_used_again(tmp_path: Path) -> None:
    session = open_session(trust=None, total=LONG)
    with feed_server() as server:
        server.keeps_open = True
        server.next(says(200, b"one"), says(200, b"two"))
        assert [session.get(server.url, timeout=TIMEOUT).content for _ in range(2)] == [b"one", b"two"]
        assert len(set(server.peers)) == 1
        session.close()


def test_the_environment_sends_us_nowhere_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/nowhere")
    with serve(Answer(b"{}")) as server:
        assert open_session(trust=None, total=LONG).get(server.url, timeout=TIMEOUT).content == b"{}"
