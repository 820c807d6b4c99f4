"""Where the seller will be anyway in the coming weeks: meetings held elsewhere, whole days, hotels, trains and flights.

Several signs of one stay (a hotel, a flight and a meeting in one town on the same days) are one stay, with the reason
that tells most. A title counts only when a town is all it names: a birthday and "Boston-projektet" are no stays.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from connectors.meetings import Attendance, AttendeeKind, Meeting
from connectors.routing.geocoder import Confidence, Found, Position, Sought
from workers.relationships import lexicon
from workers.relationships.addresses import account_key
from workers.relationships.reasons import Reason
from workers.relationships.rules import Rules
from workers.visits.day_titles import GIVEN, bare_name, goes_home, is_on_screen, journey_ends, says_hotel, says_office
from workers.visits.diary import DAY, Diary, Key, whole_days
from workers.visits.tickets import goes_to, is_ticket
from workers.visits.tidy import tidy
from workers.visits.travel import Travel, sought_of
from workers.visits.trip import Stay, is_meant, sign_of
from workers.visits.visit import VisitPlace
from workers.visits.whereabouts import distance, is_own

SUGGESTION = "trip.suggestion"
RANK = ("trip.meeting", "trip.hotel", "trip.journey", "trip.all_day")
"""Which of several signs tells most."""
LASTS = frozenset({"trip.hotel", "trip.all_day"})  # entries that say where, and leave the time free

AWAY = 15.0  # km from office and home: nearer than that nobody speaks of being away
LONGEST = timedelta(days=7)  # who is somewhere for longer is no longer travelling
NEXT_WAY = timedelta(days=4)  # from a journey there to the next one on
NIGHT = timedelta(hours=8)
HALF = 2  # an entry shorter than half the way does not last until one is there
LONGEST_NAME = 60
SHORT_WORD = 7  # letters: shorter names of towns without a capital are words as often


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
    reader = _Reader(diary, travel, zone, frozenset(on_screen), aliases or {})
    sights = [sight for meeting in _coming(diary, now, now + rules.ahead) if (sight := reader.read(meeting))]
    journeys = reader.journeys(now, now + rules.ahead)
    groups: list[list[_Sight]] = []
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


@dataclass(frozen=True, slots=True)
class _Sight:
    """One entry that says where the seller will be."""

    place: VisitPlace
    position: Position
    start: datetime
    end: datetime
    why: str
    meeting: Meeting
    account: str = ""
    arrives: datetime | None = None
    leaves: datetime | None = None


def _coming(diary: Diary, start: datetime, end: datetime) -> Iterator[Meeting]:
    yield from diary.taken(start.timestamp(), end.timestamp())
    for meeting in (*diary.long, *diary.told_of(start.timestamp(), end.timestamp())):
        if meeting.length <= LONGEST and meeting.start < end and meeting.end > start:
            yield meeting


class _Reader:
    """Reads one entry at a time for where it puts the seller."""

    def __init__(
        self, diary: Diary, travel: Travel, zone: ZoneInfo, on_screen: frozenset[Key], aliases: Mapping[str, str]
    ) -> None:
        self._diary, self._travel, self._zone = diary, travel, zone
        self._on_screen, self._aliases = on_screen, aliases
        self._usual = [place.position for place in (travel.office, travel.home) if place and place.position]

    def read(self, meeting: Meeting) -> _Sight | None:
        """What an entry says by itself; journeys are read together, the next one telling when the seller goes on."""
        if not is_meant(meeting, self._diary.owner):
            return None
        own = is_own(meeting, self._diary.owner)
        if own and is_ticket(meeting) and not _is_hotel(meeting):
            return None
        if own and _is_hotel(meeting):
            return self._sight(meeting, "trip.hotel", self._stands_at(meeting) or self._hotel(meeting.title))
        if own and meeting.all_day:
            return self._sight(meeting, "trip.all_day", self._stands_at(meeting) or self._whole(meeting.title))
        return self._sight(meeting, "trip.meeting", self._held_at(meeting)) if self._usual else None

    def journeys(self, start: datetime, end: datetime) -> Iterator[_Sight]:
        """Each own journey to somewhere else, until the next one."""
        taken = self._diary.taken(start.timestamp(), end.timestamp())
        own = [m for m in taken if is_ticket(m) and is_own(m, self._diary.owner) and not _is_hotel(m)]
        for at, journey in enumerate(own):
            place = None if goes_home(journey.title) else self._town(goes_to(journey.title), journey.title)
            if place is None or place.position is None or not self._is_away(place.position):
                continue
            after = next((m for m in own[at + 1 :] if m.start >= journey.end), None)
            leaves = after.start if after and after.start - journey.end <= NEXT_WAY else None
            until = leaves or _midnight(journey.end, self._zone)
            arrives = journey.end if self._lasts(journey, place.position) else None
            yield _Sight(
                place, place.position, journey.end, until, "trip.journey", journey, arrives=arrives, leaves=leaves
            )

    def _sight(self, meeting: Meeting, why: str, place: VisitPlace | None) -> _Sight | None:
        if place is None or place.position is None or not self._is_away(place.position):
            return None
        start, end = whole_days(meeting, self._zone)
        account = ""
        if why == "trip.meeting":
            account = account_of(meeting, own=self._diary.own, aliases=self._aliases)
        return _Sight(place, place.position, start, end, why, meeting, account)

    def _is_away(self, position: Position) -> bool:
        for usual in self._usual:
            same = position.town and (position.town, position.region) == (usual.town, usual.region)
            if same or distance(position, usual) <= AWAY:
                return False
        return True

    def _lasts(self, journey: Meeting, to: Position) -> bool:
        """Whether an entry is as long as the journey and not only a note of when it begins."""
        way = self._travel.best(self._usual[0], to) if self._usual else None
        return way is not None and journey.length * HALF >= way.low

    # --- what an entry names ---------------------------------------------------------------------------------

    def _held_at(self, meeting: Meeting) -> VisitPlace | None:
        if meeting.key in self._on_screen or meeting.attendance is Attendance.ONLINE or is_on_screen(meeting.title):
            return None
        return None if meeting.online and meeting.online.broadcast else self._stands_at(meeting)

    def _stands_at(self, meeting: Meeting) -> VisitPlace | None:
        for place in meeting.places:
            found = self._travel.find(sought_of(place, here=self._travel.here))
            if isinstance(found, Found) and found.confidence is not Confidence.ROUGH:
                return _placed(found, place.text)
        return None

    def _whole(self, title: str) -> VisitPlace | None:
        """The town a whole day is called after, and nothing else: "Göteborg", "Malmö hela dagen", "Resa till Luleå"."""
        start, end = journey_ends(title)
        name = bare_name(title) or ("" if start else end) or _long_word(title)
        if name.casefold() in GIVEN or says_office(title) or goes_home(title):
            return None
        return self._town(name, title)

    def _hotel(self, title: str) -> VisitPlace | None:
        """The town in a hotel's title: what is left of it, the part behind a comma, or its last word."""
        name = bare_name(title)
        if name.casefold() in GIVEN:
            return None
        texts = (name, *(bare_name(part) for part in reversed(title.split(",")[1:])), name.rpartition(" ")[2])
        return next((place for text in texts if (place := self._town(text, title))), None)

    def _town(self, name: str, text: str) -> VisitPlace | None:
        """The town of that name, when all of it is the town's."""
        if not name:
            return None
        found = self._travel.find(Sought(text=name, here=self._travel.here))
        if not isinstance(found, Found) or found.confidence is Confidence.ROUGH:
            return None
        return _placed(found, text) if found.used.casefold() == name.casefold() else None


