"""Reading events: the expanded view, one event, the instances of a series, and the plain list.

https://learn.microsoft.com/graph/api/user-list-calendarview
"""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from urllib.parse import quote, unquote

from tests.simulators.microsoft.call import Call
from tests.simulators.microsoft.errors import bad_query, bad_request
from tests.simulators.microsoft.event import Json, read_select, selected
from tests.simulators.microsoft.idents import Ident
from tests.simulators.microsoft.times import read_query_time
from tests.simulators.microsoft.wire import says
from tests.simulators.wire import Answer

USUAL, MOST = 10, 1000
LONGEST = timedelta(days=1825)
NOT_SELECTED = frozenset({"createdDateTime", "lastModifiedDateTime"})  # calendarView leaves them out when asked for
VIEW_OPTIONS = frozenset({"startdatetime", "enddatetime", "$select", "$top", "$skip", "$orderby", "$count"})
LIST_OPTIONS = frozenset({"$select", "$top", "$skip", "$filter", "$expand", "$orderby", "$count"})
SAME = re.compile(r"(iCalUId|transactionId|subject) eq '((?:[^']|'')*)'", re.IGNORECASE)
PROPERTY = re.compile(
    r"singleValueExtendedProperties/any\((\w+):\s*\1/id eq '([^']*)'(?: and \1/value eq '([^']*)')?\)", re.IGNORECASE
)


EXPANSION = re.compile(r"(\w+)(?:\([^)]*\))?(?:,|$)")
OPEN_EXTENSION = "Microsoft.OutlookServices.OpenTypeExtension"


def view(call: Call) -> Answer:
    """Single events, occurrences and exceptions; never a master."""
    _only(call, VIEW_OPTIONS)
    found = call.box.window(*read_window(call))
    if call.params.get("$orderby", "").startswith("start/dateTime desc"):
        found.reverse()
    fields = f"({call.params['$select']})" if "$select" in call.params else ""
    return _pages(call, f"users('{quote(call.box.oid)}')/calendarView{fields}", found, frozenset(NOT_SELECTED))


def listing(call: Call) -> Answer:
    """Single events and masters."""
    _only(call, LIST_OPTIONS)
    found = [ident for number in call.box.items if _fits(call, ident := Ident(number))]
    return _pages(call, f"users('{quote(call.box.oid)}')/events", found)


def instances(call: Call) -> Answer:
    _only(call, VIEW_OPTIONS)
    ident = call.ident
    if not call.box.items[ident.number]["recurrence"]:
        raise bad_request("Only a series has instances.", "ErrorInvalidOperation")
    what = f"users('{quote(call.box.oid)}')/events('{quote(call.names['id'])}')/instances"
    return _pages(call, what, call.box.occurrences(ident.number, *read_window(call)))


def one(call: Call) -> Answer:
    """What is expanded comes even where it is not selected; cancelledOccurrences only where it is."""
    _only(call, frozenset({"$select", "$expand"}))
    ident, expanded = call.ident, _expanded(call, call.ident)
    if "cancelledOccurrences" in call.select:
        named = call.box.id_of(ident, lasting=call.look.lasting)
        days = sorted(call.box.cancelled[ident.number])
        expanded["cancelledOccurrences"] = [f"OID.{named}.{day}" for day in days]
    whole = {**call.box.shown(ident, call.look), **expanded}
    fields = f"({call.params['$select']})" if call.select else ""
    context = call.context(f"users('{quote(call.box.oid)}')/events{fields}/$entity")
    shown = selected(whole, {*call.select, *expanded}) if call.select else whole
    return says({"@odata.context": context, **shown})


def read_window(call: Call) -> tuple[datetime, datetime]:
    told = {name.lower(): text for name, text in call.params.items()}
    start, end = read_query_time(told.get("startdatetime")), read_query_time(told.get("enddatetime"))
    if end <= start:
        raise bad_request(
            "The end of the calendar view is before its start.", "ErrorCalendarEndDateIsEarlierThanStartDate"
        )
    if end - start > LONGEST:
        raise bad_request(
            "The requested time duration specified for FreeBusyViewOptions is too long.", "ErrorCalendarViewRangeTooBig"
        )
    return start, end


def read_count(call: Call, name: str, usual: int, most: int) -> int:
    text = call.params.get(name, str(usual))
    if not text.isdigit() or int(text) > most or (name == "$top" and not int(text)):
        raise bad_query(f"Invalid value '{text}' for {name} query option found. It must be at most {most}.")
    return int(text)


def _only(call: Call, known: frozenset[str]) -> None:
    read_select(call.params.get("$select"))
    for name in call.params:
        if name.lower() not in known:
            raise bad_query(f"The query parameter '{name}' is not supported here.")


def _pages(call: Call, what: str, found: Sequence[Ident], left_out: frozenset[str] = frozenset()) -> Answer:
    size = call.prefs.size if call.prefs.size and "$top" not in call.params else read_count(call, "$top", USUAL, MOST)
    skip = read_count(call, "$skip", 0, 10**9)
    page = [_page_entry(call, ident, left_out) for ident in found[skip : skip + size]]
    if skip + size >= len(found):
        return call.collection(what, page)
    kept = [piece for piece in call.asked.query.split("&") if not unquote(piece).lower().startswith("$skip=")]
    link = f"{call.graph.url}{quote(call.asked.path)}?{'&'.join([*kept, f'$skip={skip + size}'])}"
    return call.collection(what, page, nextLink=link)


def _page_entry(call: Call, ident: Ident, left_out: frozenset[str]) -> Json:
    if not call.select:
        return {**call.shown(ident), **_expanded(call, ident)}
    expanded = _expanded(call, ident)
    return selected({**call.box.shown(ident, call.look), **expanded}, {*expanded, *call.select} - left_out)


def _fits(call: Call, ident: Ident) -> bool:
    wanted = call.params.get("$filter")
    if not wanted:
        return True
    kept = call.box.items[ident.number]
    if same := SAME.fullmatch(wanted):
        name = next(name for name in ("iCalUId", "transactionId", "subject") if name.lower() == same[1].lower())
        return bool(kept.get(name) == same[2].replace("''", "'"))
    if extended := PROPERTY.fullmatch(wanted):
        told = {one["id"]: one["value"] for one in kept.get("singleValueExtendedProperties", [])}
        return extended[2] in told and extended[3] in {None, told[extended[2]]}
    raise bad_query(f"The simulator does not know the filter {wanted!r}.")


def _expanded(call: Call, ident: Ident) -> Json:
    box, found = call.box, dict.fromkeys(EXPANSION.findall(call.params.get("$expand", "")))
    for name in found:
        if name == "exceptionOccurrences":
            days = sorted(box.exceptions[ident.number])
            found[name] = [box.shown(Ident(ident.number, day), call.look) for day in days]
        elif name == "extensions":
            kept = box.fields(ident).get(name, [])
            found[name] = [{**one, "id": f"{OPEN_EXTENSION}.{one.get('extensionName')}"} for one in kept]
        elif name == "singleValueExtendedProperties":
            found[name] = box.fields(ident).get(name, [])
        else:
            raise bad_query(f"The simulator does not know the expansion {name!r}.")
    return found
