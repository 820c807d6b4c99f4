"""What is concluded of one meeting: how people met, how sure that is, whose place it was, and what decided it."""

from dataclasses import dataclass
from enum import StrEnum

from connectors.meetings import Place


class Modality(StrEnum):
    IN_PERSON = "in_person"
    HYBRID = "hybrid"
    VIDEO = "video"
    PHONE = "phone"
    UNKNOWN = "unknown"


class Certainty(StrEnum):
    CERTAIN = "certain"
    LIKELY = "likely"
    UNKNOWN = "unknown"


class Whose(StrEnum):
    """Whose place it is."""

    OWN = "own"
    CUSTOMER = "customer"
    THIRD = "third"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What decided it: `kind` names a sentence in the words (`evidence.<kind>`), `text` the words or field it rests on."""

    kind: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Judgement:
    modality: Modality
    certainty: Certainty
    evidence: tuple[Evidence, ...]
    whose: Whose = Whose.UNKNOWN
    place: Place | None = None
