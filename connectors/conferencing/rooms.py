"""One online room out of all that names one: the words people wrote against the fields calendars fill in by themselves."""

from collections.abc import Sequence
from dataclasses import replace

from connectors.conferencing.links import AUTOMATIC
from connectors.meetings import LinkSource, OnlineRoom

STRENGTH = {source: strength for strength, source in enumerate(LinkSource)}


def settle_room(*words: OnlineRoom | None, fields: Sequence[OnlineRoom]) -> OnlineRoom | None:
    """The online room by the words in place and body, which say more than the fields; fields fill in what they lack."""
    said = _strongest(*words)
    if said and said.url and said.source in AUTOMATIC:
        return said
    said = _strongest(*_owned((*words, *fields))[: len(words)])
    if said and said.url:
        return said
    return _strongest(said, *words, next((room for room in fields if not room.phone_only), None), *fields[:1])


def _owned(rooms: Sequence[OnlineRoom | None]) -> list[OnlineRoom | None]:
    """The same rooms, where a link the calendar filled in by itself stays its own wherever else it stands: calendars
    copy theirs into the place, and that says nothing of what people want."""
    own = {room.url: room for room in rooms if room and room.url and room.source in AUTOMATIC}
    return [own.get(room.url, room) if room and room.url else room for room in rooms]


def _strongest(*rooms: OnlineRoom | None) -> OnlineRoom | None:
    """The one that says most of a person's intent, with its link from another where only the words were there."""
    found = [room for room in rooms if room]
    if not found:
        return None
    best = max(found, key=lambda room: STRENGTH[room.source])
    if best.url:
        return best
    linked = next((room for room in found if room.url and room.provider == best.provider), None)
    return replace(best, url=linked.url, broadcast=linked.broadcast) if linked else best
