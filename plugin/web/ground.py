"""What lies beneath the marks of a map: the sea, the land, the lakes, and the lines of the ways between them.

All of it is drawn in a window of whole units that stretches with the map. A line's form tells how one travels: plain by
car, sleepers across it by train, a dashed arc by plane.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from plugin.web.outlines import LAKE, LAND, rings_in
from plugin.web.projection import View

UNITS = 1000  # the width of the window
FINE = 3.0  # units between two points of a coast worth drawing
BOW = 0.16  # of its length, how far the arc of a flight goes to the side
End = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Line:
    """A way from one place of the map to another, both as parts of its width."""

    start: End
    end: End
    mode: str

    @property
    def bend(self) -> End:
        """The middle it is drawn towards: its own, or to the side for a flight."""
        bow = BOW if self.mode == "flight" else 0.0
        wide, high = self.end[0] - self.start[0], self.end[1] - self.start[1]
        side = -1.0 if wide < 0 else 1.0  # always upwards, so that an arc and its way back do not make a ring
        x, y = (self.start[0] + self.end[0]) / 2, (self.start[1] + self.end[1]) / 2
        return x + side * bow * 2 * high, y - side * bow * 2 * wide

    def samples(self) -> Iterator[End]:
        """Points along it."""
        start, bend, end = self.start, self.bend, self.end
        for n in range(1, 12):
            t = n / 12
            a, b, c = (1 - t) ** 2, 2 * t * (1 - t), t * t
            yield a * start[0] + b * bend[0] + c * end[0], a * start[1] + b * bend[1] + c * end[1]

    def path(self) -> str:
        (x, y), (bx, by), (ex, ey) = (
            (round(a * UNITS), round(b * UNITS)) for a, b in (self.start, self.bend, self.end)
        )
        return f"M{x} {y}Q{bx} {by} {ex} {ey}" if self.mode == "flight" else f"M{x} {y}L{ex} {ey}"


def draw_ground(view: View, lines: Iterable[Line]) -> str:
    """The window with all of it; a line that goes there and back is drawn once."""
    high = round(UNITS * view.shape.high)
    ways = dict.fromkeys(draw_way(line.path(), line.mode) for line in lines)
    return (
        f'<svg class="ground" width="100%" height="100%" viewBox="0 0 {UNITS} {high}" preserveAspectRatio="none">'
        f'<path class="land" d="{_outline(view, LAND)}"/><path class="lake" d="{_outline(view, LAKE)}"/>{"".join(ways)}</svg>'
    )


def draw_way(path: str, mode: str) -> str:
    over = f'<path class="sleepers" d="{path}"/>' if mode == "train" else ""
    return f'<path class="way {mode}" d="{path}"/>{over}'


def _outline(view: View, kind: str) -> str:
    scale = UNITS / view.width
    return "".join(_closed(view.cone.places(ring), view, scale) for ring in rings_in(view.window(), kind))


def _closed(points: Iterable[End], view: View, scale: float) -> str:
    """A ring in whole units, each point as the step from the one before; nothing when it is smaller than a point."""
    steps: list[str] = []
    left, top, least = view.left, view.top, FINE * FINE
    was_x, was_y = 0, 0
    for x, y in points:
        px, py = (x - left) * scale, (y - top) * scale
        if steps and (px - was_x) ** 2 + (py - was_y) ** 2 < least:
            continue
        here_x, here_y = round(px), round(py)
        steps.append(f"{here_x - was_x} {here_y - was_y}")
        was_x, was_y = here_x, here_y
    return f"M{steps[0]}l{' '.join(steps[1:])}z" if len(steps) > 2 else ""
