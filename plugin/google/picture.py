"""A relation as a picture of dots, for a card that shows no SVG: what the page's timeline shows, at a phone's width. Pure.

Drawn eight times as fine as a pixel of the card and shrunk to twice, so that circles are round; on a cream ground of its
own, so that it reads in light and dark. https://developers.google.com/workspace/add-ons/concepts/widgets#image
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from itertools import chain
from math import cos, pi, sin

from PIL import Image, ImageDraw, ImageFont

from plugin.web.marks import Mark, Month, Year, begin_months, ground_under, set_out
from workers.relationships.modality import Modality
from workers.relationships.touchpoints import Touchpoint

WIDE, SIDE, ABOVE, BELOW = 300, 12, 8, 24  # pixels of a card: the picture, and what is left beside the marks
TALLEST = 150  # of a pile; what would stand higher is left to the words beside the picture
DENSE, FINER = 2, 4
UNIT = DENSE * FINER  # what a pixel of a card is drawn in
STROKE, DOT, APART, CORNER, TYPE = 1.5, 1.75, 3.0, 8, 11
LIGHTER = 0.65  # what is coming

Colour = tuple[int, int, int]
CREAM, STEEL, CARDAMOM, CINNAMON = (251, 247, 241), (92, 107, 122), (78, 107, 79), (138, 75, 33)
QUIET, LINE = (85, 99, 113), (228, 217, 203)
STEPS, CLEAR = 8, 16  # of a colour into the ground, and of the ground into nothing at its corners


@dataclass(frozen=True, slots=True)
class Pen:
    """Draws in pixels of a card, whatever they are on the sheet."""

    sheet: ImageDraw.ImageDraw

    def disc(self, x: float, y: float, r: float, colour: Colour) -> None:
        self.sheet.ellipse(_box(x - r, y - r, x + r, y + r), fill=colour)

    def ring(self, x: float, y: float, r: float, colour: Colour) -> None:
        self.disc(x, y, r + STROKE / 2, colour)
        self.disc(x, y, r - STROKE / 2, CREAM)

    def half(self, x: float, y: float, r: float, colour: Colour) -> None:
        self.ring(x, y, r, colour)
        self.sheet.pieslice(_box(x - r, y - r, x + r, y + r), 0, 180, fill=colour)

    def dots(self, x: float, y: float, r: float, colour: Colour) -> None:
        self.disc(x, y, r + DOT / 2, CREAM)
        count = max(round(2 * pi * r / APART), 4)
        for at in range(count):
            turn = 2 * pi * at / count
            self.disc(x + r * cos(turn), y + r * sin(turn), DOT / 2, colour)

    def dash(self, x: float, y: float, r: float, colour: Colour) -> None:
        self.sheet.rectangle(_box(x - 1.4 * r, y - 0.375 * r, x + 1.4 * r, y + 0.375 * r), fill=colour)

    def upright(self, x: float, top: float, foot: float, colour: Colour) -> None:
        """A hairline, on whole dots."""
        left = _snap(x)
        self.sheet.rectangle(_box(left, top, left + 1, foot), fill=colour)

    def level(self, left: float, right: float, y: float, colour: Colour) -> None:
        self.sheet.rectangle(_box(left, y, right, y + 1), fill=colour)

    def write(self, x: float, y: float, text: str) -> None:
        """From `x` on, or as much to the left of it as there is room for."""
        left = min(x, WIDE - SIDE / 2 - _type().getlength(text) / UNIT)
        self.sheet.text((left * UNIT, y * UNIT), text, fill=QUIET, font=_type(), anchor="ls")


DRAW = {
    Modality.VIDEO: (Pen.ring, STEEL),
    Modality.IN_PERSON: (Pen.disc, CARDAMOM),
    Modality.HYBRID: (Pen.half, CARDAMOM),
    Modality.UNKNOWN: (Pen.dots, STEEL),
    Modality.PHONE: (Pen.dash, STEEL),
}


def draw_png(past: Sequence[Touchpoint], coming: Sequence[Touchpoint], *, year: Year, language: str) -> bytes:
    """The same for the same, to the byte. What it shows in words is `workers.words.year.describe`."""
    held, awaited = ([one for one in some if year.holds(one)] for some in (past, coming))
    marks = [one for one in set_out(held, awaited, year, width=WIDE - 2 * SIDE) if one.y + one.r <= TALLEST]
    ground = ABOVE + round(ground_under(marks))
    sheet = Image.new("RGB", (WIDE * UNIT, (ground + BELOW) * UNIT), CREAM)
    pen = Pen(ImageDraw.Draw(sheet))
    _draw_year(pen, year, language, ground)
    for mark in marks:
        if mark.coming:
            pen.upright(_x(mark.x) - 0.5, ground - mark.y + mark.r, ground, _lighter(STEEL))
    for mark in marks:
        _draw_mark(pen, mark, ground)
    return _pack(sheet)


def _draw_year(pen: Pen, year: Year, language: str, ground: float) -> None:
    pen.level(SIDE, WIDE - SIDE, ground, LINE)
    for month in begin_months(year, language):
        pen.upright(_x(month.x), ground, ground + 4, LINE)
        if month.is_quarter:
            pen.write(_x(month.x), ground + 16, _called(month))
    pen.upright(_x(year.place(year.today, 0.5)), ABOVE / 2, ground, CINNAMON)


def _draw_mark(pen: Pen, mark: Mark, ground: float) -> None:
    draw, colour = DRAW[mark.modality]
    r = int(mark.r * DENSE) / DENSE  # not rounded up, or neighbours would touch
    draw(pen, _snap(_x(mark.x)), _snap(ground - mark.y), r, _lighter(colour) if mark.coming else colour)


def _called(month: Month) -> str:
    """The type that comes with the library has the letters of English and no more; a number is read everywhere."""
    return month.name if month.name.isascii() else str(month.number)


def _x(part: float) -> float:
    return SIDE + part * (WIDE - 2 * SIDE)


def _snap(pixels: float) -> float:
    """On whole dots, where marks that are alike look alike, and are packed so."""
    return round(pixels * DENSE) / DENSE


def _box(left: float, top: float, right: float, foot: float) -> tuple[float, float, float, float]:
    """Both corners are dots of what is drawn."""
    return left * UNIT, top * UNIT, right * UNIT - 1, foot * UNIT - 1


def _blend(colour: Colour, share: float) -> Colour:
    """So much of a colour on the ground."""
    red, green, blue = (round(share * one + (1 - share) * under) for one, under in zip(colour, CREAM, strict=True))
    return red, green, blue


def _lighter(colour: Colour) -> Colour:
    return _blend(colour, LIGHTER)


@lru_cache(maxsize=1)
def _type() -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(TYPE * UNIT)


def _pack(sheet: Image.Image) -> bytes:
    """As few bytes as can be: every colour is one of ours or on its way into the ground, and that into nothing."""
    picture = sheet.reduce(FINER).quantize(palette=_palette(SHADES), dither=Image.Dither.NONE)
    picture.putpalette(bytes(chain.from_iterable([*SHADES, *[CREAM] * CLEAR])))
    corners = Image.new("L", sheet.size, 0)
    ImageDraw.Draw(corners).rounded_rectangle((0, 0, sheet.width - 1, sheet.height - 1), CORNER * UNIT, fill=255)
    corners = corners.reduce(FINER)
    steps = [len(SHADES) + at * CLEAR // 256 for at in range(256)]
    picture.paste(corners.point(steps), mask=corners.point([255] * 255 + [0]))
    clear = [255] * len(SHADES) + [at * 255 // CLEAR for at in range(CLEAR)]
    packed = BytesIO()
    picture.save(packed, "PNG", optimize=True, transparency=bytes(clear))
    return packed.getvalue()


def _palette(shades: Iterable[Colour]) -> Image.Image:
    palette = Image.new("P", (1, 1))
    palette.putpalette(bytes(chain.from_iterable(shades)))
    return palette


def _fade(colour: Colour) -> Iterable[Colour]:
    return (_blend(colour, at / STEPS) for at in range(1, STEPS + 1))


SHADES = (CREAM, LINE, CINNAMON, *_fade(STEEL), *_fade(CARDAMOM), *_fade(QUIET))
