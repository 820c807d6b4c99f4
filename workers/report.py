"""What machines read: the JSON of `scan`, `accounts` and `suggestions`, its names and order fixed.

Times are RFC 3339 with offset, lengths whole minutes; what is not known is null and never a made-up value.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal

from workers.relationships.flags import Flag
from workers.relationships.understanding import Understood
from workers.report_visits import Json, minutes_of, moment_of, said, write_place, write_suggestion, write_trip
from workers.reviewed import Reviewed
from workers.scan import ScanResult
from workers.words import say
from workers.words.unread import tell_unread

VERSION = 1


def write_report(result: ScanResult, language: str, *, meetings: bool = False) -> Json:
    """Everything a scan found. Meetings only when asked for."""
    report: Json = {
        "version": VERSION,
        "owner": result.owner or None,
        "own_domains": sorted(result.own_domains),
        "office": write_place(result.start, language),
        "problem": result.problem or None,
        "now": moment_of(result.now),
        "window_days": result.window.days,
        "counts": {
            "components": result.components,
            "meetings": result.meetings,
            "external": result.external,
            "unreadable": len(result.unread),
            "private": result.private,
            "expanded": result.expanded,
        },
        "unreadable": [
            {"source": one.source, "uid": one.uid, "line": one.line, "why": tell_unread(one, language)}
            for one in result.unread
        ],
        "accounts": [write_account(one, language) for one in result.reviewed],
        "suggestions": [
            write_suggestion(one.suggestion, language) for one in result.reviewed if one.suggestion and one.chosen
        ],
    }
    report["trips"] = [write_trip(trip, language) for trip in result.trips]
    if meetings:
        report["meetings"] = [write_meeting(one, language) for one in result.understood]
    return report


def write_account(reviewed: Reviewed, language: str) -> Json:
    """One account: what the relation is and what it may need."""
    relationship = reviewed.relationship
    counts = relationship.counts
    return {
        "key": relationship.account.key,
        "name": relationship.account.name,
        "flags": [_flag(flag, language) for flag in reviewed.flags],
        "touchpoints": {
            "in_person": counts.in_person,
            "hybrid": counts.hybrid,
            "video": counts.video,
            "phone": counts.phone,
            "unknown": counts.unknown,
        },
        "median_digital_minutes": minutes_of(relationship.median_digital),
        "last_in_person": moment_of(relationship.last_in_person),
        "next_meeting": relationship.coming[0].uid if relationship.coming else None,
        "standing": relationship.account.standing.value,
        "sentence": said(reviewed.sentence, language),
        "never_met": [said(reason, language) for reason in reviewed.never_met],
        "no_visit": said(reviewed.no_visit, language) if reviewed.no_visit else None,
    }


def write_meeting(understood: Understood, language: str) -> Json:
    """One meeting: how it was held, and how that is known."""
    meeting, judgement = understood.meeting, understood.judgement
    return {
        "uid": meeting.uid,
        "recurrence_id": moment_of(meeting.recurrence_id),
        "start": moment_of(meeting.start),
        "end": moment_of(meeting.end),
        "account": understood.account,
        "modality": judgement.modality.value,
        "certainty": judgement.certainty.value,
        "provider": meeting.online.provider if meeting.online else None,
        "evidence": [say(f"evidence.{one.kind}", language, text=one.text) for one in judgement.evidence],
        "skipped": understood.skipped.value if understood.skipped else None,
    }


def _flag(flag: Flag, language: str) -> Json:
    return {
        "kind": flag.kind.value,
        "reasons": [said(reason, language) for reason in flag.reasons],
        "facts": {name: _fact(value) for name, value in flag.facts.items()},
    }


def _fact(value: object) -> object:
    if isinstance(value, datetime):
        return moment_of(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, timedelta):
        return minutes_of(value)
    if isinstance(value, tuple | list | set | frozenset):
        return [_fact(one) for one in value]
    if isinstance(value, Mapping):
        return {str(name): _fact(one) for name, one in value.items()}
    return float(value) if isinstance(value, Decimal) else value
