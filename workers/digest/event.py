"""A meeting to take at their place, as an event of a calendar: when and where to go, and in its text why and how to get there."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b

import msgspec

from workers.digest.asks import tell_fit, tell_reasons, tell_slot, tell_thought, tell_way
from workers.digest.items import Ask
from workers.digest.telling import NAME, TEXT, Telling
from workers.words.strangers import tame


@dataclass(frozen=True, slots=True)
class Event:
    """What is told of one suggestion."""

    suggestion: str
    start: datetime
    end: datetime
    title: str
    place: str
    text: str
    category: str
    url: str

    @property
    def mark(self) -> str:
        return blake2b(msgspec.json.encode(self), digest_size=12).hexdigest()


def tell_event(ask: Ask, telling: Telling) -> Event:
    """At the time that fits, as the letter proposes it."""
    account, slot, place = ask.reviewed.relationship.account, telling.slot(ask.suggestion), ask.suggestion.visit.place
    return Event(
        suggestion=ask.suggestion.id,
        start=slot.start.astimezone(UTC),
        end=slot.end.astimezone(UTC),
        title=telling.say("feed.title", name=tame(account.name or account.key, NAME)),
        place=tame(place.text, TEXT) if place else "",
        text=_text(ask, telling),
        category=telling.say("feed.category"),
        url=telling.account(ask.suggestion.account),
    )


def _text(ask: Ask, telling: Telling) -> str:
    parts = (_why(ask, telling), _when(ask, telling), _way(ask, telling), _foot(ask, telling))
    return "\n\n".join("\n".join(part) for part in parts)


def _why(ask: Ask, telling: Telling) -> Iterable[str]:
    """The one sentence, and the reasons beside it."""
    return dict.fromkeys((telling.speak(ask.reviewed.sentence), *tell_reasons(ask, telling)))


def _when(ask: Ask, telling: Telling) -> Iterator[str]:
    """What we think of: the meeting's own time and whether it fits, or a better one."""
    visit = ask.suggestion.visit
    yield tell_thought(ask.suggestion, telling)
    if telling.slot(ask.suggestion).start == visit.start:
        yield tell_fit(visit, telling)


def _way(ask: Ask, telling: Telling) -> Iterator[str]:
    """How to get there, and the buns; what the deal is worth stays with us."""
    visit, slot = ask.suggestion.visit, telling.slot(ask.suggestion)
    if visit.place is None:
        yield telling.say("page.suggestion.place_unknown")
    if slot.start != visit.start:
        yield tell_slot(slot, telling)
    for row in tell_way(ask.suggestion, telling):
        yield from (*row.lines, *row.small)
    yield telling.speak(ask.suggestion.bun.reason)


def _foot(ask: Ask, telling: Telling) -> tuple[str, str]:
    return telling.say("feed.nothing_sent"), telling.account(ask.suggestion.account)
