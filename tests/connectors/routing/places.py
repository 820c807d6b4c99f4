"""The labelled texts under tests/samples/places, and whether an answer is the one that a reader would give."""

import csv
from dataclasses import dataclass
from pathlib import Path

from connectors.routing.gazetteer import Gazetteer
from connectors.routing.gazetteer.town import kilometres
from connectors.routing.geocoder import Found, NotFound, Position, Sought

SAMPLES = Path(__file__).parents[2] / "samples" / "places"
NEAR_KM = 5.0


@dataclass(frozen=True, slots=True)
class Sample:
    """A text with the town, or why there is none. `region` tells a town from others of its name."""

    text: str
    here: str
    town: str
    region: str
    country: str
    method: str
    unknown: str

    @property
    def sought(self) -> Sought:
        return Sought(text=self.text, here=self.here)


def samples(name: str) -> list[Sample]:
    with (SAMPLES / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return [Sample(**row) for row in csv.DictReader(lines)]


def is_right(sample: Sample, answer: Found | NotFound, gazetteer: Gazetteer) -> bool:
    if isinstance(answer, NotFound):
        return answer.why == sample.unknown
    position = answer.position
    return (
        not sample.unknown
        and (answer.method, position.country) == (sample.method, sample.country)
        and (not sample.town or _is_at(position, sample, gazetteer))
    )


def _is_at(position: Position, sample: Sample, gazetteer: Gazetteer) -> bool:
    return any(
        kilometres(position.lat, position.lon, town.lat, town.lon) < NEAR_KM
        for town in gazetteer.named(sample.town, country=sample.country)
        if sample.region in town.region or sample.region == town.region_code
    )
