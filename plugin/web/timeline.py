"""A relation as a picture: one year left to right, one mark a meeting, and a line of text that says the same.

Form carries the meaning: hollow ring on screen, dash by phone, filled disc in person, half-filled hybrid, dotted
unknown; coming ones stand on a stem; area grows with length. Colours come from the style sheet. Places along the
year are per cent of the width and sizes are tenths of an em, so the style sheet says how large a mark is on a phone and
how large at a desk, by the size of the picture's type alone.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache

from markupsafe import Markup, escape

from plugin.web.marks import STEM, Mark, Year, begin_months, ground_under, set_out
from workers.relationships.modality import Modality
from workers.relationships.touchpoints import Touchpoint
from workers.words import say
from workers.words.year import ORDER, describe

EM = 10.0  # pixels in one em on a phone, and so what `scale`, radii and heights here are counted in


class Pictures(Enum):
    """How much of what can be drawn is: `FIRST` is the relation and one day, beside something else; `NONE` is words alone."""

    ALL = auto()
    FIRST = auto()
    NONE = auto()


@dataclass(frozen=True, slots=True)
class Picture:
    """`line` says what it shows; undrawn, it is all there is."""

    svg: Markup
    line: str


def undrawn(line: str) -> Picture:
    return Picture(Markup(), line)


def tell_year(past: Sequence[Touchpoint], coming: Sequence[Touchpoint], *, year: Year, language: str) -> Picture:
    """What `draw` draws, in words."""
    held, awaited = ([one for one in some if year.holds(one)] for some in (past, coming))
    return undrawn(describe(held, awaited, language))


def draw(
    past: Sequence[Touchpoint],
    coming: Sequence[Touchpoint],
    *,
    year: Year,
    language: str,
    name: str,
    ident: str,
    scale: float = 1.0,
) -> Picture:
    """The picture of a relation with `name`; `ident` is unique on the page and made of letters and digits."""
    past = [one for one in past if year.holds(one)]
    coming = [one for one in coming if year.holds(one)]
    marks = set_out(past, coming, year, scale=scale)
    ground = round(ground_under(marks, scale))
    line = describe(past, coming, language)
    body = [_today(year, ground), *_stems(marks, ground)]
    body += [_shape(mark, ground) for mark in marks if not mark.coming]
    body += _coming([_shape(mark, ground) for mark in marks if mark.coming])
    body.append(f'<svg y="{_em(ground)}" overflow="visible">{_months(year, language)}</svg>')
    title = say("page.timeline.title", language, name=name)
    return Picture(_svg(body, height=ground, title=title, line=line, ident=ident), line)


def legend(language: str) -> tuple[tuple[Markup, str], ...]:
    """Each mark with what it means, for the page to show once."""
    rows = [(Mark(modality, coming=False, x=0.5, r=5.0), f"page.timeline.mark.{modality}") for modality in ORDER]
    rows.append((Mark(Modality.VIDEO, coming=True, x=0.5, r=4.0, y=STEM), "page.timeline.mark.coming"))
    return tuple((_alone(mark), say(key, language)) for mark, key in rows)


def glyph(modality: Modality) -> Markup:
    """One mark alone, to stand beside words that say the same."""
    return _alone(Mark(modality, coming=False, x=0.5, r=5.0))


def _number(value: float, digits: int = 1) -> str:
    return f"{value:.{digits}f}".rstrip("0").rstrip(".")


def _x(part: float) -> str:
    return f"{_number(part * 100)}%"


def _em(pixels: float) -> str:
    return f"{_number(pixels / EM, 2).removeprefix('0') or '0'}em"


def _shape(mark: Mark, ground: float) -> str:
    return SHAPES[mark.modality].format(x=_x(mark.x), y=_em(ground - mark.y), r=_em(mark.r), wide=_em(2 * mark.r))


# The last two are drawn around 0,0 with a radius of 1, in a little window as large as the mark.
SHAPES = {
    Modality.VIDEO: '<circle class="v" cx="{x}" cy="{y}" r="{r}"/>',
    Modality.IN_PERSON: '<circle class="i" cx="{x}" cy="{y}" r="{r}"/>',
    Modality.UNKNOWN: '<circle class="u" cx="{x}" cy="{y}" r="{r}"/>',
    Modality.PHONE: (
        '<svg class="p" x="{x}" y="{y}" width="{wide}" height="{wide}" viewBox="0 0 2 2" overflow="visible">'
        '<path d="M-1.4 0h2.8"/></svg>'
    ),
    Modality.HYBRID: (
        '<svg class="h" x="{x}" y="{y}" width="{wide}" height="{wide}" viewBox="0 0 2 2" overflow="visible">'
        '<circle r="1"/><path d="M-1 0a1 1 0 0 0 2 0z"/></svg>'
    ),
}


def _stems(marks: Iterable[Mark], ground: float) -> Iterable[str]:
    """Drawn first, so that a mark lower in the pile covers the stem of the one above."""
    for mark in marks:
        if mark.coming:
            x, top = _x(mark.x), _em(ground - mark.y + mark.r)
            yield f'<line class="s" x1="{x}" x2="{x}" y1="{top}" y2="{_em(ground)}"/>'


def _coming(shapes: list[str]) -> list[str]:
    return ['<g class="c">', *shapes, "</g>"] if shapes else []


@lru_cache(maxsize=64)
def _months(year: Year, language: str) -> str:
    """The line with a tick and a name where each month begins; every third name stays on narrow screens."""
    drawn = ['<line class="g" x2="100%"/>']
    for month in begin_months(year, language):
        x, kind = _x(month.x), "q" if month.is_quarter else "m"
        text = f'<text class="{kind}" x="{x}" y="16">{escape(month.name)}</text>'
        drawn.append(f'<line class="g" x1="{x}" x2="{x}" y2="4"/>{text}')
    return "".join(drawn)


def _today(year: Year, ground: float) -> str:
    x = _x(year.place(year.today, 0.5))
    return f'<line class="t" x1="{x}" x2="{x}" y2="{_em(ground)}"/>'


def _svg(body: Iterable[str], *, height: float, title: str, line: str, ident: str) -> Markup:
    opening = Markup(
        '<svg class="timeline" role="img" width="100%" height="{}" aria-labelledby="{i}t" aria-describedby="{i}d">'
        '<title id="{i}t">{}</title><desc id="{i}d">{}</desc>'
    ).format(_em(height), title, line, i=ident)
    return opening + Markup("".join(body)) + Markup("</svg>")  # noqa: S704 - the body is numbers and month names


def _alone(mark: Mark) -> Markup:
    height, ground = (24.0, 21.0) if mark.coming else (14.0, 7.0)
    parts = [*_stems([mark], ground), *([_shape(mark, ground)] if not mark.coming else _coming([_shape(mark, ground)]))]
    opening = f'<svg class="glyph" width="2em" height="{_em(height)}" aria-hidden="true" focusable="false">'
    return Markup(opening + "".join(parts) + "</svg>")  # noqa: S704 - numbers only
