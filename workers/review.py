"""Where thinking and doing meet: takes what is known, asks the pure rooms, and keeps what they say of each account.

Work follows what changed: a correction or a changed meeting costs the review of the accounts it touches.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec

from workers.look import Look, choose_this_week, favourites, plan_trips
from workers.office import Office
from workers.relationships.accounts import AccountBook, OwnSide, Standing, build_book
from workers.relationships.corrections import Correction, CorrectionKind
from workers.relationships.habits import Habits
from workers.relationships.memory import Memory, both
from workers.relationships.relationship import ColleagueMet
from workers.relationships.rules import Rules
from workers.relationships.signs import Seen
from workers.relationships.understanding import Ledger, Mailbox, need, read_mailbox, relate
from workers.reviewed import Reviewed
from workers.roads import Roads
from workers.standing import Bench, counted_by, name_of
from workers.store import Seller, Transaction
from workers.store.accounts import Placed
from workers.store.moments import week_of
from workers.store.standings import Judged
from workers.store.tenants import Tenant
from workers.visits.diary import Diary
from workers.visits.situation import Situation
from workers.visits.travel import Travel
from workers.visits.travel_rules import TravelWishes
from workers.visits.whereabouts import leave_hotels_free
from workers.week import find_answered, find_week

__all__ = [
    "Desk",
    "Reviewed",
    "correct",
    "review_accounts",
    "review_again",
    "review_changes",
    "review_differing",
    "review_everything",
    "review_said",
    "set_travel",
    "take_back",
    "travel_wishes",
]

Span = tuple[datetime, datetime]
Key = tuple[str, datetime | None]

DAY = timedelta(days=1)
ISO_DAY = len("2026-11-28")
NO_LEDGER = Ledger()
NO_LEDGERS: Mapping[str, Ledger] = {}
encode = msgspec.json.encode


@dataclass(frozen=True, slots=True)
class Learned:
    """What the whole calendar taught: whose rooms are whose, and who adds links to everything. `read_by` names the rules
    its meetings were read by."""

    own: OwnSide
    habits: Habits
    read_by: str = ""


def correct(office: Office, correction: Correction, *, seller_id: int | None = None) -> None:
    """Keep what the seller said, and review at once what it touches."""
    with _of_seller(office, seller_id) as (at, seller):
        if seller is None:
            return
        at.corrections.save(seller.id, correction)
        review_said(Desk.open(at, seller, now=office.clock(), roads=office.roads), correction)


def travel_wishes(office: Office, *, seller_id: int | None = None) -> TravelWishes:
    """How the seller shown travels: as said, else from where the calendar shows the office and as the installation says."""
    with office.store.reading() as at:
        seller = at.sellers.shown() if seller_id is None else at.sellers.of_id(seller_id)
        if seller is None:
            return TravelWishes(rules=office.roads.rules)
        desk = Desk.open(at, seller, now=office.clock(), roads=office.roads)
        return TravelWishes(desk.office, seller.home, seller.travel or office.roads.rules)


def set_travel(office: Office, wishes: TravelWishes, *, seller_id: int | None = None) -> None:
    """Keep how the seller wants to travel, and plan every visit anew. Where trips start tells which rooms are our own,
    so another office is another reading of the whole calendar."""
    with _of_seller(office, seller_id) as (at, seller):
        if seller is None:
            return
        before = Desk.open(at, seller, now=office.clock(), roads=office.roads)
        moved = wishes.office != before.office
        said = wishes.office if moved or seller.office else ""
        seller = replace(seller, office=said, home=wishes.home, travel=wishes.rules)
        at.sellers.save(seller)
        desk = replace(before, seller=seller)
        if moved:
            review_everything(desk, at.meetings.all(seller.id))
        else:
            review_differing(desk)


def take_back(
    office: Office, kind: CorrectionKind, account: str, uid: str = "", *, seller_id: int | None = None
) -> None:
    """Forget one thing the seller said."""
    with _of_seller(office, seller_id) as (at, seller):
        if seller is None:
            return
        said = [c for c in at.corrections.find(seller.id) if (c.kind, c.account, c.uid) == (kind, account, uid)]
        at.corrections.remove(seller.id, kind, account, uid)
        desk = Desk.open(at, seller, now=office.clock(), roads=office.roads)
        for one in said:
            review_said(desk, one)


def review_again(office: Office, seller_id: int, *, check: Callable[[Transaction], None] = lambda _: None) -> None:
    """Every account of a seller in the light of the rules and the day as they are now. `check` may refuse it by raising."""
    with office.store.writing(seller_id) as at:
        check(at)
        seller = at.sellers.of_id(seller_id)
        if seller is None:
            return
        desk = Desk.open(at, seller, now=office.clock(), roads=office.roads)
        if desk.learned and desk.learned.read_by == _read_by(desk.rules):
            review_differing(desk)
        else:
            review_everything(desk, at.meetings.all(seller_id))


@contextmanager
def _of_seller(office: Office, seller_id: int | None) -> Iterator[tuple[Transaction, Seller | None]]:
    """A transaction alone with one seller, by default with the one shown on this computer."""
    if seller_id is None:
        seller_id = office.store.shown.id()
    with office.store.writing(seller_id) as at:
        yield at, None if seller_id is None else at.sellers.of_id(seller_id)


@dataclass(frozen=True, slots=True)
class Desk:
    """What every review of one seller needs at hand, inside one transaction."""

    at: Transaction
    seller: Seller
    tenant: Tenant
    now: datetime
    rules: Rules
    corrections: tuple[Correction, ...]
    book: AccountBook
    roads: Roads
    learned: Learned | None

    @classmethod
    def open(cls, at: Transaction, seller: Seller, *, now: datetime, roads: Roads) -> "Desk":
        corrections = at.corrections.find(seller.id)
        tenant, book = at.tenants.of_id(seller.tenant_id), build_book(seller.crm, corrections)
        return cls(
            at=at,
            seller=seller,
            tenant=tenant,
            now=now.astimezone(ZoneInfo(seller.zone)),
            rules=seller.within_hours(tenant.wishes.judge_by()),
            corrections=corrections,
            book=book,
            roads=roads,
            learned=_decode_learned(at.sellers.learned(seller.id)),
        )

    @property
    def office(self) -> str:
        """Where trips start: where the seller says, or where the calendar shows the office, or where the company has it."""
        learned = self.learned.own.office if self.learned else ""
        return self.seller.office or learned or self.tenant.wishes.office

    @property
    def planned_by(self) -> str:
        """The day, and the name of what else visits are planned under but for the diary."""
        seller = self.seller
        travel = seller.travel or self.roads.rules
        rules = counted_by(self.rules)
        return f"{self.now.date()} {name_of(rules, self.office, seller.home, travel, seller.name, seller.zone)}"

    def memories(self) -> dict[str, Memory]:
        """What stays of erased meetings, by the account it now belongs to."""
        found: dict[str, Memory] = {}
        for key, memory in self.at.memories.find(self.seller.id).items():
            head = self.book.belongs(key)
            found[head] = both(found[head], memory) if head in found else memory
        return found

    def colleagues(self, keys: Collection[str]) -> dict[str, ColleagueMet]:
        """When colleagues last met these accounts, where the company shares that they did."""
        if not self.tenant.sharing:
            return {}
        return self.at.accounts.met_by_colleagues(self.seller.id, self.tenant.id, keys)

    def met_on(self, keys: Collection[str]) -> dict[str, int]:
        return self.at.accounts.met_on(self.seller.id, keys) if self.tenant.sharing else {}

    def tell_colleagues(self, before: Mapping[str, int], keys: Collection[str]) -> None:
        """Whoever has the same customer looks anew when it has been met since."""
        after = self.met_on(keys)
        changed = {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
        for seller_id in self.at.accounts.colleagues_with(self.seller.id, self.tenant.id, changed):
            self.at.due.want("review_seller", seller_id, at=self.now)

    def travel(self) -> Travel:
        """How the seller gets about."""
        seller = self.seller
        return self.roads.travel(office=self.office, home=seller.home, rules=seller.travel, zone=seller.zone)

    def situation(self) -> Situation:
        """What the seller's visits are planned under: the coming weeks of the calendar among it."""
        seller = self.seller
        ahead = self.at.meetings.between(seller.id, self.now - DAY, self.now + self.rules.ahead)
        domains = frozenset({seller.owner, *seller.domains})
        diary = Diary.of([one.meeting for one in ahead], seller.owner, domains=domains)
        said = favourites(self.corrections)
        travel, zone = self.travel(), ZoneInfo(seller.zone)
        diary = leave_hotels_free(diary, travel, zone=zone)
        answered = find_answered(self.at, seller)
        return Situation(diary, self.rules, self.now, zone, seller.name, travel, said, answered)

    def read(self, seen: Sequence[Seen], *, anew: bool = False) -> Mailbox:
        """`seen` in the light of what the whole calendar taught, or, `anew`, as the whole calendar."""
        return read_mailbox(
            seen,
            owner=self.seller.owner,
            domains=frozenset(self.seller.domains),
            book=self.book,
            corrections=self.corrections,
            rules=self.rules,
            office=self.seller.office,
            learned=None if anew or self.learned is None else (self.learned.own, self.learned.habits),
        )


