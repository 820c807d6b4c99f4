"""What every suggestion to one seller is made under: the diary, the rules, the moment, and how the seller gets about."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from connectors.routing.geocoder import Position
from workers.relationships.relationship import Relationship
from workers.relationships.rules import Rules
from workers.visits.answered import NOTHING, Answered
from workers.visits.bakeries import BakeryStop
from workers.visits.candidates import Candidate
from workers.visits.diary import Diary
from workers.visits.places import Find, where
from workers.visits.travel import Travel
from workers.visits.visit import VisitPlace

FindBakery = Callable[[Position, Position, datetime], BakeryStop | None]
"""A bakery on the way from one position to another, for somebody who leaves then."""


@dataclass(frozen=True, slots=True)
class Situation:
    """`seller` is the name messages are signed with, `favourites` are bakeries by town in lower case, `answered` is
    what suggestions were answered with. `find` looks the places of customers up and `find_bakery` a real bakery, where an
    engine is to be asked for either."""

    diary: Diary
    rules: Rules
    now: datetime
    zone: ZoneInfo
    seller: str
    travel: Travel
    favourites: Mapping[str, str] = field(default_factory=dict)
    answered: Answered = NOTHING
    find: Find | None = None
    find_bakery: FindBakery | None = None

    def for_tier(self, tier: str) -> "Situation":
        rules = self.rules.for_tier(tier)
        return self if rules is self.rules else replace(self, rules=rules)

    def where(self, relationship: Relationship, candidate: Candidate | None = None) -> VisitPlace | None:
        """Where an account sits, or where this meeting of it could be held."""
        coming, meeting = (candidate.touchpoint, candidate.meeting) if candidate else (None, None)
        return where(relationship, coming, meeting, find=self.find or self.travel.find, here=self.travel.here)
