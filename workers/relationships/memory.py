"""What stays of a relation when its old meetings are erased: that people met, when and where, whom, and how many there were.
A flag that says "never" stays honest that way, and nothing anybody wrote is kept for it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from connectors.meetings import Place
from connectors.routing.addresses import postal_town
from workers.relationships.modality import Modality, Whose
from workers.relationships.touchpoints import Touchpoint


@dataclass(frozen=True, slots=True)
class Memory:
    """Of one account. `met` and `perhaps_met` are addresses: seen in person, and in a hybrid meeting. `place` is where
    they sat when somebody last met them there, `digital_since` the digital touchpoints after the last meeting in person."""

    touchpoints: int = 0
    met_at: datetime | None = None
    city: str = ""
    place: Place | None = None
    met: tuple[str, ...] = ()
    hybrid_at: datetime | None = None
    perhaps_met: tuple[str, ...] = ()
    digital_since: int = 0


NOTHING = Memory()


def remember(before: Memory, old: Iterable[Touchpoint]) -> Memory:
    """What was remembered, and what there is to remember of touchpoints that are erased now."""
    held = sorted(old, key=lambda one: (one.start, one.uid))
    visits = [one for one in held if one.modality is Modality.IN_PERSON]
    hybrids = [one for one in held if one.modality is Modality.HYBRID]
    theirs = [one.place for one in visits if one.whose is Whose.CUSTOMER and one.place]
    last = visits[-1] if visits else None
    newer = last is not None and (before.met_at is None or last.start >= before.met_at)
    met_at = last.start if last and newer else before.met_at
    since = sum(one.digital and met_at is not None and one.start > met_at for one in held)
    return Memory(
        touchpoints=before.touchpoints + len(held),
        met_at=met_at,
        city=city_of(last.place) if last and newer and last.place else "" if newer else before.city,
        place=theirs[-1] if theirs else before.place,
        met=_people(before.met, visits),
        hybrid_at=max((one.start for one in hybrids), default=before.hybrid_at),
        perhaps_met=_people(before.perhaps_met, hybrids),
        digital_since=since if newer else before.digital_since + since,
    )


def both(one: Memory, other: Memory) -> Memory:
    """The memory of two accounts that are one company."""
    later, earlier = sorted(
        (one, other), key=lambda memory: (memory.met_at is not None, memory.met_at or 0), reverse=True
    )
    hybrids = [moment for moment in (one.hybrid_at, other.hybrid_at) if moment]
    return Memory(
        touchpoints=one.touchpoints + other.touchpoints,
        met_at=later.met_at,
        city=later.city,
        place=later.place or earlier.place,
        met=tuple(sorted({*one.met, *other.met})),
        hybrid_at=max(hybrids, default=None),
        perhaps_met=tuple(sorted({*one.perhaps_met, *other.perhaps_met})),
        digital_since=later.digital_since,
    )


def city_of(place: Place) -> str:
    """The town of a place: its own field, or what stands beside a postal code. Never guessed from a name."""
    return place.city or postal_town(place.text)


def _people(before: Iterable[str], held: Iterable[Touchpoint]) -> tuple[str, ...]:
    return tuple(sorted({*before, *(address for one in held for address in one.people)}))
