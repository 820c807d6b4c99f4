"""The journeys on a map of our own: land as one quiet shape, stops as numbered marks, the way between them as a line.

Nothing is asked of any other host. Marks and names have sizes of their own in pixels and stand at parts of the width; the
land and the lines lie beneath in a window that stretches with the map.
"""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import hypot

from markupsafe import Markup, escape

from plugin.web.drawing import at, number, percent, width_of
from plugin.web.ground import Line, draw_ground, draw_way
from plugin.web.lettering import Box, Name, Place, set_names
from plugin.web.projection import View
from plugin.web.timeline import Picture
from workers.visits.trip import Trip
from workers.visits.visit import VisitPlace
from workers.words import say
from workers.words.strangers import tame

Town = tuple[str, float, float]  # name, latitude, longitude

NARROW = 286.0  # pixels: the map on the smallest phone
MARK, RING, DOT = 10.0, 6.0, 2.0  # radii in pixels
HOP = 0.0125  # of the earth's radius, 80 km: nobody flies less
MOST, MOST_TOWNS, LONGEST = 40, 14, 28
MODES = ("car", "train", "flight")


@dataclass(frozen=True, slots=True)
class Mark:
    """One or several stops so near each other that they share a mark, with their numbers."""

    x: float
    y: float
    numbers: tuple[int, ...]
    names: tuple[str, ...]

    @property
    def text(self) -> str:
        first, last = self.numbers[0], self.numbers[-1]
        run = len(self.numbers) > 2 and last - first == len(self.numbers) - 1
        return f"{first}–{last}" if run else ", ".join(map(str, self.numbers[:3]))

    @property
    def half(self) -> float:
        return max(MARK, width_of(self.text, 12) / 2 + 5)


def draw_map(trips: Sequence[Trip], *, language: str, ident: str, towns: Iterable[Town] = ()) -> Picture:
    """The journeys, their stops numbered through as `number_stops` has them; no picture when no place is known. `towns` are
    others to find one's way by, the most important first."""
    trips = trips[:MOST]
    line = " ".join([*_sayings(trips, language), *_not_shown(trips, language)])
    points = [(spot.lat, spot.lon) for trip in trips for spot in _spots(trip)]
    if not points:
        return Picture(Markup(), line)
    view = View.around(points)
    marks, homes = _marks(trips, view), _homes(trips, view)
    lines = [line for trip in trips for line in _lines(trip, view)]
    quiet = [(name, *view.place(lat, lon)) for name, lat, lon in towns]
    names, dots = _letter(view, marks, homes, quiet, lines)
    body = [
        draw_ground(view, lines),
        *(at(percent(x), _down(view, y), f'<circle class="dot" r="{number(DOT)}"/>') for x, y in dots),
        *(at(percent(x), _down(view, y), f'<circle class="start" r="{number(RING)}"/>') for _, x, y in homes),
        *(_draw_mark(mark, view) for mark in marks),
        *(_draw_name(name, view, quiet=(name.x, name.y) in dots) for name in names),
    ]
    opening = Markup(
        '<svg class="map {}" role="img" aria-labelledby="{i}t" aria-describedby="{i}d">'
        '<title id="{i}t">{}</title><desc id="{i}d">{}</desc>'
    ).format(view.shape.name, say("map.title", language, trips=len(trips)), line, i=ident)
    return Picture(opening + Markup("".join(body)) + Markup("</svg>"), line)  # noqa: S704 - every name in it is escaped


def number_stops(trips: Sequence[Trip]) -> tuple[tuple[int, ...], ...]:
    """The number of each stop of each journey, counted through."""
    count, numbered = 0, []
    for trip in trips:
        numbered.append(tuple(range(count + 1, count + 1 + len(trip.stops))))
        count += len(trip.stops)
    return tuple(numbered)


def map_legend(trips: Iterable[Trip], language: str) -> tuple[tuple[Markup, str], ...]:
    """What the marks and lines of these journeys mean."""
    used = {trip.mode for trip in trips}
    rows = [(_swatch('<circle class="start" cx="13" cy="8" r="5"/>'), say("map.mark.start", language))]
    rows.append(
        (_swatch(f'<svg x="13" y="8" overflow="visible">{_pill("1", 8)}</svg>'), say("map.mark.stop", language))
    )
    for mode in MODES:
        if mode in used:
            bent = "M1 13Q13-1 25 9" if mode == "flight" else "M1 8h24"
            rows.append((_swatch(draw_way(bent, mode)), say(f"daybar.mode.{mode}", language)))
    return tuple(rows)


def _swatch(body: str) -> Markup:
    opening = '<svg class="alone map-key" width="26" height="16" aria-hidden="true" focusable="false">'
    return Markup(f"{opening}{body}</svg>")  # noqa: S704 - shapes of our own


def _spots(trip: Trip) -> Iterator["Spot"]:
    for place in (trip.start, *(stop.place for stop in trip.stops)):
        spot = _spot(place)
        if spot:
            yield spot


@dataclass(frozen=True, slots=True)
class Spot:
    lat: float
    lon: float
    name: str


def _spot(place: VisitPlace | None) -> Spot | None:
    if place is None or place.position is None:
        return None
    return Spot(place.position.lat, place.position.lon, tame(place.town or place.position.town or place.text, LONGEST))


