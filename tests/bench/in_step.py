"""What keeping a calendar of 5,000 events in step costs, beside others' libraries that only list it.

Each is a process of its own, measured whole: CPU seconds with all it loads, and the most memory it had. The vendor is played
by another process.
"""

import os
import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

from connectors.calendars import Calendar
from tests.bench.others import most_memory
from tests.bench.played import EVENTS, Asked, Server, running
from tests.bench.table import Row, ratio
from tests.world import ASTRID, NOW

ROUNDS = 3
PLACE = Path(tempfile.gettempdir()) / "kanelbulle-bench-others"
START, END = (f"{NOW + timedelta(days=days):%Y-%m-%dT%H:%M:%S}Z" for days in (-366, 57))


class Opens(Protocol):
    """A calendar at an address, by a token, as of a moment."""

    def __call__(self, url: str, token: str, now: datetime) -> Calendar: ...


@dataclass(frozen=True, slots=True)
class Took:
    """What one process took: CPU seconds, and the most memory it had, in megabytes, by its own last word: what its parent
    had when it was forked counts in ru_maxrss. `said` is what it wrote before."""

    seconds: float
    megabytes: float
    said: str


@dataclass(frozen=True, slots=True)
class Vendor:
    """`ours` and `played` are modules to run, `others` who else lists the calendar, and how often: some take a minute."""

    provider: str
    ours: str
    played: str
    others: Mapping[str, tuple[str, int]]


def compare(vendor: Vendor) -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as folder, running(vendor.played) as server:
        server.asked()
        ours, first = _ours(vendor, server, Path(folder))
        for name, (package, rounds) in vendor.others.items():
            yield from _beside(server, name, package, rounds, ours, first)
        yield from _look_again(vendor, server, Path(folder) / "0", ours, first)


def _ours(vendor: Vendor, server: Server, folder: Path) -> tuple[Took, Asked]:
    """Read from the start, each time into a new store; the best round, and what one of them asked."""
    runs = []
    for number in range(ROUNDS):
        prepare(folder / str(number), vendor.provider)
        runs.append(_took([sys.executable, "-m", vendor.ours, "sync", *_where(server, folder / str(number))]))
        asked = server.asked()
    return _best(runs), asked


def _beside(server: Server, name: str, package: str, rounds: int, ours: Took, first: Asked) -> Iterator[Row]:
    what = f"{EVENTS:,} events read, understood, stored and flagged, beside {package} only listing them"
    python = _python_with(package)
    if isinstance(python, str):
        yield Row(what, f"left out: {python}")
        return
    script = str(Path(__file__).with_name("others.py"))
    theirs = _best(
        [_took([str(python), "-P", script, name, server.url, server.token, START, END]) for _ in range(rounds)]
    )
    asked = server.asked()
    assert int(theirs.said) >= EVENTS * 0.95, theirs.said
    cpu = f"({ours.seconds:.1f} s / {theirs.seconds:.1f} s)"
    yield Row(f"{what}: CPU time {cpu}", ratio(ours.seconds, theirs.seconds), "1 or less")
    memory = f"({ours.megabytes:.0f} MB / {theirs.megabytes:.0f} MB)"
    yield Row(f"{what}: peak memory {memory}", ratio(ours.megabytes, theirs.megabytes), "1 or less")
    came = asked.bytes / rounds
    told = f"({first.bytes / 1e6:.2f} MB in {first.requests} requests / {came / 1e6:.2f} MB in {asked.requests / rounds:.0f})"
    yield Row(f"{what}: bytes that came, packed {told}", ratio(first.bytes, came))


def _look_again(vendor: Vendor, server: Server, home: Path, ours: Took, first: Asked) -> Iterator[Row]:
    server.change()
    took = _took([sys.executable, "-m", vendor.ours, "again", *_where(server, home)])
    asked = server.asked()
    what = "A look after 1 % changed beside the first reading"
    yield Row(
        f"{what}: requests ({asked.requests} / {first.requests})", ratio(asked.requests, first.requests), "0.05 or less"
    )
    sizes = f"({asked.bytes / 1e3:.1f} kB / {first.bytes / 1e3:.0f} kB)"
    yield Row(f"{what}: bytes, packed {sizes}", ratio(asked.bytes, first.bytes), "0.05 or less")
    yield Row(f"{what}: CPU time ({took.seconds:.2f} s / {ours.seconds:.2f} s)", ratio(took.seconds, ours.seconds))


def _took(command: list[str]) -> Took:
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        said = process.stdout.read()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    *words, peak = said.split()
    return Took(used.ru_utime + used.ru_stime, int(peak) / 1024, " ".join(words))


def _best(runs: list[Took]) -> Took:
    return replace(runs[0], seconds=min(one.seconds for one in runs), megabytes=min(one.megabytes for one in runs))


def _where(server: Server, home: Path) -> tuple[str, str, str]:
    return server.url, server.token, str(home)


def _python_with(package: str) -> Path | str:
    """A Python that has it, or why there is none."""
    python = PLACE / "bin" / "python"
    if not python.exists():
        venv.create(PLACE, with_pip=True)
    command = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", package]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return python if done.returncode == 0 else f"{package} cannot be installed here"


def prepare(home: Path, provider: str) -> None:
    """A store with a seller in it whose calendar nobody has read: what an admin does once."""
    from workers.office import open_office
    from workers.store import Seller
    from workers.store.mailboxes import Mailbox
    from workers.store.tenants import Tenant

    office = open_office({"KANELBULLE_HOME": str(home)}, clock=lambda: NOW)
    with office.store.writing() as at:
        domains = ("nordverk.example",)
        tenant = at.tenants.save(Tenant("Nordverk", domains))
        seller = at.sellers.save(Seller(ASTRID.address, domains, "UTC", "", NOW, tenant_id=tenant))
        at.mailboxes.save(Mailbox(seller, provider))
    office.store.close()


def measure(opens: Opens, what: str, url: str, token: str, home: str) -> None:
    """The whole job, as a worker does it."""
    from workers.office import open_office
    from workers.sync import sync

    now = NOW + timedelta(hours=1) if what == "again" else NOW
    office = open_office({"KANELBULLE_HOME": home}, clock=lambda: now)
    print(sync(office, 1, opens(url, token, now)))
    office.store.close()
    print(most_memory())
