"""Rounds of changes: pages by skip tokens, a delta token at the end, marks that are forgotten, and odd habits.

https://learn.microsoft.com/graph/delta-query-events
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from urllib.parse import quote

from tests.simulators.microsoft.call import Call
from tests.simulators.microsoft.contents import DAY, overlaps
from tests.simulators.microsoft.errors import bad_request, sync_state_not_found
from tests.simulators.microsoft.event import Json, etag
from tests.simulators.microsoft.idents import Ident
from tests.simulators.microsoft.mailbox import Mailbox
from tests.simulators.microsoft.reading import read_window
from tests.simulators.wire import Answer

TYPE = {"@odata.type": "#microsoft.graph.event"}
FIRST = frozenset({"startdatetime", "enddatetime"})
USUAL = 10
SKELETON = ("id", "seriesMasterId", "type", "start", "end")


@dataclass(frozen=True)
class Mark:
    """What a token stands for: a place within a round (`names`, `at`), or the end of one."""

    oid: str
    start: datetime
    end: datetime
    since: int  # version the round before had come to
    upto: int
    names: tuple[Ident, ...] = ()
    at: int = -1
    empty: bool = False  # the page before this one said nothing


def changes(call: Call) -> Answer:
    told = {name.lower(): text for name, text in call.params.items()}
    if "$skiptoken" in told:
        return _page(call, _mark(call, told["$skiptoken"], within=True))
    if "$deltatoken" in told:
        mark = _mark(call, told["$deltatoken"], within=False)
        return _page(call, _round(call, replace(mark, since=mark.upto)))
    for name in told:
        if name not in FIRST:
            text = f"The following parameters are not supported with change tracking over the 'CalendarView' resource: '{name}'."
            raise bad_request(text, "ErrorInvalidUrlQuery")
    start, end = read_window(call)
    return _page(call, _round(call, Mark(call.box.oid, start, end, -1, 0)))


def _mark(call: Call, token: str, *, within: bool) -> Mark:
    mark = call.graph.marks.get(token)
    if mark is None:
        raise sync_state_not_found(f"{call.graph.url}/{call.owner}/calendarView/delta?$deltatoken=")
    if mark.oid != call.box.oid or (mark.at >= 0) != within:
        raise bad_request("The sync state is not valid for this mailbox.", "SyncStateInvalid")
    return mark


def _round(call: Call, mark: Mark) -> Mark:
    box, graph = call.box, call.graph
    names = list(_everything(call, mark) if mark.since < 0 else _changed(call, mark))
    names.sort(key=lambda ident: sha256(repr(ident).encode()).digest())  # no order is promised
    if graph.repeats:
        names += names[:3]
    return replace(mark, upto=box.version, names=tuple(names), at=0)


def _everything(call: Call, mark: Mark) -> Iterator[Ident]:
    masters: set[Ident] = set()
    for ident in call.box.window(mark.start, mark.end):
        if ident.day and call.graph.masters_in_delta and ident.master not in masters:
            masters.add(ident.master)
            yield ident.master
        yield ident


def _changed(call: Call, mark: Mark) -> set[Ident]:
    box = call.box
    seen = {ident for ident, version in box.touched.items() if version > mark.since}
    seen |= {ident for ident, version in box.gone.items() if version > mark.since and _near(mark, ident)}
    found: set[Ident] = set()
    for ident in seen:
        kept = box.items.get(ident.number)
        found |= {ident} if kept is None or not kept["recurrence"] else _of_series(call, mark, ident)
    if not call.graph.masters_in_delta:
        return {ident for ident in found if not _is_master(box, ident)}
    return _without_days_of_lost(box, found)


def _near(mark: Mark, ident: Ident) -> bool:
    """A day of a series that was never in the window is none of it."""
    return ident.day is None or mark.start.date() - DAY <= ident.day <= mark.end.date() + DAY


def _of_series(call: Call, mark: Mark, ident: Ident) -> set[Ident]:
    box, number = call.box, ident.number
    inside = set(box.occurrences(number, mark.start, mark.end))
    if call.graph.series_whole:
        return {ident.master} | inside
    if ident.day is None:
        return {ident} | inside
    return {ident}


def _is_master(box: Mailbox, ident: Ident) -> bool:
    if ident.day is not None:
        return False
    kept = box.items.get(ident.number)
    return bool(kept["recurrence"]) if kept else any(one.number == ident.number and one.day for one in box.gone)


def _without_days_of_lost(box: Mailbox, found: set[Ident]) -> set[Ident]:
    """Where the master is told to be gone, its days are not told one by one."""
    lost = {ident.number for ident in found if ident.day is None and ident.number not in box.items}
    return {ident for ident in found if ident.day is None or ident.number not in lost}


def _page(call: Call, mark: Mark) -> Answer:
    what = "Collection(event)"
    if call.graph.empty_pages and not mark.empty:
        return call.collection(what, [], nextLink=_link(call, "$skiptoken", replace(mark, empty=True)))
    after = mark.at + (call.prefs.size or USUAL)
    values = [_entry(call, mark, ident) for ident in mark.names[mark.at : after]]
    if after < len(mark.names):
        return call.collection(what, values, nextLink=_link(call, "$skiptoken", replace(mark, at=after, empty=False)))
    return call.collection(
        what, values, deltaLink=_link(call, "$deltatoken", replace(mark, names=(), at=-1, empty=False))
    )


def _link(call: Call, kind: str, mark: Mark) -> str:
    token = f"R0usmc{sha256(f'{call.graph.port}/{len(call.graph.marks)}'.encode()).hexdigest()}"
    call.graph.marks[token] = mark
    return f"{call.graph.url}{quote(call.asked.path)}?{kind}={token}"


def _entry(call: Call, mark: Mark, ident: Ident) -> Json:
    """An occurrence is a skeleton; all others are whole. What is no more in the window only says so."""
    box = call.box
    if not box.has(ident):
        return _removed(call, ident, "deleted")
    fields = box.fields(ident)
    if fields["type"] == "seriesMaster":
        if not box.occurrences(ident.number, mark.start, mark.end):
            return _removed(call, ident, "changed")
    elif not overlaps(fields, mark.start, mark.end):
        return _removed(call, ident, "changed")
    shown = box.shown(ident, call.look)
    if fields["type"] == "occurrence":
        return {**TYPE, "@odata.etag": etag(fields), **{name: shown[name] for name in SKELETON}}
    return {**TYPE, **shown}


def _removed(call: Call, ident: Ident, reason: str) -> Json:
    named = call.box.id_of(ident, lasting=call.prefs.lasting)
    return {**TYPE, "id": named, "@removed": {"reason": reason}}
