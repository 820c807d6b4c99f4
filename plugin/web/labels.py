"""The times over a day's bar: each joined to its moment by a thin line, never touching another, at the width of a phone too."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from markupsafe import escape

from plugin.web.drawing import number, percent, width_of

NARROW, WIDE = 248.0, 460.0  # pixels: the bar on the smallest phone, and from a style sheet's 36rem on
LABEL, BOLD = 12.0, 13.2  # sizes of type; bold takes the room of a larger size
GAP, SIDE = 7.0, 10.0  # between two labels, and how far they may stand out at the sides
LEAD, BASE = 16, 12  # where the thin line begins, and what the words stand on


@dataclass(frozen=True, slots=True)
class Label:
    x: float  # the moment it belongs to, as a part of the width
    word: str
    time: str

    def room(self, *, words: bool) -> float:
        return width_of(self.time, BOLD) + (width_of(f"{self.word} ", LABEL) if words and self.word else 0.0)


def letter(labels: list[Label], *, bar: float) -> str:
    """The times over a bar that begins at `bar`, each joined to its moment. They move aside for each other; where there is no room words go
    before times do. A phone and a desk get a setting each, where these differ."""
    narrow, wide = _set_out(labels, NARROW), _set_out(labels, WIDE)
    if [(one.word, round(x, 2)) for one, x in narrow] == [(one.word, round(x, 2)) for one, x in wide]:
        return _lettered(wide, bar)
    return f'<g class="n">{_lettered(narrow, bar)}</g><g class="w">{_lettered(wide, bar)}</g>'


def _lettered(placed: Iterable[tuple[Label, float]], bar: float) -> str:
    drawn = []
    for label, x in placed:
        drawn.append(
            f'<line class="pointer" x1="{percent(x)}" y1="{LEAD}" x2="{percent(label.x)}" y2="{number(bar)}"/>'
        )
        word = f"{escape(label.word)} " if label.word else ""
        drawn.append(f'<text x="{percent(x)}" y="{BASE}">{word}<tspan class="time">{label.time}</tspan></text>')
    return "".join(drawn)


def _set_out(labels: list[Label], width: float) -> list[tuple[Label, float]]:
    """The labels with their middles: with words when they fit beside each other, else times alone, else fewer of them."""
    for words in (True, False):
        middles = set_apart([one.x * width for one in labels], [one.room(words=words) for one in labels], width)
        if middles:
            shown = labels if words else [replace(one, word="") for one in labels]
            return [(one, x / width) for one, x in zip(shown, middles, strict=True)]
    return _set_out([*labels[:-2], labels[-1]], width) if len(labels) > 1 else []


def set_apart(wanted: list[float], widths: list[float], width: float) -> list[float]:
    """Middles as near to the wanted ones as they come without touching; nothing when there is no room for all.

    Neighbours that would touch are drawn together into a block that stands where its members on the whole want to be.
    """
    if sum(widths) + GAP * (len(widths) - 1) > width + 2 * SIDE:
        return []
    blocks: list[tuple[float, float, list[int]]] = []  # left edge, width, members
    for nth, (middle, own) in enumerate(zip(wanted, widths, strict=True)):
        left, wide, members = middle - own / 2, own, [nth]
        left = min(max(left, -SIDE), width + SIDE - wide)
        while blocks and blocks[-1][0] + blocks[-1][1] + GAP > left:
            _, before, others = blocks.pop()
            wide, members = before + GAP + wide, others + members
            left = _best(members, wanted, widths)
            left = min(max(left, -SIDE), width + SIDE - wide)
        blocks.append((left, wide, members))
    middles = []
    for left, _, members in blocks:
        for nth in members:
            middles.append(left + widths[nth] / 2)
            left += widths[nth] + GAP
    return middles


def _best(members: list[int], wanted: list[float], widths: list[float]) -> float:
    """The left edge from which the members of a block are, on the whole, nearest to where they want to be."""
    offset, lefts = 0.0, []
    for nth in members:
        lefts.append(wanted[nth] - widths[nth] / 2 - offset)
        offset += widths[nth] + GAP
    return sum(lefts) / len(lefts)
