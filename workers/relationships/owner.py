"""Whose calendar it is, when nobody says: from the calendar's own name, else from who is in nearly every meeting."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from connectors.meetings import AttendeeKind, Meeting
from workers.relationships.addresses import is_mailbox
from workers.relationships.reasons import Reason

ADDRESS = re.compile(r"[^\s@<>()\[\]\",;:'\\]{1,64}@[\w.-]{1,253}")
NEARLY = 0.8  # of the meetings with people in them
CLEARLY = 0.9  # of the first one's meetings: who comes as near as this is a rival
FEWEST = 3  # meetings that can tell two people apart


@dataclass(frozen=True, slots=True)
class OwnerGuess:
    """`reason` says how we know; it is shown, so that a wrong guess is seen at once."""

    address: str
    reason: Reason


def guess_owner(names: Sequence[str], meetings: Iterable[Meeting]) -> OwnerGuess | None:
    """The owner by the calendars' names, else by statistics over people; None when it cannot be told, as in a
    published feed without people."""
    for name in names:
        found = ADDRESS.search(name[:500].casefold())
        if found and is_mailbox(found[0]):
            return OwnerGuess(found[0], Reason("relation.owner_from_name", {"name": found[0]}))
    return _by_people(meetings, {" ".join(name.casefold().split()) for name in names})


def _by_people(meetings: Iterable[Meeting], names: set[str]) -> OwnerGuess | None:
    present: Counter[str] = Counter()
    organized: Counter[str] = Counter()
    named: set[str] = set()  # addresses whose person the calendar is named after
    total = 0
    for meeting in meetings:
        people = {a.person.address: a.person.name for a in meeting.attendees if a.kind is not AttendeeKind.RESOURCE}
        if meeting.organizer is not None:
            people.setdefault(meeting.organizer.address, meeting.organizer.name)
            organized[meeting.organizer.address] += 1
        if len(people) < 2:  # the owner alone, or nobody, sets nobody apart
            continue
        total += 1
        present.update(people.keys())
        named.update(address for address, name in people.items() if name and name.casefold() in names)
    return _pick(present, organized, named, total)


def _pick(present: Counter[str], organized: Counter[str], named: set[str], total: int) -> OwnerGuess | None:
    mailboxes = [(address, count) for address, count in present.most_common(20) if is_mailbox(address)]
    if not mailboxes:
        return None
    most = mailboxes[0][1]
    nearly = [address for address, count in mailboxes if count >= CLEARLY * most and count >= NEARLY * total]
    chosen = [address for address in nearly if address in named] or nearly
    if len(chosen) > 1 and total >= FEWEST:
        chosen = _organizers(chosen, organized)
    if len(chosen) != 1:
        return None
    share = present[chosen[0]] / total
    return OwnerGuess(chosen[0], Reason("relation.owner_from_people", {"name": chosen[0], "share": round(share, 2)}))


def _organizers(rivals: list[str], organized: Counter[str]) -> list[str]:
    """Of people who are always together, the one who invites at least twice as often as any other."""
    first, second, *_ = sorted(rivals, key=lambda address: organized[address], reverse=True)
    return [first] if organized[first] >= max(1, 2 * organized[second]) else rivals
