"""What a person sees: no line too wide, nothing from strangers that steers, a bar and a question only where somebody sits."""

import io
import os
import pty
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from connectors.calendars import Unread
from connectors.crm import read_crm
from connectors.demo import write_demo, write_demo_crm
from connectors.ics import Source
from plugin.sheet import Sheet
from plugin.terminal import UNREAD_SHOWN, show_result, show_unread
from tests.world import NOW
from workers.reviewed import Reviewed
from workers.scan import ScanOptions, ScanResult, scan

COMMAND = Path(sys.executable).with_name("kanelbulle")
HOSTILE = "\x1b]0;x\x07\x1b[2J\x9b31m\u202eBruket\u2066\r\n[bold]x[/bold] :bread:"
ONE_MEETING = b"""BEGIN:VCALENDAR
BEGIN:VEVENT
UID:1
DTSTART:20261110T090000Z
DTEND:20261110T093000Z
SUMMARY:Teams
ORGANIZER:mailto:astrid@nordverk.example
ATTENDEE:mailto:karin@bruket.example
END:VEVENT
END:VCALENDAR
"""
STEERING = set("\x1b\x07\x9b\u202e\u2066\r")


@cache
def found() -> ScanResult:
    sources = [Source("demo.ics", write_demo(NOW))]
    return scan(sources, options=ScanOptions(crm=read_crm(write_demo_crm(), source="demo")), now=NOW)


def shown(result: ScanResult, *, width: int = 80, language: str = "sv", meetings: bool = False) -> str:
    sheet = Sheet(io.StringIO(), language)
    sheet.console.width = width
    show_result(sheet, result, meetings=meetings)
    return sheet.console.file.getvalue()  # type: ignore[attr-defined, no-any-return]


@pytest.mark.parametrize("width", [40, 60, 80, 132])
@pytest.mark.parametrize("language", ["sv", "en"])
def test_no_line_is_wider_than_the_terminal(width: int, language: str) -> None:
    text = shown(found(), width=width, language=language, meetings=True)
    assert max(map(len, text.splitlines())) <= width


def test_no_line_ends_in_blanks_for_people_copy_from_here() -> None:
    assert [line for line in shown(found()).splitlines() if line != line.rstrip()] == []


def test_every_flagged_account_stands_in_the_table_and_every_chosen_one_below() -> None:
    table, _, below = shown(found(), width=200).partition("Möten att ta på plats")
    for one in found().reviewed:
        name = one.relationship.account.name
        assert not one.flags or name.split()[0] in table
        assert not one.chosen or name in below


def test_the_next_meeting_is_told_in_the_sellers_time() -> None:
    result = replace(found(), zone=ZoneInfo("America/New_York"))
    assert re.search(r"Bruket .* 17 december\n.* 03:00", shown(result))


def test_whoever_was_never_met_in_a_company_that_is_well_is_named() -> None:
    assert "Du har träffat Dalslid Turbin, men aldrig Sara" in " ".join(shown(found()).split())


def test_strangers_cannot_steer_the_terminal() -> None:
    hostile = replace(found(), reviewed=tuple(map(_hostile, found().reviewed)), owner_name=HOSTILE, office=HOSTILE)
    text = shown(hostile, meetings=True)
    assert "Bruket" in text
    assert "[bold]x[/bold] :bread:" in " ".join(text.split())  # shown as written, not obeyed
    assert not set(text) & STEERING


def _hostile(one: Reviewed) -> Reviewed:
    account = replace(one.relationship.account, name=HOSTILE)
    suggestion = one.suggestion and replace(one.suggestion, title=HOSTILE)
    return replace(one, relationship=replace(one.relationship, account=account), suggestion=suggestion)


def test_a_calendar_in_which_all_is_well_says_so() -> None:
    well = tuple(one for one in found().reviewed if not one.flags)
    text = shown(replace(found(), reviewed=well))
    assert "Ingen kund behöver något just nu." in text
    assert "Möten att ta på plats" not in text


def test_what_could_not_be_read_is_listed_first_ones_first_and_counted() -> None:
    sheet = Sheet(io.StringIO(), "sv")
    show_unread(sheet, [Unread("x.ics", f"uid{at}{HOSTILE}", at, "no start") for at in range(UNREAD_SHOWN + 3)])
    text = sheet.console.file.getvalue()  # type: ignore[attr-defined]
    lines = " ".join(text.split())
    assert "x.ics, uid0" in lines  # a line nobody knows is not told
    assert "x.ics, rad 1, uid1" in lines
    assert f"uid{UNREAD_SHOWN}" not in lines
    assert "… och 3 till." in lines
    assert not set(text) & STEERING


def on_a_terminal(tmp_path: Path, data: bytes, answer: bytes = b"", env: Mapping[str, str] | None = None) -> str:
    """Everything a person sees who runs `scan` at a terminal and types `answer`."""
    (tmp_path / "x.ics").write_bytes(data)
    ours, theirs = pty.openpty()
    os.write(ours, answer)
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "LANG": "C.UTF-8",
        "TERM": "xterm",
        "COLUMNS": "80",
    }
    process = subprocess.Popen(
        [COMMAND, "scan", "x.ics", "--owner", "astrid@nordverk.example", "--now", NOW.isoformat()],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        cwd=tmp_path,
        env={**environment, **(env or {})},
    )
    os.close(theirs)
    seen = b""
    while chunk := _read(ours):
        seen += chunk
    assert process.wait(timeout=30) == 0
    return seen.decode()


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # the other end is gone
        return b""


def padded(data: bytes) -> bytes:
    """Long enough for a bar."""
    return data.replace(b"END:VCALENDAR", b"X-NOTHING:" + b"x" * 1_000_000 + b"\r\nEND:VCALENDAR")


def colours(text: str) -> set[int]:
    return {code for code in range(30, 50) if re.search(rf"\x1b\[(?:\d+;)*{code}[;m]", text)}


def test_a_long_file_has_a_progress_bar_where_somebody_sits(tmp_path: Path) -> None:
    assert "Reading" in on_a_terminal(tmp_path, padded(write_demo(NOW)))
    assert "Reading" not in on_a_terminal(tmp_path, write_demo(NOW))


def test_no_color_is_respected(tmp_path: Path) -> None:
    long = padded(write_demo(NOW))
    assert colours(on_a_terminal(tmp_path, long))
    assert not colours(on_a_terminal(tmp_path, long, env={"NO_COLOR": "1"}))


def test_a_dumb_terminal_is_sent_nothing_but_text(tmp_path: Path) -> None:
    assert "\x1b" in on_a_terminal(tmp_path, write_demo(NOW))
    assert "\x1b" not in on_a_terminal(tmp_path, write_demo(NOW), env={"TERM": "dumb"})


def test_the_office_is_asked_for_where_somebody_sits_and_the_calendar_does_not_say(tmp_path: Path) -> None:
    seen = on_a_terminal(tmp_path, ONE_MEETING, b"Kyrkogatan 1, Uppsala\n")
    assert "Where do your trips start?" in seen
    assert "Trips start at Kyrkogatan 1, Uppsala." in " ".join(seen.split())


def test_an_office_nobody_tells_stays_unknown(tmp_path: Path) -> None:
    assert "We can't tell where your trips start." in on_a_terminal(tmp_path, ONE_MEETING, b"\n")
