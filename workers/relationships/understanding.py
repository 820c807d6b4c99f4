"""From a mailbox's meetings to its relations: what each meeting was, whom it was with, and what each relation may need.

One pass over the meetings learns, a second judges and sorts them by account; the accounts are then weighed one by one. The
same pass over one account's meetings, with what the whole mailbox taught, reviews that account alone.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from connectors.meetings import Meeting
from workers.relationships.accounts import Account, AccountBook, OwnSide, Standing
from workers.relationships.addresses import is_freemail
from workers.relationships.corrections import OF_MEETINGS, Correction
from workers.relationships.flags import Flag, FlagKind, raise_flags
from workers.relationships.habits import Habits, learn_habits
from workers.relationships.memory import NOTHING, Memory
from workers.relationships.modality import Evidence, Judgement, Modality, judge
from workers.relationships.names import naming_words
from workers.relationships.own import learn_own_side
from workers.relationships.relationship import ColleagueMet, Relationship, weigh
from workers.relationships.rules import Rules
from workers.relationships.signs import Seen
from workers.relationships.touchpoints import Keys, Skipped, Touchpoint, read_sides, skip, touchpoints
from workers.relationships.travelling import find_travel

NOT_CUSTOMER, OURS = Standing.NOT_CUSTOMER, Standing.OURS
MODALITIES = {modality.value: modality for modality in Modality}
NO_FLAGS: tuple[Flag, ...] = ()
NO_MEMORIES: Mapping[str, Memory] = {}
NO_COLLEAGUES: Mapping[str, ColleagueMet] = {}
URGENCY = {kind: place for place, kind in enumerate(FlagKind)}


@dataclass(frozen=True, slots=True)
class Understood:
    """One meeting: how it was held, which account it is most about (None with nobody outside), and why it does not
    count, if it does not."""

    meeting: Meeting
    judgement: Judgement
    account: str | None
    skipped: Skipped | None


@dataclass(frozen=True, slots=True)
class Ledger:
    """All of one account's touchpoints, whatever their age, and people's names by address: what a relation is weighed from."""

    touchpoints: tuple[Touchpoint, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)

    def without(self, uids: Collection[str], keys: Collection[tuple[str, datetime | None]] = ()) -> "Ledger":
        """This ledger with all of `uids` struck out, and single meetings by their keys."""
        kept = [one for one in self.touchpoints if one.uid not in uids and (one.uid, one.recurrence_id) not in keys]
        return _ledger(kept, self.names)

    def since(self, moment: datetime) -> "Ledger":
        """This ledger without what ended before."""
        return _ledger([one for one in self.touchpoints if one.end >= moment], self.names)

    def beside(self, other: "Ledger") -> "Ledger":
        """This ledger with the entries of another beside its own."""
        return Ledger(self.touchpoints + other.touchpoints, {**self.names, **other.names})

    def says_the_same(self, other: "Ledger") -> bool:
        """Whether both hold the same entries, in whatever order."""
        return self.names == other.names and set(self.touchpoints) == set(other.touchpoints)


@dataclass(frozen=True, slots=True)
class Mailbox:
    """What the meetings taught and came to, before any relation is weighed."""

    own: OwnSide
    habits: Habits
    meetings: tuple[Understood, ...]
    ledgers: Mapping[str, Ledger]


@dataclass(frozen=True, slots=True)
class Understanding:
    """Relationships stand in the order in which they need somebody to show up. `flags` has the flagged accounts only."""

    owner: str
    own: OwnSide
    meetings: tuple[Understood, ...]
    relationships: tuple[Relationship, ...]
    flags: Mapping[str, tuple[Flag, ...]]
    habits: Habits = field(default_factory=Habits)


def understand(
    seen: Sequence[Seen],
    *,
    owner: str,
    domains: frozenset[str],
    book: AccountBook,
    rules: Rules,
    now: datetime,
    office: str = "",
    corrections: Iterable[Correction] = (),
    learned: tuple[OwnSide, Habits] | None = None,
) -> Understanding:
    """Everything there is to say about a mailbox at `now`."""
    read = read_mailbox(
        seen,
        owner=owner,
        domains=domains,
        book=book,
        rules=rules,
        office=office,
        corrections=corrections,
        learned=learned,
    )
    relationships, flags = relate(read.ledgers, book=book, rules=rules, now=now)
    return Understanding(read.own.owner, read.own, read.meetings, relationships, flags, read.habits)


def read_mailbox(
    seen: Sequence[Seen],
    *,
    owner: str,
    domains: frozenset[str],
    book: AccountBook,
    rules: Rules,
    office: str = "",
    corrections: Iterable[Correction] = (),
    learned: tuple[OwnSide, Habits] | None = None,
) -> Mailbox:
    """The meetings judged and booked by account. With `learned` from an earlier look at the whole calendar, `seen` may
    be a few of its meetings, with whatever else is in the calendar on days with a journey."""
    owner = owner.strip().casefold()
    domains = own_domains(domains, book)
    own, habits = learned or (
        learn_own_side(seen, owner=owner, domains=domains, office=office),
        learn_habits(seen),
    )
    reading = _Reading(
        own=own,
        habits=habits,
        keys=Keys(domains | {owner}, book),
        book=book,
        rules=rules,
        said=_said(corrections),
        travel=find_travel([one.meeting for one in seen]),
        refused=_refused(book),
    )
    meetings = tuple([reading.read(one) for one in seen])
    ledgers = {key: _ledger(held, reading.names) for key, held in reading.touchpoints.items()}
    return Mailbox(own, habits, meetings, ledgers)


def relate(
    ledgers: Mapping[str, Ledger],
    *,
    book: AccountBook,
    rules: Rules,
    now: datetime,
    memories: Mapping[str, Memory] = NO_MEMORIES,
    colleagues: Mapping[str, ColleagueMet] = NO_COLLEAGUES,
) -> tuple[tuple[Relationship, ...], Mapping[str, tuple[Flag, ...]]]:
    """The relation behind each ledger that has an entry, most in need of a visit first, and the flags of the flagged.
    `memories` are what stays of older entries, by account; `colleagues` when a colleague last met one."""
    relationships = [
        weigh(
            _account(book, key, ledger),
            ledger.touchpoints,
            names=ledger.names,
            rules=rules,
            now=now,
            memory=memories.get(key, NOTHING),
            colleague=colleagues.get(key),
        )
        for key, ledger in ledgers.items()
        if ledger.touchpoints
    ]
    flags = {
        relationship.account.key: raised
        for relationship in relationships
        if (raised := raise_flags(relationship, rules=rules, now=now))
    }
    relationships.sort(key=lambda one: need(one, flags.get(one.account.key, NO_FLAGS)))
    return tuple(relationships), flags


def own_domains(domains: frozenset[str], book: AccountBook) -> frozenset[str]:
    """The seller's company's domains with those the seller has called ours; a mail provider is nobody's company."""
    folded = {domain.strip().casefold().removeprefix("@") for domain in domains | book.ours}
    return frozenset(domain for domain in folded if domain and not is_freemail(domain))


