"""Whether a script is written in the language of a year, by acorn of npm: development only, never committed.

https://github.com/acornjs/acorn/tree/master/acorn
"""

import json
import subprocess

from tests.simulators.npm import Archive
from tests.simulators.outlook.classic import NODE

ACORN = Archive(
    "acorn@8.19.0",
    "sha512-oJlA3XiRm7Cyk6qFD2Jn8ak9B7jSy0qy00ADO3+8dpT0LSjFihQYv4C02LFCSYJV3Q37xYwwRy5m+IpIiUzqWw==",
    ("dist/acorn.js",),
)
READ = """
const { parse } = require(process.argv[1]);
const text = require("node:fs").readFileSync(0, "utf8");
try {
  parse(text, { ecmaVersion: Number(process.argv[2]), sourceType: "script" });
  process.stdout.write(JSON.stringify(null));
} catch (error) {
  process.stdout.write(JSON.stringify(error.message));
}
"""


def trouble_of(script: str, year: int) -> str | None:
    """What of it the language did not have that year. Raises Missing without a package registry."""
    acorn = ACORN.unpack() / "dist" / "acorn.js"
    words = [str(NODE), "-e", READ, str(acorn), str(year)]
    told: str | None = json.loads(
        subprocess.run(words, input=script, capture_output=True, text=True, check=True, timeout=60).stdout
    )
    return told
