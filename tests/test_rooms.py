"""The house as README.md draws it: what stands at the top, which way imports go, and names nobody may use."""

import ast
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = ("connectors", "workers", "plugin")
TOP = {"pyproject.toml", "plugin", "connectors", "workers", "tests", "manifest", "README.md"}
EVERY_REPOSITORY = {"Makefile", "LICENSE", "CHANGELOG.md"}
UNWANTED_NAMES = {"utils", "util", "helpers", "helper", "manager", "service", "handler", "common", "base"}
PURE = (
    "workers/relationships",
    "workers/visits",
    "workers/digest/away.py",
    "workers/digest/choose.py",
    "workers/digest/items.py",
)
PURE_IMPORTS = {
    "connectors.meetings",
    "connectors.crm",
    "connectors.routing.geocoder",
    "connectors.routing.router",
    "connectors.routing.bakery",
    "connectors.routing.addresses",
    "workers.relationships",
    "workers.visits",
    "workers.digest.items",
    "workers.reviewed",
}
PURE_LIBRARIES = {"holidays", "publicsuffixlist", "msgspec"}


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [Path(name) for name in listed.split("\n") if name]


def modules() -> list[Path]:
    return [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py")) if "versions" not in path.parts]


def imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


def test_the_top_holds_seven_things_and_what_every_repository_has() -> None:
    top = {path.parts[0] for path in tracked()}
    assert {name for name in top if not name.startswith(".")} <= TOP | EVERY_REPOSITORY


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_says_what_it_is_for(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))), f"{path} opens without a docstring"


def test_no_module_is_named_after_nothing() -> None:
    named = {path.stem for path in modules()} | {path.parent.name for path in modules()}
    assert not named & UNWANTED_NAMES


@pytest.mark.parametrize(
    "path", [path for path in modules() if str(path.relative_to(ROOT)).startswith(PURE)], ids=lambda path: path.name
)
def test_the_thinking_rooms_only_think(path: Path) -> None:
    import sys

    for name in imports(path):
        root = name.split(".")[0]
        if root in ROOMS:
            assert any(name == ok or name.startswith(ok + ".") for ok in PURE_IMPORTS), f"{path.name} imports {name}"
        else:
            assert root in PURE_LIBRARIES or root in sys.stdlib_module_names, f"{path.name} imports {name}"
        assert root not in {"os", "socket", "sqlite3", "time", "subprocess", "pathlib"}, f"{path.name} imports {name}"


def test_only_settings_reads_the_environment() -> None:
    readers = {str(path.relative_to(ROOT)) for path in modules() if "os.environ" in path.read_text(encoding="utf-8")}
    assert readers <= {"plugin/cli.py"}, "cli hands os.environ to workers.settings; nobody else looks"
