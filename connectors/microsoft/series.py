"""The series of a mailbox: their masters, which bare occurrences are told by, and all their occurrences anew.

https://learn.microsoft.com/graph/api/event-list-instances
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from urllib.parse import quote, urlencode

import msgspec

from connectors.calendars import Unread
from connectors.errors import MarkExpired
from connectors.microsoft.answers import Reply, meaning, read_json
from connectors.microsoft.api import Graph, Part
from connectors.microsoft.marks import stamp
from connectors.microsoft.wire import SELECT, Event, Listed, read_page

GONE = frozenset({404, 410})
AS_TEXT = 'outlook.body-content-type="text"'
MOST = 1_000  # Graph's largest page
MOST_PAGES = 50


def fetch_masters(graph: Graph, ids: Iterable[str], unread: list[Unread]) -> dict[str, Event]:
    """Those of these masters that are still there and can be read."""
    wanted = sorted(ids)
    parts = [Part(f"/events/{quote(one, safe='')}?{urlencode({'$select': SELECT})}", (AS_TEXT,)) for one in wanted]
    found: dict[str, Event] = {}
    for master, body in _answers(graph, wanted, parts):
        page, odd = _read(b'{"value": [' + body + b"]}")  # as everywhere, one that cannot be read is told of
        found.update((master, event) for event in page.value)
        unread += odd
    return found


def fetch_instances(
    graph: Graph, ids: Iterable[str], *, since: datetime, until: datetime, unread: list[Unread]
) -> dict[str, list[Event]]:
    """Everything that each of these series holds in the time asked for; a series that is gone holds nothing."""
    wanted = sorted(ids)
    span = {"startDateTime": stamp(since), "endDateTime": stamp(until), "$select": SELECT, "$top": MOST}
    parts = [Part(f"/events/{quote(one, safe='')}/instances?{urlencode(span)}", (AS_TEXT,)) for one in wanted]
    found: dict[str, list[Event]] = {one: [] for one in wanted}
    for master, body in _answers(graph, wanted, parts):
        for page in read_pages(graph, body, unread):
            found[master] += page.value
    return found


def read_pages(graph: Graph, body: bytes, unread: list[Unread]) -> Iterator[Listed[Event]]:
    """This page and those that follow it. Raises MarkExpired for a way without end."""
    for _ in range(MOST_PAGES):
        page, odd = _read(body)
        unread += odd
        yield page
        if not page.next_link:
            return
        body = graph.get(page.next_link, prefer=(AS_TEXT,))
    raise MarkExpired("Microsoft 365 sends page after page")


def _read(body: bytes) -> tuple[Listed[Event], tuple[Unread, ...]]:
    try:
        return read_page(body, SOURCE)
    except msgspec.DecodeError:
        return read_json(body, Listed[Event]), ()  # which says what is wrong


def _answers(graph: Graph, ids: list[str], parts: list[Part]) -> Iterator[tuple[str, bytes]]:
    """The answer for each that is still there. Raises what an error among them means."""
    for one, reply in zip(ids, graph.batch(parts), strict=True):
        if isinstance(reply, Reply):
            yield one, reply.body
        elif reply.status not in GONE:
            raise meaning(reply) from reply


SOURCE = "Microsoft 365"
