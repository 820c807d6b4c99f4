"""Golden files: what was looked at once and found good. `KANELBULLE_GOLDEN=write make test` writes them anew; read the
difference before keeping it."""

import os
from pathlib import Path

HERE = Path(__file__).parent


def assert_golden(name: str, shown: bytes) -> None:
    """`shown` is, to the byte, what the golden file `name` holds."""
    golden = HERE / name
    if os.environ.get("KANELBULLE_GOLDEN") == "write":
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_bytes(shown)
    assert shown.decode() == golden.read_text(encoding="utf-8")
