"""A sign-in others wrote and the OpenID Foundation certified, beside the one we play: oidc-provider of npm, in Node.

It is installed into .cache once, by name, without scripts. A machine without npm, Node or a package registry is told so.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qsl, urljoin, urlsplit

import requests

PACKAGE = "oidc-provider@9.13.3"
HERE = Path(__file__).with_name("oidc_provider")
HOME = Path(__file__).parents[3] / ".cache" / "oidc-provider"
PATIENCE = 60  # seconds to install it
LIFETIME = "60"  # seconds after which a forgotten one ends by itself
STEPS = 12  # a browser goes: there, to the name, to the consent, and back


class Missing(Exception):
    """The machine cannot have one; the text says what it lacks."""


def install() -> None:
    """Raises Missing."""
    ready = HOME / "ready"
    if not shutil.which("node") or not shutil.which("npm"):
        raise Missing("no Node and npm here")
    if not ready.exists() or ready.read_text() != PACKAGE:
        shutil.rmtree(HOME, ignore_errors=True)
        HOME.mkdir(parents=True)
        command = ["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", str(HOME), PACKAGE]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)
        except subprocess.TimeoutExpired:
            raise Missing(f"npm took longer than {PATIENCE} seconds") from None
        if done.returncode:
            raise Missing(f"npm cannot install {PACKAGE}: {(done.stderr.strip().splitlines() or ['no word'])[0]}")
        ready.write_text(PACKAGE)
    shutil.copy(HERE / "provider.mjs", HOME)  # Node looks for packages beside the file


@contextmanager
def running(pem: Path, *words: str) -> Iterator[str]:
    """Its address, without a path, until the end of the block; `words` are those of provider.mjs behind the PEM."""
    command = ["timeout", LIFETIME, "node", str(HOME / "provider.mjs"), str(pem), *words]
    quiet = {"PATH": os.environ["PATH"], "NODE_NO_WARNINGS": "1"}
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=quiet)
    try:
        assert server.stdout
        assert server.stderr
        port = server.stdout.readline().strip()
        if not port:
            raise AssertionError("it did not start: " + server.stderr.read())
        yield f"https://localhost:{port}"
    finally:
        server.terminate()
        server.communicate()


def sign_in(address: str, login: str, *, trust: str, until: str) -> dict[str, str]:
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