def review_everything(desk: Desk, seen: Sequence[Seen]) -> None:
    """The whole calendar: habits and own rooms are learned, and every account is reviewed."""
    at, seller = desk.at, desk.seller
    mailbox = desk.read(seen, anew=True)
    learned = Learned(mailbox.own, mailbox.habits, _read_by(desk.rules))
    at.sellers.save_learned(seller.id, encode(learned))
    desk = replace(desk, learned=learned)
    _keep(desk, mailbox.ledgers, mailbox.ledgers.keys() | at.accounts.keys(seller.id), everything=True)


def review_differing(desk: Desk, also: Mapping[str, Ledger] = NO_LEDGERS) -> None:
    """The accounts that stand differently under the rules and the day as they are now, and those whose ledger has become
    another."""
    ledgers = {**_differing(desk), **also}
    _keep(desk, ledgers, ledgers.keys(), everything=True)


def review_changes(
    desk: Desk,
    changed: Sequence[Seen],
    *,
    gone: Collection[str],
    gone_keys: Collection[Key] = (),
    before: Collection[str],
    spans: Sequence[Span],
    a_new_day: bool = False,
) -> None:
    """The accounts that changed meetings touch. `changed` are the meetings whose judgement may differ, `gone` the uids
    whose old entries fall away, `gone_keys` single ones, `before` the keys of the accounts that had those; `spans`: when the diary changed. On
    `a_new_day` what was ahead is behind, and others stand differently too."""
    fresh = desk.read(changed).ledgers
    touched = {desk.book.belongs(key) for key in before} | fresh.keys()
    changed_keys = {one.meeting.key for one in changed}
    different = {}
    kept = desk.at.accounts.ledgers(desk.seller.id, touched)
    for key in touched:
        old = kept.get(key, NO_LEDGER)
        new = old.without(gone, changed_keys | {*gone_keys}).beside(fresh.get(key, NO_LEDGER))
        if not new.says_the_same(old):
            different[key] = new
    others = _differing(desk) if a_new_day else {}
    _keep(desk, others | different, others.keys() | different.keys(), spans, everything=a_new_day)


