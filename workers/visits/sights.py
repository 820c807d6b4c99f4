"""What each entry of a calendar says of where the seller will be: held elsewhere, a whole day, a hotel, a train or flight.

A title counts only when a town is all it names: a birthday and "Boston-projektet" say nothing.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from connectors.meetings import Attendance, AttendeeKind, Meeting
from connectors.routing.geocoder import Confidence, Found, Position, Sought
from workers.relationships import lexicon
from workers.relationships.addresses import account_key
from workers.visits.day_titles import GIVEN, bare_name, goes_home, is_on_screen, journey_ends, says_hotel, says_office
from workers.visits.diary import DAY, Diary, Key, whole_days
from workers.visits.tickets import goes_to, is_ticket
from workers.visits.tidy import tidy
from workers.visits.travel import Travel, sought_of
from workers.visits.trip import is_meant
from workers.visits.visit import VisitPlace
from workers.visits.whereabouts import distance, is_own

AWAY = 15.0  # km from office and home: nearer than that nobody speaks of being away
NEXT_WAY = timedelta(days=4)  # from a journey there to the next one on
NIGHT = timedelta(hours=8)
HALF = 2  # an entry shorter than half the way does not last until one is there
LONGEST_NAME = 60
SHORT_WORD = 7  # letters: shorter names of towns without a capital are words as often


@dataclass(frozen=True, slots=True)
class Sight:
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


class SightReader:
    """Reads one entry at a time for where it puts the seller."""

    def __init__(
        self, diary: Diary, travel: Travel, zone: ZoneInfo, on_screen: frozenset[Key], aliases: Mapping[str, str]
    ) -> None:
        self._diary, self._travel, self._zone = diary, travel, zone
        self._on_screen, self._aliases = on_screen, aliases
        self._usual = [place.position for place in (travel.office, travel.home) if place and place.position]

    def read(self, meeting: Meeting) -> Sight | None:
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

    def journeys(self, start: datetime, end: datetime) -> Iterator[Sight]:
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
            yield Sight(
                place, place.position, journey.end, until, "trip.journey", journey, arrives=arrives, leaves=leaves
            )

    def _sight(self, meeting: Meeting, why: str, place: VisitPlace | None) -> Sight | None:
        if place is None or place.position is None or not self._is_away(place.position):
            return None
        start, end = whole_days(meeting, self._zone)
        account = ""
        if why == "trip.meeting":
            account = account_of(meeting, own=self._diary.own, aliases=self._aliases)
        return Sight(place, place.position, start, end, why, meeting, account)

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


def _midnight(moment: datetime, zone: ZoneInfo) -> datetime:
    local = moment.astimezone(zone)
    return datetime.combine(local.date() + DAY, datetime.min.time(), zone)
