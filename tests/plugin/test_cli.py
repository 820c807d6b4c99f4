"""The installed command, run as people run it: exit codes, one line on stderr, and no traceback whatever comes.

What the demo seller looks like in a terminal is held against golden files (tests/golden).
"""

import contextlib
import errno
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

import click
import pytest

from connectors.demo import write_demo, write_demo_crm
from plugin.cli import kanelbulle as commands
from plugin.worded import terminal_language
from tests.golden import assert_golden
from tests.servers.commands import obey
from tests.world import NOW
from workers.words import say

COMMAND = Path(sys.executable).with_name("kanelbulle")
SECONDS = 30


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the demo seller's calendar and CRM list in it."""
    folder = tmp_path_factory.mktemp("demo")
    (folder / "demo.ics").write_bytes(write_demo(NOW))
    (folder / "crm.csv").write_bytes(write_demo_crm())
    return folder


def kanelbulle(
    *arguments: str, cwd: Path, stdin: bytes = b"", env: Mapping[str, str] | None = None
) -> "subprocess.CompletedProcess[bytes]":
    environment = {"PATH": os.environ["PATH"], "HOME": str(cwd), "COLUMNS": "80", "TZ": "Europe/Stockholm", "LANG": "C"}
    return obey(*arguments, environment={**environment, **(env or {})}, cwd=cwd, said=stdin, seconds=SECONDS)


def scan(cwd: Path, *arguments: str, **more: object) -> "subprocess.CompletedProcess[bytes]":
    return kanelbulle("scan", *arguments, "--now", NOW.isoformat(), cwd=cwd, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("arguments", "golden"),
    [
        (("--lang", "sv"), "demo.sv.txt"),
        (("--lang", "en"), "demo.en.txt"),
        (("--lang", "en", "--json"), "demo.json"),
    ],
)
def test_the_demo_seller_is_shown_as_it_was_last_looked_at(demo: Path, arguments: tuple[str, ...], golden: str) -> None:
    shown = scan(demo, "demo.ics", "--accounts", "crm.csv", *arguments)
    assert (shown.returncode, shown.stderr) == (0, b"")
    assert_golden(f"scan/{golden}", shown.stdout)


def test_nothing_is_wider_than_the_terminal(demo: Path) -> None:
    for columns in ("80", "60", "120"):
        shown = scan(demo, "demo.ics", "--lang", "sv", env={"COLUMNS": columns})
        assert max(map(len, shown.stdout.decode().splitlines())) <= int(columns)


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"LANG": "sv_SE.UTF-8"}, "sv"),
        ({"LANG": "sv"}, "sv"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LC_ALL": "sv_SE.UTF-8", "LANG": "en_GB.UTF-8"}, "sv"),
        ({"LC_MESSAGES": "sv_SE.UTF-8", "LANG": "en_GB.UTF-8"}, "sv"),
        ({"LC_ALL": "C", "LANG": "sv_SE.UTF-8"}, "en"),
        ({"LC_ALL": "", "LANG": "sv_SE.UTF-8"}, "sv"),
        ({}, "en"),
    ],
)
def test_the_terminals_language_decides(environment: dict[str, str], language: str) -> None:
    assert terminal_language(environment) == language


def test_a_swedish_terminal_is_spoken_to_in_swedish(demo: Path) -> None:
    assert "Kund" in scan(demo, "demo.ics", env={"LC_MESSAGES": "sv_SE.UTF-8"}).stdout.decode()


def test_without_a_terminal_nothing_is_coloured(demo: Path) -> None:
    assert b"\x1b" not in scan(demo, "demo.ics").stdout


def test_what_is_piped_in_is_read(demo: Path) -> None:
    piped = scan(demo, "-", "--json", stdin=(demo / "demo.ics").read_bytes())
    named = scan(demo, "demo.ics", "--json")
    assert piped.returncode == 0
    assert json.loads(piped.stdout) == json.loads(named.stdout)