def _differing(desk: Desk) -> dict[str, Ledger]:
    """The ledgers of the accounts that may stand differently now."""
    at, seller, planned_by = desk.at, desk.seller, desk.planned_by
    planned = at.sellers.planned(seller.id)
    if planned[:ISO_DAY] > planned_by[:ISO_DAY]:  # a clock has been put back: figures tell what time does, not undoes
        return at.accounts.all_ledgers(seller.id)
    standings = at.standings.find(seller.id)
    differing = Bench.at(desk.rules, desk.now).differing(
        standings,
        planned=planned == planned_by,
        colleagues=desk.colleagues([one.key for one in standings]),
    )
    return at.accounts.ledgers_kept_as(seller.id, differing)


def review_accounts(desk: Desk, keys: Collection[str]) -> None:
    """These accounts once more, when nothing about their meetings has changed but what was decided."""
    _keep(desk, desk.at.accounts.ledgers(desk.seller.id, keys), keys)


def review_said(desk: Desk, said: Correction) -> None:
    """The accounts a correction touches, from their meetings: whom they belong to may have changed."""
    at, seller = desk.at, desk.seller
    keys = {said.account} if said.account else at.meetings.accounts_of(seller.id, [said.meeting[0]])
    if said.kind is CorrectionKind.ALIAS and said.value:
        keys |= {said.value}
    family = _family(keys, desk.book)
    ledgers = desk.read(at.meetings.of_accounts(seller.id, family)).ledgers
    everywhere = [(desk.now, desk.now + desk.rules.ahead)] if said.kind is CorrectionKind.BAKERY else []
    _keep(desk, {key: ledger for key, ledger in ledgers.items() if key in family}, family, everywhere)