def _sayings(trips: Iterable[Trip], language: str) -> Iterator[str]:
    numbered = iter(n for numbers in number_stops(list(trips)) for n in numbers)
    for trip in trips:
        stops = tuple(
            say("map.stop", language, name=_name(stop.place, stop.name), number=next(numbered)) for stop in trip.stops
        )
        way = say(f"daybar.mode.{trip.mode}" if trip.mode in MODES else "daybar.what.travel", language)
        way = way[:1].upper() + way[1:]
        if trip.start:
            yield say("map.way", language, way=way, start=_name(trip.start, ""), stops=stops)
        else:
            yield say("map.way_open", language, way=way, stops=stops)


def _name(place: VisitPlace, name: str) -> str:
    spot = _spot(place)
    return spot.name if spot else tame(name or place.text, LONGEST)


def _not_shown(trips: Iterable[Trip], language: str) -> list[str]:
    names = dict.fromkeys(tame(stop.name, LONGEST) for trip in trips for stop in trip.stops if not _spot(stop.place))
    return [say("map.not_shown", language, names=tuple(names))] if names else []


def _marks(trips: Sequence[Trip], view: View) -> list[Mark]:
    """A mark for each stop; those that would cover each other on a phone share one."""
    marks: list[Mark] = []
    for numbers, trip in zip(number_stops(trips), trips, strict=True):
        for n, stop in zip(numbers, trip.stops, strict=True):
            spot = _spot(stop.place)
            if spot is None:
                continue
            x, y = view.place(spot.lat, spot.lon)
            near = next((one for one in marks if hypot(one.x - x, one.y - y) * NARROW < 2 * MARK), None)
            if near is None:
                marks.append(Mark(x, y, (n,), (spot.name,)))
                continue
            names = tuple(dict.fromkeys((*near.names, spot.name)))
            marks[marks.index(near)] = Mark(near.x, near.y, (*near.numbers, n), names)
    return marks


def _homes(trips: Iterable[Trip], view: View) -> list[tuple[str, float, float]]:
    """Where journeys begin, each place once."""
    spots = dict.fromkeys(spot for trip in trips if (spot := _spot(trip.start)))
    return [(spot.name, *view.place(spot.lat, spot.lon)) for spot in spots]


def _letter(
    view: View,
    marks: Iterable[Mark],
    homes: Iterable[tuple[str, float, float]],
    quiet: Iterable[tuple[str, float, float]],
    lines: Iterable[Line],
) -> tuple[list[Name], list[tuple[float, float]]]:
    """The names of stops and starts, then of as many other towns as find room; and the dots of those towns."""
    places = [
        Place(", ".join(one.names[:2]) + (" …" if len(one.names) > 2 else ""), one.x, one.y, one.half) for one in marks
    ]
    places += [Place(name, x, y, RING) for name, x, y in homes]
    taken = [Box(one.x, one.y, one.half, MARK) for one in marks] + [Box(x, y, RING, RING) for _, x, y in homes]
    size = {"low": NARROW, "wide": view.shape.wide, "high": view.shape.high}
    along = [Box(x, y, 1, 1) for line in lines for x, y in line.samples()]
    names, boxes = set_names(places, taken, along, **size)
    others: list[tuple[float, float]] = []
    for name, x, y in quiet:
        dot = Box(x, y, DOT + 1, DOT + 1)
        if len(others) < MOST_TOWNS and not any(dot.meets(box, NARROW, view.shape.wide) for box in boxes):
            found, boxes = set_names([Place(tame(name, LONGEST), x, y, DOT)], [*boxes, dot], along, **size)
            names += found
            others += [(x, y)] if found else []
    return names, others


def _lines(trip: Trip, view: View) -> Iterator[Line]:
    """From the start to each stop and home again; the way there is the way back where there is one stop."""
    ends = [view.place(spot.lat, spot.lon) for spot in _spots(trip)]
    if len(ends) > 2 and _spot(trip.start):
        ends.append(ends[0])
    for start, end in itertools.pairwise(ends):
        short = hypot(end[0] - start[0], end[1] - start[1]) * view.width < HOP
        mode = "car" if trip.mode == "flight" and short else trip.mode
        yield Line(start, end, mode if mode in MODES else "car")


def _down(view: View, y: float) -> str:
    return percent(y / view.shape.high)


def _draw_mark(mark: Mark, view: View) -> str:
    return at(percent(mark.x), _down(view, mark.y), _pill(mark.text, mark.half))


def _pill(text: str, half: float) -> str:
    rise = min(half, MARK)
    return (
        f'<rect class="stop" x="{number(-half)}" y="{number(-rise)}" width="{number(2 * half)}" height="{number(2 * rise)}"'
        f' rx="{number(rise)}"/><text class="number" y="4">{text}</text>'
    )


def _draw_name(name: Name, view: View, *, quiet: bool) -> str:
    kind = " ".join(["quiet" if quiet else "name", *([name.anchor] if name.anchor != "start" else [])])
    text = f'<text class="{kind}" x="{number(name.dx)}" y="{number(name.dy + 4)}">{escape(name.text)}</text>'
    return at(percent(name.x), _down(view, name.y), text)