def account_of(meeting: Meeting, *, own: frozenset[str], aliases: Mapping[str, str]) -> str:
    """The account most of the people from elsewhere belong to; empty where there are none."""
    people = [a.person.address for a in meeting.attendees if a.kind is not AttendeeKind.RESOURCE]
    people += [meeting.organizer.address] if meeting.organizer else []
    keys = Counter(key for one in people if (key := account_key(one, own=own)))
    key = min(keys, key=lambda one: (-keys[one], one), default="")
    return aliases.get(key, key)


def _is_hotel(meeting: Meeting) -> bool:
    """Whether a night away is booked: a hotel's name on something that lasts, or on coming there; not the note to book
    one, and not lunch."""
    words = {word.casefold() for word in meeting.title[:200].replace(",", " ").split()}
    if not words.isdisjoint(lexicon.ABOUT) or not words.isdisjoint(lexicon.NOT_TRAVEL):
        return False
    lasts = meeting.all_day or meeting.length >= NIGHT or not words.isdisjoint({"incheckning", "check-in"})
    return lasts and (says_hotel(meeting.title) or any(says_hotel(place.text) for place in meeting.places))


def _long_word(title: str) -> str:
    """A title of one long word without a capital: "göteborg" is the town, "vara" and "sala" may be anything."""
    word = title.strip()
    return word.capitalize() if len(word) >= SHORT_WORD and word.isalpha() and word.islower() else ""


def _placed(found: Found, text: str) -> VisitPlace:
    position = found.position
    return VisitPlace(
        text=tidy(text, LONGEST_NAME) or position.town,
        source="meeting",
        position=position,
        town=position.town,
        used=found.used,
        method=found.method,
        confidence=found.confidence,
        others=found.others,
        by=found.by,
    )


# --- several signs of one stay -------------------------------------------------------------------------------


def _same(one: _Sight, other: _Sight, zone: ZoneInfo) -> bool:
    """Whether two signs are of one stay: in one town on a day they share; whole days and hotels also from day to day."""
    town = one.position.town
    if not (town and town == other.position.town) and distance(one.position, other.position) > AWAY:
        return False
    gap = DAY if one.why in LASTS and other.why in LASTS else timedelta(0)
    first, last = _days(one, zone)
    other_first, other_last = _days(other, zone)
    return first <= other_last + gap and other_first <= last + gap


def _days(sight: _Sight, zone: ZoneInfo) -> tuple[date, date]:
    last = max(sight.start, sight.end - timedelta(seconds=1))
    return sight.start.astimezone(zone).date(), last.astimezone(zone).date()


def _stay(group: Sequence[_Sight], zone: ZoneInfo) -> Stay:
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


def _midnight(moment: datetime, zone: ZoneInfo) -> datetime:
    local = moment.astimezone(zone)
    return datetime.combine(local.date() + DAY, datetime.min.time(), zone)
