"""Addresses that lead astray: into our own network, on without end, to bodies without end. Each is left in time."""

import gzip
import logging
import socket
from collections.abc import Callable, Iterator
from datetime import timedelta
from ipaddress import ip_address
from itertools import chain, repeat
from pathlib import Path

import pytest

from connectors.causes import Cause
from connectors.errors import TryLater
from connectors.web import Download, Guard, Patience, download, read_link
from connectors.web.addresses import is_public
from tests.simulators.certificates import Authority
from tests.simulators.feed import Feed, Reply, answer, endless, feed_server, says, sends_on

HERE = Guard(admits=lambda address: str(address) == "127.0.0.1", ports=range(1, 65536))
HURRIED = Patience(total=timedelta(seconds=5))
IMPATIENT = Patience(total=timedelta(seconds=0.3))
FINE = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
LIMIT = 100_000


@pytest.fixture
def server() -> Iterator[Feed]:
    with feed_server() as running:
        running.calendar = FINE
        yield running


def get(
    url: str, *, guard: Guard = HERE, patience: Patience = HURRIED, limit: int = LIMIT, trust: str | None = None
) -> Download:
    return download(read_link(url), headers=lambda _: {}, guard=guard, patience=patience, limit=limit, trust=trust)


def refusal(url: str, **options: object) -> str:
    with pytest.raises(Cause) as caught:
        get(url, **options)  # type: ignore[arg-type]
    return caught.value.key


def named(*addresses: str) -> tuple[Guard, list[str]]:
    """A guard to whom every name is the next of these addresses, and the names it looked up."""
    left, asked = list(addresses), []

    def resolve(host: str, port: int) -> list[str]:
        asked.append(host)
        return left.pop(0).split()

    return Guard(admits=HERE.admits, ports=HERE.ports, resolve=resolve), asked


# Into our own network

INSIDE = (
    *("http://127.0.0.1/", "http://localhost/", "http://[::1]/", "http://169.254.169.254/latest/meta-data/"),
    *(
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0177.0.0.1/",
        "http://127.1/",
        "http://0/",
        "http://0.0.0.0/",
    ),
    *(
        "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:a9fe:a9fe]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[2002:7f00:1::]/",
    ),
    *(
        "http://10.0.0.1/",
        "http://192.168.0.1/",
        "http://100.64.0.1/",
        "http://168.63.129.16/",
        "http://[fd00:ec2::254]/",
    ),
)


@pytest.mark.parametrize("url", INSIDE)
def test_nothing_inside_is_asked(url: str) -> None:
    assert refusal(url, guard=Guard()) == "link.private"


ASTRAY = (
    *("//127.0.0.2:{port}/", "http://2130706434:{port}/", "http://0x7f000002:{port}/", "http://[::1]:{port}/"),
    *("http://[::ffff:127.0.0.1]:{port}/", "http://169.254.169.254/latest/meta-data/", "http://10.0.0.1:{port}/"),
)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("inside", ASTRAY)
def test_nobody_sends_us_inside(server: Feed, inside: str, status: int) -> None:
    server.next(sends_on(inside.format(port=server.port), status))
    assert refusal(server.url) == "link.private"
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    "where", ["file:///etc/passwd", "gopher://127.0.0.1/", "ftp://127.0.0.1/", "https://[", "data:,x"]
)
def test_nobody_sends_us_to_what_is_no_web(server: Feed, where: str) -> None:
    server.next(sends_on(where))
    assert refusal(server.url) == "link.address"


def test_nobody_sends_us_on_with_a_name_and_password(server: Feed) -> None:
    server.next(sends_on(f"http://admin:admin@127.0.0.1:{server.port}/"))
    assert refusal(server.url) == "link.userinfo"


@pytest.mark.parametrize("port", [22, 25, 6379, 11211])
def test_a_port_that_serves_no_calendars_is_not_asked(port: int) -> None:
    assert refusal(f"http://127.0.0.1:{port}/", guard=Guard(admits=HERE.admits)) == "link.port"


