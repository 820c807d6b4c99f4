"""Whether accounts still stand as they were judged last: told from their numbers, without opening one.

Time moves accounts across the edges they are counted by, and an admin moves the thresholds; most accounts stand where they
stood. Whoever knows `Judged` of all of them opens the others alone.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from hashlib import blake2b

import msgspec

from workers.relationships.figures import Figures, figures_of
from workers.relationships.flags import deserved
from workers.relationships.relationship import ColleagueMet, Relationship
from workers.relationships.rules import Rules
from workers.relationships.staleness import good_until
from workers.relationships.telling import shade
from workers.relationships.understanding import Ledger
from workers.store.standings import Judged, Standing

THRESHOLDS = frozenset(
    {
        "screen_only_touchpoints",
        "short_share",
        "unknown_share",
        "long_unknown",
        "drifting_digital",
        "thinning_touchpoints",
        "thinning_ratio",
    }
)
"""What figures are held against. Every other rule is in the figures themselves, or in the words told of them."""


@dataclass(frozen=True, slots=True)
class Bench:
    """What accounts are judged by at one moment. `now` carries the seller's zone; `by` is the name of the rules that are
    in the figures."""

    rules: Rules
    now: datetime
    by: str

    @classmethod
    def at(cls, rules: Rules, now: datetime) -> "Bench":
        return cls(rules, now, name_of(counted_by(rules)))

    def judge(self, relationship: Relationship, ledger: Ledger, *, flagged: bool) -> Judged:
        """How an account stands that has just been weighed from its ledger."""
        figures = figures_of(relationship)
        return Judged(
            key=relationship.account.key,
            flagged=flagged,
            until=good_until(relationship, ledger.touchpoints, rules=self.rules, now=self.now),
            by=self.by,
            verdict=self._verdict(figures, self.rules.for_tier(relationship.account.tier)),
            figures=figures,
        )

    def differing(
        self, standings: Iterable[Standing], *, planned: bool, colleagues: Mapping[str, ColleagueMet]
    ) -> frozenset[str]:
        """The keys of the accounts that may stand differently now. `planned`: the visits of flagged ones still hold."""
        seconds = int(self.now.timestamp())
        return frozenset(
            one.key
            for one in standings
            if (one.flagged and not planned)
            or (one.until is not None and one.until <= seconds)
            or one.by != self.by
            or self._differs(one, colleagues.get(one.key))
        )

    def _differs(self, one: Standing, colleague: ColleagueMet | None) -> bool:
        figures = one.read()
        if figures.colleague_met != (colleague.on if colleague else None) or (figures.tiered and self.rules.tiers):
            return True
        return self._verdict(figures, self.rules) != one.verdict

    def _verdict(self, figures: Figures, rules: Rules) -> str:
        kinds = deserved(figures, rules=rules, now=self.now)
        return " ".join((*kinds, shade(figures, rules=rules, now=self.now)))


COUNTED = tuple(one for one in fields(Rules) if one.name not in THRESHOLDS)


def counted_by(rules: Rules) -> dict[str, object]:
    """The rules that are in the figures, and the only ones visits are planned under, by name."""
    return {one.name: getattr(rules, one.name) for one in COUNTED}


def name_of(*said: object) -> str:
    """A short name for exactly these values."""
    return blake2b(msgspec.json.encode(said), digest_size=9).hexdigest()
