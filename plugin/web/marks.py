"""The meetings of a year as marks along a line, each where it can lie without touching another. Pure geometry, for whoever
draws it: in HTML (timeline.py) or dot by dot.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from math import sqrt

from babel.dates import get_month_names

from workers.relationships.modality import Modality
from workers.relationships.touchpoints import Touchpoint

BACK, AHEAD = timedelta(days=365), timedelta(days=56)
WIDTH = 340.0  # the width, in pixels, at which marks must keep out of each other's way
ROOM = 88.0  # how high a pile may grow before all marks are drawn smaller
STEM = 13.0  # how high above the line a coming meeting stands
GAP = 1.2  # between two marks, with half a stroke each
MOST = 400  # marks in one picture; the line of text counts them all


@dataclass(frozen=True, slots=True)
class Mark:
    """`x` runs from 0 to 1 along the year, `r` is the radius in pixels, `y` the centre's height above the line."""

    modality: Modality
    coming: bool
    x: float
    r: float
    y: float = 0.0


@dataclass(frozen=True, slots=True)
class Year:
    """The stretch of time the picture shows: a year back from today and some weeks ahead."""

    today: date
    zone: tzinfo

    @property
    def starts(self) -> date:
        return self.today - BACK

    @property
    def ends(self) -> date:
        return self.today + AHEAD

    def place(self, day: date, part: float = 0.0) -> float:
        return ((day - self.starts).days + part) / ((self.ends - self.starts).days + 1)

    def place_moment(self, moment: datetime) -> float:
        local = moment.astimezone(self.zone)
        return self.place(local.date(), local.hour / 24)

    def holds(self, touchpoint: Touchpoint) -> bool:
        return self.starts <= touchpoint.start.astimezone(self.zone).date() <= self.ends


@dataclass(frozen=True, slots=True)
class Month:
    """Where one begins along the year, and what it is called there."""

    number: int
    name: str
    x: float

    @property
    def is_quarter(self) -> bool:
        return self.number % 3 == 1


def set_out(
    past: Sequence[Touchpoint], coming: Sequence[Touchpoint], year: Year, *, scale: float = 1.0, width: float = WIDTH
) -> list[Mark]:
    """A mark for each meeting of the year, where it stands in a picture so wide."""
    marks = _marks(past[-MOST:], year, coming=False) + _marks(coming[:MOST], year, coming=True)
    return pile(marks, scale, width)


def ground_under(marks: Iterable[Mark], scale: float = 1.0) -> float:
    """How far down the line of the year is drawn."""
    return max(max([mark.y + mark.r for mark in marks], default=0.0) + 5, 30 * scale)


def _marks(touchpoints: Iterable[Touchpoint], year: Year, *, coming: bool) -> list[Mark]:
    return [
        Mark(one.modality, coming, x=year.place_moment(one.start), r=_radius(one.length))
        for one in sorted(touchpoints, key=lambda one: one.start)
    ]


def _radius(length: timedelta) -> float:
    """Area grows with length: half an hour is 4 pixels, two hours twice that."""
    return 4.0 * sqrt(min(max(length / timedelta(minutes=30), 0.5), 6.0))


def pile(marks: list[Mark], scale: float = 1.0, width: float = WIDTH) -> list[Mark]:
    """The marks set down one by one, each as low as it can lie without touching another."""
    for smaller in (1.0, 0.85, 0.7, 0.55):
        placed: list[Mark] = []
        for mark in marks:
            placed.append(_set_down(mark, mark.r * scale * smaller, placed, width))
        if all(mark.y + mark.r <= ROOM * scale for mark in placed):
            break
    return placed


def _set_down(mark: Mark, r: float, placed: Iterable[Mark], width: float) -> Mark:
    y = r + 2.5 + (STEM if mark.coming else 0.0)
    for low, high in sorted(_taken(mark.x, r, placed, width)):
        if low < y < high:
            y = high
    return Mark(mark.modality, mark.coming, mark.x, r, y)


def _taken(x: float, r: float, placed: Iterable[Mark], width: float) -> Iterable[tuple[float, float]]:
    """The heights where a centre at `x` would touch what is there already."""
    for other in placed:
        apart, touch = abs(other.x - x) * width, other.r + r + GAP
        if apart < touch:
            reach = sqrt(touch * touch - apart * apart)
            yield other.y - reach, other.y + reach


def begin_months(year: Year, language: str) -> Iterable[Month]:
    names = get_month_names("abbreviated", context="stand-alone", locale=language)
    for first in _firsts(year):
        yield Month(first.month, names[first.month].rstrip("."), year.place(first))


def _firsts(year: Year) -> Iterable[date]:
    first = year.starts.replace(day=1)
    while (first := (first + timedelta(days=32)).replace(day=1)) <= year.ends - timedelta(days=10):
        yield first
