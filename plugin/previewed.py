"""A conversion in words before anything is written: what attendees will receive, who is told, and what is the seller's alone.

The same sentences stand in the terminal and on the page. What strangers wrote is tamed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from connectors.meetings import OnlineRoom, Person
from workers.preview import Preview, Way
from workers.relationships.names import first_name, person_name
from workers.words import knows, say
from workers.words.strangers import tame, tame_facts, tame_lines

Span = tuple[datetime, datetime]

LONGEST_TITLE, LONGEST_PLACE, LONGEST_NAME = 120, 200, 80
FEW = 2  # so many people are named in a heading


@dataclass(frozen=True, slots=True)
class Told:
    """A preview as people read it, in the seller's zone. `before` and `was` are told where they change; `online` is what
    becomes of the room on screen (kept, out, stays, none), `room` its name; `brief` is all of it in one line."""

    way: Way
    heading: str
    brief: str
    title: str
    when: Span
    before: Span | None
    place: str
    was: str
    online: str
    room: str
    text: str
    language: str  # of `text`
    mailed: tuple[str, ...]
    vendor: str
    holds: tuple[Span, ...]
    moved: bool


def tell_preview(shown: Preview, language: str, *, zone: ZoneInfo, provider: str) -> Told:
    standing, draft, mine = shown.standing, shown.draft, shown.way is Way.CONVERT
    when, before = (_there(one.start, one.end, zone) for one in (draft, standing.meeting))
    room = room_name(standing.meeting.online, language)
    vendor = provider if knows(f"convert.vendor.{provider}", language) else "any"
    changes = [say(f"convert.brief.{one}", language, room=room) for one in _changes(shown)]
    return Told(
        way=shown.way,
        heading=_heading(shown, language),
        brief=_sentence(", ".join(changes or [say("convert.brief.same", language)])),
        title=tame(standing.meeting.title, LONGEST_TITLE),
        when=when,
        before=None if before == when else before,
        place=tame(draft.place.text, LONGEST_PLACE),
        was=tame(standing.place, LONGEST_PLACE) if _has_new_place(shown) else "",
        online=_online(shown),
        room=room,
        text=tame_lines(draft.text if mine else shown.comment),
        language=shown.suggestion.draft.language,
        mailed=tuple(_name(one) for one in standing.mailed) if mine else _organizer(shown),
        vendor=say(f"convert.vendor.{vendor}", language),
        holds=tuple(_there(one.start, one.end, zone) for one in shown.holds) if mine else (),
        moved=shown.moved,
    )


def sentences(told: Told, language: str) -> Iterator[str]:
    """All of it, a sentence a line."""
    (start, end), mine = told.when, told.way is Way.CONVERT
    if told.moved:
        yield say("convert.told.moved", language)
    if told.title:
        yield told.title
    yield say("convert.told.when" if mine else "convert.told.proposed", language, start=start, end=end)
    if told.before:
        yield say("convert.told.before", language, start=told.before[0], end=told.before[1])
    yield from _about_visit(told, language) if mine else _about_proposal(told, language)


def tell_mailed(told: Told, language: str) -> str:
    if not told.mailed:
        return say("convert.told.mailed_none", language)
    return say("convert.told.mailed", language, vendor=told.vendor, **tame_facts({"people": told.mailed}))


def tell_online(what: str, room: str, language: str) -> str:
    """`what` becomes of the room on screen: kept, out, stays, still or none."""
    return say(f"convert.told.online_{what}", language, Room=room[:1].upper() + room[1:])


def room_name(online: OnlineRoom | None, language: str) -> str:
    """Teams, Zoom; a link is a link."""
    key = f"convert.room.{online.provider}" if online and online.provider else ""
    return say(key if knows(key, language) else "convert.room.screen", language)


def _about_visit(told: Told, language: str) -> Iterator[str]:
    yield say("convert.told.place", language, place=told.place)
    if told.was:
        yield say("convert.told.was", language, place=told.was)
    if told.text:
        yield say("convert.told.text", language, text=" ".join(told.text.split()))
    else:
        yield say("convert.told.no_text", language, room=told.room)
    yield tell_online(told.online, told.room, language)
    yield tell_mailed(told, language)
    for start, end in told.holds:
        yield say("convert.told.hold", language, start=start, end=end)
    if not told.holds:
        yield say("convert.told.no_hold", language)


def _about_proposal(told: Told, language: str) -> Iterator[str]:
    if told.way is Way.WRITE:
        yield say("convert.cannot.no_proposals", language)
    else:
        yield say("convert.told.comment", language, text=" ".join(told.text.split()))


def _heading(shown: Preview, language: str) -> str:
    if shown.way is not Way.CONVERT:
        host = shown.standing.meeting.organizer
        asked = [_first_name(host)] if host else []
        return say("convert.told.heading_proposed", language, **tame_facts({"people": asked}))
    people = [_first_name(one) for one in shown.standing.mailed]
    if not people:
        return say("convert.told.heading_own", language)
    key = "heading_named" if len(people) <= FEW else "heading_all"
    return say(f"convert.told.{key}", language, **tame_facts({"people": people}))


def _changes(shown: Preview) -> Iterator[str]:
    """What is new in it, as keys of the words under [convert.brief]."""
    draft, meeting = shown.draft, shown.standing.meeting
    if _has_new_place(shown):
        yield "place"
    if draft.start != meeting.start:
        yield "time"
    longer = (draft.end - draft.start) - (meeting.end - meeting.start)
    if longer:
        yield "longer" if longer.total_seconds() > 0 else "shorter"
    if shown.way is Way.CONVERT and (online := _online(shown)) != "none":
        yield f"online_{online}"


def _has_new_place(shown: Preview) -> bool:
    return shown.standing.place.strip().casefold() != shown.draft.place.text.strip().casefold()


def _online(shown: Preview) -> str:
    if shown.standing.meeting.online is None:
        return "none"
    if shown.draft.keep_online:
        return "kept"
    return "out" if shown.standing.can_leave_screen else "stays"


def _organizer(shown: Preview) -> tuple[str, ...]:
    who = shown.standing.meeting.organizer
    return (_name(who),) if who else ()


def _first_name(person: Person) -> str:
    return first_name(tame(person_name(person.address, person.name), LONGEST_NAME)) or "?"


def _name(person: Person) -> str:
    return tame(person.name, LONGEST_NAME) or tame(person.address, LONGEST_NAME) or "?"


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


def _there(start: datetime, end: datetime, zone: ZoneInfo) -> Span:
    return start.astimezone(zone), end.astimezone(zone)
