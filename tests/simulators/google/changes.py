"""Lists of events and what has changed since: pages, sync tokens at the end, tokens that are forgotten, and odd habits.

https://developers.google.com/workspace/calendar/api/guides/sync
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from tests.simulators.google.call import Call
from tests.simulators.google.errors import (
    bad_parameter,
    bad_request,
    full_sync_required,
    restricted_sync,
)
from tests.simulators.google.event import Json
from tests.simulators.google.idents import Ident, new_token
from tests.simulators.google.times import moment, read_query_time
from tests.simulators.google.wanted import Window, fits, is_shown, is_wanted_type, ordered, read_since, read_window
from tests.simulators.wire import Answer

USUAL, MOST = 250, 2500
FORBIDDEN = (
    "iCalUID",
    "orderBy",
    "privateExtendedProperty",
    "q",
    "sharedExtendedProperty",
    "timeMin",
    "timeMax",
    "updatedMin",
)
WITHOUT_TOKEN = frozenset(FORBIDDEN) - {"timeMin", "timeMax"}  # lists by these end in no sync token
SAME = ("eventTypes", "maxAttendees", "showHiddenInvitations", "singleEvents", "timeZone")


@dataclass(frozen=True)
class Mark:
    """What a token stands for: a place within a round (`names`, `at`), or the end of one."""

    box: str
    like: tuple[tuple[str, ...], ...]  # parameters that have to stay the same
    window: Window
    upto: int  # the version this round has come to
    sync: str = ""  # the sync token this round began with
    names: tuple[Ident, ...] = ()
    at: int = -1
    empty: bool = False  # the page before this one said nothing


def listing(call: Call) -> Answer:
    if "syncToken" in call.params and (
        set(FORBIDDEN) & call.params.keys() or call.params.get("showDeleted") == "false"
    ):
        raise restricted_sync()
    if "pageToken" in call.params:
        return _page(call, _page_mark(call))
    if "syncToken" in call.params:
        return _page(call, _next_round(call, _sync_mark(call)))
    return _page(call, _first_round(call))


def instances(call: Call) -> Answer:
    ident = call.ident
    if not call.box.items[ident.id].get("recurrence"):
        raise bad_request("The event is not a recurring event.")
    if "pageToken" in call.params:
        return _page(call, _page_mark(call))
    window, wanted = read_window(call), call.params.get("originalStart")
    found = [Ident(ident.id, original) for original in call.box.starts(ident.id)]
    kept = [one for one in found if is_shown(call, one) and call.box.overlaps(one, *window)]
    if wanted is not None:
        at = read_query_time(wanted, "originalStart")
        kept = [one for one in kept if moment(call.box.starts(ident.id)[one.original], call.box.zone) == at]
    return _page(call, _mark(call, window, kept))


def _like(call: Call) -> tuple[tuple[str, ...], ...]:
    return tuple((name, *sorted(call.asked.every(name))) for name in SAME)


def _page_mark(call: Call) -> Mark:
    mark = call.google.marks.get(call.params["pageToken"])
    if mark is None or mark.at < 0 or mark.box != call.box.address or mark.sync != call.params.get("syncToken", ""):
        raise bad_parameter("pageToken", "Invalid page token value.", "invalid")
    return mark


def _sync_mark(call: Call) -> Mark:
    mark = call.google.marks.get(call.params["syncToken"])
    if mark is None:
        raise full_sync_required()
    if mark.box != call.box.address or mark.at >= 0:
        raise bad_parameter("syncToken", "Invalid sync token value.", "invalid")
    if mark.like != _like(call):
        raise restricted_sync()
    return mark


def _mark(call: Call, window: Window, names: Iterable[Ident], sync: str = "") -> Mark:
    return Mark(call.box.address, _like(call), window, call.box.version, sync, tuple(names), at=0)


def _first_round(call: Call) -> Mark:
    window = read_window(call)
    since = read_since(call)
    everything = call.box.everything(single=call.yes("singleEvents"))
    found = [one for one in everything if fits(call, one, since) and call.box.overlaps(one, *window)]
    return _mark(call, window, ordered(call, found))


def _next_round(call: Call, mark: Mark) -> Mark:
    found = {one for one in _changed(call, mark.upto) if is_wanted_type(call, one)}
    if not call.google.tells_outside:
        found = {one for one in found if call.box.is_cancelled(one) or call.box.overlaps(one, *mark.window)}
    names = ordered(call, found)
    if call.google.repeats:
        names += names[:3]
    return _mark(call, mark.window, names, call.params["syncToken"])


def _changed(call: Call, since: int) -> Iterator[Ident]:
    """With single events a series is told by its instances, those that are gone too."""
    box, single = call.box, call.yes("singleEvents")
    for ident, version in box.touched.items():
        if version <= since:
            continue
        if single and not ident.original and box.items[ident.id].get("recurrence"):
            yield from (Ident(ident.id, original) for original in box.starts(ident.id))
        else:
            yield ident
    if single:
        yield from (ident for ident, version in box.gone.items() if version > since and _is_gone(call, ident))


def _is_gone(call: Call, ident: Ident) -> bool:
    return ident.original not in call.box.starts(ident.id)


def _page(call: Call, mark: Mark) -> Answer:
    if call.google.empty_pages and not mark.empty:
        return _written(call, [], nextPageToken=_token(call, replace(mark, empty=True)))
    size = min(int(call.params.get("maxResults", USUAL)), MOST, call.google.most_in_page)
    after = mark.at + size
    entries = [_entry(call, mark, ident) for ident in mark.names[mark.at : after]]
    if after < len(mark.names):
        return _written(call, entries, nextPageToken=_token(call, replace(mark, at=after, empty=False)))
    if WITHOUT_TOKEN & call.params.keys() or not call.method.id.endswith(".list"):
        return _written(call, entries)
    last = replace(mark, names=(), at=-1, empty=False, sync="")
    return _written(call, entries, nextSyncToken=_token(call, last))


def _entry(call: Call, mark: Mark, ident: Ident) -> Json:
    """What is cancelled is told with little; of an instance the series no longer has, only what it was."""
    look = replace(call.look, details=call.yes("showDeleted"))
    if ident.original and _is_gone(call, ident):
        series = call.box.items[ident.id]
        return {"kind": "calendar#event", "etag": series["etag"], "id": str(ident), **_stub(call, ident)}
    return call.box.shown(ident, look)


def _stub(call: Call, ident: Ident) -> Json:
    start = call.box.gone_start(ident, call.look.zone)
    return {"status": "cancelled", "recurringEventId": ident.id, "originalStartTime": start}


def _token(call: Call, mark: Mark) -> str:
    token = new_token(call.google.port, len(call.google.marks))
    call.google.marks[token] = mark
    return token


def _written(call: Call, items: list[Json], **tokens: str) -> Answer:
    box = call.box
    whole = {
        "kind": "calendar#events",
        "etag": f'"{new_token(box.address, box.version)}"',
        "summary": box.address,
        "description": "",
        "updated": box.updated,
        "timeZone": call.look.zone,
        "accessRole": "owner",
        "defaultReminders": [{"method": "popup", "minutes": 10}],
        **tokens,
        "items": items,
    }
    return call.answer(whole)
