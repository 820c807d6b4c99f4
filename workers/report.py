"""What machines read: the JSON of `scan`, `accounts` and `suggestions`, its names and order fixed.

Times are RFC 3339 with offset, lengths whole minutes; what is not known is null and never a made-up value.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from workers.relationships.flags import Flag
from workers.relationships.reasons import Reason
from workers.relationships.understanding import Understood
from workers.reviewed import Reviewed
from workers.scan import ScanResult
from workers.visits.suggestion import Bun, Conflict, Leg, Slot, Suggestion, Visit, VisitPlace
from workers.words import say
from workers.words.drafts import render_draft
from workers.words.unread import tell_unread

VERSION = 1

Json = dict[str, Any]


def write_report(result: ScanResult, language: str, *, meetings: bool = False) -> Json:
    """Everything a scan found. Meetings only when asked for."""
    report: Json = {
        "version": VERSION,
        "owner": result.owner or None,
        "own_domains": sorted(result.own_domains),
        "now": _moment(result.now),
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
        "median_digital_minutes": _minutes(relationship.median_digital),
        "last_in_person": _moment(relationship.last_in_person),
        "next_meeting": relationship.coming[0].uid if relationship.coming else None,
        "standing": relationship.account.standing.value,
        "sentence": _said(reviewed.sentence, language),
        "never_met": [_said(reason, language) for reason in reviewed.never_met],
        "no_visit": _said(reviewed.no_visit, language) if reviewed.no_visit else None,
    }


def write_suggestion(suggestion: Suggestion, language: str) -> Json:
    """One meeting worth going to, with all that is needed to go."""
    subject, body = render_draft(suggestion.draft)
    return {
        "id": suggestion.id,
        "account": suggestion.account,
        "meeting": {
            "uid": suggestion.uid,
            "recurrence_id": _moment(suggestion.recurrence_id),
            "start": _moment(suggestion.start),
            "end": _moment(suggestion.end),
            "title": suggestion.title,
        },
        "visit": _visit(suggestion.visit, language),
        "nearby": [],
        "reasons": [_said(reason, language) for reason in suggestion.reasons],
        "draft": {"language": suggestion.draft.language, "subject": subject, "body": body},
        "bun": _bun(suggestion.bun, language),
    }


def write_meeting(understood: Understood, language: str) -> Json:
    """One meeting: how it was held, and how that is known."""
    meeting, judgement = understood.meeting, understood.judgement
    return {
        "uid": meeting.uid,
        "recurrence_id": _moment(meeting.recurrence_id),
        "start": _moment(meeting.start),
        "end": _moment(meeting.end),
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
        "reasons": [_said(reason, language) for reason in flag.reasons],
        "facts": {name: _fact(value) for name, value in flag.facts.items()},
    }


def _visit(visit: Visit, language: str) -> Json:
    return {
        "start": _moment(visit.start),
        "end": _moment(visit.end),
        "place": _place(visit.place),
        "legs": [_leg(leg) for leg in visit.legs],
        "fits": visit.fits,
        "conflicts": [_conflict(conflict, language) for conflict in visit.conflicts],
        "slots": [_slot(slot) for slot in visit.slots],
    }


def _place(place: VisitPlace | None) -> Json | None:
    if place is None:
        return None
    return {"text": place.text, "source": place.source, "lat": place.lat, "lon": place.lon}


def _leg(leg: Leg) -> Json:
    return {
        "mode": leg.mode,
        "minutes": list(leg.minutes),
        "km": leg.km,
        "cost": {"amount": list(leg.cost), "currency": leg.currency} if leg.cost else None,
        "co2e_kg": list(leg.co2e_kg),
        "estimate": True,
    }


def _conflict(conflict: Conflict, language: str) -> Json:
    return {
        "text": _said(conflict.reason, language),
        "start": _moment(conflict.start),
        "end": _moment(conflict.end),
    }


def _slot(slot: Slot) -> Json:
    return {"start": _moment(slot.start), "end": _moment(slot.end)}


def _bun(bun: Bun, language: str) -> Json:
    return {"allowed": bun.allowed, "text": _said(bun.reason, language)}


def _said(reason: Reason, language: str) -> str:
    return say(reason.key, language, **reason.facts)


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="seconds") if moment else None


def _minutes(length: timedelta | None) -> int | None:
    return None if length is None else round(length.total_seconds() / 60)


def _fact(value: object) -> object:
    if isinstance(value, datetime):
        return _moment(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, timedelta):
        return _minutes(value)
    if isinstance(value, tuple | list | set | frozenset):
        return [_fact(one) for one in value]
    if isinstance(value, Mapping):
        return {str(name): _fact(one) for name, one in value.items()}
    return float(value) if isinstance(value, Decimal) else value
