"""Where the way can be looked up: a timetable for trains in Sweden, a map for roads. Nothing is asked until it is pressed."""

from dataclasses import dataclass
from datetime import datetime

from connectors.routing.links import Site, directions, timetable
from connectors.routing.router import Mode
from workers.visits.visit import VisitPlace
from workers.words import say


@dataclass(frozen=True, slots=True)
class Link:
    text: str
    url: str


def look_up_way(
    mode: str, start: VisitPlace | None, end: VisitPlace | None, *, arrive: datetime, language: str
) -> Link | None:
    """None where nobody we know of tells of such ways, or one of the places is not on the map."""
    if start is None or end is None or start.position is None or end.position is None:
        return None
    if mode == Mode.TRAIN and {start.position.country, end.position.country} == {"SE"}:
        return Link(say("page.travel.timetable", language), timetable(start.position, end.position, arrive))
    if mode == Mode.CAR:
        url = directions(start.position, end.position, Mode.CAR, site=Site.OSM)
        return Link(say("page.travel.directions", language), url)
    return None