@dataclass(slots=True)
class _Reading:
    """The second pass: everything a meeting is judged by, and what has been gathered so far."""

    own: OwnSide
    habits: Habits
    keys: Keys
    book: AccountBook
    rules: Rules
    said: Mapping[tuple[str, datetime | None], Modality]  # the seller's word, see `_said`
    travel: Mapping[tuple[str, datetime | None], Evidence]
    refused: frozenset[str] = frozenset()
    names: dict[str, str] = field(default_factory=dict)
    touchpoints: dict[str, list[Touchpoint]] = field(default_factory=dict)
    words: dict[str | None, frozenset[str]] = field(default_factory=lambda: {None: frozenset()})

    def read(self, one: Seen) -> Understood:
        meeting = one.meeting
        sides = read_sides(meeting, owner=self.own.owner, keys=self.keys, names=self.names)
        account = sides.account
        words = self.words.get(account)
        judgement = judge(
            meeting,
            one.signs,
            own=self.own,
            habits=self.habits,
            customer=self._words(account) if words is None else words,
            travel=self.travel.get(meeting.key) if self.travel else None,
            corrected=(self.said.get(meeting.key) or self.said.get((meeting.uid, None))) if self.said else None,
        )
        skipped = skip(meeting, sides, judgement, refused=self.refused, rules=self.rules)
        if skipped is None:
            for touchpoint in touchpoints(meeting, sides, judgement, area=one.signs.area, refused=self.refused):
                self.touchpoints.setdefault(touchpoint.account, []).append(touchpoint)
        return Understood(meeting, judgement, account, skipped)

    def _words(self, key: str | None) -> frozenset[str]:
        """The words that name an account, worked out once for each."""
        known = self.book.accounts.get(key or "")
        words = self.words[key] = naming_words(key or "", known.name if known else "")
        return words


def _ledger(held: Sequence[Touchpoint], names: Mapping[str, str]) -> Ledger:
    """These touchpoints, and the names of those who take part in them and of nobody else."""
    people = dict.fromkeys([address for touchpoint in held for address in touchpoint.people])
    return Ledger(tuple(held), {address: names[address] for address in people if address in names})


def _account(book: AccountBook, key: str, ledger: Ledger) -> Account:
    return book.account(key, ledger.names.values())


def _said(corrections: Iterable[Correction]) -> dict[tuple[str, datetime | None], Modality]:
    """The latest word about each meeting or series, and about single occurrences, which goes before that."""
    said = [one for one in corrections if one.kind in OF_MEETINGS and one.value in MODALITIES]
    return {one.meeting: MODALITIES[one.value] for one in sorted(said, key=lambda one: one.said_at)}


def _refused(book: AccountBook) -> frozenset[str]:
    return frozenset(key for key, account in book.accounts.items() if account.standing in (NOT_CUSTOMER, OURS))


def need(relationship: Relationship, flags: Sequence[Flag]) -> tuple[bool, bool, Decimal, int, int, str]:
    """Where a relation stands: flagged ones first; of them a known value, the higher the better, then the kind of flag,
    then how much there is to lose. Amounts are compared as they stand, whatever their currency."""
    account, counted = relationship.account, -relationship.counts.total
    if not flags:
        return True, False, Decimal(0), 0, counted, account.key
    value = account.value
    return False, value is None, -(value or Decimal(0)), URGENCY[flags[0].kind], counted, account.key
