"""Where thinking and doing meet: takes what is known, asks the pure rooms, and keeps what they say of each account.

Work follows what changed: a correction or a changed meeting costs the review of the accounts it touches.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec

from workers.office import Office
from workers.relationships.accounts import AccountBook, OwnSide, Standing, build_book
from workers.relationships.corrections import Correction, CorrectionKind
from workers.relationships.habits import Habits
from workers.relationships.rules import Rules
from workers.relationships.signs import Seen
from workers.relationships.telling import describe, never_met
from workers.relationships.understanding import Understanding, need, understand
from workers.reviewed import Reviewed
from workers.store import Seller, Transaction
from workers.store.accounts import Placed
from workers.visits.diary import Diary
from workers.visits.suggestion import NoVisit, Suggestion, choose, suggest

__all__ = ["Reviewed", "correct", "review", "take_back"]


@dataclass(frozen=True, slots=True)
class Learned:
    """What the whole calendar taught: whose rooms are whose, and who adds links to everything."""

    own: OwnSide
    habits: Habits


def review(
    understanding: Understanding, diary: Diary, *, rules: Rules, now: datetime, zone: ZoneInfo, seller: str
) -> tuple[Reviewed, ...]:
    """Every account of the understanding with its flags, its sentence and its best coming meeting; none chosen yet."""
    reviewed = []
    for relationship in understanding.relationships:
        flags = understanding.flags.get(relationship.account.key, ())
        found = None
        if flags:
            found = suggest(relationship, flags, diary=diary, rules=rules, now=now, zone=zone, seller=seller)
        reviewed.append(
            Reviewed(
                relationship=relationship,
                flags=flags,
                sentence=flags[0].reasons[0] if flags else describe(relationship),
                never_met=never_met(relationship),
                suggestion=found if isinstance(found, Suggestion) else None,
                no_visit=found.reason if isinstance(found, NoVisit) else None,
            )
        )
    return tuple(reviewed)


def choose_this_week(reviewed: Sequence[Reviewed], *, rules: Rules) -> tuple[Reviewed, ...]:
    """The same accounts, most in need first, at most two of them chosen; the others with a suggestion wait and say so."""
    order = {one.relationship.account.key: place for place, one in enumerate(reviewed)}
    chosen, waiting = choose([one.suggestion for one in reviewed if one.suggestion], rules=rules, order=order)
    picked = {one.account for one in chosen}
    why = {one.account: one.reason for one in waiting}
    return tuple(
        replace(one, chosen=one.suggestion.account in picked, no_visit=why.get(one.suggestion.account))
        if one.suggestion
        else one
        for one in reviewed
    )


def correct(office: Office, correction: Correction) -> None:
    """Keep what the seller said, and review at once what it touches."""
    with office.store.writing() as at:
        seller = at.sellers.shown()
        if seller is None:
            return
        at.corrections.save(seller.id, correction)
        review_accounts(at, seller, _touched(correction), now=office.clock())


def take_back(office: Office, kind: CorrectionKind, account: str, uid: str = "") -> None:
    """Forget one thing the seller said."""
    with office.store.writing() as at:
        seller = at.sellers.shown()
        if seller is None:
            return
        said = [
            one for one in at.corrections.find(seller.id) if (one.kind, one.account, one.uid) == (kind, account, uid)
        ]
        at.corrections.remove(seller.id, kind, account, uid)
        for one in said:
            review_accounts(at, seller, _touched(one), now=office.clock())


def review_accounts(at: Transaction, seller: Seller, keys: Collection[str], *, now: datetime) -> None:
    """Review the accounts behind these keys from what is kept, and choose this week's suggestions anew."""
    rules = Rules()
    corrections = at.corrections.find(seller.id)
    book = build_book(seller.crm, corrections)
    family = _family(keys, book)
    understanding = understand(
        at.meetings.of_accounts(seller.id, family),
        owner=seller.owner,
        domains=frozenset(seller.domains),
        book=book,
        corrections=corrections,
        rules=rules,
        now=now,
        office=seller.office,
        learned=_learned(at.sellers.learned(seller.id)),
    )
    keep(at, seller, understanding, family, rules=rules, now=now)


def keep(
    at: Transaction, seller: Seller, understanding: Understanding, keys: Collection[str], *, rules: Rules, now: datetime
) -> None:
    """Keep the accounts among `keys` as they are now understood; the rest stay as they were but for this week's choice."""
    diary = _diary(at.meetings.between(seller.id, now - timedelta(days=1), now + rules.ahead), seller)
    reviewed = review(understanding, diary, rules=rules, now=now, zone=ZoneInfo(seller.zone), seller=seller.name)
    touched = [one for one in reviewed if one.relationship.account.key in keys]
    at.accounts.replace(seller.id, keys, [_place(one) for one in touched])
    flagged = at.accounts.flagged(seller.id)
    chosen = choose_this_week(flagged, rules=rules)
    moved = [after for before, after in zip(flagged, chosen, strict=True) if before != after]
    at.accounts.replace(seller.id, [one.relationship.account.key for one in moved], [_place(one) for one in moved])
    at.sellers.touch(seller.id)


def learned_of(understanding: Understanding) -> bytes:
    """What a look at the whole calendar taught, to be kept."""
    return msgspec.json.encode(Learned(understanding.own, understanding.habits))


def _learned(kept: bytes | None) -> tuple[OwnSide, Habits] | None:
    if kept is None:
        return None
    learned = msgspec.json.decode(kept, type=Learned)
    return learned.own, learned.habits


def _touched(correction: Correction) -> frozenset[str]:
    return frozenset({correction.account, correction.value if correction.kind is CorrectionKind.ALIAS else ""} - {""})


def _family(keys: Collection[str], book: AccountBook) -> frozenset[str]:
    """The keys with everything that belongs to the same accounts."""
    heads = {book.belongs(key) for key in keys}
    return frozenset(keys) | heads | {key for key, head in book.aliases.items() if head in heads}


def _diary(seen: Iterable[Seen], seller: Seller) -> Diary:
    return Diary.of([one.meeting for one in seen], seller.owner, domains=frozenset(seller.domains))


def _place(reviewed: Reviewed) -> Placed:
    relationship = reviewed.relationship
    unreviewed = relationship.account.standing in (Standing.UNREVIEWED, Standing.VENDOR)
    return Placed(
        reviewed=reviewed,
        rank=_rank(reviewed),
        to_review=relationship.counts.total + len(relationship.coming) if unreviewed else 0,
    )


def _rank(reviewed: Reviewed) -> str:
    """The order of `need` as a text that sorts the same."""
    healthy, valueless, value, urgency, counted, key = need(reviewed.relationship, reviewed.flags)
    return f"{healthy:d}{valueless:d}{10**15 + int(value):016d}{urgency}{10**6 + counted:07d}{key}"
