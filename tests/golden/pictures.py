"""Golden pictures of dots, looked at as people do: an edge may be a shade lighter elsewhere, a mark may not be missing."""

import os
from io import BytesIO
from warnings import catch_warnings, simplefilter

from PIL import Image, ImageChops

from tests.golden import HERE

MARKED, FEW = 64, 20  # levels a dot may be apart without anybody seeing it, and how many may be more


def decode(png: bytes) -> Image.Image:
    with catch_warnings():
        simplefilter("ignore")  # that a palette can be clear, which it is here
        return Image.open(BytesIO(png)).convert("RGBA")


def count_apart(one: Image.Image, other: Image.Image) -> int:
    """Dots that look different, in colour or in how clear they are."""
    assert one.size == other.size
    apart = ImageChops.difference(one, other).split()
    most = apart[0]
    for band in apart[1:]:
        most = ImageChops.lighter(most, band)
    return sum(most.histogram()[MARKED + 1 :])


def assert_golden_picture(name: str, shown: bytes) -> None:
    """`shown` looks like the golden file `name`."""
    golden = HERE / name
    if os.environ.get("KANELBULLE_GOLDEN") == "write":
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_bytes(shown)
    assert count_apart(decode(shown), decode(golden.read_bytes())) <= FEW
