"""Cuts the automatic blocks out of a meeting's body and reads the join link in them."""

import re
from dataclasses import dataclass

from connectors.conferencing.links import find_room
from connectors.meetings import LinkSource, OnlineRoom

LONGEST = 100_000


@dataclass(frozen=True, slots=True)
class Body:
    """What a body says: the online room, what people wrote themselves, the organiser's language where a block tells it."""

    online: OnlineRoom | None = None
    human_text: str = ""
    language: str = ""


def read_body(text: str, *, html: bool = False) -> Body:
    """The online room and the human words of a body."""
    plain = re.sub(r"<[^>]{0,2000}>", " ", text[:LONGEST]) if html else text[:LONGEST]
    head, rule, _ = plain.partition("_" * 32)
    online = find_room(plain, LinkSource.BLOCK if rule else LinkSource.TYPED)
    return Body(online, head.strip(), "")
