"""What an admin is given is true: the commands, settings and units of `manifest`, as the machine would read them."""

import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from configparser import ConfigParser
from pathlib import Path

import click
import pytest

from plugin.answering import GOODBYE
from plugin.cli import kanelbulle
from workers.jobs import RETRIES
from workers.links import LASTS, Purpose
from workers.schedule import LETTER
from workers.settings import NAMES
from workers.store.tenants import TenantWishes

MANIFEST = Path(__file__).parents[1] / "manifest"
TEXT = (MANIFEST / "README.md").read_text(encoding="utf-8")
UNITS = sorted((MANIFEST / "systemd").iterdir())
PROCESSES = {"web", "worker", "clock"}
HARDENED = {
    "killsignal": "SIGTERM",
    "restart": "always",
    "nonewprivileges": "yes",
    "protectsystem": "strict",
    "protecthome": "yes",
    "privatetmp": "yes",
    "statedirectory": "kanelbulle",
}


def told_commands(text: str) -> Iterator[list[str]]:
    """Every command line of ours in the text: those in a block, and those in words."""
    for line in re.findall(r"^kanelbulle .+$|`kanelbulle [^`]+`", text, re.MULTILINE):
        yield shlex.split(line.strip("`"))[1:]


def obeys(arguments: list[str]) -> set[str]:
    """What of it there is no command or option for."""
    command: click.Command = kanelbulle
    left = list(arguments)
    while left and isinstance(command, click.Group):
        found = command.commands.get(left.pop(0))
        if found is None:
            return {arguments[0]}
        command = found
    known = {
        name for one in command.params if isinstance(one, click.Option) for name in (*one.opts, *one.secondary_opts)
    }
    return {word for word in left if word.startswith("--")} - known


@pytest.mark.parametrize("arguments", list(told_commands(TEXT)), ids=" ".join)
def test_a_command_an_admin_reads_of_exists(arguments: list[str]) -> None:
    assert not obeys(arguments)


def test_the_processes_of_the_procfile_are_those_of_a_service() -> None:
    lines = dict(line.split(": ", 1) for line in (MANIFEST / "Procfile").read_text().splitlines())
    assert set(lines) == PROCESSES
    for name, line in lines.items():
        program, *arguments = shlex.split(line)
        assert (program, arguments[0]) == ("kanelbulle", name)
        assert not obeys(arguments)


def read_unit(path: Path) -> ConfigParser:
    unit = ConfigParser(interpolation=None, strict=False)
    unit.read(path)
    return unit


def test_there_is_a_unit_for_each_process() -> None:
    assert {read_unit(path)["Service"]["ExecStart"].split()[1] for path in UNITS} == PROCESSES
    assert all(name in TEXT for name in ("kanelbulle-web", "kanelbulle-clock", "kanelbulle-worker@1"))


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_a_unit_starts_what_there_is_and_is_let_do_little(path: Path) -> None:
    service = read_unit(path)["Service"]
    program, *arguments = service["ExecStart"].split()
    assert program == "/opt/kanelbulle/.venv/bin/kanelbulle"
    assert not obeys(arguments)
    assert HARDENED.items() <= dict(service).items()
    assert service["EnvironmentFile"] in TEXT


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="there is no systemd here")
@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_systemd_understands_a_unit(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / path.name.replace("@", "@1")
    ours = str(Path(sys.executable).with_name("kanelbulle"))
    copy.write_text(path.read_text().replace("/opt/kanelbulle/.venv/bin/kanelbulle", ours))
    verify = ["systemd-analyze", "verify", "--man=no", str(copy)]
    done = subprocess.run(verify, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, [line for line in done.stderr.splitlines() if path.name.split("@")[0] in line]) == (0, [])


def test_the_settings_can_be_read_by_a_shell_too(tmp_path: Path) -> None:
    all_of_them = re.sub(r"^#(KANELBULLE_)", r"\1", (MANIFEST / "settings.env").read_text(), flags=re.MULTILINE)
    (tmp_path / "settings.env").write_text(all_of_them)
    script = 'set -eu; . ./settings.env; printf %s "$KANELBULLE_PRICES"'
    done = subprocess.run(["sh", "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("car=25 SEK/mil", "")


def test_the_settings_an_admin_reads_of_exist() -> None:
    assert set(re.findall(r"KANELBULLE_([A-Z_]+)", TEXT)) <= set(NAMES)


def test_the_numbers_an_admin_reads_are_those_of_the_code() -> None:
    assert f"more than {TenantWishes().retention_days} days ago" in TEXT
    assert (len(RETRIES), "tried five times more" in TEXT) == (5, True)
    assert (GOODBYE.seconds, "ten seconds" in TEXT) == (10, True)
    assert (LASTS[Purpose.SIGN_IN].total_seconds(), "for an hour" in TEXT) == (3600, True)
    assert (LETTER.at.hour, "On Mondays at seven" in TEXT) == (7, True)
    assert f"At {LETTER.until.hour} it is too late" in TEXT
