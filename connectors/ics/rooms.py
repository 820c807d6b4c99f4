"""The online room of an entry: the fields calendars fill in by themselves, against what stands in the place and the body.

RFC 7986, section 5.11 (CONFERENCE) and the X- names of Microsoft and Google.
"""

from collections.abc import Iterator
from dataclasses import replace

from connectors.conferencing import find_room, settle_room
from connectors.ics.entries import Entry, Line
from connectors.ics.lines import unescape
from connectors.meetings import LinkSource, OnlineRoom

# The field, and whose it is when its link is on a host of somebody's own.
FIELDS = (
    ("X-MICROSOFT-SKYPETEAMSMEETINGURL", "teams"),
    ("X-MICROSOFT-ONLINEMEETINGEXTERNALLINK", "skype"),
    ("X-MICROSOFT-ONLINEMEETINGCONFLINK", "skype"),
    ("X-GOOGLE-CONFERENCE", "meet"),
    ("CONFERENCE", "other"),
    ("URL", ""),
)
DIAL_IN = "X-MICROSOFT-CONFERENCETELURI"
SEEN = frozenset({"VIDEO", "SCREEN"})
HEARD = frozenset({"AUDIO", "PHONE"})
LONGEST_LINK = 2_000


def online_room(entry: Entry, *words: OnlineRoom | None) -> OnlineRoom | None:
    """The online room by the words in place and body, which say more than the fields; fields fill in what they lack."""
    return settle_room(*words, fields=list(_fields(entry)))


def _fields(entry: Entry) -> Iterator[OnlineRoom]:
    for name, provider in FIELDS:
        for line in entry.all(name)[:5]:
            room = _room(line, unescape(line.value) if name.startswith("X-") else line.value, provider)
            if room:
                yield room
    if entry.text(DIAL_IN):
        yield OnlineRoom("phone", LinkSource.FIELD, entry.text(DIAL_IN)[:LONGEST_LINK], phone_only=True)


def _room(line: Line, link: str, provider: str) -> OnlineRoom | None:
    link = link.strip()[:LONGEST_LINK]
    features = frozenset(line.param("FEATURE").upper().replace(" ", "").split(","))
    dialled = link[:4].lower() == "tel:" or bool(features & HEARD and not features & SEEN)
    room = find_room(link, LinkSource.FIELD)
    if room:
        return replace(room, phone_only=True) if dialled else room
    if not provider or not (dialled or link.lower().startswith(("https://", "http://"))):
        return None
    return OnlineRoom(provider, LinkSource.FIELD, link, phone_only=dialled)