def test_a_name_is_looked_up_once_and_what_was_looked_at_is_dialled(server: Feed) -> None:
    guard, asked = named("127.0.0.1", "127.0.0.2")
    assert get(f"http://kalender.example:{server.port}/", guard=guard).status == 404
    assert asked == ["kalender.example"]
    assert server.asked[0].headers["host"] == f"kalender.example:{server.port}"


def test_a_name_that_means_something_else_a_moment_later_gains_nothing(server: Feed) -> None:
    server.next(sends_on("/again"))
    guard, asked = named("127.0.0.1", "127.0.0.2")
    assert refusal(f"http://kalender.example:{server.port}/", guard=guard) == "link.private"
    assert (len(asked), len(server.asked)) == (2, 1)


def test_of_several_addresses_those_outside_are_tried(server: Feed) -> None:
    guard, _ = named("10.0.0.1 ::1 127.0.0.1")
    assert get(f"http://kalender.example:{server.port}/", guard=guard).status == 404


def test_a_name_nobody_has_is_tried_again_later() -> None:
    def nobody(host: str, port: int) -> list[str]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    for resolve in (nobody, lambda host, port: []):
        with pytest.raises(TryLater, match="cannot be reached"):
            get("http://kalender.example/", guard=Guard(resolve=resolve))


