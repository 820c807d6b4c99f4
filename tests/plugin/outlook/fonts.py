"""One free font for every machine in the place of Segoe UI, so that words are as wide and as dark wherever a picture is drawn.

https://www.npmjs.com/package/@fontsource/open-sans: development only, never committed, never served by the product.
"""

import base64
from functools import cache
from pathlib import Path

from playwright.sync_api import Frame

from tests.simulators.npm import Archive

WEIGHTS = ("400", "600")
RANGES = {"latin": "U+0-2081, U+2083-FFFF", "math": "U+2082"}  # the small two of CO₂ is among the signs of mathematics
OPEN_SANS = Archive(
    "@fontsource/open-sans@5.3.0",
    "sha512-V1bdMlGNyZrJwzrdusshMOw2YR0aqYDL7kOo9dkxUEKl8dFv66A9HLckOOXl572sG/7ohhDQrCrTFGSn9LZcSw==",
    tuple(f"files/open-sans-{subset}-{weight}-normal.woff2" for subset in RANGES for weight in WEIGHTS),
)
# Bytes that are there already ask for no leave: the pane's policy lets no font in from anywhere.
WEAR = """
(faces) => Promise.all(faces.map(async ({ weight, unicodeRange, text }) => {
  const bytes = Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
  document.fonts.add(await new FontFace("Segoe UI", bytes, { weight, unicodeRange }).load());
})).then(() => undefined)
"""


def wear(frame: Frame) -> None:
    """The page in this frame is written in it from now on."""
    frame.evaluate(WEAR, _faces())


@cache
def _faces() -> list[dict[str, str]]:
    files = OPEN_SANS.unpack() / "files"
    return [
        {"weight": weight, "unicodeRange": signs, "text": _text(files / f"open-sans-{subset}-{weight}-normal.woff2")}
        for subset, signs in RANGES.items()
        for weight in WEIGHTS
    ]


def _text(path: Path) -> str:
    return base64.b64encode(path.read_bytes()).decode()
