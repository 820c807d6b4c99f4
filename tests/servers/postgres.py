"""A real PostgreSQL for the tests: a cluster of its own in a temporary folder, reached through a socket in it.

https://www.postgresql.org/docs/current/app-initdb.html; it refuses to run as root, so that root lends it another user.
"""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

MISSING = "PostgreSQL is not installed: make test installs it"
PLACES = ("/usr/lib/postgresql/*/bin", "/usr/local/pgsql/bin")
SWEDISH = ("--locale-provider=icu", "--icu-locale=sv-SE")  # from version 15, where it was built so
START = 30  # seconds
QUICKLY = ("-c", "fsync=off")  # what dies here are processes, never the machine


def find_program(name: str) -> str | None:
    """Where Debian keeps the programs of the server, which are not on the PATH."""
    found = shutil.which(name)
    if found and Path(found).resolve().parent.joinpath("postgres").exists():
        return str(Path(found).resolve())
    homes = sorted((home for place in PLACES for home in Path("/").glob(place[1:])), key=version_of, reverse=True)
    return next((str(home / name) for home in homes if (home / name).exists()), found)


def version_of(home: Path) -> tuple[int, ...]:
    """16 is newer than 9.6; a folder that names no version is the oldest."""
    told = home.parent.name.split(".")
    return tuple(map(int, told)) if all(one.isdecimal() for one in told) else ()


@dataclass
class Postgres:
    """A running server, with what can befall one as verbs."""

    home: Path
    user: pwd.struct_passwd | None
    process: "subprocess.Popen[bytes] | None" = None
    _numbers: Iterator[int] = field(default_factory=count)

    def start(self) -> None:
        command = [_program("postgres"), "-D", str(self.home / "data"), "-k", str(self.home), "-c", "listen_addresses="]
        with (self.home / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [*_as(self.user), *command, *QUICKLY], stdout=subprocess.DEVNULL, stderr=log
            )
        self._wait()

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """Ends every connection and then the server."""
        if self.process is not None:
            self.process.send_signal(how)
            self.process.wait(START)
            self.process = None

    def kill(self) -> None:
        """As if the power went: nothing is put in order, and the next start finds out what was confirmed."""
        self.stop(signal.SIGQUIT)

    def last_words(self, lines: int = 40) -> str:
        said = (self.home / "log").read_text(errors="replace").splitlines() if (self.home / "log").exists() else []
        return "\n".join(said[-lines:])

    def restart(self) -> None:
        self.stop()
        self.start()

    def new_database(self, *, like: str = "template1") -> str:
        """The address of a database: an empty one, or one that begins as that of the name `like` is."""
        name = f"tests{next(self._numbers)}"
        self._tell(f"CREATE DATABASE {name} TEMPLATE {like}")
        return f"postgresql+psycopg://postgres@/{name}?host={self.home}"

    def drop(self, url: str) -> None:
        self._tell(f"DROP DATABASE {self.name_of(url)} WITH (FORCE)")

    @staticmethod
    def name_of(url: str) -> str:
        """What the server calls the database of an address."""
        return urlsplit(url).path[1:]

    def _tell(self, statement: str) -> None:
        with psycopg.connect(f"host={self.home} user=postgres dbname=postgres", autocommit=True) as connection:
            connection.execute(statement)  # type: ignore[call-overload]

    def _wait(self) -> None:
        ready = [_program("pg_isready"), "-q", "-h", str(self.home), "-t", "5"]
        for _ in range(200):
            if subprocess.run(ready, check=False, timeout=START).returncode == 0:
                return
            if self.process is None or _ended(self.process):
                break
        raise RuntimeError(f"PostgreSQL did not start: {self.last_words()}")


@contextmanager
def running_postgres() -> Iterator[Postgres]:
    user = _another_user() if os.geteuid() == 0 else None
    home = Path(tempfile.mkdtemp(prefix="kanelbulle-pg-"))
    if user:
        os.chown(home, user.pw_uid, user.pw_gid)
    server = Postgres(home, user)
    try:
        _make_cluster(home / "data", user)
        server.start()
        yield server
    finally:
        server.kill()
        shutil.rmtree(home, ignore_errors=True)


def _make_cluster(data: Path, user: pwd.struct_passwd | None) -> None:
    """One that sorts as people in Sweden do, where it can: what leans on the order of bytes shows."""
    initdb = [*_as(user), _program("initdb"), "-D", str(data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "-N"]
    for manner in (SWEDISH, ()):
        tried = subprocess.run([*initdb, "--locale=C.UTF-8", *manner], capture_output=True, text=True, check=False)
        if tried.returncode == 0:
            return
    raise RuntimeError(f"PostgreSQL's cluster was not made: {tried.stderr}")


def _program(name: str) -> str:
    found = find_program(name)
    if found is None:
        raise RuntimeError(MISSING)
    return found


def _as(user: pwd.struct_passwd | None) -> list[str]:
    """Ends with us, however we end: https://man7.org/linux/man-pages/man1/setpriv.1.html"""
    pdeath = ["setpriv", "--pdeathsig", "QUIT"]
    return [*pdeath, f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"] if user else pdeath


def _another_user() -> pwd.struct_passwd:
    names = {one.pw_name: one for one in pwd.getpwall()}
    return names.get("postgres") or names["nobody"]


def _ended(process: "subprocess.Popen[bytes]") -> bool:
    try:
        process.wait(0.05)
    except subprocess.TimeoutExpired:
        return False
    return True
