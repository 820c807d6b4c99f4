"""Golden pictures, as PNG of few colours: what was looked at once and found good. `KANELBULLE_GOLDEN=write make test` draws
those anew that have become others; look at them before keeping them.

A picture carries its boxes, and by what it was drawn. The same browser must draw the same pixels, but for the soft edges of
what is drawn; another one draws letters its own way, and then the boxes alone are compared: what there is, in what order,
where, how large and in which colours.
"""

import os
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from PIL import Image, ImageChops, ImageFilter
from PIL.PngImagePlugin import PngInfo

from tests.golden import HERE

LOOK_AT = HERE.parents[1] / ".cache" / "pictures"  # those that differ
COLOURS = 128
NEAR = 28  # of 255: as far as few colours are from all of them
STRAY = 12  # pixels that may be others
MOVED = 1  # pixel that a box may be off by rounding
BOX = re.compile(r"(?P<what>\S+) (?P<where>-?\d+,-?\d+,\d+,\d+)(?P<colours>.*)")


@dataclass(frozen=True, slots=True)
class Picture:
    """`boxes` are lines as boxes.js of the pane tells them; `drawn_by` names browser and font."""

    image: Image.Image
    boxes: tuple[str, ...]
    drawn_by: str


def assert_picture(name: str, shown: Picture) -> None:
    """`shown` looks as the golden picture does."""
    path = HERE / f"{name}.png"
    if os.environ.get("KANELBULLE_GOLDEN") == "write" and not (path.exists() and not differences(shown, read(path))):
        write(path, shown)
    golden = read(path)
    if golden.drawn_by != shown.drawn_by:
        warnings.warn(
            f"drawn by {shown.drawn_by}, the golden pictures by {golden.drawn_by}: only boxes are compared",
            stacklevel=2,
        )
    if told := differences(shown, golden):
        write(LOOK_AT / f"{name}.png", shown)
        raise AssertionError("\n".join([f"{name} looks different, see {LOOK_AT}", *told]))


def differences(shown: Picture, golden: Picture) -> list[str]:
    told = list(_boxes(shown.boxes, golden.boxes))
    if shown.drawn_by == golden.drawn_by:
        told += _pixels(shown.image, golden.image)
    return told


def _boxes(shown: tuple[str, ...], golden: tuple[str, ...]) -> Iterator[str]:
    for now, then in zip_longest(shown, golden, fillvalue=""):
        if now != then and not _alike(now, then):
            yield f"{now or 'nothing'} instead of {then or 'nothing'}"


def _alike(now: str, then: str) -> bool:
    one, other = BOX.fullmatch(now), BOX.fullmatch(then)
    if not one or not other or (one["what"], one["colours"]) != (other["what"], other["colours"]):
        return False
    sides = zip(one["where"].split(","), other["where"].split(","), strict=True)
    return all(abs(int(here) - int(there)) <= MOVED for here, there in sides)


def _pixels(shown: Image.Image, golden: Image.Image) -> Iterator[str]:
    if shown.size != golden.size:
        yield f"{shown.size} instead of {golden.size}"
        return
    strange = max(_strangers(shown, golden), _strangers(golden, shown))
    if strange > STRAY:
        yield f"{strange} pixels are others"


def _strangers(one: Image.Image, other: Image.Image) -> int:
    """How many pixels of one are of no colour between those around that place in the other."""
    darker = ImageChops.subtract(other.filter(ImageFilter.MinFilter(3)), one)
    lighter = ImageChops.subtract(one, other.filter(ImageFilter.MaxFilter(3)))
    red, green, blue = ImageChops.lighter(darker, lighter).split()
    most = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    return sum(most.histogram()[NEAR + 1 :])


def write(path: Path, picture: Picture) -> None:
    told = PngInfo()
    told.add_itxt("boxes", "\n".join(picture.boxes), zip=True)
    told.add_text("drawn by", picture.drawn_by)
    path.parent.mkdir(parents=True, exist_ok=True)
    few = picture.image.quantize(COLOURS, kmeans=4, dither=Image.Dither.NONE)
    few.save(path, optimize=True, pnginfo=told)


def read(path: Path) -> Picture:
    with Image.open(path) as image:
        image.load()
        told = image.text  # type: ignore[attr-defined]
        return Picture(image.convert("RGB"), tuple(str(told["boxes"]).split("\n")), str(told["drawn by"]))
