"""What `kanelbulle convert --json` writes: the preview, and what has become of it. Times are RFC 3339 with offset."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from workers.preview import Preview
from workers.store import Seller
from workers.store.visits import ToVisit

VERSION = 1
Json = dict[str, Any]


def write_conversion(
    suggestion: str, seller: Seller, shown: Preview | None, visit: ToVisit | None, said: str, *, zone: ZoneInfo
) -> Json:
    """`preview` is null where nothing was looked at anew, `state` where nothing was asked for."""
    return {
        "version": VERSION,
        "suggestion": suggestion,
        "seller": seller.owner,
        "preview": _preview(shown, zone) if shown else None,
        "state": visit.state.value if visit else None,
        "why": (visit.why or None) if visit else None,
        "is_online": visit.is_online if visit else None,
        "visit": _span(visit.start, visit.end, zone) if visit else None,
        "said": said,
    }


def _preview(shown: Preview, zone: ZoneInfo) -> Json:
    standing, draft = shown.standing, shown.draft
    meeting = standing.meeting
    return {
        "way": shown.way.value,
        "slot": shown.slot,
        "title": meeting.title,
        **_span(draft.start, draft.end, zone),
        "place": {"text": draft.place.text, "lat": draft.place.lat, "lon": draft.place.lon},
        "text": draft.text,
        "comment": shown.comment,
        "keep_online": draft.keep_online,
        "is_online": meeting.online is not None,
        "can_leave_screen": standing.can_leave_screen,
        "mailed": [one.address for one in standing.mailed],
        "before": {**_span(meeting.start, meeting.end, zone), "place": standing.place or None},
        "moved": shown.moved,
        "travel": [{"title": one.title, **_span(one.start, one.end, zone)} for one in shown.holds],
    }


def _span(start: datetime, end: datetime, zone: ZoneInfo) -> Json:
    return {"start": start.astimezone(zone).isoformat(), "end": end.astimezone(zone).isoformat()}
