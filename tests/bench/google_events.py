"""A busy seller's calendar of 5,000 events in a Google of our own. Run as `python -m tests.bench.google_events`."""

from datetime import datetime, timedelta
from random import Random
from typing import Any

from tests.bench.played import AHEAD, BACK, EVENTS, SERIES, SINGLES, TITLES, TOWNS, WEEKS, Asked, listen, sentence
from tests.simulators.google import Calendar, Google, google_server, meet
from tests.world import ASTRID, NOW


def fill(box: Calendar) -> None:
    """The same whenever it is done."""
    chance = Random(4711)
    for number in range(SERIES):
        _add_series(box, chance, number)
    for number in range(SINGLES):
        start = NOW + timedelta(days=chance.randint(-BACK, AHEAD), hours=chance.randint(0, 8))
        box.add(**_event(chance, number, start))


def _add_series(box: Calendar, chance: Random, number: int) -> None:
    start = NOW - timedelta(days=BACK - number % 5, hours=-(number % 9))
    rule = [f"RRULE:FREQ=WEEKLY;COUNT={WEEKS}"]
    series = box.add_series(recurrence=rule, **_event(chance, 10_000 + number, start))
    for week in chance.sample(range(WEEKS), 3):
        moved = start + timedelta(weeks=week, hours=1)
        box.change_instance(series["id"], start + timedelta(weeks=week), start=moved, end=moved + timedelta(minutes=30))


def _event(chance: Random, number: int, start: datetime) -> dict[str, Any]:
    customer = int(100 * chance.random() ** 2)
    guests = [f"p{n}@kund{customer}.example" for n in range(chance.randint(1, 4))]
    told: dict[str, Any] = {
        "summary": f"{chance.choice(TITLES)} kund {customer}",
        "start": start,
        "end": start + timedelta(minutes=chance.choice((15, 25, 30, 30, 45, 60))),
        "attendees": [ASTRID.address, *({"email": n, "displayName": f"Karin Lind {n}"} for n in guests)],
        "description": "<br>".join(sentence(chance) for _ in range(chance.randint(1, 4))),
    }
    if number % 5 == 0:
        return {**told, "location": f"Slussgatan {customer}, {chance.choice(TOWNS)}"}
    return {**told, **meet.room(meet.code_of(str(number)))}


def change(box: Calendar) -> None:
    """One event in a hundred: most are single ones, and of six series one instance each is moved."""
    chance = Random(17)
    whole = box.events()
    singles = chance.sample([one["id"] for one in whole if "recurrence" not in one], 36)
    for name in singles[:30]:
        box.change(name, summary="Nytt namn")
    for name in singles[30:]:
        box.delete(name)
    for number in range(8):
        box.add(**_event(chance, number, NOW + timedelta(days=number + 1)))
    for series in chance.sample([one for one in whole if "recurrence" in one], EVENTS // 100 - 44):
        day = datetime.fromisoformat(series["start"]["dateTime"]).astimezone(NOW.tzinfo) + timedelta(weeks=54)
        later = {"start": day + timedelta(hours=2), "end": day + timedelta(hours=3)}
        box.change_instance(series["id"], day, **later)


def _asked(google: Google) -> Asked:
    found = Asked(len(google.asked), google.bytes_sent)
    google.asked.clear()
    return found


def serve() -> None:
    with google_server(now=lambda: NOW) as google:
        google.packed = True  # as Google does for whoever takes it
        box = google.calendar(ASTRID.address, name=ASTRID.name)
        fill(box)
        listen(google.api_url, google.token(box), lambda: change(box), lambda: _asked(google))


if __name__ == "__main__":
    serve()
