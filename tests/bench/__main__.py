"""`make bench`: every measurement in one run, printed as a table and kept in RESULTS.md beside this file."""

import platform
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

from rich.console import Console
from rich.table import Table

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
    "service",
)
RESULTS = Path(__file__).with_name("RESULTS.md")


def main() -> None:
    table = Table("what", "figure", "aim")
    lines = ["# Measured by `make bench`", "", _machine(), "", "| what | figure | aim |", "|---|---|---|"]
    for name in MEASUREMENTS:
        for row in import_module(f"tests.bench.{name}").rows():
            table.add_row(row.what, row.figure, row.aim)
            lines.append(f"| {row.what} | {row.figure} | {row.aim} |")
            Console().print(f"{row.what}: {row.figure}" + (f" (aim: {row.aim})" if row.aim else ""), highlight=False)
    Console().print(table)
    RESULTS.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _machine() -> str:
    day = datetime.now(UTC).date().isoformat()
    return f"{day}, {platform.python_implementation()} {platform.python_version()} on {platform.machine()}; the machine is shared, so read ratios, not seconds."


if __name__ == "__main__":
    main()
