"""Relations to weigh visits on: Bruket, seven calls in a year and never met, unless told otherwise."""

from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from connectors.meetings import Meeting
from connectors.routing.gazetteer import open_gazetteer
from connectors.routing.offline import OfflineRouter
from connectors.routing.offline_geocoder import OfflineGeocoder
from tests.world import ASTRID, KARIN, NOW, STOCKHOLM
from workers.relationships.accounts import Account
from workers.relationships.flags import Flag, FlagKind
from workers.relationships.modality import Certainty, Modality
from workers.relationships.reasons import Reason
from workers.relationships.relationship import Contact, Counts, Relationship
from workers.relationships.rules import Rules
from workers.relationships.touchpoints import Touchpoint
from workers.visits.places import place_of
from workers.visits.situation import Situation
from workers.visits.suggestion import Diary, NoVisit, Suggestion, suggest
from workers.visits.travel import Travel
from workers.visits.travel_rules import TravelRules

THURSDAY = datetime(2026, 12, 10, 9, 0, tzinfo=STOCKHOLM)  # two and a half weeks ahead
RULES = Rules()
BRUKET = Account("bruket.example", "Bruket")


@lru_cache(maxsize=1)
def places() -> OfflineGeocoder:
    return OfflineGeocoder(open_gazetteer())


def travelling(office: str = "", **rules: Any) -> Travel:
    """By our own tables of places and ways, from `office` where one is known."""
    start = place_of(office, "seller", places().find, here="SE") if office else None
    return Travel(geocoder=places(), router=OfflineRouter(), rules=TravelRules(**rules), office=start)


def at(month: int, day: int, hour: int = 9, minute: int = 0, *, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=STOCKHOLM)


def touchpoint(start: datetime = THURSDAY, minutes: int = 30, **more: Any) -> Touchpoint:
    """A call with Karin that Astrid has booked."""
    plain: dict[str, Any] = {
        "account": "bruket.example",
        "uid": "m1",
        "recurrence_id": None,
        "title": "Avstämning",
        "modality": Modality.VIDEO,
        "certainty": Certainty.LIKELY,
        "people": (KARIN.address,),
        "ours": True,
        "series": False,
    }
    return Touchpoint(start=start, length=timedelta(minutes=minutes), **{**plain, **more})


def past(times: int, **more: Any) -> tuple[Touchpoint, ...]:
    return tuple(touchpoint(NOW - timedelta(weeks=4 * n), uid=f"past{n}", **more) for n in range(times, 0, -1))


def relation(*coming: Touchpoint, **more: Any) -> Relationship:
    """Bruket with these meetings ahead."""
    plain: dict[str, Any] = {
        "account": BRUKET,
        "past": past(7),
        "counts": Counts(video=7),
        "ever": 7,
        "median_digital": timedelta(minutes=27),
        "short_share": 1.0,
        "last_in_person": None,
        "last_place": None,
        "contacts": (contact(),),
        "earlier": None,
        "later": None,
    }
    return Relationship(coming=coming, **{**plain, **more})


def contact(address: str = KARIN.address, name: str = KARIN.name, *, met: bool = False) -> Contact:
    return Contact(address, name, 7, met, NOW - timedelta(weeks=4))


def flag(kind: FlagKind = FlagKind.SCREEN_ONLY) -> Flag:
    return Flag(kind, (Reason("flag.screen_only.all_screen", {"count": 7, "minutes": timedelta(minutes=27)}),))


def diary(*meetings: Meeting) -> Diary:
    return Diary.of(meetings, ASTRID.address)


def weighed(
    relationship: Relationship, *meetings: Meeting, now: datetime = NOW, rules: Rules = RULES, **more: Any
) -> Suggestion | NoVisit:
    flags, travel = more.pop("flags", (flag(),)), more.pop("travel", None) or travelling()
    book = Diary.of(meetings, ASTRID.address)
    return suggest(relationship, flags, Situation(book, rules, now, STOCKHOLM, ASTRID.name, travel, **more))


def suggested(relationship: Relationship, *meetings: Meeting, **more: Any) -> Suggestion:
    found = weighed(relationship, *meetings, **more)
    assert isinstance(found, Suggestion), found
    return found


def refused(relationship: Relationship, *meetings: Meeting, **more: Any) -> Reason:
    found = weighed(relationship, *meetings, **more)
    assert isinstance(found, NoVisit), found
    return found.reason
