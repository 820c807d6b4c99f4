"""Where the seller will be anyway in the coming weeks: meetings held elsewhere, whole days, hotels, trains and flights.

Several signs of one stay (a hotel, a flight and a meeting in one town on the same days) are one stay, with the reason
that tells most.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from connectors.meetings import Meeting
from workers.relationships.reasons import Reason
from workers.relationships.rules import Rules
from workers.visits.diary import DAY, Diary, Key
from workers.visits.sights import AWAY, LONGEST_NAME, Sight, SightReader
from workers.visits.tidy import tidy
from workers.visits.travel import Travel
from workers.visits.trip import Stay, sign_of
from workers.visits.visit import VisitPlace
from workers.visits.whereabouts import distance

SUGGESTION = "trip.suggestion"
RANK = ("trip.meeting", "trip.hotel", "trip.journey", "trip.all_day")
"""Which of several signs tells most."""
LASTS = frozenset({"trip.hotel", "trip.all_day"})  # entries that say where, and leave the time free

LONGEST = timedelta(days=7)  # who is somewhere for longer is no longer travelling


def find_stays(
    diary: Diary,
    *,
    travel: Travel,
    now: datetime,
    zone: ZoneInfo,
    rules: Rules,
    on_screen: Collection[Key] = frozenset(),
    aliases: Mapping[str, str] | None = None,
) -> tuple[Stay, ...]:
    """Where the seller will be from `now` to the horizon, oldest first. `on_screen` are meetings known to be held by
    video or phone whatever place they name; `aliases` say which account another belongs to."""
    reader = SightReader(diary, travel, zone, frozenset(on_screen), aliases or {})
    sights = [sight for meeting in _coming(diary, now, now + rules.ahead) if (sight := reader.read(meeting))]
    journeys = reader.journeys(now, now + rules.ahead)
    groups: list[list[Sight]] = []
    for sight in sorted([*sights, *journeys], key=lambda one: (one.start, one.end, one.meeting.uid)):
        group = next((group for group in groups if any(_same(sight, other, zone) for other in group)), None)
        if group is None:
            groups.append([sight])
        else:
            group.append(sight)
    stays = [_stay(group, zone) for group in groups]
    return tuple(sorted(stays, key=lambda stay: (stay.start, stay.end, stay.uid)))


def suggested_stay(
    place: VisitPlace, start: datetime, end: datetime, *, account: str, meeting: Meeting | None, zone: ZoneInfo
) -> Stay:
    """A visit that is suggested, as somewhere the seller would be; `meeting` is the one it replaces."""
    why = Reason(SUGGESTION, {"town": _name(place), "when": start.astimezone(zone)})
    signs = (sign_of(meeting),) if meeting else ()
    return Stay(place, start, end, why, meeting.uid if meeting else "", account, fixed=True, signs=signs)


def _coming(diary: Diary, start: datetime, end: datetime) -> Iterator[Meeting]:
    yield from diary.taken(start.timestamp(), end.timestamp())
    for meeting in (*diary.long, *diary.told_of(start.timestamp(), end.timestamp())):
        if meeting.length <= LONGEST and meeting.start < end and meeting.end > start:
            yield meeting


def _same(one: Sight, other: Sight, zone: ZoneInfo) -> bool:
    """Whether two signs are of one stay: in one town on a day they share; whole days and hotels also from day to day."""
    town = one.position.town
    if not (town and town == other.position.town) and distance(one.position, other.position) > AWAY:
        return False
    gap = DAY if one.why in LASTS and other.why in LASTS else timedelta(0)
    first, last = _days(one, zone)
    other_first, other_last = _days(other, zone)
    return first <= other_last + gap and other_first <= last + gap


def _days(sight: Sight, zone: ZoneInfo) -> tuple[date, date]:
    last = max(sight.start, sight.end - timedelta(seconds=1))
    return sight.start.astimezone(zone).date(), last.astimezone(zone).date()


def _stay(group: Sequence[Sight], zone: ZoneInfo) -> Stay:
    best = min(group, key=lambda one: (RANK.index(one.why), one.start))
    start, end = min(one.start for one in group), max(one.end for one in group)
    arrivals = [one.arrives for one in group if one.arrives]
    leaving = [one.leaves for one in group if one.leaves]
    return Stay(
        place=best.place if best.place.town else replace(best.place, town=best.position.town),
        start=start.astimezone(zone),
        end=end.astimezone(zone),
        why=Reason(best.why, {"town": _name(best.place), "when": start.astimezone(zone)}),
        uid=best.meeting.uid,
        account=best.account,
        fixed=best.why == "trip.meeting" and not best.meeting.all_day,
        signs=tuple(sign_of(one.meeting) for one in group),
        arrives=min(arrivals).astimezone(zone) if arrivals else None,
        leaves=max(leaving).astimezone(zone) if leaving else None,
    )


def _name(place: VisitPlace) -> str:
    return place.town or tidy(place.text, LONGEST_NAME)