def test_the_environment_sends_us_nowhere(server: Feed, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login me password secret\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9/")
    assert get(server.url).body == FINE
    assert "authorization" not in server.asked[0].headers


# On without end


def test_five_redirects_are_followed_and_a_sixth_is_not(server: Feed) -> None:
    server.next(*[sends_on("/on")] * 4, sends_on(server.url))
    assert get(server.url).body == FINE
    server.next(*[sends_on("/on")] * 6)
    assert refusal(server.url) == "link.redirects"
    assert len(server.asked) == 6 + 6


def test_no_cookie_goes_along(server: Feed) -> None:
    server.next(says(302, b"", location="/on", set_cookie="a=b; Path=/"))
    get(server.url)
    assert "cookie" not in server.asked[1].headers


def test_the_body_of_a_redirect_is_not_read(server: Feed) -> None:
    server.next(endless(b"x" * 65536, 302, location=server.url))
    assert get(server.url).body == FINE


# Bodies without end

ZEROS = gzip.compress(b"\0" * 10_000_000)
LAYERS = gzip.compress(gzip.compress(b"\0" * 50_000_000))
EMPTY = gzip.compress(b"")
BLOCK = b"\0\0\0\xff\xff"  # one that holds nothing, and is not the last
LARGE = (
    endless(b"x" * 65536),
    endless(b"x" * 65536, content_encoding="identity"),
    says(200, b"x" * (LIMIT + 1)),
    says(200, b"", content_length="99999999999"),
    says(200, b"10000\r\n" + b"x" * 65536 + b"\r\n10000\r\n" + b"x" * 65536 + b"\r\n", transfer_encoding="chunked"),
    says(200, ZEROS, content_encoding="gzip"),
    says(200, ZEROS[:5000], content_encoding="gzip"),
    lambda _: chain([answer(content_encoding="gzip", connection="close") + EMPTY[:10]], repeat(BLOCK * 9999)),
)


@pytest.mark.parametrize("reply", LARGE)
def test_more_than_the_limit_is_left_where_it_is(server: Feed, reply: Reply) -> None:
    server.next(reply)
    assert refusal(server.url) == "link.too_large"


def test_exactly_the_limit_is_read(server: Feed) -> None:
    server.next(says(200, b"x" * LIMIT), says(200, gzip.compress(b"x" * LIMIT), content_encoding="gzip"))
    assert len(get(server.url).body) == len(get(server.url).body) == LIMIT


def test_packings_within_packings_stay_packed(server: Feed) -> None:
    server.next(says(200, LAYERS, content_encoding="gzip, gzip"))
    with pytest.raises(TryLater, match="cannot be unpacked"):
        get(server.url)


def test_packed_files_that_hold_nothing_are_not_opened_for_ever(server: Feed) -> None:
    server.next(endless(gzip.compress(b""), content_encoding="gzip"))
    with pytest.raises(TryLater, match="cannot be unpacked"):
        get(server.url)


SLOW = (
    b"",
    b"HTTP/1.1 200 Said\r\nX-Slow: a",
    answer(200, b"x", content_length="99999"),
    answer(200, b"x", connection="close"),
    answer(200, b"0", transfer_encoding="chunked"),
    answer(200, b"5\r\nabcde\r\n5;x", transfer_encoding="chunked"),
)


@pytest.mark.parametrize("reply", SLOW)
def test_a_server_that_drips_is_left_when_the_time_is_over(server: Feed, reply: bytes) -> None:
    server.next(server.drip(reply))
    with pytest.raises(TryLater, match=r"^127\.0\.0\.1 gave no whole answer in time$"):
        get(server.url, patience=IMPATIENT)


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_server_that_never_says_a_word_is_left_when_the_time_is_over(scheme: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(TryLater, match="in time"):
        get(f"{scheme}://127.0.0.1:{silent.getsockname()[1]}/", patience=IMPATIENT)


def test_a_server_that_says_no_next_byte_is_left_sooner() -> None:
    patience = Patience(read=timedelta(seconds=0.1), total=timedelta(minutes=5))
    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(TryLater, match="in time"):
        get(f"http://127.0.0.1:{silent.getsockname()[1]}/", patience=patience)


def test_a_door_that_is_shut_is_tried_again_later() -> None:
    with socket.create_server(("127.0.0.1", 0)) as shut:
        port = shut.getsockname()[1]
    with pytest.raises(TryLater, match="cannot be reached"):
        get(f"http://127.0.0.1:{port}/")


# TLS


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


def test_tls_asks_for_the_name_and_dials_the_address_that_was_looked_at(authority: Authority) -> None:
    with feed_server(authority.server("kalender.example")) as server:
        server.calendar = FINE
        guard, asked = named("127.0.0.1")
        url = server.url.replace("127.0.0.1", "kalender.example")
        assert get(url, guard=guard, trust=authority.trust).body == FINE
        assert asked == ["kalender.example"]


@pytest.mark.parametrize("trusts", [True, False])
def test_a_certificate_for_another_name_or_from_nobody_is_not_trusted(authority: Authority, trusts: bool) -> None:
    with feed_server(authority.server("annan.example" if trusts else "kalender.example")) as server:
        guard, _ = named("127.0.0.1")
        with pytest.raises(TryLater, match="no certificate we trust"):
            get(
                server.url.replace("127.0.0.1", "kalender.example"),
                guard=guard,
                trust=authority.trust if trusts else None,
            )
        assert server.asked == []


def test_nobody_sends_us_from_an_encrypted_address_to_an_open_one(authority: Authority, server: Feed) -> None:
    with feed_server(authority.server("kalender.example")) as secure:
        secure.next(sends_on(server.url))
        guard, _ = named("127.0.0.1", "127.0.0.1")
        url = secure.url.replace("127.0.0.1", "kalender.example")
        assert refusal(url, guard=guard, trust=authority.trust) == "link.insecure"
    assert server.asked == []


# What is left behind


@pytest.mark.parametrize("make", [lambda server: server.drip(b""), lambda server: says(200, b"x", content_length="9")])
def test_no_log_and_no_error_tells_the_link(
    server: Feed, make: Callable[[Feed], Reply], caplog: pytest.LogCaptureFixture
) -> None:
    server.next(make(server))
    with caplog.at_level(logging.DEBUG), pytest.raises(TryLater) as caught:
        get(server.url, patience=IMPATIENT)
    assert "5f3a9c" not in f"{caught.value} {caught.value.__cause__!r} {caught.value.__context__!r} {caplog.text}"


def test_the_usual_guard_lets_nothing_but_the_open_internet_through() -> None:
    assert Guard().admits is is_public
    assert not Guard().admits(ip_address("127.0.0.1"))
