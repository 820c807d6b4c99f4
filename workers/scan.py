"""One look at calendar files, nothing stored: read, understand, flag, suggest."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from tzlocal import get_localzone

from connectors.calendars import Unread
from connectors.crm import CrmRecord
from connectors.ics import CalendarFiles, Source
from workers.look import Look, choose_this_week
from workers.reading import gather, guess_zone, in_bulk, known_owner, quietly, window_around
from workers.relationships.accounts import build_book
from workers.relationships.reasons import Reason
from workers.relationships.rules import Rules
from workers.relationships.understanding import Understood, own_domains, understand
from workers.reviewed import Reviewed
from workers.visits.diary import Diary

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


@in_bulk()
def scan(
    sources: Sequence[Source],
    *,
    options: ScanOptions,
    now: datetime,
    progress: Callable[[float], None] = quietly,
) -> ScanResult:
    """Read the files as one calendar and say what its relations need.

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
    look = Look(diary, rules, now, zone, name)
    reviewed = [look.review(one, understanding.flags) for one in understanding.relationships]
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
        reviewed=choose_this_week(reviewed, rules=rules),
        understood=understanding.meetings,
    )
