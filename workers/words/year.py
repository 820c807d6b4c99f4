"""A year of meetings counted in one line, as the picture of it says the same."""

from collections.abc import Iterable, Sequence

from workers.relationships.modality import Modality
from workers.relationships.touchpoints import Touchpoint
from workers.words import say

ORDER = (Modality.VIDEO, Modality.PHONE, Modality.HYBRID, Modality.IN_PERSON, Modality.UNKNOWN)


def describe(past: Sequence[Touchpoint], coming: Sequence[Touchpoint], language: str) -> str:
    """One line that says what the picture shows."""
    if not past and not coming:
        return say("page.timeline.none", language)
    said = [say("page.timeline.past", language, parts=_parts(past, language)) if past else None]
    said += [say("page.timeline.coming", language, parts=_parts(coming, language)) if coming else None]
    return " ".join(sentence for sentence in said if sentence)


def _parts(touchpoints: Iterable[Touchpoint], language: str) -> tuple[str, ...]:
    counted: dict[Modality, int] = {}
    for one in touchpoints:
        counted[one.modality] = counted.get(one.modality, 0) + 1
    return tuple(say(f"page.timeline.count.{m}", language, count=counted[m]) for m in ORDER if m in counted)
