"""Travel in the calendar ("Restid", "Tåg 07:10", a flight) beside a meeting: a sign that somebody went there."""

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from connectors.meetings import Meeting
from workers.relationships import lexicon
from workers.relationships.judgement import Evidence

BESIDE = timedelta(minutes=90)  # from the end of the journey to the meeting, or from the meeting to the way home
OVERLAP = timedelta(minutes=15)
LONGEST_JOURNEY = timedelta(hours=14)

WORD = re.compile(r"[\w:-]+")


def find_travel(meetings: Sequence[Meeting]) -> Mapping[tuple[str, datetime | None], Evidence]:
    """For each meeting with a journey right before it, or the way home right after it, the same day: the evidence."""
    journeys = [(meeting, word) for meeting in meetings if (word := travel_word(meeting))]
    if not journeys:
        return {}
    met = sorted((m for m in meetings if _is_met(m)), key=lambda meeting: meeting.start)
    starts = [meeting.start for meeting in met]
    found: dict[tuple[str, datetime | None], Evidence] = {}
    went: set[object] = set()
    for journey, word in sorted(journeys, key=lambda pair: pair[0].start):
        home = _goes_home(journey.title)
        after = None if home else _next(met, starts, journey)
        if after:
            found[after.key] = Evidence("travel", word)
            went.add(_day(journey))
            continue
        if home or _day(journey) in went:
            before = _last(met, starts, journey)
            if before:
                found.setdefault(before.key, Evidence("travel", word))
    return found


def travel_word(meeting: Meeting) -> str:
    """The word that makes an entry a journey, as written, or empty: an entry with other people in it is a meeting."""
    if not meeting.title or _has_company(meeting) or meeting.cancelled or meeting.all_day:
        return ""
    if meeting.length > LONGEST_JOURNEY:
        return ""
    words: list[str] = WORD.findall(meeting.title[:200])
    folded = [word.casefold().rstrip(":") for word in words]
    if not lexicon.NOT_TRAVEL.isdisjoint(folded) or not lexicon.ABOUT.isdisjoint(folded):
        return ""
    for word, lower in zip(words[:3], folded, strict=False):
        if lower in lexicon.TRAVEL_WORDS or lower in lexicon.TRAVEL_NAMES:
            return word.rstrip(":")
    return ""


def _is_met(meeting: Meeting) -> bool:
    return _has_company(meeting) and not meeting.all_day and not meeting.cancelled


def _has_company(meeting: Meeting) -> bool:
    """Whether anybody but the organiser is in it."""
    organizer = meeting.organizer.address if meeting.organizer else ""
    return any(attendee.person.address != organizer for attendee in meeting.attendees)


def _goes_home(title: str) -> bool:
    return not lexicon.HOMEWARD.isdisjoint(word.casefold() for word in WORD.findall(title[:200]))


def _next(met: Sequence[Meeting], starts: Sequence[datetime], journey: Meeting) -> Meeting | None:
    at = bisect_left(starts, journey.end - OVERLAP)
    if at == len(met) or met[at].start - journey.end > BESIDE or _day(met[at]) != _day(journey):
        return None
    return met[at]


def _last(met: Sequence[Meeting], starts: Sequence[datetime], journey: Meeting) -> Meeting | None:
    at = bisect_left(starts, journey.start) - 1
    if at < 0 or not -OVERLAP <= journey.start - met[at].end <= BESIDE or _day(met[at]) != _day(journey):
        return None
    return met[at]


def _day(meeting: Meeting) -> object:
    return meeting.start.date()
