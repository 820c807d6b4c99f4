"""One look at calendar files, nothing stored: read, understand, flag, suggest."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from tzlocal import get_localzone

from connectors.calendars import Unread
from connectors.crm import CrmRecord
from connectors.ics import CalendarFiles, Source
from workers.look import Look, choose_this_week, plan_trips
from workers.reading import gather, guess_zone, in_bulk, known_owner, quietly, window_around
from workers.relationships.accounts import build_book
from workers.relationships.reasons import Reason
from workers.relationships.rules import Rules
from workers.relationships.understanding import Understood, own_domains, understand
from workers.reviewed import Reviewed
from workers.roads import Roads, open_roads
from workers.settings import TravelSettings
from workers.visits.diary import Diary
from workers.visits.situation import Situation
from workers.visits.trip import Trip
from workers.visits.visit import VisitPlace
from workers.visits.whereabouts import leave_hotels_free

log = logging.getLogger(__name__)

LIMIT = 200_000_000  # bytes of one file


@dataclass(frozen=True, slots=True)
class ScanOptions:
    """What the caller says instead of leaving it to the files. `crm` is what `read_crm` gave."""

    owner: str = ""
    own_domains: frozenset[str] = frozenset()
    office: str = ""
    crm: tuple[tuple[CrmRecord, ...], tuple[Unread, ...]] = ((), ())
    rules: Rules = field(default_factory=Rules)
    limit: int = LIMIT


@dataclass(frozen=True, slots=True)
class ScanResult:
    """Everything found. `reviewed` stands most in need of a visit first; `meetings` counts what `understood` holds."""

    owner: str
    owner_name: str
    known_by: Reason
    own_domains: frozenset[str]
    office: str
    zone: ZoneInfo
    now: datetime
    window: timedelta
    components: int
    meetings: int
    external: int
    expanded: int
    private: int
    unread: tuple[Unread, ...]
    reviewed: tuple[Reviewed, ...]
    understood: tuple[Understood, ...]
    trips: tuple[Trip, ...] = ()  # the journeys of the coming weeks, oldest first
    start: VisitPlace | None = None  # the office, looked up
    problem: str = ""  # why places are not known, where our table of them cannot be had


@in_bulk()
def scan(
    sources: Sequence[Source],
    *,
    options: ScanOptions,
    now: datetime,
    roads: Roads | None = None,
    progress: Callable[[float], None] = quietly,
) -> ScanResult:
    """Read the files as one calendar and say what its relations need. `roads` are by default our own tables.

    Raises Unreadable when nothing could be read and OwnerUnknown when nobody says whose calendar it is.
    """
    rules = options.rules
    files = CalendarFiles(sources, zone=get_localzone(), limit=options.limit)
    gathered = gather(files.changes(window_around(now, rules)), progress=progress)
    owner, name, known_by = known_owner(gathered, files.names, options.owner)
    zone = guess_zone(gathered.seen, files.zones, get_localzone())
    now = now.astimezone(zone)
    book = build_book(options.crm[0], ())
    domains = own_domains(options.own_domains or frozenset({owner.rpartition("@")[2]}), book)
    understanding = understand(
        gathered.seen, owner=owner, domains=domains, book=book, rules=rules, now=now, office=options.office
    )
    diary = Diary.of([one.meeting for one in gathered.seen], owner, domains=domains | {owner})
    roads = roads or open_roads(TravelSettings())
    travel = roads.travel(office=understanding.own.office, zone=zone.key)
    diary = leave_hotels_free(diary, travel, zone=zone)
    look = Look(Situation(diary, rules, now, zone, name, travel))
    reviewed = choose_this_week(
        [look.review(one, understanding.flags) for one in understanding.relationships], rules=rules
    )
    reviewed, trips = plan_trips(reviewed, look.situation, aliases=book.aliases)
    if roads.engines:
        from workers.exactly import look_exactly  # HTTP is loaded only where somebody is to be asked

        careful = roads.engines.for_one_look()
        reviewed = look_exactly(reviewed, look.situation, careful)
        log.info("engines: %s", careful.tally)
    return ScanResult(
        owner=owner,
        owner_name=name,
        known_by=known_by,
        own_domains=domains,
        office=understanding.own.office,
        zone=zone,
        now=now,
        window=rules.window,
        components=gathered.components,
        meetings=len(gathered.seen),
        external=sum(1 for one in understanding.meetings if one.account),
        expanded=gathered.expanded,
        private=gathered.private,
        unread=(*gathered.unread, *options.crm[1]),
        reviewed=reviewed,
        understood=understanding.meetings,
        trips=trips,
        start=travel.office,
        problem=roads.problem,
    )