def test_several_files_are_one_calendar(demo: Path) -> None:
    twice = json.loads(scan(demo, "demo.ics", "demo.ics", "--json").stdout)
    once = json.loads(scan(demo, "demo.ics", "--json").stdout)
    assert twice["accounts"] == once["accounts"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), ""),
        (("scan",), "FILE"),
        (("nothing",), "nothing"),
        (("scan", "demo.ics", "--nothing"), "--nothing"),
        (("scan", "demo.ics", "--lang", "fi"), "'sv', 'en'"),
        (("scan", "demo.ics", "--now", "yesterday"), "2026-11-23"),
        (("scan", "demo.ics", "--now", "0001-01-01"), "2026-11-23"),
        (("scan", "demo.ics", "--owner", "Astrid"), "--owner"),
        (("scan", "demo.ics", "--own-domain", "@"), "--own-domain"),
        (("scan", "-", "-"), "-"),
        (("run", "--port", "0"), "--port"),
    ],
)
def test_wrong_usage_is_one_line_and_two(demo: Path, arguments: tuple[str, ...], said: str) -> None:
    done = kanelbulle(*arguments, cwd=demo)
    if not arguments:
        assert (done.returncode, done.stderr) == (0, b"")
        return
    assert done.returncode == 2
    _is_one_line(done.stderr, said)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"\x00" * 5000, "x.ics"),
        (b"PK\x03\x04abc", "zip"),
        (b"<!DOCTYPE html><html></html>", "web page"),
        (b"hello", "calendar"),
        (b"BEGIN:VCALENDAR\r\n" + b"BEGIN:X\r\n" * 10_000, "--owner"),
    ],
)
def test_a_file_that_is_no_calendar_is_one_line_and_one(tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / "x.ics").write_bytes(content)
    done = scan(tmp_path, "x.ics")
    assert done.returncode == 1
    _is_one_line(done.stderr, said)


def test_a_missing_file_a_folder_and_a_locked_one_say_what_to_do(demo: Path, tmp_path: Path) -> None:
    locked = tmp_path / "locked.ics"
    locked.write_bytes(b"BEGIN:VCALENDAR")
    locked.chmod(0)
    for file, said in (("missing.ics", "Check the path"), (str(demo), "folder"), ("x\n\x1b[31m", "Check the path")):
        done = scan(demo, file)
        assert done.returncode == 1
        _is_one_line(done.stderr, said)
    if os.geteuid():  # root reads everything
        _is_one_line(scan(demo, str(locked)).stderr, "permissions")


def test_an_account_list_with_wrong_columns_names_them(demo: Path) -> None:
    (demo / "wrong.csv").write_text("namn,domains\nBruket,bruket.example\n")
    done = scan(demo, "demo.ics", "--accounts", "wrong.csv")
    assert done.returncode == 1
    _is_one_line(done.stderr, "wrong.csv, line 1")


def test_rows_that_cannot_be_read_are_told_and_the_rest_is_used(demo: Path) -> None:
    (demo / "half.csv").write_text(
        "name,domains,value\nBruket,bruket.example,many\nGöinge Plast,goingeplast.example,5\n"
    )
    done = scan(demo, "demo.ics", "--accounts", "half.csv", "--json")
    assert done.returncode == 0
    assert "half.csv, line 2" in done.stderr.decode()
    names = {account["key"]: account["name"] for account in json.loads(done.stdout)["accounts"]}
    assert names["goingeplast.example"] == "Göinge Plast"


def test_damaged_entries_are_told_first_ones_first_and_counted(tmp_path: Path, demo: Path) -> None:
    damaged = b"".join(b"BEGIN:VEVENT\r\nUID:bad%d\r\nDTSTART:never\r\nEND:VEVENT\r\n" % at for at in range(25))
    whole = (demo / "demo.ics").read_bytes()
    (tmp_path / "x.ics").write_bytes(whole.replace(b"END:VCALENDAR", damaged + b"END:VCALENDAR"))
    done = scan(tmp_path, "x.ics", "--json")
    lines = done.stderr.decode().splitlines()
    assert done.returncode == 0
    assert sum(line.startswith("  x.ics, line ") for line in lines) == 20
    assert "bad0" in lines[1]
    assert "x.ics, line " in lines[1]
    assert "5" in lines[-1]
    assert len(json.loads(done.stdout)["unreadable"]) == 25


