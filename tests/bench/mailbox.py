"""A busy seller's mailbox of 5,000 events in a Graph of our own. Run as `python -m tests.bench.mailbox`."""

from datetime import datetime, timedelta
from random import Random
from typing import Any

from tests.bench.played import AHEAD, BACK, EVENTS, SERIES, SINGLES, TITLES, TOWNS, WEEKS, Asked, listen, sentence
from tests.simulators.microsoft.graph import Graph, graph_server
from tests.simulators.microsoft.mailbox import Mailbox
from tests.simulators.microsoft.teams import new_join_url, with_block
from tests.world import ASTRID, NOW

STYLE = 'style="font-family:Calibri,Arial,Helvetica,sans-serif; font-size:12pt; color:rgb(0,0,0)"'


def fill(box: Mailbox) -> None:
    """The same whenever it is done."""
    chance = Random(4711)
    for number in range(SERIES):
        _add_series(box, chance, number)
    for number in range(SINGLES):
        start = NOW + timedelta(days=chance.randint(-BACK, AHEAD), hours=chance.randint(0, 8))
        box.add(**_event(chance, number, start))


def _add_series(box: Mailbox, chance: Random, number: int) -> None:
    start = NOW - timedelta(days=BACK - number % 5, hours=-(number % 9))
    day = start.strftime("%A").lower()
    until = {"type": "numbered", "startDate": f"{start:%Y-%m-%d}", "numberOfOccurrences": WEEKS}
    pattern = {"type": "weekly", "interval": 1, "daysOfWeek": [day], "firstDayOfWeek": "monday"}
    series = box.add_series(recurrence={"pattern": pattern, "range": until}, **_event(chance, 10_000 + number, start))
    for week in chance.sample(range(WEEKS), 3):
        moved = start + timedelta(weeks=week, hours=1)
        box.change_occurrence(
            series["id"], (start + timedelta(weeks=week)).date(), start=moved, end=moved + timedelta(minutes=30)
        )


def _event(chance: Random, number: int, start: datetime) -> dict[str, Any]:
    customer = int(100 * chance.random() ** 2)
    guests = [f"p{n}@kund{customer}.example" for n in range(chance.randint(1, 4))]
    words = "".join(f"<div {STYLE}>\r\n{sentence(chance)}</div>\r\n" for _ in range(chance.randint(1, 4)))
    told: dict[str, Any] = {
        "subject": f"{chance.choice(TITLES)} kund {customer}",
        "start": start,
        "end": start + timedelta(minutes=chance.choice((15, 25, 30, 30, 45, 60))),
        "attendees": [{"type": "required", "emailAddress": {"name": f"Karin Lind {n}", "address": n}} for n in guests],
        "body": {"contentType": "html", "content": words},
    }
    if number % 5 == 0:
        return {**told, "location": {"displayName": f"Slussgatan {customer}, {chance.choice(TOWNS)}"}}
    join = new_join_url("11112222-3333-4444-aaaa-bbbbccccdddd", "5c0a7d0e-41b1-4a59-8a52-3f6f7d1f2a10", str(number))
    online = {"isOnlineMeeting": True, "onlineMeetingProvider": "teamsForBusiness", "onlineMeeting": {"joinUrl": join}}
    return {**told, **online, "location": {"displayName": "Microsoft Teams-möte"}, "body": with_block(told["body"], join, "sv-SE")}  # fmt: skip


def change(box: Mailbox) -> None:
    """One event in a hundred: most are single ones, and of six series one occurrence each is moved."""
    chance = Random(17)
    whole = box.events()
    singles = chance.sample([one["id"] for one in whole if one["type"] == "singleInstance"], 36)
    for name in singles[:30]:
        box.change(name, subject="Nytt namn")
    for name in singles[30:]:
        box.delete(name)
    for number in range(8):
        box.add(**_event(chance, number, NOW + timedelta(days=number + 1)))
    for series in chance.sample([one for one in whole if one["type"] == "seriesMaster"], EVENTS // 100 - 44):
        start = datetime.fromisoformat(series["start"]["dateTime"][:19] + "+00:00").astimezone(NOW.tzinfo)
        day = start + timedelta(weeks=54)
        later = {"start": day + timedelta(hours=2), "end": day + timedelta(hours=3)}
        box.change_occurrence(series["id"], day.date(), **later)


def _asked(graph: Graph) -> Asked:
    batches = sum(one.path == "/$batch" for one in graph.asked)
    found = Asked(len(graph.asked) - batches + len(graph.batched), graph.bytes_sent)
    graph.asked.clear()
    graph.batched.clear()
    return found


def serve() -> None:
    with graph_server(now=lambda: NOW) as graph:
        graph.packed = True  # as Graph does for whoever takes it
        box = graph.mailbox(ASTRID.address, name=ASTRID.name)
        fill(box)
        listen(graph.url, graph.token(box), lambda: change(box), lambda: _asked(graph))


if __name__ == "__main__":
    serve()
