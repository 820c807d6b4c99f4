"""One account as every surface shows it: the relation, what it needs, and what could be done about it."""

from dataclasses import dataclass

from workers.relationships.flags import Flag
from workers.relationships.reasons import Reason
from workers.relationships.relationship import Relationship
from workers.visits.suggestion import Suggestion
from workers.visits.visit import VisitPlace


@dataclass(frozen=True, slots=True)
class Reviewed:
    """`sentence` is the one sentence about the relation. `suggestion` is this account's best coming meeting, `chosen`
    when it is one of this week's; `no_visit` says why there is none, or why it waits."""

    relationship: Relationship
    flags: tuple[Flag, ...]
    sentence: Reason
    never_met: tuple[Reason, ...] = ()
    suggestion: Suggestion | None = None
    chosen: bool = False
    no_visit: Reason | None = None
    place: VisitPlace | None = None  # where a flagged account sits, as well as we know
