"""How long it takes to find the meeting worth going to in a busy calendar: eight weeks ahead, 300 meetings."""

from collections.abc import Callable, Iterable
from datetime import timedelta

from connectors.meetings import LinkSource, Meeting, OnlineRoom, ShownAs
from tests.bench.table import Row, seconds
from tests.workers.visits.relations import RULES, flag, relation, touchpoint
from tests.world import ASTRID, KARIN, NOW, STOCKHOLM, meeting
from workers.relationships.relationship import Relationship
from workers.visits.slots import free_slots
from workers.visits.suggestion import Diary, Slot, Suggestion, suggest

MEETINGS = 300
ROUNDS = 200
TEAMS = OnlineRoom("teams", LinkSource.FIELD)
SHOWN = (ShownAs.BUSY, ShownAs.BUSY, ShownAs.TENTATIVE, ShownAs.BUSY, ShownAs.FREE)


def calendar() -> list[Meeting]:
    """Six meetings a day and more, every fifth one with Karin, and two weeks of whole-day entries."""
    days = [NOW + timedelta(days=n) for n in range(56) if (NOW + timedelta(days=n)).weekday() < 5]
    coming = []
    for n in range(MEETINGS):
        start = days[n % len(days)].replace(hour=8 + n // len(days), minute=30 * (n % 2))
        coming.append(meeting(start, 45, KARIN, uid=f"m{n}", online=TEAMS, shown_as=SHOWN[n % len(SHOWN)]))
    away = [meeting(day.replace(hour=0), 1440, uid=f"away{day}", all_day=True) for day in days[30:]]
    return coming + away


def bruket(coming: Iterable[Meeting]) -> Relationship:
    calls = [touchpoint(one.start, uid=one.uid) for one in coming if not one.all_day and int(one.uid[1:]) % 5 == 0]
    return relation(*sorted(calls, key=lambda one: one.start))


def rows() -> list[Row]:
    entries = calendar()
    book, relationship = Diary.of(entries, ASTRID.address), bruket(entries)

    def weigh() -> Suggestion:
        found = suggest(relationship, (flag(),), diary=book, rules=RULES, now=NOW, zone=STOCKHOLM, seller=ASTRID.name)
        assert isinstance(found, Suggestion)
        return found

    chosen = weigh()
    visit = Slot(chosen.visit.start, chosen.visit.end)

    def look_for_times() -> None:
        free_slots(visit, book, now=NOW, zone=STOCKHOLM, rules=RULES)

    return [
        _row(f"A diary of {len(entries)} coming meetings made ready", lambda: Diary.of(entries, ASTRID.address)),
        _row(f"One suggestion, {len(relationship.coming)} of them the account's", weigh, aim="2 ms at most"),
        _row("The free times in it", look_for_times, aim="2 ms at most"),
    ]


def _row(what: str, work: Callable[[], object], *, aim: str = "") -> Row:
    def many() -> None:
        for _ in range(ROUNDS):
            work()

    return Row(what, f"{seconds(many) / ROUNDS * 1000:.2f} ms", aim)


if __name__ == "__main__":
    for row in rows():
        print(f"{row.what}: {row.figure}")
