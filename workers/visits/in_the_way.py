"""What a journey has against the time of a visit, as reasons: the meeting before ends too late, it takes a night ...

Minutes told are the most a journey may take, rounded up: "takes up to". The fact `where` says where a meeting is held; of
one at the office or at home it need not be said.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from workers.relationships.reasons import Fact, Reason
from workers.visits.legs import say_minutes
from workers.visits.reach import Hindrance, Reach, Why
from workers.visits.rides import Night, Outing
from workers.visits.tidy import tidy
from workers.visits.visit import Conflict
from workers.visits.whereabouts import HOME, OFFICE, Entry, Where

TITLE = 80
BASE = frozenset({HOME, OFFICE})
AT_BASE = {"travel_before": "travel_before_here", "travel_after": "travel_after_here"}


def travel_conflicts(reach: Reach, start: datetime, end: datetime) -> tuple[Conflict, ...]:
    """What the journey to a visit has against its time; what a plan can live with is mild."""
    first, last = start.timestamp(), end.timestamp()
    outing = reach.outing(first, last, aboard=True)
    if outing is None:
        return why_not(reach, first, last)
    aboard = (*outing.out.aboard, *outing.back.aboard)
    mild = (_meeting("during_train", entry, reach.zone, mild=True) for entry in aboard)
    return (*mild, *_nights(outing, first, last, reach.zone))


def why_not(reach: Reach, start: float, end: float) -> tuple[Conflict, ...]:
    """Why there is no way to be at a visit between two moments and back; nothing when that is not known."""
    return tuple(_hindrance(one, start, end, reach.zone) for one in reach.hindrances(start, end))


def _hindrance(one: Hindrance, start: float, end: float, zone: ZoneInfo) -> Conflict:
    length = timedelta(minutes=say_minutes(0, one.most / 60)[1])
    if one.entry and one.why in (Why.DURING, Why.EVENING):
        return _meeting(one.why.value, one.entry, zone)
    if one.entry:
        where = one.entry.ends if one.why is Why.BEFORE else one.entry.begins
        kind, facts = _standing(one.why.value, where)
        return _meeting(kind, one.entry, zone, {"minutes": length, **facts})
    if one.where:
        reason = Reason(f"conflict.{one.why}", {"where": tidy(one.where.name, TITLE)})
        return Conflict(reason, _moment(one.moment, zone), _moment(start, zone))
    moment, visited = _moment(one.moment, zone), (_moment(start, zone), _moment(end, zone))
    if one.why is Why.EARLY:
        key = "leave_early" if moment.date() == visited[0].date() else "leave_day_before"
        return Conflict(Reason(f"conflict.{key}", {"leave": moment, "minutes": length}), moment, visited[0])
    key = "home_late" if moment.date() == visited[1].date() else "home_day_after"
    return Conflict(Reason(f"conflict.{key}", {"back": moment, "minutes": length}), visited[1], moment)


def _standing(kind: str, where: Where | None) -> tuple[str, Mapping[str, Fact]]:
    """The key and the facts for where a meeting is held."""
    if where is None or where.name in BASE:
        return AT_BASE[kind], {}
    return kind, {"where": tidy(where.name, TITLE)}


def _meeting(
    kind: str, entry: Entry, zone: ZoneInfo, more: Mapping[str, Fact] | None = None, *, mild: bool = False
) -> Conflict:
    start, end = _moment(entry.start, zone), _moment(entry.end, zone)
    title, facts = tidy(entry.meeting.title, TITLE), {"start": start, "end": end, **(more or {})}
    if not title:
        return Conflict(Reason(f"conflict.{kind}_untitled", facts), start, end, mild)
    return Conflict(Reason(f"conflict.{kind}", {"title": title, **facts}), start, end, mild)


def _nights(outing: Outing, start: float, end: float, zone: ZoneInfo) -> Iterator[Conflict]:
    """A night away is told and hinders nothing."""
    leave, back = _moment(outing.out.start, zone), _moment(outing.back.end, zone)
    if outing.out.night is not Night.NONE:
        key = "needs_night_train" if outing.out.night is Night.TRAIN else "needs_night"
        yield Conflict(Reason(f"conflict.{key}", {"leave": leave}), leave, _moment(start, zone), mild=True)
    if outing.back.night is not Night.NONE:
        key = "needs_night_train_back" if outing.back.night is Night.TRAIN else "needs_night_after"
        yield Conflict(Reason(f"conflict.{key}", {"back": back}), _moment(end, zone), back, mild=True)


def _moment(seconds: float, zone: ZoneInfo) -> datetime:
    return datetime.fromtimestamp(seconds, zone)
