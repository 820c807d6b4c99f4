"""The JSON others build upon: every name, its place, its type, and null where nothing is known."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

import pytest

from connectors.crm import read_crm
from connectors.demo import write_demo, write_demo_crm
from connectors.ics import Source
from connectors.routing.geocoder import Confidence, Method, Position, Unknown
from connectors.routing.router import PartKind
from tests.world import NOW, STOCKHOLM
from workers.relationships.flags import Flag, FlagKind
from workers.relationships.reasons import Reason
from workers.report import write_account, write_report
from workers.report_visits import write_suggestion
from workers.reviewed import Reviewed
from workers.scan import ScanOptions, ScanResult, scan
from workers.visits.suggestion import Leg, Slot, Visit, VisitPlace


class Text:
    """A value that is text of one kind."""

    def __init__(self, *allowed: str) -> None:
        self.allowed = allowed

    def fits(self, value: object) -> bool:
        return isinstance(value, str) and (not self.allowed or value in self.allowed)


class Moment(Text):
    """RFC 3339 with an offset."""

    def fits(self, value: object) -> bool:
        return isinstance(value, str) and datetime.fromisoformat(value).utcoffset() is not None and "T" in value


class Or:
    """One or the other; None stands for null."""

    def __init__(self, *kinds: object) -> None:
        self.kinds = kinds


MODALITIES = ("in_person", "hybrid", "video", "phone", "unknown")
RANGE = [int]
RANGE_OF_DAYS = [Text()]
STRETCH = {
    "what": Text("travel", "bun", "wait", "visit", "night", "meeting"),
    "start": Moment(),
    "end": Moment(),
    "mode": Or(Text("car", "train", "flight"), None),
    "text": Or(Text(), None),
    "account": Or(Text(), None),
}
PLAN = {
    "mode": Text("car", "train", "flight"),
    "leave": Moment(),
    "there": Moment(),
    "back": Moment(),
    "departs": Or(Moment(), None),
    "nights": int,
    "starts": Text(),
    "ends": Text(),
    "estimate": bool,
    "stretches": [STRETCH],
}
PLACE = {
    "text": Text(),
    "source": Text("seller", "earlier_visit", "meeting", "crm", "phone"),
    "lat": Or(float, None),
    "lon": Or(float, None),
    "town": Or(Text(), None),
    "region": Or(Text(), None),
    "country": Or(Text(), None),
    "used": Or(Text(), None),
    "method": Or(Text(*Method), None),
    "confidence": Or(Text(*Confidence), None),
    "by": Or(Text(), None),
    "unknown": Or(Text(*Unknown), None),
    "how": Or(Text(), None),
    "others": [{"town": Text(), "region": Text(), "country": Text()}],
}
SLOT = {"start": Moment(), "end": Moment(), "plan": Or(PLAN, None)}
TRIP = {
    "days": RANGE_OF_DAYS,
    "why": Text(),
    "suggestion_for": Or(Text(), None),
    "starts": Or(PLACE, None),
    "mode": Text("car", "train", "flight"),
    "minutes": RANGE,
    "km": int,
    "stops": [
        {
            "account": Or(Text(), None),
            "name": Text(),
            "place": PLACE,
            "start": Moment(),
            "end": Moment(),
            "extra_minutes": int,
            "fixed": bool,
        }
    ],
    "cost": Or({"amount": RANGE, "currency": Text()}, None),
    "co2e_kg": Or([float], None),
    "plans": [PLAN],
    "estimate": bool,
}
LEG = {
    "mode": Text("car", "train", "flight"),
    "minutes": RANGE,
    "km": int,
    "cost": Or({"amount": RANGE, "currency": Text()}, None),
    "co2e_kg": [float],
    "estimate": bool,
    "source": Text(),
    "co2e_source": Or(Text(), None),
    "overnight": bool,
    "there_and_back": {"minutes": RANGE, "km": int},
    "parts": [{"kind": Text(*PartKind), "from": Text(), "to": Text(), "minutes": RANGE, "km": int}],
}
SCHEMA: dict[str, Any] = {
    "version": int,
    "owner": Text(),
    "own_domains": [Text()],
    "office": Or(PLACE, None),
    "problem": Or(Text(), None),
    "now": Moment(),
    "window_days": int,
    "counts": {
        "components": int,
        "meetings": int,
        "external": int,
        "unreadable": int,
        "private": int,
        "expanded": int,
    },
    "unreadable": [{"source": Text(), "uid": Text(), "line": int, "why": Text()}],
    "accounts": [
        {
            "key": Text(),
            "name": Text(),
            "flags": [
                {"kind": Text(*(kind.value for kind in FlagKind)), "reasons": [Text()], "facts": dict},
            ],
            "touchpoints": dict.fromkeys(MODALITIES, int),
            "median_digital_minutes": Or(int, None),
            "last_in_person": Or(Moment(), None),
            "next_meeting": Or(Text(), None),
            "standing": Text("customer", "unreviewed", "vendor", "not_customer", "ours"),
            "sentence": Text(),
            "never_met": [Text()],
            "no_visit": Or(Text(), None),
        }
    ],
    "suggestions": [
        {
            "id": Text(),
            "account": Text(),
            "meeting": {
                "uid": Text(),
                "recurrence_id": Or(Moment(), None),
                "start": Moment(),
                "end": Moment(),
                "title": Text(),
            },
            "visit": {
                "start": Moment(),
                "end": Moment(),
                "place": Or(PLACE, None),
                "starts": Or(PLACE, None),
                "legs": [LEG],
                "ferry": Or(Text(), None),
                "plan": Or(PLAN, None),
                "fits": bool,
                "conflicts": [{"text": Text(), "mild": bool, "start": Moment(), "end": Moment()}],
                "slots": [SLOT],
            },
            "nearby": [{"account": Text(), "name": Text(), "extra_minutes": int, "town": Or(Text(), None)}],
            "reasons": [Text()],
            "draft": {"language": Text("sv", "en", "nb", "da", "fi", "de"), "subject": Text(), "body": Text()},
            "bun": {"allowed": bool, "text": Text(), "bakery": Or(Text(), None), "hours": Or(Text(), None)},
        }
    ],
    "trips": [TRIP],
    "meetings": [
        {
            "uid": Text(),
            "recurrence_id": Or(Moment(), None),
            "start": Moment(),
            "end": Moment(),
            "account": Or(Text(), None),
            "modality": Text(*MODALITIES),
            "certainty": Text("certain", "likely", "unknown"),
            "provider": Or(Text(), None),
            "evidence": [Text()],
            "skipped": Or(Text(), None),
        }
    ],
}


def misfits(value: Any, schema: Any, path: str = "$") -> list[str]:
    """Where `value` is not what `schema` says; keys have to come in the same order."""
    if isinstance(schema, Or):
        each = [misfits(value, kind, path) for kind in schema.kinds]
        return [] if not all(each) else min(each, key=len)
    if isinstance(schema, Text):
        return [] if schema.fits(value) else [f"{path}: {value!r}"]
    if schema is None or isinstance(schema, type):
        is_bool = isinstance(value, bool) and schema is int
        fits = value is None if schema is None else isinstance(value, schema) and not is_bool
        return [] if fits else [f"{path}: {value!r}"]
    if isinstance(schema, list):
        if not isinstance(value, list):
            return [f"{path}: no list"]
        return [miss for at, one in enumerate(value) for miss in misfits(one, schema[0], f"{path}[{at}]")]
    if not isinstance(value, dict) or list(value) != list(schema):
        return [f"{path}: {list(value) if isinstance(value, dict) else value!r}"]
    return [miss for key in schema for miss in misfits(value[key], schema[key], f"{path}.{key}")]


@cache
def found() -> ScanResult:
    damaged = b"BEGIN:VEVENT\r\nUID:bad\r\nDTSTART:never\r\nEND:VEVENT\r\nEND:VCALENDAR"
    sources = [Source("demo.ics", write_demo(NOW).replace(b"END:VCALENDAR", damaged))]
    return scan(sources, options=ScanOptions(crm=read_crm(write_demo_crm(), source="demo")), now=NOW)


def chosen() -> Reviewed:
    return next(one for one in found().reviewed if one.chosen)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_everything_has_its_name_place_and_type(language: str) -> None:
    report = json.loads(json.dumps(write_report(found(), language, meetings=True)))
    assert misfits(report, SCHEMA) == []
    assert all(report[key] for key in SCHEMA if key != "problem")
    assert report["problem"] is None


def test_the_schema_of_this_test_notices_what_is_wrong() -> None:
    report = json.loads(json.dumps(write_report(found(), "en", meetings=True)))
    for path, wrong in [
        (("now",), "2026-11-23T08:00:00"),
        (("version",), True),
        (("accounts", 0, "flags", 0, "kind"), "lonely"),
        (("accounts", 0, "touchpoints"), dict.fromkeys(reversed(MODALITIES), 0)),
        (("suggestions", 0, "visit", "place"), {"text": "Luleå"}),
        (("meetings", 0, "account"), 7),
        (("unreadable", 0, "line"), None),
    ]:
        broken = json.loads(json.dumps(report))
        inside = broken
        for step in path[:-1]:
            inside = inside[step]  # type: ignore[index]
        inside[path[-1]] = wrong  # type: ignore[index]
        assert len(misfits(broken, SCHEMA)) == 1, path


def test_meetings_are_only_told_when_asked_for() -> None:
    assert "meetings" not in write_report(found(), "en")


def test_what_could_not_be_read_says_where_it_stands() -> None:
    (one,) = write_report(found(), "en")["unreadable"]
    assert (one["source"], one["uid"]) == ("demo.ics", "bad")
    assert one["line"] > 1


def test_counts_add_up() -> None:
    report = write_report(found(), "en", meetings=True)
    assert report["counts"]["meetings"] == len(report["meetings"])
    assert report["counts"]["external"] == sum(one["account"] is not None for one in report["meetings"])
    assert report["counts"]["unreadable"] == 1


def test_suggestions_are_the_chosen_ones() -> None:
    report = write_report(found(), "en")
    keys = [one["account"] for one in report["suggestions"]]
    assert keys == [one.relationship.account.key for one in found().reviewed if one.chosen]


def test_facts_become_plain_values() -> None:
    facts = {
        "when": datetime(2026, 12, 10, 9, tzinfo=STOCKHOLM),
        "day": date(2026, 12, 10),
        "length": timedelta(minutes=27),
        "people": ("Karin", "Per"),
        "value": Decimal("1.5"),
        "nothing": None,
    }
    flag = Flag(FlagKind.DRIFTING, (), facts)  # type: ignore[arg-type]
    one = chosen()
    reviewed = Reviewed(one.relationship, (flag,), Reason("suggestion.travel.no_way"))
    assert write_account(reviewed, "en")["flags"][0]["facts"] == {
        "when": "2026-12-10T09:00:00+01:00",
        "day": "2026-12-10",
        "length": 27,
        "people": ["Karin", "Per"],
        "value": 1.5,
        "nothing": None,
    }


def test_a_leg_is_always_an_estimate_and_an_unknown_price_is_null() -> None:
    suggestion = chosen().suggestion
    assert suggestion is not None
    at = datetime(2026, 12, 10, 9, tzinfo=UTC)
    legs = (
        Leg("train", (60, 90), 72, None, "SEK", (0.1, 0.3)),
        Leg("car", (55, 70), 75, (150, 200), "SEK", (9.0, 12.0)),
    )
    visit = Visit(at, at, VisitPlace("Trollhättan", "seller", Position(58.28, 12.29)), (), (Slot(at, at),), legs)
    written = json.loads(json.dumps(write_suggestion(replace(suggestion, visit=visit), "en")))
    assert misfits(written, SCHEMA["suggestions"][0]) == []
    assert [leg["cost"] for leg in written["visit"]["legs"]] == [None, {"amount": [150, 200], "currency": "SEK"}]
