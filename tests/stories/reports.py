"""What the command tells as JSON, made comparable between the ways a calendar can come."""

import json
from datetime import date, datetime, timedelta
from typing import Any

import icalendar

from tests.command_rig import CommandRig
from tests.world import ASTRID, NOW

Json = dict[str, Any]
SEEN = timedelta(days=366)  # how far back a mailbox is read


def report(rig: CommandRig, command: str = "accounts") -> Json:
    told: Json = json.loads(rig.well(command, ASTRID.address, "--json"))
    return told


def of_file(rig: CommandRig, path: str) -> Json:
    """The same of an export."""
    scan = ("scan", path, "--json", "--now", NOW.isoformat(), "--owner", ASTRID.address)
    told: Json = json.loads(rig.well(*scan))
    return told


def flags(told: Json) -> dict[str, list[str]]:
    return {one["key"]: [flag["kind"] for flag in one["flags"]] for one in told["accounts"]}


def plain(told: Json) -> Json:
    """Without the names of meetings, and of suggestions that are called after them."""
    accounts = [{**one, "next_meeting": bool(one["next_meeting"])} for one in told["accounts"]]
    suggestions = [
        {
            **one,
            "id": "",
            "meeting": {**one["meeting"], "uid": "", "recurrence_id": bool(one["meeting"]["recurrence_id"])},
        }
        for one in told["suggestions"]
    ]
    return {
        "accounts": accounts,
        "suggestions": suggestions,
        "private": told["counts"]["private"],
        "trips": told["trips"],
    }


def since(ics: bytes, moment: datetime) -> bytes:
    """The file without what was over by then: a mailbox is read so far back and no further."""
    calendar = icalendar.Calendar.from_ical(ics)
    calendar.subcomponents = [one for one in calendar.subcomponents if not _over(one, moment)]
    return bytes(calendar.to_ical())


def _over(component: Any, moment: datetime) -> bool:
    if component.name != "VEVENT" or "RRULE" in component:
        return False
    end: date = component["DTEND"].dt
    return end < moment if isinstance(end, datetime) else end < moment.date()
