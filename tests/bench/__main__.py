"""`make bench`: every measurement, printed and kept in RESULTS.md beside this file, each under its name with its day.

python -m tests.bench [name]... measures these anew and leaves the others as they are.
"""

import platform
import re
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

from rich.console import Console

from tests.bench.table import Row, seconds

MEASUREMENTS = (
    "reading",
    "understanding",
    "places",
    "travel",
    "suggesting",
    "journeys",
    "scanning",
    "second_look",
    "pages",
    "pane",
    "addon",
    "letters",
    "service",
    "microsoft",
    "google",
    "letters_sending",
)
RESULTS = Path(__file__).with_name("RESULTS.md")
HEAD = """# Measured by `make bench`

The machine is shared and can be four times as slow another day: read ratios, and milliseconds beside those of the additions.
"""


def main(names: Sequence[str]) -> None:
    told = _kept() if names else {}
    for name in names or MEASUREMENTS:
        rows = []
        for row in import_module(f"tests.bench.{name}").rows():
            rows.append(row)
            Console().print(f"{row.what}: {row.figure}" + (f" (aim: {row.aim})" if row.aim else ""), highlight=False)
        told[name] = _section(name, rows)
        RESULTS.write_text("\n".join([HEAD, *(told[one] for one in MEASUREMENTS if one in told)]), encoding="utf-8")


def _kept() -> dict[str, str]:
    """The sections of the file, by their names."""
    parts = re.split(r"(?m)^(?=## )", RESULTS.read_text(encoding="utf-8"))[1:] if RESULTS.exists() else []
    return {part[3:].partition("\n")[0]: part.rstrip("\n") + "\n" for part in parts}


def _section(name: str, rows: Sequence[Row]) -> str:
    lines = [f"| {row.what} | {row.figure} | {row.aim} |" for row in rows]
    return "\n".join([f"## {name}", "", _machine(), "", "| what | figure | aim |", "|---|---|---|", *lines, ""])


def _machine() -> str:
    day = datetime.now(UTC).date().isoformat()
    python = f"{platform.python_implementation()} {platform.python_version()} on {platform.machine()}"
    return f"{day}, {python}; a million additions took {seconds(_add_up) * 1e3:.0f} ms."


def _add_up() -> None:
    total = 0
    for number in range(1_000_000):
        total += number


if __name__ == "__main__":
    main(sys.argv[1:])
