"""Where thinking and doing meet: takes what is known, asks the pure rooms, and keeps what they say of each account.

Work follows what changed: a correction or a changed meeting costs the review of the accounts it touches.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec

from workers.desk import Desk, Learned, read_by
from workers.look import Look, choose_this_week, plan_trips
from workers.office import Office
from workers.relationships.accounts import AccountBook, Standing
from workers.relationships.corrections import Correction, CorrectionKind
from workers.relationships.signs import Seen
from workers.relationships.understanding import Ledger, need, relate
from workers.reviewed import Reviewed
from workers.standing import Bench
from workers.store import Transaction
from workers.store.accounts import Placed
from workers.store.moments import week_of
from workers.store.standings import Judged
from workers.week import find_week

Span = tuple[datetime, datetime]
Key = tuple[str, datetime | None]

DAY = timedelta(days=1)
ISO_DAY = len("2026-11-28")
NO_LEDGER = Ledger()
NO_LEDGERS: Mapping[str, Ledger] = {}
encode = msgspec.json.encode


def review_again(office: Office, seller_id: int, *, check: Callable[[Transaction], None] = lambda _: None) -> None:
    """Every account of a seller in the light of the rules and the day as they are now. `check` may refuse it by raising."""
    with office.store.writing(seller_id) as at:
        check(at)
        seller = at.sellers.of_id(seller_id)
        if seller is None:
            return
        desk = Desk.open(at, seller, now=office.clock(), roads=office.roads)
        if desk.learned and desk.learned.read_by == read_by(desk.rules):
            review_differing(desk)
        else:
            review_everything(desk, at.meetings.all(seller_id))


def review_everything(desk: Desk, seen: Sequence[Seen]) -> None:
    """The whole calendar: habits and own rooms are learned, and every account is reviewed."""
    at, seller = desk.at, desk.seller
    mailbox = desk.read(seen, anew=True)
    learned = Learned(mailbox.own, mailbox.habits, read_by(desk.rules))
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
