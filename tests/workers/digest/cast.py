"""Customers to write letters about: each with a call ahead and a visit that could be made of it, and journeys near them."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from tests.workers.visits.relations import THURSDAY, at, contact, flag, past, relation, suggested, touchpoint
from tests.world import NOW, STOCKHOLM
from workers.digest.choose import choose_digest
from workers.digest.items import NEW, Decided, Digest, Earlier, History
from workers.digest.render import Links
from workers.relationships.accounts import Account
from workers.relationships.flags import FlagKind
from workers.relationships.reasons import Reason
from workers.reviewed import Reviewed
from workers.visits.suggestion import Suggestion
from workers.visits.trip import Stop, Trip
from workers.visits.visit import VisitPlace

WEEK = 202648  # of NOW, a Monday
LINKS = Links(
    answer=lambda kind, suggestion: f"https://bulle.example/answer/{kind}-{suggestion or 'letters'}",
    stop="https://bulle.example/answer/stop-for-good",
    page="https://bulle.example",
)
DAYS = {"bruket": THURSDAY, "sundet": at(12, 11, 10), "kvarnen": at(12, 14, 13), "varvet": at(12, 15, 9)}


@cache
def reviewed(name: str = "bruket", start: datetime | None = None, kind: FlagKind = FlagKind.SCREEN_ONLY) -> Reviewed:
    """A customer called so, in need of a visit."""
    key = f"{name}.example"
    coming = touchpoint(start or DAYS.get(name, THURSDAY), account=key, uid=name)
    person = contact(f"karin@{key}")
    account = Account(key, name.title())
    whole = relation(coming, account=account, past=past(7, account=key), contacts=(person,))
    found = suggested(whole, flags=(flag(kind),))
    return Reviewed(whole, found.flags, found.flags[0].reasons[0], suggestion=found, place=found.visit.place)


def suggestion_of(name: str = "bruket") -> Suggestion:
    found = reviewed(name).suggestion
    assert found is not None
    return found


def journey(*names: str, day: date = date(2026, 12, 3), account: str = "", town: str = "Luleå") -> Trip:
    """A day in Luleå with these customers near."""
    start = datetime.combine(day, datetime.min.time(), STOCKHOLM)
    stops = tuple(_stop(name, start + timedelta(hours=9 + 2 * nth), town) for nth, name in enumerate(names))
    return Trip(Reason("trip.all_day", {"town": town, "when": start}), (day, day), None, stops, account=account)


def _stop(name: str, start: datetime, town: str) -> Stop:
    place = VisitPlace(f"Storgatan 1, {town}", "crm", town=town)
    end, extra = start + timedelta(minutes=90), timedelta(minutes=10)
    return Stop(f"{name}.example", name.title(), place, start, end, extra)


def decided(kind: str, name: str = "bruket", **more: Any) -> Decided:
    """What was pressed a week ago."""
    plain = {"suggestion": suggestion_of(name).id, "account": f"{name}.example", "at": at(11, 16)}
    return Decided(kind=kind, **{**plain, **more})


def earlier(name: str = "bruket", *, offered: datetime) -> Earlier:
    """A suggestion of some weeks ago, whose message offered this time."""
    one = suggestion_of(name)
    reason = replace(one.draft.reason, facts={**one.draft.reason.facts, "times": (offered.isoformat(),)})
    return Earlier(replace(one, draft=replace(one.draft, reason=reason)), name.title())


def letter(
    *names: str, trips: tuple[Trip, ...] = (), before: History = NEW, now: datetime = NOW, **more: Any
) -> Digest | None:
    """The letter about these customers, the first most in need."""
    plain: dict[str, Any] = {"week": WEEK, "zone": STOCKHOLM}
    return choose_digest([reviewed(name) for name in names], trips, before, now=now, **{**plain, **more})
