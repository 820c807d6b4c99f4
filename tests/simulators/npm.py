"""What others wrote for Node or the browser, beside what we play: put into .cache once, by name, without scripts.

A machine without npm, Node or a package registry is told so.
"""

import base64
import fcntl
import hashlib
import os
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qsl, urljoin, urlsplit

import requests

CACHE = Path(__file__).parents[2] / ".cache"
PATIENCE = 60  # seconds to install it
LIFETIME = "60"  # seconds after which a forgotten one ends by itself
STEPS = 12  # a browser goes: there, to the name, to the consent, and back


class Missing(Exception):
    """The machine cannot have one; the text says what it lacks."""


@dataclass(frozen=True, slots=True)
class Package:
    """`script` runs it: told some words it writes a port on its first line, and serves there. One without is only read, or
    has a command of its own."""

    name: str
    script: Path | None = None

    @property
    def home(self) -> Path:
        return CACHE / self.name.lstrip("@").partition("@")[0].replace("/", "-")

    def install(self) -> None:
        """Raises Missing."""
        if not shutil.which("node") or not shutil.which("npm"):
            raise Missing("no Node and npm here")
        CACHE.mkdir(exist_ok=True)
        with self.home.with_suffix(".lock").open("w") as lock:  # several testers may want it at once
            fcntl.flock(lock, fcntl.LOCK_EX)
            self._fetch_once()
        if self.script:
            shutil.copy(self.script, self.home)  # Node looks for packages beside the file

    def _fetch_once(self) -> None:
        ready = self.home / "ready"
        if not ready.exists() or ready.read_text() != self.name:
            self._fetch()
            ready.write_text(self.name)

    def _fetch(self) -> None:
        shutil.rmtree(self.home, ignore_errors=True)
        self.home.mkdir(parents=True)
        command = [
            "npm",
            "install",
            "--no-audit",
            "--no-fund",
            "--ignore-scripts",
            "--prefix",
            str(self.home),
            self.name,
        ]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)
        except subprocess.TimeoutExpired:
            raise Missing(f"npm took longer than {PATIENCE} seconds") from None
        if done.returncode:
            raise Missing(f"npm cannot install {self.name}: {(done.stderr.strip().splitlines() or ['no word'])[0]}")

    def obey(self, command: str, *words: str, at: Path | None = None) -> "subprocess.CompletedProcess[str]":
        """What a command that the package brings did, at home in its own folder; `at` is where it looks for files."""
        path = self.home / "node_modules" / ".bin" / command
        quiet = {"PATH": os.environ["PATH"], "HOME": str(self.home)}
        return subprocess.run(
            [str(path), *words],
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
            env=quiet,
            cwd=at,
        )

    @contextmanager
    def running(self, *words: str) -> Iterator[str]:
        """Its port, until the end of the block."""
        assert self.script
        command = ["timeout", LIFETIME, "node", str(self.home / self.script.name), *words]
        quiet = {"PATH": os.environ["PATH"], "NODE_NO_WARNINGS": "1"}
        server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=quiet)
        try:
            assert server.stdout
            assert server.stderr
            port = server.stdout.readline().strip()
            if not port:
                raise AssertionError("it did not start: " + server.stderr.read())
            yield port
        finally:
            server.terminate()
            server.communicate()


@dataclass(frozen=True, slots=True)
class Archive:
    """Some files of a package, and nothing of what it depends on; `integrity` is what npm tells of its archive."""

    name: str
    integrity: str
    files: tuple[str, ...]

    @property
    def home(self) -> Path:
        return CACHE / self.name.lstrip("@").replace("/", "-")

    def unpack(self) -> Path:
        """The folder they are in. Raises Missing."""
        if all((self.home / name).exists() for name in self.files):
            return self.home
        CACHE.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory(dir=CACHE) as folder:
            packed, taken = self._fetch(Path(folder)), Path(folder, "taken")
            with tarfile.open(packed) as archive:
                for name in self.files:
                    archive.extract(f"package/{name}", taken, filter="data")
            for name in self.files:
                (self.home / name).parent.mkdir(parents=True, exist_ok=True)
                (taken / "package" / name).replace(self.home / name)  # whole at once, whoever else does the same
        return self.home

    def _fetch(self, folder: Path) -> Path:
        if not shutil.which("npm"):
            raise Missing("no npm here")
        command = ["npm", "pack", "--loglevel=error", "--pack-destination", str(folder), self.name]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)
        except subprocess.TimeoutExpired:
            raise Missing(f"npm took longer than {PATIENCE} seconds") from None
        if done.returncode:
            raise Missing(f"npm cannot fetch {self.name}: {(done.stderr.strip().splitlines() or ['no word'])[0]}")
        (packed,) = folder.glob("*.tgz")
        found = "sha512-" + base64.b64encode(hashlib.sha512(packed.read_bytes()).digest()).decode()
        if found != self.integrity:
            raise AssertionError(f"{self.name} is not what it was: {found}")
        return packed


def sign_in(address: str, login: str, *, trust: str | bool = True, until: str) -> dict[str, str]:
    """What a person does in a browser: fill in each form and send it, until one is sent back to `until`. The parameters
    they come back with."""
    with requests.Session() as browser:
        browser.trust_env, browser.verify = False, trust
        answer = browser.get(address, allow_redirects=False)
        for _ in range(STEPS):
            where = answer.headers.get("Location")
            if where and where.startswith(until):
                return dict(parse_qsl(urlsplit(where).query))
            if where:
                answer = browser.get(urljoin(answer.url, where), allow_redirects=False)
                continue
            form = _Form()
            form.feed(answer.text)
            if not form.action:
                raise AssertionError(f"a page without a form: {answer.status_code} {answer.text[:300]}")
            filled = {
                name: value or {"login": login, "password": "x"}.get(name, "") for name, value in form.fields.items()
            }
            answer = browser.post(urljoin(answer.url, form.action), data=filled, allow_redirects=False)
    raise AssertionError("it never came back")


class _Form(HTMLParser):
    """The first form of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.action, self.fields = "", dict[str, str]()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form" and not self.action:
            self.action = said.get("action", "")
        if tag == "input" and "name" in said:
            self.fields[said["name"]] = said.get("value", "")