@pytest.mark.parametrize(
    ("language", "file", "entry"),
    [
        ("sv", "x.ics: Filen är tom. Exportera kalendern igen.", "Posten slutar innan den börjar."),
        ("en", "x.ics: The file is empty. Export the calendar again.", "The entry ends before it starts."),
    ],
)
def test_why_something_could_not_be_read_is_told_in_the_language_asked_for(
    tmp_path: Path, demo: Path, language: str, file: str, entry: str
) -> None:
    (tmp_path / "x.ics").write_bytes(b"")
    assert scan(tmp_path, "x.ics", "--lang", language).stderr.decode() == f"kanelbulle: {file}\n"
    backwards = b"BEGIN:VEVENT\r\nUID:b\r\nDTSTART:20261201T090000Z\r\nDTEND:20261201T080000Z\r\nEND:VEVENT\r\n"
    whole = (demo / "demo.ics").read_bytes()
    (tmp_path / "y.ics").write_bytes(whole.replace(b"END:VCALENDAR", backwards + b"END:VCALENDAR"))
    done = scan(tmp_path, "y.ics", "--json", "--lang", language)
    (one,) = json.loads(done.stdout)["unreadable"]
    assert one["why"].startswith(entry)
    assert entry in " ".join(done.stderr.decode().split())


def test_titles_places_and_names_cannot_steer_the_terminal(tmp_path: Path, demo: Path) -> None:
    hostile = "\x1b]0;x\x07\x1b[2J\x9b31m\u202eavtal\u2066".encode()
    whole = (demo / "demo.ics").read_bytes()
    for name in (b"Avtalsf", b"Karin", b"Slussgatan", b"Teams-m"):
        whole = whole.replace(name, hostile + name)
    (tmp_path / "x.ics").write_bytes(whole)
    for arguments in ((), ("--meetings",), ("--json", "--meetings")):
        shown = scan(tmp_path, "x.ics", *arguments)
        text = shown.stdout.decode() + shown.stderr.decode()
        assert shown.returncode == 0
        assert not set(text) & set("\x1b\x07\x9b\u202e\u2066")


def test_a_terminal_that_knows_no_swedish_letters_is_no_failure(demo: Path) -> None:
    shown = scan(demo, "demo.ics", "--lang", "sv", env={"PYTHONIOENCODING": "ascii"})
    assert shown.returncode == 0
    assert b"Kund" in shown.stdout


def test_json_is_utf_8_whatever_the_terminal_says(demo: Path) -> None:
    shown = subprocess.run(
        [COMMAND, "scan", "demo.ics", "--json", "--lang", "sv", "--now", NOW.isoformat()],
        cwd=demo,
        env={"PATH": os.environ["PATH"], "HOME": str(demo), "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        timeout=SECONDS,
        check=True,
    )
    assert "möten på ett år" in shown.stdout.decode()


def test_a_reader_that_has_had_enough_is_no_failure(demo: Path) -> None:
    shown = subprocess.run(
        ["/bin/sh", "-c", f"{COMMAND} scan demo.ics --json --meetings; echo $? >&2", "|"],
        cwd=demo,
        stdout=_closed_pipe(),
        stderr=subprocess.PIPE,
        timeout=SECONDS,
        check=False,
    )
    assert shown.stderr == b"0\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device here that is always full")
@pytest.mark.parametrize("arguments", [(), ("--json",)], ids=["table", "json"])
@pytest.mark.parametrize("language", ["", "C.utf8"])
def test_a_full_disk_is_one_line(demo: Path, arguments: tuple[str, ...], language: str) -> None:
    environment = {"PATH": os.environ["PATH"], **({"LANG": language} if language else {})}
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [COMMAND, "scan", "demo.ics", *arguments],
            cwd=demo,
            env=environment,
            stdout=full,
            stderr=subprocess.PIPE,
            timeout=SECONDS,
            check=False,
        )
    assert done.returncode == 1
    _is_one_line(done.stderr, "space")


