"""The thresholds a tenant can set, with the defaults of the product; per account tier where a tier asks for its own."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import time, timedelta


@dataclass(frozen=True, slots=True)
class Rules:
    """Every number a judgement leans on. Shares are 0 to 1."""

    window: timedelta = timedelta(days=365)
    # what counts as a touchpoint
    large_group: int = 15  # so many people outside or more is an audience
    many_companies: int = 4  # so many companies outside or more is nobody's relation
    # screen_only
    screen_only_touchpoints: int = 3
    short: timedelta = timedelta(minutes=30)
    short_share: float = 0.8
    unknown_share: float = 0.2
    long_unknown: timedelta = timedelta(minutes=60)
    # drifting
    met_interval: timedelta = timedelta(days=365)
    drifting_digital: int = 3
    # thinning
    thinning_touchpoints: int = 4
    thinning_ratio: float = 0.75
    # a visit
    visit: timedelta = timedelta(minutes=90)
    lead: timedelta = timedelta(days=5)  # from now to the earliest day to go
    ahead: timedelta = timedelta(weeks=8)
    most_people: int = 8
    new_suggestions_a_week: int = 2
    other_slots: int = 3
    breathing: timedelta = timedelta(minutes=15)  # kept free on either side of a visit
    bun_minutes: timedelta = timedelta(minutes=10)
    day_starts: time = time(8, 0)
    day_ends: time = time(17, 0)
    tiers: Mapping[str, Mapping[str, object]] = field(default_factory=dict)

    def for_tier(self, tier: str) -> "Rules":
        """These rules with the tier's own numbers in place of the general ones."""
        own = self.tiers.get(tier)
        return replace(self, **own) if own else self  # type: ignore[arg-type]