def _keep(
    desk: Desk,
    ledgers: Mapping[str, Ledger],
    keys: Collection[str],
    spans: Sequence[Span] = (),
    *,
    everything: bool = False,
) -> None:
    """The accounts of `keys` give way to those behind `ledgers`. The others' suggestions follow the diary where it
    changed, and this week's are chosen anew. `everything`: all others stand as they should."""
    at, seller, planned_by = desk.at, desk.seller, desk.planned_by
    planned = at.sellers.planned(seller.id)
    if not (keys or spans or (everything and planned != planned_by)):
        return
    relationships, flags = relate(
        ledgers,
        book=desk.book,
        rules=desk.rules,
        now=desk.now,
        memories=desk.memories(),
        colleagues=desk.colleagues(ledgers.keys()),
    )
    look = Look(desk.situation())
    touched = [look.review(one, flags) for one in relationships]
    met = desk.met_on(keys)
    at.accounts.replace(seller.id, keys, [_place(one, ledgers) for one in touched])
    at.standings.replace(seller.id, keys, _judge(desk, touched, ledgers))
    if everything and planned != planned_by:
        at.sellers.save_planned(seller.id, planned_by)
    desk.tell_colleagues(met, keys)
    flagged = at.accounts.flagged(seller.id)
    moved = {one.relationship.account.key for one in touched}
    days = _days(spans, look.situation.zone, from_=desk.now, until=desk.now + desk.rules.ahead)
    fresh = [
        look.again(one) if one.relationship.account.key not in moved and look.hangs_on(one, days) else one
        for one in flagged
    ]
    today = desk.now.date()
    this_week = choose_this_week(fresh, rules=desk.rules, week=find_week(at, seller, today))
    told, trips = plan_trips(this_week, look.situation, aliases=desk.book.aliases)
    at.sellers.save_trips(seller.id, trips)
    for before, after in zip(flagged, told, strict=True):
        if encode(before) != encode(after):  # as they are kept: what was read back has its dates as text
            at.accounts.show(seller.id, after.relationship.account.key, after)
            if after.chosen and after.suggestion:
                at.suggestions.note(seller.id, after.suggestion, week=week_of(today), now=desk.now)
    at.sellers.touch(seller.id)
    if desk.roads.engines is not None:
        at.due.want("ask_engines", seller.id, at=desk.now)


def _judge(desk: Desk, reviewed: Iterable[Reviewed], ledgers: Mapping[str, Ledger]) -> list[Judged]:
    bench = Bench.at(desk.rules, desk.now)
    return [
        bench.judge(one.relationship, ledgers[one.relationship.account.key], flagged=bool(one.flags))
        for one in reviewed
    ]


def _days(spans: Sequence[Span], zone: ZoneInfo, *, from_: datetime, until: datetime) -> frozenset[date]:
    """The days of these stretches of time, with the day before and after, as far as anybody plans."""
    found: set[date] = set()
    for start, end in spans:
        day = max(start, from_).astimezone(zone).date() - DAY
        last = min(end, until).astimezone(zone).date() + DAY
        while day <= last:
            found.add(day)
            day += DAY
    return frozenset(found)


def _decode_learned(kept: bytes | None) -> Learned | None:
    return None if kept is None else msgspec.json.decode(kept, type=Learned)


def _read_by(rules: Rules) -> str:
    """The name of the rules that decide which meetings count at all."""
    return name_of(rules.large_group, rules.many_companies)


def _family(keys: Collection[str], book: AccountBook) -> frozenset[str]:
    """The keys with everything that belongs to the same accounts."""
    heads = {book.belongs(key) for key in keys}
    return frozenset(keys) | heads | {key for key, head in book.aliases.items() if head in heads}


def _place(reviewed: Reviewed, ledgers: Mapping[str, Ledger]) -> Placed:
    relationship = reviewed.relationship
    unreviewed = relationship.account.standing in (Standing.UNREVIEWED, Standing.VENDOR)
    return Placed(
        reviewed=reviewed,
        ledger=ledgers[relationship.account.key],
        rank=_rank(reviewed),
        to_review=relationship.counts.total + len(relationship.coming) if unreviewed else 0,
    )


def _rank(reviewed: Reviewed) -> str:
    """The order of `need` as a text that sorts the same."""
    healthy, valueless, value, urgency, counted, key = need(reviewed.relationship, reviewed.flags)
    return f"{healthy:d}{valueless:d}{10**15 + int(value):016d}{urgency}{10**6 + counted:07d}{key}"