@pytest.fixture
def hearing_ctrl_c() -> Iterator[None]:
    """A shell that runs us in the background has made us, and whom we start, deaf to Ctrl-C."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("hearing_ctrl_c")
def test_ctrl_c_ends_quietly(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "slow.ics")
    running = subprocess.Popen([COMMAND, "scan", "slow.ics"], cwd=tmp_path, stderr=subprocess.PIPE)
    with _opened_when_read(tmp_path / "slow.ics", running):
        running.send_signal(signal.SIGINT)  # closing the pipe after it wakes a reader that had not heard it yet
    _, complaint = running.communicate(timeout=SECONDS)
    assert (running.returncode, complaint) == (130, b"")


def test_help_lists_every_command_with_one_line(tmp_path: Path) -> None:
    for language, word in (("sv_SE.UTF-8", "Kommandon"), ("C", "Commands")):
        shown = kanelbulle("--help", cwd=tmp_path, env={"LC_ALL": language}).stdout.decode()
        assert word in shown
        listed = [line.split()[0] for line in shown.partition(word)[2].splitlines()[1:] if line.strip()]
        assert listed == [
            *("scan", "run", "check", "web", "worker", "clock", "migrate", "reseal", "tenant", "mailbox", "sync"),
            *("accounts", "suggestions", "convert", "letter", "export", "erase", "jobs", "manifest"),
        ]


@pytest.mark.parametrize("command", ["scan", "run", "check"])
def test_every_option_is_explained_in_both_languages(tmp_path: Path, command: str) -> None:
    for language in ("sv_SE.UTF-8", "C"):
        shown = kanelbulle(command, "--help", cwd=tmp_path, env={"LC_ALL": language})
        assert (shown.returncode, shown.stderr) == (0, b"")
        options = [one for one in commands.commands[command].params if isinstance(one, click.Option)]
        words = " ".join(shown.stdout.decode().split())
        for option in options:
            assert say(f"cli.option.{option.name}", language[:2] if language != "C" else "en") in words


def test_a_file_over_the_limit_that_is_set_is_refused_with_what_to_do(demo: Path) -> None:
    (demo / "large.ics").write_bytes((demo / "demo.ics").read_bytes() + b" " * 1_000_000)
    done = kanelbulle("scan", "large.ics", cwd=demo, env={"KANELBULLE_CALENDAR_LIMIT_MB": "1"})
    assert done.returncode == 1
    _is_one_line(done.stderr, "large.ics")
    wrong = kanelbulle("scan", "demo.ics", cwd=demo, env={"KANELBULLE_CALENDAR_LIMIT_MB": "much"})
    assert wrong.returncode == 1
    _is_one_line(wrong.stderr, "KANELBULLE_CALENDAR_LIMIT_MB")


def test_when_nothing_in_a_file_could_be_read_the_scan_has_failed(tmp_path: Path) -> None:
    endless = ("BEGIN:VCALENDAR", "BEGIN:VEVENT", "UID:1", "DTSTART:20260101T080000Z", "RRULE:FREQ=SECONDLY")
    (tmp_path / "endless.ics").write_text("\r\n".join((*endless, "END:VEVENT", "END:VCALENDAR", "")))
    done = kanelbulle("scan", "endless.ics", "--owner", "astrid@nordverk.example", "--json", cwd=tmp_path)
    assert done.returncode == 1
    assert b"endless.ics" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "heavy"),
    [
        (("--help",), ("flask", "sqlalchemy", "rich", "icalendar", "holidays", "workers.scan")),
        (("scan", "demo.ics"), ("flask", "waitress", "sqlalchemy", "alembic", "cryptography")),
    ],
)
def test_nothing_heavy_is_imported_in_vain(demo: Path, arguments: tuple[str, ...], heavy: tuple[str, ...]) -> None:
    program = (
        "import sys; from plugin.cli import outcome; code = outcome(sys.argv[2:]);"
        "sys.exit(code or ', '.join(set(sys.argv[1].split(',')) & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, ",".join(heavy), *arguments], cwd=demo, capture_output=True, check=False
    )
    assert done.stderr == b"\n"


def _is_one_line(complaint: bytes, said: str) -> None:
    text = complaint.decode()
    assert text.startswith("kanelbulle: ")
    assert text.count("\n") == 1
    assert text.endswith("\n")
    assert "\x1b" not in text
    assert said in text


def _opened_when_read(path: Path, running: subprocess.Popen[bytes]) -> BinaryIO:
    """The writing end of a pipe, once somebody reads from it; a process that ended never will."""
    while True:
        try:
            return os.fdopen(os.open(path, os.O_WRONLY | os.O_NONBLOCK), "wb")
        except OSError as nobody:
            if nobody.errno != errno.ENXIO:
                raise
        with contextlib.suppress(subprocess.TimeoutExpired):
            pytest.fail(f"it ended with {running.wait(timeout=0.05)}")


def _closed_pipe() -> int:
    reading, writing = os.pipe()
    os.close(reading)
    return writing
