"""How a mailbox and each organiser use join links, so that a link can be weighed: where all have one, one says little."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from workers.relationships.signs import Seen, SpotKind

NEARLY_ALL = 0.9  # of a mailbox's meetings carry a link: a link alone is likely, not certain
RARELY = 0.2  # of an organiser's meetings with an address carry a link: then a link there is meant
FEWEST = 5  # meetings to learn a habit from

ADDRESSED = frozenset({SpotKind.ADDRESS, SpotKind.VENUE, SpotKind.COORDINATES})


@dataclass(frozen=True, slots=True)
class Habits:
    """`linked` is the share of this mailbox's meetings with a link; `organizers` the share, by address and by domain,
    of those meetings with an address that carry a link as well, where there are enough to tell."""

    linked: float = 0.0
    organizers: Mapping[str, float] = field(default_factory=dict)

    @property
    def links_everything(self) -> bool:
        return self.linked >= NEARLY_ALL

    def rarely_links(self, organizer: str) -> bool:
        """Whether this organiser adds a link to a meeting at an address only when it is meant."""
        share = self.organizers.get(organizer)
        if share is None:
            share = self.organizers.get(organizer.rpartition("@")[2])
        return share is not None and share < RARELY


def learn_habits(seen: Iterable[Seen]) -> Habits:
    """The habits in a mailbox's meetings; entries with nobody else in them, all-day ones and cancelled ones say nothing."""
    meetings = linked = 0
    addressed: dict[str, int] = defaultdict(int)
    both: dict[str, int] = defaultdict(int)
    for one in seen:
        meeting = one.meeting
        if not meeting.attendees or meeting.all_day or meeting.cancelled:
            continue
        meetings += 1
        has_link = meeting.online is not None
        linked += has_link
        if not one.signs.spots or meeting.organizer is None:
            continue
        if any(spot.kind in ADDRESSED for spot in one.signs.spots):
            address = meeting.organizer.address
            for key in (address, address.rpartition("@")[2]):
                addressed[key] += 1
                both[key] += has_link
    shares = {key: both[key] / count for key, count in addressed.items() if count >= FEWEST}
    return Habits(linked / meetings if meetings >= FEWEST else 0.0, shares)
