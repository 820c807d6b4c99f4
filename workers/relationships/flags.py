"""What a relation may need attention for: four flags, each with its reasons in words and numbers. Unknown never raises one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from workers.relationships.reasons import Fact, Reason


class FlagKind(StrEnum):
    SCREEN_ONLY = "screen_only"
    FIRST_MEETING_ON_SCREEN = "first_meeting_on_screen"
    DRIFTING = "drifting"
    THINNING = "thinning"


@dataclass(frozen=True, slots=True)
class Flag:
    kind: FlagKind
    reasons: tuple[Reason, ...]
    facts: Mapping[str, Fact] = field(default_factory=dict)
